package org.entente.exchange;

import java.time.Instant;
import java.util.Arrays;

/**
 * A giver's last word on passing one version on to one organisation, as it is kept under its contract: by the giver, and by
 * the receiver that took it in.
 *
 * @param number of the word; only a greater one takes its place
 * @param given whether consent is given; else it is withdrawn
 * @param sha256 of the released bytes that it is about
 * @param time when the giver said so, by the document
 * @param jws the giver's signature of the document
 * @param micros when it was said or taken in here, in the journal's time
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, not shared.
record KeptConsent(long number, boolean given, byte[] sha256, Instant time, String jws, long micros) {
    /** Whether these bytes may go. */
    boolean allows(byte[] bytesSha256) {
        return given && Arrays.equals(sha256, bytesSha256);
    }

    byte[] encode() {
        return in(new Out(256)).done();
    }

    Out in(Out out) {
        return out.i64(number)
                .u8(given ? 1 : 0)
                .raw(sha256)
                .i64(time.getEpochSecond())
                .text(jws)
                .i64(micros);
    }

    static KeptConsent decode(In in) {
        return new KeptConsent(
                in.i64(),
                in.bool(),
                in.raw(FeedBlock.ENTRY_BYTES),
                Instant.ofEpochSecond(in.i64()),
                in.text(),
                in.i64());
    }
}
