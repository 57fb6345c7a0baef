package org.entente.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Contracts. */
@Command(
        name = "contract",
        synopsisSubcommandLabel = "COMMAND",
        description = "Contracts: the grants that came into force.")
final class ContractCommand {
    @Command(name = "list", description = "List the contracts by which we give or receive.")
    int list(@Mixin NodeOptions node) {
        ObjectNode result = node.client().ask("contract.list", _ -> {});
        node.print(result, out -> {
            Table table = new Table("CONTRACT", "WE", "PARTNER", "GRANT", "STATUS", "ENTRIES", "LIVE", "MEMORANDUM");
            for (JsonNode contract : result.path("contracts")) {
                boolean gives = contract.path("role").asString().equals("gives");
                table.row(
                        contract.path("id"),
                        gives ? "give" : "receive",
                        contract.path(gives ? "receiver" : "giver"),
                        contract.path("grant"),
                        contract.path("status"),
                        contract.path("entries"),
                        contract.path("live"),
                        contract.path("memorandumTitle"));
            }
            table.print(out);
        });
        return ExitCode.OK.number();
    }
}
