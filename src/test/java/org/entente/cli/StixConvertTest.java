package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command around the conversions: files, options, exit codes. */
class StixConvertTest {
    private static final String TABLE = "type,value\r\ndomain,a.example\r\n";

    @TempDir
    private Path folder;

    private String out = "";
    private String err = "";

    private int run(String... arguments) {
        StringWriter to = new StringWriter();
        StringWriter error = new StringWriter();
        List<String> all = new ArrayList<>(List.of("stix", "convert"));
        all.addAll(List.of(arguments));
        int code = Main.run(new PrintWriter(to), new PrintWriter(error), all.toArray(String[]::new));
        out = to.toString();
        err = error.toString();
        return code;
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void aTableBecomesABundleAndATableAgain() throws IOException {
        assertEquals(0, run("--from", "csv", "--time", "2026-11-01T00:00:00.000Z", file("a.csv", TABLE)));
        assertTrue(out.startsWith("{\"type\":\"bundle\",\"id\":\"bundle--"), out);
        assertTrue(out.contains("\"valid_from\":\"2026-11-01T00:00:00.000Z\""), out);
        assertTrue(err.contains("a.csv row 2: The row has no time"), err);
        assertEquals(0, run("--from", "stix", "--to", "csv", file("a.json", out)), err);
        assertTrue(out.startsWith("id,type,created,"), out);
        assertTrue(out.contains("[domain-name:value = 'a.example']"), out);
    }

    @Test
    void whatIsMissingFromTheResultIsExitCodeOne() throws IOException {
        Path result = folder.resolve("out.json");
        Path remarks = folder.resolve("remarks.ndjson");
        String input = file("a.csv", TABLE + "nothing,x\r\n");
        assertEquals(1, run("--from", "csv", "-o", result.toString(), "--remarks", remarks.toString(), input));
        assertEquals("", out + err);
        assertEquals(2, Files.readAllLines(remarks, UTF_8).size());
        assertTrue(Files.readString(remarks).contains("\"remark\":\"row-type\",\"path\":\"row 3\""));
        assertTrue(Files.readString(result).contains("a.example"));
    }

    @Test
    void whatIsRefusedIsASentence() throws IOException {
        assertEquals(ExitCode.INVALID.number(), run("--from", "misp", file("a.json", "{}")));
        assertTrue(err.contains("The document has not the form that this conversion reads."), err);
        assertEquals(
                ExitCode.NOT_FOUND.number(),
                run("--from", "misp", folder.resolve("none").toString()));
        assertEquals(ExitCode.USAGE.number(), run("--from", "word", file("b.json", "{}")));
        assertEquals(ExitCode.USAGE.number(), run("--from", "csv", "--to", "word", file("c.csv", TABLE)));
        assertEquals(ExitCode.USAGE.number(), run("--from", "csv", "--time", "now", file("d.csv", TABLE)));
    }
}
