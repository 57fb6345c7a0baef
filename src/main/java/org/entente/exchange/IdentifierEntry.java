package org.entente.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import org.entente.stix.MarkingKind;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of one STIX identifier: its versions and copies, where each was shown, and which contracts have
 * objects that wait for it. An identifier that others refer to has an entry even when no object of it is in the store.
 *
 * @param versions in the order in which they arrived
 * @param awaitedBy contracts under which something may wait for this identifier
 */
record IdentifierEntry(List<Version> versions, List<Integer> awaitedBy) {
    static final IdentifierEntry NOTHING = new IdentifierEntry(List.of(), List.of());

    /**
     * One version.
     *
     * @param text the STIX version: {@code modified}, else {@code created}, else empty
     * @param own ordinal of our own copy, or {@link Event#NONE}
     * @param received copies that came from partners
     * @param shown where the version was shown: one per contract
     */
    record Version(String text, long own, List<Received> received, List<Shown> shown) {
        Version withOwn(long ordinal) {
            return new Version(text, ordinal, received, shown);
        }

        Version with(Received copy) {
            return new Version(text, own, appended(received, copy), shown);
        }

        Version with(Shown now) {
            List<Shown> others = shown;
            if (shownTo(now.contract()) != null) {
                others = new ArrayList<>(shown);
                others.removeIf(s -> s.contract() == now.contract());
            }
            return new Version(text, own, received, appended(others, now));
        }

        /** Where it was last shown under the contract, live or not; null if never. */
        @Nullable
        Shown shownTo(int contract) {
            for (Shown s : shown) {
                if (s.contract() == contract) {
                    return s;
                }
            }
            return null;
        }

        /**
         * Our own copy, else of the feed that brought the version first the form that arrived last; {@link Event#NONE} when there
         * is none any more.
         */
        long representative() {
            long last = own;
            for (Received copy : own == Event.NONE ? received : List.<Received>of()) {
                last = copy.contract() == received.getFirst().contract() ? copy.ordinal() : last;
            }
            return last;
        }

        /**
         * Our own copy, else of the feeds by which others came the newest form that counts, of the first such feed; {@link Event#NONE}
         * where there is none.
         */
        long representative(LongPredicate counts) {
            if (own != Event.NONE) {
                return own;
            }
            Map<Integer, Long> newest = new LinkedHashMap<>();
            received.forEach(copy -> newest.put(copy.contract(), copy.ordinal()));
            return newest.values().stream().filter(counts::test).findFirst().orElse((long) Event.NONE);
        }

        boolean liveIn(int contract) {
            Shown s = shownTo(contract);
            return s != null && s.live();
        }
    }

    record Received(int contract, long ordinal) {}

    /**
     * A version's latest entry in a feed.
     *
     * @param live whether the entry still stands
     * @param standIn whether it went as the form of an earlier version (release.md rule 7), which meets no reference
     * @param firstMicros when it was first shown there: the version of an object that has none (rule 16)
     */
    record Shown(int contract, long entry, boolean live, boolean standIn, long firstMicros) {
        /** Whether it is live and no stand-in, so that it meets references to its id. */
        boolean meets() {
            return live && !standIn;
        }
    }

    @Nullable
    Version version(String text) {
        for (Version v : versions) {
            if (v.text().equals(text)) {
                return v;
            }
        }
        return null;
    }

    /** How many versions are live under the contract that meet references to this id. */
    int meetingIn(int contract) {
        int count = 0;
        for (Version v : versions) {
            Shown s = v.shownTo(contract);
            count += s != null && s.meets() ? 1 : 0;
        }
        return count;
    }

    /** Whether any version is live under the contract. */
    boolean liveIn(int contract) {
        for (Version v : versions) {
            if (v.liveIn(contract)) {
                return true;
            }
        }
        return false;
    }

    /** The earliest of the versions that are live under the contract, or null when none is. */
    @Nullable
    Version firstIn(int contract) {
        Version first = null;
        for (Version v : versions) {
            if (v.liveIn(contract) && (first == null || StixTimestamp.compare(v.text(), first.text()) < 0)) {
                first = v;
            }
        }
        return first;
    }

    /** The kind of marking that the newest of our own copies defines of which the function knows one, else null. */
    @Nullable
    MarkingKind markingKind(LongFunction<@Nullable MarkingKind> kindOf) {
        MarkingKind kind = null;
        String newest = "";
        for (Version v : versions) {
            MarkingKind one = v.own() == Event.NONE ? null : kindOf.apply(v.own());
            if (one != null && StixTimestamp.compare(v.text(), newest) >= 0) {
                kind = one;
                newest = v.text();
            }
        }
        return kind;
    }

    /** This entry with that version put in the place of the one of the same text, or added. */
    IdentifierEntry with(Version version) {
        if (versions.size() <= 1
                && (versions.isEmpty() || versions.getFirst().text().equals(version.text()))) {
            return new IdentifierEntry(List.of(version), awaitedBy);
        }
        List<Version> all = new ArrayList<>(versions.size() + 1);
        boolean replaced = false;
        for (Version v : versions) {
            boolean same = v.text().equals(version.text());
            all.add(same ? version : v);
            replaced |= same;
        }
        if (!replaced) {
            all.add(version);
        }
        return new IdentifierEntry(List.copyOf(all), awaitedBy);
    }

    IdentifierEntry awaitedBy(int contract) {
        return awaitedBy.contains(contract) ? this : new IdentifierEntry(versions, appended(awaitedBy, contract));
    }

    byte[] encode() {
        Out out = new Out(64 + 96 * versions.size()).i32(versions.size());
        for (Version v : versions) {
            out.text(v.text()).i64(v.own()).i32(v.received().size());
            for (Received r : v.received()) {
                out.i32(r.contract()).i64(r.ordinal());
            }
            out.i32(v.shown().size());
            for (Shown s : v.shown()) {
                out.i32(s.contract())
                        .i64(s.entry())
                        .u8(s.live() ? 1 : 0)
                        .u8(s.standIn() ? 1 : 0)
                        .i64(s.firstMicros());
            }
        }
        out.i32(awaitedBy.size());
        awaitedBy.forEach(out::i32);
        return out.done();
    }

    static IdentifierEntry decode(byte[] bytes) {
        In in = new In(bytes);
        int count = in.i32();
        List<Version> versions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String text = in.text();
            long own = in.i64();
            List<Received> received = new ArrayList<>();
            for (int n = in.i32(); n > 0; n--) {
                received.add(new Received(in.i32(), in.i64()));
            }
            List<Shown> shown = new ArrayList<>();
            for (int n = in.i32(); n > 0; n--) {
                shown.add(new Shown(in.i32(), in.i64(), in.bool(), in.bool(), in.i64()));
            }
            versions.add(new Version(text, own, List.copyOf(received), List.copyOf(shown)));
        }
        List<Integer> awaited = new ArrayList<>();
        for (int n = in.i32(); n > 0; n--) {
            awaited.add(in.i32());
        }
        return new IdentifierEntry(List.copyOf(versions), List.copyOf(awaited));
    }

    private static <T> List<T> appended(List<T> list, T more) {
        if (list.isEmpty()) {
            return List.of(more);
        }
        List<T> all = new ArrayList<>(list.size() + 1);
        all.addAll(list);
        all.add(more);
        return List.copyOf(all);
    }
}
