package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.entente.exchange.Failure;
import org.entente.memorandum.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTest {
    /** The words that name each command. */
    private static final List<List<String>> COMMANDS = new ArrayList<>();

    static {
        collect(Main.commandLine(), List.of(), COMMANDS);
    }

    private static void collect(CommandLine at, List<String> words, List<List<String>> all) {
        at.getSubcommands().forEach((name, below) -> {
            List<String> longer = Stream.concat(words.stream(), Stream.of(name)).toList();
            all.add(longer);
            collect(below, longer, all);
        });
    }

    @Test
    void everyCommandHelps() {
        assertEquals(0, Run.of("--help").code());
        for (List<String> command : COMMANDS) {
            List<String> words = new ArrayList<>(command);
            words.add("--help");
            Run run = Run.of(words.toArray(String[]::new));
            assertEquals(0, run.code(), words.toString());
            assertTrue(run.out().startsWith("Usage: entente " + String.join(" ", command)), run.out());
            assertTrue(run.out().lines().count() > 3, run.out());
            assertEquals("", run.err());
        }
    }

    @Test
    void everyOptionIsDescribed() {
        CommandLine root = Main.commandLine();
        COMMANDS.forEach(words -> {
            CommandLine at = root;
            for (String word : words) {
                at = Objects.requireNonNull(at.getSubcommands().get(word));
            }
            at.getCommandSpec()
                    .args()
                    .forEach(argument ->
                            assertTrue(argument.description().length > 0, words + " " + argument.paramLabel()));
        });
    }

    @Test
    void wrongUsageSaysSoBriefly() {
        for (String[] arguments : new String[][] {
            {},
            {"nonsense"},
            {"memorandum"},
            {"token", "new"},
            {"status", "--colour"},
            {"status"},
            {"import", "--dir", "x"},
            {"explain", "--dir", "x", "tool--1", "not-a-uuid"},
            {"init", "--dir", "x", "--id", "did:web:a.example", "--name", "A", "--listen", "nonsense"},
            {"pull", "--dir", "x", "--from", "http://a.example"},
            {"stix", "validate"},
            {"memorandum", "constraint"}
        }) {
            Run run = Run.of(arguments);
            assertEquals(2, run.code(), Arrays.toString(arguments));
            assertTrue(run.err().startsWith("entente: "), run.err());
            assertEquals(2, run.err().lines().count(), run.err());
            assertEquals("", run.out());
        }
    }

    @Test
    void aCommandThatNeedsTheNodeSaysHowToStartIt(@TempDir Path folder) {
        Run run = Run.of("status", "--dir", folder.toString());
        assertEquals(ExitCode.UNAVAILABLE.number(), run.code());
        assertTrue(run.err().contains("entente serve --dir"), run.err());
    }

    @Test
    void initAndCheckWorkWithoutANode(@TempDir Path temporary) throws Exception {
        String folder = temporary.resolve("node").toString();
        Run init =
                Run.of("init", "--dir", folder, "--id", "did:web:a.example", "--name", "A", "--listen", "[::1]:8440");
        assertEquals(0, init.code(), init.err());
        Run check = Run.of("config", "check", "--dir", folder);
        assertEquals(0, check.code(), check.err());
        assertTrue(check.out().contains("http://[::1]:8440"), check.out());
        assertTrue(Run.of("partner", "card", "--dir", folder).out().contains("\"fingerprint\""));
        assertEquals(
                ExitCode.CONFLICT.number(),
                Run.of("init", "--dir", folder, "--id", "did:web:a.example", "--name", "A")
                        .code());
        Files.writeString(Path.of(folder, "entente.json"), "{\"a\": 1, \"b\": 2}");
        Run bad = Run.of("config", "check", "--dir", folder);
        assertEquals(ExitCode.INVALID.number(), bad.code());
        assertTrue(bad.err().contains("  a: is not a key") && bad.err().contains("  b: is not a key"), bad.err());
    }

    @Test
    void eachFailureHasItsOwnExitCode() {
        var codes = new TreeSet<Integer>();
        for (Failure.Code code : Failure.Code.values()) {
            assertTrue(codes.add(ExitCode.of(code).number()));
            assertEquals(code.name(), ExitCode.of(code).name());
        }
    }

    @Test
    void theDocumentationHoldsTheExitCodes() throws Exception {
        String operators = Files.readString(Path.of("docs/operators.md"));
        String table = operators.substring(operators.indexOf("### Exit codes"), operators.indexOf("## Log"));
        assertEquals(
                Arrays.stream(ExitCode.values())
                        .map(code -> "| " + code.number() + " | " + code.name() + " | " + code.meaning() + " |")
                        .toList(),
                table.lines().filter(line -> line.matches("\\| [0-9].*")).toList());
    }

    @Test
    void theDocumentationHoldsEveryCommand() throws Exception {
        String operators = Files.readString(Path.of("docs/operators.md"));
        for (List<String> command : COMMANDS) {
            boolean group = COMMANDS.stream()
                    .anyMatch(c -> c.size() > command.size() && c.subList(0, 1).equals(command));
            assertTrue(group || operators.contains("| `" + String.join(" ", command) + "` |"), command.toString());
        }
    }

    @Test
    void tablesAlignAndSteerNoTerminal() {
        StringWriter out = new StringWriter();
        PrintWriter printer = new PrintWriter(out);
        new Table("NAME", "COUNT").row("a\u001b[2Jb", 5).row("long name", 12345).print(printer);
        printer.flush();
        assertEquals(
                List.of("NAME       COUNT", "a?[2Jb         5", "long name  12345"),
                out.toString().lines().toList());
    }

    @Test
    void constraintsReadAsSentences() {
        String json =
                "{\"all\":[{\"type\":{\"isAnyOf\":[\"tool\",\"identity\"]}},{\"any\":[{\"tlp\":{\"lteq\":\"green\"}},"
                        + "{\"not\":{\"topic\":{\"isAbsent\":true}}}]}]}";
        assertEquals(
                "type is any of [tool, identity] and (tlp at most green or not topic is absent)",
                Words.constraint(new JsonMapper().readTree(json.getBytes(UTF_8))));
    }

    @Test
    void constraintsTurnFromTextToJsonAndBack(@TempDir Path folder) throws Exception {
        String text = "type is any of [tool, identity] and age at most 90 days";
        Run json = Run.of("memorandum", "constraint", text);
        assertEquals(0, json.code(), json.err());
        assertEquals(
                "{\"all\":[{\"type\":{\"isAnyOf\":[\"tool\",\"identity\"]}},{\"age\":{\"lteq\":\"P90D\"}}]}\n",
                json.out());
        Path file = Files.writeString(folder.resolve("constraint.json"), json.out());
        assertEquals(
                text + "\n",
                Run.of("memorandum", "constraint", "--from", file.toString()).out());
        Run bad = Run.of("memorandum", "constraint", "type is tool or colour is red");
        assertEquals(ExitCode.INVALID.number(), bad.code());
        assertTrue(bad.err().contains("line 1, column 17"), bad.err());
    }

    @Test
    void aDocumentsConstraintsReadAsText(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("m.json"), Samples.rich().toString());
        Run run = Run.of("memorandum", "text", file.toString());
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("kind is any of [ransomware, malicious-activity] and pattern-type is not yara"));
        assertTrue(run.out().contains("did:web:a.example (CERT)") && run.out().contains("defence of networks"));
        Path broken = Files.writeString(folder.resolve("b.json"), "{}");
        assertEquals(
                ExitCode.INVALID.number(),
                Run.of("memorandum", "text", broken.toString()).code());
    }
}
