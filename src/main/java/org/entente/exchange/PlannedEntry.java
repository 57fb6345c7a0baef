package org.entente.exchange;

import java.util.ArrayList;
import java.util.List;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** An entry that a command decided to give to a feed, before it has its number: all that its opening is made of later. */
sealed interface PlannedEntry {
    /** An object comes to be shown, in whatever form. */
    record Release(long ordinal, How how, boolean waited, Shape shape) implements PlannedEntry {
        boolean restated() {
            return how != How.RELEASED;
        }

        boolean standsIn() {
            return shape instanceof Shape.StandIn;
        }
    }

    /**
     * An entry is recalled.
     *
     * @param reason one of those of an {@link Opening}
     */
    record Withdrawal(long recalled, String reason) implements PlannedEntry {}

    /** An entry about the feed itself. */
    record Note(EntryKind kind, byte @Nullable [] sha256) implements PlannedEntry {}

    /** How an object comes to be shown. */
    enum How {
        /** It was not. */
        RELEASED(0),
        /** In the place of a form that shows what is no longer allowed. */
        RESTATED_LOSING(1),
        /** In the place of a form that shows less. */
        RESTATED_COMPLETING(2);

        private final int code;

        How(int code) {
            this.code = code;
        }

        private static How of(int code) {
            for (How how : values()) {
                if (how.code == code) {
                    return how;
                }
            }
            throw new IllegalStateException("no way to show an object has the code " + code);
        }
    }

    /** In which bytes an object goes. */
    sealed interface Shape {
        /** In those that came in. */
        record AsItCame() implements Shape {}

        /**
         * In those that its duties make of it.
         *
         * @param sha256 of the bytes
         * @param without the ids that lists name in it no more
         */
        record Formed(byte[] sha256, List<StixId> without) implements Shape {}

        /** In those of an earlier version, revoked (release.md rule 7). */
        record StandIn(byte[] bytes) implements Shape {}
    }

    /** The bytes of entries in the journal and in the views. */
    static byte[] encode(List<PlannedEntry> entries) {
        Out out = new Out(16 + 16 * entries.size()).i32(entries.size());
        for (PlannedEntry entry : entries) {
            switch (entry) {
                case Release(var ordinal, var how, var waited, var shape) -> {
                    out.u8(0).i64(ordinal).u8(how.code).u8(waited ? 1 : 0);
                    encode(shape, out);
                }
                case Withdrawal(var recalled, var reason) ->
                    out.u8(1).i64(recalled).text(reason);
                case Note(var kind, var sha256) ->
                    out.u8(2).u8(kind.code()).blob(sha256 == null ? new byte[0] : sha256);
            }
        }
        return out.done();
    }

    private static void encode(Shape shape, Out out) {
        switch (shape) {
            case Shape.AsItCame() -> out.u8(0);
            case Shape.Formed(var sha256, var without) -> {
                out.u8(1).blob(sha256).i32(without.size());
                without.forEach(id -> out.text(id.value()));
            }
            case Shape.StandIn(var bytes) -> out.u8(2).blob(bytes);
        }
    }

    static List<PlannedEntry> decode(byte[] bytes) {
        In in = new In(bytes);
        int count = in.i32();
        List<PlannedEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int code = in.u8();
            entries.add(
                    switch (code) {
                        case 0 -> new Release(in.i64(), How.of(in.u8()), in.bool(), shape(in));
                        case 1 -> new Withdrawal(in.i64(), in.text());
                        case 2 -> note(in);
                        default -> throw new IllegalStateException("no kind of planned entry has the code " + code);
                    });
        }
        return List.copyOf(entries);
    }

    private static Shape shape(In in) {
        int code = in.u8();
        return switch (code) {
            case 0 -> new Shape.AsItCame();
            case 1 -> {
                byte[] sha256 = in.blob();
                List<StixId> without = new ArrayList<>();
                for (int n = in.i32(); n > 0; n--) {
                    without.add(new StixId(in.text()));
                }
                yield new Shape.Formed(sha256, List.copyOf(without));
            }
            case 2 -> new Shape.StandIn(in.blob());
            default -> throw new IllegalStateException("no shape has the code " + code);
        };
    }

    private static Note note(In in) {
        EntryKind kind = EntryKind.of(in.u8());
        byte[] sha256 = in.blob();
        return new Note(kind, sha256.length == 0 ? null : sha256);
    }
}
