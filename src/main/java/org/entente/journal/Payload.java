package org.entente.journal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Bytes to be kept beside a record's events, which alone can later be destroyed. Neither array may be changed afterwards.
 *
 * @param bytes the payload
 * @param sha256 the SHA-256 of {@code bytes}, 32 bytes; the journal stores it and checks it when it recovers
 */
@SuppressWarnings("ArrayRecordComponent") // An engine of bytes: the arrays are handed over, not shared.
public record Payload(byte[] bytes, byte[] sha256) {
    /** The length of a SHA-256 in bytes. */
    static final int HASH_BYTES = 32;

    public Payload {
        if (sha256.length != HASH_BYTES) {
            throw new IllegalArgumentException("A SHA-256 has 32 bytes.");
        }
    }

    /** Each thread has its own: finding the algorithm takes as long as hashing a short payload. */
    private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(Payload::newSha256);

    /** The payload of these bytes, hashed. */
    public static Payload of(byte[] bytes) {
        return new Payload(bytes, SHA256.get().digest(bytes));
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && Arrays.equals(bytes, that.bytes) && Arrays.equals(sha256, that.sha256);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }
}
