package org.entente.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entente.exchange.IdentifierEntry.Shown;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.exchange.State.ContractEntry;
import org.entente.memorandum.Duties;
import org.entente.release.Decision;
import org.entente.release.Source;
import org.entente.release.Versions;
import org.entente.release.Windows;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * Which versions one contract permits while a command is decided, and by which of their copies: rules 1, 3 and 6 of release.md, and what
 * an embargo, a retention, releasers and givers hold back. What refers to what is no matter of it.
 */
final class Permitted {
    private final Draft draft;
    private final int contract;
    private final Forming forming;
    private final Duties duties;
    private final boolean passesOn;
    private final Instant now;

    /** @param passesOn whether received copies are looked at */
    Permitted(Draft draft, ContractEntry contract, Forming forming, boolean passesOn) {
        this.draft = draft;
        this.contract = contract.number();
        this.forming = forming;
        this.duties = contract.grant().duties();
        this.passesOn = passesOn;
        this.now = Micros.instant(draft.micros());
    }

    /** Whether nothing waits for an instant or for releasers. */
    boolean goesAtOnce() {
        return duties.approvals() == 0 && !Windows.isEmbargoed(duties, now);
    }

    /** Whether an embargo ends at this very instant. */
    boolean isFreedNow() {
        Instant before = Micros.instant(draft.tables().counters().micros());
        return Windows.isEmbargoed(duties, before) && !Windows.isEmbargoed(duties, now);
    }

    /** Whether copies of that class are looked at: without terms that allow passing on, those of partners are not. */
    boolean counts(int number) {
        return passesOn || draft.facets(number).source().equals(Source.OWN);
    }

    /**
     * Versions that are permitted in some form, not barred and not held back, each by the one copy that permits it (rule 3): own
     * before received, then oldest; but a live entry keeps its copy.
     */
    Map<String, Long> standing(IdentifierEntry entry) {
        List<Versions.Version> all = Versions.standing(copies(entry));
        if (duties.holdBack() || passesOn) {
            all = all.stream().filter(version -> !isHeldBack(entry, version)).toList();
        }
        if (all.size() <= 1) {
            return all.isEmpty()
                    ? Map.of()
                    : Map.of(all.getFirst().version(), all.getFirst().object());
        }
        Map<String, Long> standing = HashMap.newHashMap(all.size());
        for (Versions.Version copy : all) {
            standing.merge(
                    copy.version(),
                    copy.object(),
                    (first, next) -> isLiveBy(entry, copy.version(), next) ? next : first);
        }
        return standing;
    }

    private boolean isLiveBy(IdentifierEntry entry, String text, long ordinal) {
        Version version = entry.version(text);
        Shown shown = version == null ? null : version.shownTo(contract);
        return version != null && shown != null && shown.live() && shownCopy(version, shown) == ordinal;
    }

    /**
     * Whether a permitted version has to wait for an instant, its giver or releasers, or has had its time. It withdraws nothing of
     * older versions (rule 6).
     */
    private boolean isHeldBack(IdentifierEntry entry, Versions.Version version) {
        if (Windows.isEmbargoed(duties, now)
                || hasEnded(entry.version(version.version()))
                || forming.awaitsConsent(version.object(), version.source())) {
            return true;
        }
        if (duties.approvals() == 0) {
            return false;
        }
        StixId id = draft.id(version.object());
        byte[] form = forming.sha256(version.object(), draft.sha256(version.object()));
        List<Approval> approvals = draft.approvals(contract, id, version.version());
        return form == null || Approval.count(approvals, form) < duties.approvals();
    }

    /** Whether the version has no copy any more, or has had its time. */
    boolean falls(Version version) {
        return representative(version) == Event.NONE || hasEnded(version);
    }

    /** Whether the time of the version in this feed is over; it does not come back. */
    boolean hasEnded(@Nullable Version version) {
        Shown shown = version == null ? null : version.shownTo(contract);
        return shown != null && isRetentionOver(shown.firstMicros());
    }

    /** Whether the time is over, in this feed, of what was first shown then. */
    boolean isRetentionOver(long firstMicros) {
        return Windows.isRetentionOver(duties, Micros.instant(firstMicros), now);
    }

    /** Our own copy, else the first that came from a partner and counts; {@link Event#NONE} when there is none. */
    long representative(Version version) {
        List<Long> copies = copies(version);
        return copies.isEmpty() ? Event.NONE : copies.getFirst();
    }

    /** One copy of each version: the one that stands, else the first. */
    List<Versions.Version> versions(IdentifierEntry entry) {
        Map<String, Long> standing = standing(entry);
        Map<String, Versions.Version> versions = new LinkedHashMap<>();
        for (Versions.Version copy : copies(entry)) {
            Long stands = standing.get(copy.version());
            if (stands == null || stands == copy.object()) {
                versions.putIfAbsent(copy.version(), copy);
            }
        }
        return List.copyOf(versions.values());
    }

    /** Every copy that counts: our own, and where terms allow passing on what came from partners, oldest first. */
    private List<Versions.Version> copies(IdentifierEntry entry) {
        List<Versions.Version> copies = new ArrayList<>(entry.versions().size());
        for (Version version : entry.versions()) {
            copies(version).forEach(ordinal -> copies.add(copy(version, ordinal)));
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
                outcome == Outcome.PERMITTED && forming.goes(ordinal),
                outcome == Outcome.REFUSED_AND_BARS_OLDER);
    }

    /**
     * The copies of a version that count: our own, and those that came by partners' feeds. Of each feed that is the newest form
     * that was not recalled, unless an own copy says something else (rule 3). What partners posted is of no feed and permits
     * nothing.
     */
    List<Long> copies(Version version) {
        List<Long> own = version.own() == Event.NONE ? List.of() : List.of(version.own());
        if (!passesOn || version.received().isEmpty()) {
            return own;
        }
        Map<Integer, IdentifierEntry.Received> newest = new LinkedHashMap<>();
        for (IdentifierEntry.Received one : version.received()) {
            if (one.contract() >= 0) {
                newest.merge(one.contract(), one, (before, after) -> entryOf(after) > entryOf(before) ? after : before);
            }
        }
        List<Long> received = new ArrayList<>();
        for (IdentifierEntry.Received one : newest.values()) {
            boolean differs = version.own() != Event.NONE
                    && !Arrays.equals(draft.sha256(version.own()), draft.sha256(one.ordinal()));
            if (!differs && !draft.isRecalled(one.ordinal(), draft.copy(one.ordinal()))) {
                received.add(one.ordinal());
            }
        }
        received.sort(null);
        List<Long> all = new ArrayList<>(own);
        all.addAll(received);
        return all;
    }

    private long entryOf(IdentifierEntry.Received copy) {
        return draft.copy(copy.ordinal()).receivedEntry();
    }

    /** The copy that a live entry shows, or {@link Event#NONE} where that is gone. Where no copy was received it can be no other. */
    long shownCopy(Version version, Shown shown) {
        if (!passesOn || version.received().isEmpty()) {
            return version.own();
        }
        long ordinal = draft.shownCopy(contract, shown.entry());
        boolean here =
                ordinal == version.own() || version.received().stream().anyMatch(copy -> copy.ordinal() == ordinal);
        return here ? ordinal : Event.NONE;
    }

    /** What is decided of a class; one of which nothing was is decided now, and the draft keeps that. */
    Outcome outcome(int number) {
        Outcome known = draft.outcome(contract, number);
        if (known != Outcome.UNDECIDED) {
            return known;
        }
        Outcome outcome = decided(number);
        draft.decided(contract, number, outcome);
        return outcome;
    }

    /** Decides a class anew, whatever is known of it. */
    Outcome decided(int number) {
        Decision decision = forming.decide(number);
        if (decision.permitted()) {
            return Outcome.PERMITTED;
        }
        return decision.barsOlderVersions() ? Outcome.REFUSED_AND_BARS_OLDER : Outcome.REFUSED;
    }
}
