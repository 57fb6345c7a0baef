package org.entente.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BundlePathTest {
    @Test
    void pathsAreWrittenAsTheStandardSays() {
        assertEquals("000", new BundlePath(0, 256).text());
        assertEquals("x001/x234/067", new BundlePath(1234067, 256).text());
        assertEquals("x001/000.p/1", new BundlePath(1000, 1).text());
        for (long n : new long[] {0, 9, 999, 1000, 1_000_000, 999_999_999_999L}) {
            for (int width : new int[] {1, 100, 255, 256}) {
                BundlePath path = new BundlePath(n, width);
                assertEquals(path, BundlePath.parse(path.text()));
            }
        }
    }

    @Test
    void anyOtherSpellingIsNone() {
        for (String text : List.of(
                "",
                "0",
                "00",
                "0000",
                "x000/000",
                "001/234",
                "x001x/234",
                "000.p/0",
                "000.p/256",
                "000.p/01",
                "000.p/",
                "000.p/-1",
                "000.p/9999",
                "-01",
                "00a",
                "x001/x234/067/",
                "/000",
                "٠٠٠",
                "0".repeat(100))) {
            assertNull(BundlePath.parse(text), text);
        }
    }
}
