package org.entente.exchange;

import org.entente.journal.PayloadRef;
import org.entente.stix.MarkingKind;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * One copy of one object version, as the object table keeps it. The bytes are the payload.
 *
 * @param number of its release class
 * @param markingKind what kind of marking it defines, if it is a marking definition
 * @param receivedUnder the contract it was received under, or {@link Event#NONE} for an own copy
 * @param receivedEntry its entry in that partner's feed
 * @param sha256 of the bytes
 */
record ObjectEntry(
        StixId id,
        String version,
        @Nullable String createdBy,
        boolean revoked,
        @Nullable MarkingKind markingKind,
        int number,
        int receivedUnder,
        long receivedEntry,
        PayloadRef payload,
        byte[] sha256) {

    /** What deciding needs to know of it. */
    Draft.Copy copy() {
        return new Draft.Copy(
                id,
                version,
                createdBy == null ? null : new StixId(createdBy),
                revoked,
                number,
                markingKind,
                receivedUnder,
                receivedEntry);
    }

    byte[] encode() {
        return new Out(288)
                .text(id.value())
                .text(version)
                .optional(createdBy)
                .u8(revoked ? 1 : 0)
                .optional(markingKind == null ? null : markingKind.name())
                .i32(number)
                .i32(receivedUnder)
                .i64(receivedEntry)
                .i64(payload.address())
                .i32(payload.length())
                .raw(sha256)
                .done();
    }

    static ObjectEntry decode(byte[] bytes) {
        In in = new In(bytes);
        return new ObjectEntry(
                new StixId(in.text()),
                in.text(),
                in.optional(),
                in.bool(),
                markingKind(in.optional()),
                in.i32(),
                in.i32(),
                in.i64(),
                new PayloadRef(in.i64(), in.i32()),
                in.raw(32));
    }

    static @Nullable MarkingKind markingKind(@Nullable String name) {
        return name == null ? null : MarkingKind.valueOf(name);
    }

    /** The same copy as one of another class. */
    ObjectEntry ofClass(int other) {
        return new ObjectEntry(
                id, version, createdBy, revoked, markingKind, other, receivedUnder, receivedEntry, payload, sha256);
    }

    boolean own() {
        return receivedUnder == Event.NONE;
    }
}
