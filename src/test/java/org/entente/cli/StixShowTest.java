package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entente.stix.Examples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class StixShowTest {
    @TempDir
    private Path folder;

    private int code;
    private String err = "";

    private List<String> show(List<String> objects, String... more) throws IOException {
        Path file = Files.write(folder.resolve("file"), objects, UTF_8);
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        String[] arguments = new String[3 + more.length];
        System.arraycopy(new String[] {"stix", "show", file.toString()}, 0, arguments, 0, 3);
        System.arraycopy(more, 0, arguments, 3, more.length);
        code = Main.run(new PrintWriter(out), new PrintWriter(error), arguments);
        err = error.toString();
        return out.toString().lines().toList();
    }

    @Test
    void everyTypeIsShown() throws IOException {
        List<String> examples = Examples.lines();
        List<String> lines = show(examples);
        assertEquals(0, code, err);
        assertEquals(
                examples.size(),
                lines.stream().filter(line -> line.startsWith("  id  ")).count());
        assertTrue(lines.contains("campaign Lighthouse"));
        assertTrue(lines.contains("  objective           Stall the customs"));
        assertTrue(lines.contains("ipv4-addr 198.51.100.0/24"));
        assertTrue(lines.contains("marking-definition TLP:RED"));
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("  from                Relay address (indicator--")));
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("  markings            TLP:GREEN; House statement (")));
    }

    @Test
    void oneObjectOnly() throws IOException {
        ObjectNode campaign = Examples.tree(Examples.lines().get(1));
        ObjectNode later =
                campaign.deepCopy().put("modified", "2026-03-09T09:00:00.000Z").put("revoked", true);
        List<String> objects = List.of(campaign.toString(), Examples.lines().get(2), later.toString());
        List<String> lines = show(objects, campaign.path("id").stringValue());
        assertEquals(0, code);
        assertEquals(
                List.of("campaign Lighthouse", "campaign Lighthouse (revoked)"),
                lines.stream().filter(line -> line.startsWith("campaign")).toList());
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("course-of-action")));
        assertEquals(List.of(), show(objects, "campaign--00000000-0000-4000-8000-000000000000"));
        assertEquals(1, code);
        assertEquals(List.of(), show(objects, "campaign"));
        assertEquals(2, code);
    }

    @Test
    void whatCannotBeShownIsNamed() throws IOException {
        String good = Examples.lines().get(1);
        String bad = good.replace("\"2.1\"", "\"9\"");
        String long1 = good.replace("\"severity_rank\":3", "\"severity_rank\":" + "3".repeat(1_001));
        String control = good.replace("Lighthouse", "Light\\u001b[2Jhouse");
        List<String> lines = show(List.of(bad, long1, control));
        assertEquals(1, code);
        assertTrue(err.startsWith("entente: line 1 is left out: stix.spec-version at "), err);
        assertTrue(err.contains("entente: line 2 is left out: a number"), err);
        assertEquals("campaign Light?[2Jhouse", lines.getFirst());
    }
}
