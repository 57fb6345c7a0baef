package org.entente.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void secondsAreSeconds() {
        assertEquals(Duration.ZERO, RetryAfter.of("0", null, NOW));
        assertEquals(Duration.ofMinutes(2), RetryAfter.of(" 120 ", null, NOW));
        assertEquals(Duration.ofSeconds(9_999_999_999L), RetryAfter.of("9999999999", null, NOW));
    }

    @Test
    void aDateIsMeantByTheClockOfWhoSaysIt() {
        String until = "Sun, 01 Mar 2026 12:00:30 GMT";
        assertEquals(Duration.ofSeconds(30), RetryAfter.of(until, null, NOW));
        assertEquals(Duration.ofSeconds(10), RetryAfter.of(until, "Sun, 01 Mar 2026 12:00:20 GMT", NOW));
        assertEquals(Duration.ofSeconds(30), RetryAfter.of(until, "soon", NOW));
        assertEquals(Duration.ZERO, RetryAfter.of("Sun, 06 Nov 1994 08:49:37 GMT", null, NOW));
    }

    @Test
    void whatCannotBeReadSaysNothing() {
        assertNull(RetryAfter.of(null, null, NOW));
        for (String value :
                new String[] {"", "-1", "1.5", "soon", "99999999999", "2026-03-01T12:00:00Z", "x".repeat(99)}) {
            assertNull(RetryAfter.of(value, null, NOW), value);
        }
    }
}
