package org.entente.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.entente.exchange.Event.Arrived;
import org.entente.exchange.Event.ClassAdded;
import org.entente.exchange.Event.ClassDecided;
import org.entente.exchange.Event.Completed;
import org.entente.exchange.Event.Control;
import org.entente.exchange.Event.DecisionsCleared;
import org.entente.exchange.Event.Delivered;
import org.entente.exchange.Event.Destroyed;
import org.entente.exchange.Event.Erased;
import org.entente.exchange.Event.Filed;
import org.entente.exchange.Event.Incomplete;
import org.entente.exchange.Event.LetterTaken;
import org.entente.exchange.Event.LogReceived;
import org.entente.exchange.Event.Noted;
import org.entente.exchange.Event.NoticeReceived;
import org.entente.exchange.Event.ObjectAdded;
import org.entente.exchange.Event.Posted;
import org.entente.exchange.Event.PulledTo;
import org.entente.exchange.Event.Reclassed;
import org.entente.exchange.Event.Refers;
import org.entente.exchange.Event.Released;
import org.entente.exchange.Event.Removed;
import org.entente.exchange.Event.Taken;
import org.entente.exchange.Event.Tracked;
import org.entente.exchange.Event.Waiting;
import org.entente.exchange.Event.WaitingCleared;
import org.entente.exchange.Event.Withdrawn;
import org.entente.journal.Applier;
import org.entente.journal.JournalRecord;
import org.entente.journal.PayloadRef;
import org.entente.journal.ViewWriter;
import org.entente.merkle.Frontier;
import org.entente.stix.StixId;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Applies events to the views: the same code when a command is taken and when the journal is replayed. It decides nothing
 * and reads nothing but the views and the record, so that the views are a function of the journal, to the byte.
 */
final class Replay implements Applier {
    private static final PayloadRef NO_OPENING = new PayloadRef(0, 0);

    private final TableWriter tables = new TableWriter();
    private @Nullable State state;

    /** The tables that the events are applied to; the writer thread reads them too. */
    TableWriter tables() {
        return tables;
    }

    /** The fold over all control events so far. */
    State state() {
        State known = state;
        if (known == null) {
            known = tables.state();
            state = known;
        }
        return known;
    }

    /** Whether the record's command was taken by that journal time, its own microsecond included. */
    static boolean takenBy(JournalRecord record, long micros) {
        return EventCodec.decode(record.events().getFirst()) instanceof Taken taken && taken.micros() <= micros;
    }

    @Override
    public void apply(JournalRecord record, ViewWriter views) {
        List<Event> events = new ArrayList<>(record.events().size());
        for (byte[] event : record.events()) {
            events.add(EventCodec.decode(event));
        }
        tables.bind(views);
        apply(events, record);
        tables.flush();
    }

    /** As {@link #apply(JournalRecord, ViewWriter)}, with the record's events at hand; the caller flushes the tables. */
    void apply(List<Event> events, JournalRecord record) {
        state();
        for (Event event : events) {
            apply(event, record);
        }
    }

    private void apply(Event event, JournalRecord record) {
        switch (event) {
            case Taken(var _, var _, var micros) -> {
                Counters now = tables.counters();
                tables.counters(new Counters(now.objects(), now.classes(), now.control(), micros));
            }
            case Control control -> {
                tables.control(control);
                state = state().with(control);
                if (control instanceof Event.MemorandumAmended(var memorandum, var version, var _)) {
                    retentionChanged(memorandum, version);
                }
            }
            case Event.Attested word -> tables.attested(word);
            case Event.Approved(var contract, var id, var version, var actor, var sha256, var micros) ->
                tables.approvals(
                        contract,
                        id,
                        version,
                        new Approval(actor, sha256, micros).in(tables.approvals(contract, id, version)));
            case Event.ApprovalWithdrawn(var contract, var id, var version, var actor) ->
                tables.approvals(
                        contract, id, version, Approval.without(tables.approvals(contract, id, version), actor));
            case Event.Consented(var contract, var id, var version, var to, var word) ->
                tables.consent(contract, id, version, to, word);
            case ClassAdded(var number, var facets) -> {
                tables.classAdded(number, facets);
                Counters now = tables.counters();
                tables.counters(new Counters(now.objects(), number + 1, now.control(), now.micros()));
            }
            case DecisionsCleared(var contract) -> tables.nothingDecided(contract);
            case ClassDecided(var contract, var number, var outcome) -> tables.outcome(contract, number, outcome);
            case ObjectAdded added -> added(added, record);
            case Reclassed(var ordinal, var number) -> tables.reclassed(ordinal, number);
            case Filed filed -> filed(filed);
            case Removed removed -> removed(removed);
            case Posted posted -> tables.posted(posted);
            case Delivered delivered -> delivered(delivered, record);
            case LetterTaken(var partner, var number, var ordinal) -> {
                InboxItem item = tables.inboxItem(partner, number);
                if (item == null) {
                    throw new IllegalStateException("an item was taken that is in no inbox");
                }
                tables.inboxItem(partner, number, item.takenAs(ordinal));
            }
            case Waiting(var contract, var ordinal, var missing) -> {
                tables.waiting(contract, ordinal, missing);
                for (StixId id : missing) {
                    tables.identifier(id, tables.identifier(id).awaitedBy(contract));
                }
            }
            case WaitingCleared(var contract) -> tables.nothingWaits(contract);
            case Released released -> released(released, record);
            case Refers(var contract, var ordinal, var ids) -> tables.refers(contract, ordinal, ids);
            case Tracked(var contract) -> tables.track(contract);
            case Incomplete(var contract, var ordinal, var due) -> tables.incomplete(contract, ordinal, due);
            case Completed() -> tables.completed();
            case Event.Owed owed -> owed(owed);
            case Event.Settled settled -> tables.settled(settled);
            case Withdrawn withdrawn -> withdrawn(withdrawn, record);
            case Noted(var contract, var number, var kind, var micros, var opening) ->
                append(contract, number, kind, record, opening, micros, 0, 0);
            case LogReceived received -> received(received, record);
            case NoticeReceived notice -> noticed(notice);
            case Destroyed(var contract, var ordinals, var micros) ->
                ordinals.forEach(ordinal -> destroyed(contract, ordinal, micros));
            case Erased(var contract, var forms, var _) -> forms.forEach(entry -> formErased(contract, entry));
            case PulledTo(var contract, var addedAfter) -> {
                ReceivedHead head = tables.receivedHead(contract);
                tables.received(
                        contract, new ReceivedHead(head.size(), head.frontier(), head.checkpoint(), addedAfter));
            }
        }
    }

    private void added(ObjectAdded event, JournalRecord record) {
        PayloadRef payload = record.payloads().get(event.payload());
        tables.object(
                event.ordinal(),
                new ObjectEntry(
                        event.id(),
                        event.version(),
                        event.createdBy(),
                        event.revoked(),
                        event.markingKind(),
                        event.number(),
                        event.receivedUnder(),
                        event.receivedEntry(),
                        payload,
                        record.payloadHashes().get(event.payload())));
        Counters now = tables.counters();
        tables.counters(new Counters(event.ordinal() + 1, now.classes(), now.control(), now.micros()));
        IdentifierEntry entry = tables.identifier(event.id());
        tables.identifier(event.id(), entry.with(copyAdded(entry, event)));
        if (event.receivedUnder() != Event.NONE) {
            ReceivedEntry received = tables.receivedEntry(event.receivedUnder(), event.receivedEntry());
            if (received != null) {
                tables.received(event.receivedUnder(), event.receivedEntry(), received.withObject(event.ordinal()));
            }
        }
    }

    /** The version with the copy that the event added; also what a command sees of its own additions before they are applied. */
    static IdentifierEntry.Version copyAdded(IdentifierEntry entry, ObjectAdded event) {
        IdentifierEntry.Version version = entry.version(event.version());
        if (version == null) {
            version = new IdentifierEntry.Version(event.version(), Event.NONE, List.of(), List.of());
        }
        return event.receivedUnder() == Event.NONE
                ? version.withOwn(event.ordinal())
                : version.with(new IdentifierEntry.Received(event.receivedUnder(), event.ordinal()));
    }

    /** A collection's entries are kept like a feed's; its tree is over the hashes of the bytes, since it has no openings. */
    private void filed(Filed event) {
        ObjectEntry object = tables.object(event.ordinal());
        int sequence = State.sequence(event.collection());
        TableWriter.OpenFeed collection = tables.feed(sequence);
        if (collection.size() != event.number()) {
            throw new IllegalStateException("entries of a collection are not consecutive");
        }
        FeedBlock block = collection.next();
        block.append(EntryKind.RELEASED, object.sha256(), NO_OPENING, event.micros(), event.ordinal());
        block.released(object.number(), object.payload());
        collection.appended(object.sha256(), event.micros(), 1);
        IdentifierEntry entry = tables.identifier(object.id());
        IdentifierEntry.Version version = existing(entry, object);
        IdentifierEntry.Shown before = version.shownTo(sequence);
        IdentifierEntry now = entry.with(version.with(new IdentifierEntry.Shown(
                sequence, event.number(), true, false, before == null ? event.micros() : before.firstMicros())));
        tables.identifier(object.id(), now);
        markLatest(sequence, now);
    }

    private void removed(Removed event) {
        ObjectEntry object = tables.object(event.ordinal());
        int sequence = State.sequence(event.collection());
        die(sequence, event.number());
        IdentifierEntry entry = tables.identifier(object.id());
        IdentifierEntry now = entry.with(copyRemoved(existing(entry, object), sequence));
        tables.identifier(object.id(), now);
        markLatest(sequence, now);
    }

    /** The version without its own copy and its place in the collection; also what a command sees of its own removals. */
    static IdentifierEntry.Version copyRemoved(IdentifierEntry.Version version, int sequence) {
        IdentifierEntry.Version without = version.withOwn(Event.NONE);
        IdentifierEntry.Shown shown = version.shownTo(sequence);
        return shown == null
                ? without
                : without.with(new IdentifierEntry.Shown(
                        sequence, shown.entry(), false, shown.standIn(), shown.firstMicros()));
    }

    private static IdentifierEntry.Version existing(IdentifierEntry entry, ObjectEntry object) {
        IdentifierEntry.Version version = entry.version(object.version());
        if (version == null) {
            throw new IllegalStateException("an object was moved that was never added");
        }
        return version;
    }

    private void delivered(Delivered event, JournalRecord record) {
        String partner = event.partner();
        InboxHead before = tables.inboxHead(partner);
        for (long item = before.first(); item < event.head().first(); item++) {
            tables.forgetInboxItem(partner, item);
        }
        long item = before.next();
        for (Event.Letter letter : event.letters()) {
            tables.inboxItem(
                    partner,
                    item,
                    new InboxItem(
                            letter.id(),
                            letter.version(),
                            event.micros(),
                            record.payloads().get(letter.payload()),
                            record.payloadHashes().get(letter.payload()),
                            Event.NONE));
            tables.inboxVersion(partner, letter.id(), letter.version(), item);
            item++;
        }
        tables.inbox(partner, event.head());
    }

    private void released(Released event, JournalRecord record) {
        ObjectEntry object = tables.object(event.ordinal());
        int contract = event.contract();
        IdentifierEntry entry = tables.identifier(object.id());
        IdentifierEntry.Version version = entry.version(object.version());
        if (version == null) {
            throw new IllegalStateException("an object was released that was never added");
        }
        IdentifierEntry.Shown before = version.shownTo(contract);
        if (before != null && before.live()) {
            die(contract, before.entry());
        }
        EntryKind kind = event.restated() ? EntryKind.RESTATED : EntryKind.RELEASED;
        append(contract, event.number(), kind, record, event.opening(), event.micros(), event.ordinal(), 1)
                .released(
                        object.number(),
                        event.form() == Event.NONE
                                ? object.payload()
                                : record.payloads().get(event.form()));
        long first = before == null ? event.micros() : before.firstMicros();
        IdentifierEntry now = entry.with(
                version.with(new IdentifierEntry.Shown(contract, event.number(), true, event.standIn(), first)));
        tables.identifier(object.id(), now);
        markLatest(contract, now);
        if (event.lineage().length > 0) {
            tables.minted(event.lineage());
        }
        if (isRetained(contract)) {
            if (before != null && before.live()) {
                tables.noLongerRetained(contract, first, before.entry());
            }
            tables.retained(contract, first, event.number());
        }
        if (event.form() != Event.NONE && object.receivedUnder() >= 0) {
            tables.made(object.id(), contract, event.number());
        }
        if (event.waited()) {
            tables.noLongerWaiting(contract, event.ordinal());
        }
    }

    private void withdrawn(Withdrawn event, JournalRecord record) {
        fall(event.contract(), event.recalled());
        append(
                event.contract(),
                event.number(),
                EntryKind.WITHDRAWN,
                record,
                event.opening(),
                event.micros(),
                event.recalled(),
                0);
    }

    /** What is withdrawn or loses by entries that follow cannot be read from now on. */
    private void owed(Event.Owed event) {
        for (PlannedEntry entry : event.entries()) {
            switch (entry) {
                case PlannedEntry.Withdrawal(var recalled, var _) -> fall(event.contract(), recalled);
                case PlannedEntry.Release release
                when release.how() == PlannedEntry.How.RESTATED_LOSING -> {
                    ObjectEntry object = tables.object(release.ordinal());
                    IdentifierEntry.Shown shown =
                            existing(tables.identifier(object.id()), object).shownTo(event.contract());
                    if (shown != null) {
                        fall(event.contract(), shown.entry());
                    }
                }
                case PlannedEntry.Release _, PlannedEntry.Note _ -> {}
            }
        }
        tables.owe(event);
    }

    /** The entry stands no longer, and neither does the version while it was shown by no other since. */
    private void fall(int contract, long number) {
        FeedBlock block = tables.feed(contract).holding(number);
        int slot = (int) (number % FeedBlock.WIDTH);
        if (!block.live(slot)) {
            return;
        }
        ObjectEntry object = tables.object(block.about(slot));
        die(contract, number);
        IdentifierEntry entry = tables.identifier(object.id());
        IdentifierEntry.Version version = entry.version(object.version());
        IdentifierEntry.Shown shown = version == null ? null : version.shownTo(contract);
        if (version != null && shown != null && shown.entry() == number) {
            IdentifierEntry now = entry.with(version.with(
                    new IdentifierEntry.Shown(contract, shown.entry(), false, shown.standIn(), shown.firstMicros())));
            tables.identifier(object.id(), now);
            markLatest(contract, now);
            if (isRetained(contract)) {
                tables.noLongerRetained(contract, shown.firstMicros(), shown.entry());
            }
        }
    }

    private boolean isRetained(int contract) {
        return state().contract(contract).grant().duties().retainFor() != null;
    }

    /** New terms may begin or end a retention: what is live is listed anew. */
    private void retentionChanged(UUID memorandum, int version) {
        for (State.ContractEntry entry : state().contracts()) {
            int contract = entry.number();
            if (entry.contract().memorandum().equals(memorandum)) {
                tables.nothingRetained(contract);
                if (entry.contract().version() == version && isRetained(contract)) {
                    tables.identifiers((_, identifier) -> identifier.versions().forEach(v -> {
                        IdentifierEntry.Shown shown = v.shownTo(contract);
                        if (shown != null && shown.live()) {
                            tables.retained(contract, shown.firstMicros(), shown.entry());
                        }
                    }));
                }
            }
        }
    }

    private FeedBlock append(
            int contract,
            long number,
            EntryKind kind,
            JournalRecord record,
            int opening,
            long micros,
            long about,
            int liveMore) {
        TableWriter.OpenFeed feed = tables.feed(contract);
        if (feed.size() != number) {
            throw new IllegalStateException("feed entries are not consecutive");
        }
        byte[] entry = record.payloadHashes().get(opening);
        FeedBlock block = feed.next();
        block.append(kind, entry, record.payloads().get(opening), micros, about);
        feed.appended(entry, micros, liveMore);
        return block;
    }

    private void die(int contract, long number) {
        TableWriter.OpenFeed feed = tables.feed(contract);
        feed.holding(number).dead((int) (number % FeedBlock.WIDTH));
        feed.died();
    }

    /** Of the live versions of an object, the newest is the one that TAXII shows by default ({@code match[version]=last}). */
    private void markLatest(int contract, IdentifierEntry entry) {
        IdentifierEntry.Version latest = null;
        for (IdentifierEntry.Version v : entry.versions()) {
            if (v.liveIn(contract) && (latest == null || StixTimestamp.compare(v.text(), latest.text()) > 0)) {
                latest = v;
            }
        }
        for (IdentifierEntry.Version v : entry.versions()) {
            IdentifierEntry.Shown shown = v.shownTo(contract);
            if (shown != null && shown.live()) {
                tables.feed(contract)
                        .holding(shown.entry())
                        .latest((int) (shown.entry() % FeedBlock.WIDTH), v.equals(latest));
            }
        }
    }

    private void received(LogReceived event, JournalRecord record) {
        int contract = event.contract();
        ReceivedHead head = tables.receivedHead(contract);
        Frontier frontier = FeedHead.tree(head.frontier());
        long number = event.from();
        for (Arrived arrived : event.entries()) {
            frontier.append(arrived.entry());
            PayloadRef opening =
                    arrived.opening() == Event.NONE ? null : record.payloads().get(arrived.opening());
            tables.received(contract, number, new ReceivedEntry(arrived.entry(), opening, Event.NONE, false));
            if (!arrived.id().isEmpty()) {
                tables.receivedBytes(contract, arrived.id(), arrived.sha256(), number);
            }
            if (arrived.kind() == EntryKind.TERMS_CHANGED.code()
                    && !arrived.sha256().isEmpty()) {
                tables.receivedTerms(contract, number, arrived.sha256());
            }
            ReceivedEntry recalled =
                    arrived.recalled() == Event.NONE ? null : tables.receivedEntry(contract, arrived.recalled());
            if (recalled != null) {
                tables.received(contract, arrived.recalled(), recalled.asRecalled());
            }
            number++;
        }
        String checkpoint = event.checkpoint().isEmpty() ? head.checkpoint() : event.checkpoint();
        tables.received(contract, new ReceivedHead(frontier.size(), frontier.encode(), checkpoint, head.addedAfter()));
    }

    /** What the notice recalls counts as recalled, as if the log had said so; what is not here has nothing to recall. */
    private void noticed(NoticeReceived notice) {
        int contract = notice.contract();
        for (long number : notice.recalled()) {
            ReceivedEntry entry = tables.receivedEntry(contract, number);
            if (entry != null) {
                tables.received(contract, number, entry.asRecalled());
            }
        }
        tables.noticed(contract, notice.from(), notice.to(), notice.note());
    }

    /** The journal zeroed the bytes; from now on the copy's entry counts as recalled, so that the copy permits nothing. */
    private void destroyed(int contract, long ordinal, long micros) {
        ObjectEntry object = tables.object(ordinal);
        tables.destroyed(ordinal, micros);
        ReceivedEntry entry = tables.receivedEntry(contract, object.receivedEntry());
        if (entry != null) {
            tables.received(contract, object.receivedEntry(), entry.asRecalled());
        }
    }

    private void formErased(int contract, long number) {
        FeedBlock block = tables.holding(contract, number);
        ObjectEntry object = tables.object(block.about((int) (number % FeedBlock.WIDTH)));
        tables.noLongerMade(object.id(), contract, number);
    }
}
