package org.entente.memorandum;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Spans of time as constraints write them: ISO 8601 durations in whole days, {@code P90D}, or, where that is not whole
 * days, in whole hours, {@code PT36H}. Months and years are refused, since they have no fixed length. Each span has one
 * spelling.
 */
final class Span {
    /** About 273 years. */
    static final int MAX_DAYS = 99_999;

    static final int HOURS_OF_DAY = 24;

    private static final Pattern DAYS = Pattern.compile("P([1-9][0-9]{0,4})D");
    private static final Pattern HOURS = Pattern.compile("PT([1-9][0-9]{0,6})H");

    private Span() {}

    /** The span that this text is in full, or null. */
    static @Nullable Duration parse(String text) {
        Matcher days = DAYS.matcher(text);
        if (days.matches()) {
            return Duration.ofDays(Integer.parseInt(days.group(1)));
        }
        Matcher hours = HOURS.matcher(text);
        if (!hours.matches()) {
            return null;
        }
        int number = Integer.parseInt(hours.group(1));
        return number % HOURS_OF_DAY == 0 || number > MAX_DAYS * HOURS_OF_DAY ? null : Duration.ofHours(number);
    }

    /** The one spelling of a span of whole hours. */
    static String text(Duration span) {
        long hours = span.toHours();
        return hours % HOURS_OF_DAY == 0 ? "P" + hours / HOURS_OF_DAY + "D" : "PT" + hours + "H";
    }

    /** The span for people: {@code 90 days}, {@code 1 hour}. */
    static String words(Duration span) {
        long hours = span.toHours();
        return hours % HOURS_OF_DAY == 0 ? counted(hours / HOURS_OF_DAY, "day") : counted(hours, "hour");
    }

    private static String counted(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
