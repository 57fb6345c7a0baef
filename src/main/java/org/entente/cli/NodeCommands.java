package org.entente.cli;

import java.lang.System.Logger.Level;
import org.entente.exchange.Organisation;
import org.entente.node.Card;
import org.entente.node.Config;
import org.entente.node.Logs;
import org.entente.node.Node;
import org.entente.node.NodeFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Commands on a node as a whole. */
final class NodeCommands {
    private NodeCommands() {}

    private static final String DEFAULT_LISTEN = "127.0.0.1:8440";

    @Command(name = "init", description = "Make a folder ready for a node: its keys and its configuration.")
    static int init(
            @Mixin NodeOptions node,
            @Option(
                            names = "--id",
                            required = true,
                            paramLabel = "DID",
                            description = "who the organisation is, did:web:…")
                    String id,
            @Option(
                            names = "--name",
                            required = true,
                            paramLabel = "TEXT",
                            description = "the organisation's name, for people")
                    String name,
            @Option(
                            names = "--listen",
                            paramLabel = "HOST:PORT",
                            defaultValue = DEFAULT_LISTEN,
                            description = "where to listen (default: ${DEFAULT-VALUE})")
                    String listen,
            @Option(
                            names = "--public-url",
                            paramLabel = "URL",
                            description = "where partners reach the node (default: http and what --listen says)")
                    @Nullable
                    String publicUrl) {
        int colon = listen.lastIndexOf(':');
        if (colon < 1 || !listen.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw node.misused("--listen takes HOST:PORT.");
        }
        String url = publicUrl != null ? publicUrl : "http://" + listen;
        Card card = NodeFolder.create(
                node.directory(),
                new Organisation(id, name, url),
                listen.substring(0, colon).replaceAll("^\\[(.*)]$", "$1"),
                Integer.parseInt(listen.substring(colon + 1)));
        node.print(card.json(), out -> {
            new Table()
                    .row("organisation", id)
                    .row("public URL", url)
                    .row("fingerprint", card.fingerprint())
                    .row("configuration", node.directory().resolve(Config.FILE))
                    .print(out);
            out.println("Start it with 'entente serve'. The folder 'keys' belongs in a safe backup.");
        });
        return ExitCode.OK.number();
    }

    @Command(
            name = "serve",
            description = {
                "Run the node until it is told to stop (SIGTERM, Ctrl-C). The log is JSON lines on standard error.",
                "It stops by itself when its disk fails or it meets a bug, since it can keep nothing then."
            })
    static int serve(@Mixin NodeOptions node) throws InterruptedException {
        Logs.install(Config.read(node.directory()).logLevel());
        System.Logger log = System.getLogger("org.entente.node");
        Thread.setDefaultUncaughtExceptionHandler((_, e) -> log.log(Level.ERROR, "A thread ended by a bug.", e));
        Node running = Node.open(node.directory());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Logs.stop(running), "stop"));
        log.log(
                Level.INFO,
                "The node is ready. organisation={0} listen={1} process={2}",
                running.config().organisation().did(),
                running.config().host() + ":" + running.config().port(),
                Long.toString(ProcessHandle.current().pid()));
        throw running.awaitFailure();
    }

    @Command(name = "status", description = "Say how the running node stands.")
    static int status(@Mixin NodeOptions node) {
        ObjectNode status = node.client().ask("status", _ -> {});
        node.print(status, out -> {
            JsonNode contracts = status.path("contracts");
            new Table()
                    .row(
                            "organisation",
                            status.path("name").asString() + " ("
                                    + status.path("did").asString() + ")")
                    .row("public URL", status.path("url"))
                    .row("listens on", status.path("listen"))
                    .row("fingerprint", status.path("fingerprint"))
                    .row("running since", Table.time(status.path("since")))
                    .row("object versions", status.path("objects").asString())
                    .row("release classes", status.path("classes").asString())
                    .row("entries owed", status.path("owed").asString())
                    .row("last change", Table.time(status.path("journalTime")))
                    .row("partners", status.path("partners").asString())
                    .row("memoranda", status.path("memoranda").asString())
                    .row(
                            "contracts",
                            "%s open, %s suspended, %s closed"
                                    .formatted(
                                            contracts.path("open").asString(),
                                            contracts.path("suspended").asString(),
                                            contracts.path("closed").asString()))
                    .print(out);
            if (!status.path("pulling").isEmpty()) {
                out.println();
                Table pulling = new Table("CONTRACT", "PARTNER", "PULLING", "LAST", "REASON");
                for (JsonNode row : status.path("pulling")) {
                    pulling.row(
                            row.path("contract"),
                            row.path("partner"),
                            row.path("state"),
                            Table.time(row.path("last")),
                            row.path("reason"));
                }
                pulling.print(out);
            }
        });
        return ExitCode.OK.number();
    }
}
