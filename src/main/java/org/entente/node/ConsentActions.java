package org.entente.node;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.entente.exchange.Command;
import org.entente.exchange.Failure;
import org.entente.exchange.Micros;
import org.entente.exchange.RecordedConsent;
import org.entente.exchange.State.ContractEntry;
import org.entente.memorandum.Consent;
import org.entente.memorandum.SignedConsent;
import org.entente.node.AdminClient.Answer;
import org.entente.stix.StixId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Actions on consent to passing on: what we say of what we gave, and what partners say of what they gave us. */
final class ConsentActions {
    private final Parts node;

    ConsentActions(Parts node) {
        this.node = node;
    }

    /** The signed document is the body. */
    Answer give(Call call) {
        call.takes("contract", "object", "version", "to");
        return answer(node.handle(new Command.GiveConsent(
                call.actor(), call.uuid("contract"), call.stixId("object"), version(call), call.text("to"))));
    }

    /** The signed document is the body. */
    Answer withdraw(Call call) {
        call.takes("contract", "object", "version", "to");
        return answer(node.handle(new Command.WithdrawConsent(
                call.actor(), call.uuid("contract"), call.stixId("object"), version(call), call.text("to"))));
    }

    /** The last word that is on record, with its signed document in the body. */
    Answer export(Call call) {
        call.takes("contract", "object", "version", "to");
        UUID contract = call.uuid("contract");
        StixId object = call.stixId("object");
        String version = version(call);
        String to = call.text("to");
        for (RecordedConsent recorded : node.exchange().consents(contract)) {
            Consent consent = recorded.signed().consent();
            if (consent.object().equals(object)
                    && consent.version().equals(version)
                    && consent.to().equals(to)) {
                return answer(recorded.signed());
            }
        }
        throw new Failure(
                Failure.Code.NOT_FOUND, "There is no such consent on record.", "object", object.value(), "to", to);
    }

    private static Answer answer(SignedConsent signed) {
        return new Answer(json(signed.consent()), signed.canonical());
    }

    /** The body is the signed document, as a partner sent it. */
    ObjectNode take(Call call) {
        call.takes();
        SignedConsent signed =
                Parts.accepted(SignedConsent.read(call.body()), "The file is not a valid signed consent.");
        Command.ConsentTaken taken = node.handle(new Command.TakeConsent(call.actor(), signed));
        ObjectNode result = json(signed.consent());
        ArrayNode resting = result.putArray("resting");
        taken.resting().forEach(contract -> resting.add(contract.toString()));
        return result;
    }

    /** The last words under the contract named, or under all. */
    ObjectNode list(Call call) {
        call.takes("contract");
        UUID only = call.optionalUuid("contract");
        List<ContractEntry> contracts = new ArrayList<>();
        if (only == null) {
            contracts.addAll(node.exchange().state().contracts());
        } else {
            contracts.add(node.contract(only));
        }
        ObjectNode result = Json.object();
        ArrayNode consents = result.putArray("consents");
        for (ContractEntry entry : contracts) {
            for (RecordedConsent recorded :
                    node.exchange().consents(entry.contract().id())) {
                consents.add(json(recorded.signed().consent()).put("recorded", Micros.text(recorded.micros())));
            }
        }
        return result;
    }

    private static ObjectNode json(Consent consent) {
        return Json.object()
                .put("contract", consent.contract().toString())
                .put("giver", consent.giver())
                .put("object", consent.object().value())
                .put("version", consent.version())
                .put("sha256", consent.sha256())
                .put("to", consent.to())
                .put("number", consent.number())
                .put("given", consent.given())
                .put("time", consent.time().toString());
    }

    /** Absent for an object that has no version of its own. */
    private static String version(Call call) {
        String version = call.optionalText("version");
        return version == null ? "" : version;
    }
}
