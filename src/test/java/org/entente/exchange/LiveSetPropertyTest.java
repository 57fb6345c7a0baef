package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Status;
import org.entente.stix.CanonicalJson;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** After every command of random histories each feed shows what {@link Reference} says, and its log tells the same. */
final class LiveSetPropertyTest {
    private static final int HISTORIES = History.scaled(18);
    private static final int TIMED = History.scaled(12);
    private static final int STEPS = 45;

    @TempDir
    private Path folder;

    /** What each contract showed after the step before. */
    private final Map<UUID, Map<Reference.Key, JsonNode>> before = new HashMap<>();

    /** Which of these were forms by rule 7 when the contract was open last. */
    private final Map<UUID, Set<Reference.Key>> standingIn = new HashMap<>();

    /** Of each receiver, whose pseudonym an identity is. */
    private final Map<String, Map<String, String>> pseudonyms = new HashMap<>();

    private final Map<UUID, Log> logs = new HashMap<>();

    /** Contracts whose terms have the duty to delete, or had it. */
    private final Set<UUID> promised = new HashSet<>();

    /** What is in the collection, with its bytes. */
    private final Map<Reference.Key, String> filed = new HashMap<>();

    private boolean declared;

    /** How often something was live that came from a partner. */
    private long passedOn;

    /** How many objects went as an embargo ended. */
    private long freed;

    /** How many objects went away because they had had their time. */
    private long ended;

    /** How often something could go by its giver's consent, if what it refers to went too. */
    private long byConsent;

    /** How many own copies a releaser attested, since a partner had sent the same. */
    private long vouchedFor;

    /** How many openings were destroyed. */
    private long destroyed;

    @Test
    void feedsShowWhatTheRulesSay() {
        long seed = History.seed();
        for (int i = 0; i < HISTORIES; i++) {
            run(seed + i, History.random(seed + i, STEPS), folder.resolve(Integer.toString(i)));
        }
        assertTrue(passedOn > HISTORIES, "too little was passed on, seed " + seed);
        assertTrue(byConsent > 0, "nothing could go by consent, seed " + seed);
        assertTrue(vouchedFor > 0, "nothing was attested, seed " + seed);
        assertTrue(destroyed > 0, "no opening was destroyed, seed " + seed);
    }

    /** What an embargo held back and what has had its time is found by index, wherever else it stands at that instant. */
    @Test
    void feedsShowWhatTheRulesSayAsTheClockGoesOn() {
        long seed = History.seed();
        for (int i = 0; i < TIMED; i++) {
            run(seed + i, timed(seed + i), folder.resolve(Integer.toString(i)));
        }
        assertTrue(freed > TIMED / 4, "too little was held back by an embargo until it ended, seed " + seed);
        assertTrue(ended > TIMED / 2, "too little had its time, seed " + seed);
    }

    /** Random steps, among which terms come that hold objects back until an instant or end after days, and these pass. */
    private static List<History.Step> timed(long seed) {
        List<History.Step> steps = new ArrayList<>(History.random(seed, STEPS));
        int first = History.first(steps);
        steps.set(10, new History.Amend(first, History.EMBARGO_ON_G1));
        steps.set(11, new History.Amend(first + 1, History.EMBARGO_ON_G3));
        steps.set(20, new History.Wait(14 * 24));
        steps.set(24, new History.Amend(first, History.EMBARGO_ON_G2));
        steps.set(28, new History.Wait(5 * 24));
        steps.set(34, new History.Wait(40 * 24));
        steps.set(37, new History.Amend(first + 1, History.RETENTION_ON_G3));
        steps.set(43, new History.Wait(4 * 24));
        return steps;
    }

    private void run(long seed, List<History.Step> steps, Path directory) {
        before.clear();
        standingIn.clear();
        pseudonyms.clear();
        logs.clear();
        promised.clear();
        filed.clear();
        declared = false;
        Reference reference = new Reference();
        try (Node node = new Node("a", directory)) {
            History.begin(node);
            History.receives(node);
            for (int i = 0; i < steps.size(); i++) {
                History.Step step = steps.get(i);
                String at = History.at(seed, i, step);
                // Which copy stands for a version depends on which word came first.
                node.giver.afterEach(word -> {
                    Giver.Given about = word.about();
                    String object = new String(about.object().bytes(), UTF_8);
                    reference.consent(about.clause(), object, word.to(), word.given());
                    check(step, node, reference, at);
                });
                History.pass(node, i);
                apply(step, node, reference);
                collection(node, at);
                check(step, node, reference, at);
            }
        }
    }

    private void check(History.Step step, Node node, Reference reference, String at) {
        boolean severalCommands = step instanceof History.Approve || step instanceof History.Receive;
        for (ContractEntry contract : node.given()) {
            if (!isErased(contract)) {
                compare(contract, node, reference, step, at);
            }
            log(contract, node, severalCommands, at);
            passedOn(contract, node, reference, at);
        }
    }

    private void apply(History.Step step, Node node, Reference reference) {
        List<Reference.Key> chosen =
                step instanceof History.Approve approve ? History.chosen(approve, node) : List.of();
        int before = node.giver.given().size();
        History.apply(step, node);
        List<Giver.Given> all = node.giver.given();
        for (Giver.Given one : all.subList(before, all.size())) {
            reference.receive(new String(one.object().bytes(), UTF_8), came(one), one.returned());
        }
        all.stream()
                .filter(one -> node.giver.isRecalled(one.clause(), one.entry()))
                .forEach(one -> reference.recall(came(one)));
        switch (step) {
            case History.Approve(var grant, var actor, var back, var _) ->
                chosen.forEach(key -> {
                    if (back) {
                        reference.takeBack(grant, key, actor);
                    } else {
                        ContractEntry contract = contract(grant, node);
                        reference.approve(given(contract), observed(contract, node), key, actor);
                    }
                });
            case History.Import(var items, var tlp, var labels, var isFiled, var attested) ->
                items.forEach(item -> {
                    Reference.Copy added =
                            reference.add(item.text().json(), tlp == null ? null : tlp.text(), labels, attested);
                    vouchedFor += added != null && reference.cameWithTheSameBytes(added) ? 1 : 0;
                    if (added != null && isFiled) {
                        filed.put(added.key(), item.text().json());
                    }
                });
            case History.Rules(var index) -> reference.houseRules(History.HOUSE_RULES.get(index));
            case History.Declare _ -> declared = true;
            case History.Remove(var id, var version)
            when declared ->
                List.copyOf(filed.keySet()).stream()
                        .filter(key -> key.id().equals(id))
                        .filter(key -> version == null || isVersion(key, StixText.time(version)))
                        .forEach(key -> {
                            reference.remove(key.id(), key.version());
                            filed.remove(key);
                        });
            case History.Remove _,
                    History.Conclude _,
                    History.Amend _,
                    History.Wait _,
                    History.Suspend _,
                    History.Resume _,
                    History.Sever _,
                    History.Post _,
                    History.Take _,
                    History.Receive _,
                    History.Recall _,
                    History.Consent _,
                    History.Tick _ -> {}
        }
    }

    private static Reference.Came came(Giver.Given given) {
        boolean goesOn = History.goesOn(given.clause()) && !given.returned();
        return new Reference.Came(
                History.E.did(),
                given.clause(),
                given.entry(),
                goesOn,
                History.asksForConsent(given.clause()),
                History.isDestroyed(given.clause()));
    }

    private static boolean isVersion(Reference.Key key, String version) {
        // An object without versions has the time it was filed, which is none of these.
        return !key.version().isEmpty() && StixTimestamp.compare(key.version(), version) == 0;
    }

    /** The collection shows what was filed and not removed, and whatever else happens does not touch it. */
    private void collection(Node node, String at) {
        if (!declared) {
            return;
        }
        Map<Reference.Key, String> shown = new HashMap<>();
        for (StixObject object : Node.page(node.exchange().collection(History.COLLECTION_ID))) {
            shown.put(new Reference.Key(object.id().value(), object.version()), new String(object.bytes(), UTF_8));
        }
        assertEquals(filed, shown, at);
        assertEquals(
                filed.size(), node.exchange().collection(History.COLLECTION_ID).live(), at);
    }

    private void compare(ContractEntry contract, Node node, Reference reference, History.Step step, String at) {
        UUID id = contract.contract().id();
        Reference.Time time = logs.getOrDefault(id, new Log()).time(node);
        Reference.Live live = reference.live(given(contract), observed(contract, node), time);
        Map<Reference.Key, JsonNode> shown = shown(contract, node, reference, live, at);
        Map<Reference.Key, JsonNode> earlier = before.getOrDefault(id, Map.of());
        Set<Reference.Key> standIns = standingIn.computeIfAbsent(id, _ -> new HashSet<>());
        Map<Reference.Key, JsonNode> expected = switch (contract.status()) {
            case OPEN -> whole(live, shown, waiting(step, shown, earlier), standIns);
            case SUSPENDED -> staying(live, earlier, standIns);
            case CLOSED -> earlier;
        };
        if (!before.containsKey(id) && contract.status() != Status.OPEN) {
            expected = shown;
        }
        String grant = contract.contract().grant() + " " + contract.status();
        Set<String> missing = lines(expected);
        missing.removeAll(lines(shown));
        Set<String> surplus = lines(shown);
        surplus.removeAll(lines(expected));
        assertTrue(
                missing.isEmpty() && surplus.isEmpty(),
                () -> grant + "\n" + at + "\nmissing: " + missing + "\nsurplus: " + surplus);
        if (contract.status() == Status.OPEN) {
            assertTrue(closed(shown), () -> grant + " has a reference to what is not shown\n" + at);
        }
        before.put(id, shown);
    }

    /** What may go on as it was: nothing at a tick; what the first of several commands of the step showed, for the others. */
    private static Map<Reference.Key, JsonNode> waiting(
            History.Step step, Map<Reference.Key, JsonNode> shown, Map<Reference.Key, JsonNode> earlier) {
        return switch (step) {
            case History.Tick _ -> Map.of();
            case History.Approve _ -> {
                Map<Reference.Key, JsonNode> either = new HashMap<>(shown);
                either.putAll(earlier);
                yield either;
            }
            default -> earlier;
        };
    }

    /** Rule 3: an open feed shows each version by the copy that stands for it, which the tokens of its entry tell. */
    private void passedOn(ContractEntry contract, Node node, Reference reference, String at) {
        Log log = Objects.requireNonNull(logs.get(contract.contract().id()));
        if (contract.status() != Status.OPEN) {
            return;
        }
        Reference.Time time = log.time(node);
        Reference.Live live = reference.live(given(contract), observed(contract, node), time);
        for (Reference.Key key : live.shown().keySet()) {
            Reference.Came expected =
                    Objects.requireNonNull(live.copies().get(key)).came();
            assertEquals(expected, time.passedOn().get(key), () -> "copy of " + key + "\n" + at);
            passedOn += expected == null ? 0 : 1;
        }
        byConsent += live.copies().values().stream()
                .filter(copy -> copy.came() != null && copy.came().asks())
                .count();
    }

    private static ContractEntry contract(String grant, Node node) {
        return node.exchange().state().contracts().stream()
                .filter(entry -> entry.contract().grant().equals(grant))
                .findFirst()
                .orElseThrow();
    }

    private static Reference.Given given(ContractEntry contract) {
        return Reference.given(
                Reference.json(new String(contract.memorandum().memorandum().canonical(), UTF_8)),
                contract.contract().grant());
    }

    /** Rule 9: all that its receiver is given under, save what has ended. */
    private static List<Reference.Given> observed(ContractEntry contract, Node node) {
        List<Reference.Given> observed = new ArrayList<>();
        for (ContractEntry one : node.exchange().state().contracts()) {
            boolean own = one.number() == contract.number();
            if (own
                    || (one.status() != Status.CLOSED
                            && one.contract()
                                    .receiver()
                                    .equals(contract.contract().receiver()))) {
                observed.add(given(one));
            }
        }
        return observed;
    }

    /**
     * What is to be shown: each object in its whole form. One that was shown before in the same form with fewer entries of its
     * lists may go on like that until the next tick; all that it shows must be live.
     */
    private static Map<Reference.Key, JsonNode> whole(
            Reference.Live live,
            Map<Reference.Key, JsonNode> shown,
            Map<Reference.Key, JsonNode> earlier,
            Set<Reference.Key> standIns) {
        Map<Reference.Key, JsonNode> expected = new LinkedHashMap<>(live.shown());
        Set<String> ids = new HashSet<>();
        expected.keySet().forEach(key -> ids.add(key.id()));
        expected.replaceAll((key, form) -> {
            JsonNode now = shown.get(key);
            boolean waits = live.trims()
                    && now != null
                    && now.equals(earlier.get(key))
                    && ids.containsAll(Reference.references(now))
                    && now.equals(Reference.trimmed(
                            Objects.requireNonNull(live.standing().get(key)), Reference.references(now)));
            return waits ? now : form;
        });
        standIns.clear();
        live.standIns().forEach((revocation, forms) -> {
            Reference.Key newest =
                    forms.stream().filter(live.shown()::containsKey).findFirst().orElse(null);
            if (newest != null && !live.shown().containsKey(revocation)) {
                expected.put(revocation, Reference.revoked(Objects.requireNonNull(expected.get(newest)), revocation));
                standIns.add(revocation);
            }
        });
        return expected;
    }

    /**
     * Rule 14: while suspended things only leave. The greatest part of what was shown stays in which each shows nothing beyond its
     * form and refers to nothing beyond the part; a stand-in stays while some version stays whose form it is.
     */
    private static Map<Reference.Key, JsonNode> staying(
            Reference.Live live, Map<Reference.Key, JsonNode> earlier, Set<Reference.Key> standIns) {
        Map<Reference.Key, JsonNode> members = new LinkedHashMap<>(earlier);
        members.entrySet()
                .removeIf(e -> standIns.contains(e.getKey())
                        || !isWithin(e.getValue(), live.standing().get(e.getKey())));
        boolean changed = true;
        while (changed) {
            Set<String> ids = new HashSet<>();
            members.keySet().forEach(key -> ids.add(key.id()));
            changed = members.values().removeIf(form -> !ids.containsAll(Reference.references(form)));
        }
        Map<Reference.Key, JsonNode> staying = new LinkedHashMap<>(members);
        earlier.forEach((key, form) -> {
            boolean standsIn = live.standIns().getOrDefault(key, List.of()).stream()
                    .anyMatch(one -> members.containsKey(one)
                            && Reference.revoked(members.get(one), key).equals(form));
            if (standsIn) {
                staying.put(key, form);
            }
        });
        return staying;
    }

    private static boolean isWithin(JsonNode shown, @Nullable ObjectNode form) {
        return form != null
                && (Reference.within(shown, form)
                        || shown.equals(Reference.trimmed(form, Reference.references(shown))));
    }

    /** What the feed shows, with the reference's word for each pseudonym. */
    private Map<Reference.Key, JsonNode> shown(
            ContractEntry contract, Node node, Reference reference, Reference.Live live, String at) {
        Map<Reference.Key, JsonNode> shown = new LinkedHashMap<>();
        boolean open = contract.status() == Status.OPEN;
        for (StixObject object : node.page(contract.contract().id())) {
            Reference.Key key = new Reference.Key(object.id().value(), object.version());
            String text = new String(object.bytes(), UTF_8);
            if (open && live.canonical()) {
                assertEquals(new String(CanonicalJson.of(object.bytes()), UTF_8), text, at);
            }
            StixId source = object.createdBy();
            Map<String, String> known =
                    pseudonyms.computeIfAbsent(contract.contract().receiver(), _ -> new HashMap<>());
            if (source != null
                    && open
                    && live.anonymous()
                    && !reference.creator(key).isEmpty()) {
                String creator = known.computeIfAbsent(source.value(), _ -> reference.creator(key));
                assertEquals(reference.creator(key), creator, () -> "one pseudonym for two sources\n" + at);
                assertNotEquals(creator, source.value(), () -> "a source is named\n" + at);
                assertEquals(
                        Set.copyOf(known.values()).size(), known.size(), () -> "two pseudonyms for one source\n" + at);
            }
            // A list may name the source where it is cut as such.
            for (Map.Entry<String, String> pseudonym : known.entrySet()) {
                text = text.replace(pseudonym.getKey(), Reference.pseudonym(pseudonym.getValue()));
            }
            for (int identity : live.anonymous() ? List.of(1, 2) : List.<Integer>of()) {
                StixId named = new StixId(StixText.id("identity", identity));
                String pseudonym = FeedSecret.ofOrganisation(
                                node.keys().secret(), contract.contract().receiver())
                        .pseudonym(named)
                        .value();
                text = text.replace(pseudonym, Reference.pseudonym(named.value()));
            }
            JsonNode twice = shown.put(key, Reference.json(text));
            assertEquals(null, twice, "one live entry per id and version");
        }
        return shown;
    }

    private static Set<String> lines(Map<Reference.Key, JsonNode> set) {
        Set<String> lines = new TreeSet<>();
        set.forEach((key, tree) -> lines.add("\n" + key + " " + sorted(tree)));
        return lines;
    }

    private static String sorted(JsonNode tree) {
        return String.join(
                ",",
                tree.properties().stream()
                        .map(p -> p.getKey() + "=" + p.getValue())
                        .sorted()
                        .toList());
    }

    private static boolean closed(Map<Reference.Key, JsonNode> shown) {
        Set<String> ids = new HashSet<>();
        shown.keySet().forEach(key -> ids.add(key.id()));
        return shown.values().stream().allMatch(form -> ids.containsAll(Reference.references(form)));
    }

    /**
     * The log alone gives the same live entries; rules 10, 11 and 12. Each approval is a command, all at one instant. Under the duty
     * to delete, openings are gone of entries that ended, and of no others.
     */
    private void log(ContractEntry contract, Node node, boolean severalCommands, String at) {
        UUID id = contract.contract().id();
        Log log = logs.computeIfAbsent(id, _ -> new Log());
        Feed feed = node.exchange().feed(id);
        boolean mayDestroy = promised.contains(id) || contract.grant().duties().deleteAtEnd();
        int from = log.openings.size();
        Set<Long> stood = new HashSet<>(log.standing.keySet());
        for (Command.LogEntry entry : Node.entries(feed, log.entries.size())) {
            assertTrue(mayDestroy || entry.opening() != null, () -> "an opening is gone\n" + at);
            log.append(entry, at);
        }
        if (!severalCommands && log.gone.isEmpty()) {
            EntryRules.ordered(log.openings, from, at);
        }
        for (Opening opening : log.openings.subList(from, log.openings.size())) {
            freed += opening.kind() == EntryKind.RELEASED && isEmbargo(contract, opening.time()) ? 1 : 0;
            ended += Opening.RETENTION_ENDED.equals(opening.reason()) ? 1 : 0;
        }
        log.forgetRestated(feed);
        stood.removeAll(log.standing.keySet());
        for (long ended : contract.status() == Status.CLOSED ? log.keys.keySet() : stood) {
            boolean gone = feed.opening(ended) == null;
            assertTrue(gone || !promised.contains(id), () -> "the opening of " + ended + " is there\n" + at);
            assertTrue(!gone || mayDestroy, () -> "the opening of " + ended + " is gone\n" + at);
            destroyed += gone ? 1 : 0;
        }
        assertArrayEquals(EntryRules.root(log.entries), feed.root(), at);
        assertEquals(log.standing.size(), feed.live(), at);
        if (!isErased(contract)) {
            log.standing.keySet().forEach(number -> assertNotNull(feed.opening(number), at));
            assertEquals(log.standing.size(), node.page(id).size(), at);
        }
        if (mayDestroy) {
            promised.add(id);
        }
    }

    /** Whether what the feed showed was destroyed with it. */
    private boolean isErased(ContractEntry contract) {
        return contract.status() == Status.CLOSED
                && (promised.contains(contract.contract().id())
                        || contract.grant().duties().deleteAtEnd());
    }

    /** Whether an entry of that time came as the embargo ended: within the second, since each is a microsecond later. */
    private static boolean isEmbargo(ContractEntry contract, String time) {
        Instant embargo = contract.grant().duties().embargoUntil();
        return embargo != null && time.startsWith(embargo.toString().replace("Z", "."));
    }

    /** What a partner makes of a feed's log. */
    private static final class Log {
        private final List<Opening> openings = new ArrayList<>();
        private final List<byte[]> entries = new ArrayList<>();
        private final Set<Long> gone = new HashSet<>();
        private final Map<Long, String> standing = new HashMap<>();
        private final Map<Long, List<String>> lineages = new HashMap<>();
        private final Map<Long, Reference.Key> keys = new HashMap<>();
        private final Map<Reference.Key, Long> firstShown = new HashMap<>();

        /** What went before, and by which copies: the token of the hop before ours tells which one came by it. */
        Reference.Time time(Node node) {
            Map<String, Reference.Came> byToken = new HashMap<>();
            node.giver.given().forEach(given -> byToken.put(given.token(), came(given)));
            Map<Reference.Key, Reference.Came> passedOn = new HashMap<>();
            Set<Reference.Key> own = new HashSet<>();
            standing.keySet().forEach(number -> {
                Reference.Key key = Objects.requireNonNull(keys.get(number));
                List<String> lineage = Objects.requireNonNull(lineages.get(number));
                if (lineage.size() > 1) {
                    passedOn.put(key, Objects.requireNonNull(byToken.get(lineage.get(lineage.size() - 2))));
                } else {
                    own.add(key);
                }
            });
            return new Reference.Time(Micros.of(node.clock.instant()), firstShown, passedOn, own);
        }

        /** Entries may have been released and ended within one step, so that nothing is known of them. */
        void append(Command.LogEntry entry, String at) {
            byte[] bytes = entry.opening();
            long number = entries.size();
            entries.add(entry.entry());
            if (bytes == null) {
                gone.add(number);
                return;
            }
            assertArrayEquals(entry.entry(), Opening.sha256(bytes));
            Opening opening = Opening.parse(bytes);
            if (!openings.isEmpty()) {
                assertTrue(opening.time().compareTo(openings.getLast().time()) > 0, () -> "times rise\n" + at);
            }
            String subject = opening.id() + " " + opening.version();
            boolean versionless = String.valueOf(opening.id()).startsWith("ipv4-addr");
            Reference.Key key = new Reference.Key(
                    String.valueOf(opening.id()), versionless ? "" : String.valueOf(opening.version()));
            if (opening.kind() == EntryKind.RELEASED || opening.kind() == EntryKind.RESTATED) {
                lineages.put(number, opening.lineage());
                keys.put(number, key);
            }
            switch (opening.kind()) {
                case RELEASED -> {
                    firstShown.putIfAbsent(key, Micros.parse(opening.time()));
                    assertFalse(standing.containsValue(subject), () -> "released twice\n" + at);
                    standing.put(number, subject);
                }
                case RESTATED -> {
                    assertTrue(
                            standing.values().remove(subject) || !gone.isEmpty(),
                            () -> "restated out of nothing\n" + at);
                    standing.put(number, subject);
                }
                case WITHDRAWN ->
                    assertTrue(
                            standing.remove(opening.entry()) != null || gone.contains(opening.entry()),
                            () -> "withdrawn twice\n" + at);
                case TERMS_CHANGED, SUSPENDED, RESUMED, CLOSED -> {}
            }
            openings.add(opening);
        }

        /** What was restated by an entry of which nothing is known. */
        void forgetRestated(Feed feed) {
            if (!gone.isEmpty()) {
                standing.keySet().removeIf(number -> feed.opening(number) == null);
            }
        }
    }
}
