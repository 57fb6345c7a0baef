package org.entente.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The collections of our own. */
@Command(
        name = "collection",
        synopsisSubcommandLabel = "COMMAND",
        description = "Our own collections, which our own people and tools read and write over TAXII.")
final class CollectionCommand {
    @Command(
            name = "add",
            description = {
                "Declare a collection.",
                "Its title is the collection tag of what is in it, by which grants and house rules know it; what was imported",
                "under that name before is in it."
            })
    int add(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "TITLE", description = "its name, for people and for grants") String title,
            @Option(names = "--description", paramLabel = "TEXT", description = "what it is for") @Nullable
                    String description,
            @Option(
                            names = "--tlp",
                            paramLabel = "LEVEL",
                            description =
                                    "TLP of what is posted to it; with the objects' own markings the strictest counts")
                    @Nullable
                    String tlp,
            @Option(
                            names = "--label",
                            paramLabel = "LABEL",
                            description = "topic of what is posted to it; may be repeated")
                    @Nullable
                    List<String> labels) {
        DataCommands.Tagging tagging = new DataCommands.Tagging(tlp, labels);
        ObjectNode result = node.client().ask("collection.add", arguments -> {
            arguments.put("title", title);
            if (description != null) {
                arguments.put("description", description);
            }
            tagging.into(arguments);
        });
        node.print(result, out -> {
            out.println(result.path("id").asString());
            node.err().println("Issue tokens for it with 'entente token new --label TOOL --read ID --write ID'.");
        });
        return ExitCode.OK.number();
    }

    @Command(name = "list", description = "List our own collections.")
    int list(@Mixin NodeOptions node) {
        ObjectNode result = node.client().ask("collection.list", _ -> {});
        node.print(result, out -> {
            Table table = new Table("ID", "TITLE", "OBJECTS", "TLP", "LABELS", "DESCRIPTION");
            for (JsonNode collection : result.path("collections")) {
                table.row(
                        collection.path("id"),
                        collection.path("title"),
                        collection.path("objects"),
                        collection.path("tlp"),
                        collection
                                .path("labels")
                                .valueStream()
                                .map(JsonNode::asString)
                                .collect(Collectors.joining(", ")),
                        collection.path("description"));
            }
            table.print(out);
        });
        return ExitCode.OK.number();
    }
}
