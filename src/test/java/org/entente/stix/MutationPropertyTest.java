package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.entente.SharedData;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Damaged documents of every form never make the reader throw; what it takes for valid is a range of the input, is JSON
 * for an independent parser too, and has the references that a tree walk finds.
 */
class MutationPropertyTest {
    private static final int ROUNDS = 4_000 * Integer.getInteger("entente.test.scale", 1);
    private static final int CASES_PER_DOCUMENT = 3;
    private static final int MAX_OBJECT_BYTES = 3_000;
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
        "null",
        "\\ud800",
        "\u00e9",
        "0",
        "{}",
        "[]",
        "\"identity--F431f809-377b-45e0-aa1c-6a4751cae5ff\":1,",
        "\"identity\\u002d-f431f809-377b-45e0-aa1c-6a4751cae5ff\","
    };
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @Test
    void mutationsOfRealObjects() {
        List<byte[]> real = StixReader.read(SharedData.bytes("attack-ics.ndjson.gz"), Limits.DEFAULT).stream()
                .map(parsed -> Samples.valid(parsed).bytes())
                .filter(bytes -> bytes.length <= MAX_OBJECT_BYTES)
                .toList();
        mutate(real);
    }

    @Test
    void mutationsOfTheValidatorsCases() {
        JsonMapper json = new JsonMapper();
        List<byte[]> cases = new String(SharedData.bytes("stix-validator-cases.ndjson"), UTF_8)
                .lines()
                .map(line -> json.readTree(line).get("object").toString().getBytes(UTF_8))
                .filter(bytes -> bytes.length <= MAX_OBJECT_BYTES)
                .toList();
        mutate(cases);
    }

    private static void mutate(List<byte[]> objects) {
        int valid = 0;
        for (long seed = 1; seed <= ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] document = document(random, objects);
            for (int i = random.nextInt(4); i > 0; i--) {
                document = mutation(random, document);
            }
            try {
                valid += check(document);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(valid > 0);
    }

    private static int check(byte[] document) {
        int valid = 0;
        int from = 0;
        for (Parsed parsed : StixReader.read(document, Limits.DEFAULT)) {
            if (parsed instanceof Parsed.Valid good) {
                byte[] bytes = good.object().bytes();
                from = ByteRanges.indexOf(document, bytes, from) + bytes.length;
                JsonNode tree = STRICT.readTree(bytes);
                assertEquals(tree.get("id").stringValue(), good.object().id().value());
                assertEquals(ReferenceWalk.of(bytes), good.object().references());
                assertEquals(good.object(), Samples.valid(StixReader.parseObject(bytes, Limits.DEFAULT)));
                valid++;
            } else {
                assertFalse(Samples.invalid(parsed).problems().isEmpty());
            }
        }
        return valid;
    }

    private static byte[] document(Random random, List<byte[]> objects) {
        byte[][] some = new byte[CASES_PER_DOCUMENT][];
        Arrays.setAll(some, i -> objects.get(random.nextInt(objects.size())));
        return switch (random.nextInt(4)) {
            case 0 -> some[0];
            case 1 -> join("", "\n", "\n", some);
            case 2 -> join("[ ", " ,\n", "]", some);
            default ->
                join(
                        "{\"type\":\"bundle\",\"id\":\"bundle--44af6c39-c09b-49c5-9de2-394224b04982\",\"objects\":[",
                        ",",
                        "]}",
                        some);
        };
    }

    private static byte[] join(String before, String between, String after, byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before.getBytes(UTF_8));
        for (int i = 0; i < parts.length; i++) {
            all.writeBytes(i == 0 ? new byte[0] : between.getBytes(UTF_8));
            all.writeBytes(parts[i]);
        }
        all.writeBytes(after.getBytes(UTF_8));
        return all.toByteArray();
    }

    private static byte[] mutation(Random random, byte[] document) {
        int at = random.nextInt(document.length + 1);
        byte[] before = Arrays.copyOf(document, at);
        byte[] after = Arrays.copyOfRange(document, at, document.length);
        return switch (random.nextInt(5)) {
            case 0 -> before.length == 0 ? document : before;
            case 1 -> {
                byte[] flipped = document.clone();
                flipped[Math.min(at, document.length - 1)] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 2 -> join("", SPLICES[random.nextInt(SPLICES.length)], "", before, after);
            case 3 -> {
                int cut = Math.min(after.length, random.nextInt(20));
                byte[] rest = Arrays.copyOfRange(after, cut, after.length);
                yield before.length + rest.length == 0 ? document : join("", "", "", before, rest);
            }
            default -> {
                byte[] again = Arrays.copyOf(after, Math.min(after.length, random.nextInt(200)));
                yield join("", "", "", before, again, after);
            }
        };
    }
}
