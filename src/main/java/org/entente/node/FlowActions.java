package org.entente.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.entente.exchange.AccountRow;
import org.entente.exchange.Command;
import org.entente.exchange.Explanation;
import org.entente.exchange.Failure;
import org.entente.exchange.Feed;
import org.entente.exchange.Received;
import org.entente.exchange.State.ContractEntry;
import org.entente.release.Tags;
import org.entente.stix.Parsed;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.taxii.Credentials;
import org.entente.taxii.ForeignPull;
import org.entente.taxii.PullReport;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Actions on what contracts let flow: contracts, feeds, explanations, accounts and pulls. */
final class FlowActions {
    private final Parts node;

    FlowActions(Parts node) {
        this.node = node;
    }

    ObjectNode list(Call call) {
        call.takes();
        ObjectNode result = Json.object();
        ArrayNode contracts = result.putArray("contracts");
        for (ContractEntry entry : node.exchange().state().contracts()) {
            contracts.add(json(entry));
        }
        return result;
    }

    private ObjectNode json(ContractEntry entry) {
        ObjectNode json = Json.object()
                .put("id", entry.contract().id().toString())
                .put("memorandum", entry.contract().memorandum().toString())
                .put("memorandumTitle", entry.memorandum().memorandum().title())
                .put("grant", entry.contract().grant())
                .put("grantTitle", entry.grant().title())
                .put("giver", entry.contract().giver())
                .put("receiver", entry.contract().receiver())
                .put("status", entry.status().name().toLowerCase(Locale.ROOT));
        if (gives(entry)) {
            Feed feed = node.exchange().feed(entry.contract().id());
            return json.put("role", "gives").put("entries", feed.size()).put("live", feed.live());
        }
        return json.put("role", "receives")
                .put("entries", node.exchange().received(entry.contract().id()).size());
    }

    private boolean gives(ContractEntry entry) {
        return entry.contract().giver().equals(node.self());
    }

    /** What our side of the feed's log says: as giver what we sign, as receiver what our own stored bytes give. */
    ObjectNode root(Call call) {
        call.takes("contract");
        ContractEntry entry = node.contract(call.uuid("contract"));
        UUID id = entry.contract().id();
        ObjectNode result = Json.object().put("contract", id.toString());
        if (gives(entry)) {
            Feed feed = node.exchange().feed(id);
            return result.put("role", "gives")
                    .put("size", feed.size())
                    .put("live", feed.live())
                    .put("root", HexFormat.of().formatHex(feed.root()))
                    .put("verifierKey", feed.verifierKey())
                    .put("checkpoint", feed.checkpoint());
        }
        Received received = node.exchange().received(id);
        Received.Verification verified = received.verify();
        return result.put("role", "receives")
                .put("size", verified.size())
                .put("root", verified.root())
                .put("signedRoot", verified.signedRoot())
                .put("equal", verified.equal())
                .put("objects", verified.objects())
                .put("pending", verified.pending())
                .put("recalled", verified.recalled())
                .put("destroyed", verified.destroyed())
                .put("openingsGone", verified.openingsGone())
                .put("damaged", verified.damaged())
                .put("contradicted", verified.contradicted())
                .put("checkpoint", received.checkpoint());
    }

    /** The notices of recalls under suspension: as giver the one that we sign now, as receiver those that we took in. */
    ObjectNode notices(Call call) {
        call.takes("contract");
        ContractEntry entry = node.contract(call.uuid("contract"));
        UUID id = entry.contract().id();
        ObjectNode result = Json.object().put("contract", id.toString());
        if (!gives(entry)) {
            ArrayNode taken = result.put("role", "receives").putArray("notices");
            node.exchange().received(id).notices().forEach(taken::add);
            return result;
        }
        Feed feed = node.exchange().feed(id);
        String notice = feed.notice(Feed.SINCE_SUSPENDED);
        ArrayNode signed = result.put("role", "gives")
                .put("verifierKey", feed.noticeVerifierKey())
                .putArray("notices");
        if (notice != null) {
            signed.add(notice);
        }
        return result;
    }

    ObjectNode explain(Call call) {
        call.takes("object", "version", "contract", "asOf");
        StixId id = StixId.parse(call.text("object"));
        if (id == null) {
            throw new Failure(Failure.Code.INVALID, "This is not a STIX identifier.", "argument", "object");
        }
        Instant asOf = call.optionalInstant("asOf");
        String version = call.optionalText("version");
        Explanation explanation = asOf == null
                ? node.exchange().explain(id, version, call.uuid("contract"))
                : node.exchange().explain(id, version, call.uuid("contract"), asOf);
        ObjectNode result = Json.object()
                .put("object", explanation.id())
                .put("version", explanation.version())
                .put("contract", explanation.contract().toString())
                .put("asOf", explanation.asOf().toString())
                .put("released", explanation.released());
        if (explanation.entry() >= 0) {
            result.put("entry", explanation.entry());
        }
        if (explanation.sha256() != null) {
            result.put("sha256", explanation.sha256());
        }
        ArrayNode checks = result.putArray("checks");
        for (Explanation.Step step : explanation.steps()) {
            checks.addObject()
                    .put("check", step.check())
                    .put("holds", step.holds())
                    .put("decides", step.decides())
                    .put("clause", step.clause());
        }
        return result;
    }

    ObjectNode account(Call call) {
        call.takes("contract");
        UUID id = call.uuid("contract");
        ObjectNode result = Json.object().put("contract", id.toString());
        ArrayNode rows = result.putArray("rows");
        for (AccountRow row : node.exchange().account(id)) {
            rows.addObject()
                    .put("outcome", row.outcome().word())
                    .put("decidedBy", row.decidedBy())
                    .put("type", row.type())
                    .put("count", row.count());
        }
        return result;
    }

    /** Pulls now, under the contract named or under all that have not ended; a failure under one of many is told in its row. */
    ObjectNode pull(Call call) {
        call.takes("contract");
        UUID only = call.optionalUuid("contract");
        ObjectNode result = Json.object();
        ArrayNode pulls = result.putArray("pulls");
        if (only != null) {
            ContractEntry entry = node.contract(only);
            pulls.add(pulled(entry, node.pulling().now(entry)));
            return result;
        }
        for (Pulling.Attempt attempt : node.pulling().allNow()) {
            pulls.add(
                    switch (attempt) {
                        case Pulling.Attempt.Pulled(var entry, var report) -> pulled(entry, report);
                        case Pulling.Attempt.Failed(var entry, var failure) ->
                            pulled(entry).put("code", failure.code().name()).put("reason", failure.getMessage());
                    });
        }
        return result;
    }

    private static ObjectNode pulled(ContractEntry entry, PullReport report) {
        return pulled(entry)
                .put("entries", report.entries())
                .put("added", report.added())
                .put("unchanged", report.unchanged())
                .put("size", report.size())
                .put("broken", report.broken())
                .put("suspended", report.suspended())
                .put("recalled", report.recalled());
    }

    private static ObjectNode pulled(ContractEntry entry) {
        return Json.object()
                .put("contract", entry.contract().id().toString())
                .put("partner", entry.contract().giver());
    }

    /** Reads a collection of any TAXII server and imports it, one command a page; the body is the token, or empty. */
    ObjectNode pullForeign(Call call) {
        call.takes("url", "collection", "addedAfter", "tlp", "labels");
        Credentials credentials = call.body().length == 0
                ? new Credentials.None()
                : new Credentials.Bearer(PartnerActions.token(call.body()));
        String addedAfter = call.optionalText("addedAfter");
        Tags tags = ImportAction.tags(call);
        int[] counts = new int[5];
        ForeignPull.Report report = ForeignPull.pull(
                call.text("url"),
                call.text("collection"),
                credentials,
                node.tls().foreign(),
                addedAfter == null ? "" : addedAfter,
                page -> {
                    List<StixObject> objects = new ArrayList<>(page.size());
                    for (Parsed parsed : page) {
                        switch (parsed) {
                            case Parsed.Valid valid -> objects.add(valid.object());
                            case Parsed.Invalid _ -> counts[2]++;
                        }
                    }
                    var imported = node.handle(new Command.ImportObjects(call.actor(), tags, objects));
                    counts[0] += imported.added();
                    counts[1] += imported.unchanged();
                    counts[3] += imported.conflicts().size();
                    counts[4] += imported.received().size();
                });
        return Json.object()
                .put("pages", report.pages())
                .put("objects", report.objects())
                .put("added", counts[0])
                .put("unchanged", counts[1])
                .put("conflicts", counts[3])
                .put("received", counts[4])
                .put("invalid", counts[2])
                .put("addedAfter", report.addedAfter())
                .put("root", report.proof());
    }
}
