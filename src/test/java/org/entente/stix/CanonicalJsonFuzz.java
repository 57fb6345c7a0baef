package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.entente.SharedData;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Any text, to the canonical form of RFC 8785: it is refused by name, or its form is canonical itself and the same as that of
 * the tree that an independent parser makes of the text.
 */
public final class CanonicalJsonFuzz {
    private static final int MAX_SEED_BYTES = 1_000;

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CanonicalJsonFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        byte[] canonical;
        try {
            canonical = CanonicalJson.of(input);
        } catch (CanonicalJson.Refused refused) {
            assertFalse(refused.rule().isEmpty());
            return;
        }
        assertArrayEquals(canonical, CanonicalJson.of(canonical));
        try {
            JsonNode tree = STRICT.readTree(input);
            assertArrayEquals(canonical, CanonicalJson.of(tree));
        } catch (StreamConstraintsException | NumberFormatException e) {
            // The other parser has limits of its own on depth, and on the digits and the exponent of a number.
        }
    }

    public static List<byte[]> seeds() {
        return new String(SharedData.bytes("stix21-spec-examples.ndjson"), UTF_8)
                .lines()
                .map(line -> line.getBytes(UTF_8))
                .filter(bytes -> bytes.length <= MAX_SEED_BYTES)
                .toList();
    }
}
