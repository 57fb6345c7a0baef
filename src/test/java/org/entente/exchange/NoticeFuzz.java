package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.entente.merkle.Checkpoint;
import org.entente.merkle.MerkleException;

/** Any text, to the reader of notices: it is refused, or what was read is written as exactly that text and is no checkpoint. */
public final class NoticeFuzz {
    private NoticeFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, UTF_8);
        Notice notice;
        try {
            notice = Notice.parse(text);
        } catch (Failure refused) {
            assertEquals(Failure.Code.MISMATCH, refused.code());
            return;
        }
        assertEquals(text, notice.text());
        assertTrue(notice.recalled().stream().allMatch(number -> number >= 0 && number < notice.to()));
        assertThrows(MerkleException.class, () -> Checkpoint.parse(text));
    }

    public static List<byte[]> seeds() {
        String origin = "a.example/api/notices/6e34d12e-d284-5239-af3d-4f008f199a0c";
        List<Long> most = LongStream.range(0, Notice.MAX_NUMBERS).boxed().toList();
        return List.of(
                new Notice(origin, 3, 3, 3, List.of()).text().getBytes(UTF_8),
                new Notice(origin, 3, 7, 9, List.of(5L, 1L, 0L)).text().getBytes(UTF_8),
                new Notice(origin, 0, Notice.MAX_NUMBERS, Notice.MAX_NUMBERS, most)
                        .text()
                        .getBytes(UTF_8),
                new Checkpoint(origin, 3, new byte[32]).text().getBytes(UTF_8),
                (origin + "\n1\n2\n3\n01\n").getBytes(UTF_8),
                (origin + "\n1\n1\n3\n").getBytes(UTF_8));
    }
}
