package org.entente.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Status;
import org.entente.memorandum.Grant;
import org.entente.release.FormRules;

/**
 * The duties that give objects their form under a contract (release.md, rule 9): its own, and those of all contracts with the same
 * receiver that have not ended.
 *
 * @param rules what is done
 * @param markers the contracts whose bars granular markings are held against, beside the contract's own
 */
record FormDuty(FormRules rules, List<ContractEntry> markers) {
    static final FormDuty NONE = new FormDuty(FormRules.NONE, List.of());

    /** Of each contract under which we give, by its number. */
    static Map<Integer, FormDuty> of(List<ContractEntry> contracts, String self) {
        Map<String, List<ContractEntry>> observers = new HashMap<>();
        for (ContractEntry entry : contracts) {
            if (entry.contract().giver().equals(self) && entry.status() != Status.CLOSED) {
                observers
                        .computeIfAbsent(entry.contract().receiver(), _ -> new ArrayList<>())
                        .add(entry);
            }
        }
        Map<Integer, FormDuty> duties = new HashMap<>();
        for (ContractEntry entry : contracts) {
            if (entry.contract().giver().equals(self)) {
                List<ContractEntry> all =
                        observers.getOrDefault(entry.contract().receiver(), List.of());
                duties.put(entry.number(), of(entry, all));
            }
        }
        return duties;
    }

    private static FormDuty of(ContractEntry own, List<ContractEntry> all) {
        List<Grant> grants = new ArrayList<>();
        grants.add(own.grant());
        all.stream().map(ContractEntry::grant).forEach(grants::add);
        if (grants.stream().noneMatch(grant -> grant.duties().changeForm())) {
            return NONE;
        }
        List<ContractEntry> markers = all.stream()
                .filter(entry ->
                        entry.number() != own.number() && entry.grant().duties().cutMarked())
                .toList();
        return new FormDuty(FormRules.of(own.grant(), grants), markers);
    }

    /** Whether the two make the same of every object; who else stands by, or how a memorandum stands, does not matter. */
    boolean isSame(FormDuty other) {
        return rules.equals(other.rules) && numbers().equals(other.numbers());
    }

    private List<Integer> numbers() {
        return markers.stream().map(ContractEntry::number).toList();
    }
}
