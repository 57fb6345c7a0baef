package org.entente.release;

import org.entente.memorandum.Contract;
import org.entente.memorandum.Grant;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;

/**
 * All that a contract's decisions depend on, apart from the object.
 *
 * @param memorandum the signed text
 * @param contract the contract that is decided for
 * @param grant the contract's grant in the memorandum
 * @param inForce whether the memorandum is in force; a suspended one counts as in force here (release.md, rules 1 and
 *     14)
 * @param houseRules the giver's own rules
 */
public record Terms(Memorandum memorandum, Contract contract, Grant grant, boolean inForce, HouseRules houseRules) {
    public Terms {
        if (!contract.memorandum().equals(memorandum.id())
                || contract.version() != memorandum.version()
                || !contract.giver().equals(grant.from())
                || !grant.to().contains(contract.receiver())
                || !grant.equals(memorandum.grant(contract.grant()))) {
            throw new IllegalArgumentException("The contract does not belong to this grant of this memorandum.");
        }
    }

    /**
     * The terms of one of the memorandum's contracts; any other contract is refused by an {@link
     * IllegalArgumentException}.
     */
    public static Terms of(Memorandum memorandum, Contract contract, boolean inForce, HouseRules houseRules) {
        Grant grant = memorandum.grant(contract.grant());
        if (grant == null) {
            throw new IllegalArgumentException("The memorandum has no such grant.");
        }
        return new Terms(memorandum, contract, grant, inForce, houseRules);
    }
}
