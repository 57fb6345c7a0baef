package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entente.exchange.Failure;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixReader;
import org.entente.taxii.ApiRoot;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A TAXII 2.1 client for people: any server, no node. */
@Command(
        name = "taxii",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Ask any TAXII 2.1 server; no node is needed.",
            "URL is the address of an API root, which 'taxii discover' tells."
        })
final class TaxiiCommand {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Command(
            name = "discover",
            description = {
                "Show what a server says of itself, and its API roots.",
                "A root at another origin than the server's is shown but not asked, since the server chose its address."
            })
    int discover(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "URL", description = "the server, or its discovery resource") String url,
            @Option(
                            names = "--allow-other-origin",
                            description = "ask roots at other origins too, with the same credentials")
                    boolean otherOrigins) {
        ApiRoot.Discovery discovery = ApiRoot.discover(url, server.credentials(), otherOrigins);
        ObjectNode result = discovery.resource().deepCopy();
        ArrayNode roots = result.putArray("roots");
        for (ApiRoot.Root root : discovery.roots()) {
            ObjectNode row = roots.addObject().put("url", root.address()).put("otherOrigin", root.elsewhere());
            if (root.resource() != null) {
                row.set("resource", root.resource());
            } else if (root.failure() != null) {
                row.put("code", root.failure().code().name())
                        .put("reason", root.failure().getMessage());
            } else {
                row.put("reason", "not asked: it is at another origin");
            }
        }
        if (server.json) {
            server.out().println(result.toPrettyString());
        } else {
            new Table()
                    .row("title", result.path("title"))
                    .row("default", result.path("default"))
                    .print(server.out());
            Table table = new Table("API ROOT", "TITLE", "VERSIONS", "MOST BYTES", "NOTE");
            for (JsonNode row : roots) {
                JsonNode resource = row.path("resource");
                table.row(
                        row.path("url"),
                        resource.path("title"),
                        joined(resource.path("versions")),
                        resource.path("max_content_length").asString("-"),
                        row.path("reason").asString(""));
            }
            table.print(server.out());
        }
        boolean failed = discovery.roots().stream().anyMatch(root -> root.failure() != null);
        return (failed ? ExitCode.FINDING : ExitCode.OK).number();
    }

    private static String joined(JsonNode texts) {
        return String.join(", ", texts.valueStream().map(JsonNode::asString).toList());
    }

    @Command(name = "collections", description = "List the collections of an API root.")
    int collections(
            @Mixin ServerOptions server, @Parameters(paramLabel = "URL", description = "the API root") String url) {
        try (ApiRoot root = new ApiRoot(url, server.credentials())) {
            ObjectNode result = root.collections();
            if (server.json) {
                server.out().println(result.toPrettyString());
                return ExitCode.OK.number();
            }
            Table table = new Table("ID", "TITLE", "READ", "WRITE");
            for (JsonNode collection : result.path("collections")) {
                table.row(
                        collection.path("id"),
                        collection.path("title"),
                        collection.path("can_read"),
                        collection.path("can_write"));
            }
            table.print(server.out());
        }
        return ExitCode.OK.number();
    }

    @Command(
            name = "manifest",
            description = "List which object versions a collection holds; with --json one record a line, as it came.")
    int manifest(
            @Mixin ServerOptions server,
            @Mixin MatchOptions match,
            @Parameters(index = "0", paramLabel = "URL", description = "the API root") String url,
            @Parameters(index = "1", paramLabel = "COLLECTION", description = "the collection's id or alias")
                    String collection) {
        try (ApiRoot root = new ApiRoot(url, server.credentials())) {
            if (server.json) {
                root.manifest(collection, match.match(), item -> print(server.out(), item));
                return ExitCode.OK.number();
            }
            Table table = new Table("ID", "VERSION", "ADDED");
            root.manifest(collection, match.match(), item -> {
                JsonNode entry = JSON.readTree(item);
                table.row(entry.path("id"), entry.path("version"), entry.path("date_added"));
            });
            table.print(server.out());
        }
        return ExitCode.OK.number();
    }

    @Command(
            name = "objects",
            description = "Print the objects of a collection, each byte for byte as it came and then a line feed.")
    int objects(
            @Mixin ServerOptions server,
            @Mixin MatchOptions match,
            @Parameters(index = "0", paramLabel = "URL", description = "the API root") String url,
            @Parameters(index = "1", paramLabel = "COLLECTION", description = "the collection's id or alias")
                    String collection) {
        try (ApiRoot root = new ApiRoot(url, server.credentials())) {
            root.objects(collection, match.match(), item -> print(server.out(), item));
        }
        return ExitCode.OK.number();
    }

    @Command(
            name = "object",
            description = "Print one object of a collection, byte for byte as it came and then a line feed.")
    int object(
            @Mixin ServerOptions server,
            @Mixin MatchOptions match,
            @Parameters(index = "0", paramLabel = "URL", description = "the API root") String url,
            @Parameters(index = "1", paramLabel = "COLLECTION", description = "the collection's id or alias")
                    String collection,
            @Parameters(index = "2", paramLabel = "OBJECT", description = "STIX id of the object") String id) {
        try (ApiRoot root = new ApiRoot(url, server.credentials())) {
            root.object(collection, id, match.match(), item -> print(server.out(), item));
        }
        return ExitCode.OK.number();
    }

    /** What an answer holds is UTF-8, so that its text is its bytes. */
    private static void print(PrintWriter out, byte[] item) {
        out.print(new String(item, UTF_8));
        out.print('\n');
    }

    @Command(name = "versions", description = "List the versions of one object, one a line.")
    int versions(
            @Mixin ServerOptions server,
            @Mixin MatchOptions match,
            @Parameters(index = "0", paramLabel = "URL", description = "the API root") String url,
            @Parameters(index = "1", paramLabel = "COLLECTION", description = "the collection's id or alias")
                    String collection,
            @Parameters(index = "2", paramLabel = "OBJECT", description = "STIX id of the object") String id) {
        List<String> versions = new ArrayList<>();
        try (ApiRoot root = new ApiRoot(url, server.credentials())) {
            root.versions(collection, id, match.match(), versions::add);
        }
        if (server.json) {
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            versions.forEach(result.putArray("versions")::add);
            server.out().println(result.toPrettyString());
        } else {
            versions.forEach(version -> server.out().println(Table.printable(version)));
        }
        return ExitCode.OK.number();
    }

    @Command(
            name = "add",
            description = {
                "Add the objects of files to a collection, which may be a partner's inbox, and wait until the server is done.",
                "They are sent as they stand in the files, in as many requests as the server demands.",
                "Exit code 1 if the server did not take some of them; it says why."
            })
    int add(
            @Mixin ServerOptions server,
            @Parameters(index = "0", paramLabel = "URL", description = "the API root") String url,
            @Parameters(index = "1", paramLabel = "COLLECTION", description = "the collection's id or alias")
                    String collection,
            @Parameters(
                            index = "2..*",
                            arity = "1..*",
                            paramLabel = "FILE",
                            description = "files of STIX 2.1, packed by gzip or not; - is standard input")
                    List<Path> files) {
        List<byte[]> objects = new ArrayList<>();
        files.forEach(file -> StixReader.read(
                NamedFile.readUnpacked(file, (int) Limits.DEFAULT_INPUT_BYTES),
                Limits.DEFAULT,
                parsed -> objects.add(bytes(file, parsed))));
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode statuses = result.putArray("statuses");
        try (ApiRoot root = new ApiRoot(url, server.credentials())) {
            root.add(collection, objects, statuses::add);
        }
        if (server.json) {
            server.out().println(result.toPrettyString());
        } else {
            printStatuses(server.out(), statuses);
        }
        boolean failed =
                statuses.valueStream().anyMatch(s -> s.path("failure_count").asInt(0) > 0);
        return (failed ? ExitCode.FINDING : ExitCode.OK).number();
    }

    private static byte[] bytes(Path file, Parsed parsed) {
        return switch (parsed) {
            case Parsed.Valid valid -> valid.object().bytes();
            case Parsed.Invalid invalid ->
                throw new Failure(
                        Failure.Code.INVALID,
                        "The file holds what is not valid STIX 2.1; nothing was sent.",
                        "file",
                        file.toString(),
                        "line",
                        Long.toString(invalid.line()),
                        "rule",
                        invalid.problems().getFirst().rule(),
                        "path",
                        invalid.problems().getFirst().path());
        };
    }

    @Command(name = "status", description = "Show what became of what was added.")
    int status(
            @Mixin ServerOptions server,
            @Parameters(index = "0", paramLabel = "URL", description = "the API root") String url,
            @Parameters(index = "1", paramLabel = "STATUS", description = "the id of the status") String id) {
        try (ApiRoot root = new ApiRoot(url, server.credentials())) {
            ObjectNode status = root.status(id);
            if (server.json) {
                server.out().println(status.toPrettyString());
            } else {
                printStatuses(server.out(), JsonNodeFactory.instance.arrayNode().add(status));
            }
        }
        return ExitCode.OK.number();
    }

    private static void printStatuses(PrintWriter out, ArrayNode statuses) {
        Table table = new Table("STATUS", "STATE", "TAKEN", "NOT TAKEN", "PENDING");
        Table details = new Table("OBJECT", "VERSION", "NOT TAKEN BECAUSE");
        boolean anyFailed = false;
        for (JsonNode status : statuses) {
            table.row(
                    status.path("id"),
                    status.path("status"),
                    status.path("success_count"),
                    status.path("failure_count"),
                    status.path("pending_count"));
            for (JsonNode failed : status.path("failures")) {
                anyFailed = true;
                details.row(failed.path("id"), failed.path("version"), failed.path("message"));
            }
        }
        table.print(out);
        if (anyFailed) {
            out.println();
            details.print(out);
        }
    }

    @Command(name = "delete", description = "Delete an object from a collection, in all versions or in one.")
    int delete(
            @Mixin ServerOptions server,
            @Parameters(index = "0", paramLabel = "URL", description = "the API root") String url,
            @Parameters(index = "1", paramLabel = "COLLECTION", description = "the collection's id or alias")
                    String collection,
            @Parameters(index = "2", paramLabel = "OBJECT", description = "STIX id of the object") String id,
            @Option(
                            names = "--version",
                            paramLabel = "VERSION",
                            description = "only this version: last, first or a time (default: all)")
                    @Nullable
                    String version) {
        try (ApiRoot root = new ApiRoot(url, server.credentials())) {
            root.delete(collection, id, version);
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("deleted", id);
        server.out().println(server.json ? result.toPrettyString() : "The object is deleted there.");
        return ExitCode.OK.number();
    }
}
