package org.entente.exchange;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.entente.exchange.IdentifierEntry.Received;
import org.entente.exchange.IdentifierEntry.Shown;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.stix.StixId;

/**
 * Which contracts a change of some objects reaches: those that show a version of them, and those that decide of the class of one
 * of them anything but plain refusal. To all others the change is nothing, and they need not be looked at one by one.
 */
final class Reach {
    private final Draft draft;
    private final Set<Integer> classes = new HashSet<>();
    private final Set<Integer> showing = new HashSet<>();

    Reach(Collection<StixId> ids, Draft draft) {
        this.draft = draft;
        for (StixId id : ids) {
            draft.identifier(id).versions().forEach(this::add);
        }
    }

    private void add(Version version) {
        if (version.own() != Event.NONE) {
            classes.add(draft.number(version.own()));
        }
        for (Received copy : version.received()) {
            classes.add(draft.number(copy.ordinal()));
        }
        for (Shown shown : version.shown()) {
            if (shown.live()) {
                showing.add(shown.contract());
            }
        }
    }

    /** Whether the contract has to be looked at. A class that it has not decided yet counts. */
    boolean covers(int contract) {
        if (showing.contains(contract)) {
            return true;
        }
        for (int number : classes) {
            if (draft.outcome(contract, number) != Outcome.REFUSED) {
                return true;
            }
        }
        return false;
    }
}
