package org.entente.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.SignedMemorandum;
import org.entente.node.AdminClient.Answer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Memoranda from the draft to the end. */
@Command(
        name = "memorandum",
        synopsisSubcommandLabel = "COMMAND",
        description = "Memoranda, from the draft to the end.")
final class MemorandumCommand {
    @Spec
    @Nullable
    CommandSpec spec;

    @Command(
            name = "new",
            description =
                    "Check a draft and keep it. Format, version and id are filled in where the draft leaves them out.")
    int create(
            @Mixin NodeOptions node,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "DRAFT.json",
                            description = "the draft; - is standard input")
                    Path file) {
        ObjectNode result = node.client()
                .ask("memorandum.new", _ -> {}, NamedFile.read(file, Memorandum.MAX_BYTES))
                .result();
        return brief(node, result);
    }

    @Command(
            name = "amend",
            description =
                    "Check a draft of the next version and keep it. It takes the place of the version in force when"
                            + " all parties have signed it.")
    int amend(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "ID", description = "the memorandum") UUID id,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "DRAFT.json",
                            description = "the whole new text; - is standard input")
                    Path file) {
        ObjectNode result = node.client()
                .ask(
                        "memorandum.amend",
                        arguments -> arguments.put("id", id.toString()),
                        NamedFile.read(file, Memorandum.MAX_BYTES))
                .result();
        return brief(node, result);
    }

    @Command(name = "offer", description = "Mark the newest version as offered to the other parties.")
    int offer(@Mixin NodeOptions node, @Parameters(paramLabel = "ID", description = "the memorandum") UUID id) {
        return move(node, "memorandum.offer", id, null);
    }

    @Command(name = "agree", description = "Mark the newest version as agreed in principle; it binds nobody.")
    int agree(@Mixin NodeOptions node, @Parameters(paramLabel = "ID", description = "the memorandum") UUID id) {
        return move(node, "memorandum.agree", id, null);
    }

    @Command(name = "import", description = "Take in a memorandum with its signatures, as a partner exported it.")
    int take(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "FILE", description = "the file; - is standard input") Path file) {
        ObjectNode result = node.client()
                .ask("memorandum.import", _ -> {}, NamedFile.read(file, SignedMemorandum.MAX_BYTES))
                .result();
        return brief(node, result);
    }

    @Command(name = "export", description = "Write a memorandum with its signatures to a file, to send to a partner.")
    int export(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "ID", description = "the memorandum") UUID id,
            @Option(names = "--version", paramLabel = "N", description = "which version; else the newest") @Nullable
                    Integer version,
            @Option(names = "--out", required = true, paramLabel = "FILE", description = "a new file") Path file) {
        Answer answer =
                node.client().ask("memorandum.export", arguments -> edition(arguments, id, version), new byte[0]);
        NamedFile.create(file, answer.body(), false);
        return brief(node, answer.result());
    }

    @Command(
            name = "preview",
            description = {
                "Show what partners would see if a memorandum were in force: counts by type and topic, samples,",
                "and what would be released anew and withdrawn. Nothing comes of it."
            })
    int preview(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "FILE", description = "a draft or a signed memorandum; - is standard input")
                    Path file) {
        ObjectNode result = node.client()
                .ask("memorandum.preview", _ -> {}, NamedFile.read(file, SignedMemorandum.MAX_BYTES))
                .result();
        node.print(result, out -> PreviewTable.print(out, result));
        return ExitCode.OK.number();
    }

    @Command(name = "sign", description = "Sign for this organisation. With the last signature it comes into force.")
    int sign(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "ID", description = "the memorandum") UUID id,
            @Option(names = "--version", paramLabel = "N", description = "which version; else the newest") @Nullable
                    Integer version) {
        ObjectNode result = node.client().ask("memorandum.sign", arguments -> edition(arguments, id, version));
        return brief(node, result);
    }

    private static void edition(ObjectNode arguments, UUID id, @Nullable Integer version) {
        arguments.put("id", id.toString());
        if (version != null) {
            arguments.put("version", version.toString());
        }
    }

    @Command(name = "suspend", description = "Suspend all its contracts, or one; nothing more leaves under them.")
    int suspend(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "ID", description = "the memorandum") UUID id,
            @Option(names = "--contract", paramLabel = "ID", description = "only this contract") @Nullable
                    UUID contract) {
        return move(node, "memorandum.suspend", id, contract);
    }

    @Command(name = "resume", description = "Resume what was suspended; what waited is decided again.")
    int resume(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "ID", description = "the memorandum") UUID id,
            @Option(names = "--contract", paramLabel = "ID", description = "only this contract") @Nullable
                    UUID contract) {
        return move(node, "memorandum.resume", id, contract);
    }

    @Command(name = "sever", description = "End a memorandum for good.")
    int sever(@Mixin NodeOptions node, @Parameters(paramLabel = "ID", description = "the memorandum") UUID id) {
        return move(node, "memorandum.sever", id, null);
    }

    private static int move(NodeOptions node, String action, UUID id, @Nullable UUID contract) {
        ObjectNode result = node.client().ask(action, arguments -> {
            arguments.put("id", id.toString());
            if (contract != null) {
                arguments.put("contract", contract.toString());
            }
        });
        return brief(node, result);
    }

    @Command(name = "list", description = "List the memoranda.")
    int list(@Mixin NodeOptions node) {
        ObjectNode result = node.client().ask("memorandum.list", _ -> {});
        node.print(result, out -> {
            Table table = new Table("ID", "VERSION", "STATE", "PARTIES", "SIGNED", "TITLE");
            for (JsonNode memorandum : result.path("memoranda")) {
                JsonNode parties = memorandum.path("parties");
                long signed = parties.valueStream()
                        .filter(party -> party.path("signed").asBoolean())
                        .count();
                table.row(
                        memorandum.path("id"),
                        memorandum.path("version"),
                        memorandum.path("state"),
                        parties.size(),
                        signed,
                        memorandum.path("title"));
            }
            table.print(out);
        });
        return ExitCode.OK.number();
    }

    @Command(name = "show", description = "Show a memorandum: parties, signatures, grants and what became of them.")
    int show(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "ID", description = "the memorandum") UUID id,
            @Option(names = "--version", paramLabel = "N", description = "which version; else the one in force")
                    @Nullable
                    Integer version) {
        ObjectNode result = node.client().ask("memorandum.show", arguments -> edition(arguments, id, version));
        node.print(result, out -> {
            JsonNode memorandum = result.path("memorandum");
            words(out, result);
            new Table()
                    .row("from", Table.time(memorandum.path("term").path("from")))
                    .row("until", Table.time(memorandum.path("term").path("until")))
                    .row("TLP by default", memorandum.path("defaults").path("tlp"))
                    .print(out);
            for (JsonNode grant : memorandum.path("grants")) {
                out.println();
                out.println(Table.printable("Grant " + grant.path("id").asString() + ": "
                        + grant.path("title").asString()));
                String to = String.join(
                        ", ",
                        grant.path("to").valueStream().map(JsonNode::asString).toList());
                new Table()
                        .row("  from", grant.path("from"))
                        .row("  to", to.isEmpty() ? "nobody" : to)
                        .row("  if", Words.constraint(grant.path("constraint")))
                        .row("  duties", Words.duties(grant.path("duties")))
                        .print(out);
            }
            contracts(out, result);
        });
        return ExitCode.OK.number();
    }

    @Command(
            name = "compare",
            description = {
                "Compare two memoranda clause by clause, and say of each contract that both have whether more, less or",
                "other objects may go. No node is needed. Exit code 1 where they differ."
            })
    int compare(
            @Parameters(index = "0", paramLabel = "BEFORE", description = "a memorandum; - is standard input")
                    Path before,
            @Parameters(index = "1", paramLabel = "AFTER", description = "the other one") Path after,
            @Option(names = "--json", description = "print JSON") boolean json) {
        ObjectNode result = Claims.compare(Claims.read(before), Claims.read(after));
        if (json) {
            out().println(result.toPrettyString());
        } else {
            Claims.print(result, out());
        }
        return (result.path("differences").isEmpty() ? ExitCode.OK : ExitCode.FINDING).number();
    }

    @Command(
            name = "check",
            description = {
                "Prove what a memorandum permits, over all objects that there could be. Without --never: which grants permit",
                "nothing, or nothing that another does not. No node is needed. Exit code 1 where a claim fails or is found."
            })
    int check(
            @Parameters(paramLabel = "FILE", description = "a memorandum; - is standard input") Path file,
            @Option(
                            names = "--never",
                            paramLabel = "TEXT",
                            description = "that no object of which this is true may go, such as 'tlp at least amber'")
                    @Nullable
                    String never,
            @Option(names = "--grant", paramLabel = "ID", description = "look at this grant only") @Nullable
                    String grant,
            @Option(names = "--rules", paramLabel = "FILE", description = "with these house rules") @Nullable
                    Path rules,
            @Option(names = "--json", description = "print JSON") boolean json) {
        ObjectNode result = Claims.check(
                Claims.read(file),
                rules == null ? HouseRules.NONE : TextForms.rules(rules),
                never == null ? null : TextForms.written(never),
                grant);
        if (json) {
            out().println(result.toPrettyString());
        } else {
            Claims.printClaims(result, out());
        }
        boolean proved = never != null
                && result.path("claims")
                        .valueStream()
                        .allMatch(claim -> claim.path("outcome").asString().equals("proved"));
        return (proved || result.path("claims").isEmpty() ? ExitCode.OK : ExitCode.FINDING).number();
    }

    @Command(
            name = "text",
            description =
                    "Print what the grants in a file let through, for people. House rules do as well; no node is needed.")
    int text(
            @Parameters(
                            paramLabel = "FILE",
                            description =
                                    "a memorandum, with its signatures or without, or house rules; - is standard input")
                    Path file) {
        TextForms.document(file, out());
        return ExitCode.OK.number();
    }

    @Command(
            name = "constraint",
            description = "Turn a constraint as people write it into JSON, or JSON into text. No node is needed.")
    int constraint(
            @Option(
                            names = "--from",
                            paramLabel = "FILE.json",
                            description = "a constraint in JSON, to print as text; - is standard input")
                    @Nullable
                    Path file,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "TEXT",
                            description = "a constraint as text, to print as JSON, such as 'tlp at most green'")
                    @Nullable
                    String text) {
        if ((file == null) == (text == null)) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "Either a text or --from with a file is needed.");
        }
        if (file != null) {
            TextForms.text(file, out());
        } else {
            TextForms.json(Objects.requireNonNull(text), out());
        }
        return ExitCode.OK.number();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private static int brief(NodeOptions node, ObjectNode result) {
        node.print(result, out -> {
            words(out, result);
            contracts(out, result);
        });
        return ExitCode.OK.number();
    }

    private static void contracts(PrintWriter out, JsonNode result) {
        if (result.path("contracts").isEmpty()) {
            return;
        }
        out.println();
        Table contracts = new Table("CONTRACT", "GRANT", "GIVER", "RECEIVER", "STATUS");
        for (JsonNode contract : result.path("contracts")) {
            contracts.row(
                    contract.path("id"),
                    contract.path("grant"),
                    contract.path("giver"),
                    contract.path("receiver"),
                    contract.path("status"));
        }
        contracts.print(out);
    }

    private static void words(PrintWriter out, JsonNode memorandum) {
        Table table = new Table()
                .row("memorandum", memorandum.path("id"))
                .row("version", memorandum.path("version"))
                .row("title", memorandum.path("title"))
                .row("state", memorandum.path("state"));
        for (JsonNode party : memorandum.path("parties")) {
            String signed = party.path("signed").asBoolean() ? " has signed" : " has not signed";
            table.row(
                    "party",
                    party.path("name").asString() + " (" + party.path("id").asString() + ")" + signed);
        }
        if (memorandum.path("versions").size() > 1) {
            for (JsonNode version : memorandum.path("versions")) {
                table.row(
                        "kept",
                        "version " + version.path("version").asInt() + ", "
                                + version.path("state").asString());
            }
        }
        table.print(out);
    }
}
