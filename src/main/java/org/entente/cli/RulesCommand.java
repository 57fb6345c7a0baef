package org.entente.cli;

import java.nio.file.Path;
import org.entente.memorandum.HouseRules;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** House rules. */
@Command(
        name = "rules",
        synopsisSubcommandLabel = "COMMAND",
        description = "This organisation's own limits over all contracts; partners never see them.")
final class RulesCommand {
    @Command(name = "show", description = "Show the house rules.")
    int show(@Mixin NodeOptions node) {
        ObjectNode result = node.client().ask("rules.show", _ -> {});
        node.print(result, out -> {
            JsonNode rules = result.path("rules").path("rules");
            if (rules.isEmpty()) {
                out.println("There are no house rules.");
                return;
            }
            Table table = new Table("RULE", "REQUIRES", "TEXT");
            rules.forEach(
                    rule -> table.row(rule.path("id"), Words.constraint(rule.path("require")), rule.path("text")));
            table.print(out);
        });
        return ExitCode.OK.number();
    }

    @Command(
            name = "set",
            description = "Put the rules in a file in the place of those before; it takes effect at once.")
    int set(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "FILE", description = "the rules; - is standard input") Path file) {
        ObjectNode result = node.client()
                .ask("rules.set", _ -> {}, NamedFile.read(file, HouseRules.MAX_BYTES))
                .result();
        node.print(
                result,
                out -> out.println("House rules now: " + result.path("rules").asString()));
        return ExitCode.OK.number();
    }

    @Command(
            name = "preview",
            description =
                    "Show what partners would see if the rules in a file were the house rules. Nothing comes of it.")
    int preview(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "FILE", description = "the rules; - is standard input") Path file) {
        ObjectNode result = node.client()
                .ask("rules.preview", _ -> {}, NamedFile.read(file, HouseRules.MAX_BYTES))
                .result();
        node.print(result, out -> PreviewTable.print(out, result));
        return ExitCode.OK.number();
    }
}
