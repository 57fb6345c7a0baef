package org.entente.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.entente.exchange.PlannedEntry.How;
import org.entente.exchange.PlannedEntry.Release;
import org.entente.exchange.PlannedEntry.Shape;
import org.entente.exchange.PlannedEntry.Withdrawal;
import org.entente.exchange.State.ContractEntry;
import org.entente.release.EntryOrder;
import org.entente.release.Form;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * What one command does to one feed, gathered first and then given to it in the order of release.md rule 11. What is more than a
 * {@link Chunk} the feed is owed: the entries, and what they withdraw, are fixed, and follow in records of their own (rule 13).
 */
final class Change {
    /** The order of kinds; {@link EntryOrder} does not tell a restatement from a release. */
    private enum Phase {
        TERMS_CHANGED,
        RESUMED,
        RESTATED_LOSING,
        WITHDRAWN,
        RELEASED,
        RESTATED_COMPLETING,
        LAST;

        static Phase of(How how) {
            return switch (how) {
                case RELEASED -> RELEASED;
                case RESTATED_LOSING -> RESTATED_LOSING;
                case RESTATED_COMPLETING -> RESTATED_COMPLETING;
            };
        }
    }

    /**
     * An entry to come, with its place in the order.
     *
     * @param form the bytes made for it, or null where there are none or they are made again when they go
     * @param formed how many bytes that are
     */
    private record Planned(Phase phase, EntryOrder order, PlannedEntry entry, byte @Nullable [] form, int formed)
            implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            int phases = phase.compareTo(other.phase);
            return phases != 0 ? phases : order.compareTo(other.order);
        }
    }

    private final Draft draft;
    private final ContractEntry contract;
    private final FeedSecret secret;
    private final Forming forming;
    private final Chunk chunk;
    private final List<Planned> planned = new ArrayList<>();
    private String reason = Opening.RECALLED;
    /** Of the forms that are kept until they go. */
    private long kept;

    Change(Draft draft, ContractEntry contract, FeedSecret secret, Forming forming, Chunk chunk) {
        this.draft = draft;
        this.contract = contract;
        this.secret = secret;
        this.forming = forming;
        this.chunk = chunk;
    }

    /** What gives the contract's objects their form. */
    Forming forming() {
        return forming;
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
        plan(phase, EntryOrder.of(place), new PlannedEntry.Note(kind, sha256));
    }

    private void plan(Phase phase, EntryOrder order, PlannedEntry entry) {
        planned.add(new Planned(phase, order, entry, null, 0));
    }

    /** Why what is withdrawn from here on is so, where nothing else is said: one of the reasons of an {@link Opening}. */
    void withdrawsFor(String why) {
        reason = why;
    }

    void withdraw(StixId id, String version, long entry) {
        withdraw(id, version, entry, reason);
    }

    void withdraw(StixId id, String version, long entry, String why) {
        plan(Phase.WITHDRAWN, EntryOrder.withdrawn(id, version), new Withdrawal(entry, why));
    }

    /**
     * Shows the object under its contract.
     *
     * @param form the bytes that go, or null where the object goes byte for byte
     * @param without the ids that lists in these bytes name no more
     * @param waited whether it waited
     */
    void show(
            How how,
            long ordinal,
            StixId id,
            String version,
            byte @Nullable [] form,
            List<StixId> without,
            boolean waited) {
        Shape shape =
                form == null ? new Shape.AsItCame() : new Shape.Formed(Opening.sha256(form), List.copyOf(without));
        show(id, version, new Release(ordinal, how, waited, shape), form);
    }

    /** Shows a revocation as the form of an earlier version (release.md rule 7). */
    void standIn(How how, long ordinal, StixId id, String version, byte[] form) {
        show(id, version, new Release(ordinal, how, false, new Shape.StandIn(form)), form);
    }

    /** Forms beyond those of a chunk are made again when they go, so that they are not all in memory at once. */
    private void show(StixId id, String version, Release release, byte @Nullable [] form) {
        int formed = form == null ? 0 : form.length;
        boolean keeps = kept < chunk.bytes();
        kept += keeps ? formed : 0;
        planned.add(new Planned(
                Phase.of(release.how()), EntryOrder.released(id, version), release, keeps ? form : null, formed));
    }

    /** Gives the feed its entries, or owes them: how many releases and how many withdrawals there were. */
    Counts write() {
        planned.sort(null);
        int next = 0;
        while (next < planned.size() && !draft.owes(contract.number()) && !draft.fills(chunk)) {
            write(planned.get(next).entry(), planned.get(next).form(), draft.micros());
            next++;
        }
        while (next < planned.size()) {
            int end = endOfChunk(next);
            draft.owe(
                    contract.number(),
                    planned.subList(next, end).stream().map(Planned::entry).toList());
            next = end;
        }
        int releases = 0;
        int withdrawals = 0;
        for (Planned one : planned) {
            releases += one.entry() instanceof Release ? 1 : 0;
            withdrawals += one.entry() instanceof Withdrawal ? 1 : 0;
        }
        return new Counts(releases, withdrawals);
    }

    private int endOfChunk(int from) {
        int end = from;
        long formed = 0;
        while (end < planned.size() && !chunk.isFull(end - from, formed)) {
            formed += planned.get(end).formed();
            end++;
        }
        return end;
    }

    /** Gives the feed entries that it was owed, at the time of the command that decided them. */
    void settle(Event.Owed owed) {
        owed.entries().forEach(entry -> write(entry, null, owed.micros()));
        draft.note(new Event.Settled(
                contract.number(), owed.chunk(), owed.entries().size()));
    }

    private void write(PlannedEntry entry, byte @Nullable [] form, long micros) {
        switch (entry) {
            case Release release -> write(release, form == null ? form(release) : form, micros);
            case Withdrawal(var recalled, var why) -> withdraw(recalled, why, micros);
            case PlannedEntry.Note(var kind, var sha256) -> write(kind, sha256, micros);
        }
    }

    /** The bytes that were decided: nothing that they depend on changes while the feed is owed them. */
    private byte @Nullable [] form(Release release) {
        return switch (release.shape()) {
            case Shape.AsItCame() -> null;
            case Shape.StandIn(var bytes) -> bytes;
            case Shape.Formed(var sha256, var without) -> {
                byte[] form = forming.of(release.ordinal()) instanceof Form.Goes goes
                        ? goes.trimmed(id -> !without.contains(id))
                        : null;
                if (form == null || !Arrays.equals(Opening.sha256(form), sha256)) {
                    throw new IllegalStateException("an object goes in another form than was decided");
                }
                yield form;
            }
        };
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

    private void write(Release release, byte @Nullable [] form, long commandMicros) {
        int feed = contract.number();
        long number = draft.nextEntry(feed);
        long micros = draft.takeEntry(feed, commandMicros);
        String time = Micros.text(micros);
        Draft.Copy copy = draft.copy(release.ordinal());
        byte[] sha256 = switch (release.shape()) {
            case Shape.AsItCame() -> draft.sha256(release.ordinal());
            case Shape.Formed(var known, var _) -> known;
            case Shape.StandIn(var bytes) -> Opening.sha256(bytes);
        };
        String token = secret.lineage(number);
        List<String> lineage = new ArrayList<>(draft.lineage(release.ordinal()));
        lineage.add(token);
        int opening = draft.payload(new Opening(
                        secret.nonce(number),
                        release.restated() ? EntryKind.RESTATED : EntryKind.RELEASED,
                        time,
                        clause(),
                        copy.id().value(),
                        copy.version().isEmpty() ? firstShown(copy.id(), time) : copy.version(),
                        HexFormat.of().formatHex(sha256),
                        lineage,
                        Opening.NO_ENTRY,
                        null)
                .bytes());
        draft.note(new Event.Released(
                feed,
                number,
                release.restated(),
                release.ordinal(),
                micros,
                opening,
                form == null ? Event.NONE : draft.form(form),
                release.waited(),
                release.standsIn(),
                HexFormat.of().parseHex(token)));
    }

    /** An object without a version of its own has as version when it was first shown in this feed (release.md rule 16). */
    private String firstShown(StixId id, String now) {
        IdentifierEntry.Version version = draft.identifier(id).version("");
        IdentifierEntry.Shown shown = version == null ? null : version.shownTo(contract.number());
        return shown == null ? now : Micros.text(shown.firstMicros());
    }

    private void withdraw(long recalled, String why, long commandMicros) {
        int feed = contract.number();
        long number = draft.nextEntry(feed);
        long micros = draft.takeEntry(feed, commandMicros);
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

    private void write(EntryKind kind, byte @Nullable [] sha256, long commandMicros) {
        int feed = contract.number();
        long number = draft.nextEntry(feed);
        long micros = draft.takeEntry(feed, commandMicros);
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
