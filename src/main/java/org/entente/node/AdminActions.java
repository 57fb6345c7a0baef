package org.entente.node;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.entente.exchange.Failure;
import org.entente.exchange.Micros;
import org.entente.exchange.NodeKeys;
import org.entente.exchange.NodeStatus;
import org.entente.exchange.State;
import org.entente.exchange.State.ContractEntry;
import org.entente.journal.JournalException;
import org.entente.node.AdminClient.Answer;
import tools.jackson.databind.node.ObjectNode;

/** All that can be asked of a running node over its admin socket. */
final class AdminActions implements AdminServer.Handler {
    private final Parts node;
    private final Instant since = Instant.now();
    private final PartnerActions partners;
    private final MemorandumActions memoranda;
    private final FlowActions flows;
    private final ImportAction imports;
    private final CollectionActions collections;
    private final ApprovalActions approvals;
    private final ConsentActions consents;

    AdminActions(Parts node) {
        this.node = node;
        this.partners = new PartnerActions(node);
        this.memoranda = new MemorandumActions(node);
        this.flows = new FlowActions(node);
        this.imports = new ImportAction(node);
        this.collections = new CollectionActions(node);
        this.approvals = new ApprovalActions(node);
        this.consents = new ConsentActions(node);
    }

    @Override
    public Answer answer(Call call) {
        try {
            return switch (call.action()) {
                case "memorandum.export" -> memoranda.export(call);
                case "inbox.show" -> collections.show(call);
                case "consent.give" -> consents.give(call);
                case "consent.withdraw" -> consents.withdraw(call);
                case "consent.export" -> consents.export(call);
                default -> new Answer(action(call.action()).apply(call), AdminFrame.NO_BODY);
            };
        } catch (JournalException e) {
            throw Node.failure(e);
        }
    }

    private Function<Call, ObjectNode> action(String name) {
        return switch (name) {
            case "status" -> this::status;
            case "import" -> imports::run;
            case "partner.add" -> partners::add;
            case "partner.list" -> partners::list;
            case "partner.token" -> partners::keepToken;
            case "partner.certificate" -> partners::keepCertificates;
            case "token.certificate" -> partners::newCertificate;
            case "token.new" -> partners::newToken;
            case "token.list" -> partners::listTokens;
            case "token.revoke" -> partners::revokeToken;
            case "memorandum.new" -> memoranda::draft;
            case "memorandum.import" -> memoranda::take;
            case "memorandum.amend" -> memoranda::amend;
            case "memorandum.offer" -> memoranda::offer;
            case "memorandum.agree" -> memoranda::agree;
            case "memorandum.sign" -> memoranda::sign;
            case "memorandum.suspend" -> memoranda::suspend;
            case "memorandum.resume" -> memoranda::resume;
            case "memorandum.sever" -> memoranda::sever;
            case "memorandum.show" -> memoranda::show;
            case "memorandum.list" -> memoranda::list;
            case "memorandum.preview" -> memoranda::preview;
            case "rules.preview" -> memoranda::previewRules;
            case "rules.show" -> memoranda::showRules;
            case "rules.set" -> memoranda::setRules;
            case "collection.add" -> collections::add;
            case "collection.list" -> collections::list;
            case "inbox.list" -> collections::inbox;
            case "inbox.take" -> collections::take;
            case "approval.list" -> approvals::list;
            case "approval.give" -> approvals::give;
            case "approval.withdraw" -> approvals::withdraw;
            case "consent.take" -> consents::take;
            case "consent.list" -> consents::list;
            case "contract.list" -> flows::list;
            case "contract.account" -> flows::account;
            case "feed.root" -> flows::root;
            case "feed.notices" -> flows::notices;
            case "explain" -> flows::explain;
            case "pull" -> flows::pull;
            case "pull.foreign" -> flows::pullForeign;
            default -> throw new Failure(Failure.Code.INVALID, "The node knows no such action.", "action", name);
        };
    }

    private ObjectNode status(Call call) {
        call.takes();
        State state = node.exchange().state();
        NodeStatus status = node.exchange().status();
        ObjectNode result = Json.object()
                .put("did", node.self())
                .put("name", node.config().organisation().name())
                .put("url", node.config().organisation().url())
                .put("listen", node.config().host() + ":" + node.config().port())
                .put("fingerprint", NodeKeys.fingerprint(node.keys().publicKey()))
                .put("since", Micros.text(Micros.of(since)))
                .put("objects", status.objects())
                .put("classes", status.classes())
                .put("owed", status.owed())
                .put("journalTime", status.journalMicros() <= 0 ? null : Micros.text(status.journalMicros()))
                .put("partners", state.partners().size())
                .put("memoranda", state.memoranda().size());
        Map<String, Long> contracts = state.contracts().stream()
                .map(ContractEntry::status)
                .collect(Collectors.groupingBy(s -> s.name().toLowerCase(Locale.ROOT), Collectors.counting()));
        ObjectNode counts = result.putObject("contracts");
        for (State.Status one : State.Status.values()) {
            String name = one.name().toLowerCase(Locale.ROOT);
            counts.put(name, contracts.getOrDefault(name, 0L));
        }
        result.set("pulling", node.pulling().report());
        return result;
    }
}
