package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.entente.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** On all objects that others wrote, the reader and the schemas of OASIS agree, or differ as {@link Difference} lists. */
class StixSchemaConformanceTest {
    /** One in so many objects of ATT&CK; all of them from this scale on. */
    private static final int STEP = Math.max(1, 40 / Integer.getInteger("entente.test.scale", 1));

    private static final StixSchemas SCHEMAS = new StixSchemas();
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void theExamplesWrittenForTheTestsHaveAllTypesAndAreValid() {
        TreeSet<String> types = new TreeSet<>();
        Summary summary = new Summary();
        for (JsonNode example : Examples.trees()) {
            types.add(example.path("type").stringValue());
            Verdicts verdicts = Verdicts.of(example, SCHEMAS);
            if (!verdicts.reader().isEmpty() || !verdicts.settled()) {
                summary.add(verdicts.group(), verdicts.example());
            }
        }
        assertTrue(summary.isEmpty(), summary::toString);
        assertEquals(44, types.size());
    }

    /** What is settled here is written down for people. */
    @Test
    void theDifferencesAreListed() throws IOException {
        String page = Files.readString(Path.of("docs/stix-validation-oracle.md"));
        for (Difference difference : Difference.values()) {
            String row = "| `" + difference.name() + "` | " + difference.sentence() + " |";
            assertTrue(page.contains(row), () -> "docs/stix-validation-oracle.md lacks: " + row);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attack-enterprise.ndjson.gz",
                "attack-ics.ndjson.gz",
                "attack-mobile.ndjson.gz",
                "attack-history-ics-mobile.ndjson.gz"
            })
    void attack(String file) {
        List<String> lines = new String(SharedData.bytes(file), UTF_8).lines().toList();
        compare(objects -> {
            for (int i = 0; i < lines.size(); i += STEP) {
                objects.accept(JSON.readTree(lines.get(i)));
            }
        });
    }

    @Test
    void theExamplesOfTheStandard() {
        compare(objects -> each("stix21-spec-examples.ndjson", line -> {
            if (!line.path("elided").booleanValue() && line.path("object").has("type")) {
                each(line.path("object"), objects);
            }
        }));
    }

    @Test
    void theCasesOfTheValidator() {
        compare(objects -> each("stix-validator-cases.ndjson", line -> each(line.path("object"), objects)));
    }

    @Test
    void wholeBundles() throws IOException {
        try (Stream<Path> files = Files.walk(SharedData.file("vectors/stix-examples"))) {
            List<Path> bundles =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            assertTrue(bundles.size() > 5);
            compare(objects -> bundles.forEach(file -> each(read(file), objects)));
        }
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void each(String file, Consumer<JsonNode> lines) {
        new String(SharedData.bytes(file), UTF_8).lines().map(JSON::readTree).forEach(lines);
    }

    private static void each(JsonNode object, Consumer<JsonNode> objects) {
        if (object.path("type").asString("").equals("bundle")) {
            object.path("objects").forEach(objects);
        } else {
            objects.accept(object);
        }
    }

    private static void compare(Consumer<Consumer<JsonNode>> source) {
        Summary summary = new Summary();
        int[] count = {0};
        source.accept(object -> {
            count[0]++;
            Verdicts verdicts = Verdicts.of(object, SCHEMAS);
            if (!verdicts.settled()) {
                summary.add(verdicts.group(), verdicts.example());
            }
        });
        assertTrue(count[0] > 5);
        assertTrue(summary.isEmpty(), summary::toString);
    }
}
