package org.entente.journal;

import java.util.List;

/**
 * One record of the log, without the bytes of its payloads. The arrays must not be changed. Two records of one journal are
 * the same when their addresses are.
 *
 * @param address where the record begins, in the whole log
 * @param next where the log goes on after it
 * @param events what happened, in order
 * @param payloads where its payloads are
 * @param payloadHashes the SHA-256 of each payload, which stays when the payload is destroyed
 * @param destroyed the payloads, of this or earlier records, that this record destroys
 */
public record JournalRecord(
        long address,
        long next,
        List<byte[]> events,
        List<PayloadRef> payloads,
        List<byte[]> payloadHashes,
        List<PayloadRef> destroyed) {
    public JournalRecord {
        events = List.copyOf(events);
        payloads = List.copyOf(payloads);
        payloadHashes = List.copyOf(payloadHashes);
        destroyed = List.copyOf(destroyed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JournalRecord that && address == that.address;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(address);
    }
}
