package org.entente.taxii;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After}: seconds, or a date (RFC 9110 section 10.2.3). */
final class RetryAfter {
    /** The most digits of a number of seconds: three centuries. */
    private static final int MAX_DIGITS = 10;

    /** Longer than any date that a header can name. */
    private static final int MAX_DATE = 40;

    private RetryAfter() {}

    /**
     * How long to wait.
     *
     * @param value of the header, null where there is none
     * @param date of the header {@code Date} of the same answer: a date is meant by the server's clock, not by ours
     * @param now by our clock, used where the server does not tell its own
     * @return null where the header is missing or says nothing that can be read; zero for what has passed
     */
    static @Nullable Duration of(@Nullable String value, @Nullable String date, Instant now) {
        if (value == null) {
            return null;
        }
        String text = value.strip();
        if (text.length() <= MAX_DIGITS && text.matches("[0-9]+")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Instant until = instant(text);
        if (until == null) {
            return null;
        }
        Instant theirs = date == null ? null : instant(date.strip());
        Duration wait = Duration.between(theirs == null ? now : theirs, until);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static @Nullable Instant instant(String text) {
        if (text.length() > MAX_DATE) {
            return null;
        }
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
