package org.entente.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.exchange.IdentifierEntry.Shown;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.exchange.Preview.Sample;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.MemorandumEntry;
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
    /** The number of a contract that is not here yet. */
    private static final int NO_NUMBER = Integer.MAX_VALUE;

    private final Organisation self;
    private final FeedSecrets secrets;
    private final Draft draft;

    Previewing(Organisation self, FeedSecrets secrets, Draft draft) {
        this.self = self;
        this.secrets = secrets;
        this.draft = draft;
    }

    /** As if all parties had signed the memorandum, its term had begun and nothing of it were suspended. */
    Preview of(Memorandum memorandum) {
        var signedBy = new TreeSet<String>();
        memorandum.parties().forEach(party -> signedBy.add(party.id()));
        Standing standing = new Standing(Standing.State.IN_FORCE, signedBy, Set.of());
        var entry = new MemorandumEntry(memorandum, List.of(), standing);
        List<Preview.Contract> contracts = new ArrayList<>();
        for (Contract contract : memorandum.contracts()) {
            if (contract.giver().equals(self.did())) {
                ContractEntry known = draft.state().contract(contract.id());
                int number = known == null ? NO_NUMBER : known.number();
                contracts.add(of(
                        new ContractEntry(number, contract, entry),
                        draft.state().houseRules()));
            }
        }
        return new Preview(contracts);
    }

    /** As if these were the house rules, for every contract that is open. */
    Preview of(HouseRules rules) {
        List<Preview.Contract> contracts = new ArrayList<>();
        for (ContractEntry contract : draft.state().contracts()) {
            if (contract.status() == State.Status.OPEN
                    && contract.contract().giver().equals(self.did())) {
                contracts.add(of(contract, rules));
            }
        }
        return new Preview(contracts);
    }

    private Preview.Contract of(ContractEntry contract, HouseRules rules) {
        UUID id = contract.contract().id();
        draft.decideAnew(contract.number());
        Change change = new Change(draft, contract, secrets.of(id));
        LiveSet live = new LiveSet(draft, contract, rules, change);
        live.anew();
        Set<Long> released = change.released();
        Set<Long> withdrawn = change.withdrawn();
        Tally tally = new Tally(contract, live);
        draft.identifiers().forEach((object, entry) -> {
            for (Version version : entry.versions()) {
                Shown shown = version.shownTo(contract.number());
                boolean isLive = shown != null && shown.live();
                if (isLive && withdrawn.contains(shown.entry())) {
                    tally.withdrawn(object, version);
                } else if (isLive || released.contains(version.own())) {
                    tally.live(object, version, !isLive);
                }
            }
        });
        return tally.result();
    }

    /** Counts what would be live, and what would change. */
    private final class Tally {
        private final ContractEntry contract;
        private final LiveSet liveSet;
        private final SortedMap<String, Long> types = new TreeMap<>();
        private final SortedMap<String, Long> topics = new TreeMap<>();
        private final List<Sample> samples = new ArrayList<>();
        private final List<Sample> releasedSamples = new ArrayList<>();
        private final List<Sample> withdrawnSamples = new ArrayList<>();
        private long live;
        private long released;
        private long withdrawn;

        Tally(ContractEntry contract, LiveSet liveSet) {
            this.contract = contract;
            this.liveSet = liveSet;
        }

        void live(StixId id, Version version, boolean isNew) {
            live++;
            types.merge(id.type(), 1L, Long::sum);
            for (String topic : draft.facets(draft.copy(version.own()).number()).topics()) {
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
            if (version.own() == Event.NONE) {
                return "removed";
            }
            Decision decision = liveSet.decision(draft.copy(version.own()).number());
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
                    contract.number() == NO_NUMBER,
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
