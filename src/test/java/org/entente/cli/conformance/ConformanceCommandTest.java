package org.entente.cli.conformance;

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
import java.util.Objects;
import org.entente.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The suite as a person starts it. */
class ConformanceCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    private record Run(int code, String out, String err) {
        static Run of(String... arguments) {
            List<String> all = new ArrayList<>(List.of("conformance", "taxii"));
            all.addAll(List.of(arguments));
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int code = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
            return new Run(code, out.toString(), err.toString());
        }
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String[] everything(TunableServer server, String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                server.url() + "/taxii2/",
                "--basic-file",
                file("basic", "first:password-of-the-first\n"),
                "--second-token-file",
                file("second", "token-of-the-second\n"),
                "--read-collection",
                TinyTaxii.READ,
                "--write-collection",
                TinyTaxii.WRITE,
                "--read-write-collection",
                TinyTaxii.BOTH,
                "--closed-collection",
                TinyTaxii.CLOSED,
                "--bundle",
                file("bundle.json", """
                        {"type": "bundle", "id": "bundle--3c3f5d10-9d6f-4c43-8a0a-3f0c5e1b0000", "objects": [
                          {"type": "tool", "spec_version": "2.1", "id": "tool--3c3f5d10-9d6f-4c43-8a0a-3f0c5e1b0001",
                           "created": "2024-01-01T00:00:00.000Z", "modified": "2024-01-01T00:00:00.000Z", "name": "a"}]}""")));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void aServerThatConformsEndsWithZero() throws Exception {
        try (TunableServer server = new TunableServer(Fault.NONE)) {
            Run run = Run.of(everything(server));
            assertEquals(0, run.code(), run.out() + run.err());
            int count = TaxiiSuite.cases().size();
            assertTrue(
                    run.out().contains(count + " passed, 0 failed, 0 advice not followed, 0 not applicable"),
                    run.out());
            assertTrue(run.out().contains("Posted and not deleted again:"), run.out());
            assertEquals("", run.err());
        }
    }

    @Test
    void aFailureShowsWhatWasAskedAndWhatCame() throws Exception {
        try (TunableServer server = new TunableServer(
                Objects.requireNonNull(Faults.OF_CASES.get("limit-zero")).get())) {
            Run run = Run.of(everything(server, "--only", "limit-zero,limit"));
            assertEquals(1, run.code(), run.out());
            for (String part : List.of(
                    "FAIL            limit-zero",
                    "section   3.4: The value of the limit MUST be a positive integer",
                    "expected  the status 400",
                    "asked     GET /api/collections/" + TinyTaxii.READ + "/objects/?limit=0",
                    "came      200, Content-Type: application/taxii+json;version=2.1",
                    "1 passed, 1 failed, 0 advice not followed, 0 not applicable")) {
                assertTrue(run.out().contains(part), part + "\n" + run.out());
            }
            assertFalse(run.out().contains("password-of"), run.out());
        }
    }

    @Test
    void anAdviceIsNoFailure() throws Exception {
        try (TunableServer server = new TunableServer(
                Objects.requireNonNull(Faults.OF_CASES.get("gzip")).get())) {
            Run run = Run.of(everything(server, "--only", "gzip"));
            assertEquals(0, run.code(), run.out());
            assertTrue(run.out().contains("ADVICE          gzip"), run.out());
        }
    }

    @Test
    void jsonIsALineForEachCaseAndOneForTheSum() throws Exception {
        try (TunableServer server = new TunableServer(
                Objects.requireNonNull(Faults.OF_CASES.get("post")).get())) {
            Run run = Run.of(everything(server, "--json", "--only", "post,limit"));
            assertEquals(1, run.code());
            List<JsonNode> lines = run.out().lines().map(JSON::readTree).toList();
            assertEquals(3, lines.size());
            assertEquals(
                    "limit pass",
                    lines.get(0).path("case").asString() + " "
                            + lines.get(0).path("verdict").asString());
            assertEquals(
                    "post fail",
                    lines.get(1).path("case").asString() + " "
                            + lines.get(1).path("verdict").asString());
            assertEquals("the status 202", lines.get(1).path("expected").asString());
            assertEquals(
                    JSON.readTree("{\"pass\":1,\"fail\":1,\"advice\":0,\"not_applicable\":0}")
                            .toString(),
                    ((ObjectNode) lines.get(2).path("summary")).without("left").toString());
        }
    }

    @Test
    void theCasesAreListedWithoutAServer() {
        Run run = Run.of("--list");
        assertEquals(0, run.code());
        TaxiiSuite.cases().forEach(each -> assertTrue(run.out().contains(each.id()), each.id()));
        assertEquals(
                TaxiiSuite.cases().size(),
                Run.of("--list", "--json").out().lines().count());
        assertEquals(
                1, Run.of("--list", "--json", "--only", "gzip").out().lines().count());
    }

    @Test
    void whatCannotBeRunSaysSo() throws Exception {
        for (String[] arguments : new String[][] {
            {},
            {"ftp://taxii.example"},
            {"http://taxii.example/other/"},
            {"http://user@taxii.example"},
            {"nonsense"},
            {"http://taxii.example", "--only", "no-such-case"},
            {"http://taxii.example", "--read-collection", "a/b"},
            {"http://taxii.example", "--api-root", "api"},
            {"http://taxii.example", "--token-file", file("a", "a"), "--basic-file", file("b", "a:b")}
        }) {
            assertEquals(2, Run.of(arguments).code(), String.join(" ", arguments));
        }
        String server = "http://127.0.0.1:1";
        assertEquals(69, Run.of(server).code());
        assertEquals(
                66,
                Run.of(server, "--token-file", folder.resolve("none").toString())
                        .code());
        assertEquals(65, Run.of(server, "--token-file", file("empty", "\n")).code());
        assertEquals(65, Run.of(server, "--basic-file", file("user", "user")).code());
        assertEquals(
                65,
                Run.of(server, "--bundle", file("bad.json", "{\"objects\":[{\"id\":\"../\"}]}"))
                        .code());
        assertEquals(75, Run.of(server, "--bundle", file("none.json", "{}")).code());
    }
}
