package org.entente.exchange;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.entente.merkle.Frontier;

/**
 * The entries of a partner's log ahead of those that are taken in, known by few hashes: with them a step of a long log can be
 * held against the checkpoint over the whole of it. Nothing here is believed: roots that are not the log's give another root
 * than the signed one.
 *
 * <p>Used by one thread.
 */
public final class LogAhead {
    /** Steps end at multiples of two to this power. */
    public static final int STEP_HEIGHT = 16;

    private static final int HASH_BYTES = 32;

    private final int height;
    private final long from;
    private final List<byte[]> blocks = new ArrayList<>();
    private Frontier rest = Frontier.empty();

    /**
     * Nothing ahead yet.
     *
     * @param height steps end at multiples of two to this power
     * @param from where the entries begin that are ahead; such a multiple
     */
    public LogAhead(int height, long from) {
        if ((from & (1L << height) - 1) != 0) {
            throw new IllegalArgumentException("what is ahead begins where a step ends");
        }
        this.height = height;
        this.from = from;
    }

    /** Appends the next entry. */
    public void append(byte[] entry) {
        rest.append(entry);
        if (rest.size() == 1L << height) {
            blocks.add(rest.root());
            rest = Frontier.empty();
        }
    }

    /**
     * The roots of the largest perfect subtrees from there to the end, left to right, for {@link Command.ReceiveLog}.
     *
     * @param at where a step ends, not before the beginning
     */
    public List<byte[]> beyond(long at) {
        long blocksEnd = from + ((long) blocks.size() << height);
        long size = blocksEnd + rest.size();
        List<byte[]> roots = new ArrayList<>();
        long number = at;
        while (number < blocksEnd) {
            int tall = Frontier.heightBetween(number, size);
            int first = (int) ((number - from) >>> height);
            int count = 1 << (tall - height);
            Frontier joined = Frontier.empty();
            for (byte[] block : blocks.subList(first, first + count)) {
                joined.appendSubtree(height, block);
            }
            roots.add(joined.root());
            number += 1L << tall;
        }
        // A frontier is the roots of its perfect subtrees, the largest first.
        ByteBuffer encoded = ByteBuffer.wrap(rest.encode()).position(Long.BYTES);
        while (encoded.hasRemaining()) {
            byte[] root = new byte[HASH_BYTES];
            encoded.get(root);
            roots.add(root);
        }
        return roots;
    }
}
