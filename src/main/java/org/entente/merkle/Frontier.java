package org.entente.merkle;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The right edge of a Merkle tree of RFC 9162: enough of it to append entries and to state the root, in the space of a few
 * hashes whatever the size.
 *
 * <p>A tree of {@code size} entries falls into perfect subtrees, one for each bit set in {@code size}, the largest on the
 * left. The frontier keeps their roots and nothing below. Appending merges equals from the right, as adding one carries in
 * binary: two hashes on average. The root folds the subtrees from the right, which is the same tree as the recursive
 * definition in RFC 9162 section 2.1.1, since that splits at the largest power of two too.
 *
 * <pre>
 * size 6 = 110₂          the frontier of size 6, encoded
 *         root           ┌──────────────┬─────────────┬─────────────┐
 *        /    \          │ size, 8 bytes│ root of 0–3 │ root of 4–5 │
 *     0–3      4–5       │ big-endian   │ 32 bytes    │ 32 bytes    │
 *    /   \    /   \      └──────────────┴─────────────┴─────────────┘
 * </pre>
 *
 * <p>Mutable and not safe for use by several threads at once.
 */
public final class Frontier {
    /** One perfect subtree for each bit of a size that a {@code long} can hold. */
    private static final int MAX_HEIGHT = Long.SIZE - 1;

    private final Sha256 hash = new Sha256();

    /** The root of the perfect subtree of 2^i entries at index i, meaningful where bit i of the size is set. */
    private final byte[] @Nullable [] subtrees = new byte[MAX_HEIGHT][];

    private long size;

    private Frontier() {}

    /** The frontier of a tree without entries. */
    public static Frontier empty() {
        return new Frontier();
    }

    /**
     * The frontier that {@link #encode} wrote. The hashes are taken on trust: compare {@link #root} with a checkpoint where
     * that matters.
     *
     * @throws MerkleException if the length does not fit the size
     */
    public static Frontier decode(byte[] encoded) throws MerkleException {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        if (encoded.length < Long.BYTES) {
            throw new MerkleException("A frontier begins with its size.");
        }
        var frontier = new Frontier();
        frontier.size = in.getLong();
        if (frontier.size < 0 || in.remaining() != Long.bitCount(frontier.size) * Sha256.LENGTH) {
            throw new MerkleException("A frontier holds one hash for each bit of its size.");
        }
        for (int height = MAX_HEIGHT - 1; height >= 0; height--) {
            if (frontier.has(height)) {
                byte[] root = new byte[Sha256.LENGTH];
                in.get(root);
                frontier.subtrees[height] = root;
            }
        }
        return frontier;
    }

    /** The size, then the roots of the perfect subtrees from left to right; at most 2,024 bytes. */
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES + Long.bitCount(size) * Sha256.LENGTH);
        out.putLong(size);
        for (int height = MAX_HEIGHT - 1; height >= 0; height--) {
            if (has(height)) {
                out.put(subtree(height));
            }
        }
        return out.array();
    }

    /** An independent frontier of the same tree. */
    public Frontier copy() {
        var copy = new Frontier();
        copy.size = size;
        // The hashes themselves are never written to after they were computed, so both may hold them.
        System.arraycopy(subtrees, 0, copy.subtrees, 0, MAX_HEIGHT);
        return copy;
    }

    /** The number of entries appended so far. */
    public long size() {
        return size;
    }

    /** Appends an entry of any length; its bytes are hashed as a leaf and not kept. */
    public void append(byte[] entry) {
        byte[] right = hash.leaf(entry);
        int height = 0;
        for (; has(height); height++) {
            right = hash.node(subtree(height), right);
        }
        subtrees[height] = right;
        size++;
    }

    /**
     * Appends 2^height entries at once of which only the root of their perfect subtree is known. The root is taken on trust:
     * compare {@link #root} with a checkpoint.
     *
     * @throws IllegalArgumentException unless such a subtree can begin here
     */
    public void appendSubtree(int height, byte[] root) {
        if (height < 0
                || height >= MAX_HEIGHT - 1
                || (size & (1L << height) - 1) != 0
                || root.length != Sha256.LENGTH
                || size > Long.MAX_VALUE - (1L << height)) {
            throw new IllegalArgumentException("no perfect subtree of this height begins here");
        }
        byte[] right = root.clone();
        int at = height;
        for (; has(at); at++) {
            right = hash.node(subtree(at), right);
        }
        subtrees[at] = right;
        size += 1L << height;
    }

    /** The height of the largest perfect subtree that can begin at one size and does not reach beyond another, larger one. */
    public static int heightBetween(long from, long to) {
        int room = MAX_HEIGHT - Long.numberOfLeadingZeros(to - from);
        return from == 0 ? room : Math.min(room, Long.numberOfTrailingZeros(from));
    }

    /** The root of the tree as it stands, 32 bytes in a new array; SHA-256 of nothing for the empty tree. */
    public byte[] root() {
        if (size == 0) {
            return hash.empty();
        }
        int height = Long.numberOfTrailingZeros(size);
        byte[] root = subtree(height).clone();
        for (height++; height < MAX_HEIGHT; height++) {
            if (has(height)) {
                root = hash.node(subtree(height), root);
            }
        }
        return root;
    }

    private boolean has(int height) {
        return (size >>> height & 1) == 1;
    }

    private byte[] subtree(int height) {
        return Objects.requireNonNull(subtrees[height]);
    }
}
