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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.entente.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged program, as processes: nodes that are started, killed and started again, and the commands that ask them. */
class NodeIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long MAX_SECONDS = 120;

    @TempDir
    private Path temporary;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    /** What a command printed and how it ended. */
    private record Run(int code, String out, String err) {
        JsonNode json() {
            assertEquals(0, code, err);
            return JSON.readTree(out);
        }
    }

    private Process start(Path out, Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseCompactObjectHeaders",
                "-jar",
                Path.of("target/entente.jar").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().remove("ENTENTE_DIR");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** Runs a command in this process, which is faster by a second each; the nodes are processes. */
    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        Run run = new Run(code, out.toString(), err.toString());
        assertFalse(run.err().contains("\tat "), run.err());
        return run;
    }

    /** Runs a command as a person does. */
    private Run runPackaged(String... arguments) throws Exception {
        Path out = Files.createTempFile(temporary, "out", "");
        Path err = Files.createTempFile(temporary, "err", "");
        Process process = start(out, err, arguments);
        assertTrue(process.waitFor(MAX_SECONDS, TimeUnit.SECONDS), "a command hangs");
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static Path init(Path folder, String name) throws IOException {
        Run run = run(
                "init",
                "--dir",
                folder.toString(),
                "--id",
                "did:web:" + name + ".example",
                "--name",
                name,
                "--listen",
                "127.0.0.1:" + FreePort.find());
        assertEquals(0, run.code(), run.err());
        return folder;
    }

    /** Starts a node and waits until its log says that it is ready. */
    private Process serve(Path folder) throws Exception {
        Path log = Files.createTempFile(temporary, "log", "");
        Process process = start(Files.createTempFile(temporary, "out", ""), log, "serve", "--dir", folder.toString());
        while (!Files.readString(log).contains("The node is ready.")) {
            assertTrue(process.isAlive(), Files.readString(log));
            Thread.sleep(20);
        }
        for (String line : Files.readAllLines(log)) {
            assertEquals("info", JSON.readTree(line).path("level").asString(), line);
        }
        return process;
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(temporary.resolve(name), bytes);
    }

    private static JsonNode status(Path folder) {
        return run("status", "--json", "--dir", folder.toString()).json();
    }

    @Test
    void badInputIsRefusedClearlyAndChangesNothing() throws Exception {
        Path folder = init(temporary.resolve("a"), "a");
        serve(folder);
        String good = file("good.json", BadInput.good()).toString();
        assertEquals(0, run("import", good, "--dir", folder.toString()).code());
        JsonNode before = status(folder);
        assertEquals(1, before.path("objects").asInt());
        for (BadInput input : BadInput.values()) {
            Path file = file("bad.json", input.bytes());
            Run run = run("import", file.toString(), "--dir", folder.toString());
            assertEquals(ExitCode.INVALID.number(), run.code(), input + run.err());
            assertTrue(run.err().contains(input.rule()), run.err());
            assertEquals("", run.out());
        }
        Path large = file("large.json", new byte[(64 << 20) + 1]);
        assertEquals(
                ExitCode.LIMIT.number(),
                run("import", large.toString(), "--dir", folder.toString()).code());
        for (String[] wrong : new String[][] {
            {"import", good, "--tlp", "purple"},
            {"import", good, "--label", " "},
            {"memorandum", "new", "--from", good},
            {"memorandum", "import", good},
            {"rules", "set", good},
            {"partner", "add", good, "--fingerprint", "x"},
            {"explain", "nonsense", "00000000-0000-4000-8000-000000000000"}
        }) {
            List<String> arguments = new ArrayList<>(List.of(wrong));
            arguments.addAll(List.of("--dir", folder.toString()));
            Run run = run(arguments.toArray(String[]::new));
            assertEquals(ExitCode.INVALID.number(), run.code(), arguments + run.err());
        }
        JsonNode after = status(folder);
        assertEquals(before, after);
    }

    @Test
    void whatWasAcknowledgedSurvivesAKill() throws Exception {
        Path folder = init(temporary.resolve("a"), "a");
        Process first = serve(folder);
        String good = file("good.json", BadInput.good()).toString();
        Run imported = runPackaged("import", good, "--label", "x", "--json", "--dir", folder.toString());
        assertEquals(1, imported.json().path("imports").get(0).path("added").asInt());
        first.destroyForcibly().waitFor();
        Run dead = runPackaged("status", "--dir", folder.toString());
        assertEquals(ExitCode.UNAVAILABLE.number(), dead.code());
        assertTrue(dead.err().contains("entente serve"), dead.err());
        Run checked = run("fsck", "--json", "--dir", folder.toString());
        assertTrue(checked.json().path("sound").asBoolean(), checked.out());

        Process second = serve(folder);
        Run again = run("import", good, "--label", "x", "--json", "--dir", folder.toString());
        assertEquals(1, again.json().path("imports").get(0).path("unchanged").asInt());
        assertEquals(
                ExitCode.CONFLICT.number(),
                runPackaged("serve", "--dir", folder.toString()).code());
        assertEquals(
                ExitCode.CONFLICT.number(),
                run("fsck", "--dir", folder.toString()).code());
        second.destroy();
        assertTrue(second.waitFor(MAX_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, second.exitValue());
        assertFalse(Files.exists(folder.resolve("admin.sock")));
        try (var left = Files.list(folder)) {
            assertEquals(
                    List.of("entente.json", "journal", "keys", "lib", "lock", "views"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void whatIsSignedFlowsByItselfEvenFromAVeryLongPath() throws Exception {
        Path a = init(temporary.resolve("a"), "a");
        Path deep = temporary;
        while (deep.toString().length() < 200) {
            deep = deep.resolve("a-rather-long-name");
        }
        Path b = init(deep, "b");
        Path config = b.resolve("entente.json");
        Files.writeString(config, Files.readString(config).replace("60", "1"));
        serve(a);
        Process receiver = serve(b);
        exchangeKeys(a, b);
        Path token = temporary.resolve("token");
        Run issued =
                run("token", "new", "--partner", "did:web:b.example", "--out", token.toString(), "--dir", a.toString());
        assertEquals(0, issued.code(), issued.err());
        assertFalse(issued.out().contains(Files.readString(token).strip()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(token)));
        assertEquals(
                0,
                run("partner", "token", "did:web:a.example", "--file", token.toString(), "--dir", b.toString())
                        .code());
        String memorandum = sign(a, b);
        String good = file("good.json", BadInput.good()).toString();
        assertEquals(0, run("import", good, "--dir", a.toString()).code());

        String contract = run("contract", "list", "--json", "--dir", a.toString())
                .json()
                .path("contracts")
                .get(0)
                .path("id")
                .asString();
        while (run("feed", "root", contract, "--json", "--dir", b.toString())
                        .json()
                        .path("objects")
                        .asInt()
                == 0) {
            assertTrue(receiver.isAlive());
        }
        JsonNode given =
                run("feed", "root", contract, "--json", "--dir", a.toString()).json();
        JsonNode received =
                run("feed", "root", contract, "--json", "--dir", b.toString()).json();
        assertEquals(given.path("root"), received.path("root"));
        assertTrue(received.path("equal").asBoolean());

        assertEquals(
                0,
                run("memorandum", "suspend", memorandum, "--dir", a.toString()).code());
        Run held = run("pull", contract, "--dir", b.toString());
        assertEquals(0, held.code(), held.err());
        assertTrue(held.out().contains("suspended"), held.out());
        assertEquals(
                0,
                run("memorandum", "resume", memorandum, "--dir", a.toString()).code());
        assertEquals(0, run("pull", "--dir", b.toString()).code());

        assertNoLogHolds(Files.readString(token).strip());
    }

    private void assertNoLogHolds(String secret) throws IOException {
        try (var files = Files.list(temporary)) {
            for (Path log : files.filter(file -> file.getFileName().toString().startsWith("log"))
                    .toList()) {
                assertFalse(Files.readString(log).contains(secret));
            }
        }
    }

    private void exchangeKeys(Path a, Path b) throws Exception {
        for (var way : Map.of(a, b, b, a).entrySet()) {
            Run card = run("partner", "card", "--dir", way.getKey().toString());
            String fingerprint = card.json().path("fingerprint").asString();
            Path file = file("card.json", card.out().getBytes(UTF_8));
            String to = way.getValue().toString();
            Run wrong = run("partner", "add", file.toString(), "--fingerprint", "0" + fingerprint, "--dir", to);
            assertEquals(ExitCode.MISMATCH.number(), wrong.code());
            Run right = run("partner", "add", file.toString(), "--fingerprint", fingerprint, "--dir", to);
            assertEquals(0, right.code(), right.err());
        }
    }

    /** Has both sign a memorandum by which a gives identities to b. */
    private String sign(Path a, Path b) throws Exception {
        Path draft = file("draft.json", """
                {"title": "T",
                 "parties": [{"id": "did:web:a.example", "name": "A"}, {"id": "did:web:b.example", "name": "B"}],
                 "term": {"from": "2026-01-01T00:00:00Z"}, "defaults": {"tlp": "green"},
                 "grants": [{"id": "G1", "title": "G", "from": "did:web:a.example", "to": ["did:web:b.example"],
                             "constraint": {"type": {"isAnyOf": ["identity"]}}}]}""".getBytes(UTF_8));
        String id = run("memorandum", "new", "--from", draft.toString(), "--json", "--dir", a.toString())
                .json()
                .path("id")
                .asString();
        run("memorandum", "sign", id, "--json", "--dir", a.toString()).json();
        Path half = temporary.resolve("half.json");
        assertEquals(
                0,
                run("memorandum", "export", id, "--out", half.toString(), "--dir", a.toString())
                        .code());
        run("memorandum", "import", half.toString(), "--json", "--dir", b.toString())
                .json();
        run("memorandum", "sign", id, "--json", "--dir", b.toString()).json();
        Path whole = temporary.resolve("whole.json");
        assertEquals(
                0,
                run("memorandum", "export", id, "--out", whole.toString(), "--dir", b.toString())
                        .code());
        JsonNode known = run("memorandum", "import", whole.toString(), "--json", "--dir", a.toString())
                .json();
        assertEquals("in force", known.path("state").asString());
        return id;
    }
}
