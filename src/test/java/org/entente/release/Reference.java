package org.entente.release;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.entente.stix.MarkingKind;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decisions over again, slowly and from the documents themselves: constraints are first rewritten without {@code not}
 * above {@code all} and {@code any}, and truth is 0, 1 (undefined) or 2. Shares no code with what it judges but the
 * facets and the TLP's order.
 */
final class Reference {
    private static final List<String> LEVELS = List.of("clear", "green", "amber", "amber+strict", "red");

    private Reference() {}

    /** What came of the five checks, and whether older versions are barred: {@code FALSE TRUE … true}. */
    static String decide(
            ObjectNode memorandum, boolean inForce, JsonNode houseRules, Facets facets, MarkingKinds kinds) {
        JsonNode grant = memorandum.get("grants").get(0);
        int forced = inForce ? 2 : 0;
        JsonNode constraint = flat(grant.get("constraint"), false);
        boolean definition = facets.type().matches("(marking|extension)-definition");
        int granted = value(constraint, facets, tlp(memorandum, memorandum, facets), definition);
        int marked = 2;
        for (StixId marking : facets.markings()) {
            marked = Math.min(marked, marking(memorandum, marking, kinds));
        }
        int own = facets.source() instanceof Source.Own ? 2 : 0;
        int housed = 2;
        for (JsonNode rule : houseRules.get("rules")) {
            JsonNode require = flat(rule.get("require"), false);
            housed = Math.min(housed, value(require, facets, tlp(memorandum, houseRules, facets), false));
        }
        boolean bars = marked < 2
                || own < 2
                || housed < 2
                || (granted < 2
                        && blamed(constraint, facets, tlp(memorandum, memorandum, facets), definition)
                                .contains("tlp"));
        return name(forced) + " " + name(granted) + " " + name(marked) + " " + name(own) + " " + name(housed) + " "
                + bars;
    }

    private static int marking(ObjectNode memorandum, StixId marking, MarkingKinds kinds) {
        if (Tlp.isPredefined(marking)) {
            return 2;
        }
        for (JsonNode classified : memorandum.path("markings")) {
            if (classified.get("marking").stringValue().equals(marking.value())) {
                return classified.get("as").asString("").equals("restrictive") ? 0 : 2;
            }
        }
        return kinds.of(marking) == MarkingKind.STATEMENT ? 2 : 0;
    }

    /** The level's place in the order, or -1 for none. */
    private static int tlp(ObjectNode memorandum, JsonNode defaults, Facets facets) {
        int strictest = facets.tlp() == null ? -1 : LEVELS.indexOf(facets.tlp().text());
        for (JsonNode classified : memorandum.path("markings")) {
            if (classified.get("as").isObject()
                    && facets.markings()
                            .contains(new StixId(classified.get("marking").stringValue()))) {
                strictest = Math.max(
                        strictest,
                        LEVELS.indexOf(classified.get("as").get("tlp").stringValue()));
            }
        }
        return strictest >= 0
                ? strictest
                : LEVELS.indexOf(defaults.path("defaults").path("tlp").asString(""));
    }

    /** Pushes negation down to the terms, which then stand as {@code {"no": term}}. */
    private static JsonNode flat(JsonNode constraint, boolean negated) {
        String name = constraint.propertyNames().iterator().next();
        JsonNode value = constraint.get(name);
        if (name.equals("not")) {
            return flat(value, !negated);
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (name.equals("all") || name.equals("any")) {
            var members = node.putArray(name.equals("all") == negated ? "any" : "all");
            value.forEach(member -> members.add(flat(member, negated)));
            return node;
        }
        return negated ? node.set("no", constraint) : constraint;
    }

    private static int value(JsonNode flat, Facets facets, int tlp, boolean definition) {
        String name = flat.propertyNames().iterator().next();
        JsonNode inner = flat.get(name);
        return switch (name) {
            case "all" ->
                inner.valueStream()
                        .mapToInt(one -> value(one, facets, tlp, definition))
                        .min()
                        .orElseThrow();
            case "any" ->
                inner.valueStream()
                        .mapToInt(one -> value(one, facets, tlp, definition))
                        .max()
                        .orElseThrow();
            case "no" -> definition && inner.has("type") ? 2 : 2 - term(inner, facets, tlp);
            default -> definition && name.equals("type") ? 2 : term(flat, facets, tlp);
        };
    }

    /** The properties whose terms keep the constraint from being true. */
    private static Set<String> blamed(JsonNode flat, Facets facets, int tlp, boolean definition) {
        String name = flat.propertyNames().iterator().next();
        Set<String> blamed = new TreeSet<>();
        if (value(flat, facets, tlp, definition) < 2) {
            switch (name) {
                case "all", "any" -> flat.get(name).forEach(one -> blamed.addAll(blamed(one, facets, tlp, definition)));
                case "no" -> blamed.addAll(flat.get(name).propertyNames());
                default -> blamed.add(name);
            }
        }
        return blamed;
    }

    private static int term(JsonNode term, Facets facets, int tlp) {
        String left = term.propertyNames().iterator().next();
        String operator = term.get(left).propertyNames().iterator().next();
        JsonNode right = term.get(left).get(operator);
        Set<String> values = switch (left) {
            case "type" -> Set.of(facets.type());
            case "tlp" -> tlp < 0 ? Set.of() : Set.of(LEVELS.get(tlp));
            case "topic" -> facets.topics();
            case "collection" -> one(facets.collection());
            default -> throw new AssertionError(left);
        };
        if (operator.equals("isAbsent")) {
            return values.isEmpty() ? 2 : 0;
        }
        if (values.isEmpty()) {
            return 1;
        }
        Set<String> operands = new TreeSet<>();
        if (right.isArray()) {
            right.forEach(one -> operands.add(one.stringValue()));
        } else {
            operands.add(right.stringValue());
        }
        boolean meets = values.stream().anyMatch(operands::contains);
        int limit = LEVELS.indexOf(right.asString(""));
        boolean holds = switch (operator) {
            case "eq", "isAnyOf" -> meets;
            case "neq", "isNoneOf" -> !meets;
            case "isAllOf" -> values.containsAll(operands);
            case "lt" -> tlp < limit;
            case "lteq" -> tlp <= limit;
            case "gt" -> tlp > limit;
            case "gteq" -> tlp >= limit;
            default -> throw new AssertionError(operator);
        };
        return holds ? 2 : 0;
    }

    private static Set<String> one(@Nullable String value) {
        return value == null ? Set.of() : Set.of(value);
    }

    private static String name(int truth) {
        return List.of("FALSE", "UNKNOWN", "TRUE").get(truth);
    }
}
