package org.entente.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.entente.exchange.Failure;
import org.entente.memorandum.SignedConsent;
import org.entente.node.AdminClient.Answer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Consent to passing on. */
@Command(
        name = "consent",
        synopsisSubcommandLabel = "COMMAND",
        description = "Consent to passing on: ours to partners, and partners' to us.")
final class ConsentCommand {
    /** Which word on which version, and where its document goes. */
    static final class Subject {
        @Parameters(index = "0", paramLabel = "CONTRACT", description = "the contract that the version went under")
        @Nullable
        UUID contract;

        @Parameters(index = "1", paramLabel = "OBJECT", description = "the object's STIX id")
        @Nullable
        String object;

        @Parameters(
                index = "2",
                arity = "0..1",
                paramLabel = "VERSION",
                description = "its version; left out where it has none")
        @Nullable
        String version;

        @Option(names = "--to", required = true, paramLabel = "DID", description = "the organisation that it may go to")
        @Nullable
        String to;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "FILE",
                description = "a new file for the signed document")
        @Nullable
        Path out;

        Answer ask(NodeOptions node, String action) {
            Path file = Path.of(String.valueOf(out));
            // What is said is on record whether or not its file can be written, so this is looked at before.
            if (Files.exists(file)) {
                throw new Failure(Failure.Code.CONFLICT, "The file is there already.", "file", file.toString());
            }
            Answer answer = node.client()
                    .ask(
                            action,
                            arguments -> {
                                arguments
                                        .put("contract", String.valueOf(contract))
                                        .put("object", object)
                                        .put("to", to);
                                if (version != null) {
                                    arguments.put("version", version);
                                }
                            },
                            new byte[0]);
            NamedFile.create(file, answer.body(), false);
            return answer;
        }
    }

    @Command(
            name = "give",
            description = "Consent to a version that we released going on to one organisation. Writes the signed"
                    + " document, for the receiver.")
    int give(@Mixin NodeOptions node, @Mixin Subject subject) {
        return said(node, subject.ask(node, "consent.give").result());
    }

    @Command(
            name = "withdraw",
            description = "Take a consent back. Writes the signed document, for the receiver: its node withdraws what"
                    + " went.")
    int withdraw(@Mixin NodeOptions node, @Mixin Subject subject) {
        return said(node, subject.ask(node, "consent.withdraw").result());
    }

    @Command(name = "export", description = "Write the signed document of the last word on record to a new file.")
    int export(@Mixin NodeOptions node, @Mixin Subject subject) {
        return said(node, subject.ask(node, "consent.export").result());
    }

    private static int said(NodeOptions node, ObjectNode result) {
        node.print(result, out -> out.println(sentence(result)));
        return ExitCode.OK.number();
    }

    private static String sentence(JsonNode result) {
        return "Consent number " + result.path("number").asLong() + " for "
                + result.path("to").asString() + " is "
                + (result.path("given").asBoolean() ? "given." : "withdrawn.");
    }

    @Command(
            name = "take",
            description = "Take in a partner's consent, or its withdrawal, to what it gave us going on. What may go on"
                    + " goes at once, and what no longer may is withdrawn.")
    int take(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "FILE", description = "the signed document; - is standard input") Path file) {
        ObjectNode result = node.client()
                .ask("consent.take", _ -> {}, NamedFile.read(file, SignedConsent.MAX_BYTES))
                .result();
        node.print(result, out -> {
            out.println(sentence(result));
            for (JsonNode contract : result.path("resting")) {
                out.println(
                        "Our own consent under contract " + contract.asString() + " rested on it: take that back too.");
            }
        });
        return ExitCode.OK.number();
    }

    @Command(name = "list", description = "List the last word on each version and organisation, ours and partners'.")
    int list(
            @Mixin NodeOptions node,
            @Option(names = "--contract", paramLabel = "ID", description = "only under this contract") @Nullable
                    UUID contract) {
        ObjectNode result = node.client().ask("consent.list", arguments -> {
            if (contract != null) {
                arguments.put("contract", contract.toString());
            }
        });
        node.print(result, out -> {
            Table table = new Table("CONTRACT", "GIVER", "OBJECT", "VERSION", "TO", "NUMBER", "SAYS", "TIME");
            for (JsonNode consent : result.path("consents")) {
                table.row(
                        consent.path("contract"),
                        consent.path("giver"),
                        consent.path("object"),
                        consent.path("version"),
                        consent.path("to"),
                        consent.path("number"),
                        consent.path("given").asBoolean() ? "given" : "withdrawn",
                        consent.path("time"));
            }
            table.print(out);
        });
        return ExitCode.OK.number();
    }
}
