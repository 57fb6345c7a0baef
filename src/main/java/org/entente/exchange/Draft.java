package org.entente.exchange;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.entente.journal.Group;
import org.entente.journal.Payload;
import org.entente.journal.PayloadRef;
import org.entente.memorandum.Consent;
import org.entente.memorandum.LeftOperand;
import org.entente.release.Facets;
import org.entente.stix.MarkingKind;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.jspecify.annotations.Nullable;

/**
 * What one command leads to, while it is decided: the events and payloads of its record so far, and the views as they will
 * be once these are applied. Nothing here touches the journal or the views; a command that fails leaves its draft behind.
 */
final class Draft implements Forming.Copies {
    private final TableWriter tables;
    private final Group group;
    private final long micros;
    private final List<Event> events = new ArrayList<>();
    private final List<Payload> payloads = new ArrayList<>();
    private final Set<PayloadRef> destroyed = new LinkedHashSet<>();
    private final Map<StixId, IdentifierEntry> identifiers = new HashMap<>();
    private final Map<Long, Added> objects = new HashMap<>();
    private final Map<ByteBuffer, Integer> classes = new HashMap<>();
    private final Map<Integer, Facets> facets = new HashMap<>();
    private final Map<Long, Outcome> outcomes = new HashMap<>();
    private final Set<Integer> undecided = new HashSet<>();
    private final Map<Integer, FeedEnd> feeds = new HashMap<>();
    private final Set<Integer> followed = new HashSet<>();
    private final Map<Integer, Long> owed = new HashMap<>();
    private int taken;
    private long formed;
    private final Map<Long, Integer> reclassed = new HashMap<>();
    private Set<LeftOperand> asked;
    private final Set<Long> recalled = new HashSet<>();
    private final Set<Long> ending = new HashSet<>();
    private final Map<List<Object>, List<Approval>> approvals = new HashMap<>();
    private final Map<List<Object>, KeptConsent> consents = new HashMap<>();
    private State state;
    private long nextOrdinal;
    private int nextClass;

    /** An object that this command adds. */
    record Added(Event.ObjectAdded event, Prepared prepared) {}

    private record FeedEnd(long size, long micros) {}

    /** @param asked what constraints ask for by now */
    Draft(Replay views, Group group, long micros, Set<LeftOperand> asked) {
        this.asked = asked;
        this.group = group;
        this.tables = views.tables();
        this.state = views.state();
        this.micros = micros;
        nextOrdinal = tables.counters().objects();
        nextClass = tables.counters().classes();
    }

    /** The journal time of the command. */
    long micros() {
        return micros;
    }

    List<Event> events() {
        return events;
    }

    List<Payload> payloads() {
        return payloads;
    }

    State state() {
        return state;
    }

    void control(Event.Control event) {
        events.add(event);
        state = state.with(event);
    }

    void note(Event event) {
        events.add(event);
    }

    int payload(byte[] bytes) {
        return payload(Payload.of(bytes));
    }

    int payload(Payload payload) {
        payloads.add(payload);
        return payloads.size() - 1;
    }

    /** The payload of a form that is made for one feed. */
    int form(byte[] bytes) {
        formed += bytes.length;
        return payload(bytes);
    }

    /** Has the journal zero that payload once this command is durable. */
    void destroy(PayloadRef payload) {
        destroyed.add(payload);
    }

    List<PayloadRef> destroyed() {
        return List.copyOf(destroyed);
    }

    @Override
    public IdentifierEntry identifier(StixId id) {
        IdentifierEntry changed = identifiers.get(id);
        return changed != null ? changed : tables.identifier(id);
    }

    /** The bytes' hash of a payload of this draft. */
    byte[] hash(int payload) {
        return payloads.get(payload).sha256();
    }

    /** All identifiers, those of the store and those of this draft. */
    Map<StixId, IdentifierEntry> identifiers() {
        Map<StixId, IdentifierEntry> all = new HashMap<>();
        tables.identifiers(all::put);
        all.putAll(identifiers);
        return all;
    }

    /** What deciding needs to know of a copy. */
    record Copy(
            StixId id,
            String version,
            @Nullable StixId createdBy,
            boolean revoked,
            int number,
            @Nullable MarkingKind markingKind,
            int receivedUnder,
            long receivedEntry) {}

    @Override
    public Copy copy(long ordinal) {
        Added added = objects.get(ordinal);
        if (added != null) {
            Event.ObjectAdded e = added.event();
            return new Copy(
                    e.id(),
                    e.version(),
                    added.prepared().object().createdBy(),
                    e.revoked(),
                    e.number(),
                    e.markingKind(),
                    e.receivedUnder(),
                    e.receivedEntry());
        }
        ObjectEntry e = tables.object(ordinal);
        return e.ofClass(reclassed.getOrDefault(ordinal, e.number())).copy();
    }

    /** The class of a copy. */
    int number(long ordinal) {
        Added added = objects.get(ordinal);
        if (added != null) {
            return added.event().number();
        }
        Integer other = reclassed.get(ordinal);
        return other != null ? other : tables.number(ordinal);
    }

    /** Partners recalled the entries of these received copies. */
    void recall(Collection<Long> ordinals) {
        recalled.addAll(ordinals);
    }

    /** As if their partners had recalled them, and their bytes were gone: this command has them destroyed. */
    void end(Collection<Long> ordinals) {
        recalled.addAll(ordinals);
        ending.addAll(ordinals);
    }

    @Override
    public boolean isRecalled(long ordinal) {
        return isRecalled(ordinal, copy(ordinal));
    }

    /** Whether a partner recalled the entry of that copy of its feed. */
    boolean isRecalled(long ordinal, Copy copy) {
        return recalled.contains(ordinal) || tables.isRecalled(copy.receivedUnder(), copy.receivedEntry());
    }

    /** The tokens of the hops that the copy took before it came here; none for an own one. */
    List<String> lineage(long ordinal) {
        Copy copy = copy(ordinal);
        ReceivedEntry entry =
                copy.receivedUnder() < 0 ? null : tables.receivedEntry(copy.receivedUnder(), copy.receivedEntry());
        if (entry == null || entry.opening() == null) {
            return List.of();
        }
        return Opening.parse(group.read(entry.opening())).lineage();
    }

    /** The copy that an entry of a feed made available. */
    long shownCopy(int contract, long entry) {
        return tables.holding(contract, entry).about((int) (entry % FeedBlock.WIDTH));
    }

    StixId id(long ordinal) {
        return copy(ordinal).id();
    }

    String version(long ordinal) {
        return copy(ordinal).version();
    }

    @Override
    public byte[] sha256(long ordinal) {
        Added added = objects.get(ordinal);
        return added != null
                ? payloads.get(added.event().payload()).sha256()
                : tables.object(ordinal).sha256();
    }

    /** The object's bytes, also of one that an earlier command of the same group added. */
    @Override
    public byte[] bytes(long ordinal) {
        Added added = objects.get(ordinal);
        return added != null
                ? added.prepared().object().bytes()
                : group.read(tables.object(ordinal).payload());
    }

    /** Whether these are the object's bytes. */
    boolean isAsItCame(long ordinal, byte[] form) {
        boolean stored = added(ordinal) == null;
        return (!stored || tables.object(ordinal).payload().length() == form.length)
                && Arrays.equals(bytes(ordinal), form);
    }

    /** The bytes of a payload of the journal. */
    byte[] read(PayloadRef payload) {
        return group.read(payload);
    }

    /** The bytes that an entry of a feed released, which may be a form made for that feed. */
    byte[] shown(int contract, long entry) {
        return group.read(tables.released(contract, entry));
    }

    /** Whether the entry released the object byte for byte. */
    boolean wentAsItCame(int contract, long entry, long ordinal) {
        PayloadRef shown = tables.released(contract, entry);
        return added(ordinal) == null && shown.equals(tables.object(ordinal).payload());
    }

    @Nullable
    Added added(long ordinal) {
        return objects.get(ordinal);
    }

    /** What releasers said of that version under the contract, with what this command makes of it. */
    List<Approval> approvals(int contract, StixId id, String version) {
        List<Approval> changed = approvals.get(List.of(contract, id, version));
        return changed != null ? changed : tables.approvals(contract, id, version);
    }

    void approve(Event.Approved event) {
        List<Approval> before = approvals(event.contract(), event.id(), event.version());
        approvals.put(
                List.of(event.contract(), event.id(), event.version()),
                new Approval(event.actor(), event.sha256(), event.micros()).in(before));
        events.add(event);
    }

    void approve(Event.ApprovalWithdrawn event) {
        List<Approval> before = approvals(event.contract(), event.id(), event.version());
        approvals.put(List.of(event.contract(), event.id(), event.version()), Approval.without(before, event.actor()));
        events.add(event);
    }

    @Override
    public @Nullable KeptConsent consent(int contract, StixId id, String version, String to) {
        KeptConsent said = consents.get(List.of(contract, id, version, to));
        return said != null ? said : tables.consent(contract, id, version, to);
    }

    /** A giver's word under the contract, in the place of the one before. */
    void consent(int contract, Consent consent, KeptConsent word) {
        var event = new Event.Consented(contract, consent.object(), consent.version(), consent.to(), word);
        consents.put(List.of(contract, event.id(), event.version(), event.to()), word);
        events.add(event);
    }

    /** Adds a copy of an object and gives its ordinal. */
    long add(Prepared prepared, int receivedUnder, long receivedEntry) {
        StixObject object = prepared.object();
        long ordinal = nextOrdinal++;
        StixId createdBy = object.createdBy();
        var event = new Event.ObjectAdded(
                ordinal,
                object.id(),
                object.version(),
                createdBy == null ? null : createdBy.value(),
                object.revoked(),
                object.markingKind(),
                classOf(prepared),
                receivedUnder,
                receivedEntry,
                payload(prepared.payload()));
        events.add(event);
        objects.put(ordinal, new Added(event, prepared));
        IdentifierEntry entry = identifier(object.id());
        identifiers.put(object.id(), entry.with(Replay.copyAdded(entry, event)));
        return ordinal;
    }

    /** Files an own copy in the collection that its tag names, where that is declared. */
    void file(long ordinal) {
        String title = facets(copy(ordinal).number()).collection();
        State.Collection collection = title == null ? null : state.collection(title);
        if (collection != null) {
            file(collection, ordinal);
        }
    }

    void file(State.Collection collection, long ordinal) {
        long number = nextEntry(collection.sequence());
        events.add(new Event.Filed(collection.number(), number, ordinal, takeEntry(collection.sequence())));
    }

    /** Removes the own copy of a version that the collection shows, and its entry there. */
    void remove(State.Collection collection, StixId id, IdentifierEntry.Version version) {
        IdentifierEntry.Shown shown = version.shownTo(collection.sequence());
        if (shown == null || !shown.live()) {
            throw new IllegalStateException("a collection does not show what is removed from it");
        }
        events.add(new Event.Removed(collection.number(), shown.entry(), version.own()));
        identifiers.put(id, identifier(id).with(Replay.copyRemoved(version, collection.sequence())));
    }

    /** What constraints ask of objects by the end of this draft so far. */
    Set<LeftOperand> asked() {
        return asked;
    }

    /** The facets of what comes in, with all that is asked for by now. */
    Facets facets(Prepared prepared) {
        return prepared.asked().equals(asked)
                ? prepared.facets()
                : prepared.facets().asking(prepared.object(), asked, Micros.instant(micros));
    }

    /**
     * Has every copy of the store say what constraints ask for from now on: one scan of the store, if they ask for anything
     * that they did not ask before.
     */
    void ask(Set<LeftOperand> operands) {
        boolean more = !asked.containsAll(operands);
        asked = operands;
        if (!more) {
            return;
        }
        Instant now = Micros.instant(micros);
        identifiers().values().stream()
                .flatMap(entry -> entry.versions().stream())
                .flatMapToLong(Draft::copies)
                .filter(this::isHere)
                .sorted()
                .forEach(ordinal -> {
                    int before = copy(ordinal).number();
                    Facets facets = facets(before).asking(LiveSet.parse(bytes(ordinal)), operands, now);
                    int after = classOf(facets, facets.encode());
                    if (after != before) {
                        events.add(new Event.Reclassed(ordinal, after));
                        reclassed.put(ordinal, after);
                    }
                });
    }

    @Override
    public boolean isHere(long ordinal) {
        return added(ordinal) != null
                || copy(ordinal).receivedUnder() < 0
                || (tables.destroyed(ordinal) == null && !ending.contains(ordinal));
    }

    private static LongStream copies(IdentifierEntry.Version version) {
        LongStream received = version.received().stream().mapToLong(IdentifierEntry.Received::ordinal);
        return version.own() == Event.NONE ? received : LongStream.concat(LongStream.of(version.own()), received);
    }

    @SuppressWarnings("ReferenceEquality") // Facets that are equal and others cost an encoding and nothing else.
    private int classOf(Prepared prepared) {
        Facets facets = facets(prepared).arrived(Micros.instant(micros));
        return classOf(facets, facets == prepared.facets() ? prepared.key() : facets.encode());
    }

    private int classOf(Facets of, byte[] encoded) {
        ByteBuffer key = ByteBuffer.wrap(encoded);
        Integer known = classes.get(key);
        if (known == null) {
            known = tables.classOf(encoded);
            if (known == Event.NONE) {
                known = nextClass++;
                facets.put(known, of);
                events.add(new Event.ClassAdded(known, encoded));
            }
            classes.put(key, known);
        }
        return known;
    }

    /** The ids of the copies of these classes, those of this draft included. */
    Set<StixId> members(Set<Integer> numbers) {
        Set<StixId> ids = new LinkedHashSet<>();
        List<Long> ordinals = new ArrayList<>();
        numbers.forEach(number -> ordinals.addAll(tables.members(number)));
        for (List<Long> some : Pieces.of(ordinals)) {
            tables.fetchObjects(some);
            some.forEach(ordinal -> ids.add(tables.object(ordinal).id()));
        }
        objects.values().stream()
                .filter(added -> numbers.contains(added.event().number()))
                .forEach(added -> ids.add(added.event().id()));
        return ids;
    }

    /** Reads at once what the store has of these ids, which are soon looked at one by one. */
    void fetch(List<StixId> ids) {
        List<StixId> stored =
                ids.stream().filter(id -> !identifiers.containsKey(id)).toList();
        tables.fetch(stored);
        tables.fetchObjects(stored.stream()
                .flatMap(id -> identifier(id).versions().stream())
                .flatMapToLong(Draft::copies)
                .boxed()
                .toList());
    }

    /** Whether copies of the store are of other classes after this command, which {@link #members} does not see. */
    boolean hasReclassed() {
        return !reclassed.isEmpty();
    }

    /** How many classes there are, those of this draft included. */
    int classes() {
        return nextClass;
    }

    @Override
    public Facets facets(int number) {
        Facets added = facets.get(number);
        return added != null ? added : tables.facets(number);
    }

    Outcome outcome(int contract, int number) {
        Outcome decided = outcomes.get(pair(contract, number));
        if (decided != null) {
            return decided;
        }
        boolean stands =
                !undecided.contains(contract) && number < tables.counters().classes();
        return stands ? tables.outcomes(number).of(contract) : Outcome.UNDECIDED;
    }

    /**
     * What the contract decided so far no longer stands: its terms, the house rules or a marking's kind changed. It is
     * forgotten for all classes, those included that have no copy now and may have one later.
     */
    void decideAnew(int contract) {
        undecided.add(contract);
        outcomes.keySet().removeIf(pair -> (int) (pair >> Integer.SIZE) == contract);
        events.add(new Event.DecisionsCleared(contract));
    }

    void decided(int contract, int number, Outcome outcome) {
        outcomes.put(pair(contract, number), outcome);
        events.add(new Event.ClassDecided(contract, number, outcome));
    }

    private static long pair(int contract, int number) {
        return (long) contract << 32 | number;
    }

    /** When the contract came into force, which is when its feed began (docs/decisions/0003). */
    @Override
    public Instant started(int contract) {
        Instant started = tables.started(contract);
        return started != null ? started : Micros.instant(micros);
    }

    /** This command has the feed follow what its contract allows, which it does once. */
    void follow(int contract) {
        followed.add(contract);
    }

    /** Whether this command had the feed follow already, or gave it entries. */
    boolean moved(int contract) {
        return followed.contains(contract)
                || owed.containsKey(contract)
                || (feeds.containsKey(contract)
                        && nextEntry(contract) != tables.feedHead(contract).size());
    }

    /** Number of the next entry of the feed. */
    long nextEntry(int contract) {
        return end(contract).size();
    }

    /** As {@link #takeEntry(int, long)}, at the time of this command. */
    long takeEntry(int contract) {
        return takeEntry(contract, micros);
    }

    /** Takes the next number of the feed and gives the entry's time: that of its command, or just after the entry before. */
    long takeEntry(int contract, long commandMicros) {
        FeedEnd end = end(contract);
        long time = end.size() == 0 ? commandMicros : Math.max(commandMicros, end.micros() + 1);
        feeds.put(contract, new FeedEnd(end.size() + 1, time));
        taken++;
        return time;
    }

    /** Whether the entries of this command fill a chunk, so that more of them follow in records of their own. */
    boolean fills(Chunk chunk) {
        return chunk.isFull(taken, formed);
    }

    /** Whether the feed is owed entries, by this command or earlier ones, before it can be given others. */
    boolean owes(int contract) {
        return owed.containsKey(contract) || !tables.owing(contract).isNothing();
    }

    /** Has the writer give the feed first what it is owed, and decide this command anew, where it is owed anything. */
    void requireSettled(int contract) {
        if (owes(contract)) {
            throw new StillOwed(contract);
        }
    }

    /** Owes the feed these entries. */
    void owe(int contract, List<PlannedEntry> entries) {
        long chunk = owed.getOrDefault(contract, tables.owing(contract).next());
        events.add(new Event.Owed(contract, chunk, micros, entries));
        owed.put(contract, chunk + 1);
    }

    private FeedEnd end(int contract) {
        FeedEnd known = feeds.get(contract);
        if (known == null) {
            FeedHead head = tables.feedHead(contract);
            known = new FeedEnd(head.size(), head.micros());
            feeds.put(contract, known);
        }
        return known;
    }

    TableWriter tables() {
        return tables;
    }
}
