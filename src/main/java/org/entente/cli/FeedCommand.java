package org.entente.cli;

import java.io.PrintWriter;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Feeds and their logs. */
@Command(name = "feed", synopsisSubcommandLabel = "COMMAND", description = "Feeds and their logs.")
final class FeedCommand {
    @Command(
            name = "root",
            description = {
                "Print size and Merkle root of a contract's feed.",
                "Who gives sees what it signs; who receives sees what its own stored bytes give, beside what was signed."
            })
    int root(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "CONTRACT", description = "id of the contract") UUID contract) {
        ObjectNode root = node.client().ask("feed.root", arguments -> arguments.put("contract", contract.toString()));
        boolean gives = root.path("role").asString().equals("gives");
        node.print(root, out -> {
            if (gives) {
                given(root, out);
            } else {
                received(root, out);
            }
        });
        // Before the first pull there is nothing that could differ.
        boolean nothing = root.path("signedRoot").asString("").isEmpty();
        boolean sound =
                root.path("equal").asBoolean() && root.path("contradicted").asLong() == 0;
        return (gives || nothing || sound ? ExitCode.OK : ExitCode.FINDING).number();
    }

    private static void given(JsonNode root, PrintWriter out) {
        new Table()
                .row("entries", root.path("size").asString())
                .row("live", root.path("live").asString())
                .row("root", root.path("root"))
                .row("verifier key", root.path("verifierKey"))
                .print(out);
        out.println();
        root.path("checkpoint").asString().lines().map(Table::printable).forEach(out::println);
    }

    private static void received(JsonNode root, PrintWriter out) {
        if (root.path("signedRoot").asString("").isEmpty()) {
            out.println("Nothing has arrived yet.");
            return;
        }
        new Table()
                .row("entries", root.path("size").asString())
                .row("root computed here", root.path("root"))
                .row("root signed there", root.path("signedRoot"))
                .row("equal", root.path("equal"))
                .row("objects held", root.path("objects").asString())
                .row("objects not yet here", root.path("pending").asString())
                .row("recalled", root.path("recalled").asString())
                .row("destroyed", root.path("destroyed").asString())
                .row("openings gone", root.path("openingsGone").asString())
                .row("damaged", root.path("damaged").asString())
                .row("notices contradicted", root.path("contradicted").asString())
                .print(out);
    }

    @Command(
            name = "notices",
            description = {
                "Print the signed notices of what was recalled under a contract while it was suspended.",
                "Who gives sees what it signs now, if it holds the contract suspended; who receives sees what it took in."
            })
    int notices(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "CONTRACT", description = "id of the contract") UUID contract) {
        ObjectNode result =
                node.client().ask("feed.notices", arguments -> arguments.put("contract", contract.toString()));
        node.print(result, out -> {
            for (JsonNode notice : result.path("notices")) {
                notice.asString().lines().map(Table::printable).forEach(out::println);
                out.println();
            }
            if (result.path("notices").isEmpty()) {
                out.println("There is no notice.");
            }
        });
        return ExitCode.OK.number();
    }
}
