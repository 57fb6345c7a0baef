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
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
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
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        String[] arguments = new String[files.length + 2];
        arguments[0] = "stix";
        arguments[1] = "validate";
        for (int i = 0; i < files.length; i++) {
            arguments[i + 2] = files[i].toString();
        }
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
