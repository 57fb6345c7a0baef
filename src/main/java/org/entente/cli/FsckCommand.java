package org.entente.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entente.exchange.Exchange;
import org.entente.exchange.Failure;
import org.entente.journal.Fsck;
import org.entente.node.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The check of a journal at rest. */
final class FsckCommand {
    private FsckCommand() {}

    @Command(
            name = "fsck",
            description =
                    "Check every record of the journal, and that replaying it gives the same views. The node must not run.")
    static int fsck(@Mixin NodeOptions node) {
        Path directory = node.directory();
        Config.read(directory);
        Fsck.Report report = checked(directory);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("sound", report.sound())
                .put("records", report.records())
                .put("payloads", report.payloads())
                .put("destroyedPayloads", report.destroyedPayloads());
        List<String> problems = report.problems();
        problems.forEach(json.putArray("problems")::add);
        ObjectNode digests = json.putObject("views");
        report.viewDigests().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> digests.put(e.getKey(), e.getValue()));
        node.print(json, out -> {
            new Table()
                    .row("records", Long.toString(report.records()))
                    .row("payloads", Long.toString(report.payloads()))
                    .row("destroyed payloads", Long.toString(report.destroyedPayloads()))
                    .print(out);
            out.println();
            Table views = new Table("VIEW", "SHA-256 AFTER REPLAY");
            digests.properties().forEach(e -> views.row(e.getKey(), e.getValue()));
            views.print(out);
            problems.forEach(problem -> out.println(Table.printable(problem)));
            out.println(report.sound() ? "The journal is sound." : "The journal is damaged.");
        });
        return (report.sound() ? ExitCode.OK : ExitCode.FINDING).number();
    }

    /** The replay goes into a folder beside the journal: as private as it is, and on a disk that holds as much. */
    private static Fsck.Report checked(Path directory) {
        try {
            Path scratch = Files.createTempDirectory(directory, "fsck-");
            try {
                return Exchange.check(directory, scratch);
            } finally {
                try (Stream<Path> files = Files.walk(scratch)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new Failure(
                    Failure.Code.DURABILITY,
                    "The folder for the check could not be made or deleted.",
                    e,
                    "folder",
                    directory.toString());
        }
    }
}
