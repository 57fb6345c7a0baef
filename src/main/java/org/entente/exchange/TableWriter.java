package org.entente.exchange;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.entente.journal.View;
import org.entente.journal.ViewReader;
import org.entente.journal.ViewWriter;
import org.entente.merkle.Frontier;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * The views in the words of this room, for the writer thread and for replay: what changes while records are applied is kept
 * here and written once, by {@link #flush()}. Not safe for several threads.
 */
final class TableWriter extends Tables {
    /** Identifiers kept decoded; beyond that the cache starts anew, which costs time and nothing else. */
    private static final int MAX_CACHED_IDENTIFIERS = 200_000;

    /** Objects kept decoded, in the same way. */
    private static final int MAX_CACHED_OBJECTS = 100_000;

    /** Objects of which the class is kept, from the first on: four bytes for each. */
    private static final int MAX_CACHED_NUMBERS = 10_000_000;

    /** Classes kept by their facets, in the same way as identifiers. */
    private static final int MAX_CACHED_CLASSES = 10_000;

    /** Classes of which it is kept what contracts decided, from the first on. */
    private static final int MAX_CACHED_OUTCOMES = 1_000_000;

    private @Nullable ViewWriter writer;
    private @Nullable Counters counters;
    private @Nullable Long completionDue;
    private final Map<StixId, IdentifierEntry> identifiers = new HashMap<>();
    private final Set<StixId> changedIdentifiers = new HashSet<>();
    /** Objects are asked for several times by what decides them and by what applies that. */
    private final Map<Long, ObjectEntry> objects = new HashMap<>();
    /** One more than the class of each object by its ordinal, or 0 where it is not known. */
    private int[] numbers = new int[0];

    private final Map<Integer, OpenFeed> feeds = new HashMap<>();
    /** What was decided of classes: asked for once per object and contract. */
    private @Nullable Outcomes[] outcomes = new Outcomes[0];

    private final Set<Integer> changedOutcomes = new HashSet<>();
    private final Map<ByteBuffer, Integer> classes = new HashMap<>();
    /** By contract, when the earliest of what ends by itself was first shown: asked before every command. */
    private final Map<Integer, Long> retained = new HashMap<>();

    /** What feeds are owed: asked before every command. */
    private @Nullable Map<Integer, Owing> owing;

    private boolean countersChanged;

    TableWriter() {
        super(new Unbound());
    }

    /** From now on reads and writes go there: to the group that is open, or to the batch that is replayed. */
    void bind(ViewWriter to) {
        writer = to;
    }

    @Override
    ViewReader reader() {
        return writer();
    }

    @Override
    Counters counters() {
        Counters known = counters;
        if (known == null) {
            known = super.counters();
            counters = known;
        }
        return known;
    }

    void counters(Counters now) {
        counters = now;
        countersChanged = true;
    }

    @Override
    IdentifierEntry identifier(StixId id) {
        IdentifierEntry known = identifiers.get(id);
        if (known == null) {
            known = super.identifier(id);
            makeRoom(1);
            identifiers.put(id, known);
        }
        return known;
    }

    private void makeRoom(int more) {
        if (identifiers.size() + more > MAX_CACHED_IDENTIFIERS) {
            identifiers.keySet().retainAll(changedIdentifiers);
        }
    }

    /** Reads those at once that are soon asked for one by one. */
    void fetch(List<StixId> ids) {
        List<StixId> absent = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        for (StixId id : ids) {
            if (!identifiers.containsKey(id)) {
                absent.add(id);
                keys.add(Keys.identifier(id));
            }
        }
        makeRoom(absent.size());
        List<byte @Nullable []> values = reader().get(Keys.IDENTIFIERS, keys);
        for (int i = 0; i < absent.size(); i++) {
            byte[] value = values.get(i);
            identifiers.put(absent.get(i), value == null ? IdentifierEntry.NOTHING : IdentifierEntry.decode(value));
        }
    }

    /** As {@link #fetch}, for objects by their ordinals. */
    void fetchObjects(List<Long> ordinals) {
        List<Long> absent = ordinals.stream()
                .filter(ordinal -> !objects.containsKey(ordinal))
                .toList();
        List<byte @Nullable []> values =
                reader().get(Keys.OBJECTS, absent.stream().map(Keys::number).toList());
        for (int i = 0; i < absent.size(); i++) {
            remember(absent.get(i), decoded(absent.get(i), values.get(i)));
        }
    }

    void identifier(StixId id, IdentifierEntry now) {
        identifiers.put(id, now);
        changedIdentifiers.add(id);
    }

    @Override
    void identifiers(BiConsumer<StixId, IdentifierEntry> consumer) {
        flush();
        super.identifiers(consumer);
    }

    @Override
    @Nullable
    FeedBlock feedRecords(int contract, long block) {
        flush();
        return super.feedRecords(contract, block);
    }

    void object(long ordinal, ObjectEntry entry) {
        writer().put(Keys.OBJECTS, Keys.number(ordinal), entry.encode());
        writer().put(Keys.MEMBERS, Keys.member(entry.number(), ordinal), new byte[0]);
        remember(ordinal, entry);
    }

    /** The copy is of another class from now on. */
    void reclassed(long ordinal, int number) {
        ObjectEntry entry = object(ordinal);
        writer().delete(Keys.MEMBERS, Keys.member(entry.number(), ordinal));
        object(ordinal, entry.ofClass(number));
    }

    @Override
    ObjectEntry object(long ordinal) {
        ObjectEntry known = objects.get(ordinal);
        if (known == null) {
            known = super.object(ordinal);
            remember(ordinal, known);
        }
        return known;
    }

    private void remember(long ordinal, ObjectEntry entry) {
        if (objects.size() >= MAX_CACHED_OBJECTS) {
            objects.clear();
        }
        objects.put(ordinal, entry);
        if (ordinal < MAX_CACHED_NUMBERS) {
            if (ordinal >= numbers.length) {
                long room = Math.max(ordinal + 1, 2L * numbers.length);
                numbers = Arrays.copyOf(numbers, (int) Math.min(room, MAX_CACHED_NUMBERS));
            }
            numbers[(int) ordinal] = entry.number() + 1;
        }
    }

    /** The class of an object, which is asked for far more often than the rest of its entry. */
    int number(long ordinal) {
        int known = ordinal < numbers.length ? numbers[(int) ordinal] : 0;
        return known == 0 ? object(ordinal).number() : known - 1;
    }

    /** The same few classes are asked for again and again, by every command. */
    @Override
    int classOf(byte[] encodedFacets) {
        ByteBuffer key = ByteBuffer.wrap(encodedFacets);
        Integer known = classes.get(key);
        if (known == null) {
            known = super.classOf(encodedFacets);
            if (known != Event.NONE) {
                if (classes.size() >= MAX_CACHED_CLASSES) {
                    classes.clear();
                }
                classes.put(key, known);
            }
        }
        return known;
    }

    void classAdded(int number, byte[] facets) {
        writer().put(Keys.CLASSES, Keys.classFacets(number), facets);
        writer().put(Keys.CLASSES, Keys.classOf(facets), new Out(4).i32(number).done());
    }

    @Override
    Outcomes outcomes(int number) {
        Outcomes known = number < outcomes.length ? outcomes[number] : null;
        if (known == null) {
            known = super.outcomes(number);
            remember(number, known);
        }
        return known;
    }

    private void remember(int number, Outcomes of) {
        if (number < MAX_CACHED_OUTCOMES) {
            if (number >= outcomes.length) {
                int room = Math.max(number + 1, 2 * outcomes.length);
                outcomes = Arrays.copyOf(outcomes, Math.min(room, MAX_CACHED_OUTCOMES));
            }
            outcomes[number] = of;
        }
    }

    void outcome(int contract, int number, Outcome outcome) {
        Outcomes now = outcomes(number).with(contract, outcome);
        remember(number, now);
        if (number < MAX_CACHED_OUTCOMES) {
            changedOutcomes.add(number);
        } else {
            write(number, now);
        }
    }

    private void write(int number, Outcomes of) {
        writer().put(Keys.DECISIONS, Keys.decisions(number), of.bits());
    }

    /** Forgets what was decided under the contract, so that no decision outlives what it was made by. */
    void nothingDecided(int contract) {
        int classes = counters().classes();
        for (int number = 0; number < classes; number++) {
            if (outcomes(number).of(contract) != Outcome.UNDECIDED) {
                outcome(contract, number, Outcome.UNDECIDED);
            }
        }
    }

    void control(Event.Control event) {
        Counters now = counters();
        writer().put(Keys.CONTROL, Keys.number(now.control()), EventCodec.encode(event));
        counters(new Counters(now.objects(), now.classes(), now.control() + 1, now.micros()));
    }

    void waiting(int contract, long ordinal, List<StixId> missing) {
        Out list = new Out(64 * missing.size());
        for (StixId id : missing) {
            list.text(id.value());
            writer().put(Keys.WAITING, Keys.waitingFor(contract, id, ordinal), new byte[0]);
        }
        writer().put(Keys.WAITING, Keys.waitingObject(contract, ordinal), list.done());
    }

    void noLongerWaiting(int contract, long ordinal) {
        for (StixId id : waiting(contract, ordinal)) {
            writer().delete(Keys.WAITING, Keys.waitingFor(contract, id, ordinal));
        }
        writer().delete(Keys.WAITING, Keys.waitingObject(contract, ordinal));
    }

    void refers(int contract, long ordinal, List<StixId> ids) {
        for (StixId id : ids) {
            writer().put(Keys.WAITING, Keys.referringTo(contract, id, ordinal), new byte[0]);
        }
    }

    void track(int contract) {
        writer().put(Keys.WAITING, Keys.tracked(contract), new byte[0]);
    }

    void incomplete(int contract, long ordinal, long dueMicros) {
        writer().put(Keys.WAITING, Keys.incomplete(contract, ordinal), new byte[0]);
        // What becomes incomplete at the very instant at which others are due must not put these off.
        long known = completionDue();
        long due = known == Event.NONE ? dueMicros : Math.min(known, dueMicros);
        writer().put(Keys.WAITING, Keys.completionDue(), Keys.number(due));
        completionDue = due;
    }

    void completed() {
        List<byte[]> keys = new ArrayList<>();
        byte[] all = Keys.incomplete();
        writer().scan(Keys.WAITING, all, Keys.after(all), (key, value) -> keys.add(key));
        keys.forEach(key -> writer().delete(Keys.WAITING, key));
        writer().delete(Keys.WAITING, Keys.completionDue());
        completionDue = (long) Event.NONE;
    }

    /** Asked for before every command. */
    @Override
    long completionDue() {
        Long known = completionDue;
        if (known == null) {
            known = super.completionDue();
            completionDue = known;
        }
        return known;
    }

    void nothingWaits(int contract) {
        for (byte[] prefix : List.of(Keys.waitingObjects(contract), Keys.waitingIds(contract))) {
            List<byte[]> keys = new ArrayList<>();
            writer().scan(Keys.WAITING, prefix, Keys.after(prefix), (key, value) -> keys.add(key));
            keys.forEach(key -> writer().delete(Keys.WAITING, key));
        }
    }

    void approvals(int contract, StixId id, String version, List<Approval> now) {
        byte[] key = Keys.approvals(contract, id, version);
        if (now.isEmpty()) {
            writer().delete(Keys.DUTIES, key);
        } else {
            writer().put(Keys.DUTIES, key, Approval.encode(now));
        }
    }

    void consent(int contract, StixId id, String version, String to, KeptConsent word) {
        writer().put(Keys.DUTIES, Keys.consent(contract, id, version, to), word.encode());
    }

    @Override
    long earliestRetained(int contract) {
        return retained.computeIfAbsent(contract, super::earliestRetained);
    }

    void retained(int contract, long firstMicros, long entry) {
        writer().put(Keys.DUTIES, Keys.retained(contract, firstMicros, entry), new byte[0]);
        retained.remove(contract);
    }

    void noLongerRetained(int contract, long firstMicros, long entry) {
        writer().delete(Keys.DUTIES, Keys.retained(contract, firstMicros, entry));
        retained.remove(contract);
    }

    void nothingRetained(int contract) {
        byte[] prefix = Keys.retained(contract);
        List<byte[]> keys = new ArrayList<>();
        writer().scan(Keys.DUTIES, prefix, Keys.after(prefix), (key, value) -> keys.add(key));
        keys.forEach(key -> writer().delete(Keys.DUTIES, key));
        retained.remove(contract);
    }

    /** The feed's end, to append to. */
    OpenFeed feed(int contract) {
        return feeds.computeIfAbsent(contract, OpenFeed::new);
    }

    @Override
    FeedHead feedHead(int contract) {
        OpenFeed open = feeds.get(contract);
        return open == null ? super.feedHead(contract) : open.head();
    }

    @Override
    Map<Integer, Owing> owing() {
        Map<Integer, Owing> known = owing;
        if (known == null) {
            known = super.owing();
            owing = known;
        }
        return known;
    }

    /** What the feed is owed; most often nothing. */
    Owing owing(int contract) {
        return owing().getOrDefault(contract, Owing.NOTHING);
    }

    /** Owes the feed one more chunk. */
    void owe(Event.Owed owed) {
        writer().put(Keys.FEEDS, Keys.owed(owed.contract(), owed.chunk()), EventCodec.encode(owed));
        owing(owed.contract(), owing(owed.contract()).more(owed.entries().size()));
    }

    /** The next chunk that the feed is owed; there must be one. */
    Event.Owed owed(int contract) {
        byte[] value =
                reader().get(Keys.FEEDS, Keys.owed(contract, owing(contract).first()));
        if (value == null) {
            throw new IllegalStateException("a feed is owed entries that are not kept");
        }
        return (Event.Owed) EventCodec.decode(value);
    }

    /** The feed has the chunk that it was owed next. */
    void settled(Event.Settled settled) {
        writer().delete(Keys.FEEDS, Keys.owed(settled.contract(), settled.chunk()));
        owing(settled.contract(), owing(settled.contract()).less(settled.entries()));
    }

    private void owing(int contract, Owing now) {
        byte[] key = Keys.owing(contract);
        if (now.isNothing()) {
            writer().delete(Keys.FEEDS, key);
            owing().remove(contract);
        } else {
            writer().put(Keys.FEEDS, key, now.encode());
            owing().put(contract, now);
        }
    }

    void received(int contract, ReceivedHead head) {
        writer().put(Keys.RECEIVED, Keys.receivedHead(contract), head.encode());
    }

    void received(int contract, long number, ReceivedEntry entry) {
        writer().put(Keys.RECEIVED, Keys.receivedEntry(contract, number), entry.encode());
    }

    void noticed(int contract, long from, long to, String note) {
        writer().put(Keys.RECEIVED, Keys.noticedTo(contract), Keys.number(to));
        writer().put(
                        Keys.RECEIVED,
                        Keys.notice(contract, from),
                        new Out(note.length() + 4).text(note).done());
    }

    void receivedTerms(int contract, long from, String sha256) {
        writer().put(
                        Keys.RECEIVED,
                        Keys.receivedTerms(contract, from),
                        new Out(80).text(sha256).done());
    }

    void minted(byte[] token) {
        writer().put(Keys.DUTIES, Keys.minted(token), new byte[0]);
    }

    void attested(Event.Attested word) {
        byte[] value = new Out(64).text(word.actor()).i64(word.micros()).done();
        writer().put(Keys.DUTIES, Keys.attested(word.ordinal()), value);
    }

    void destroyed(long ordinal, long micros) {
        writer().put(Keys.DUTIES, Keys.destroyed(ordinal), Keys.number(micros));
    }

    void made(StixId id, int contract, long entry) {
        writer().put(Keys.DUTIES, Keys.made(id, contract, entry), new byte[0]);
    }

    void noLongerMade(StixId id, int contract, long entry) {
        writer().delete(Keys.DUTIES, Keys.made(id, contract, entry));
    }

    void receivedBytes(int contract, String id, String sha256, long number) {
        writer().put(Keys.RECEIVED, Keys.receivedBytes(contract, id, sha256), Keys.number(number));
    }

    void posted(Event.Posted event) {
        writer().put(Keys.STATUSES, Keys.posts(event.poster()), Keys.number(event.number() + 1));
        writer().put(
                        Keys.STATUSES,
                        Keys.status(event.status()),
                        new PostStatus(event.status(), event.micros(), event.details()).encode(event.poster()));
        if (event.forgotten() != null) {
            writer().delete(Keys.STATUSES, Keys.status(event.forgotten()));
        }
    }

    void inbox(String partner, InboxHead head) {
        writer().put(Keys.INBOXES, Keys.inboxHead(partner), head.encode());
    }

    void inboxItem(String partner, long item, InboxItem entry) {
        writer().put(Keys.INBOXES, Keys.inboxItem(partner, item), entry.encode());
    }

    void inboxVersion(String partner, StixId id, String version, long item) {
        writer().put(Keys.INBOXES, Keys.inboxVersion(partner, id, version), Keys.number(item));
    }

    void forgetInboxItem(String partner, long item) {
        InboxItem old = inboxItem(partner, item);
        if (old != null) {
            writer().delete(Keys.INBOXES, Keys.inboxItem(partner, item));
            writer().delete(Keys.INBOXES, Keys.inboxVersion(partner, old.id(), old.version()));
        }
    }

    /** Writes what changed since the last call. */
    void flush() {
        for (StixId id : changedIdentifiers) {
            writer().put(Keys.IDENTIFIERS, Keys.identifier(id), identifier(id).encode());
        }
        changedIdentifiers.clear();
        for (int number : changedOutcomes) {
            write(number, outcomes(number));
        }
        changedOutcomes.clear();
        feeds.values().forEach(OpenFeed::flush);
        if (countersChanged) {
            writer().put(Keys.COUNTERS, Keys.COUNTERS_KEY, counters().encode());
            countersChanged = false;
        }
    }

    private ViewWriter writer() {
        if (writer == null) {
            throw new IllegalStateException("the tables are not bound to a group");
        }
        return writer;
    }

    /** A feed that is being appended to: its head and the blocks that changed. */
    final class OpenFeed {
        private final int contract;
        private final Frontier frontier;
        private final Map<Long, FeedBlock> changed = new LinkedHashMap<>();
        private FeedBlock last;
        private long size;
        private long micros;
        private long live;
        private boolean headChanged;

        private OpenFeed(int contract) {
            this.contract = contract;
            FeedHead head = TableWriter.super.feedHead(contract);
            frontier = FeedHead.tree(head.frontier());
            size = head.size();
            micros = head.micros();
            live = head.live();
            last = size == 0 ? new FeedBlock() : stored((size - 1) / FeedBlock.WIDTH);
        }

        FeedHead head() {
            return new FeedHead(size, micros, live, frontier.encode());
        }

        long size() {
            return size;
        }

        long micros() {
            return micros;
        }

        /** The block to append the next entry to; the caller appends one entry to it and calls {@link #appended}. */
        FeedBlock next() {
            if (last.count() == FeedBlock.WIDTH) {
                last = new FeedBlock();
            }
            changed.put(size / FeedBlock.WIDTH, last);
            return last;
        }

        void appended(byte[] entry, long at, int liveMore) {
            frontier.append(entry);
            size++;
            micros = at;
            live += liveMore;
            headChanged = true;
        }

        /** The block that holds that entry, to change its flags. */
        FeedBlock holding(long number) {
            long block = number / FeedBlock.WIDTH;
            if (block == (size - 1) / FeedBlock.WIDTH) {
                changed.put(block, last);
                return last;
            }
            return changed.computeIfAbsent(block, this::stored);
        }

        void died() {
            live--;
            headChanged = true;
        }

        private FeedBlock stored(long block) {
            byte[] records = reader().get(Keys.FEEDS, Keys.feedRecords(contract, block));
            byte[] entries = reader().get(Keys.FEEDS, Keys.feedEntries(contract, block));
            if (records == null || entries == null) {
                throw new IllegalStateException("a feed lacks a block of its entries");
            }
            return FeedBlock.of(records, entries);
        }

        private void flush() {
            changed.forEach((block, value) -> {
                writer().put(Keys.FEEDS, Keys.feedRecords(contract, block), value.records());
                writer().put(Keys.FEEDS, Keys.feedEntries(contract, block), value.entries());
            });
            changed.clear();
            if (headChanged) {
                writer().put(Keys.FEEDS, Keys.feedHead(contract), head().encode());
                headChanged = false;
            }
        }
    }

    /** Stands in until the first {@link #bind}. */
    private static final class Unbound implements ViewReader {
        @Override
        public List<byte @Nullable []> get(View view, List<byte[]> keys) {
            throw new IllegalStateException("the tables are not bound to a group");
        }

        @Override
        public byte @Nullable [] get(View view, byte[] key) {
            throw new IllegalStateException("the tables are not bound to a group");
        }

        @Override
        public void scan(View view, byte[] from, byte[] to, Visitor visitor) {
            throw new IllegalStateException("the tables are not bound to a group");
        }
    }
}
