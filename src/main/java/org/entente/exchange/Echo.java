package org.entente.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.entente.journal.Group;
import org.entente.journal.Journal;
import org.entente.journal.JournalRecord;
import org.entente.journal.Payload;
import org.entente.stix.StixId;

/**
 * A copy of a node's directory that takes the records which the node wrote after it was copied: it appends and applies what was
 * decided elsewhere, and decides nothing. So it shows what deciding costs beyond the rest, and what it costs to look up what was
 * decided.
 */
public final class Echo implements AutoCloseable {
    private final Journal journal;
    private final Replay views = new Replay();

    private Echo(Path directory) {
        journal = Journal.open(directory, Keys.ALL, views);
    }

    /**
     * Opens the copy, which no node may have open.
     *
     * @throws org.entente.journal.JournalException as {@link Exchange#open} does
     */
    public static Echo open(Path directory) {
        return new Echo(directory);
    }

    /** One record with the bytes that its entries and forms have, ready to be appended. */
    public record Ready(List<byte[]> events, List<byte[]> payloads) {}

    /** The records that the node in that directory, which no process may have open, has beyond those that the copy has. */
    public List<Ready> missing(Path directory) {
        List<Ready> records = new ArrayList<>();
        try (Journal node = Journal.open(directory, Keys.ALL, new Replay())) {
            node.replay(journal.end(), record -> {
                List<byte[]> payloads =
                        record.payloads().stream().map(node::read).toList();
                records.add(new Ready(record.events(), payloads));
            });
        }
        return records;
    }

    /** Appends the record, applies it and makes it durable. */
    public void take(Ready ready) {
        Group group = journal.begin();
        JournalRecord record = group.append(
                ready.events(), ready.payloads().stream().map(Payload::of).toList(), List.of());
        views.apply(record, group);
        group.commit();
    }

    /**
     * What was decided under that contract, looked up as it is while a command is decided. Until the copy is closed it is for this
     * alone.
     *
     * @throws IllegalStateException if there is no such contract
     */
    public Decided decided(UUID contract) {
        Group group = journal.begin();
        views.tables().bind(group);
        State.ContractEntry entry = views.state().contract(contract);
        if (entry == null) {
            throw new IllegalStateException("the copy has no such contract");
        }
        return new Decided(new Draft(views, group, views.tables().counters().micros(), Set.of()), entry.number());
    }

    /** The decisions of one contract that are kept. For one thread. */
    public static final class Decided {
        private final Draft draft;
        private final int contract;

        private Decided(Draft draft, int contract) {
            this.draft = draft;
            this.contract = contract;
        }

        /** How many classes of objects there are; they are numbered from zero. */
        public int classes() {
            return draft.classes();
        }

        /** Whether objects of that class were permitted. */
        public boolean permits(int number) {
            return draft.outcome(contract, number) == Outcome.PERMITTED;
        }

        /** Whether the class of our own copy of some version of that object was permitted. */
        public boolean permits(StixId id) {
            for (IdentifierEntry.Version version : draft.identifier(id).versions()) {
                if (version.own() != Event.NONE && permits(draft.number(version.own()))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Closes the copy. */
    @Override
    public void close() {
        journal.close();
    }
}
