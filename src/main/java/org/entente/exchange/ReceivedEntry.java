package org.entente.exchange;

import org.entente.journal.PayloadRef;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a partner's feed as it arrived here.
 *
 * @param entry the 32 bytes
 * @param opening where its opening is, null when the partner no longer has it
 * @param ordinal our copy of the object that it released, or {@link Event#NONE}
 * @param recalled whether a later entry withdrew it
 */
record ReceivedEntry(byte[] entry, @Nullable PayloadRef opening, long ordinal, boolean recalled) {

    byte[] encode() {
        Out out = new Out(64).raw(entry).u8(opening == null ? 0 : 1);
        if (opening != null) {
            out.i64(opening.address()).i32(opening.length());
        }
        return out.i64(ordinal).u8(recalled ? 1 : 0).done();
    }

    static ReceivedEntry decode(byte[] bytes) {
        In in = new In(bytes);
        return new ReceivedEntry(
                in.raw(FeedBlock.ENTRY_BYTES),
                in.bool() ? new PayloadRef(in.i64(), in.i32()) : null,
                in.i64(),
                in.bool());
    }

    ReceivedEntry withObject(long copy) {
        return new ReceivedEntry(entry, opening, copy, recalled);
    }

    ReceivedEntry asRecalled() {
        return new ReceivedEntry(entry, opening, ordinal, true);
    }
}
