package org.entente.exchange;

import java.util.ArrayList;
import java.util.List;
import org.entente.exchange.State.ContractEntry;

/**
 * Takes in what a partner's notice says of recalls while its log cannot be read (release.md rule 14). A notice is believed only as
 * far as it is signed, follows what is known already, and names entries that released something.
 */
final class Noticing {
    private final Draft draft;
    private final ContractEntry contract;
    private final State.Partner partner;

    Noticing(Draft draft, ContractEntry contract, State.Partner partner) {
        this.draft = draft;
        this.contract = contract;
        this.partner = partner;
    }

    /** Notes what is new in it, and gives the numbers of the entries that it recalls: none when it is here already. */
    List<Long> take(String note) {
        Notice notice = Notice.verified(note, contract, partner);
        TableWriter tables = draft.tables();
        long held = tables.receivedHead(contract.number()).size();
        if (notice.to() > held && note.equals(tables.notice(contract.number(), notice.from()))) {
            return List.of();
        }
        long told = Math.max(held, tables.noticedTo(contract.number()));
        if (notice.from() != told) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "A notice must follow the entries that are held and the notices that were taken in.",
                    "contract",
                    contract.contract().id().toString(),
                    "from",
                    Long.toString(notice.from()),
                    "known",
                    Long.toString(told));
        }
        if (notice.isIdle()) {
            return List.of();
        }
        for (long number : notice.recalled()) {
            if (number < held && !releases(number)) {
                throw new Failure(
                        Failure.Code.MISMATCH,
                        "The notice recalls an entry that released nothing.",
                        "contract",
                        contract.contract().id().toString(),
                        "entry",
                        Long.toString(number));
            }
        }
        draft.note(new Event.NoticeReceived(contract.number(), notice.from(), notice.to(), notice.recalled(), note));
        return notice.recalled();
    }

    /** Whether that entry may have released something: one whose opening is gone may. */
    private boolean releases(long number) {
        ReceivedEntry entry = draft.tables().receivedEntry(contract.number(), number);
        if (entry == null) {
            throw new IllegalStateException("a received feed lacks an entry");
        }
        byte[] stored = entry.opening() == null ? new byte[0] : draft.read(entry.opening());
        return entry.ordinal() != Event.NONE
                || Destroying.isGone(stored)
                || Opening.parse(stored).kind().releases();
    }

    /** The copies that are here of these entries and did not count as recalled before. */
    List<Long> copies(List<Long> numbers) {
        List<Long> ordinals = new ArrayList<>();
        for (long number : numbers) {
            ReceivedEntry entry = draft.tables().receivedEntry(contract.number(), number);
            if (entry != null && entry.ordinal() != Event.NONE && !entry.recalled()) {
                ordinals.add(entry.ordinal());
            }
        }
        return ordinals;
    }
}
