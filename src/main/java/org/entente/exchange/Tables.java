package org.entente.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.entente.journal.PayloadRef;
import org.entente.journal.View;
import org.entente.journal.ViewReader;
import org.entente.memorandum.Consent;
import org.entente.memorandum.Contract;
import org.entente.memorandum.SignedConsent;
import org.entente.release.Facets;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** The views in the words of this room, for reading. Safe for many threads when the reader below is. */
class Tables {
    /** Facets kept at a time: where constraints ask for dates or producers, there is almost a class for each object. */
    private static final int MAX_CACHED_FACETS = 100_000;

    private final Map<Integer, Facets> facets = new ConcurrentHashMap<>();

    private final ViewReader reader;

    Tables(ViewReader reader) {
        this.reader = reader;
    }

    /** What is read from; the writer's tables read from the group that is open. */
    ViewReader reader() {
        return reader;
    }

    List<Event.Control> control() {
        List<Event.Control> events = new ArrayList<>();
        reader().scan(Keys.CONTROL, Keys.number(0), Keys.number(Long.MAX_VALUE), (key, value) -> {
            events.add((Event.Control) EventCodec.decode(value));
            return true;
        });
        return events;
    }

    /** The fold over all control events. */
    State state() {
        State state = State.EMPTY;
        for (Event.Control event : control()) {
            state = state.with(event);
        }
        return state;
    }

    Counters counters() {
        byte[] value = reader().get(Keys.COUNTERS, Keys.COUNTERS_KEY);
        return value == null ? Counters.ZERO : Counters.decode(value);
    }

    IdentifierEntry identifier(StixId id) {
        byte[] value = reader().get(Keys.IDENTIFIERS, Keys.identifier(id));
        return value == null ? IdentifierEntry.NOTHING : IdentifierEntry.decode(value);
    }

    /** Every identifier of the store, in no order that means anything. */
    void identifiers(BiConsumer<StixId, IdentifierEntry> consumer) {
        reader().scan(Keys.IDENTIFIERS, new byte[0], new byte[] {(byte) 0xFF}, (key, value) -> {
            consumer.accept(new StixId(new String(key, ISO_8859_1)), IdentifierEntry.decode(value));
            return true;
        });
    }

    /** The object of that ordinal; it must exist. */
    ObjectEntry object(long ordinal) {
        return decoded(ordinal, reader().get(Keys.OBJECTS, Keys.number(ordinal)));
    }

    static ObjectEntry decoded(long ordinal, byte @Nullable [] value) {
        if (value == null) {
            throw new IllegalStateException("no object has the ordinal " + ordinal);
        }
        return ObjectEntry.decode(value);
    }

    /** The facets of a class; it must exist. */
    Facets facets(int number) {
        if (facets.size() >= MAX_CACHED_FACETS) {
            facets.clear();
        }
        return facets.computeIfAbsent(number, n -> {
            byte[] value = reader().get(Keys.CLASSES, Keys.classFacets(n));
            if (value == null) {
                throw new IllegalStateException("no class has the number " + n);
            }
            return Facets.decode(value);
        });
    }

    /** The class of those facets, or {@link Event#NONE}. */
    int classOf(byte[] encodedFacets) {
        byte[] value = reader().get(Keys.CLASSES, Keys.classOf(encodedFacets));
        return value == null ? Event.NONE : new In(value).i32();
    }

    /** The ordinals of the copies of a class. */
    List<Long> members(int number) {
        return ordinals(Keys.MEMBERS, Keys.members(number));
    }

    /** What contracts decided of a class. */
    Outcomes outcomes(int number) {
        byte[] value = reader().get(Keys.DECISIONS, Keys.decisions(number));
        return value == null ? Outcomes.NONE : new Outcomes(value);
    }

    FeedHead feedHead(int contract) {
        byte[] value = reader().get(Keys.FEEDS, Keys.feedHead(contract));
        return value == null ? FeedHead.EMPTY : FeedHead.decode(value);
    }

    /** The records of a block of entries, or null when the feed does not reach so far. */
    @Nullable
    FeedBlock feedRecords(int contract, long block) {
        byte[] records = reader().get(Keys.FEEDS, Keys.feedRecords(contract, block));
        return records == null ? null : FeedBlock.ofRecords(records);
    }

    /** What feeds are owed, by their contracts: only those that are owed something. */
    Map<Integer, Owing> owing() {
        Map<Integer, Owing> owing = new TreeMap<>();
        byte[] all = Keys.owing();
        reader().scan(Keys.FEEDS, all, Keys.after(all), (key, value) -> {
            owing.put(new In(Arrays.copyOfRange(key, all.length, key.length)).i32(), Owing.decode(value));
            return true;
        });
        return owing;
    }

    /** When a contract under which we give came into force, or null where it has not or is not applied yet. */
    @Nullable
    Instant started(int contract) {
        FeedBlock first = feedHead(contract).size() == 0 ? null : feedRecords(contract, 0);
        return first == null ? null : Micros.instant(first.micros(0));
    }

    /** The bytes that an entry of the feed released; it must exist. */
    PayloadRef released(int contract, long entry) {
        return holding(contract, entry).payload((int) (entry % FeedBlock.WIDTH));
    }

    /** The block that holds an entry of the feed; it must exist. */
    FeedBlock holding(int contract, long entry) {
        FeedBlock block = feedRecords(contract, entry / FeedBlock.WIDTH);
        if (block == null) {
            throw new IllegalStateException("a feed lacks a block of its entries");
        }
        return block;
    }

    byte @Nullable [] feedEntries(int contract, long block) {
        return reader().get(Keys.FEEDS, Keys.feedEntries(contract, block));
    }

    ReceivedHead receivedHead(int contract) {
        byte[] value = reader().get(Keys.RECEIVED, Keys.receivedHead(contract));
        return value == null ? ReceivedHead.EMPTY : ReceivedHead.decode(value);
    }

    @Nullable
    ReceivedEntry receivedEntry(int contract, long number) {
        byte[] value = reader().get(Keys.RECEIVED, Keys.receivedEntry(contract, number));
        return value == null ? null : ReceivedEntry.decode(value);
    }

    /** The number after the last entry of which the partner's notices told, 0 where there are none. */
    long noticedTo(int contract) {
        byte[] value = reader().get(Keys.RECEIVED, Keys.noticedTo(contract));
        return value == null ? 0 : new In(value).i64();
    }

    /** The partner's notice that begins at that entry, or null. */
    @Nullable
    String notice(int contract, long from) {
        byte[] value = reader().get(Keys.RECEIVED, Keys.notice(contract, from));
        return value == null ? null : new In(value).text();
    }

    /** All notices of the partner under that contract, in the order of their entries. */
    List<String> notices(int contract) {
        List<String> notes = new ArrayList<>();
        byte[] prefix = Keys.notices(contract);
        reader().scan(Keys.RECEIVED, prefix, Keys.after(prefix), (key, value) -> {
            notes.add(new In(value).text());
            return true;
        });
        return notes;
    }

    /** Whether that entry of a partner's feed was recalled; one that is not here counts as if it was. */
    boolean isRecalled(int contract, long number) {
        ReceivedEntry entry = receivedEntry(contract, number);
        return entry == null || entry.recalled();
    }

    /** SHA-256 of the terms under which that entry of a partner's feed stands, hexadecimal; null if no entry named any. */
    @Nullable
    String receivedTerms(int contract, long number) {
        String[] last = {null};
        reader().scan(
                        Keys.RECEIVED,
                        Keys.receivedTerms(contract, 0),
                        Keys.receivedTerms(contract, number + 1),
                        (key, value) -> {
                            last[0] = new In(value).text();
                            return true;
                        });
        return last[0];
    }

    /** Whether this node gave that lineage token, of 32 hexadecimal digits. */
    boolean isMinted(String token) {
        try {
            return reader().get(Keys.DUTIES, Keys.minted(HexFormat.of().parseHex(token))) != null;
        } catch (IllegalArgumentException notOurs) {
            return false;
        }
    }

    /** A releaser's word that the own copy is ours, where a partner sent the same; else null. */
    Event.@Nullable Attested attested(long ordinal) {
        byte[] value = reader().get(Keys.DUTIES, Keys.attested(ordinal));
        if (value == null) {
            return null;
        }
        In in = new In(value);
        return new Event.Attested(ordinal, in.text(), in.i64());
    }

    /** When that copy was destroyed, in microseconds, or null while its bytes are here. */
    @Nullable
    Long destroyed(long ordinal) {
        byte[] value = reader().get(Keys.DUTIES, Keys.destroyed(ordinal));
        return value == null ? null : new In(value).i64();
    }

    /** An entry of a feed that we give. */
    record EntryOf(int contract, long number) {}

    /** The entries for which forms were made of received copies of that id, those excepted that are destroyed. */
    List<EntryOf> made(StixId id) {
        List<EntryOf> entries = new ArrayList<>();
        byte[] prefix = Keys.made(id);
        reader().scan(Keys.DUTIES, prefix, Keys.after(prefix), (key, value) -> {
            In in = new In(Arrays.copyOfRange(key, prefix.length, key.length));
            entries.add(new EntryOf(in.i32(), in.i64()));
            return true;
        });
        return entries;
    }

    /** The newest entry of a partner's feed that released those bytes, or {@link Event#NONE}. */
    long receivedBytes(int contract, String id, String sha256) {
        byte[] value = reader().get(Keys.RECEIVED, Keys.receivedBytes(contract, id, sha256));
        return value == null ? Event.NONE : new In(value).i64();
    }

    InboxHead inboxHead(String partner) {
        byte[] value = reader().get(Keys.INBOXES, Keys.inboxHead(partner));
        return value == null ? InboxHead.EMPTY : InboxHead.decode(new In(value));
    }

    @Nullable
    InboxItem inboxItem(String partner, long item) {
        byte[] value = reader().get(Keys.INBOXES, Keys.inboxItem(partner, item));
        return value == null ? null : InboxItem.decode(value);
    }

    /** The item of the inbox that is that version, or {@link Event#NONE}. */
    long inboxVersion(String partner, StixId id, String version) {
        byte[] value = reader().get(Keys.INBOXES, Keys.inboxVersion(partner, id, version));
        return value == null ? Event.NONE : new In(value).i64();
    }

    /** How many posts that poster made. */
    long posts(String poster) {
        byte[] value = reader().get(Keys.STATUSES, Keys.posts(poster));
        return value == null ? 0 : new In(value).i64();
    }

    PostStatus.@Nullable Of status(UUID id) {
        byte[] value = reader().get(Keys.STATUSES, Keys.status(id));
        return value == null ? null : PostStatus.decode(id, new In(value));
    }

    /** What releasers said of that version under the contract, in any form. */
    List<Approval> approvals(int contract, StixId id, String version) {
        byte[] value = reader().get(Keys.DUTIES, Keys.approvals(contract, id, version));
        return value == null ? List.of() : Approval.decode(value);
    }

    /** What the giver under the contract said last of passing that version on to that organisation, or null. */
    @Nullable
    KeptConsent consent(int contract, StixId id, String version, String to) {
        byte[] value = reader().get(Keys.DUTIES, Keys.consent(contract, id, version, to));
        return value == null ? null : KeptConsent.decode(new In(value));
    }

    /** Every last word of the giver under that contract, in the order of objects, versions and organisations. */
    List<RecordedConsent> consents(int number, Contract contract) {
        List<RecordedConsent> consents = new ArrayList<>();
        byte[] from = Keys.consents(number);
        reader().scan(Keys.DUTIES, from, Keys.after(from), (key, value) -> {
            String[] names = new String(key, from.length, key.length - from.length, UTF_8).split("\0", -1);
            KeptConsent kept = KeptConsent.decode(new In(value));
            Consent consent = new Consent(
                    contract.id(),
                    contract.giver(),
                    new StixId(names[0]),
                    names[1],
                    HexFormat.of().formatHex(kept.sha256()),
                    names[2],
                    kept.number(),
                    kept.given(),
                    kept.time());
            consents.add(new RecordedConsent(new SignedConsent(consent, kept.jws()), kept.micros()));
            return true;
        });
        return consents;
    }

    /** When the earliest of the live versions was first shown in a feed whose grant has a retention, or {@link Long#MAX_VALUE}. */
    long earliestRetained(int contract) {
        long[] earliest = {Long.MAX_VALUE};
        byte[] from = Keys.retained(contract);
        reader().scan(Keys.DUTIES, from, Keys.after(from), (key, value) -> {
            earliest[0] = new In(Arrays.copyOfRange(key, from.length, from.length + Long.BYTES)).i64();
            return false;
        });
        return earliest[0];
    }

    /**
     * The live entries of a feed whose grant has a retention, those that were first shown earliest: as far as the function says yes
     * to when that was.
     */
    List<Long> retained(int contract, LongPredicate firstMicros) {
        List<Long> entries = new ArrayList<>();
        byte[] from = Keys.retained(contract);
        reader().scan(Keys.DUTIES, from, Keys.after(from), (key, value) -> {
            In in = new In(Arrays.copyOfRange(key, from.length, key.length));
            boolean goesOn = firstMicros.test(in.i64());
            if (goesOn) {
                entries.add(in.i64());
            }
            return goesOn;
        });
        return entries;
    }

    /** What the object waits for under the contract; empty when it does not wait. */
    List<StixId> waiting(int contract, long ordinal) {
        byte[] value = reader().get(Keys.WAITING, Keys.waitingObject(contract, ordinal));
        List<StixId> missing = new ArrayList<>();
        if (value != null) {
            for (In in = new In(value); in.more(); ) {
                missing.add(new StixId(in.text()));
            }
        }
        return missing;
    }

    /** Those of these objects that wait under the contract. */
    List<Long> waiting(int contract, List<Long> ordinals) {
        List<byte @Nullable []> values = reader().get(
                        Keys.WAITING,
                        ordinals.stream()
                                .map(ordinal -> Keys.waitingObject(contract, ordinal))
                                .toList());
        return IntStream.range(0, ordinals.size())
                .filter(i -> values.get(i) != null)
                .mapToObj(ordinals::get)
                .toList();
    }

    /** The ordinals of objects that wait for that id under the contract. */
    List<Long> waitingFor(int contract, StixId id) {
        return ordinals(Keys.WAITING, Keys.waitingFor(contract, id));
    }

    /** The ordinals of objects that refer to that id and are, or were, live under the contract. */
    List<Long> referringTo(int contract, StixId id) {
        return ordinals(Keys.WAITING, Keys.referringTo(contract, id));
    }

    /** Whether {@link #referringTo} knows of every live object of the contract: journals of old did not say. */
    boolean tracked(int contract) {
        return reader().get(Keys.WAITING, Keys.tracked(contract)) != null;
    }

    /** The ordinals of live objects of the contract that are restated when that is due. */
    List<Long> incomplete(int contract) {
        return ordinals(Keys.WAITING, Keys.incomplete(contract));
    }

    /** When the next restatements are due, or {@link Event#NONE}. */
    long completionDue() {
        byte[] value = reader().get(Keys.WAITING, Keys.completionDue());
        return value == null ? Event.NONE : new In(value).i64();
    }

    private List<Long> ordinals(View view, byte[] prefix) {
        List<Long> ordinals = new ArrayList<>();
        reader().scan(view, prefix, Keys.after(prefix), (key, value) -> {
            ordinals.add(new In(Arrays.copyOfRange(key, key.length - 8, key.length)).i64());
            return true;
        });
        return ordinals;
    }
}
