package org.entente.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entente.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole bench in quick sizes: that every row is there in its form. What the figures are is no matter of a test. */
final class BenchIT {
    @TempDir
    private Path temporary;

    @Test
    void everyRowStandsBesideItsBound() {
        JsonNode report = JsonMapper.shared().readTree(run("bench", "--quick", "--json"));
        assertTrue(report.path("quick").asBoolean());
        assertTrue(report.path("machine").has("cores"));
        assertTrue(report.path("machine").has("load average before"));
        List<String> names = new ArrayList<>();
        for (JsonNode row : report.path("rows")) {
            names.add(row.path("name").asString());
            assertFalse(row.path("unit").asString().isBlank(), row::toString);
            assertFalse(row.path("boundIs").asString().isBlank(), row::toString);
            for (String sample : List.of("value", "bound", "ratio")) {
                check(row.path(sample));
            }
        }
        assertEquals(
                List.of(
                        "ingest-1",
                        "ingest-1-shared",
                        "ingest-100",
                        "ingest-100-shared",
                        "ingest-1000",
                        "ingest-1000-shared",
                        "page",
                        "object",
                        "start",
                        "memory",
                        "import",
                        "stix-parse",
                        "stix-match",
                        "stix-match-or",
                        "stix-match-bytes",
                        "stix-index",
                        "release-nothing-100",
                        "release-some-100",
                        "release-nothing-1000",
                        "release-some-1000",
                        "release-nothing-10000",
                        "release-some-10000",
                        "decided-class-10000",
                        "decided-id-10000",
                        "decided-id-cold-10000",
                        "release-nothing-10000-many-classes",
                        "release-some-10000-many-classes",
                        "decided-class-10000-many-classes",
                        "decided-id-10000-many-classes",
                        "decided-id-cold-10000-many-classes",
                        "release-nothing-10000-a-class-each",
                        "release-some-10000-a-class-each",
                        "decided-class-10000-a-class-each",
                        "decided-id-10000-a-class-each",
                        "decided-id-cold-10000-a-class-each",
                        "release-nothing-10000-cut",
                        "release-some-10000-cut",
                        "release-nothing-1000-waiting",
                        "release-some-1000-waiting",
                        "release-all-10000",
                        "import-meanwhile-10000",
                        "ingest-beside-9",
                        "house-rules-10",
                        "ingest-beside-50",
                        "house-rules-51",
                        "ingest-beside-199",
                        "house-rules-200"),
                names);
    }

    private static void check(JsonNode sample) {
        double least = sample.path("min").asDouble();
        double middle = sample.path("median").asDouble();
        double greatest = sample.path("max").asDouble();
        assertTrue(least <= middle && middle <= greatest && greatest > 0, sample::toString);
        assertTrue(sample.path("rounds").asInt() >= 1, sample::toString);
    }

    @Test
    void namesChooseRowsAndTheTableSaysWhatTheBoundIs() {
        String text = run("bench", "--quick", "--bare", "page");
        assertTrue(text.contains("bare Jetty handler"), text);
        assertFalse(text.contains("ingest"), text);
    }

    @Test
    void whatNeedsNoNodeIsMeasuredAlone() {
        String text = run("bench", "--quick", "stix");
        assertTrue(text.contains("testing each indicator") && text.contains("the project's sample"), text);
        assertFalse(text.contains("import"), text);
    }

    @Test
    void aRowThatDoesNotExistIsMisuse() {
        StringWriter text = new StringWriter();
        PrintWriter to = new PrintWriter(text);
        assertEquals(2, Main.run(to, to, "bench", "speed"));
        assertTrue(text.toString().contains("speed"), text::toString);
    }

    /** What it prints; it must end well and leave nothing behind. */
    private String run(String... words) {
        Path folder = temporary.resolve("bench");
        List<String> all = new ArrayList<>(List.of(words));
        all.add(1, "--folder");
        all.add(2, folder.toString());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        assertEquals(0, code, err::toString);
        assertFalse(Files.exists(folder));
        return out.toString();
    }
}
