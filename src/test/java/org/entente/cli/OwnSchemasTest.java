package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.entente.SharedData;
import org.entente.exchange.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Schemas of one's own beside the rules of the standard. */
class OwnSchemasTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    /**
     * The recorded cases of OASIS' validator under its options {@code custom_schemas} and {@code interop}. The schemas are not
     * recorded: those here ask for what the recorded errors and names say.
     */
    @ParameterizedTest
    @CsvSource({
        "51, schemas",
        "52, schemas",
        "53, schemas",
        "54, schemas",
        "81, interop",
        "82, interop",
        "140, schemas",
        "141, schemas"
    })
    void agreesWithTheRecordedCase(int line, String schemas) throws IOException, URISyntaxException {
        JsonNode recorded = JSON.readTree(new String(SharedData.bytes("stix-validator-cases.ndjson"), UTF_8)
                .lines()
                .skip(line - 1)
                .findFirst()
                .orElseThrow());
        JsonNode options = recorded.path("options");
        assertTrue(options.has(schemas.equals("interop") ? "interop" : "custom_schemas"));
        Path file = Files.writeString(
                folder.resolve("object.json"), recorded.path("object").toString());
        Path own = Path.of(Objects.requireNonNull(OwnSchemasTest.class.getResource(schemas))
                .toURI());
        Run run = options.path("strict").booleanValue(false)
                ? validate(
                        "--strict",
                        "--ignore",
                        "stix.id.deterministic",
                        "--ignore",
                        "stix.custom.type.prefix",
                        "--ignore",
                        "stix.custom.type.source",
                        "--schemas",
                        own.toString(),
                        file.toString())
                : validate("--schemas", own.toString(), file.toString());
        assertEquals(recorded.path("valid").booleanValue() ? 0 : 1, run.code(), run.out());
        for (JsonNode error : JSON.readTree(run.out()).path("errors")) {
            assertTrue(error.path("rule").asString().startsWith(OwnSchemas.RULE), error.toString());
        }
    }

    @Test
    void withoutSchemasTheStandardAloneCounts() throws IOException {
        Path file = Files.write(folder.resolve("object.json"), BadInput.good());
        assertEquals(0, validate(file.toString()).code());
        Files.createDirectory(folder.resolve("own"));
        Files.writeString(folder.resolve("own").resolve("identity.json"), "{\"required\": [\"confidence\"]}");
        Run run = validate("--schemas", folder.resolve("own").toString(), file.toString());
        assertEquals(1, run.code());
        JsonNode error = JSON.readTree(run.out()).path("errors").get(0);
        assertEquals("schema.identity", error.path("rule").asString());
        assertEquals("$", error.path("path").asString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\": \"https://example.org/other.json\"}",
                "{\"$ref\": \"file:///etc/hostname\"}",
                "{\"$ref\": \"missing.json\"}",
                "{\"properties\": {\"name\": {\"pattern\": \"(?=lookahead)\"}}}",
                "{\"properties\": "
            })
    void asksNoAddressAndTakesNoBrokenSchema(String schema) throws IOException {
        Files.writeString(folder.resolve("identity.json"), schema);
        Failure failure = assertThrows(Failure.class, () -> OwnSchemas.in(folder));
        assertEquals(Failure.Code.INVALID, failure.code());
        assertTrue(
                failure.toString().contains("identity.json") || failure.fields().containsValue("identity.json"));
    }

    @Test
    void aSchemaHasALimitedSize() throws IOException {
        Files.writeString(folder.resolve("identity.json"), " ".repeat(OwnSchemas.MAX_SCHEMA_BYTES) + "{}");
        assertEquals(
                Failure.Code.LIMIT,
                assertThrows(Failure.class, () -> OwnSchemas.in(folder)).code());
    }

    private static Run validate(String... words) {
        return Run.of(
                Stream.concat(Stream.of("stix", "validate"), Stream.of(words)).toArray(String[]::new));
    }
}
