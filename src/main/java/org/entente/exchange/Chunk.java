package org.entente.exchange;

/**
 * How much of what a command gives to feeds goes with its own record at most, and with each of the records that bring the rest
 * (release.md rule 13). The last entry of a chunk may pass the bytes.
 *
 * @param entries how many
 * @param bytes of the forms that are made for them
 */
record Chunk(int entries, long bytes) {
    static final Chunk MAX = new Chunk(1 << 14, 64L << 20);

    /** Whether a chunk takes no more after so much. */
    boolean isFull(int taken, long formed) {
        return taken >= entries || formed >= bytes;
    }
}
