package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.entente.SharedData;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Any document, to the reader of STIX: it never throws; an object that it takes is a range of the document, in order, is JSON
 * for an independent parser too, has the references that a tree walk finds, and is the same object when it is read alone.
 */
public final class StixReaderFuzz {
    private static final int MAX_SEEDS = 300;
    private static final int MAX_SEED_BYTES = 3_000;

    /** Limits that small documents reach. */
    private static final Limits TIGHT = new Limits(2_000, 3, 600, 4, 100, 5, 2);

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private StixReaderFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        List<Parsed> all = StixReader.read(input, Limits.DEFAULT);
        assertEquals(all, StixReader.read(input, Limits.DEFAULT));
        int from = 0;
        for (Parsed parsed : all) {
            switch (parsed) {
                case Parsed.Valid valid -> from = check(input, from, valid.object());
                case Parsed.Invalid invalid -> assertFalse(invalid.problems().isEmpty());
            }
        }
        for (Parsed parsed : StixReader.read(input, TIGHT)) {
            if (parsed instanceof Parsed.Valid valid) {
                assertTrue(valid.object().bytes().length <= TIGHT.maxObjectBytes());
            }
        }
    }

    /** The place in the input where the object ends. */
    private static int check(byte[] input, int from, StixObject object) {
        int start = ByteRanges.indexOf(input, object.bytes(), from);
        JsonNode tree = STRICT.readTree(object.bytes());
        assertEquals(tree.get("id").stringValue(), object.id().value());
        assertEquals(tree.get("type").stringValue(), object.type());
        assertEquals(ReferenceWalk.of(object.bytes()), object.references());
        StixObject alone = Samples.valid(StixReader.parseObject(object.bytes(), Limits.DEFAULT));
        assertArrayEquals(object.bytes(), alone.bytes());
        assertEquals(object.references(), alone.references());
        assertEquals(object.version(), alone.version());
        return start + object.bytes().length;
    }

    /** Objects of every kind, small ones, so that many are tried. */
    public static List<byte[]> seeds() {
        JsonMapper json = new JsonMapper();
        Stream<byte[]> cases = lines("stix-validator-cases.ndjson")
                .map(line -> json.readTree(line).get("object").toString().getBytes(UTF_8));
        Stream<byte[]> examples = lines("stix21-spec-examples.ndjson").map(line -> line.getBytes(UTF_8));
        Stream<byte[]> attack = lines("attack-ics.ndjson.gz").map(line -> line.getBytes(UTF_8));
        List<byte[]> seeds = new ArrayList<>();
        Stream.of(cases, examples, attack)
                .forEach(some -> some.filter(bytes -> bytes.length <= MAX_SEED_BYTES)
                        .limit(MAX_SEEDS)
                        .forEach(seeds::add));
        return seeds;
    }

    private static Stream<String> lines(String file) {
        return new String(SharedData.bytes(file), UTF_8).lines();
    }
}
