package org.entente.cli;

import org.entente.node.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.JsonNodeFactory;

/** The configuration. */
@Command(name = "config", synopsisSubcommandLabel = "COMMAND", description = "The node's configuration.")
final class ConfigCommand {
    @Command(name = "check", description = "Say all that is wrong with the configuration, or that nothing is.")
    int check(@Mixin NodeOptions node) {
        Config config = Config.read(node.directory());
        config.checkFiles(node.directory());
        node.print(JsonNodeFactory.instance.objectNode().put("valid", true), out -> {
            out.println("The configuration is valid.");
            Table table = new Table();
            config.values().forEach(table::row);
            table.print(out);
        });
        return ExitCode.OK.number();
    }
}
