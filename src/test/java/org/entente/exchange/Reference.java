package org.entente.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a partner may see, written down once more straight from release.md, slowly and from the JSON alone. It shares no code
 * with what it checks, save the order of timestamps. Own copies only: received ones permit nothing yet.
 */
final class Reference {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final List<String> LEVELS = List.of("clear", "green", "amber", "amber+strict", "red");
    private static final Pattern ID =
            Pattern.compile("[a-z0-9-]+--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Map<String, String> TLP = Map.of(
            StixText.CLEAR, "clear",
            StixText.GREEN, "green",
            StixText.AMBER, "amber",
            StixText.RED, "red");

    /** An own copy: the first one of its id and version. */
    record Copy(
            String id,
            String version,
            JsonNode tree,
            @Nullable String tlpTag,
            Set<String> labelTags) {
        Key key() {
            return new Key(id, version);
        }

        String type() {
            return id.substring(0, id.indexOf("--"));
        }

        boolean revoked() {
            return tree.path("revoked").asBoolean(false);
        }

        String creator() {
            return tree.path("created_by_ref").asString("");
        }

        boolean laterThan(Copy other) {
            return StixTimestamp.compare(version, other.version) > 0;
        }
    }

    record Key(String id, String version) {}

    private final Map<Key, Copy> store = new LinkedHashMap<>();
    private JsonNode houseRules = MAPPER.createObjectNode();

    static JsonNode json(String text) {
        return MAPPER.readTree(text);
    }

    /** Rule 3: of own imports that differ under one id and version the first stands; null when that is another one. */
    @Nullable
    Copy add(String object, @Nullable String tlpTag, Set<String> labelTags) {
        JsonNode tree = json(object);
        String version = tree.path("modified").asString(tree.path("created").asString(""));
        Copy copy = new Copy(tree.path("id").asString(), version, tree, tlpTag, labelTags);
        return store.putIfAbsent(copy.key(), copy) == null ? copy : null;
    }

    /** What is removed from a collection is as if it had never been there. */
    void remove(String id, String version) {
        store.remove(new Key(id, version));
    }

    void houseRules(String document) {
        houseRules = json(document);
    }

    /**
     * Rule 8; the memorandum is in force.
     *
     * @param shown what goes, with the tree of its bytes
     * @param forms by rule 7, all forms of revocations that show nothing beyond what is live; the newest is the one to go
     */
    record Live(Map<Key, JsonNode> shown, Map<Key, List<JsonNode>> forms) {}

    /** Rule 12: the journal's time in microseconds, and when each version was first shown under the contract. */
    record Time(long micros, Map<Key, Long> firstShown) {}

    private record Word(String grant, Key key, String actor) {}

    /** By releaser, grant and version, the bytes that were approved. */
    private final Map<Word, JsonNode> approvals = new LinkedHashMap<>();

    void approve(String grant, Key key, String actor) {
        Copy copy = store.get(key);
        if (copy != null) {
            approvals.put(new Word(grant, key, actor), copy.tree());
        }
    }

    void takeBack(String grant, Key key, String actor) {
        approvals.remove(new Word(grant, key, actor));
    }

    private boolean heldBack(Copy copy, JsonNode grant, Time time) {
        JsonNode duties = grant.path("duties");
        String embargo = duties.path("embargoUntil").asString(null);
        if (embargo != null && time.micros() < micros(embargo)) {
            return true;
        }
        long words = approvals.entrySet().stream()
                .filter(e -> e.getKey().grant().equals(grant.path("id").asString())
                        && e.getKey().key().equals(copy.key())
                        && e.getValue().equals(copy.tree()))
                .count();
        return words < duties.path("approval").asInt(0) || ended(copy.key(), grant, time);
    }

    /** A release ends with the first full minute after its days. */
    private static boolean ended(Key key, JsonNode grant, Time time) {
        String days = grant.path("duties").path("retainFor").asString(null);
        Long first = time.firstShown().get(key);
        if (days == null || first == null) {
            return false;
        }
        long over = first + Long.parseLong(days.substring(1, days.length() - 1)) * 86_400_000_000L;
        return time.micros() >= (over + 59_999_999) / 60_000_000 * 60_000_000;
    }

    private static long micros(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000;
    }

    Live live(JsonNode memorandum, String grant, Time time) {
        JsonNode terms = null;
        for (JsonNode one : memorandum.path("grants")) {
            terms = one.path("id").asString().equals(grant) ? one : terms;
        }
        if (terms == null) {
            throw new AssertionError("no such grant");
        }
        List<Copy> set = new ArrayList<>();
        for (Copy copy : store.values()) {
            if (permitted(copy, memorandum, terms)
                    && !barred(copy, memorandum, terms)
                    && !heldBack(copy, terms, time)) {
                set.add(copy);
            }
        }
        close(set);
        Map<Key, JsonNode> live = new LinkedHashMap<>();
        set.forEach(copy -> live.put(copy.key(), copy.tree()));
        Map<Key, List<JsonNode>> forms = new LinkedHashMap<>();
        JsonNode ofGrant = terms;
        revocations(set, live, forms, key -> ended(key, ofGrant, time));
        return new Live(live, forms);
    }

    // Rule 1.

    private boolean permitted(Copy copy, JsonNode memorandum, JsonNode grant) {
        return permitted(copy, memorandum, grant, true);
    }

    private boolean permitted(Copy copy, JsonNode memorandum, JsonNode grant, boolean definitionsKnown) {
        return grantHolds(copy, memorandum, grant)
                && markingsPass(copy, memorandum, grant, definitionsKnown)
                && houseRulesHold(copy, memorandum);
    }

    private boolean grantHolds(Copy copy, JsonNode memorandum, JsonNode grant) {
        return Boolean.TRUE.equals(
                value(grant.path("constraint"), copy, tlpUnder(copy, memorandum), !definition(copy)));
    }

    private @Nullable String tlpUnder(Copy copy, JsonNode memorandum) {
        String tlp = tlp(copy, memorandum);
        return tlp != null ? tlp : memorandum.path("defaults").path("tlp").asString(null);
    }

    private boolean houseRulesHold(Copy copy, JsonNode memorandum) {
        String tlp = tlp(copy, memorandum);
        tlp = tlp != null ? tlp : houseRules.path("defaults").path("tlp").asString(null);
        for (JsonNode rule : houseRules.path("rules")) {
            if (!Boolean.TRUE.equals(value(rule.path("require"), copy, tlp, true))) {
                return false;
            }
        }
        return true;
    }

    private static boolean definition(Copy copy) {
        return copy.type().equals("marking-definition") || copy.type().equals("extension-definition");
    }

    private @Nullable Boolean value(JsonNode constraint, Copy copy, @Nullable String tlp, boolean typeCounts) {
        return value(constraint, copy, tlp, typeCounts, true);
    }

    /**
     * Kleene's logic: null is undefined. Definitions need no type (rule 2): terms on the type are then as if not there, which
     * below an odd number of {@code not} is false.
     */
    private @Nullable Boolean value(
            JsonNode constraint, Copy copy, @Nullable String tlp, boolean typeCounts, boolean upright) {
        String name = constraint.propertyNames().iterator().next();
        JsonNode inner = constraint.path(name);
        return switch (name) {
            case "all" -> all(inner, copy, tlp, typeCounts, upright);
            case "any" -> any(inner, copy, tlp, typeCounts, upright);
            case "not" -> {
                Boolean one = value(inner, copy, tlp, typeCounts, !upright);
                yield one == null ? null : Boolean.valueOf(!one);
            }
            case "type" -> typeCounts ? compare(inner, List.of(copy.type())) : Boolean.valueOf(upright);
            case "topic" -> compare(inner, List.copyOf(labels(copy)));
            case "tlp" -> compare(inner, tlp == null ? List.of() : List.of(tlp));
            default -> throw new AssertionError(name);
        };
    }

    private @Nullable Boolean all(
            JsonNode members, Copy copy, @Nullable String tlp, boolean typeCounts, boolean upright) {
        Boolean all = true;
        for (JsonNode member : members) {
            Boolean one = value(member, copy, tlp, typeCounts, upright);
            if (Boolean.FALSE.equals(one)) {
                return false;
            }
            all = one == null ? null : all;
        }
        return all;
    }

    private @Nullable Boolean any(
            JsonNode members, Copy copy, @Nullable String tlp, boolean typeCounts, boolean upright) {
        Boolean any = false;
        for (JsonNode member : members) {
            Boolean one = value(member, copy, tlp, typeCounts, upright);
            if (Boolean.TRUE.equals(one)) {
                return true;
            }
            any = one == null ? null : any;
        }
        return any;
    }

    private static @Nullable Boolean compare(JsonNode term, List<String> left) {
        String operator = term.propertyNames().iterator().next();
        JsonNode right = term.path(operator);
        if (operator.equals("isAbsent")) {
            return left.isEmpty();
        }
        if (left.isEmpty()) {
            return null;
        }
        List<String> values = new ArrayList<>();
        right.forEach(value -> values.add(value.asString()));
        int order = right.isString()
                ? Integer.compare(LEVELS.indexOf(left.getFirst()), LEVELS.indexOf(right.asString()))
                : 0;
        return switch (operator) {
            case "isAnyOf" -> left.stream().anyMatch(values::contains);
            case "isNoneOf" -> left.stream().noneMatch(values::contains);
            case "isAllOf" -> left.containsAll(values);
            case "lteq" -> order <= 0;
            case "lt" -> order < 0;
            case "gteq" -> order >= 0;
            default -> throw new AssertionError(operator);
        };
    }

    private static Set<String> labels(Copy copy) {
        Set<String> labels = new HashSet<>(copy.labelTags());
        copy.tree().path("labels").forEach(label -> labels.add(label.asString()));
        return labels;
    }

    // Rule 2.

    private static List<String> markings(Copy copy) {
        List<String> markings = new ArrayList<>();
        copy.tree().path("object_marking_refs").forEach(marking -> markings.add(marking.asString()));
        return markings;
    }

    private static @Nullable JsonNode classified(String marking, JsonNode memorandum) {
        for (JsonNode entry : memorandum.path("markings")) {
            if (entry.path("marking").asString().equals(marking)) {
                return entry.path("as");
            }
        }
        return null;
    }

    private static @Nullable String tlp(Copy copy, JsonNode memorandum) {
        String strictest = copy.tlpTag();
        for (String marking : markings(copy)) {
            JsonNode as = classified(marking, memorandum);
            String level = TLP.get(marking);
            level = level == null && as != null ? as.path("tlp").asString(null) : level;
            if (level != null && (strictest == null || LEVELS.indexOf(level) > LEVELS.indexOf(strictest))) {
                strictest = level;
            }
        }
        return strictest;
    }

    private boolean markingsPass(Copy copy, JsonNode memorandum, JsonNode grant, boolean definitionsKnown) {
        for (String marking : markings(copy)) {
            JsonNode as = classified(marking, memorandum);
            boolean passes = TLP.containsKey(marking)
                    || (as != null
                            ? !as.asString("").equals("restrictive")
                            : definitionsKnown && statement(marking, memorandum, grant));
            if (!passes) {
                return false;
            }
        }
        return true;
    }

    /** Whether a definition that may itself go, whatever other definitions mean, says so. */
    private boolean statement(String marking, JsonNode memorandum, JsonNode grant) {
        Copy newest = null;
        for (Copy copy : store.values()) {
            if (copy.id().equals(marking)
                    && (newest == null || copy.laterThan(newest))
                    && permitted(copy, memorandum, grant, false)) {
                newest = copy;
            }
        }
        return newest != null
                && newest.tree().path("definition_type").asString("").equals("statement");
    }

    // Rule 5.

    private static void close(List<Copy> set) {
        boolean changed = true;
        while (changed) {
            Set<String> ids = new HashSet<>();
            set.forEach(copy -> ids.add(copy.id()));
            changed = set.removeIf(copy -> !ids.containsAll(needs(copy)));
        }
    }

    private static Set<String> needs(Copy copy) {
        Set<String> needs = new HashSet<>();
        collect(copy.tree(), needs);
        needs.remove(copy.id());
        needs.removeIf(id -> TLP.containsKey(id) || id.startsWith("extension-definition--"));
        return needs;
    }

    private static void collect(JsonNode node, Set<String> ids) {
        if (node.isString() && ID.matcher(node.asString()).matches()) {
            ids.add(node.asString());
        }
        for (String name : node.propertyNames()) {
            if (ID.matcher(name).matches()) {
                ids.add(name);
            }
        }
        node.forEach(child -> collect(child, ids));
    }

    // Rule 6.

    private boolean barred(Copy copy, JsonNode memorandum, JsonNode grant) {
        return !copy.revoked()
                && store.values().stream()
                        .anyMatch(newer -> newer.id().equals(copy.id())
                                && newer.creator().equals(copy.creator())
                                && newer.laterThan(copy)
                                && !newer.revoked()
                                && bars(newer, memorandum, grant));
    }

    private boolean bars(Copy copy, JsonNode memorandum, JsonNode grant) {
        return !markingsPass(copy, memorandum, grant, true)
                || !houseRulesHold(copy, memorandum)
                || tlpLimitRefuses(grant.path("constraint"), copy, memorandum);
    }

    /** Grants of these tests state their limit on the TLP as a member of one {@code all}, or as all there is. */
    private boolean tlpLimitRefuses(JsonNode constraint, Copy copy, JsonNode memorandum) {
        boolean refuses = false;
        for (JsonNode member : constraint.has("all") ? constraint.path("all") : List.of(constraint)) {
            boolean onTlp = member.has("tlp") || member.path("not").has("tlp");
            refuses |=
                    onTlp && !Boolean.TRUE.equals(value(member, copy, tlpUnder(copy, memorandum), !definition(copy)));
        }
        return refuses;
    }

    // Rule 7.

    private void revocations(
            List<Copy> closed, Map<Key, JsonNode> live, Map<Key, List<JsonNode>> forms, Predicate<Key> ended) {
        for (Copy revocation : store.values()) {
            if (!revocation.revoked() || ended.test(revocation.key())) {
                continue;
            }
            TreeMap<String, Copy> earlier = new TreeMap<>(StixTimestamp::compare);
            for (Copy copy : closed) {
                if (copy.id().equals(revocation.id())
                        && copy.creator().equals(revocation.creator())
                        && !copy.revoked()
                        && revocation.laterThan(copy)
                        && copy.tree().has("modified")) {
                    earlier.put(copy.version(), copy);
                }
            }
            for (Copy copy : earlier.descendingMap().values()) {
                ObjectNode form = (ObjectNode) copy.tree().deepCopy();
                form.put("modified", revocation.version()).put("revoked", true);
                live.putIfAbsent(revocation.key(), form);
                forms.computeIfAbsent(revocation.key(), _ -> new ArrayList<>()).add(form);
            }
        }
    }
}
