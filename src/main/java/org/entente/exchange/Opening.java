package org.entente.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.entente.journal.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a feed entry commits to: the entry is the SHA-256 of these bytes, an RFC 8785 object. The format is drawn in
 * {@code docs/formats/feed-entry.md} and is final.
 *
 * @param nonce 64 hexadecimal digits, so that the entry of guessable facts cannot be guessed
 * @param kind what happened
 * @param time when, as the feed's {@code date_added}: RFC 3339 UTC, six fractional digits
 * @param clause the grant under which it happened
 * @param id of the object, for released and restated
 * @param version of the object, for released and restated
 * @param sha256 of the released bytes, or of the terms: 64 hexadecimal digits
 * @param lineage tokens of the hops that the object took, this feed's last, for released and restated
 * @param entry the number of the entry that is recalled, for withdrawn; else {@link #NO_ENTRY}
 * @param reason why it was withdrawn
 */
public record Opening(
        String nonce,
        EntryKind kind,
        String time,
        String clause,
        @Nullable String id,
        @Nullable String version,
        @Nullable String sha256,
        List<String> lineage,
        long entry,
        @Nullable String reason) {

    /** Stands for 'recalls nothing'. */
    public static final long NO_ENTRY = -1;

    /** The most bytes an opening may have; entries of a partner with larger ones are refused. */
    public static final int MAX_BYTES = 16 * 1024;

    /** The reasons of a withdrawal (release.md rule 10). */
    public static final String RECALLED = "recalled";

    public static final String TERMS_CHANGED = "terms changed";
    public static final String RETENTION_ENDED = "retention ended";

    private static final int HASH_DIGITS = 64;

    /** Room for an opening of a release without growing. */
    private static final int TYPICAL_BYTES = 512;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** The bytes: RFC 8785, so that both sides hash the same. */
    public byte[] bytes() {
        Out json = new Out(TYPICAL_BYTES).u8('{');
        member(json, "\"clause\":", clause);
        if (entry != NO_ENTRY) {
            plain(json, ",\"entry\":" + entry);
        }
        member(json, ",\"id\":", id);
        word(json, ",\"kind\":", kind.text());
        if (!lineage.isEmpty()) {
            for (int i = 0; i < lineage.size(); i++) {
                member(json, i == 0 ? ",\"lineage\":[" : ",", lineage.get(i));
            }
            json.u8(']');
        }
        word(json, ",\"nonce\":", nonce);
        member(json, ",\"reason\":", reason);
        word(json, ",\"sha256\":", sha256);
        word(json, ",\"time\":", time);
        member(json, ",\"version\":", version);
        return json.u8('}').done();
    }

    /**
     * Reads an opening that a partner sent.
     *
     * @throws Failure {@code INVALID} when it is not exactly the bytes that {@link #bytes()} makes
     */
    public static Opening parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw invalid(null);
        }
        try {
            JsonNode json = MAPPER.readTree(bytes);
            EntryKind kind = EntryKind.of(json.path("kind").asString(""));
            if (kind == null) {
                throw invalid(null);
            }
            List<String> lineage = new ArrayList<>();
            for (JsonNode token : json.path("lineage")) {
                lineage.add(token.asString(""));
            }
            Opening opening = new Opening(
                    json.path("nonce").asString(""),
                    kind,
                    json.path("time").asString(""),
                    json.path("clause").asString(""),
                    text(json, "id"),
                    text(json, "version"),
                    text(json, "sha256"),
                    List.copyOf(lineage),
                    json.path("entry").asLong(NO_ENTRY),
                    text(json, "reason"));
            if (!opening.isWhole() || !Arrays.equals(opening.bytes(), bytes)) {
                throw invalid(null);
            }
            return opening;
        } catch (JacksonException e) {
            throw invalid(e);
        }
    }

    /** Whether the members are those of the kind and each has its form (release.md rule 10). */
    private boolean isWhole() {
        boolean aboutObject = id != null && version != null && sha256 != null && !lineage.isEmpty();
        boolean aboutNone = id == null && version == null && lineage.isEmpty();
        boolean members = switch (kind) {
            case RELEASED, RESTATED -> aboutObject && entry == NO_ENTRY && reason == null;
            case WITHDRAWN -> aboutNone && sha256 == null && entry >= 0 && reason != null;
            case TERMS_CHANGED -> aboutNone && sha256 != null && entry == NO_ENTRY && reason == null;
            case SUSPENDED, RESUMED, CLOSED -> aboutNone && sha256 == null && entry == NO_ENTRY && reason == null;
        };
        return members && isHash(nonce) && (sha256 == null || isHash(sha256)) && isTime(time);
    }

    private static boolean isHash(String text) {
        return text.length() == HASH_DIGITS
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static boolean isTime(String text) {
        try {
            return Micros.text(Micros.parse(text)).equals(text);
        } catch (Failure e) {
            return false;
        }
    }

    /** SHA-256, the hash that makes an entry of an opening. */
    public static byte[] sha256(byte[] bytes) {
        return Payload.of(bytes).sha256();
    }

    private static Failure invalid(@Nullable JacksonException cause) {
        String sentence = "The opening of a feed entry is not the RFC 8785 object that the format demands.";
        return cause == null
                ? new Failure(Failure.Code.INVALID, sentence)
                : new Failure(Failure.Code.INVALID, sentence, cause);
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.get(name);
        return value == null ? null : value.asString("");
    }

    private static void plain(Out json, String text) {
        json.raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes what stands before a value, then the value; nothing where there is none. */
    private static void member(Out json, String before, @Nullable String value) {
        if (value != null) {
            plain(json, before);
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            json.u8('"');
            // Nearly every value stands for itself: openings are made by the thread that all wait for.
            if (isPlain(utf8)) {
                json.raw(utf8);
            } else {
                escape(json, utf8);
            }
            json.u8('"');
        }
    }

    /** As {@link #member}, for a value of digits and letters: it has no character that is escaped. */
    private static void word(Out json, String before, @Nullable String value) {
        if (value != null) {
            plain(json, before);
            json.u8('"');
            plain(json, value);
            json.u8('"');
        }
    }

    private static boolean isPlain(byte[] utf8) {
        for (byte b : utf8) {
            if (isEscaped(b)) {
                return false;
            }
        }
        return true;
    }

    /** Whether RFC 8785 section 3.2.2.2 escapes it; bytes of characters beyond ASCII are negative and stay. */
    private static boolean isEscaped(byte b) {
        return (b >= 0 && b < 0x20) || b == '"' || b == '\\';
    }

    /** A string's characters as RFC 8785 section 3.2.2.2 writes them. */
    private static void escape(Out json, byte[] utf8) {
        for (byte b : utf8) {
            if (!isEscaped(b)) {
                json.u8(b);
                continue;
            }
            switch (b) {
                case '"', '\\' -> json.u8('\\').u8(b);
                case '\b' -> plain(json, "\\b");
                case '\t' -> plain(json, "\\t");
                case '\n' -> plain(json, "\\n");
                case '\f' -> plain(json, "\\f");
                case '\r' -> plain(json, "\\r");
                default -> plain(json, "\\u%04x".formatted(b));
            }
        }
    }
}
