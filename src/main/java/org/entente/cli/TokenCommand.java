package org.entente.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.entente.http.Pem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tokens and certificates with which partners, and our own tools, come in here. */
@Command(
        name = "token",
        synopsisSubcommandLabel = "COMMAND",
        description = "The tokens and certificates with which partners, and our own tools, read and write here.")
final class TokenCommand {
    private static final int TOKEN_BYTES = 32;

    @Command(
            name = "new",
            description = {
                "Issue a token: for a partner, which reads its feeds and writes its inbox with it, or for a tool of our own,",
                "which does with our collections what --read and --write say.",
                "It is made here, shown once or written to a file for its owner only; the node keeps its SHA-256 alone."
            })
    int create(
            @Mixin NodeOptions node,
            @Option(names = "--partner", paramLabel = "DID", description = "the partner whose token it is") @Nullable
                    String partner,
            @Option(
                            names = "--read",
                            paramLabel = "COLLECTION",
                            description = "a collection of our own that it reads, by id or title; may be repeated")
                    @Nullable
                    List<String> read,
            @Option(
                            names = "--write",
                            paramLabel = "COLLECTION",
                            description = "a collection of our own that it writes, by id or title; may be repeated")
                    @Nullable
                    List<String> write,
            @Option(
                            names = "--label",
                            paramLabel = "TEXT",
                            description = "what it is for, for people and for the record of what a tool of ours did")
                    @Nullable
                    String label,
            @Option(
                            names = "--expires",
                            paramLabel = "TIME",
                            description = "when it ends, RFC 3339 in UTC (default: never)")
                    @Nullable
                    String expires,
            @Option(names = "--out", paramLabel = "FILE", description = "write it to this new file") @Nullable
                    Path file) {
        if ((partner == null) == (read == null && write == null)) {
            throw node.misused("Give --partner, or --read and --write for a tool of our own.");
        }
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        if (file != null) {
            NamedFile.create(file, (token + "\n").getBytes(US_ASCII), true);
        }
        ObjectNode result;
        try {
            result = node.client().ask("token.new", arguments -> {
                arguments.put("sha256", sha256(token));
                if (partner != null) {
                    arguments.put("partner", partner);
                }
                names(arguments, "read", read);
                names(arguments, "write", write);
                if (label != null) {
                    arguments.put("label", label);
                }
                if (expires != null) {
                    arguments.put("expires", expires);
                }
            });
        } catch (RuntimeException e) {
            if (file != null) {
                NamedFile.delete(file);
            }
            throw e;
        }
        if (file == null) {
            result.put("token", token);
        } else {
            result.put("file", file.toString());
        }
        node.print(result, out -> {
            node.err()
                    .println("Token %s for %s%s"
                            .formatted(
                                    result.path("id").asString(),
                                    Table.printable(partner != null ? partner : String.valueOf(label)),
                                    file == null ? ", shown this once:" : " is in " + file));
            node.err().flush();
            if (file == null) {
                out.println(token);
            }
        });
        return ExitCode.OK.number();
    }

    private static void names(ObjectNode arguments, String name, @Nullable List<String> collections) {
        if (collections != null) {
            var array = arguments.putArray(name);
            collections.forEach(array::add);
        }
    }

    @Command(
            name = "certificate",
            description = {
                "Let a partner read with a TLS client certificate in the place of a token, until it expires.",
                "It is asked for where tls.clientCertificates is on; 'token revoke' ends it before its time."
            })
    int certificate(
            @Mixin NodeOptions node,
            @Option(names = "--partner", required = true, paramLabel = "DID", description = "whose certificate it is")
                    String partner,
            @Option(
                            names = "--file",
                            required = true,
                            paramLabel = "FILE",
                            description = "the certificate in PEM, without its key; - is standard input")
                    Path file,
            @Option(
                            names = "--label",
                            paramLabel = "TEXT",
                            description = "what it is for, for people (default: reading)")
                    @Nullable
                    String label) {
        ObjectNode result = node.client()
                .ask(
                        "token.certificate",
                        arguments -> {
                            arguments.put("partner", partner);
                            if (label != null) {
                                arguments.put("label", label);
                            }
                        },
                        NamedFile.read(file, Pem.MAX_BYTES))
                .result();
        node.print(
                result,
                out -> new Table()
                        .row("id", result.path("id").asString())
                        .row("SHA-256", result.path("sha256").asString())
                        .row("expires", Table.time(result.path("expires")))
                        .print(out));
        return ExitCode.OK.number();
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Command(name = "list", description = "List the tokens and certificates; they themselves are not known here.")
    int list(@Mixin NodeOptions node) {
        ObjectNode result = node.client().ask("token.list", _ -> {});
        node.print(result, out -> {
            Table table = new Table("ID", "ORGANISATION", "PROOF", "LABEL", "MAY", "EXPIRES", "STATE");
            for (JsonNode token : result.path("tokens")) {
                table.row(
                        token.path("id"),
                        token.path("partner"),
                        token.path("proof"),
                        token.path("label"),
                        token.path("may"),
                        Table.time(token.path("expires")),
                        token.path("state"));
            }
            table.print(out);
        });
        return ExitCode.OK.number();
    }

    @Command(name = "revoke", description = "Revoke a token or a certificate at once.")
    int revoke(@Mixin NodeOptions node, @Parameters(paramLabel = "ID", description = "its id") String id) {
        ObjectNode result = node.client().ask("token.revoke", arguments -> arguments.put("id", id));
        node.print(result, out -> out.println("It is revoked."));
        return ExitCode.OK.number();
    }
}
