package org.entente.stix.pattern;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The property that a comparison looks at (STIX 2.1 section 9.7).
 *
 * @param type the type of the object at which the path starts
 * @param steps at least one; the first is a {@link Key}
 */
public record ObjectPath(String type, List<Step> steps) {
    public ObjectPath {
        steps = List.copyOf(steps);
    }

    /** One step from a value to what it holds. */
    public sealed interface Step {}

    /** To the property or dictionary entry of that name; from a reference, to that of the object referred to. */
    public record Key(String name) implements Step {
        private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

        @Override
        public String toString() {
            return PLAIN.matcher(name).matches() && !Keyword.isOne(name) ? name : Constant.quoted(name);
        }
    }

    /** To the list item of that index, from 0; a negative one is read and never present. */
    public record Index(int index) implements Step {
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    /** To any list item: the comparison holds when it holds for one of them. */
    public record Any() implements Step {
        @Override
        public String toString() {
            return "[*]";
        }
    }

    @Override
    public String toString() {
        return type + ":" + steps.getFirst()
                + steps.stream()
                        .skip(1)
                        .map(step -> step instanceof Key ? "." + step : step.toString())
                        .collect(Collectors.joining());
    }
}
