package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.entente.stix.CanonicalJson;
import org.junit.jupiter.api.Test;

/** Openings are RFC 8785 to the byte, and nothing else is read as one (release.md rule 10). */
final class OpeningTest {
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final String TIME = "2026-03-01T12:00:00.000001Z";

    private static Opening released(String clause, String id, String version, List<String> lineage) {
        return new Opening(HASH, EntryKind.RELEASED, TIME, clause, id, version, HASH, lineage, Opening.NO_ENTRY, null);
    }

    private static Opening withdrawn(long entry) {
        return new Opening(HASH, EntryKind.WITHDRAWN, TIME, "G1", null, null, null, List.of(), entry, Opening.RECALLED);
    }

    private static Opening note(EntryKind kind, boolean terms) {
        return new Opening(HASH, kind, TIME, "G1", null, null, terms ? HASH : null, List.of(), Opening.NO_ENTRY, null);
    }

    private static void refused(String text) {
        refused(text.getBytes(UTF_8));
    }

    private static void refused(byte[] bytes) {
        Failure failure = assertThrows(Failure.class, () -> Opening.parse(bytes), () -> new String(bytes, UTF_8));
        assertEquals(Failure.Code.INVALID, failure.code());
    }

    @Test
    void everyKindIsReadBackAndIsRfc8785() {
        List<Opening> openings = List.of(
                released("G1", "malware--x", "", List.of("00", "11")),
                new Opening(
                        HASH, EntryKind.RESTATED, TIME, "G1", "a", "b", HASH, List.of("00"), Opening.NO_ENTRY, null),
                withdrawn(0),
                withdrawn(Long.MAX_VALUE >> 11),
                note(EntryKind.TERMS_CHANGED, true),
                note(EntryKind.SUSPENDED, false),
                note(EntryKind.RESUMED, false),
                note(EntryKind.CLOSED, false));
        for (Opening opening : openings) {
            assertEquals(opening, Opening.parse(opening.bytes()));
            assertArrayEquals(CanonicalJson.of(opening.bytes()), opening.bytes());
        }
    }

    @Test
    void hostileStringsAreWrittenAsRfc8785Demands() {
        long seed = History.seed();
        Random random = new Random(seed);
        for (int i = 0; i < History.scaled(2000); i++) {
            Opening opening = released(hostile(random), hostile(random), hostile(random), List.of(hostile(random)));
            assertArrayEquals(CanonicalJson.of(opening.bytes()), opening.bytes(), "seed " + seed);
            assertEquals(opening, Opening.parse(opening.bytes()), "seed " + seed);
        }
    }

    private static String hostile(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n >= 0; n--) {
            int c = switch (random.nextInt(5)) {
                case 0 -> random.nextInt(0x20);
                case 1 -> "\"\\/\u007f\u0080\u2028\u2029\ufeff\uffff".charAt(random.nextInt(9));
                case 2 -> 0x10000 + random.nextInt(0x100000);
                case 3 -> random.nextInt(0xD800);
                default -> 'a' + random.nextInt(26);
            };
            text.appendCodePoint(c);
        }
        return text.toString();
    }

    @Test
    void onlyTheCanonicalBytesAreRead() {
        String good = new String(released("G1", "a", "b", List.of("00")).bytes(), UTF_8);
        refused(good + " ");
        refused(" " + good);
        refused(good + good);
        refused(good.replace(":", ": "));
        refused(good.replace("{", "{\"also\":\"x\","));
        refused(good.replace("{", "{\"clause\":\"G1\","));
        refused(good.replace("\"clause\":\"G1\",\"id\":\"a\"", "\"id\":\"a\",\"clause\":\"G1\""));
        refused(good.replace("\"G1\"", "\"\\u0047\\u0031\""));
        refused(good.replace("\"G1\"", "\"\\ud800\""));
        refused(good.replace("\"G1\"", "1"));
        refused(good.replace("\"G1\"", "null"));
        refused(good.replace("[\"00\"]", "\"00\""));
        refused(good.replace("[\"00\"]", "[0]"));
        refused(good.replace("Released", "released"));
        refused(good.substring(1));
        refused("[".repeat(10_000));
        refused("");
        refused("null");
        refused(good.getBytes(java.nio.charset.StandardCharsets.UTF_16));
        refused(new byte[] {'{', (byte) 0xFF, '}'});
        refused(new byte[480]);
        refused(released("G1", "a", "b", List.of("0".repeat(Opening.MAX_BYTES))).bytes());
        String withdrawn = new String(withdrawn(7).bytes(), UTF_8);
        for (String number : List.of("7.0", "7e0", "-7", "-1", "\"7\"", "1".repeat(30), "07")) {
            refused(withdrawn.replace("\"entry\":7", "\"entry\":" + number));
        }
    }

    @Test
    void membersAreThoseOfTheKind() {
        refused(withdrawn(Opening.NO_ENTRY).bytes());
        refused(note(EntryKind.SUSPENDED, true).bytes());
        refused(note(EntryKind.TERMS_CHANGED, false).bytes());
        refused(note(EntryKind.RELEASED, true).bytes());
        refused(released("G1", "a", "b", List.of()).bytes());
        refused(new String(withdrawn(7).bytes(), UTF_8).replace(HASH, HASH.substring(1)));
        refused(new String(withdrawn(7).bytes(), UTF_8).replace(HASH, HASH.toUpperCase(java.util.Locale.ROOT)));
        for (String time : List.of("2026-03-01T12:00:00Z", "2026-03-01", "2026-02-30T12:00:00.000001Z", "")) {
            refused(new String(withdrawn(7).bytes(), UTF_8).replace(TIME, time));
        }
    }
}
