package org.entente.stix;

import java.util.Arrays;

/** Looks for bytes in bytes. */
final class ByteRanges {
    private ByteRanges() {}

    /** Where the part begins, at or after that place; it must be there. */
    static int indexOf(byte[] document, byte[] part, int from) {
        for (int i = from; i + part.length <= document.length; i++) {
            if (Arrays.equals(document, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("the bytes of an object are no range of the input");
    }
}
