package org.entente.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.exchange.IdentifierEntry.Shown;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.exchange.Preview.Sample;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Edition;
import org.entente.memorandum.Contract;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.Standing;
import org.entente.release.Check;
import org.entente.release.Decision;
import org.entente.stix.StixId;

/**
 * Decides what terms would lead to that are not in force, by the very code that decides when they are, in a draft that is thrown
 * away. It takes the writer as long as resuming the contracts would; readers do not notice.
 */
final class Previewing {
    /** Contracts that are not here yet have numbers from here down. */
    private static final int NEW_NUMBERS = Integer.MAX_VALUE;

    private final Organisation self;
    private final FeedSecrets secrets;
    private final Draft draft;
    private final boolean passesOn;

    /** @param passesOn whether received copies are looked at */
    Previewing(Organisation self, FeedSecrets secrets, Draft draft, boolean passesOn) {
        this.self = self;
        this.secrets = secrets;
        this.draft = draft;
        this.passesOn = passesOn;
    }

    /** As if all parties had signed the memorandum, its term had begun and nothing of it were suspended. */
    Preview of(Memorandum memorandum) {
        var signedBy = new TreeSet<String>();
        memorandum.parties().forEach(party -> signedBy.add(party.id()));
        Standing standing = new Standing(Standing.State.IN_FORCE, signedBy, Set.of());
        var entry = new Edition(memorandum, List.of(), standing);
        List<ContractEntry> previewed = new ArrayList<>();
        for (Contract contract : memorandum.contracts()) {
            if (contract.giver().equals(self.did())) {
                ContractEntry known = draft.state().contract(contract.id());
                int number = known == null ? NEW_NUMBERS - previewed.size() : known.number();
                previewed.add(new ContractEntry(number, contract, entry));
            }
        }
        List<ContractEntry> all = new ArrayList<>(previewed);
        draft.state().contracts().stream()
                .filter(other -> !other.contract().memorandum().equals(memorandum.id()))
                .forEach(all::add);
        draft.ask(draft.state().asked(memorandum, self.did()));
        return of(previewed, all, draft.state().houseRules());
    }

    /** As if these were the house rules, for every contract that is open. */
    Preview of(HouseRules rules) {
        List<ContractEntry> all = draft.state().contracts();
        List<ContractEntry> open = all.stream()
                .filter(contract -> contract.status() == State.Status.OPEN
                        && contract.contract().giver().equals(self.did()))
                .toList();
        draft.control(new Event.HouseRulesSet(rules.canonical()));
        draft.ask(draft.state().asked(null, self.did()));
        return of(open, all, rules);
    }

    /** Other contracts with the same partner count where a form depends on them (rule 9), and are not shown. */
    private Preview of(List<ContractEntry> previewed, List<ContractEntry> all, HouseRules rules) {
        Map<Integer, FormDuty> duties = FormDuty.of(all, self.did());
        Map<StixId, IdentifierEntry> store = draft.identifiers();
        return new Preview(previewed.stream()
                .map(contract -> of(contract, rules, duties.getOrDefault(contract.number(), FormDuty.NONE), store))
                .toList());
    }

    private Preview.Contract of(
            ContractEntry contract, HouseRules rules, FormDuty duty, Map<StixId, IdentifierEntry> store) {
        UUID id = contract.contract().id();
        draft.decideAnew(contract.number());
        var forming = new Forming(
                draft,
                contract,
                rules,
                duty,
                secrets.pseudonyms(contract.contract().receiver()));
        Change change = new Change(draft, contract, secrets.of(id), forming, Chunk.MAX);
        LiveSet live = new LiveSet(draft, contract, change, passesOn);
        live.anew(true);
        Set<Long> released = change.released();
        Set<Long> withdrawn = change.withdrawn();
        Tally tally = new Tally(contract, forming);
        store.forEach((object, entry) -> {
            for (Version version : entry.versions()) {
                Shown shown = version.shownTo(contract.number());
                if (shown == null || !shown.live()) {
                    if (isAmong(released, version)) {
                        tally.live(object, version, true);
                    }
                } else if (withdrawn.contains(shown.entry())) {
                    tally.withdrawn(object, version);
                } else {
                    tally.live(object, version, false);
                }
            }
        });
        return tally.result();
    }

    private static boolean isAmong(Set<Long> ordinals, Version version) {
        return ordinals.contains(version.own())
                || version.received().stream().anyMatch(copy -> ordinals.contains(copy.ordinal()));
    }

    /** Counts what would be live, and what would change. */
    private final class Tally {
        private final ContractEntry contract;
        private final Forming forming;
        private final SortedMap<String, Long> types = new TreeMap<>();
        private final SortedMap<String, Long> topics = new TreeMap<>();
        private final List<Sample> samples = new ArrayList<>();
        private final List<Sample> releasedSamples = new ArrayList<>();
        private final List<Sample> withdrawnSamples = new ArrayList<>();
        private long live;
        private long released;
        private long withdrawn;

        Tally(ContractEntry contract, Forming forming) {
            this.contract = contract;
            this.forming = forming;
        }

        void live(StixId id, Version version, boolean isNew) {
            live++;
            types.merge(id.type(), 1L, Long::sum);
            for (String topic :
                    draft.facets(draft.copy(version.representative()).number()).topics()) {
                topics.merge(topic, 1L, Long::sum);
            }
            String grant = "grant " + contract.contract().grant();
            sample(samples, id, version, grant);
            if (isNew) {
                released++;
                sample(releasedSamples, id, version, grant);
            }
        }

        void withdrawn(StixId id, Version version) {
            withdrawn++;
            if (withdrawnSamples.size() < Preview.MAX_SAMPLES) {
                sample(withdrawnSamples, id, version, why(version));
            }
        }

        /** What by itself withholds it; else it falls with a newer version or with what it refers to. */
        private String why(Version version) {
            if (version.representative() == Event.NONE) {
                return "removed";
            }
            Decision decision =
                    forming.decide(draft.copy(version.representative()).number());
            Check failed = decision.decidedBy();
            return failed != null ? failed.clause() : "a newer version is barred, or it refers to what would not go";
        }

        private void sample(List<Sample> to, StixId id, Version version, String clause) {
            if (to.size() < Preview.MAX_SAMPLES) {
                to.add(new Sample(id.value(), version.text(), clause));
            }
        }

        Preview.Contract result() {
            Contract of = contract.contract();
            return new Preview.Contract(
                    of.id(),
                    of.grant(),
                    of.receiver(),
                    draft.state().contract(of.id()) == null,
                    live,
                    types,
                    topics,
                    List.copyOf(samples),
                    released,
                    List.copyOf(releasedSamples),
                    withdrawn,
                    List.copyOf(withdrawnSamples));
        }
    }
}
