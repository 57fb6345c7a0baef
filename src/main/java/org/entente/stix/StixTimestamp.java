package org.entente.stix;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Timestamps as STIX 2.1 section 2.16 writes them: {@code YYYY-MM-DDTHH:mm:ss[.s+]Z}, always UTC, with any number of
 * digits after the point. They are kept as the text they came in; this class compares them by instant.
 */
public final class StixTimestamp {
    /** The length of {@code YYYY-MM-DDTHH:mm:ss}. */
    private static final int SECONDS_END = 19;

    /** The least number of fractional digits of {@code created} and {@code modified} (section 3.2). */
    private static final int MILLISECOND_DIGITS = 3;

    private static final int NANOSECOND_DIGITS = 9;
    private static final long SECONDS_OF_DAY = 86_400;
    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";

    private StixTimestamp() {}

    /** Whether this is a timestamp of the standard; a leap second is one only at the end of a day. */
    public static boolean isValid(CharSequence text) {
        int length = text.length();
        if (length <= SECONDS_END || text.charAt(length - 1) != 'Z' || !hasShape(text)) {
            return false;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 2);
        int day = number(text, 8, 2);
        int hour = number(text, 11, 2);
        int minute = number(text, 14, 2);
        int second = number(text, 17, 2);
        boolean leapSecond = second == 60 && hour == 23 && minute == 59;
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= daysOf(year, month)
                && hour < 24
                && minute < 60
                && (second < 60 || leapSecond);
    }

    /** Whether a valid timestamp has at least three digits after the point, as {@code created} and {@code modified} must. */
    static boolean hasMilliseconds(CharSequence valid) {
        return valid.length() > SECONDS_END + 1 + MILLISECOND_DIGITS;
    }

    /** Whether a valid timestamp has no fraction of a second other than zero. */
    static boolean isWholeSecond(CharSequence valid) {
        for (int i = SECONDS_END + 1; i < valid.length() - 1; i++) {
            if (valid.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    /**
     * Orders two valid timestamps by instant, whatever their number of digits. The empty text, which is the version of an
     * object without versions, comes before all others.
     */
    public static int compare(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Boolean.compare(!one.isEmpty(), !other.isEmpty());
        }
        for (int i = 0; i < SECONDS_END; i++) {
            int seconds = Character.compare(one.charAt(i), other.charAt(i));
            if (seconds != 0) {
                return seconds;
            }
        }
        int end = Math.max(one.length(), other.length()) - 1;
        for (int i = SECONDS_END + 1; i < end; i++) {
            int digits = Character.compare(digitAt(one, i), digitAt(other, i));
            if (digits != 0) {
                return digits;
            }
        }
        return 0;
    }

    /**
     * The instant of a valid timestamp, cut to nanoseconds; a leap second is the second after it. Refuses any other text
     * with an {@link IllegalArgumentException}.
     */
    public static Instant toInstant(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a STIX timestamp");
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2))
                .toEpochDay();
        int minute = number(text, 11, 2) * 60 + number(text, 14, 2);
        // A 61st second counts on into the next minute by itself.
        long seconds = day * SECONDS_OF_DAY + minute * 60L + number(text, 17, 2);
        int nanos = 0;
        for (int i = 1; i <= NANOSECOND_DIGITS; i++) {
            nanos = nanos * 10 + (digitAt(text, SECONDS_END + i) - '0');
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    private static boolean hasShape(CharSequence text) {
        for (int i = 0; i < SECONDS_END; i++) {
            char shape = SHAPE.charAt(i);
            char c = text.charAt(i);
            if (shape == 'd' ? !isDigit(c) : c != shape) {
                return false;
            }
        }
        int end = text.length() - 1;
        if (end == SECONDS_END) {
            return true;
        }
        if (text.charAt(SECONDS_END) != '.' || end == SECONDS_END + 1) {
            return false;
        }
        for (int i = SECONDS_END + 1; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The fractional digit at this place, zero where the text has ended. */
    private static char digitAt(String text, int place) {
        return place < text.length() - 1 ? text.charAt(place) : '0';
    }

    private static int number(CharSequence text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    private static int daysOf(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
