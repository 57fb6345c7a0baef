package org.entente.exchange;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entente.exchange.AccountRow.Outcome;
import org.entente.exchange.State.ContractEntry;
import org.entente.journal.Journal;
import org.entente.memorandum.Consent;

/**
 * Counts the rows of one contract's account, and finds those for which nothing has to be decided: what givers said of passing on,
 * what came, and what was destroyed.
 */
final class Accounting {
    private static final String DUTY = "duty deleteAtEnd";

    private final Tables tables;
    private final Journal journal;
    private final ContractEntry contract;
    private final Map<Line, Long> counts = new HashMap<>();

    /** A row without its count. */
    private record Line(Outcome outcome, String decidedBy, String type) {}

    Accounting(Tables tables, Journal journal, ContractEntry contract) {
        this.tables = tables;
        this.journal = journal;
        this.contract = contract;
    }

    void count(Outcome outcome, String decidedBy, String type) {
        counts.merge(new Line(outcome, decidedBy, type), 1L, Long::sum);
    }

    /** The giver's last word for each version and organisation. */
    void countConsents() {
        tables.consents(contract.number(), contract.contract()).forEach(recorded -> {
            Consent word = recorded.signed().consent();
            Outcome outcome = word.given() ? Outcome.CONSENT_GIVEN : Outcome.CONSENT_WITHDRAWN;
            count(outcome, "to " + word.to(), word.object().type());
        });
    }

    /** The copies that came under the contract. */
    void countReceived() {
        String giver = "from " + contract.contract().giver();
        tables.identifiers((id, entry) -> {
            for (IdentifierEntry.Version version : entry.versions()) {
                for (IdentifierEntry.Received copy : version.received()) {
                    if (copy.contract() == contract.number()) {
                        Outcome outcome = received(copy.ordinal());
                        count(outcome, outcome == Outcome.DESTROYED ? DUTY : giver, id.type());
                    }
                }
            }
        });
    }

    private Outcome received(long ordinal) {
        if (tables.destroyed(ordinal) != null) {
            return Outcome.DESTROYED;
        }
        long entry = tables.object(ordinal).receivedEntry();
        return tables.isRecalled(contract.number(), entry) ? Outcome.RECALLED : Outcome.RECEIVED;
    }

    /** The entries of the feed that we give of which the openings are destroyed: only such as are no longer live. */
    void countErased() {
        long size = tables.feedHead(contract.number()).size();
        for (long number = 0; number < size; number += FeedBlock.WIDTH) {
            FeedBlock block = tables.holding(contract.number(), number);
            for (int slot = 0; slot < FeedBlock.WIDTH && number + slot < size; slot++) {
                if (block.kind(slot).releases()
                        && !block.live(slot)
                        && Destroying.isGone(journal.read(block.opening(slot)))) {
                    count(
                            Outcome.DESTROYED,
                            DUTY,
                            tables.object(block.about(slot)).id().type());
                }
            }
        }
    }

    List<AccountRow> rows() {
        return counts.entrySet().stream()
                .map(e -> new AccountRow(
                        e.getKey().outcome(), e.getKey().decidedBy(), e.getKey().type(), e.getValue()))
                .sorted(Comparator.comparing(AccountRow::outcome)
                        .thenComparing(AccountRow::decidedBy)
                        .thenComparing(AccountRow::type))
                .toList();
    }
}
