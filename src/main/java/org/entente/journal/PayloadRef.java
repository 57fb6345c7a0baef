package org.entente.journal;

/**
 * Where a payload's bytes are.
 *
 * @param address of the first byte, in the whole log
 * @param length in bytes
 */
public record PayloadRef(long address, int length) {
    public PayloadRef {
        if (address < 0 || length < 0) {
            throw new IllegalArgumentException("A payload has an address and a length, neither negative.");
        }
    }
}
