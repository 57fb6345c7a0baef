package org.entente.stix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.stix.Constraint.Judgement;
import org.jspecify.annotations.Nullable;

/**
 * A type of object that the standard defines.
 *
 * @param kind what it is by section 3.2
 * @param structure its properties, the common ones first
 * @param extensions its predefined extensions (section 3.10), by name
 * @param idProperties the properties from which a deterministic identifier is made (section 2.9); empty for types that
 *     have none
 */
record ObjectType(Kind kind, Structure structure, Map<String, Structure> extensions, List<PropertySpec> idProperties) {
    ObjectType {
        extensions = Map.copyOf(extensions);
        idProperties = List.copyOf(idProperties);
    }

    static Builder of(Kind kind, String name, String section) {
        return new Builder(kind, name, section);
    }

    String name() {
        return structure.name();
    }

    /** Whether an object of this type may lack every property that makes up its identifier. */
    boolean idPropertiesAreOptional() {
        return idProperties.stream().noneMatch(PropertySpec::required);
    }

    @Nullable
    Structure extension(String name) {
        return extensions.get(name);
    }

    /** Collects what the standard says of one type. */
    static final class Builder {
        private final Kind kind;
        private final Structure.Builder structure;
        private final Map<String, Structure> extensions = new LinkedHashMap<>();
        private final List<String> idProperties = new ArrayList<>();

        private Builder(Kind kind, String name, String section) {
            this.kind = kind;
            this.structure = Structure.named(name, section);
            Set<Property> required = Property.requiredOf(kind);
            for (Property property : Property.values()) {
                ValueType type = new ValueType.Common(property);
                if (required.contains(property)) {
                    structure.required(type, property.text());
                } else {
                    structure.optional(type, property.text());
                }
            }
        }

        Builder required(ValueType type, String... names) {
            structure.required(type, names);
            return this;
        }

        Builder optional(ValueType type, String... names) {
            structure.optional(type, names);
            return this;
        }

        Builder deprecated(ValueType type, String... names) {
            structure.deprecated(type, names);
            return this;
        }

        Builder oneOf(String... groups) {
            structure.oneOf(groups);
            return this;
        }

        Builder anyOfThese() {
            structure.anyOfThese();
            return this;
        }

        Builder notBoth(String one, String other) {
            structure.notBoth(one, other);
            return this;
        }

        Builder needs(String given, String... wanted) {
            structure.needs(given, wanted);
            return this;
        }

        Builder suggested(String... wanted) {
            structure.suggested(wanted);
            return this;
        }

        Builder notBefore(String earlier, String later) {
            structure.notBefore(earlier, later);
            return this;
        }

        Builder after(String earlier, String later) {
            structure.after(earlier, later);
            return this;
        }

        Builder judged(Judgement judgement) {
            structure.judged(judgement);
            return this;
        }

        Builder extensions(Structure... predefined) {
            for (Structure extension : predefined) {
                extensions.put(extension.name(), extension);
            }
            return this;
        }

        /** The properties that contribute to a deterministic identifier. */
        Builder identifiedBy(String... names) {
            idProperties.addAll(List.of(names));
            return this;
        }

        ObjectType build() {
            Structure built = structure.build();
            List<PropertySpec> contributing = built.properties().stream()
                    .filter(property -> idProperties.contains(property.name()))
                    .toList();
            if (contributing.size() != idProperties.size()) {
                throw new IllegalStateException(built.name() + " lacks a property of its identifier");
            }
            return new ObjectType(kind, built, extensions, contributing);
        }
    }
}
