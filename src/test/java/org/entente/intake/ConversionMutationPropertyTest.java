package org.entente.intake;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The fuzzers' invariants over the documents beside the tests and over damaged ones. */
class ConversionMutationPropertyTest {
    private static final int ROUNDS = 400 * Integer.getInteger("entente.test.scale", 1);
    private static final String[] SPLICES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\n",
        "\r",
        "null",
        "\\ud800",
        "\u00e9",
        "1e400",
        "{}",
        "[]",
        "'",
        "=",
        "\"Event\":",
        "\"objects\":",
        "\"0\"",
        "\"type\":\"file\",",
        "\"deleted\":true,",
        "|",
        "-1",
        "99999999999999999999"
    };

    @Test
    void misp() {
        run(MispFuzz::fuzzerTestOneInput, "misp-small.json", "misp-rich.json");
    }

    @Test
    void stix20() {
        run(Stix20Fuzz::fuzzerTestOneInput, "stix20-rich.json", "misp-small.json");
    }

    @Test
    void csv() {
        run(CsvFuzz::fuzzerTestOneInput, "simple.csv", "simple.csv.table.csv", "misp-rich.json.table.csv");
    }

    private static void run(Consumer<byte[]> fuzzer, String... seeds) {
        List<byte[]> documents = Arrays.stream(seeds).map(Documents::bytes).toList();
        documents.forEach(fuzzer);
        for (long seed = 1; seed <= ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] document = documents.get(random.nextInt(documents.size()));
            for (int i = random.nextInt(4); i >= 0; i--) {
                document = mutation(random, document);
            }
            try {
                fuzzer.accept(document);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static byte[] mutation(Random random, byte[] document) {
        if (document.length == 0) {
            return document;
        }
        int at = random.nextInt(document.length);
        byte[] before = Arrays.copyOf(document, at);
        byte[] after = Arrays.copyOfRange(document, at, document.length);
        return switch (random.nextInt(6)) {
            case 0 -> join(before, splice(random), after);
            case 1 -> {
                byte[] changed = document.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            case 2 -> join(before, Arrays.copyOfRange(after, Math.min(after.length, random.nextInt(30)), after.length));
            // Digits and letters change meaning and leave the form, which reaches deeper than a broken form does.
            case 3, 4 -> {
                byte[] changed = document.clone();
                boolean digit = changed[at] >= '0' && changed[at] <= '9';
                changed[at] = digit ? (byte) ('0' + random.nextInt(10)) : changed[at] >= 'a' ? (byte) 'x' : changed[at];
                yield changed;
            }
            default -> join(before, Arrays.copyOf(after, Math.min(after.length, random.nextInt(200))), after);
        };
    }

    private static byte[] splice(Random random) {
        return SPLICES[random.nextInt(SPLICES.length)].getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
