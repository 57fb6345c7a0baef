package org.entente.cli;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Constraints as a person reads them, from their JSON form. */
final class Words {
    private Words() {}

    /** For instance {@code type isAnyOf [indicator, identity] and tlp lteq green}. */
    static String constraint(JsonNode constraint) {
        return part(constraint, false);
    }

    /** Duties of a grant as a person reads them. */
    static String duties(JsonNode duties) {
        return duties.isEmpty()
                ? "none"
                : duties.properties().stream()
                        .map(duty -> duty.getKey() + " "
                                + (duty.getValue().isString()
                                        ? duty.getValue().asString()
                                        : duty.getValue().toString()))
                        .collect(Collectors.joining(", "));
    }

    private static String part(JsonNode constraint, boolean within) {
        if (constraint.size() != 1) {
            return constraint.toString();
        }
        var property = constraint.properties().iterator().next();
        return switch (property.getKey()) {
            case "all" -> joined(property.getValue(), " and ", within);
            case "any" -> joined(property.getValue(), " or ", within);
            case "not" -> "not " + part(property.getValue(), true);
            default -> term(property.getKey(), property.getValue());
        };
    }

    private static String joined(JsonNode members, String word, boolean within) {
        String text = members.valueStream().map(m -> part(m, true)).collect(Collectors.joining(word));
        return within && members.size() > 1 ? "(" + text + ")" : text;
    }

    private static String term(String left, JsonNode comparison) {
        if (comparison.size() != 1) {
            return left + " " + comparison;
        }
        var property = comparison.properties().iterator().next();
        JsonNode right = property.getValue();
        if (right.isBoolean()) {
            return left + " " + property.getKey();
        }
        return left + " " + property.getKey() + " "
                + (right.isArray()
                        ? right.valueStream().map(JsonNode::asString).collect(Collectors.joining(", ", "[", "]"))
                        : right.asString());
    }
}
