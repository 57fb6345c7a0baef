package org.entente.exchange;

import org.entente.merkle.Frontier;

/**
 * How far a partner's feed has arrived here.
 *
 * @param size number of entries that we hold and checked
 * @param frontier right edge of the tree that we computed over them
 * @param checkpoint the partner's signed note over exactly these entries, empty before the first; over fewer while a log that
 *     grew by more than one command takes is taken in
 * @param addedAfter where the pull of objects goes on, empty before the first
 */
record ReceivedHead(long size, byte[] frontier, String checkpoint, String addedAfter) {
    static final ReceivedHead EMPTY = new ReceivedHead(0, Frontier.empty().encode(), "", "");

    byte[] encode() {
        return new Out(256 + frontier.length)
                .i64(size)
                .blob(frontier)
                .text(checkpoint)
                .text(addedAfter)
                .done();
    }

    static ReceivedHead decode(byte[] bytes) {
        In in = new In(bytes);
        return new ReceivedHead(in.i64(), in.blob(), in.text(), in.text());
    }
}
