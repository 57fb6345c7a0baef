package org.entente.release;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.entente.memorandum.Contract;
import org.entente.memorandum.Grant;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.LeftOperand;
import org.entente.memorandum.Memorandum;
import org.jspecify.annotations.Nullable;

/**
 * All that a contract's decisions depend on, apart from the object.
 *
 * @param memorandum the signed text
 * @param contract the contract that is decided for
 * @param grant the contract's grant in the memorandum
 * @param inForce whether the memorandum is in force; a suspended one counts as in force here (release.md, rules 1 and
 *     14)
 * @param houseRules the giver's own rules
 * @param start the journal time at which the contract came into force, from when ages are measured at the earliest; null
 *     where nothing asks for an age, or the contract has not come into force
 */
public record Terms(
        Memorandum memorandum,
        Contract contract,
        Grant grant,
        boolean inForce,
        HouseRules houseRules,
        @Nullable Instant start) {
    public Terms {
        if (!contract.memorandum().equals(memorandum.id())
                || contract.version() != memorandum.version()
                || !contract.giver().equals(grant.from())
                || !grant.to().contains(contract.receiver())
                || !grant.equals(memorandum.grant(contract.grant()))) {
            throw new IllegalArgumentException("The contract does not belong to this grant of this memorandum.");
        }
    }

    /** Terms of a contract whose start nothing asks for. */
    public Terms(Memorandum memorandum, Contract contract, Grant grant, boolean inForce, HouseRules houseRules) {
        this(memorandum, contract, grant, inForce, houseRules, null);
    }

    /** The same terms of a contract that came into force at that instant. */
    public Terms startingAt(Instant instant) {
        return new Terms(memorandum, contract, grant, inForce, houseRules, instant);
    }

    /** All that the grant and the house rules look at. */
    public Set<LeftOperand> operands() {
        Set<LeftOperand> operands = EnumSet.noneOf(LeftOperand.class);
        operands.addAll(grant.constraint().operands());
        operands.addAll(houseRules.operands());
        return operands;
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
