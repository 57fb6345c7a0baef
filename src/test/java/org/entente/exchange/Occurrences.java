package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.entente.exchange.RawHttp.Answer;
import org.entente.exchange.Requests.Asked;
import org.entente.journal.PayloadRef;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;

/**
 * Counts what happened in the histories that were compared: a comparison says nothing of what never occurs. What happens to objects counts
 * where it showed in a feed of B.
 */
final class Occurrences {
    /** What has to happen. */
    enum Kind {
        ADDED_AFTER("added_after="),
        MATCH_ID("match%5Bid%5D="),
        MATCH_TYPE("match%5Btype%5D="),
        MATCH_VERSION("match%5Bversion%5D="),
        MATCH_SPEC_VERSION("match%5Bspec_version%5D="),
        LIMIT("limit="),
        NEXT("next="),
        NOT_MODIFIED(""),
        BAD_REQUEST(""),
        NOT_FOUND(""),
        UNAUTHORISED(""),
        FORBIDDEN(""),
        NOT_ACCEPTABLE(""),
        COMPRESSED(""),
        POST(""),
        CHECKPOINT(""),
        OPENINGS(""),
        RELEASED(""),
        HOUSE_RULES(""),
        SUSPENDED(""),
        LOST_WHILE_SUSPENDED(""),
        RESUMED(""),
        CLOSED(""),
        AMENDED(""),
        APPROVED(""),
        APPROVAL_TAKEN_BACK(""),
        EMBARGO_ENDED(""),
        RETENTION_ENDED(""),
        COMPLETED(""),
        MARKING_CHANGED(""),
        REMOVED(""),
        REVOKED(""),
        PASSED_ON(""),
        ATTESTED(""),
        RECALLED_BY_ITS_SOURCE(""),
        RECALLED_AND_DESTROYED(""),
        HIDDEN_COPY_DESTROYED(""),
        WITHDRAWN_AND_DESTROYED(""),
        RESTATED_AND_DESTROYED(""),
        CLOSED_AND_DESTROYED(""),
        OWN_FORM_DESTROYED(""),
        RECEIVED_FORM_DESTROYED(""),
        DESTROYED_OPENING(""),
        DESTROYED_IN_BUNDLE(""),
        CONSENTED(""),
        CONSENT_TAKEN_BACK(""),
        CONSENT_TO_ANOTHER(""),
        CONSENT_TO_WHAT_IS_HIDDEN(""),
        CONSENT_TO_WHAT_IS_REFUSED(""),
        CUT(""),
        PSEUDONYM("");

        private final String parameter;

        Kind(String parameter) {
            this.parameter = parameter;
        }
    }

    private static final String OBJECTS = "\"objects\":[{";

    private final Map<Kind, AtomicLong> counts = new EnumMap<>(Kind.class);

    Occurrences() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new AtomicLong());
        }
    }

    private void happened(Kind kind, boolean happened) {
        if (happened) {
            happened(kind);
        }
    }

    private void happened(Kind kind) {
        AtomicLong count = counts.get(kind);
        if (count == null) {
            throw new AssertionError(kind);
        }
        count.incrementAndGet();
    }

    /** Those that happened less often. */
    List<Kind> rarerThan(long least) {
        return counts.entrySet().stream()
                .filter(e -> e.getValue().get() < least)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public String toString() {
        return counts.toString();
    }

    /** What one history does. */
    final class Watch {
        private final Node node;
        private final Set<String> pseudonyms = new TreeSet<>();
        private final Map<String, Integer> read = new HashMap<>();
        private final Map<String, String> markings = new HashMap<>();

        /** By contract, the entries that stand. */
        private final Map<Integer, Set<Long>> standing = new HashMap<>();

        private int words;
        private final Set<Giver.Given> destroyed = new HashSet<>();

        Watch(Node node) {
            this.node = node;
            FeedSecret secret = FeedSecret.ofOrganisation(node.keys().secret(), History.B.did());
            for (int source : List.of(1, 2)) {
                pseudonyms.add(secret.pseudonym(new StixId(StixText.id("identity", source)))
                        .value());
            }
        }

        void answered(Asked asked, Answer answer) {
            String body = answer.header("Content-Encoding") == null ? new String(answer.body(), UTF_8) : "";
            boolean shows = answer.status() == 200 && body.contains(OBJECTS);
            for (Kind kind : Kind.values()) {
                if (shows && !kind.parameter.isEmpty() && asked.target().contains(kind.parameter)) {
                    happened(kind);
                }
            }
            switch (answer.status()) {
                case 304 -> happened(Kind.NOT_MODIFIED);
                case 400, 422 -> happened(Kind.BAD_REQUEST);
                case 401 -> happened(Kind.UNAUTHORISED);
                case 403 -> happened(Kind.FORBIDDEN);
                case 404 -> happened(Kind.NOT_FOUND);
                case 406 -> happened(Kind.NOT_ACCEPTABLE);
                case 202 -> happened(Kind.POST);
                default -> {}
            }
            if (answer.header("Content-Encoding") != null) {
                happened(Kind.COMPRESSED);
            }
            if (answer.status() == 200 && asked.target().endsWith("/log/checkpoint")) {
                happened(Kind.CHECKPOINT);
            }
            if (answer.status() == 200 && asked.target().contains("/log/opening")) {
                happened(Kind.OPENINGS);
            }
            boolean whole =
                    answer.header("Content-Encoding") == null && asked.method().equals("GET");
            if (answer.status() == 200 && whole && asked.target().contains("/log/openings/")) {
                happened(Kind.DESTROYED_IN_BUNDLE, hasGap(answer.body()));
            }
            if (answer.status() == 404 && asked.target().contains("/log/opening/")) {
                happened(Kind.DESTROYED_OPENING, wasThere(asked.target()));
            }
            if (shows && asked.target().contains("/objects/")) {
                shown(body);
            }
        }

        /** Whether one of the openings has the length 0. */
        private static boolean hasGap(byte[] bundle) {
            ByteBuffer openings = ByteBuffer.wrap(bundle);
            while (openings.remaining() > 1) {
                int length = openings.getShort() & 0xffff;
                if (length == 0) {
                    return true;
                }
                openings.position(openings.position() + length);
            }
            return false;
        }

        /** Whether a feed to B has an entry of that number. */
        private boolean wasThere(String target) {
            long number = Long.parseLong(target.substring(target.lastIndexOf('/') + 1));
            return toB().stream()
                    .map(contract -> contract.contract().id())
                    // Both names of a feed begin alike.
                    .filter(id -> target.startsWith(
                            "/api/collections/" + id.toString().substring(0, 13)))
                    .anyMatch(id -> number < node.exchange().feed(id).size());
        }

        private List<State.ContractEntry> toB() {
            return node.exchange().state().contracts().stream()
                    .filter(contract -> contract.contract().receiver().equals(History.B.did()))
                    .toList();
        }

        private void shown(String body) {
            if (body.contains("\"revoked\":true")) {
                happened(Kind.REVOKED);
            }
            if (pseudonyms.stream().anyMatch(body::contains)) {
                happened(Kind.PSEUDONYM);
            }
            // Every object of a history has a text, and says its version of the standard.
            if (occurrences(body, "\"x_text\":") < occurrences(body, "\"spec_version\":")) {
                happened(Kind.CUT);
            }
        }

        private static int occurrences(String in, String part) {
            return (in.length() - in.replace(part, "").length()) / part.length();
        }

        /** What the step brought about. */
        void after(History.Step step) {
            for (State.ContractEntry contract : toB()) {
                List<String> entries = entries(contract);
                boolean begins = entries.stream().anyMatch(entry -> entry.startsWith("first"));
                Set<Kind> kinds = new TreeSet<>();
                entries.forEach(entry -> kinds.addAll(kinds(step, entry, contract, begins)));
                kinds.addAll(destroyed(step, contract));
                kinds.forEach(Occurrences.this::happened);
            }
            List<Giver.Word> all = node.giver.words();
            for (; words < all.size(); words++) {
                said(all.get(words));
            }
            node.giver.given().stream()
                    .filter(given -> History.isDestroyed(given.clause()) && isHidden(given.object()))
                    .filter(given -> node.giver.isRecalled(given.clause(), given.entry()))
                    .filter(destroyed::add)
                    .forEach(_ -> happened(Kind.HIDDEN_COPY_DESTROYED));
            if (step instanceof History.Import(var items, var _, var _, var _, var attested)) {
                happened(Kind.ATTESTED, attested && items.stream().anyMatch(this::isAttested));
                items.stream()
                        .map(History.Item::text)
                        .filter(text -> text.type().equals("marking-definition"))
                        .forEach(this::defined);
            }
        }

        private boolean isAttested(History.Item item) {
            Tables tables = Peek.of(node.exchange());
            return tables.identifier(new StixId(item.text().id())).versions().stream()
                    .anyMatch(version -> version.own() != Event.NONE && tables.attested(version.own()) != null);
        }

        private void said(Giver.Word word) {
            if (!word.given()) {
                return;
            }
            StixObject object = word.about().object();
            boolean hidden = isHidden(object);
            boolean toB = word.to().equals(History.B.did());
            happened(Kind.CONSENT_TO_ANOTHER, !toB && !hidden);
            happened(Kind.CONSENT_TO_WHAT_IS_HIDDEN, toB && hidden);
            IdentifierEntry.Version version =
                    Peek.of(node.exchange()).identifier(object.id()).version(object.version());
            boolean shown = version != null && toB().stream().anyMatch(contract -> version.liveIn(contract.number()));
            happened(Kind.CONSENT_TO_WHAT_IS_REFUSED, toB && !hidden && !shown);
        }

        /** Only what is hidden has no words. */
        private static boolean isHidden(StixObject object) {
            return new String(object.bytes(), UTF_8).contains("\"x_text\":\"\"");
        }

        /** What was destroyed of what B was shown and ended. */
        private Set<Kind> destroyed(History.Step step, State.ContractEntry contract) {
            Set<Kind> kinds = new TreeSet<>();
            Feed feed = node.exchange().feed(contract.contract().id());
            Tables tables = Peek.of(node.exchange());
            boolean closed = contract.status() == State.Status.CLOSED;
            Set<Long> before = standing.getOrDefault(contract.number(), Set.of());
            Set<Long> now = new HashSet<>();
            FeedBlock block = new FeedBlock();
            for (long number = 0; number < feed.size(); number++) {
                int slot = (int) (number % FeedBlock.WIDTH);
                block = slot == 0 ? tables.holding(contract.number(), number) : block;
                if (block.live(slot) && !closed) {
                    now.add(number);
                } else if (before.contains(number)) {
                    boolean openingGone = feed.opening(number) == null;
                    kinds.addAll(ended(step, contract, tables, block.about(slot), block.payload(slot), openingGone));
                }
            }
            standing.put(contract.number(), now);
            return kinds;
        }

        private Set<Kind> ended(
                History.Step step,
                State.ContractEntry contract,
                Tables tables,
                long ordinal,
                PayloadRef payload,
                boolean openingGone) {
            ObjectEntry object = tables.object(ordinal);
            IdentifierEntry.Version version = tables.identifier(object.id()).version(object.version());
            boolean restated = version != null && version.liveIn(contract.number());
            boolean closed = contract.status() == State.Status.CLOSED;
            boolean formGone = !payload.equals(object.payload())
                    && isGone(node.exchange().feed(contract.contract().id()), payload);
            boolean own = object.receivedUnder() < 0;
            Set<Kind> kinds = new TreeSet<>();
            add(kinds, Kind.CLOSED_AND_DESTROYED, openingGone && closed);
            add(kinds, Kind.RESTATED_AND_DESTROYED, openingGone && !closed && restated);
            add(kinds, Kind.WITHDRAWN_AND_DESTROYED, openingGone && !closed && !restated);
            add(kinds, Kind.OWN_FORM_DESTROYED, formGone && own);
            add(kinds, Kind.RECEIVED_FORM_DESTROYED, formGone && !own);
            boolean copyGone = !own && tables.destroyed(ordinal) != null;
            add(kinds, Kind.RECALLED_AND_DESTROYED, copyGone && step instanceof History.Recall);
            return kinds;
        }

        private static boolean isGone(Feed feed, PayloadRef payload) {
            try {
                feed.copy(new Feed.Item(0, 0, 0, payload), ByteBuffer.allocate(payload.length()));
                return false;
            } catch (Failure failure) {
                return failure.code() == Failure.Code.UNAVAILABLE;
            }
        }

        private void defined(StixText marking) {
            String kind = Boolean.toString(marking.text().equals(StixText.RESTRICTING));
            String before = markings.put(marking.id(), kind);
            if (before != null && !before.equals(kind)) {
                happened(Kind.MARKING_CHANGED);
            }
        }

        private Set<Kind> kinds(History.Step step, String entry, State.ContractEntry contract, boolean begins) {
            boolean released = is(entry, EntryKind.RELEASED);
            boolean restated = is(entry, EntryKind.RESTATED);
            boolean withdrawn = is(entry, EntryKind.WITHDRAWN);
            boolean waits = step instanceof History.Wait || step instanceof History.Tick;
            boolean embargoed = contract.grant().duties().embargoUntil() != null;
            Set<Kind> kinds = new TreeSet<>();
            add(kinds, Kind.RELEASED, released);
            add(kinds, Kind.SUSPENDED, is(entry, EntryKind.SUSPENDED));
            add(kinds, Kind.RESUMED, is(entry, EntryKind.RESUMED));
            add(kinds, Kind.CLOSED, is(entry, EntryKind.CLOSED));
            add(kinds, Kind.AMENDED, is(entry, EntryKind.TERMS_CHANGED) && !begins);
            add(kinds, Kind.HOUSE_RULES, step instanceof History.Rules);
            add(kinds, Kind.LOST_WHILE_SUSPENDED, withdrawn && contract.status() == State.Status.SUSPENDED);
            add(kinds, Kind.APPROVED, released && step instanceof History.Approve approve && !approve.back());
            add(kinds, Kind.APPROVAL_TAKEN_BACK, withdrawn && step instanceof History.Approve);
            add(kinds, Kind.EMBARGO_ENDED, released && waits && embargoed);
            add(kinds, Kind.RETENTION_ENDED, entry.contains(Opening.RETENTION_ENDED));
            add(kinds, Kind.COMPLETED, restated && waits);
            add(kinds, Kind.REMOVED, withdrawn && step instanceof History.Remove);
            add(kinds, Kind.PASSED_ON, (released || restated) && entry.matches(".*\"lineage\":\\[\"[0-9a-f]+\",.*"));
            add(kinds, Kind.RECALLED_BY_ITS_SOURCE, withdrawn && step instanceof History.Recall);
            add(kinds, Kind.CONSENTED, released && step instanceof History.Consent);
            add(
                    kinds,
                    Kind.CONSENT_TAKEN_BACK,
                    withdrawn && step instanceof History.Consent(var _, var back, var _) && back);
            return kinds;
        }

        private static void add(Set<Kind> kinds, Kind kind, boolean happened) {
            if (happened) {
                kinds.add(kind);
            }
        }

        private static boolean is(String entry, EntryKind kind) {
            return entry.contains("\"kind\":\"" + kind.text() + "\"");
        }

        /** The openings since the last step; not parsed, since a planted leak may have told in them what is not told any more. */
        private List<String> entries(State.ContractEntry contract) {
            Feed feed = node.exchange().feed(contract.contract().id());
            int from = read.getOrDefault(contract.contract().id().toString(), 0);
            List<String> entries = new ArrayList<>();
            for (long number = from; number < feed.size(); number++) {
                byte[] opening = feed.opening(number);
                entries.add((number == 0 ? "first" : "") + (opening == null ? "" : new String(opening, UTF_8)));
            }
            read.put(contract.contract().id().toString(), (int) feed.size());
            return entries;
        }
    }
}
