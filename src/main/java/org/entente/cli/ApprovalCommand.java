package org.entente.cli;

import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Releasers' approvals. */
@Command(
        name = "approval",
        synopsisSubcommandLabel = "COMMAND",
        description = "What waits for a releaser's approval before it goes, and the approvals.")
final class ApprovalCommand {
    /** The longest file of a token. */
    private static final int MAX_TOKEN_BYTES = 4096;

    @Command(name = "list", description = "List the versions that would go if enough releasers approved them.")
    int list(
            @Mixin NodeOptions node,
            @Option(names = "--contract", paramLabel = "ID", description = "only under this contract") @Nullable
                    UUID contract) {
        ObjectNode result = node.client().ask("approval.list", arguments -> {
            if (contract != null) {
                arguments.put("contract", contract.toString());
            }
        });
        node.print(result, out -> {
            Table table = new Table("CONTRACT", "RECEIVER", "OBJECT", "VERSION", "SHA-256", "NEEDED", "APPROVED BY");
            for (JsonNode waiting : result.path("waiting")) {
                String by = waiting.path("approvals")
                        .valueStream()
                        .map(approval -> approval.path("by").asString())
                        .collect(Collectors.joining(", "));
                table.row(
                        waiting.path("contract"),
                        waiting.path("receiver"),
                        waiting.path("object"),
                        waiting.path("version"),
                        waiting.path("sha256"),
                        waiting.path("needed"),
                        by.isEmpty() ? "nobody" : by);
            }
            table.print(out);
        });
        return ExitCode.OK.number();
    }

    @Command(
            name = "give",
            description =
                    "Approve one version under one contract, in the form in which it would go. With the last approval"
                            + " that is needed it goes.")
    int give(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "CONTRACT", description = "the contract") UUID contract,
            @Parameters(paramLabel = "OBJECT", description = "the object's STIX id") String object,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "VERSION",
                            description = "its version, as the list gives it; left out where it has none")
                    @Nullable
                    String version,
            @Option(
                            names = "--sha256",
                            paramLabel = "HEX",
                            description = "of the form that was looked at; another one is not approved")
                    @Nullable
                    String sha256,
            @Option(
                            names = "--token-file",
                            paramLabel = "FILE",
                            description = "a token of our own: the releaser is who it names, and not who asks")
                    @Nullable
                    Path token) {
        ObjectNode result = ask(node, "approval.give", contract, object, version, sha256, token);
        node.print(result, out -> out.println("Approved by " + result.path("by").asString() + "."));
        return ExitCode.OK.number();
    }

    @Command(
            name = "withdraw",
            description = "Take an approval back. If too few are left, what went is withdrawn at once.")
    int withdraw(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "CONTRACT", description = "the contract") UUID contract,
            @Parameters(paramLabel = "OBJECT", description = "the object's STIX id") String object,
            @Parameters(arity = "0..1", paramLabel = "VERSION", description = "its version") @Nullable String version,
            @Option(names = "--token-file", paramLabel = "FILE", description = "the token that approved") @Nullable
                    Path token) {
        ObjectNode result = ask(node, "approval.withdraw", contract, object, version, null, token);
        node.print(
                result, out -> out.println("Taken back by " + result.path("by").asString() + "."));
        return ExitCode.OK.number();
    }

    private static ObjectNode ask(
            NodeOptions node,
            String action,
            UUID contract,
            String object,
            @Nullable String version,
            @Nullable String sha256,
            @Nullable Path token) {
        byte[] body = token == null ? new byte[0] : NamedFile.read(token, MAX_TOKEN_BYTES);
        return node.client()
                .ask(
                        action,
                        arguments -> {
                            arguments.put("contract", contract.toString()).put("object", object);
                            if (version != null) {
                                arguments.put("version", version);
                            }
                            if (sha256 != null) {
                                arguments.put("sha256", sha256);
                            }
                        },
                        body)
                .result();
    }
}
