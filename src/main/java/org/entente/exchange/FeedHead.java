package org.entente.exchange;

import org.entente.merkle.Frontier;
import org.entente.merkle.MerkleException;

/**
 * Where a feed ends.
 *
 * @param size number of entries
 * @param micros {@code date_added} of the last entry
 * @param live entries that still stand
 * @param frontier right edge of the tree over the entries, as {@link Frontier#encode()}
 */
record FeedHead(long size, long micros, long live, byte[] frontier) {
    static final FeedHead EMPTY = new FeedHead(0, 0, 0, Frontier.empty().encode());

    byte[] encode() {
        return new Out(64 + frontier.length)
                .i64(size)
                .i64(micros)
                .i64(live)
                .blob(frontier)
                .done();
    }

    static FeedHead decode(byte[] bytes) {
        In in = new In(bytes);
        return new FeedHead(in.i64(), in.i64(), in.i64(), in.blob());
    }

    /** The frontier that a view holds; the journal vouches for its bytes. */
    static Frontier tree(byte[] encoded) {
        try {
            return Frontier.decode(encoded);
        } catch (MerkleException e) {
            throw new IllegalStateException("a view holds a frontier that cannot be read", e);
        }
    }

    byte[] root() {
        return tree(frontier).root();
    }
}
