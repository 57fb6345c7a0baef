package org.entente.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.exchange.Failure;
import org.entente.intake.Bundle;
import org.entente.intake.Conversion;
import org.entente.intake.CsvIndicators;
import org.entente.node.AdminClient;
import org.entente.node.Config;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Commands that bring objects in, and that say why they go out or do not. */
final class DataCommands {
    private DataCommands() {}

    /** The largest token file. */
    static final int MAX_TOKEN_FILE_BYTES = 16 * 1024;

    /** What is said of an import besides the objects. */
    record Tagging(
            @Nullable String tlp,
            @Nullable List<String> labels,
            @Nullable String collection,
            boolean strict,
            boolean attest) {
        /** Tags alone. */
        Tagging(@Nullable String tlp, @Nullable List<String> labels) {
            this(tlp, labels, null, false, false);
        }

        void into(ObjectNode arguments) {
            if (tlp != null) {
                arguments.put("tlp", tlp);
            }
            if (labels != null) {
                labels.forEach(arguments.putArray("labels")::add);
            }
            if (collection != null) {
                arguments.put("collection", collection);
            }
            if (strict) {
                arguments.put("strict", true);
            }
            if (attest) {
                arguments.put("attest", true);
            }
        }
    }

    @Command(
            name = "import",
            description = {
                "Import STIX 2.1: an object, a list, a bundle, or one object a line, packed by gzip or not.",
                "With --format: convert a file first; what was dropped or changed is said on standard error.",
                "Each file is imported in full or not at all."
            })
    static int importFiles(
            @Mixin NodeOptions node,
            @Parameters(arity = "1..*", paramLabel = "FILE", description = "the files; - is standard input")
                    List<Path> files,
            @Option(
                            names = "--tlp",
                            paramLabel = "LEVEL",
                            description = "TLP of these copies; with their own markings the strictest counts")
                    @Nullable
                    String tlp,
            @Option(names = "--label", paramLabel = "LABEL", description = "topic of these copies; may be repeated")
                    @Nullable
                    List<String> labels,
            @Option(names = "--collection", paramLabel = "NAME", description = "file these copies under that name")
                    @Nullable
                    String collection,
            @Option(
                            names = "--strict",
                            description = "refuse versions that break a rule of STIX 2.1 with own ones that are here")
                    boolean strict,
            @Option(
                            names = "--attest",
                            description =
                                    "answer for it that all of it is known from sources of your own too: then it is your own,"
                                            + " also where a partner sent the same")
                    boolean attest,
            @Option(names = "--split", description = "import a file that is too large for one step in several")
                    boolean split,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            description = "stix (the default), stix20, misp or csv; see 'entente stix convert'")
                    @Nullable
                    String format) {
        boolean converts = format != null && !format.equals("stix");
        if (converts && split) {
            throw node.misused("A file that is converted is imported in one step; --split is for STIX 2.1.");
        }
        AdminClient client = node.client();
        Tagging tagging = new Tagging(tlp, labels, collection, strict, attest);
        int most = (int) Config.read(node.directory()).importBytes();
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode imports = all.putArray("imports");
        for (Path file : files) {
            if (format != null && converts) {
                imports.add(converted(node, client, tagging, file, most, format));
            } else if (split) {
                imports.add(new SplitImport(client, tagging, most).run(file));
            } else {
                imports.add(whole(client, tagging, file, most));
            }
        }
        node.print(all, out -> {
            Table table =
                    new Table("FILE", "ADDED", "UNCHANGED", "CONFLICTS", "FROM PARTNERS", "RELEASED", "WITHDRAWN");
            for (JsonNode row : imports) {
                table.row(
                        fileName(row),
                        row.path("added"),
                        row.path("unchanged"),
                        row.path("conflicts"),
                        row.path("received"),
                        sum(row.path("released")),
                        sum(row.path("withdrawn")));
            }
            table.print(out);
            imports.forEach(row -> {
                if (row.has("attested")) {
                    out.println("%s: attested, and your own though a partner sent the same: %d"
                            .formatted(fileName(row), row.path("attested").asLong()));
                }
            });
            imports.forEach(row -> row.path("broken")
                    .properties()
                    .forEach(rule -> out.println("%s: versions that break %s with others that are here: %d"
                            .formatted(
                                    fileName(row),
                                    rule.getKey(),
                                    rule.getValue().asLong()))));
        });
        return ExitCode.OK.number();
    }

    private static ObjectNode whole(AdminClient client, Tagging tagging, Path file, int most) {
        byte[] document;
        try {
            document = NamedFile.readUnpacked(file, most);
        } catch (Failure e) {
            if (e.code() != Failure.Code.LIMIT) {
                throw e;
            }
            throw new Failure(
                    Failure.Code.LIMIT,
                    "The file is larger than one import takes; --split imports it in several.",
                    e,
                    "file",
                    file.toString(),
                    "mostBytes",
                    Integer.toString(most));
        }
        ObjectNode result = client.ask("import", tagging::into, document).result();
        return SplitImport.named(file, result);
    }

    private static ObjectNode converted(
            NodeOptions node, AdminClient client, Tagging tagging, Path file, int most, String format) {
        Conversion.Converted converted =
                StixConvert.convert(format, file, most, CsvIndicators.NO_TIME, node.commandLine());
        converted.remarks().forEach(remark -> StixConvert.print(file, remark, node.err()));
        if (converted.objects().isEmpty()) {
            throw new Failure(Failure.Code.INVALID, "Nothing of the file could be converted.", "file", file.toString());
        }
        byte[] bundle = Bundle.of(converted.objects());
        return SplitImport.named(
                file, client.ask("import", tagging::into, bundle).result());
    }

    private static Path fileName(JsonNode row) {
        return Path.of(row.path("file").asString()).getFileName();
    }

    private static long sum(JsonNode counts) {
        return counts.valueStream().mapToLong(JsonNode::asLong).sum();
    }

    @Command(
            name = "pull",
            description = {
                "Pull now, under one contract or under all by which we receive. Without being asked the node does so by itself.",
                "With --from and --collection: read a collection of any other TAXII 2.1 server and import it."
            })
    static int pull(
            @Mixin NodeOptions node,
            @Parameters(arity = "0..1", paramLabel = "CONTRACT", description = "only this contract") @Nullable
                    UUID contract,
            @Option(names = "--from", paramLabel = "URL", description = "the API root of another TAXII server")
                    @Nullable
                    String from,
            @Option(names = "--collection", paramLabel = "ID", description = "the collection there") @Nullable
                    String collection,
            @Option(
                            names = "--token-file",
                            paramLabel = "FILE",
                            description = "a file with the bearer token for it; - is standard input")
                    @Nullable
                    Path tokenFile,
            @Option(names = "--added-after", paramLabel = "TIME", description = "only what was added there later")
                    @Nullable
                    String addedAfter,
            @Option(names = "--tlp", paramLabel = "LEVEL", description = "TLP of these copies") @Nullable String tlp,
            @Option(names = "--label", paramLabel = "LABEL", description = "topic of these copies; may be repeated")
                    @Nullable
                    List<String> labels) {
        if (from == null
                && collection == null
                && tokenFile == null
                && addedAfter == null
                && tlp == null
                && labels == null) {
            return pullFromPartners(node, contract);
        }
        if (from == null || collection == null || contract != null) {
            throw node.misused("Another server needs --from and --collection, and no contract.");
        }
        byte[] token = tokenFile == null ? new byte[0] : NamedFile.read(tokenFile, MAX_TOKEN_FILE_BYTES);
        ObjectNode result = node.client()
                .ask(
                        "pull.foreign",
                        arguments -> {
                            arguments.put("url", from).put("collection", collection);
                            if (addedAfter != null) {
                                arguments.put("addedAfter", addedAfter);
                            }
                            new Tagging(tlp, labels).into(arguments);
                        },
                        token)
                .result();
        node.print(
                result,
                out -> new Table()
                        .row("objects", result.path("objects").asString())
                        .row("added", result.path("added").asString())
                        .row("unchanged", result.path("unchanged").asString())
                        .row("conflicts", result.path("conflicts").asString())
                        .row("from partners", result.path("received").asString())
                        .row("not valid, left out", result.path("invalid").asString())
                        .row("go on with --added-after", result.path("addedAfter"))
                        .row("root", result.path("root"))
                        .print(out));
        return (result.path("invalid").asInt() == 0 ? ExitCode.OK : ExitCode.FINDING).number();
    }

    private static int pullFromPartners(NodeOptions node, @Nullable UUID contract) {
        ObjectNode result = node.client().ask("pull", arguments -> {
            if (contract != null) {
                arguments.put("contract", contract.toString());
            }
        });
        JsonNode pulls = result.path("pulls");
        node.print(result, out -> {
            if (pulls.isEmpty()) {
                out.println("There is no contract by which we receive that has not ended.");
                return;
            }
            Table table =
                    new Table("CONTRACT", "PARTNER", "NEW ENTRIES", "NEW OBJECTS", "RECALLED", "ENTRIES", "REMARK");
            for (JsonNode row : pulls) {
                table.row(
                        row.path("contract"),
                        row.path("partner"),
                        row.path("entries"),
                        row.path("added"),
                        row.path("recalled"),
                        row.path("size"),
                        row.path("suspended").asBoolean() ? "suspended" : row.path("reason"));
            }
            table.print(out);
        });
        return (pulls.valueStream().anyMatch(row -> row.has("code")) ? ExitCode.FINDING : ExitCode.OK).number();
    }

    @Command(
            name = "explain",
            description =
                    "Say why an object is released under a contract or is not: every check in order, and which decided.")
    static int explain(
            @Mixin NodeOptions node,
            @Parameters(index = "0", paramLabel = "OBJECT", description = "STIX id of the object") String object,
            @Parameters(index = "1", paramLabel = "CONTRACT", description = "id of the contract") UUID contract,
            @Option(
                            names = "--version",
                            paramLabel = "TIME",
                            description = "the version to explain (default: the newest)")
                    @Nullable
                    String version,
            @Option(
                            names = "--as-of",
                            paramLabel = "TIME",
                            description = "as it was at that moment, like 2026-01-31T12:00:00Z, from the journal alone")
                    @Nullable
                    Instant asOf) {
        ObjectNode result = node.client().ask("explain", arguments -> {
            arguments.put("object", object).put("contract", contract.toString());
            if (version != null) {
                arguments.put("version", version);
            }
            if (asOf != null) {
                arguments.put("asOf", asOf.toString());
            }
        });
        node.print(result, out -> {
            new Table()
                    .row("object", result.path("object"))
                    .row("version", result.path("version"))
                    .row("contract", result.path("contract"))
                    .row("outcome", result.path("released").asBoolean() ? "released" : "withheld")
                    .row("feed entry", result.path("entry"))
                    .row("SHA-256 of its bytes", result.path("sha256"))
                    .row("as of", result.path("asOf"))
                    .print(out);
            out.println();
            Table checks = new Table("CHECK", "HOLDS", "DECIDES", "BY");
            for (JsonNode check : result.path("checks")) {
                checks.row(
                        check.path("check").asString().replace('_', ' '),
                        check.path("holds"),
                        check.path("decides").asBoolean() ? "decides" : "",
                        check.path("clause"));
            }
            checks.print(out);
        });
        return ExitCode.OK.number();
    }

    @Command(
            name = "account",
            description = {
                "Count what of our own objects a contract releases and withholds, and by which clause, marking or rule.",
                "Of a contract that we receive under, count what came. Of either, count too what the giver said of passing on",
                "and what was destroyed."
            })
    static int account(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "CONTRACT", description = "id of the contract") UUID contract) {
        ObjectNode result =
                node.client().ask("contract.account", arguments -> arguments.put("contract", contract.toString()));
        node.print(result, out -> {
            Table table = new Table("OUTCOME", "COUNT", "BY", "OF WHICH");
            for (List<JsonNode> rows : byReason(result)) {
                String types = rows.stream()
                        .map(row -> row.path("type").asString() + " "
                                + row.path("count").asLong())
                        .collect(Collectors.joining(", "));
                long count = rows.stream()
                        .mapToLong(row -> row.path("count").asLong())
                        .sum();
                JsonNode first = rows.getFirst();
                table.row(first.path("outcome"), count, first.path("decidedBy"), types);
            }
            table.print(out);
            out.println();
            out.println(outcomes(result));
        });
        return ExitCode.OK.number();
    }

    /** The rows of the account that share outcome and reason, in the order in which they came. */
    private static Collection<List<JsonNode>> byReason(ObjectNode result) {
        Map<String, List<JsonNode>> groups = new LinkedHashMap<>();
        for (JsonNode row : result.path("rows")) {
            String reason =
                    row.path("outcome").asString() + " " + row.path("decidedBy").asString();
            groups.computeIfAbsent(reason, _ -> new ArrayList<>()).add(row);
        }
        return groups.values();
    }

    /** How many rows there are of each outcome, in the order in which they came, such as {@code 51 released, 23 withheld}. */
    private static String outcomes(ObjectNode result) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (JsonNode row : result.path("rows")) {
            counts.merge(row.path("outcome").asString(), row.path("count").asLong(), Long::sum);
        }
        return counts.isEmpty()
                ? "nothing"
                : counts.entrySet().stream()
                        .map(e -> e.getValue() + " " + e.getKey())
                        .collect(Collectors.joining(", "));
    }
}
