package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import org.entente.stix.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The checker of files, and with it what each kind of bad input is answered with. */
class StixValidateTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private int code;
    private String err = "";

    private List<JsonNode> validate(Path... files) {
        return validate(List.of(), files);
    }

    private List<JsonNode> validate(List<String> options, Path... files) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        List<String> words = new ArrayList<>(List.of("stix", "validate"));
        words.addAll(options);
        for (Path file : files) {
            words.add(file.toString());
        }
        String[] arguments = words.toArray(String[]::new);
        code = Main.run(new PrintWriter(out), new PrintWriter(error), arguments);
        err = error.toString();
        return out.toString().lines().map(JSON::readTree).toList();
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    @Test
    void oneLineForEachObject() throws IOException {
        String good = new String(BadInput.good(), UTF_8);
        List<JsonNode> lines =
                validate(file("a.json", (good + "\n" + good.replace("2.1", "2.0") + "\n" + good).getBytes(UTF_8)));
        assertEquals(1, code);
        assertEquals("", err);
        assertEquals(
                List.of(1L, 2L, 3L),
                lines.stream().map(line -> line.path("line").asLong()).toList());
        assertEquals(
                List.of(true, false, true),
                lines.stream().map(line -> line.path("valid").asBoolean()).toList());
        assertEquals(
                "identity--00000000-0000-4000-8000-000000000001",
                lines.get(1).path("id").asString());
        JsonNode error = lines.get(1).path("errors").get(0);
        assertEquals("stix.spec-version.2-0", error.path("rule").asString());
        assertEquals("$.spec_version", error.path("path").asString());
        assertFalse(error.path("message").asString().isEmpty());
    }

    @Test
    void validFilesPackedOrNotPass() throws IOException {
        Path packed = folder.resolve("b.anything");
        try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(BadInput.good());
        }
        assertEquals(2, validate(file("a.json", BadInput.good()), packed).size());
        assertEquals(0, code, err);
    }

    @Test
    void warningsRefuseOnlyWhereTheyShould() throws IOException {
        String custom = new String(BadInput.good(), UTF_8).replace("}", ", \"rank\": 1}");
        Path file = file("custom.json", custom.getBytes(UTF_8));
        JsonNode line = validate(file).getFirst();
        assertEquals(0, code);
        assertTrue(line.path("valid").asBoolean());
        assertTrue(line.path("errors").isEmpty());
        assertEquals(
                List.of("stix.custom.property", "stix.custom.property.prefix", "stix.custom.property.source"),
                rules(line.path("warnings")));
        assertEquals("$.rank", line.path("warnings").get(0).path("path").asString());

        JsonNode strict = validate(List.of("--strict", "--ignore", "stix.custom.property.source"), file)
                .getFirst();
        assertEquals(1, code);
        assertFalse(strict.path("valid").asBoolean());
        assertEquals(List.of("stix.custom.property", "stix.custom.property.prefix"), rules(strict.path("errors")));
        assertTrue(strict.path("warnings").isEmpty());

        assertEquals(
                List.of("standard.property"),
                rules(validate(List.of("--strict-properties"), file).getFirst().path("errors")));
        validate(List.of("--strict-types"), file);
        assertEquals(0, code);
        Path type = file("type.json", custom.replace("identity", "x-own").getBytes(UTF_8));
        assertEquals(
                List.of("standard.type"),
                rules(validate(List.of("--strict-types"), type).getFirst().path("errors")));
    }

    @Test
    void noMustCanBeIgnored() throws IOException {
        Path file = file("a.json", BadInput.good());
        validate(List.of("--ignore", "stix.id.form"), file);
        assertEquals(ExitCode.USAGE.number(), code);
        validate(List.of("--ignore", "nonsense"), file);
        assertEquals(ExitCode.USAGE.number(), code);
    }

    @Test
    void theRulesAndTheTypesAreShown() {
        StringWriter out = new StringWriter();
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        assertEquals(0, Main.run(new PrintWriter(out), nowhere, "stix", "rules", "--json"));
        JsonNode rules = JSON.readTree(out.toString());
        assertEquals(Rule.values().length, rules.path("rules").size());
        assertEquals(42, rules.path("types").size());

        StringWriter type = new StringWriter();
        assertEquals(0, Main.run(new PrintWriter(type), nowhere, "stix", "rules", "--type", "malware"));
        assertTrue(type.toString().contains("is_family"), type.toString());
        assertTrue(type.toString().contains("stix.malware.family"), type.toString());
        assertEquals(
                ExitCode.USAGE.number(),
                Main.run(new PrintWriter(new StringWriter()), nowhere, "stix", "rules", "--type", "x-own"));
    }

    private static List<String> rules(JsonNode problems) {
        return StreamSupport.stream(problems.spliterator(), false)
                .map(problem -> problem.path("rule").asString())
                .toList();
    }

    @Test
    void filesThatCannotBeReadAreSaidSo() throws IOException {
        validate(folder.resolve("none.json"));
        assertEquals(ExitCode.NOT_FOUND.number(), code);
        validate(folder);
        assertEquals(ExitCode.UNAVAILABLE.number(), code);
        validate(file("cut.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0}));
        assertEquals(ExitCode.INVALID.number(), code);
        validate(file("bad.gz", new byte[] {0x1f, (byte) 0x8b, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99}));
        assertEquals(ExitCode.INVALID.number(), code);
        assertFalse(err.contains("\tat "), err);
    }

    @ParameterizedTest
    @EnumSource(BadInput.class)
    void badInputIsNamedByItsRule(BadInput input) throws IOException {
        List<JsonNode> lines = validate(file("bad.json", input.bytes()));
        assertEquals(1, code);
        assertEquals("", err);
        List<String> rules = lines.stream()
                .flatMap(line -> StreamSupport.stream(line.path("errors").spliterator(), false))
                .map(error -> error.path("rule").asString())
                .toList();
        assertTrue(rules.contains(input.rule()), rules.toString());
    }
}
