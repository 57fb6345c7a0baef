package org.entente.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entente.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell lines of the README and, after them, those for integrators are run as they stand, against a node of the story. */
final class ReadmeEndToEndIT {
    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void theCurlLinesWork() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (String page : List.of("README.md", "docs/integrators.md")) {
            Matcher shell = SHELL.matcher(Files.readString(Path.of(page)));
            assertTrue(shell.find(), page + " has shell lines");
            List<String> some = shell.group(1).lines().toList();
            assertTrue(some.stream().filter(line -> line.startsWith("curl ")).count() >= 5, "curl lines in " + page);
            lines.addAll(some);
        }
        try (Demo demo =
                new Demo(folder, new PrintWriter(new StringWriter()), Main::run, Main.class.getName(), _ -> {})) {
            demo.concludeOne();
            DemoNode a = demo.first();
            a.json("import", a.file("objects.json", Objects60.of(0)).toString());
            StringBuilder script = new StringBuilder("set -eu\n");
            for (String line : lines) {
                script.append(line.replace("http://127.0.0.1:8441", a.url())
                                .replace("/tmp/entente-tour", folder.toString()))
                        .append('\n');
                if (line.startsWith("curl ")) {
                    script.append("echo\necho '--'\n");
                }
            }
            Process bash = new ProcessBuilder("sh", "-c", script.toString())
                    .redirectErrorStream(true)
                    .start();
            String answers = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, bash.waitFor(), answers);
            for (String answer : answers.split("\n--\n", 0)) {
                assertFalse(answer.isBlank(), answers);
            }
            assertTrue(answers.contains("\"api_roots\""), answers);
            assertTrue(answers.contains("\"objects\":[{"), answers);
            assertTrue(answers.contains("\"versions\":[\"2"), answers);
            assertTrue(answers.contains("\n304\n"), answers);
        }
    }
}
