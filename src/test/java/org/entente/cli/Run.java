package org.entente.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command printed and how it ended. It runs in this process, which is faster by a second each.
 *
 * @param code the exit code
 * @param out what it printed
 * @param err what it said of faults
 */
record Run(int code, String out, String err) {
    private static final JsonMapper JSON = new JsonMapper();

    static Run of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Run(code, out.toString(), err.toString());
    }

    /** A command to the node of that folder. */
    static Run on(Path folder, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--dir", folder.toString()));
        return of(all.toArray(String[]::new));
    }

    /** The same, which must go well, for what it prints. */
    static String ok(Path folder, String... arguments) {
        return on(folder, arguments).well().out();
    }

    /** The same, which must go well, for the JSON that it prints. */
    static JsonNode json(Path folder, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return on(folder, all.toArray(String[]::new)).json();
    }

    Run well() {
        assertEquals(0, code, err);
        return this;
    }

    JsonNode json() {
        return JSON.readTree(well().out());
    }
}
