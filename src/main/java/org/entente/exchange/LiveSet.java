package org.entente.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.entente.exchange.IdentifierEntry.Shown;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Status;
import org.entente.memorandum.Duties;
import org.entente.memorandum.HouseRules;
import org.entente.release.Closure;
import org.entente.release.Closure.Candidate;
import org.entente.release.Decide;
import org.entente.release.Decision;
import org.entente.release.MarkingKinds;
import org.entente.release.Revocation;
import org.entente.release.Terms;
import org.entente.release.Versions;
import org.entente.release.Windows;
import org.entente.stix.Limits;
import org.entente.stix.MarkingKind;
import org.entente.stix.Parsed;
import org.entente.stix.RevocationForm;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.jspecify.annotations.Nullable;

/**
 * Moves one feed to what the contract allows: the set Live of release.md section 1, rule 8. Used while a command is decided;
 * what follows is planned in a {@link Change}.
 *
 * <p>New objects can only add to the set, unless a newer version bars an older one; so they cost what they reach. Whatever
 * else changes decides the whole store anew.
 */
final class LiveSet {
    private final Draft draft;
    private final ContractEntry contract;
    private final Terms terms;
    private final Change change;
    private final boolean mayRelease;
    private final MarkingKinds markings;
    private final Duties duties;
    private final boolean passesOn;
    private final Instant now;

    /** @param passesOn whether received copies are looked at */
    LiveSet(Draft draft, ContractEntry contract, HouseRules rules, Change change, boolean passesOn) {
        this.passesOn = passesOn;
        this.draft = draft;
        this.contract = contract;
        this.terms = terms(contract, rules);
        this.change = change;
        this.duties = terms.grant().duties();
        this.now = Micros.instant(draft.micros());
        this.mayRelease = contract.status() == Status.OPEN;
        this.markings = marking -> draft.identifier(marking).markingKind(this::permittedKind);
    }

    static Terms terms(ContractEntry contract, HouseRules rules) {
        return Terms.of(
                contract.memorandum().memorandum(),
                contract.contract(),
                contract.memorandum().standing().inForce(),
                rules);
    }

    /** Moves the feed after objects of these ids were added. */
    void added(Collection<StixId> ids) {
        Map<Long, Candidate> candidates = new LinkedHashMap<>();
        Set<StixId> hopes = new HashSet<>();
        for (StixId id : ids) {
            IdentifierEntry entry = draft.identifier(id);
            Map<String, Versions.Version> standing = standing(entry);
            for (Version version : entry.versions()) {
                Shown shown = version.shownTo(contract.number());
                Versions.Version stands = standing.get(version.text());
                boolean live = shown != null && shown.live() && !shown.formed();
                if (live && (stands == null || !isShown(version, stands.object()))) {
                    anew();
                    return;
                }
                if (!live && stands != null) {
                    candidates.put(stands.object(), candidate(stands.object(), id, version.text()));
                    hopes.add(id);
                }
            }
        }
        if (!mayRelease) {
            return;
        }
        Set<Long> waited = new HashSet<>();
        for (Candidate candidate : Closure.reached(hopes, this::waitingFor)) {
            waited.add(candidate.object());
            candidates.putIfAbsent(candidate.object(), candidate);
        }
        Closure.Result result = Closure.additions(List.copyOf(candidates.values()), this::live);
        Set<StixId> moved = new HashSet<>(ids);
        Set<Long> complete = new HashSet<>();
        for (Candidate candidate : result.complete()) {
            release(candidate, waited.contains(candidate.object()));
            complete.add(candidate.object());
            moved.add(candidate.id());
        }
        for (Closure.Waiting waiting : result.waiting()) {
            if (!waited.contains(waiting.candidate().object())) {
                draft.note(
                        new Event.Waiting(contract.number(), waiting.candidate().object(), waiting.missing()));
            }
        }
        for (StixId id : moved) {
            IdentifierEntry entry = draft.identifier(id);
            revocations(entry, complete, other -> liveAsItIs(entry, other.version()));
        }
    }

    /**
     * Whether the removal of these copies of that object can change anything here. A copy that is refused, bars nothing and is
     * not shown is as good as absent (a revocation that is refused may be shown in another form).
     */
    boolean mayFeel(StixId id, List<Long> removed) {
        for (long ordinal : removed) {
            if (outcome(draft.copy(ordinal).number()) != Outcome.REFUSED) {
                return true;
            }
        }
        return draft.identifier(id).liveIn(contract.number());
    }

    /** Decides the whole store anew: withdraws what is live and should not be, releases what should be and is not. */
    void anew() {
        Map<StixId, IdentifierEntry> store = draft.identifiers();
        List<Candidate> candidates = new ArrayList<>();
        store.forEach((id, entry) -> standing(entry)
                .values()
                .forEach(version -> candidates.add(candidate(version.object(), id, version.version()))));
        Closure.Result result = Closure.additions(candidates, _ -> false);
        Set<Long> complete = new HashSet<>();
        result.complete().forEach(candidate -> complete.add(candidate.object()));
        store.forEach((id, entry) -> {
            for (Version version : entry.versions()) {
                Shown shown = version.shownTo(contract.number());
                long copy = representative(version);
                boolean removed = copy == Event.NONE;
                boolean leaves = shown != null
                        && shown.live()
                        && (removed || !shown.formed() || hasEnded(version))
                        && !goes(version, complete);
                // A revocation may stay in another form, if there is an earlier version.
                boolean mayStay = entry.versions().size() > 1
                        && leaves
                        && !removed
                        && !hasEnded(version)
                        && draft.copy(copy).revoked();
                if (shown != null && leaves && !mayStay) {
                    withdraw(id, version, shown);
                }
            }
        });
        draft.note(new Event.WaitingCleared(contract.number()));
        if (mayRelease) {
            result.complete().stream()
                    .filter(candidate -> !liveAsItIs(candidate))
                    .forEach(candidate -> release(candidate, false));
            result.waiting()
                    .forEach(waiting -> draft.note(new Event.Waiting(
                            contract.number(), waiting.candidate().object(), waiting.missing())));
        }
        store.values().forEach(entry -> revocations(entry, complete, _ -> false));
    }

    private void release(Candidate candidate, boolean waited) {
        Version version = draft.identifier(candidate.id()).version(candidate.version());
        Shown shown = version == null ? null : version.shownTo(contract.number());
        boolean restated = shown != null && shown.live();
        change.release(
                candidate.object(),
                candidate.id(),
                candidate.version(),
                draft.sha256(candidate.object()),
                restated,
                waited);
    }

    /**
     * Rule 7: a revocation that does not go like any version goes as the form of an earlier live version, and falls when
     * there is none any more.
     *
     * @param complete objects that the closure just found to go
     * @param stays whether a version that is live now stays so
     */
    private void revocations(IdentifierEntry entry, Set<Long> complete, Predicate<Versions.Version> stays) {
        if (entry.versions().size() < 2) {
            return;
        }
        List<Versions.Version> all = versions(entry);
        for (Versions.Version revocation : all) {
            if (!revocation.revoked()) {
                continue;
            }
            Version version = entry.version(revocation.version());
            Shown shown = version == null ? null : version.shownTo(contract.number());
            Shown live = shown != null && shown.live() ? shown : null;
            if (hasEnded(version)) {
                continue;
            }
            boolean goesAsItIs = complete.contains(revocation.object())
                    || (live != null && !live.formed() && stays.test(revocation));
            if (goesAsItIs && (mayRelease || live == null || !live.formed())) {
                continue;
            }
            List<Versions.Version> others = all.stream()
                    .filter(other -> other.object() != revocation.object()
                            && (complete.contains(other.object()) || stays.test(other))
                            && hasModified(other))
                    .toList();
            if (goesAsItIs) {
                keepFormWhileSuspended(revocation, others, live);
                continue;
            }
            switch (Revocation.of(revocation, false, others)) {
                case Revocation.AsItIs() -> {}
                case Revocation.AsEarlier(var earlier) -> revokeAs(earlier, revocation, others, live);
                case Revocation.Nothing() -> {
                    if (live != null) {
                        change.withdraw(draft.id(revocation.object()), revocation.version(), live.entry());
                    }
                }
            }
        }
    }

    /**
     * Gives the revocation the form of the earlier version. A form that is live already stays only if it is that one: made of a
     * version that has since been withdrawn, it would go on showing what that one said and referred to.
     */
    private void revokeAs(
            Versions.Version earlier,
            Versions.Version revocation,
            List<Versions.Version> others,
            @Nullable Shown live) {
        StixId id = draft.id(revocation.object());
        byte[] form = form(earlier, revocation);
        if (live == null) {
            if (mayRelease) {
                change.releaseForm(revocation.object(), id, revocation.version(), form);
            }
            return;
        }
        byte[] shown = draft.shown(contract.number(), live.entry());
        if (!mayRelease) {
            keepFormWhileSuspended(revocation, others, live);
        } else if (!Arrays.equals(shown, form)) {
            boolean loses = !isFormOf(others, revocation, shown);
            change.restateForm(revocation.object(), id, revocation.version(), form, loses);
        }
    }

    /** Rule 14: nothing is restated, so a form stays while it shows nothing beyond what is live, and else is withdrawn. */
    private void keepFormWhileSuspended(
            Versions.Version revocation, List<Versions.Version> others, @Nullable Shown live) {
        if (live != null && !isFormOf(others, revocation, draft.shown(contract.number(), live.entry()))) {
            change.withdraw(draft.id(revocation.object()), revocation.version(), live.entry());
        }
    }

    private boolean isFormOf(List<Versions.Version> others, Versions.Version revocation, byte[] shown) {
        return others.stream().anyMatch(other -> Arrays.equals(shown, form(other, revocation)));
    }

    private byte[] form(Versions.Version earlier, Versions.Version revocation) {
        return RevocationForm.of(draft.bytes(earlier.object()), revocation.version());
    }

    /** Objects without {@code modified}, such as markings and observables, have no form of a revocation. */
    private boolean hasModified(Versions.Version version) {
        return parse(draft.bytes(version.object())).modified() != null;
    }

    private boolean live(StixId id) {
        IdentifierEntry entry = draft.identifier(id);
        for (Version version : entry.versions()) {
            Shown shown = version.shownTo(contract.number());
            if (shown != null && shown.live() && !shown.formed()) {
                return true;
            }
        }
        return false;
    }

    private boolean liveAsItIs(Candidate candidate) {
        IdentifierEntry entry = draft.identifier(candidate.id());
        Version version = entry.version(candidate.version());
        return version != null && liveAsItIs(entry, candidate.version()) && isShown(version, candidate.object());
    }

    private boolean liveAsItIs(IdentifierEntry entry, String text) {
        Version version = entry.version(text);
        Shown shown = version == null ? null : version.shownTo(contract.number());
        return shown != null && shown.live() && !shown.formed();
    }

    /**
     * Versions that are permitted, not barred and not held back, each by the one copy that permits it (rule 3): own before
     * received, then oldest; but a live entry keeps its copy.
     */
    private Map<String, Versions.Version> standing(IdentifierEntry entry) {
        List<Versions.Version> all = Versions.standing(copies(entry));
        if (duties.holdBack()) {
            all = all.stream().filter(version -> !isHeldBack(entry, version)).toList();
        }
        if (all.size() <= 1) {
            return all.isEmpty() ? Map.of() : Map.of(all.getFirst().version(), all.getFirst());
        }
        Map<String, Versions.Version> standing = HashMap.newHashMap(all.size());
        for (Versions.Version copy : all) {
            standing.merge(copy.version(), copy, (first, next) -> {
                Version version = entry.version(next.version());
                return version != null && isLiveCopy(version, next.object()) ? next : first;
            });
        }
        return standing;
    }

    /** Whether a live entry shows that copy of the version. */
    private boolean isLiveCopy(Version version, long ordinal) {
        Shown shown = version.shownTo(contract.number());
        return shown != null && shown.live() && draft.shownCopy(contract.number(), shown.entry()) == ordinal;
    }

    /** As {@link #isLiveCopy}, of a version that is live: where there is no received copy it can be no other. */
    private boolean isShown(Version version, long ordinal) {
        return !passesOn || version.received().isEmpty() || isLiveCopy(version, ordinal);
    }

    /** Whether one of the version's copies is among those that go. */
    private boolean goes(Version version, Set<Long> complete) {
        return complete.contains(version.own())
                || (passesOn && version.received().stream().anyMatch(copy -> complete.contains(copy.ordinal())));
    }

    /** Our own copy, else the first that came from a partner and counts; {@link Event#NONE} when there is none. */
    private long representative(Version version) {
        if (version.own() != Event.NONE) {
            return version.own();
        }
        List<Long> received = received(version);
        return received.isEmpty() ? Event.NONE : received.getFirst();
    }

    /**
     * Whether a permitted version has to wait for an instant or for releasers, or has had its time. It withdraws nothing of
     * older versions (rule 6).
     */
    private boolean isHeldBack(IdentifierEntry entry, Versions.Version version) {
        if (Windows.isEmbargoed(duties, now) || hasEnded(entry.version(version.version()))) {
            return true;
        }
        if (duties.approvals() == 0) {
            return false;
        }
        StixId id = draft.id(version.object());
        List<Approval> approvals = draft.approvals(contract.number(), id, version.version());
        return Approval.count(approvals, draft.sha256(version.object())) < duties.approvals();
    }

    /** Whether the time of the version in this feed is over; it does not come back. */
    private boolean hasEnded(@Nullable Version version) {
        Shown shown = version == null ? null : version.shownTo(contract.number());
        return shown != null && Windows.isRetentionOver(duties, Micros.instant(shown.firstMicros()), now);
    }

    private void withdraw(StixId id, Version version, Shown shown) {
        if (hasEnded(version)) {
            change.withdraw(id, version.text(), shown.entry(), Opening.RETENTION_ENDED);
        } else {
            change.withdraw(id, version.text(), shown.entry());
        }
    }

    /** One copy of each version: the one that stands, else the first. */
    private List<Versions.Version> versions(IdentifierEntry entry) {
        Map<String, Versions.Version> versions = new LinkedHashMap<>();
        copies(entry).forEach(copy -> versions.putIfAbsent(copy.version(), copy));
        versions.putAll(standing(entry));
        return List.copyOf(versions.values());
    }

    /** Every copy that counts: our own, and where terms allow passing on what came from partners, oldest first. */
    private List<Versions.Version> copies(IdentifierEntry entry) {
        List<Versions.Version> copies = new ArrayList<>(entry.versions().size());
        for (Version version : entry.versions()) {
            if (version.own() != Event.NONE) {
                copies.add(copy(version, version.own()));
            }
            received(version).forEach(ordinal -> copies.add(copy(version, ordinal)));
        }
        return copies;
    }

    private Versions.Version copy(Version version, long ordinal) {
        Draft.Copy copy = draft.copy(ordinal);
        Outcome outcome = outcome(copy.number());
        return new Versions.Version(
                ordinal,
                version.text(),
                copy.createdBy(),
                draft.facets(copy.number()).source(),
                copy.revoked(),
                outcome == Outcome.PERMITTED,
                outcome == Outcome.REFUSED_AND_BARS_OLDER);
    }

    /**
     * The copies that came by partners' feeds and count: of each feed the newest form that was not recalled, unless an own
     * copy says something else (rule 3). What partners posted is of no feed and permits nothing.
     */
    private List<Long> received(Version version) {
        if (!passesOn || version.received().isEmpty()) {
            return List.of();
        }
        Map<Integer, IdentifierEntry.Received> newest = new LinkedHashMap<>();
        for (IdentifierEntry.Received one : version.received()) {
            if (one.contract() >= 0) {
                newest.merge(one.contract(), one, (before, now) -> entryOf(now) > entryOf(before) ? now : before);
            }
        }
        List<Long> ordinals = new ArrayList<>();
        for (IdentifierEntry.Received one : newest.values()) {
            boolean differs = version.own() != Event.NONE
                    && !Arrays.equals(draft.sha256(version.own()), draft.sha256(one.ordinal()));
            if (!differs && !draft.isRecalled(one.ordinal(), draft.copy(one.ordinal()))) {
                ordinals.add(one.ordinal());
            }
        }
        ordinals.sort(null);
        return ordinals;
    }

    private long entryOf(IdentifierEntry.Received copy) {
        return draft.copy(copy.ordinal()).receivedEntry();
    }

    private Outcome outcome(int number) {
        Outcome known = draft.outcome(contract.number(), number);
        if (known != Outcome.UNDECIDED) {
            return known;
        }
        Decision decision = Decide.decide(terms, draft.facets(number), markings);
        Outcome outcome = decision.permitted()
                ? Outcome.PERMITTED
                : decision.barsOlderVersions() ? Outcome.REFUSED_AND_BARS_OLDER : Outcome.REFUSED;
        draft.decided(contract.number(), number, outcome);
        return outcome;
    }

    private @Nullable MarkingKind permittedKind(long ordinal) {
        Draft.Copy copy = draft.copy(ordinal);
        return Decide.permitsByItself(terms, draft.facets(copy.number())) ? copy.markingKind() : null;
    }

    private Iterable<Candidate> waitingFor(StixId id) {
        List<Candidate> waiting = new ArrayList<>();
        if (draft.identifier(id).awaitedBy().contains(contract.number())) {
            for (long ordinal : draft.tables().waitingFor(contract.number(), id)) {
                StixId waitingId = draft.id(ordinal);
                Versions.Version stands = standing(draft.identifier(waitingId)).get(draft.version(ordinal));
                if (stands != null && stands.object() == ordinal) {
                    waiting.add(candidate(ordinal, waitingId, draft.version(ordinal)));
                }
            }
        }
        return waiting;
    }

    private Candidate candidate(long ordinal, StixId id, String version) {
        Draft.@Nullable Added added = draft.added(ordinal);
        List<StixId> needs = added != null ? added.prepared().needs() : Closure.needs(parse(draft.bytes(ordinal)));
        return new Candidate(ordinal, id, version, needs);
    }

    /** What is in the store was read under the limits of its day, whatever they were; so none apply here. */
    private static final Limits NO_LIMITS = new Limits(
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Limits.MAX_DEPTH,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            1);

    static StixObject parse(byte[] bytes) {
        return switch (StixReader.parseObject(bytes, NO_LIMITS)) {
            case Parsed.Valid valid -> valid.object();
            case Parsed.Invalid _ -> throw new IllegalStateException("the store holds an object that cannot be read");
        };
    }
}
