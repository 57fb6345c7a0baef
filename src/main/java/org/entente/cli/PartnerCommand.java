package org.entente.cli;

import java.nio.file.Path;
import org.entente.http.Pem;
import org.entente.node.Card;
import org.entente.node.NodeFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Partners and their keys. */
@Command(name = "partner", synopsisSubcommandLabel = "COMMAND", description = "Partner organisations and their keys.")
final class PartnerCommand {
    @Command(
            name = "card",
            description = "Print this node's card, a JSON document for partners: who it is, where it is, and its key.")
    int card(@Mixin NodeOptions node) {
        ObjectNode card = NodeFolder.card(node.directory()).json();
        node.json = true;
        node.print(card, _ -> {});
        return ExitCode.OK.number();
    }

    @Command(name = "add", description = "Pin the key on a partner's card.")
    int add(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "CARD-FILE", description = "the partner's card; - is standard input") Path file,
            @Option(
                            names = "--fingerprint",
                            required = true,
                            paramLabel = "FINGERPRINT",
                            description = "the key's fingerprint as the partner told it over another way")
                    String fingerprint) {
        ObjectNode partner = node.client()
                .ask(
                        "partner.add",
                        arguments -> arguments.put("fingerprint", fingerprint),
                        NamedFile.read(file, Card.MAX_BYTES))
                .result();
        node.print(
                partner,
                out -> out.println("The key of "
                        + Table.printable(partner.path("name").asString() + " ("
                                + partner.path("did").asString() + ")")
                        + " is pinned."));
        return ExitCode.OK.number();
    }

    @Command(name = "list", description = "List the partners.")
    int list(@Mixin NodeOptions node) {
        ObjectNode result = node.client().ask("partner.list", _ -> {});
        node.print(result, out -> {
            Table table = new Table("ORGANISATION", "NAME", "URL", "TOKEN KEPT", "CERTIFICATE KEPT", "FINGERPRINT");
            for (JsonNode partner : result.path("partners")) {
                table.row(
                        partner.path("did"),
                        partner.path("name"),
                        partner.path("url"),
                        partner.path("tokenKept"),
                        partner.path("certificateKept"),
                        partner.path("fingerprint"));
            }
            table.print(out);
        });
        return ExitCode.OK.number();
    }

    @Command(name = "token", description = "Keep the token that a partner gave us to read there.")
    int token(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "DID", description = "the partner") String partner,
            @Option(
                            names = "--file",
                            required = true,
                            paramLabel = "FILE",
                            description = "the file that holds the token; - is standard input")
                    Path file) {
        ObjectNode result = node.client()
                .ask(
                        "partner.token",
                        arguments -> arguments.put("partner", partner),
                        NamedFile.read(file, DataCommands.MAX_TOKEN_FILE_BYTES))
                .result();
        node.print(result, out -> out.println("The token is kept."));
        return ExitCode.OK.number();
    }

    @Command(
            name = "certificate",
            description = {
                "Keep the certificates by which a partner's server is known: its own, or those of who vouches for it.",
                "Without --file go back to the authorities that this platform trusts."
            })
    int certificate(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "DID", description = "the partner") String partner,
            @Option(names = "--file", paramLabel = "FILE", description = "certificates in PEM; - is standard input")
                    @Nullable
                    Path file) {
        byte[] pem = file == null ? new byte[0] : NamedFile.read(file, Pem.MAX_BYTES);
        if (file != null && pem.length == 0) {
            throw node.misused("The file is empty.");
        }
        ObjectNode result = node.client()
                .ask("partner.certificate", arguments -> arguments.put("partner", partner), pem)
                .result();
        node.print(
                result,
                out -> out.println(
                        file == null
                                ? "The partner's server is known by the platform's authorities."
                                : "The certificates are kept."));
        return ExitCode.OK.number();
    }
}
