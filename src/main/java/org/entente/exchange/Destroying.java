package org.entente.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.exchange.IdentifierEntry.Shown;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Status;
import org.entente.memorandum.Grant;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is destroyed under the duty {@code deleteAtEnd} (release.md rules 9, 10 and 21).
 *
 * <p>As receivers we destroy a copy when its title ends: the partner recalled its entry or gave the version another form, or the
 * contract is closed. Every copy has bytes of its own, so a copy of the same object that came under another contract, or is ours,
 * keeps them. Forms that were made of the copy for partners of ours go with it. As givers we destroy the openings of what we
 * withdrew or restated, or closed, and the forms that were made for it. Which payloads that are is fixed by the command that
 * ends the title; the journal zeroes them once its record is durable.
 */
final class Destroying {
    private final String self;
    private @Nullable State givenOf;
    private List<ContractEntry> given = List.of();

    /** @param self our own organisation */
    Destroying(String self) {
        this.self = self;
    }

    // What we received: the copies whose title ends.

    /** Copies whose title the log that was just taken in ended. */
    Set<Long> endedBy(Event.LogReceived log, ContractEntry contract, Draft draft) {
        Set<Long> ended = new TreeSet<>();
        if (!mayPromise(contract, draft)) {
            return ended;
        }
        for (Event.Arrived arrived : log.entries()) {
            if (arrived.kind() == EntryKind.CLOSED.code()) {
                return all(contract, draft);
            }
            if (arrived.recalled() != Event.NONE) {
                byte[] stored = opening(arrived.recalled(), log, contract, draft);
                ended.addAll(recalled(arrived.recalled(), stored, contract, draft));
            }
        }
        return ended;
    }

    /** Copies whose title ended because the partner gave notice that it recalled these entries. */
    Set<Long> endedBy(List<Long> recalled, ContractEntry contract, Draft draft) {
        Set<Long> ended = new TreeSet<>();
        if (mayPromise(contract, draft)) {
            for (long number : recalled) {
                ended.addAll(recalled(number, opening(number, contract, draft), contract, draft));
            }
        }
        return ended;
    }

    /**
     * The copy that came by the entry, and those in whose place it came.
     *
     * @param stored the entry's opening, zeros where it was destroyed, null where it is not here
     */
    private static Set<Long> recalled(long number, byte @Nullable [] stored, ContractEntry contract, Draft draft) {
        Opening opening = stored == null || isGone(stored) ? null : Opening.parse(stored);
        StixId id = opening == null || opening.id() == null ? null : StixId.parse(opening.id());
        Set<Long> ended = new TreeSet<>();
        if (opening == null || id == null) {
            return ended;
        }
        for (Version version : draft.identifier(id).versions()) {
            if (version.text().isEmpty() || version.text().equals(opening.version())) {
                ended.addAll(upTo(number, version, contract, draft));
            }
        }
        return ended;
    }

    private static byte @Nullable [] opening(long number, Event.LogReceived log, ContractEntry contract, Draft draft) {
        if (number >= log.from()) {
            int payload = log.entries().get((int) (number - log.from())).opening();
            return payload == Event.NONE ? null : draft.payloads().get(payload).bytes();
        }
        return opening(number, contract, draft);
    }

    private static byte @Nullable [] opening(long number, ContractEntry contract, Draft draft) {
        ReceivedEntry entry = draft.tables().receivedEntry(contract.number(), number);
        return entry == null || entry.opening() == null ? null : draft.read(entry.opening());
    }

    /** Copies of the version that came under the contract by that entry or an earlier one, and whose terms have the duty. */
    private static Set<Long> upTo(long number, Version version, ContractEntry contract, Draft draft) {
        Set<Long> copies = new TreeSet<>();
        for (IdentifierEntry.Received copy : version.received()) {
            boolean counts = copy.contract() == contract.number()
                    && draft.added(copy.ordinal()) == null
                    && draft.copy(copy.ordinal()).receivedEntry() <= number;
            if (counts && isPromised(copy.ordinal(), contract, draft)) {
                copies.add(copy.ordinal());
            }
        }
        return copies;
    }

    /** Copies in whose place others of these ids came just now: they show what the partner no longer shows. */
    Set<Long> replacedBy(Set<StixId> added, ContractEntry contract, Draft draft) {
        Set<Long> ended = new TreeSet<>();
        if (!mayPromise(contract, draft)) {
            return ended;
        }
        for (StixId id : added) {
            for (Version version : draft.identifier(id).versions()) {
                version.received().stream()
                        .map(IdentifierEntry.Received::ordinal)
                        .filter(ordinal -> draft.added(ordinal) != null)
                        .forEach(ordinal ->
                                ended.addAll(upTo(draft.copy(ordinal).receivedEntry(), version, contract, draft)));
            }
        }
        return ended;
    }

    /**
     * Copies whose title ended because the contract under which they came is closed now.
     *
     * @param before how the contracts that may have moved stood before
     */
    Set<Long> closed(Map<UUID, ContractEntry> before, Draft draft) {
        Set<Long> ended = new TreeSet<>();
        for (ContractEntry contract : draft.state().contracts()) {
            ContractEntry was = before.get(contract.contract().id());
            boolean closes = was != null
                    && was.status() != Status.CLOSED
                    && contract.status() == Status.CLOSED
                    && contract.contract().receiver().equals(self);
            if (closes && mayPromise(contract, draft)) {
                ended.addAll(all(contract, draft));
            }
        }
        return ended;
    }

    private static Set<Long> all(ContractEntry contract, Draft draft) {
        Set<Long> copies = new TreeSet<>();
        long size = draft.tables().receivedHead(contract.number()).size();
        for (long number = 0; number < size; number++) {
            ReceivedEntry entry = draft.tables().receivedEntry(contract.number(), number);
            if (entry != null && entry.ordinal() != Event.NONE && isPromised(entry.ordinal(), contract, draft)) {
                copies.add(entry.ordinal());
            }
        }
        return copies;
    }

    /** Whether a version of the memorandum has the duty: without one, nothing needs to be looked at. */
    private static boolean mayPromise(ContractEntry contract, Draft draft) {
        State.MemorandumEntry memorandum =
                draft.state().memorandum(contract.contract().memorandum());
        return memorandum != null && memorandum.editions().stream().anyMatch(edition -> asks(edition, contract));
    }

    private static boolean asks(State.Edition edition, ContractEntry contract) {
        return asks(edition.memorandum().grant(contract.contract().grant()));
    }

    private static boolean asks(@Nullable Grant grant) {
        return grant != null && grant.duties().deleteAtEnd();
    }

    /** A copy is here, and the terms under which it came ask for its destruction, or those do that hold now. */
    private static boolean isPromised(long ordinal, ContractEntry contract, Draft draft) {
        long entry = draft.copy(ordinal).receivedEntry();
        boolean asked = asks(contract.grant()) || asks(new FeedTerms(draft, contract).grant(entry));
        return asked && draft.isHere(ordinal);
    }

    /** Has these copies destroyed, with their openings and the forms that were made of them and are no longer live. */
    void destroy(Set<Long> ordinals, Draft draft) {
        SortedMap<Integer, List<Long>> byContract = new TreeMap<>();
        Set<StixId> ids = new LinkedHashSet<>();
        for (long ordinal : ordinals) {
            ObjectEntry copy = draft.tables().object(ordinal);
            ReceivedEntry entry = draft.tables().receivedEntry(copy.receivedUnder(), copy.receivedEntry());
            draft.destroy(copy.payload());
            if (entry != null && entry.opening() != null) {
                draft.destroy(entry.opening());
            }
            byContract
                    .computeIfAbsent(copy.receivedUnder(), _ -> new ArrayList<>())
                    .add(ordinal);
            ids.add(copy.id());
        }
        byContract.forEach(
                (contract, copies) -> draft.note(new Event.Destroyed(contract, List.copyOf(copies), draft.micros())));
        destroyForms(ids, draft);
    }

    private static void destroyForms(Set<StixId> ids, Draft draft) {
        Map<Integer, Set<Long>> ended = ended(draft);
        SortedMap<Integer, SortedSet<Long>> forms = new TreeMap<>();
        for (StixId id : ids) {
            for (Tables.EntryOf made : draft.tables().made(id)) {
                if (!isLive(made, ended.getOrDefault(made.contract(), Set.of()), draft)) {
                    draft.destroy(draft.tables().released(made.contract(), made.number()));
                    forms.computeIfAbsent(made.contract(), _ -> new TreeSet<>()).add(made.number());
                }
            }
        }
        forms.forEach((contract, entries) -> draft.note(new Event.Erased(contract, List.copyOf(entries), List.of())));
    }

    private static boolean isLive(Tables.EntryOf made, Set<Long> ended, Draft draft) {
        FeedBlock block = draft.tables().holding(made.contract(), made.number());
        return block.live((int) (made.number() % FeedBlock.WIDTH))
                && !ended.contains(made.number())
                && draft.state().contract(made.contract()).status() != Status.CLOSED;
    }

    // What we give.

    /** Erases what showed objects under the duty and ended by what the command led to so far. */
    void erase(Draft draft) {
        List<ContractEntry> contracts = given(draft.state());
        if (contracts.isEmpty()) {
            return;
        }
        Map<Integer, Set<Long>> ended = ended(draft);
        for (ContractEntry contract : contracts) {
            erase(contract.number(), new TreeSet<>(ended.getOrDefault(contract.number(), Set.of())), draft);
        }
    }

    private static void erase(int contract, SortedSet<Long> entries, Draft draft) {
        List<Long> forms = new ArrayList<>();
        List<Long> openings = new ArrayList<>();
        for (long number : entries) {
            FeedBlock block = draft.tables().holding(contract, number);
            int slot = (int) (number % FeedBlock.WIDTH);
            if (isGone(draft.read(block.opening(slot)))) {
                continue;
            }
            draft.destroy(block.opening(slot));
            openings.add(number);
            ObjectEntry object = draft.tables().object(block.about(slot));
            if (!block.payload(slot).equals(object.payload())) {
                draft.destroy(block.payload(slot));
                forms.add(number);
            }
        }
        if (!openings.isEmpty()) {
            draft.note(new Event.Erased(contract, List.copyOf(forms), List.copyOf(openings)));
        }
    }

    /** Whether these bytes were destroyed: they were JSON, and are zeros. */
    static boolean isGone(byte[] bytes) {
        return bytes.length == 0 || bytes[0] == 0;
    }

    /** Contracts under which we give and whose terms have the duty, or once had it. */
    @SuppressWarnings("ReferenceEquality") // A state is never changed, only replaced.
    private List<ContractEntry> given(State state) {
        if (state != givenOf) {
            given = state.contracts().stream()
                    .filter(contract -> contract.contract().giver().equals(self) && asked(contract, state))
                    .toList();
            givenOf = state;
        }
        return given;
    }

    private static boolean asked(ContractEntry contract, State state) {
        State.MemorandumEntry memorandum = state.memorandum(contract.contract().memorandum());
        return asks(contract.grant())
                || (memorandum != null
                        && memorandum.replaced().stream()
                                .anyMatch(edition -> edition.signed().complete() && asks(edition, contract)));
    }

    // What ended by the events of a draft.

    /** The entries that showed objects and end by what the draft noted: withdrawn, restated, or closed with their feed. */
    private static Map<Integer, Set<Long>> ended(Draft draft) {
        Map<Integer, Set<Long>> ended = new HashMap<>();
        for (Event event : draft.events()) {
            if (event instanceof Event.Withdrawn withdrawn) {
                add(ended, withdrawn.contract(), withdrawn.recalled());
            } else if (event instanceof Event.Released released && released.restated()) {
                Shown before = shown(released, draft);
                if (before != null) {
                    add(ended, released.contract(), before.entry());
                }
            } else if (event instanceof Event.Noted noted && noted.kind() == EntryKind.CLOSED) {
                releases(noted.contract(), draft).forEach(entry -> add(ended, noted.contract(), entry));
            }
        }
        return ended;
    }

    private static void add(Map<Integer, Set<Long>> ended, int contract, long entry) {
        ended.computeIfAbsent(contract, _ -> new HashSet<>()).add(entry);
    }

    /** How the version was shown before it was restated. */
    private static @Nullable Shown shown(Event.Released released, Draft draft) {
        Draft.Copy copy = draft.copy(released.ordinal());
        Version version = draft.tables().identifier(copy.id()).version(copy.version());
        return version == null ? null : version.shownTo(released.contract());
    }

    /** Every entry of the feed that released an object or gave it another form. */
    private static List<Long> releases(int contract, Draft draft) {
        List<Long> entries = new ArrayList<>();
        long size = draft.tables().feedHead(contract).size();
        for (long first = 0; first < size; first += FeedBlock.WIDTH) {
            FeedBlock block = draft.tables().holding(contract, first);
            for (int slot = 0; slot < block.count(); slot++) {
                if (block.kind(slot).releases()) {
                    entries.add(first + slot);
                }
            }
        }
        return entries;
    }
}
