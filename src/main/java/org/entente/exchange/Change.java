package org.entente.exchange;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.entente.exchange.State.ContractEntry;
import org.entente.release.EntryOrder;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** What one command does to one feed, gathered first and then written in the order of release.md rule 11. */
final class Change {
    /** The order of kinds; {@link EntryOrder} does not tell a restatement from a release. */
    private enum Phase {
        TERMS_CHANGED,
        RESUMED,
        RESTATED_LOSING,
        WITHDRAWN,
        RELEASED,
        RESTATED_COMPLETING,
        LAST
    }

    /** An entry to come, with its place in the order. */
    private record Planned(Phase phase, EntryOrder order, Entry entry) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            int phases = phase.compareTo(other.phase);
            return phases != 0 ? phases : order.compareTo(other.order);
        }
    }

    private sealed interface Entry {}

    private record Release(
            long ordinal,
            StixId id,
            String version,
            byte[] sha256,
            byte @Nullable [] form,
            boolean restated,
            boolean waited,
            boolean standIn)
            implements Entry {}

    private record Withdrawal(long recalled, String reason) implements Entry {}

    private record Note(EntryKind kind, byte @Nullable [] sha256) implements Entry {}

    private final Draft draft;
    private final ContractEntry contract;
    private final FeedSecret secret;
    private final List<Planned> planned = new ArrayList<>();
    private String reason = Opening.RECALLED;

    Change(Draft draft, ContractEntry contract, FeedSecret secret) {
        this.draft = draft;
        this.contract = contract;
        this.secret = secret;
    }

    /** The feed's terms are from now on the document of that hash. */
    void termsChanged(byte[] sha256) {
        note(Phase.TERMS_CHANGED, EntryOrder.Kind.TERMS_CHANGED, EntryKind.TERMS_CHANGED, sha256);
    }

    void resumed() {
        note(Phase.RESUMED, EntryOrder.Kind.RESUMED, EntryKind.RESUMED, null);
    }

    void suspended() {
        note(Phase.LAST, EntryOrder.Kind.SUSPENDED, EntryKind.SUSPENDED, null);
    }

    void closed() {
        note(Phase.LAST, EntryOrder.Kind.CLOSED, EntryKind.CLOSED, null);
    }

    private void note(Phase phase, EntryOrder.Kind place, EntryKind kind, byte @Nullable [] sha256) {
        planned.add(new Planned(phase, EntryOrder.of(place), new Note(kind, sha256)));
    }

    /** Why what is withdrawn from here on is so, where nothing else is said: one of the reasons of an {@link Opening}. */
    void withdrawsFor(String why) {
        reason = why;
    }

    void withdraw(StixId id, String version, long entry) {
        withdraw(id, version, entry, reason);
    }

    void withdraw(StixId id, String version, long entry, String why) {
        planned.add(new Planned(Phase.WITHDRAWN, EntryOrder.withdrawn(id, version), new Withdrawal(entry, why)));
    }

    /** How an object comes to be shown. */
    enum How {
        /** It was not. */
        RELEASED(Phase.RELEASED),
        /** In the place of a form that shows what is no longer allowed. */
        RESTATED_LOSING(Phase.RESTATED_LOSING),
        /** In the place of a form that shows less. */
        RESTATED_COMPLETING(Phase.RESTATED_COMPLETING);

        private final Phase phase;

        How(Phase phase) {
            this.phase = phase;
        }
    }

    /**
     * Shows the object under its contract.
     *
     * @param form the bytes that go, or null where the object goes byte for byte
     * @param waited whether it waited
     */
    void show(How how, long ordinal, StixId id, String version, byte @Nullable [] form, boolean waited) {
        byte[] sha256 = form == null ? draft.sha256(ordinal) : Opening.sha256(form);
        boolean restated = how != How.RELEASED;
        planned.add(new Planned(
                how.phase,
                EntryOrder.released(id, version),
                new Release(ordinal, id, version, sha256, form, restated, waited, false)));
    }

    /** Shows a revocation as the form of an earlier version (release.md rule 7). */
    void standIn(How how, long ordinal, StixId id, String version, byte[] form) {
        planned.add(new Planned(
                how.phase,
                EntryOrder.released(id, version),
                new Release(ordinal, id, version, Opening.sha256(form), form, how != How.RELEASED, false, true)));
    }

    /** Adds the entries to the draft: how many releases and how many withdrawals there were. */
    Counts write() {
        planned.sort(null);
        int releases = 0;
        int withdrawals = 0;
        for (Planned next : planned) {
            switch (next.entry()) {
                case Release release -> {
                    write(release);
                    releases++;
                }
                case Withdrawal(var recalled, var why) -> {
                    withdraw(recalled, why);
                    withdrawals++;
                }
                case Note(var kind, var sha256) -> write(kind, sha256);
            }
        }
        return new Counts(releases, withdrawals);
    }

    record Counts(int releases, int withdrawals) {}

    /** The ordinals of objects that are released, in whatever form, where nothing of them is live. */
    Set<Long> released() {
        Set<Long> ordinals = new HashSet<>();
        for (Planned next : planned) {
            if (next.entry() instanceof Release release && !release.restated()) {
                ordinals.add(release.ordinal());
            }
        }
        return ordinals;
    }

    /** The numbers of the entries that are recalled. */
    Set<Long> withdrawn() {
        Set<Long> entries = new HashSet<>();
        for (Planned next : planned) {
            if (next.entry() instanceof Withdrawal(var recalled, var _)) {
                entries.add(recalled);
            }
        }
        return entries;
    }

    private void write(Release release) {
        int feed = contract.number();
        long number = draft.nextEntry(feed);
        long micros = draft.takeEntry(feed);
        String time = Micros.text(micros);
        String token = secret.lineage(number);
        List<String> lineage = new ArrayList<>(draft.lineage(release.ordinal()));
        lineage.add(token);
        int opening = draft.payload(new Opening(
                        secret.nonce(number),
                        release.restated() ? EntryKind.RESTATED : EntryKind.RELEASED,
                        time,
                        clause(),
                        release.id().value(),
                        release.version().isEmpty() ? firstShown(release, time) : release.version(),
                        HexFormat.of().formatHex(release.sha256()),
                        lineage,
                        Opening.NO_ENTRY,
                        null)
                .bytes());
        int form = release.form() == null ? Event.NONE : draft.payload(release.form());
        draft.note(new Event.Released(
                feed,
                number,
                release.restated(),
                release.ordinal(),
                micros,
                opening,
                form,
                release.waited(),
                release.standIn(),
                HexFormat.of().parseHex(token)));
    }

    /** An object without a version of its own has as version when it was first shown in this feed (release.md rule 16). */
    private String firstShown(Release release, String now) {
        IdentifierEntry.Version version = draft.identifier(release.id()).version("");
        IdentifierEntry.Shown shown = version == null ? null : version.shownTo(contract.number());
        return shown == null ? now : Micros.text(shown.firstMicros());
    }

    private void withdraw(long recalled, String why) {
        int feed = contract.number();
        long number = draft.nextEntry(feed);
        long micros = draft.takeEntry(feed);
        int opening = draft.payload(new Opening(
                        secret.nonce(number),
                        EntryKind.WITHDRAWN,
                        Micros.text(micros),
                        clause(),
                        null,
                        null,
                        null,
                        List.of(),
                        recalled,
                        why)
                .bytes());
        draft.note(new Event.Withdrawn(feed, number, recalled, micros, opening));
    }

    private void write(EntryKind kind, byte @Nullable [] sha256) {
        int feed = contract.number();
        long number = draft.nextEntry(feed);
        long micros = draft.takeEntry(feed);
        int opening = draft.payload(new Opening(
                        secret.nonce(number),
                        kind,
                        Micros.text(micros),
                        clause(),
                        null,
                        null,
                        sha256 == null ? null : HexFormat.of().formatHex(sha256),
                        List.of(),
                        Opening.NO_ENTRY,
                        null)
                .bytes());
        draft.note(new Event.Noted(feed, number, kind, micros, opening));
    }

    private String clause() {
        return contract.contract().grant();
    }
}
