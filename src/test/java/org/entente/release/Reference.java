package org.entente.release;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.entente.memorandum.LeftOperand;
import org.entente.stix.MarkingKind;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decisions over again, slowly and from the documents themselves: constraints are first rewritten without {@code not}
 * above {@code all} and {@code any}, and truth is 0, 1 (undefined) or 2. Shares no code with what it judges but the raw
 * values of the facets.
 */
final class Reference {
    private static final List<String> LEVELS = List.of("clear", "green", "amber", "amber+strict", "red");

    private static final List<String> PAP_LEVELS = List.of("clear", "green", "amber", "red");

    /** What a definition cannot say of itself (rule 2). */
    private static final Set<String> OF_CONTENT = Set.of(
            "type",
            "kind",
            "pattern-type",
            "kill-chain-phase",
            "confidence",
            "sector",
            "region",
            "valid-from",
            "valid-until");

    /** What lies directly in what, of the places that the tests use. */
    private static final Map<String, String> LIES_IN = Map.of(
            "MA-05", "MA",
            "MA", "northern-africa",
            "DZ", "northern-africa",
            "northern-africa", "africa",
            "FR-75", "FR",
            "FR", "western-europe",
            "western-europe", "europe");

    private static final Set<String> WIDEST = Set.of("africa", "europe");

    /** An object as one document looks at it. */
    private record Seen(Facets facets, int tlp, int pap, Set<String> topics, Instant start, boolean definition) {}

    private Reference() {}

    /** What came of the five checks, and whether older versions are barred: {@code FALSE TRUE … true}. */
    static String decide(
            ObjectNode memorandum,
            boolean inForce,
            JsonNode houseRules,
            Instant start,
            Facets facets,
            MarkingKinds kinds) {
        JsonNode grant = memorandum.get("grants").get(0);
        int forced = inForce ? 2 : 0;
        JsonNode constraint = flat(grant.get("constraint"), false);
        boolean definition = facets.type().matches("(marking|extension)-definition");
        Seen seen = seen(memorandum, memorandum, facets, start, definition);
        int granted = value(constraint, seen);
        int marked = 2;
        for (StixId marking : facets.markings()) {
            marked = Math.min(marked, marking(memorandum, marking, kinds));
        }
        int own = own(grant, facets.source());
        Seen housedSeen = seen(memorandum, houseRules, facets, start, false);
        int housed = 2;
        for (JsonNode rule : houseRules.get("rules")) {
            JsonNode require = flat(rule.get("require"), false);
            housed = Math.min(housed, value(require, housedSeen));
        }
        boolean bars = marked < 2
                || own < 2
                || housed < 2
                || (granted < 2 && blamed(constraint, seen).stream().anyMatch(Set.of("tlp", "pap")::contains));
        return name(forced) + " " + name(granted) + " " + name(marked) + " " + name(own) + " " + name(housed) + " "
                + bars;
    }

    /** What was received passes where it came on terms that let it go on, unless they ask for consent and the grant does not. */
    private static int own(JsonNode grant, Source source) {
        if (!(source instanceof Source.Received received)) {
            return 2;
        }
        boolean back = grant.get("to").get(0).stringValue().equals(received.organisation());
        String onward = grant.path("duties").path("onward").asString("never");
        boolean passes = received.passing() == Source.Passing.ALLOWED
                || (received.passing() == Source.Passing.WITH_CONSENT && !onward.equals("allowed"));
        return passes && !back ? 2 : 0;
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
            if (classified.get("as").has("tlp")
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

    private static Seen seen(
            ObjectNode memorandum, JsonNode document, Facets facets, Instant start, boolean definition) {
        return new Seen(
                facets,
                tlp(memorandum, document, facets),
                pap(memorandum, facets),
                topics(document, facets),
                start,
                definition);
    }

    private static int pap(ObjectNode memorandum, Facets facets) {
        int strictest = -1;
        for (String label : facets.topics()) {
            if (label.toLowerCase(Locale.ROOT).startsWith("pap:")) {
                String level = label.substring(4).toLowerCase(Locale.ROOT);
                int place = PAP_LEVELS.indexOf(level.equals("white") ? "clear" : level);
                strictest = Math.max(strictest, place < 0 ? PAP_LEVELS.size() - 1 : place);
            }
        }
        for (JsonNode classified : memorandum.path("markings")) {
            StixId marking = new StixId(classified.get("marking").stringValue());
            if (classified.get("as").has("pap") && facets.markings().contains(marking)) {
                strictest = Math.max(
                        strictest,
                        PAP_LEVELS.indexOf(classified.get("as").get("pap").stringValue()));
            }
        }
        return strictest;
    }

    /** Adds what has one of the topics as a part, until there is nothing to add. */
    private static Set<String> topics(JsonNode document, Facets facets) {
        Set<String> topics = new TreeSet<>(facets.topics());
        boolean more = true;
        while (more) {
            more = false;
            for (var tree : document.path("topics").properties()) {
                boolean has = tree.getValue().valueStream().anyMatch(part -> topics.contains(part.stringValue()));
                more |= has && topics.add(tree.getKey());
            }
        }
        return topics;
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

    private static int value(JsonNode flat, Seen seen) {
        String name = flat.propertyNames().iterator().next();
        JsonNode inner = flat.get(name);
        return switch (name) {
            case "all" ->
                inner.valueStream().mapToInt(one -> value(one, seen)).min().orElseThrow();
            case "any" ->
                inner.valueStream().mapToInt(one -> value(one, seen)).max().orElseThrow();
            case "no" -> isFree(inner, seen) ? 2 : 2 - term(inner, seen);
            default -> isFree(flat, seen) ? 2 : term(flat, seen);
        };
    }

    private static boolean isFree(JsonNode term, Seen seen) {
        return seen.definition()
                && OF_CONTENT.contains(term.propertyNames().iterator().next());
    }

    /** The properties whose terms keep the constraint from being true. */
    private static Set<String> blamed(JsonNode flat, Seen seen) {
        String name = flat.propertyNames().iterator().next();
        Set<String> blamed = new TreeSet<>();
        if (value(flat, seen) < 2) {
            switch (name) {
                case "all", "any" -> flat.get(name).forEach(one -> blamed.addAll(blamed(one, seen)));
                case "no" -> blamed.addAll(flat.get(name).propertyNames());
                default -> blamed.add(name);
            }
        }
        return blamed;
    }

    private static int term(JsonNode term, Seen seen) {
        String left = term.propertyNames().iterator().next();
        String operator = term.get(left).propertyNames().iterator().next();
        JsonNode right = term.get(left).get(operator);
        Set<String> values = values(left, seen);
        if (values == null) {
            return 1;
        }
        if (operator.equals("isAbsent")) {
            return values.isEmpty() ? 2 : 0;
        }
        if (values.isEmpty()) {
            return 1;
        }
        Set<String> operands = new TreeSet<>();
        if (right.isArray()) {
            right.forEach(one -> operands.add(one.asString()));
        } else {
            operands.add(right.asString());
        }
        if (left.equals("region")) {
            return region(operator, values, operands);
        }
        boolean meets = values.stream().anyMatch(operands::contains);
        String value = values.iterator().next();
        String limit = operands.iterator().next();
        boolean holds = switch (operator) {
            case "eq", "isAnyOf" -> meets;
            case "neq", "isNoneOf" -> !meets;
            case "isAllOf" -> values.containsAll(operands);
            case "lt" -> compare(left, value, limit) < 0;
            case "lteq" -> compare(left, value, limit) <= 0;
            case "gt" -> compare(left, value, limit) > 0;
            case "gteq" -> compare(left, value, limit) >= 0;
            default -> throw new AssertionError(operator);
        };
        return holds ? 2 : 0;
    }

    /** The object's values, none where the property is absent; null where nobody asked the object for them. */
    private static @Nullable Set<String> values(String left, Seen seen) {
        Facets facets = seen.facets();
        return switch (left) {
            case "type" -> Set.of(facets.type());
            case "tlp" -> seen.tlp() < 0 ? Set.of() : Set.of(LEVELS.get(seen.tlp()));
            case "pap" -> seen.pap() < 0 ? Set.of() : Set.of(PAP_LEVELS.get(seen.pap()));
            case "topic" -> seen.topics();
            case "collection" -> one(facets.collection());
            case "received-from" ->
                facets.source() instanceof Source.Received received ? Set.of(received.organisation()) : Set.of();
            case "received-under" ->
                facets.source() instanceof Source.Received received
                        ? Set.of(received.contract().toString())
                        : Set.of();
            case "age" -> {
                Set<String> said = said(left, facets);
                yield said == null || said.isEmpty()
                        ? said
                        : Set.of(age(said.iterator().next(), seen.start()));
            }
            default -> said(left, facets);
        };
    }

    private static @Nullable Set<String> said(String left, Facets facets) {
        for (LeftOperand operand : facets.said().keySet()) {
            if (operand.text().equals(left)) {
                return facets.said().get(operand);
            }
        }
        return null;
    }

    /** The seconds from the version to the arrival or the start, whichever is later. */
    private static String age(String said, Instant start) {
        String[] parts = said.split("/", 2);
        long arrived = Instant.parse(parts[1]).getEpochSecond();
        long from = Math.max(arrived, start.getEpochSecond());
        return "PT" + (from - Instant.parse(parts[0]).getEpochSecond()) + "S";
    }

    private static int compare(String left, String value, String limit) {
        return switch (left) {
            case "tlp" -> LEVELS.indexOf(value) - LEVELS.indexOf(limit);
            case "pap" -> PAP_LEVELS.indexOf(value) - PAP_LEVELS.indexOf(limit);
            case "confidence" -> Integer.parseInt(value) - Integer.parseInt(limit);
            case "age" -> Long.compare(seconds(value), seconds(limit));
            default -> Instant.parse(value).compareTo(Instant.parse(limit));
        };
    }

    private static long seconds(String span) {
        long number = Long.parseLong(span.replaceAll("[A-Z]", ""));
        return switch (span.charAt(span.length() - 1)) {
            case 'D' -> number * 86_400;
            case 'H' -> number * 3_600;
            default -> number;
        };
    }

    private static int region(String operator, Set<String> said, Set<String> places) {
        int all = 2;
        int any = 0;
        for (String place : places) {
            int best = 0;
            for (String one : said) {
                best = Math.max(best, lies(one, place));
            }
            all = Math.min(all, best);
            any = Math.max(any, best);
        }
        return operator.equals("isAllOf") ? all : operator.equals("isAnyOf") ? any : 2 - any;
    }

    private static int lies(String said, String place) {
        if (!LIES_IN.containsKey(said) && !WIDEST.contains(said)) {
            return 1;
        }
        for (String up = said; up != null; up = LIES_IN.get(up)) {
            if (up.equals(place)) {
                return 2;
            }
        }
        for (String up = place; up != null; up = LIES_IN.get(up)) {
            if (up.equals(said)) {
                return 1;
            }
        }
        return 0;
    }

    private static Set<String> one(@Nullable String value) {
        return value == null ? Set.of() : Set.of(value);
    }

    private static String name(int truth) {
        return List.of("FALSE", "UNKNOWN", "TRUE").get(truth);
    }
}
