package org.entente.merkle;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** The recursive definition of RFC 9162 section 2.1.1, word for word and slow, to hold the fast one against. */
final class SlowTree {
    private SlowTree() {}

    static byte[] root(List<byte[]> entries) {
        int n = entries.size();
        if (n == 0) {
            return sha256(new byte[0]);
        }
        if (n == 1) {
            return sha256(new byte[] {0}, entries.getFirst());
        }
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return sha256(new byte[] {1}, root(entries.subList(0, k)), root(entries.subList(k, n)));
    }

    private static byte[] sha256(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(all.toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
