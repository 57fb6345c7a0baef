package org.entente.stix;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What STIX 2.1 says of each type, as the reader checks it: for people to read and for others to derive their own tables
 * from. The types are those of objects; types that stand within objects are found by their names too, such as {@code
 * kill-chain-phase} or {@code pdf-ext}.
 */
public final class StandardTable {
    /**
     * One type.
     *
     * @param name such as {@code malware}
     * @param kind SDO, SRO, SCO or meta object; part for what stands within objects
     * @param section of the standard, such as {@code 4.11.1}
     * @param rows its properties, the common ones first
     * @param rules the rules that join several properties
     * @param extensions the names of its predefined extensions
     */
    public record Type(
            String name, String kind, String section, List<Row> rows, List<Joint> rules, List<String> extensions) {
        public Type {
            rows = List.copyOf(rows);
            rules = List.copyOf(rules);
            extensions = List.copyOf(extensions);
        }
    }

    /**
     * One property.
     *
     * @param type in the standard's words
     * @param presence required, optional, deprecated or n/a
     * @param references whether the value names other objects, alone or in a list
     * @param rules identifiers of the rules that its value can break
     */
    public record Row(String name, String type, String presence, boolean references, List<String> rules) {
        public Row {
            rules = List.copyOf(rules);
        }
    }

    /** A rule over several properties, with the sentence that it gives for this type. */
    public record Joint(String id, Severity severity, String message) {}

    private StandardTable() {}

    /** The types of objects, in the order of the standard. */
    public static List<Type> types() {
        return TypeTable.TYPES.stream().map(StandardTable::of).toList();
    }

    /** The type of that name, or null where the standard has none. */
    public static @Nullable Type type(String name) {
        ObjectType type = TypeTable.named(name);
        if (type != null) {
            return type.kind() == Kind.BUNDLE ? null : of(type);
        }
        Structure part = part(name);
        return part == null ? null : of(part, "part", Set.of(), List.of());
    }

    private static Type of(ObjectType type) {
        return of(
                type.structure(),
                type.kind().words(),
                Property.notApplicableTo(type.kind()),
                type.extensions().keySet().stream().sorted().toList());
    }

    private static Type of(Structure structure, String kind, Set<Property> notApplicable, List<String> extensions) {
        List<Row> rows = structure.properties().stream()
                .map(property -> row(property, notApplicable))
                .toList();
        List<Joint> rules =
                structure.constraints().stream().flatMap(StandardTable::joints).toList();
        return new Type(structure.name(), kind, structure.section(), rows, rules, extensions);
    }

    private static Stream<Joint> joints(Constraint constraint) {
        if (constraint instanceof Constraint.Judged(Constraint.Judgement judgement)) {
            return judgement.rules().stream().map(rule -> new Joint(rule.id(), rule.severity(), rule.message()));
        }
        return Stream.of(new Joint(constraint.rule().id(), constraint.rule().severity(), constraint.message()));
    }

    private static Row row(PropertySpec property, Set<Property> notApplicable) {
        boolean applies =
                !(property.type() instanceof ValueType.Common common) || !notApplicable.contains(common.property());
        String presence =
                !applies ? "n/a" : property.required() ? "required" : property.deprecated() ? "deprecated" : "optional";
        Set<String> rules = new LinkedHashSet<>();
        if (property.required() && TableChecks.isPlainlyRequired(property)) {
            rules.add(Rule.REQUIRED.id());
        }
        property.type().rules().forEach(rule -> rules.add(rule.id()));
        return new Row(
                property.name(),
                property.type().words(),
                presence,
                property.type().refers(),
                List.copyOf(rules));
    }

    private static @Nullable Structure part(String name) {
        List<Structure> parts = new ArrayList<>();
        parts.add(MetaTypes.EXTERNAL_REFERENCE);
        for (ObjectType type : TypeTable.TYPES) {
            collect(type.structure(), parts);
            type.extensions().values().forEach(extension -> {
                parts.add(extension);
                collect(extension, parts);
            });
        }
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static void collect(Structure structure, List<Structure> parts) {
        for (PropertySpec property : structure.properties()) {
            ValueType type = property.type() instanceof ValueType.ListOf list ? list.item() : property.type();
            if (type instanceof ValueType.Part part) {
                parts.add(part.structure());
            }
        }
    }
}
