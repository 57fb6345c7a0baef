package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.entente.merkle.Frontier;
import org.junit.jupiter.api.Test;

/** Whatever the steps, what is ahead and what is held give the root of the whole. */
final class LogAheadTest {
    private static byte[] entry(int number) {
        return ("entry " + number).getBytes(UTF_8);
    }

    @Test
    void heldAndAheadMakeTheWhole() {
        for (int height = 0; height <= 4; height++) {
            for (int size = 1; size <= 90; size += 1 + size % 3) {
                check(height, size);
            }
        }
    }

    private static void check(int height, int size) {
        Frontier whole = Frontier.empty();
        for (int i = 0; i < size; i++) {
            whole.append(entry(i));
        }
        int step = 1 << height;
        for (int from = step; from <= size; from += step) {
            LogAhead ahead = new LogAhead(height, from);
            for (int i = from; i < size; i++) {
                ahead.append(entry(i));
            }
            for (int end = from; end <= size; end += step) {
                Frontier held = Frontier.empty();
                for (int i = 0; i < end; i++) {
                    held.append(entry(i));
                }
                List<byte[]> beyond = ahead.beyond(end);
                for (byte[] root : beyond) {
                    held.appendSubtree(Frontier.heightBetween(held.size(), size), root);
                }
                assertEquals(size, held.size());
                assertArrayEquals(whole.root(), held.root(), height + ": " + from + ", " + end + " of " + size);
            }
        }
    }

    @Test
    void itBeginsWhereAStepEnds() {
        assertThrows(IllegalArgumentException.class, () -> new LogAhead(4, 8));
    }
}
