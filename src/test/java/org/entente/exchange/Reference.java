package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixReader;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a partner may see, written down once more straight from release.md, slowly and from the JSON alone. It shares no code
 * with what it checks, save the order of timestamps and the
 * standard's own rules.
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

    /** An own copy, which is the first one of its id and version, or one that came from a partner. */
    record Copy(
            String id,
            String version,
            JsonNode tree,
            @Nullable String tlpTag,
            Set<String> labelTags,
            @Nullable Came came) {
        /** Rule 6: only within one of these do versions bar and revoke one another. */
        boolean sameOrigin(Copy other) {
            return creator().equals(other.creator()) && feed().equals(other.feed());
        }

        /** The feed that it came by, or the empty text. */
        private String feed() {
            return came == null ? "" : came.feed();
        }

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

    /**
     * How a received copy came.
     *
     * @param feed by which it came
     * @param entry of the feed
     * @param goesOn whether its terms allow passing it on, and it was not here before
     * @param asks whether they do so with the giver's consent only
     * @param promised whether it is destroyed at its end
     */
    record Came(String giver, String feed, long entry, boolean goesOn, boolean asks, boolean promised) {}

    /** Our own copies. */
    private final Map<Key, Copy> store = new LinkedHashMap<>();

    /** All copies that came, in the order in which they did. */
    private final List<Copy> received = new ArrayList<>();

    private final Set<Came> recalled = new HashSet<>();
    private final Set<Came> returned = new HashSet<>();
    private JsonNode houseRules = MAPPER.createObjectNode();

    static JsonNode json(String text) {
        return MAPPER.readTree(text);
    }

    /**
     * Rule 3: of own imports that differ under one id and version the first stands, and what was received does not become ours by
     * importing it, unless a releaser attests it; null when it is not added.
     */
    @Nullable
    Copy add(String object, @Nullable String tlpTag, Set<String> labelTags, boolean attested) {
        Copy copy = copy(object, tlpTag, labelTags, null);
        boolean laundered = !attested && !store.containsKey(copy.key()) && cameWithTheSameBytes(copy);
        return laundered || store.putIfAbsent(copy.key(), copy) != null ? null : copy;
    }

    /** Whether a partner sent the same, and not as what was here before. */
    boolean cameWithTheSameBytes(Copy copy) {
        return received.stream()
                .anyMatch(one -> one.key().equals(copy.key())
                        && one.tree().equals(copy.tree())
                        && !returned.contains(one.came()));
    }

    /** A partner's copy; what was here before and came round is no partner's. */
    void receive(String object, Came came, boolean cameRound) {
        received.add(copy(object, null, Set.of(), came));
        if (cameRound) {
            returned.add(came);
        }
    }

    /** The partner takes the entry back. */
    void recall(Came came) {
        recalled.add(came);
    }

    private static Copy copy(String object, @Nullable String tlpTag, Set<String> labelTags, @Nullable Came came) {
        JsonNode tree = json(object);
        String version = tree.path("modified").asString(tree.path("created").asString(""));
        return new Copy(tree.path("id").asString(), version, tree, tlpTag, labelTags, came);
    }

    /** Rule 3: own before received, then the oldest; of each feed the newest form, unless it was recalled or differs from our own. */
    private List<Copy> counted(Key key) {
        List<Copy> counted = new ArrayList<>();
        Copy own = store.get(key);
        if (own != null) {
            counted.add(own);
        }
        for (Copy copy : received) {
            if (copy.key().equals(key)
                    && !recalled.contains(copy.came())
                    && (own == null || own.tree().equals(copy.tree()))
                    && received.stream().noneMatch(other -> isNewerForm(other, copy))) {
                counted.add(copy);
            }
        }
        return counted;
    }

    private static boolean isNewerForm(Copy one, Copy other) {
        return one.came() != null
                && other.came() != null
                && one.key().equals(other.key())
                && one.came().feed().equals(other.came().feed())
                && one.came().entry() > other.came().entry();
    }

    private List<Copy> counted() {
        Set<Key> keys = new LinkedHashSet<>(store.keySet());
        received.forEach(copy -> keys.add(copy.key()));
        return keys.stream().flatMap(key -> counted(key).stream()).toList();
    }

    /** What is removed from a collection is as if it had never been there. */
    void remove(String id, String version) {
        store.remove(new Key(id, version));
    }

    void houseRules(String document) {
        houseRules = json(document);
    }

    /** A grant of a memorandum, as trees. */
    record Given(JsonNode memorandum, JsonNode grant) {
        boolean duty(String name) {
            return grant.path("duties").has(name);
        }
    }

    static Given given(JsonNode memorandum, String grant) {
        for (JsonNode one : memorandum.path("grants")) {
            if (one.path("id").asString().equals(grant)) {
                return new Given(memorandum, one);
            }
        }
        throw new AssertionError("no such grant");
    }

    /**
     * Rule 8; the memorandum is in force.
     *
     * @param standing the form after cuts of all that is permitted and not barred (rules 1 to 6)
     * @param copies of these, the copy that stands for each
     * @param shown what goes, with the tree of its form
     * @param standIns by rule 7, the versions whose forms a revocation could have, the newest first
     * @param canonical whether forms are in RFC 8785
     */
    record Live(
            Map<Key, ObjectNode> standing,
            Map<Key, Copy> copies,
            Map<Key, JsonNode> shown,
            Map<Key, List<Key>> standIns,
            boolean canonical,
            boolean anonymous,
            boolean trims) {}

    /**
     * What went before under the contract.
     *
     * @param micros the journal's time (rule 12)
     * @param firstShown when each version was first shown
     * @param passedOn what is live by a received copy, which it keeps while that permits it (rule 3)
     * @param own what is live by an own copy
     */
    record Time(long micros, Map<Key, Long> firstShown, Map<Key, Came> passedOn, Set<Key> own) {
        private boolean isLiveBy(Copy copy) {
            return copy.came() == null ? own.contains(copy.key()) : copy.came().equals(passedOn.get(copy.key()));
        }
    }

    private record Passing(String feed, Key key, String to) {}

    /** By feed, version and organisation, the form that the giver said last may go there; or nothing where none may. */
    private final Map<Passing, Optional<JsonNode>> consents = new HashMap<>();

    /** The giver's last word on passing on one form. */
    void consent(String feed, String object, String to, boolean given) {
        Copy copy = copy(object, null, Set.of(), null);
        consents.put(new Passing(feed, copy.key(), to), given ? Optional.of(copy.tree()) : Optional.empty());
    }

    /** Rule 3: of what goes on with consent only the form that the giver consented to. */
    private boolean lacksConsent(Copy copy, JsonNode grant) {
        if (copy.came() == null || !copy.came().asks()) {
            return false;
        }
        Passing passing = new Passing(
                copy.came().feed(), copy.key(), grant.path("to").get(0).asString());
        return !Optional.of(copy.tree()).equals(consents.get(passing));
    }

    private record Word(String grant, Key key, String actor) {}

    /** A form is approved byte for byte, so that it matters whether it is in RFC 8785. */
    private record Approved(JsonNode form, boolean canonical) {}

    /** By releaser, grant and version, the form after cuts that was approved. */
    private final Map<Word, Approved> approvals = new LinkedHashMap<>();

    void approve(Given given, List<Given> observed, Key key, String actor) {
        cutMarked = observed.stream().anyMatch(one -> one.duty("cutMarked"));
        Copy copy = representative(key, given);
        ObjectNode form = copy == null ? null : form(copy, given, observed);
        if (form != null) {
            approvals.put(
                    new Word(given.grant().path("id").asString(), key, actor),
                    new Approved(form, isCanonical(observed)));
        }
    }

    /** The copy whose form is approved: our own, else of the first feed by which one came that may go, else of the first. */
    private @Nullable Copy representative(Key key, Given given) {
        Copy own = store.get(key);
        if (own != null) {
            return own;
        }
        Map<String, Copy> newest = new LinkedHashMap<>();
        received.stream().filter(copy -> copy.key().equals(key)).forEach(copy -> newest.put(copy.feed(), copy));
        newest.values().removeIf(copy -> recalled.contains(copy.came()));
        return newest.values().stream()
                .filter(copy ->
                        permitted(copy, given.memorandum(), given.grant()) && !lacksConsent(copy, given.grant()))
                .findFirst()
                .or(() -> newest.values().stream().findFirst())
                .orElse(null);
    }

    void takeBack(String grant, Key key, String actor) {
        approvals.remove(new Word(grant, key, actor));
    }

    private boolean heldBack(Copy copy, Approved form, JsonNode grant, Time time) {
        if (lacksConsent(copy, grant)) {
            return true;
        }
        JsonNode duties = grant.path("duties");
        String embargo = duties.path("embargoUntil").asString(null);
        if (embargo != null && time.micros() < micros(embargo)) {
            return true;
        }
        long words = approvals.entrySet().stream()
                .filter(e -> e.getKey().grant().equals(grant.path("id").asString())
                        && e.getKey().key().equals(copy.key())
                        && e.getValue().equals(form))
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

    /** @param observed all that the receiver is given under, this grant among them (rule 9) */
    Live live(Given given, List<Given> observed, Time time) {
        cutMarked = observed.stream().anyMatch(one -> one.duty("cutMarked"));
        boolean anonymous = observed.stream().anyMatch(one -> one.duty("anonymise"));
        boolean canonical = isCanonical(observed);
        boolean trims = given.duty("trim");
        Map<Key, ObjectNode> forms = new LinkedHashMap<>();
        Map<Key, Copy> copies = new LinkedHashMap<>();
        for (Copy copy : counted()) {
            boolean first = !copies.containsKey(copy.key()) || time.isLiveBy(copy);
            if (first
                    && permitted(copy, given.memorandum(), given.grant())
                    && !barred(copy, given.memorandum(), given.grant())) {
                ObjectNode form = form(copy, given, observed);
                if (form != null && !heldBack(copy, new Approved(form, canonical), given.grant(), time)) {
                    forms.put(copy.key(), form);
                    copies.put(copy.key(), copy);
                }
            }
        }
        List<Copy> set = new ArrayList<>();
        copies.forEach((key, copy) -> set.add(new Copy(
                key.id(),
                key.version(),
                Objects.requireNonNull(forms.get(key)),
                copy.tlpTag(),
                copy.labelTags(),
                copy.came())));
        Map<Key, List<Key>> standIns = standIns(copies, forms, key -> ended(key, given.grant(), time));
        close(set, trims);
        Map<Key, JsonNode> live = new LinkedHashMap<>();
        Set<String> ids = new HashSet<>();
        set.forEach(copy -> ids.add(copy.id()));
        set.forEach(copy -> live.put(copy.key(), trimmed((ObjectNode) copy.tree(), ids)));
        return new Live(forms, copies, live, standIns, canonical, anonymous, trims);
    }

    // Rule 4.

    private static final String GONE = "gone\u0000gone";

    /** Whether granular markings are cut, rather than counted for the whole. */
    private boolean cutMarked;

    private static boolean isCanonical(List<Given> observed) {
        return observed.stream().anyMatch(Reference::changesForm);
    }

    private static boolean changesForm(Given given) {
        return given.duty("cut") || given.duty("cutMarked") || given.duty("trim") || given.duty("anonymise");
    }

    /** The form after cuts and before trimming; null where there is none. The standard's own rules are left to the reader. */
    private @Nullable ObjectNode form(Copy copy, Given given, List<Given> observed) {
        ObjectNode form = (ObjectNode) copy.tree().deepCopy();
        List<String> selectors = new ArrayList<>();
        for (Given one : observed) {
            one.grant().path("duties").path("cut").forEach(name -> selectors.add(name.asString()));
        }
        if (cutMarked) {
            for (JsonNode marking : copy.tree().path("granular_markings")) {
                if (bars(copy, marking.path("marking_ref").asString(), given, observed)) {
                    marking.path("selectors").forEach(selector -> selectors.add(selector.asString()));
                    ((ObjectNode) form.path("granular_markings").get(index(copy, marking))).put("marking_ref", GONE);
                }
            }
            for (Copy newest : newest(copy)) {
                for (JsonNode marking : newest.tree().path("granular_markings")) {
                    if (bars(newest, marking.path("marking_ref").asString(), given, observed)) {
                        // What it covered is not known any more.
                        if (isDestroyed(newest)) {
                            return null;
                        }
                        marking.path("selectors")
                                .forEach(selector ->
                                        selectors.add(selector.asString().replaceAll("\\.\\[.*", "")));
                    }
                }
            }
        }
        for (String selector : selectors) {
            if (selector.equals("type") && form.has("type")) {
                return null;
            }
            remove(form, selector);
        }
        String creator = copy.creator();
        boolean anonymous = observed.stream().anyMatch(one -> one.duty("anonymise"));
        ObjectNode settled = settled(form);
        if (anonymous && !creator.isEmpty()) {
            if (creator.equals(copy.id())) {
                return null;
            }
            settled = (ObjectNode) json(settled.toString().replace(creator, pseudonym(creator)));
        }
        boolean changed = !settled.equals(copy.tree());
        return changed && !isSound(settled) ? null : settled;
    }

    @SuppressWarnings("ReferenceEquality") // Of two equal markings each stands at its own place.
    private static int index(Copy copy, JsonNode marking) {
        JsonNode all = copy.tree().path("granular_markings");
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) == marking) {
                return i;
            }
        }
        throw new AssertionError();
    }

    /** What stands here for the pseudonym of an identity. */
    static String pseudonym(String identity) {
        return identity.replace("-4000-", "-4fff-");
    }

    private static boolean isSound(JsonNode tree) {
        return StixReader.parseObject(tree.toString().getBytes(UTF_8), Limits.DEFAULT) instanceof Parsed.Valid;
    }

    private boolean isDestroyed(Copy copy) {
        return copy.came() != null
                && copy.came().promised()
                && (recalled.contains(copy.came()) || received.stream().anyMatch(other -> isNewerForm(other, copy)));
    }

    /** The copies of the newest version, among our own and those of the same feed; none where this one is of that version. */
    private List<Copy> newest(Copy of) {
        List<Copy> all = new ArrayList<>(store.values());
        if (of.came() != null) {
            received.stream().filter(copy -> copy.feed().equals(of.feed())).forEach(all::add);
        }
        List<Copy> newest = new ArrayList<>();
        for (Copy copy : all) {
            if (copy.id().equals(of.id()) && copy.creator().equals(of.creator()) && copy.laterThan(of)) {
                if (!newest.isEmpty() && copy.laterThan(newest.getFirst())) {
                    newest.clear();
                }
                if (newest.isEmpty() || !newest.getFirst().laterThan(copy)) {
                    newest.add(copy);
                }
            }
        }
        return newest;
    }

    /** Whether a check that holds without the marking fails with it, under this grant or one that cuts. */
    private boolean bars(Copy copy, String marking, Given given, List<Given> observed) {
        Copy without = marked(copy, null);
        Copy with = marked(copy, marking);
        for (Given one : observed) {
            if (one.equals(given) || one.duty("cutMarked")) {
                JsonNode memorandum = one.memorandum();
                JsonNode grant = one.grant();
                if ((grantHolds(without, memorandum, grant) && !grantHolds(with, memorandum, grant))
                        || (markingsPass(without, memorandum, grant, true)
                                && !markingsPass(with, memorandum, grant, true))
                        || (houseRulesHold(without, memorandum) && !houseRulesHold(with, memorandum))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Copy marked(Copy copy, @Nullable String marking) {
        ObjectNode tree = (ObjectNode) copy.tree().deepCopy();
        tree.remove("granular_markings");
        if (marking != null) {
            tree.withArray("object_marking_refs").add(marking);
        }
        return new Copy(copy.id(), copy.version(), tree, copy.tlpTag(), copy.labelTags(), copy.came());
    }

    /** Puts a mark in the place of what the selector names; lists here hold plain values only. */
    private static void remove(ObjectNode form, String selector) {
        int list = selector.indexOf(".[");
        if (list < 0) {
            if (form.has(selector)) {
                form.put(selector, GONE);
            }
        } else if (form.path(selector.substring(0, list)) instanceof ArrayNode items) {
            items.set(Integer.parseInt(selector.substring(list + 2, selector.length() - 1)), items.stringNode(GONE));
        }
    }

    /** The form without what is marked, with the selectors counted anew. */
    private static ObjectNode settled(ObjectNode form) {
        ObjectNode settled = form.objectNode();
        form.properties().forEach(member -> {
            if (member.getKey().equals("granular_markings")) {
                return;
            }
            if (member.getValue() instanceof ArrayNode items) {
                ArrayNode left = settled.arrayNode();
                items.forEach(item -> {
                    if (!item.asString("").equals(GONE)) {
                        left.add(item);
                    }
                });
                if (!left.isEmpty()) {
                    settled.set(member.getKey(), left);
                }
            } else if (!member.getValue().asString("").equals(GONE)) {
                settled.set(member.getKey(), member.getValue());
            }
        });
        ArrayNode markings = settled.arrayNode();
        for (JsonNode marking : form.path("granular_markings")) {
            ArrayNode selectors = settled.arrayNode();
            marking.path("selectors").forEach(selector -> {
                String now = counted(form, settled, selector.asString());
                if (now != null) {
                    selectors.add(now);
                }
            });
            if (!selectors.isEmpty() && !marking.path("marking_ref").asString().equals(GONE)) {
                markings.add(((ObjectNode) marking.deepCopy()).set("selectors", selectors));
            }
        }
        if (!markings.isEmpty()) {
            settled.set("granular_markings", markings);
        }
        return settled;
    }

    private static @Nullable String counted(ObjectNode form, ObjectNode settled, String selector) {
        int list = selector.indexOf(".[");
        String name = list < 0 ? selector : selector.substring(0, list);
        if (!settled.has(name) || list < 0) {
            return settled.has(name) ? name : null;
        }
        int index = Integer.parseInt(selector.substring(list + 2, selector.length() - 1));
        int before = 0;
        for (int i = 0; i < index; i++) {
            before += form.path(name).get(i).asString("").equals(GONE) ? 0 : 1;
        }
        return form.path(name).get(index).asString("").equals(GONE) ? null : name + ".[" + before + "]";
    }

    /** Without the entries of lists that refer to what is not among the ids; markings are not trimmed. */
    static JsonNode trimmed(ObjectNode form, Set<String> ids) {
        ObjectNode copy = form.deepCopy();
        for (String name : List.of("x_refs", "object_refs")) {
            for (int i = 0; i < copy.path(name).size(); i++) {
                String id = copy.path(name).get(i).asString();
                if (isReference(id, copy) && !ids.contains(id)) {
                    remove(copy, name + ".[" + i + "]");
                }
            }
        }
        return settled(copy);
    }

    /** What an object refers to that is to be live: not itself, an extension, a predefined marking or its source's pseudonym. */
    private static boolean isReference(String id, JsonNode tree) {
        return !id.equals(tree.path("id").asString())
                && !TLP.containsKey(id)
                && !id.startsWith("extension-definition--")
                && !id.contains("-4fff-");
    }

    static Set<String> references(JsonNode tree) {
        Set<String> references = new HashSet<>();
        collect(tree, references);
        references.removeIf(id -> !isReference(id, tree));
        return references;
    }

    /** Whether a tree holds nothing that another does not hold too. */
    static boolean within(JsonNode one, @Nullable JsonNode other) {
        if (other == null) {
            return false;
        }
        if (one.isObject() && other.isObject()) {
            return one.properties().stream().allMatch(m -> within(m.getValue(), other.get(m.getKey())));
        }
        if (one.isArray() && other.isArray()) {
            int at = 0;
            for (JsonNode item : other) {
                at += at < one.size() && within(one.get(at), item) ? 1 : 0;
            }
            return at == one.size();
        }
        return one.equals(other);
    }

    /** Rule 7: the form of an earlier version, revoked. */
    static JsonNode revoked(JsonNode earlier, Key revocation) {
        return ((ObjectNode) earlier.deepCopy())
                .put("modified", revocation.version())
                .put("revoked", true);
    }

    // Rule 1.

    private boolean permitted(Copy copy, JsonNode memorandum, JsonNode grant) {
        return permitted(copy, memorandum, grant, true);
    }

    private boolean permitted(Copy copy, JsonNode memorandum, JsonNode grant, boolean definitionsKnown) {
        return receivedUnderHolds(copy, grant)
                && grantHolds(copy, memorandum, grant)
                && markingsPass(copy, memorandum, grant, definitionsKnown)
                && houseRulesHold(copy, memorandum);
    }

    /** Rule 3: what its terms let go on, never to where it came from, and with consent not to where no consent is asked for. */
    private static boolean receivedUnderHolds(Copy copy, JsonNode grant) {
        boolean onAndOn = grant.path("duties").path("onward").asString("").equals("allowed");
        return copy.came() == null
                || (copy.came().goesOn()
                        && !(copy.came().asks() && onAndOn)
                        && !copy.came().giver().equals(grant.path("to").get(0).asString()));
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
            case "producer" -> compare(inner, texts(copy, "created_by_ref"));
            case "modified" -> compare(inner, texts(copy, "modified"));
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
        int order = right.isString() ? order(left.getFirst(), right.asString()) : 0;
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

    private static int order(String left, String right) {
        return LEVELS.contains(right)
                ? Integer.compare(LEVELS.indexOf(left), LEVELS.indexOf(right))
                : Instant.parse(left).compareTo(Instant.parse(right));
    }

    private static List<String> texts(Copy copy, String property) {
        JsonNode value = copy.tree().path(property);
        return value.isMissingNode() ? List.of() : List.of(value.asString());
    }

    private static Set<String> labels(Copy copy) {
        Set<String> labels = new HashSet<>(copy.labelTags());
        copy.tree().path("labels").forEach(label -> labels.add(label.asString()));
        return labels;
    }

    // Rule 2.

    private List<String> markings(Copy copy) {
        List<String> markings = new ArrayList<>();
        copy.tree().path("object_marking_refs").forEach(marking -> markings.add(marking.asString()));
        if (!cutMarked) {
            copy.tree()
                    .path("granular_markings")
                    .forEach(part -> markings.add(part.path("marking_ref").asString()));
        }
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

    private @Nullable String tlp(Copy copy, JsonNode memorandum) {
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

    /** Where lists are trimmed, a report and a note need one at least of what they are about, and other lists nothing. */
    private static void close(List<Copy> set, boolean trims) {
        boolean changed = true;
        while (changed) {
            Set<String> ids = new HashSet<>();
            set.forEach(copy -> ids.add(copy.id()));
            changed = set.removeIf(copy -> !isMet(copy, ids, trims));
        }
    }

    private static boolean isMet(Copy copy, Set<String> ids, boolean trims) {
        if (!trims) {
            return ids.containsAll(references(copy.tree()));
        }
        ObjectNode rest = (ObjectNode) copy.tree().deepCopy();
        rest.remove("x_refs");
        rest.remove("object_refs");
        boolean about = true;
        if (copy.tree().has("object_refs")) {
            JsonNode form = trimmed((ObjectNode) copy.tree(), ids);
            about = form.has("object_refs");
        }
        return about && ids.containsAll(references(rest));
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
                && counted().stream()
                        .anyMatch(newer -> newer.id().equals(copy.id())
                                && newer.sameOrigin(copy)
                                && newer.laterThan(copy)
                                && !newer.revoked()
                                && bars(newer, memorandum, grant));
    }

    private boolean bars(Copy copy, JsonNode memorandum, JsonNode grant) {
        return !receivedUnderHolds(copy, grant)
                || !markingsPass(copy, memorandum, grant, true)
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

    private Map<Key, List<Key>> standIns(Map<Key, Copy> standing, Map<Key, ObjectNode> forms, Predicate<Key> ended) {
        Map<Key, Copy> all = new LinkedHashMap<>();
        counted().forEach(copy -> all.putIfAbsent(copy.key(), copy));
        all.putAll(standing);
        Map<Key, List<Key>> standIns = new LinkedHashMap<>();
        for (Copy revocation : all.values()) {
            if (!revocation.revoked() || ended.test(revocation.key())) {
                continue;
            }
            TreeMap<String, Copy> earlier = new TreeMap<>(StixTimestamp::compare);
            for (Copy copy : standing.values()) {
                if (copy.id().equals(revocation.id())
                        && copy.sameOrigin(revocation)
                        && !copy.revoked()
                        && revocation.laterThan(copy)
                        && Objects.requireNonNull(forms.get(copy.key())).has("modified")) {
                    earlier.put(copy.version(), copy);
                }
            }
            for (Copy copy : earlier.descendingMap().values()) {
                standIns.computeIfAbsent(revocation.key(), _ -> new ArrayList<>())
                        .add(copy.key());
            }
        }
        return standIns;
    }

    /** Who made the object as our own copy says, else as all received ones say that name somebody; or the empty text. */
    String creator(Key key) {
        Copy own = store.get(key);
        if (own != null) {
            return own.creator();
        }
        List<String> creators = received.stream()
                .filter(copy -> copy.key().equals(key) && !copy.creator().isEmpty())
                .map(Copy::creator)
                .distinct()
                .toList();
        return creators.size() == 1 ? creators.getFirst() : "";
    }
}
