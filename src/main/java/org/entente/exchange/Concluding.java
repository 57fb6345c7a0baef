package org.entente.exchange;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Edition;
import org.entente.exchange.State.MemorandumEntry;
import org.entente.exchange.State.Status;
import org.entente.memorandum.Contract;
import org.entente.memorandum.Fault;
import org.entente.memorandum.Lifecycle;
import org.entente.memorandum.LifecycleEvent;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.PartySignature;
import org.entente.memorandum.SignedMemorandum;
import org.entente.memorandum.Standing;
import org.entente.memorandum.Transition;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of memoranda: they come in, are signed, come into force, are amended and end, and their contracts with them. */
final class Concluding {
    private final Organisation self;
    private final NodeKeys keys;
    private final Following following;
    private final Destroying destroying;

    Concluding(Organisation self, NodeKeys keys, Following following, Destroying destroying) {
        this.self = self;
        this.keys = keys;
        this.following = following;
        this.destroying = destroying;
    }

    Command.Done addMemorandum(SignedMemorandum signed, Draft draft) {
        Memorandum memorandum = signed.memorandum();
        if (!memorandum.binds(self.did())) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "This organisation is not a party to the memorandum.",
                    "organisation",
                    self.did());
        }
        MemorandumEntry known = draft.state().memorandum(memorandum.id());
        Edition edition = known == null ? null : known.edition(memorandum.version());
        if (edition == null) {
            fitting(known, memorandum);
        } else if (!Arrays.equals(edition.memorandum().canonical(), memorandum.canonical())) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "Another text is kept under this memorandum's id and version.",
                    "memorandum",
                    memorandum.id().toString());
        }
        for (Fault fault : signed.verify(party -> key(party, draft))) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "A signature of the memorandum cannot be accepted.",
                    "path",
                    fault.path(),
                    "rule",
                    fault.rule(),
                    "reason",
                    fault.message());
        }
        if (edition == null) {
            draft.control(new Event.MemorandumAdded(memorandum.canonical()));
        }
        for (PartySignature signature : signed.signatures()) {
            if (existing(memorandum.id(), memorandum.version(), draft).signed().signatureOf(signature.party())
                    == null) {
                sign(memorandum, signature, draft);
            }
        }
        return new Command.Done();
    }

    /** A text that is new here is the first version, or a later one that can take the place of the current one. */
    private static void fitting(@Nullable MemorandumEntry known, Memorandum memorandum) {
        if (known == null) {
            if (memorandum.version() != 1) {
                throw new Failure(
                        Failure.Code.CONFLICT,
                        "A later version comes after the first, which is not here: take that in before.",
                        "memorandum",
                        memorandum.id().toString());
            }
            return;
        }
        if (known.editions().size() >= State.MAX_EDITIONS) {
            throw new Failure(
                    Failure.Code.LIMIT,
                    "A memorandum has a limited number of versions; conclude a new one that cites it.",
                    "max_versions",
                    Integer.toString(State.MAX_EDITIONS));
        }
        refuse(known.unfit(memorandum), memorandum.id());
    }

    private static void refuse(State.@Nullable Unfit unfit, UUID memorandum) {
        if (unfit != null) {
            throw new Failure(
                    Failure.Code.CONFLICT, unfit.message(), "memorandum", memorandum.toString(), "rule", unfit.rule());
        }
    }

    private @Nullable PublicKey key(String party, Draft draft) {
        if (party.equals(self.did())) {
            return keys.publicKey();
        }
        State.Partner partner = draft.state().partner(party);
        return partner == null ? null : partner.key();
    }

    Command.Done signMemorandum(Command.SignMemorandum command, Draft draft) {
        Edition edition = existing(command.memorandum(), command.version(), draft);
        if (edition.signed().signatureOf(self.did()) != null) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "This organisation has signed the memorandum already.",
                    "memorandum",
                    command.memorandum().toString());
        }
        PartySignature signature =
                edition.signed().sign(self.did(), keys.keyPair().getPrivate()).signatureOf(self.did());
        if (signature == null) {
            throw new IllegalStateException("a signature was made and is not there");
        }
        sign(edition.memorandum(), signature, draft);
        return new Command.Done();
    }

    private void sign(Memorandum memorandum, PartySignature signature, Draft draft) {
        draft.control(
                new Event.MemorandumSigned(memorandum.id(), memorandum.version(), signature.party(), signature.jws()));
        move(memorandum.id(), memorandum.version(), new LifecycleEvent.Signed(signature.party()), draft);
    }

    Command.Done mark(Command.MarkMemorandum command, Draft draft) {
        LifecycleEvent event = switch (command.mark()) {
            case OFFERED -> new LifecycleEvent.Offered();
            case AGREED -> new LifecycleEvent.Agreed();
        };
        int newest = existing(command.memorandum(), Command.NEWEST, draft).version();
        return move(command.memorandum(), newest, event, draft);
    }

    Command.Done move(UUID id, LifecycleEvent event, Draft draft) {
        return move(id, existing(id, draft).current().version(), event, draft);
    }

    /** Moves a version of a memorandum, and its contracts' feeds where it is the current one or becomes it. */
    Command.Done move(UUID id, int version, LifecycleEvent event, Draft draft) {
        MemorandumEntry entry = existing(id, draft);
        Edition edition = existing(id, version, draft);
        Standing moved = moved(edition, event, draft);
        if (entry.proposed().contains(edition)) {
            refuse(entry.unfit(edition.memorandum()), id);
            if (moved.inForce()) {
                amend(entry, edition, moved, draft);
                return new Command.Done();
            }
        }
        Map<UUID, ContractEntry> before = contracts(id, draft);
        Map<Integer, FormDuty> duties = following.duties(draft.state());
        draft.control(new Event.MemorandumMoved(id, version, moved));
        Set<Long> ended = destroying.closed(before, draft);
        draft.end(ended);
        MemorandumEntry now = existing(id, draft);
        if (now.standing().inForce() && before.isEmpty()) {
            begin(open(now, draft), Opening.sha256(now.memorandum().canonical()), draft);
        }
        before.forEach((contract, was) -> follow(contract, was.status(), draft));
        followDuties(id, duties, draft);
        destroy(ended, draft);
        return new Command.Done();
    }

    /** Has copies destroyed of which the contract is closed, once nothing shows them any more. */
    private void destroy(Set<Long> ended, Draft draft) {
        if (following.passesOn(draft) && !ended.isEmpty()) {
            following.giving(draft).stream()
                    .filter(contract -> !draft.moved(contract.number()))
                    .forEach(contract -> following.anew(contract, false, draft));
        }
        destroying.destroy(ended, draft);
    }

    /** Has the contracts of other memoranda follow what duties there are now. */
    private void followDuties(UUID moved, Map<Integer, FormDuty> before, Draft draft) {
        following.giving(draft).stream()
                .filter(contract -> !contract.contract().memorandum().equals(moved))
                .forEach(contract -> followDuty(contract, before, draft));
    }

    /** Rule 9: the duties of one contract give objects their form under the others with the same receiver too. */
    private void followDuty(ContractEntry contract, Map<Integer, FormDuty> before, Draft draft) {
        FormDuty was = before.getOrDefault(contract.number(), FormDuty.NONE);
        if (!was.isSame(following.duty(contract, draft))) {
            draft.decideAnew(contract.number());
            following.anew(contract, true, draft);
        }
    }

    private static Standing moved(Edition edition, LifecycleEvent event, Draft draft) {
        return switch (Lifecycle.apply(
                edition.memorandum(), edition.standing(), event, Micros.instant(draft.micros()))) {
            case Transition.Illegal(var rule, var message) ->
                throw new Failure(
                        Failure.Code.CONFLICT,
                        message,
                        "memorandum",
                        edition.memorandum().id().toString(),
                        "rule",
                        rule);
            case Transition.Moved(var standing) -> standing;
        };
    }

    /** Puts the later version in the place of the current one: contracts go on under new terms, end, or open. */
    private void amend(MemorandumEntry entry, Edition next, Standing moved, Draft draft) {
        UUID id = next.memorandum().id();
        Map<UUID, ContractEntry> before = contracts(id, draft);
        Map<Integer, FormDuty> duties = following.duties(draft.state());
        Standing standing = Lifecycle.inPlaceOf(next.memorandum(), moved, entry.standing());
        draft.control(new Event.MemorandumAmended(id, next.version(), standing));
        Set<Long> ended = destroying.closed(before, draft);
        draft.end(ended);
        Set<StixId> gone = new LinkedHashSet<>();
        ended.forEach(ordinal -> gone.add(draft.id(ordinal)));
        byte[] terms = Opening.sha256(next.memorandum().canonical());
        // Whatever is decided depends on the duties of all contracts with a receiver, so that all open before.
        List<Integer> opened = open(existing(id, draft), draft);
        before.forEach((contract, was) -> {
            ContractEntry now = draft.state().contract(contract);
            if (now != null && now.contract().version() == next.version()) {
                FormDuty formed = duties.getOrDefault(now.number(), FormDuty.NONE);
                boolean same = formed.isSame(following.duty(now, draft))
                        && was.grant().duties().equals(now.grant().duties());
                changeTerms(now, terms, same ? gone : null, draft);
            } else {
                follow(contract, was.status(), draft);
            }
        });
        begin(opened, terms, draft);
        followDuties(id, duties, draft);
        destroy(ended, draft);
    }

    /** @param gone ids of copies that went by the same command; null where the duties are others, so that all is decided anew */
    private void changeTerms(ContractEntry contract, byte[] terms, @Nullable Set<StixId> gone, Draft draft) {
        if (contract.contract().giver().equals(self.did())) {
            Change change = following.change(draft, contract);
            change.termsChanged(terms);
            change.withdrawsFor(Opening.TERMS_CHANGED);
            LiveSet live = following.liveSet(draft, contract, change);
            if (gone == null) {
                draft.decideAnew(contract.number());
                live.anew(true);
            } else {
                live.redecided(gone);
            }
            change.write();
        }
    }

    private static Map<UUID, ContractEntry> contracts(UUID memorandum, Draft draft) {
        Map<UUID, ContractEntry> contracts = new LinkedHashMap<>();
        for (ContractEntry contract : draft.state().contracts()) {
            if (contract.contract().memorandum().equals(memorandum)) {
                contracts.put(contract.contract().id(), contract);
            }
        }
        return contracts;
    }

    /** Opens the contracts that we give or receive under and that are not open yet, and gives the numbers of the former. */
    private List<Integer> open(MemorandumEntry entry, Draft draft) {
        draft.ask(draft.state().asked(entry.memorandum(), self.did()));
        List<Integer> given = new ArrayList<>();
        for (Contract contract : entry.memorandum().contracts()) {
            boolean gives = contract.giver().equals(self.did());
            boolean ours = gives || contract.receiver().equals(self.did());
            if (ours && draft.state().contract(contract.id()) == null) {
                int number = draft.state().contracts().size();
                draft.control(new Event.ContractOpened(
                        number, contract.id(), entry.memorandum().id()));
                if (gives) {
                    given.add(number);
                }
            }
        }
        return given;
    }

    /** A feed begins with the hash of its terms. */
    private void begin(List<Integer> given, byte[] terms, Draft draft) {
        for (int number : given) {
            ContractEntry opened = draft.state().contract(number);
            Change change = following.change(draft, opened);
            change.termsChanged(terms);
            following.liveSet(draft, opened, change).anew(false);
            if (opened.status() == Status.SUSPENDED) {
                change.suspended();
            }
            change.write();
        }
    }

    /** Makes a feed follow its contract's new status. */
    private void follow(UUID id, Status before, Draft draft) {
        ContractEntry contract = draft.state().contract(id);
        if (contract == null
                || contract.status() == before
                || !contract.contract().giver().equals(self.did())) {
            return;
        }
        Change change = following.change(draft, contract);
        switch (contract.status()) {
            case OPEN -> {
                change.resumed();
                // What was decided while others stood by may have been decided under other duties.
                draft.decideAnew(contract.number());
                following.liveSet(draft, contract, change).anew(true);
            }
            case SUSPENDED -> change.suspended();
            case CLOSED -> {
                draft.requireSettled(contract.number());
                change.closed();
            }
        }
        change.write();
    }

    static MemorandumEntry existing(UUID id, Draft draft) {
        MemorandumEntry entry = draft.state().memorandum(id);
        if (entry == null) {
            throw new Failure(
                    Failure.Code.NOT_FOUND, "There is no memorandum of this id.", "memorandum", id.toString());
        }
        return entry;
    }

    static Edition existing(UUID id, int version, Draft draft) {
        Edition edition = existing(id, draft).edition(version);
        if (edition == null) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "There is no such version of the memorandum.",
                    "memorandum",
                    id.toString(),
                    "version",
                    Integer.toString(version));
        }
        return edition;
    }
}
