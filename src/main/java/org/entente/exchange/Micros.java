package org.entente.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds since 1970 UTC, and their text: RFC 3339 with six fractional digits and {@code Z}. */
public final class Micros {
    private static final long PER_SECOND = 1_000_000L;

    /** Years have four digits (RFC 3339 section 5.6). */
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Micros() {}

    /** The instant cut to microseconds. */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 1000);
    }

    /** The instant of that number. */
    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The text, such as {@code 2026-11-22T09:04:59.000001Z}. */
    public static String text(long micros) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, PER_SECOND), (int) (Math.floorMod(micros, PER_SECOND) * 1000), ZoneOffset.UTC);
        byte[] text = new byte[27];
        digits(text, 0, 4, time.getYear());
        text[4] = '-';
        digits(text, 5, 2, time.getMonthValue());
        text[7] = '-';
        digits(text, 8, 2, time.getDayOfMonth());
        text[10] = 'T';
        digits(text, 11, 2, time.getHour());
        text[13] = ':';
        digits(text, 14, 2, time.getMinute());
        text[16] = ':';
        digits(text, 17, 2, time.getSecond());
        text[19] = '.';
        digits(text, 20, 6, time.getNano() / 1000);
        text[26] = 'Z';
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Reads an RFC 3339 instant in UTC; finer parts than microseconds are cut. Throws {@link Failure} when it is none. */
    public static long parse(String text) {
        try {
            if (!text.endsWith("Z")) {
                throw new Failure(Failure.Code.INVALID, "The instant is not RFC 3339 in UTC, ending in Z.");
            }
            Instant instant = Instant.parse(text);
            if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
                throw new Failure(Failure.Code.INVALID, "The instant is not RFC 3339 in UTC, ending in Z.");
            }
            return of(instant);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new Failure(Failure.Code.INVALID, "The instant is not RFC 3339 in UTC, ending in Z.", e);
        }
    }

    private static void digits(byte[] to, int at, int count, int value) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            to[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
