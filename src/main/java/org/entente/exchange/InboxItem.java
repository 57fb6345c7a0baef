package org.entente.exchange;

import org.entente.journal.PayloadRef;
import org.entente.stix.StixId;

/**
 * One object version that a partner posted, as the inbox keeps it.
 *
 * @param taken the ordinal of the received copy that our people made of it, or {@link Event#NONE}
 */
record InboxItem(StixId id, String version, long micros, PayloadRef payload, byte[] sha256, long taken) {
    InboxItem takenAs(long ordinal) {
        return new InboxItem(id, version, micros, payload, sha256, ordinal);
    }

    byte[] encode() {
        return new Out(192)
                .text(id.value())
                .text(version)
                .i64(micros)
                .i64(payload.address())
                .i32(payload.length())
                .raw(sha256)
                .i64(taken)
                .done();
    }

    static InboxItem decode(byte[] bytes) {
        In in = new In(bytes);
        return new InboxItem(
                new StixId(in.text()),
                in.text(),
                in.i64(),
                new PayloadRef(in.i64(), in.i32()),
                in.raw(FeedBlock.ENTRY_BYTES),
                in.i64());
    }
}
