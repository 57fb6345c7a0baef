package org.entente.stix;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every type that STIX 2.1 defines, with its properties and the rules over them: the one truth that the reader checks by,
 * and that {@link StandardTable} shows to others.
 */
final class TypeTable {
    /** All types, in the order of the standard. */
    static final List<ObjectType> TYPES = Stream.of(DomainTypes.ALL, ObservableTypes.ALL, MetaTypes.ALL)
            .flatMap(List::stream)
            .toList();

    /** A type that the standard does not define: only the common properties are known. */
    static final ObjectType UNKNOWN =
            ObjectType.of(Kind.DOMAIN, "unknown", "3.2").build();

    /** No type of object, but a name that the reader must know. */
    static final ObjectType BUNDLE = ObjectType.of(Kind.BUNDLE, "bundle", "8.1").build();

    private static final Map<String, ObjectType> BY_NAME = Stream.concat(TYPES.stream(), Stream.of(BUNDLE))
            .collect(Collectors.toUnmodifiableMap(ObjectType::name, Function.identity()));

    private static final NameTable<ObjectType> TABLE = table();

    private TypeTable() {}

    /** The type of that name, or null where the standard defines none. */
    static @Nullable ObjectType named(String name) {
        return BY_NAME.get(name);
    }

    /** The type that the string read last names, or null where the standard does not define it. */
    static @Nullable ObjectType ofString(JsonScanner json) {
        return TABLE.ofString(json);
    }

    private static NameTable<ObjectType> table() {
        NameTable<ObjectType> table = new NameTable<>(BY_NAME.size());
        BY_NAME.forEach(table::put);
        return table;
    }
}
