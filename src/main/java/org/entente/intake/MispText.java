package org.entente.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Values of MISP's JSON, which writes numbers and truth as strings or as what they are. */
final class MispText {
    /** The last second of the year 9999, beyond which STIX has no timestamps. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private MispText() {}

    /** A string, number or truth as text; empty for all else. */
    static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isValueNode() && !value.isNull() ? value.asString("") : "";
    }

    static boolean truth(JsonNode node, String name) {
        String text = text(node, name);
        return text.equals("1") || text.equalsIgnoreCase("true");
    }

    /** The UUID in lower case, or null where there is none. */
    static @Nullable String uuid(JsonNode node) {
        String uuid = text(node, "uuid").toLowerCase(Locale.ROOT);
        return StixId.isId("identity--" + uuid) ? uuid : null;
    }

    /** Seconds since 1970 as a timestamp, or null. */
    static @Nullable String seconds(JsonNode node, String name) {
        String text = text(node, name);
        if (text.isEmpty() || text.length() > 12 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        long seconds = Long.parseLong(text);
        return seconds == 0 || seconds > LAST_SECOND ? null : MILLISECONDS.format(Instant.ofEpochSecond(seconds));
    }

    /** A date as the timestamp of its midnight, or null. */
    static @Nullable String date(JsonNode node, String name) {
        try {
            return inRange(LocalDate.parse(text(node, name)).atStartOfDay().toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A time with any offset, in UTC, or null. */
    static @Nullable String time(JsonNode node, String name) {
        try {
            return inRange(OffsetDateTime.parse(text(node, name)).toInstant());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String inRange(Instant instant) {
        long seconds = instant.getEpochSecond();
        if (seconds > LAST_SECOND
                || seconds < Instant.parse("0001-01-01T00:00:00Z").getEpochSecond()) {
            return null;
        }
        boolean fine = instant.getNano() % 1_000_000 != 0;
        return (fine ? MICROSECONDS : MILLISECONDS).format(instant);
    }
}
