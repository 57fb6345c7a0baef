package org.entente.exchange;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Status;
import org.entente.stix.StixId;

/** Decides what becomes of releasers' words (release.md, rule 1): each is about one version, in one form, under one contract. */
final class Approving {
    /** The most releasers that are kept for one version under one contract. */
    static final int MAX_APPROVALS = 16;

    private Approving() {}

    static void give(Command.Approve command, ContractEntry contract, Forming forming, Draft draft) {
        Admitting.text("actor", command.actor());
        byte[] form = form(command.object(), command.version(), forming, draft);
        if (command.sha256() != null && !Arrays.equals(command.sha256(), form)) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "The version would go in another form than the one that is approved; look at it again.",
                    "object",
                    command.object().value(),
                    "version",
                    command.version());
        }
        List<Approval> given = draft.approvals(contract.number(), command.object(), command.version());
        if (given.stream().anyMatch(one -> one.actor().equals(command.actor()) && Arrays.equals(one.sha256(), form))) {
            throw new Failure(
                    Failure.Code.CONFLICT, "This releaser approved the version already.", "actor", command.actor());
        }
        if (given.size() >= MAX_APPROVALS) {
            throw new Failure(
                    Failure.Code.LIMIT,
                    "A version has as many approvals as are kept.",
                    "max_approvals",
                    Integer.toString(MAX_APPROVALS));
        }
        draft.approve(new Event.Approved(
                contract.number(), command.object(), command.version(), command.actor(), form, draft.micros()));
    }

    static void withdraw(Command.WithdrawApproval command, ContractEntry contract, Draft draft) {
        List<Approval> given = draft.approvals(contract.number(), command.object(), command.version());
        if (given.stream().noneMatch(one -> one.actor().equals(command.actor()))) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "This releaser did not approve the version.",
                    "object",
                    command.object().value(),
                    "actor",
                    command.actor());
        }
        draft.approve(
                new Event.ApprovalWithdrawn(contract.number(), command.object(), command.version(), command.actor()));
    }

    /** The contract that we give under, is not closed and asks for approval. */
    static ContractEntry asking(UUID id, String self, Draft draft) {
        ContractEntry contract = draft.state().givenBy(self, id);
        if (contract.status() == Status.CLOSED || contract.grant().duties().approvals() == 0) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "Nothing waits for approval under this contract: it is closed, or its grant does not ask for it.",
                    "contract",
                    id.toString());
        }
        return contract;
    }

    /** The hash of the form in which the version would go: after cuts, and before trimming. */
    private static byte[] form(StixId object, String text, Forming forming, Draft draft) {
        Version version = draft.identifier(object).version(text);
        long ordinal = version == null ? Event.NONE : forming.approvable(version);
        if (ordinal == Event.NONE) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "There is no such object version in the store.",
                    "object",
                    object.value(),
                    "version",
                    text);
        }
        byte[] sha256 = forming.sha256(ordinal, draft.sha256(ordinal));
        if (sha256 == null) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "The version cannot go in any form that the duties allow.",
                    "object",
                    object.value(),
                    "version",
                    text);
        }
        return sha256;
    }
}
