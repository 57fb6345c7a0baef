package org.entente.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Instants and their text (release.md rule 12: RFC 3339 in UTC, cut to microseconds). */
final class MicrosTest {
    @Test
    void textsAreReadBack() {
        long seed = History.seed();
        Random random = new Random(seed);
        long first = Micros.parse("0000-01-01T00:00:00Z");
        long last = Micros.parse("9999-12-31T23:59:59.999999Z");
        for (int i = 0; i < History.scaled(5000); i++) {
            long micros = random.nextLong(first, last + 1);
            String text = Micros.text(micros);
            assertEquals(27, text.length());
            assertEquals(micros, Micros.parse(text), "seed " + seed);
            assertEquals(micros, Micros.of(Micros.instant(micros)), "seed " + seed);
            assertEquals(Instant.parse(text), Micros.instant(micros), "seed " + seed);
        }
        assertEquals("1969-12-31T23:59:59.999999Z", Micros.text(-1));
        assertEquals("1970-01-01T00:00:00.000000Z", Micros.text(0));
    }

    @Test
    void finerPartsAreCut() {
        assertEquals(1, Micros.parse("1970-01-01T00:00:00.000001999Z"));
        assertEquals(1, Micros.of(Instant.ofEpochSecond(0, 1999)));
        assertEquals(-1, Micros.of(Instant.ofEpochSecond(0, -1)), "cut towards the past, as the text is");
    }

    @Test
    void anythingElseIsRefused() {
        for (String text : List.of(
                "",
                "Z",
                "2026-03-01",
                "2026-03-01Z",
                "2026-03-01T12:00:00",
                "2026-03-01T12:00:00+00:00",
                "2026-03-01T12:00:00+01:00Z",
                "2026-02-30T12:00:00Z",
                "2026-03-01T25:00:00Z",
                "2026-03-01T12:00:00z",
                "+12026-03-01T12:00:00Z",
                "-0001-03-01T12:00:00Z",
                "2026-03-01T12:00:00.0000000000000000001Z",
                " 2026-03-01T12:00:00Z")) {
            Failure failure = assertThrows(Failure.class, () -> Micros.parse(text), text);
            assertEquals(Failure.Code.INVALID, failure.code());
        }
    }
}
