package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.entente.node.AdminClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What partners posted to us on their own behalf. */
@Command(
        name = "inbox",
        synopsisSubcommandLabel = "COMMAND",
        description = "What partners posted to us. It is apart from our store until somebody takes it.")
final class InboxCommand {
    @Command(name = "list", description = "List what is in the inbox of a partner, or of all.")
    int list(
            @Mixin NodeOptions node,
            @Parameters(arity = "0..1", paramLabel = "DID", description = "only this partner") @Nullable
                    String partner) {
        ObjectNode result = node.client().ask("inbox.list", arguments -> {
            if (partner != null) {
                arguments.put("partner", partner);
            }
        });
        node.print(result, out -> {
            Table table = new Table("PARTNER", "ITEM", "ARRIVED", "OBJECT", "VERSION", "BYTES", "TAKEN");
            for (JsonNode inbox : result.path("inboxes")) {
                for (JsonNode item : inbox.path("items")) {
                    table.row(
                            inbox.path("partner"),
                            item.path("item"),
                            Table.time(item.path("arrived")),
                            item.path("id"),
                            item.path("version"),
                            item.path("bytes"),
                            item.path("taken"));
                }
            }
            table.print(out);
        });
        return ExitCode.OK.number();
    }

    @Command(name = "show", description = "Print an item as it was posted.")
    int show(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "DID", description = "the partner") String partner,
            @Parameters(paramLabel = "ITEM", description = "the item's number") long item) {
        AdminClient.Answer answer = node.client()
                .ask(
                        "inbox.show",
                        arguments -> arguments.put("partner", partner).put("item", item),
                        new byte[0]);
        String text = new String(answer.body(), UTF_8);
        if (node.json) {
            node.out().println(text);
        } else {
            text.lines().map(Table::printable).forEach(node.out()::println);
        }
        return ExitCode.OK.number();
    }

    @Command(
            name = "take",
            description = {
                "Take items into the store as received from the partner.",
                "A received copy keeps for ever whose it is, and no contract passes it on."
            })
    int take(
            @Mixin NodeOptions node,
            @Parameters(index = "0", paramLabel = "DID", description = "the partner") String partner,
            @Parameters(index = "1..*", paramLabel = "ITEM", description = "the items' numbers") @Nullable
                    List<Long> items,
            @Option(names = "--all", description = "all that was not taken yet") boolean all) {
        if (all == (items != null && !items.isEmpty())) {
            throw node.misused("Name the items, or give --all.");
        }
        ObjectNode result = node.client().ask("inbox.take", arguments -> {
            arguments.put("partner", partner);
            if (items != null && !all) {
                var array = arguments.putArray("items");
                items.forEach(array::add);
            }
        });
        node.print(
                result,
                out -> new Table()
                        .row("taken", result.path("added").asString())
                        .row("taken before", result.path("unchanged").asString())
                        .print(out));
        return ExitCode.OK.number();
    }
}
