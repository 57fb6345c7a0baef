package org.entente.node;

import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.entente.exchange.Approval;
import org.entente.exchange.AwaitedApproval;
import org.entente.exchange.Caller;
import org.entente.exchange.Command;
import org.entente.exchange.Failure;
import org.entente.exchange.Micros;
import org.entente.exchange.State;
import org.entente.exchange.State.ContractEntry;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Actions on what waits for a releaser's approval. */
final class ApprovalActions {
    private final Parts node;

    ApprovalActions(Parts node) {
        this.node = node;
    }

    /** What waits, under the contract named or under all that we give under. */
    ObjectNode list(Call call) {
        call.takes("contract");
        UUID only = call.optionalUuid("contract");
        List<ContractEntry> contracts = only == null
                ? node.exchange().state().contracts().stream()
                        .filter(entry -> entry.contract().giver().equals(node.self()))
                        .filter(entry -> entry.status() != State.Status.CLOSED)
                        .toList()
                : List.of(node.contract(only));
        ObjectNode result = Json.object();
        ArrayNode waiting = result.putArray("waiting");
        for (ContractEntry entry : contracts) {
            UUID id = entry.contract().id();
            node.exchange().awaitedApprovals(id).forEach(awaited -> waiting.add(json(entry, awaited)));
        }
        return result;
    }

    private static ObjectNode json(ContractEntry entry, AwaitedApproval awaited) {
        ObjectNode json = Json.object()
                .put("contract", entry.contract().id().toString())
                .put("grant", entry.contract().grant())
                .put("receiver", entry.contract().receiver())
                .put("object", awaited.id())
                .put("version", awaited.version())
                .put("sha256", awaited.sha256())
                .put("needed", awaited.needed());
        ArrayNode approvals = json.putArray("approvals");
        for (Approval approval : awaited.approvals()) {
            approvals.addObject().put("by", approval.actor()).put("at", Micros.text(approval.micros()));
        }
        return json;
    }

    /** The body is the releaser's token; without one the releaser is who asks. */
    ObjectNode give(Call call) {
        call.takes("contract", "object", "version", "sha256");
        String actor = releaser(call);
        UUID contract = call.uuid("contract");
        StixId object = call.stixId("object");
        String version = version(call);
        node.handle(new Command.Approve(actor, contract, object, version, hash(call)));
        return answer(actor, contract, object, version);
    }

    ObjectNode withdraw(Call call) {
        call.takes("contract", "object", "version");
        String actor = releaser(call);
        UUID contract = call.uuid("contract");
        StixId object = call.stixId("object");
        String version = version(call);
        node.handle(new Command.WithdrawApproval(actor, contract, object, version));
        return answer(actor, contract, object, version);
    }

    private static ObjectNode answer(String actor, UUID contract, StixId object, String version) {
        return Json.object()
                .put("by", actor)
                .put("contract", contract.toString())
                .put("object", object.value())
                .put("version", version);
    }

    private String releaser(Call call) {
        if (call.body().length == 0) {
            return call.actor();
        }
        Caller caller = node.exchange().authenticate(PartnerActions.token(call.body()));
        if (caller == null
                || !caller.organisation().equals(node.self())
                || caller.label().isEmpty()) {
            throw new Failure(
                    Failure.Code.FORBIDDEN, "This is no valid token of our own organisation that bears a name.");
        }
        return caller.poster();
    }

    /** Absent for an object that has no version of its own. */
    private static String version(Call call) {
        String version = call.optionalText("version");
        return version == null ? "" : version;
    }

    private static byte @Nullable [] hash(Call call) {
        String text = call.optionalText("sha256");
        if (text == null) {
            return null;
        }
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.Code.INVALID, "A SHA-256 has 64 hexadecimal digits.", e, "argument", "sha256");
        }
    }
}
