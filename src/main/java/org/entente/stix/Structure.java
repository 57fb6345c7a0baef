package org.entente.stix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entente.stix.Constraint.Judgement;
import org.jspecify.annotations.Nullable;

/**
 * A table of properties with the rules over them: of a type of object, or of a type that stands within one. It is made
 * once, by {@link Builder}, and reads like the standard's own table.
 */
final class Structure {
    /** The properties of an object are a set of bits in a long. */
    static final int MAX_PROPERTIES = Long.SIZE;

    private final String name;
    private final String section;
    private final List<PropertySpec> properties;
    private final List<Constraint> constraints;
    private final NameTable<PropertySpec> names;
    private final Map<String, PropertySpec> byName = new HashMap<>();
    private final long required;

    private Structure(Builder builder) {
        this.name = builder.name;
        this.section = builder.section;
        this.properties = List.copyOf(builder.properties);
        this.constraints = List.copyOf(builder.constraints);
        this.names = new NameTable<>(Math.max(1, properties.size()));
        long bits = 0;
        for (PropertySpec property : properties) {
            names.put(property.name(), property);
            byName.put(property.name(), property);
            bits |= property.required() ? property.bit() : 0;
        }
        this.required = bits;
    }

    static Builder named(String name, String section) {
        return new Builder(name, section);
    }

    String name() {
        return name;
    }

    /** The number of the section, such as {@code 4.7.1}. */
    String section() {
        return section;
    }

    List<PropertySpec> properties() {
        return properties;
    }

    List<Constraint> constraints() {
        return constraints;
    }

    /** The bits of the properties that must be there. */
    long required() {
        return required;
    }

    /** The property of that name, which the table must have. */
    PropertySpec named(String property) {
        PropertySpec found = byName.get(property);
        if (found == null) {
            throw new IllegalStateException(name + " has no " + property);
        }
        return found;
    }

    /** The property of the member's name that was read last, or null where the table has none. */
    @Nullable
    PropertySpec ofName(JsonScanner json) {
        return names.ofName(json);
    }

    /** Collects the rows of a table. */
    static final class Builder {
        private final String name;
        private final String section;
        private final List<PropertySpec> properties = new ArrayList<>();
        private final List<Constraint> constraints = new ArrayList<>();

        private Builder(String name, String section) {
            this.name = name;
            this.section = section;
        }

        Builder required(ValueType type, String... names) {
            return add(type, true, false, names);
        }

        Builder optional(ValueType type, String... names) {
            return add(type, false, false, names);
        }

        Builder deprecated(ValueType type, String... names) {
            return add(type, false, true, names);
        }

        /** At least one of these; a group that must be there as a whole is written with plus signs. */
        Builder oneOf(String... groups) {
            long[] bits = new long[groups.length];
            for (int i = 0; i < groups.length; i++) {
                for (String property : groups[i].split("\\+", -1)) {
                    bits[i] |= find(property).bit();
                }
            }
            return add(new Constraint.OneOf(Rule.ONE_OF, says(Rule.ONE_OF, groups), bits));
        }

        /** At least one of all the properties that stand in the table so far, the required ones apart. */
        Builder anyOfThese() {
            return oneOf(properties.stream()
                    .filter(property -> !property.required() && !isCommon(property))
                    .map(PropertySpec::name)
                    .toArray(String[]::new));
        }

        Builder notBoth(String one, String other) {
            return add(new Constraint.NotBoth(Rule.NOT_BOTH, says(Rule.NOT_BOTH, one, other), find(one), find(other)));
        }

        Builder needs(String given, String... wanted) {
            for (String property : wanted) {
                add(new Constraint.Needs(
                        Rule.NEEDS,
                        says(Rule.NEEDS, given, property),
                        find(given).bit(),
                        find(property)));
            }
            return this;
        }

        /** The property should be there wherever the given one is. */
        Builder suggests(String given, String wanted) {
            return add(new Constraint.Needs(
                    Rule.SUGGESTED, says(Rule.SUGGESTED, wanted), find(given).bit(), find(wanted)));
        }

        /** The properties should be there. */
        Builder suggested(String... wanted) {
            for (String property : wanted) {
                add(new Constraint.Needs(Rule.SUGGESTED, says(Rule.SUGGESTED, property), 0, find(property)));
            }
            return this;
        }

        Builder notBefore(String earlier, String later) {
            return add(new Constraint.Ordered(
                    Rule.TIME_ORDER, says(Rule.TIME_ORDER, earlier, later), find(earlier), find(later), false));
        }

        Builder after(String earlier, String later) {
            return add(new Constraint.Ordered(
                    Rule.TIME_AFTER, says(Rule.TIME_AFTER, earlier, later), find(earlier), find(later), true));
        }

        Builder judged(Judgement judgement) {
            return add(new Constraint.Judged(judgement));
        }

        Structure build() {
            if (properties.size() > MAX_PROPERTIES) {
                throw new IllegalStateException("a table has more properties than bits");
            }
            return new Structure(this);
        }

        private Builder add(ValueType type, boolean required, boolean deprecated, String... names) {
            for (String property : names) {
                properties.add(new PropertySpec(property, type, required, deprecated, properties.size()));
            }
            return this;
        }

        private Builder add(Constraint constraint) {
            constraints.add(constraint);
            return this;
        }

        private PropertySpec find(String property) {
            return properties.stream()
                    .filter(row -> row.name().equals(property))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(name + " has no " + property));
        }

        private static boolean isCommon(PropertySpec property) {
            return property.type() instanceof ValueType.Common common && common.property() != Property.EXTENSIONS;
        }

        private String says(Rule rule, String... names) {
            return rule.messageOf(section, String.join(", ", names));
        }
    }
}
