package org.entente.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entente.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StixMatchTest {
    private static final String LINES = """
            {"type": "file", "id": "file--1", "name": "a"}
            {"type": "observed-data", "id": "observed-data--1", "first_observed": "2020-01-01T00:00:00Z", \
            "last_observed": "2020-01-01T00:00:00Z", "number_observed": 1, "object_refs": ["file--1"]}
            {"type": "observed-data", "id": "observed-data--2", "object_refs": ["file--1"]}
            """;

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private int code;
    private String err = "";

    private List<String> match(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        String[] all = new String[arguments.length + 2];
        all[0] = "stix";
        all[1] = "match";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        code = Main.run(new PrintWriter(out), new PrintWriter(error), all);
        err = error.toString();
        return out.toString().lines().toList();
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("file"), text).toString();
    }

    @Test
    void whatMatchesIsNamed() throws IOException {
        assertEquals(
                List.of("The pattern matches:", "observed-data--1"),
                match("--pattern", "[file:name = 'a']", file(LINES)));
        assertEquals(0, code);
        assertTrue(err.contains("observed-data--2") && err.lines().count() == 1, err);
        assertEquals(List.of("The pattern does not match."), match("--pattern", "[file:name = 'b']", file(LINES)));
        assertEquals(0, code);
    }

    @Test
    void asJson() throws IOException {
        JsonNode result = JSON.readTree(
                String.join("\n", match("--json", "--pattern", "[file:name = 'a' AND a:b = 1]", file(LINES))));
        assertEquals(false, result.path("match").booleanValue());
        assertEquals(0, result.path("observed_data").size());
        assertEquals(2, result.path("warnings").size());
        assertEquals("", err);
    }

    @Test
    void whatCannotBeReadIsSaidSo() throws IOException {
        assertEquals(List.of(), match("--pattern", "[file:name = ]", file(LINES)));
        assertEquals(ExitCode.INVALID.number(), code);
        assertTrue(err.contains("column: 14"), err);
        match("--pattern", "[file:name = 'a']", file("{"));
        assertEquals(ExitCode.INVALID.number(), code);
        match("--pattern", "[file:name = 'a']", file("{\"type\": \"file\", \"size\": 0e99999999999}"));
        assertEquals(ExitCode.INVALID.number(), code);
        match("--cases", file("{}"));
        assertEquals(ExitCode.INVALID.number(), code);
        match("--pattern", "[file:name = 'a']");
        assertEquals(ExitCode.USAGE.number(), code);
        match("--pattern", "[file:name = 'a']", "--cases", file(LINES), file(LINES));
        assertEquals(ExitCode.USAGE.number(), code);
    }

    private String named(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void indicatorsAreNamedForWhatTheyMatch() throws IOException {
        String indicators = named("indicators", """
                {"type": "bundle", "objects": [
                  {"type": "indicator", "id": "indicator--1", "modified": "2020-01-01T00:00:00Z", "pattern_type": "stix",
                   "pattern": "[file:name = 'a'] FOLLOWEDBY [file:name = 'b']"},
                  {"type": "indicator", "id": "indicator--2", "modified": "2020-01-02T00:00:00Z", "pattern_type": "stix",
                   "pattern": "[file:name = 'a']"},
                  {"type": "indicator", "id": "indicator--2", "modified": "2020-01-01T00:00:00Z", "pattern_type": "stix",
                   "pattern": "[file:name = 'b']"},
                  {"type": "indicator", "id": "indicator--3", "revoked": true, "pattern": "[file:name = 'a']"},
                  {"type": "indicator", "id": "indicator--4", "pattern_type": "sigma", "pattern": "a"},
                  {"type": "indicator", "id": "indicator--5"},
                  {"type": "indicator", "id": "indicator--6", "pattern": "[file:name = 'c']"},
                  {"type": "indicator", "id": "indicator--7", "pattern": "[file:name = "}]}
                """);
        String other = named(
                "other", LINES.replace("\"a\"", "\"b\"").replace("--1", "--8").replace("--2", "--9"));
        assertEquals(
                List.of(
                        "{\"observed_data\":\"observed-data--1\",\"indicators\":[\"indicator--1\",\"indicator--2\"]}",
                        "{\"observed_data\":\"observed-data--8\",\"indicators\":[\"indicator--1\"]}"),
                match("--indicators", indicators, file(LINES), other));
        assertEquals(0, code);
        for (String left : List.of("indicator--4", "indicator--5", "indicator--7", "data--2", "data--9")) {
            assertTrue(err.contains(left), err);
        }
        assertEquals(5, err.lines().count(), err);
    }

    @Test
    void patternsInLinesAreNamedByTheirNumbers() throws IOException {
        String patterns = named("patterns", "\n[file:name = 'a']\n[\n[file:name LIKE '_']\n");
        assertEquals(
                List.of("{\"observed_data\":\"observed-data--1\",\"indicators\":[2,4]}"),
                match("--indicators", patterns, file(LINES)));
        assertTrue(err.contains("left out 3"), err);
        match("--indicators", patterns);
        assertEquals(ExitCode.USAGE.number(), code);
        match("--indicators", patterns, "--pattern", "[file:name = 'a']", file(LINES));
        assertEquals(ExitCode.USAGE.number(), code);
    }

    @Test
    void eachCaseGetsALine() {
        List<JsonNode> lines = match(
                        "--cases",
                        SharedData.file("pattern-matcher-cases.ndjson").toString())
                .stream()
                .map(JSON::readTree)
                .toList();
        assertEquals(0, code, err);
        assertEquals(206, lines.size());
        assertEquals(206, lines.getLast().path("line").intValue());
        assertTrue(lines.getFirst().path("match").booleanValue()
                && lines.getFirst().path("error").isNull());
        JsonNode faulty = lines.get(130);
        assertTrue(
                faulty.path("match").isNull()
                        && faulty.path("error").stringValue().contains("column 19"),
                faulty::toString);
    }
}
