package org.entente.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Status;
import org.entente.memorandum.Duties;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/** Has the feeds follow what a command changed: each contract under which we give, by its {@link LiveSet}. */
final class Following {
    private final Organisation self;
    private final FeedSecrets secrets;
    private final Chunk chunk;
    private @Nullable State dutiesOf;
    private Map<Integer, FormDuty> duties = Map.of();
    private @Nullable State passesOnOf;
    private boolean passesOn;

    Following(Organisation self, FeedSecrets secrets, Chunk chunk) {
        this.self = self;
        this.secrets = secrets;
        this.chunk = chunk;
    }

    /** Makes the feeds follow own objects of these ids that were added. */
    Map<UUID, Change.Counts> followAdded(Set<StixId> added, Draft draft) {
        Map<UUID, Change.Counts> counts = new LinkedHashMap<>();
        boolean markingsChanged = added.stream().anyMatch(id -> classifies(id, draft));
        Reach reach = new Reach(added, draft);
        for (ContractEntry contract : giving(draft)) {
            // What is cut of one object may decide the form of another.
            boolean cuts = duty(contract, draft).rules().cutMarked() != null;
            if (markingsChanged || cuts || reach.covers(contract.number())) {
                counts.put(contract.contract().id(), changed(contract, added, markingsChanged, draft));
            }
        }
        return counts;
    }

    /** Whether a new definition changes what is known of a marking that objects of the store carry already. */
    static boolean classifies(StixId id, Draft draft) {
        if (!id.isOfType("marking-definition") || Tlp.isPredefined(id)) {
            return false;
        }
        int classes = draft.tables().counters().classes();
        for (int number = 0; number < classes; number++) {
            if (draft.facets(number).markings().contains(id)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Has the feed follow versions of these ids that came or went.
     *
     * @param marking whether what is known of a marking that objects carry changed with them, so that classes are decided again
     */
    Change.Counts changed(ContractEntry contract, Set<StixId> ids, boolean marking, Draft draft) {
        return marking ? redecided(contract, ids, draft) : changed(contract, ids, draft);
    }

    Change.Counts redecided(ContractEntry contract, Set<StixId> also, Draft draft) {
        return move(contract, draft, live -> live.redecided(also));
    }

    Change.Counts changed(ContractEntry contract, Set<StixId> ids, Draft draft) {
        return move(contract, draft, live -> live.changed(ids));
    }

    Change.Counts anew(ContractEntry contract, boolean formsChanged, Draft draft) {
        return move(contract, draft, live -> live.anew(formsChanged));
    }

    /** Moves the feed in that way and gives it the entries to which that leads. */
    Change.Counts move(ContractEntry contract, Draft draft, Consumer<LiveSet> how) {
        Change change = change(draft, contract);
        how.accept(liveSet(draft, contract, change));
        return change.write();
    }

    /** Gives the feed of that contract the next chunk of what it is owed. */
    void settle(int contract, Draft draft) {
        change(draft, draft.state().contract(contract)).settle(draft.tables().owed(contract));
    }

    /** The contracts under which we give and that are not closed. */
    List<ContractEntry> giving(Draft draft) {
        return draft.state().contracts().stream()
                .filter(contract -> contract.status() != Status.CLOSED
                        && contract.contract().giver().equals(self.did()))
                .toList();
    }

    Change change(Draft draft, ContractEntry contract) {
        return new Change(draft, contract, secrets.of(contract.contract().id()), forming(draft, contract), chunk);
    }

    LiveSet liveSet(Draft draft, ContractEntry contract, Change change) {
        draft.follow(contract.number());
        return new LiveSet(draft, contract, change, passesOn(draft));
    }

    Forming forming(Draft draft, ContractEntry contract) {
        return new Forming(
                draft,
                contract,
                draft.state().houseRules(),
                duty(contract, draft),
                secrets.pseudonyms(contract.contract().receiver()));
    }

    FormDuty duty(ContractEntry contract, Draft draft) {
        return duties(draft.state()).getOrDefault(contract.number(), FormDuty.NONE);
    }

    /** Kept for as long as the state stays the same, which it does over most commands. */
    @SuppressWarnings("ReferenceEquality") // A state that is equal and another costs time and nothing else.
    Map<Integer, FormDuty> duties(State state) {
        if (dutiesOf != state) {
            duties = FormDuty.of(state.contracts(), self.did());
            dutiesOf = state;
        }
        return duties;
    }

    /** Whether any terms that were ever kept here allow passing on; without them received copies are not looked at. */
    @SuppressWarnings("ReferenceEquality") // A state is never changed, only replaced.
    boolean passesOn(Draft draft) {
        State state = draft.state();
        if (state != passesOnOf) {
            passesOn = state.memoranda().stream()
                    .flatMap(entry -> entry.editions().stream())
                    .flatMap(edition -> edition.memorandum().grants().stream())
                    .anyMatch(grant -> grant.duties().passingOn() != Duties.Onward.NEVER);
            passesOnOf = state;
        }
        return passesOn;
    }
}
