package org.entente.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.entente.cli.conformance.Case;
import org.entente.cli.conformance.Credential;
import org.entente.cli.conformance.Setup;
import org.entente.cli.conformance.TaxiiSuite;
import org.entente.exchange.Failure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Servers held against standards. */
@Command(
        name = "conformance",
        synopsisSubcommandLabel = "COMMAND",
        description = "Hold a server against a standard, over HTTP; no node is needed.")
final class ConformanceCommand {
    /** A file with a token or a password. */
    private static final int MAX_SECRET_BYTES = 4096;

    /** A file with objects to post. */
    private static final int MAX_BUNDLE_BYTES = 16 << 20;

    private static final int MAX_BUNDLE_OBJECTS = 1000;

    private static final Pattern COLLECTION = Pattern.compile("[A-Za-z0-9._~-]{1,200}");
    private static final Pattern API_ROOT = Pattern.compile("/([A-Za-z0-9._~%-]{1,200}/){0,20}");
    private static final Pattern STIX_ID = Pattern.compile("[a-z0-9-]{1,250}--[0-9A-Fa-f-]{36}");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Spec
    @Nullable
    CommandSpec spec;

    /** What is said of the server. */
    static final class Target {
        @Option(
                names = "--api-root",
                paramLabel = "PATH",
                description = "the API root, where discovery does not name it")
        @Nullable
        String apiRoot;

        @Option(names = "--token-file", paramLabel = "FILE", description = "a file with the client's bearer token")
        @Nullable
        Path token;

        @Option(
                names = "--basic-file",
                paramLabel = "FILE",
                description = "a file with USER:PASSWORD for Basic authentication")
        @Nullable
        Path basic;

        @Option(
                names = "--second-token-file",
                paramLabel = "FILE",
                description = "a file with the bearer token of another client, with other rights")
        @Nullable
        Path second;

        @Option(
                names = "--read-collection",
                paramLabel = "ID",
                description = "a collection that the client may only read")
        @Nullable
        String read;

        @Option(
                names = "--write-collection",
                paramLabel = "ID",
                description = "a collection that the client may only write; what is posted there stays")
        @Nullable
        String write;

        @Option(
                names = "--read-write-collection",
                paramLabel = "ID",
                description = "a collection to read, to write and to delete in")
        @Nullable
        String readWrite;

        @Option(
                names = "--closed-collection",
                paramLabel = "ID",
                description = "a collection that the client may neither read nor write")
        @Nullable
        String closed;

        @Option(
                names = "--bundle",
                paramLabel = "FILE",
                description = "STIX objects to post besides the suite's own, and to delete again")
        @Nullable
        Path bundle;
    }

    @Command(
            name = "taxii",
            description = {
                "Hold a TAXII 2.1 server against the standard, case by case.",
                "Nothing is written but to collections that are named as writable, and what is written is deleted again",
                "where the server lets it. Exit code 1 if a case failed."
            })
    int taxii(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "URL",
                            description = "the server, for example https://taxii.example")
                    @Nullable
                    String url,
            @Mixin Target target,
            @Option(names = "--only", paramLabel = "CASE", split = ",", description = "run these cases alone") @Nullable
                    List<String> only,
            @Option(names = "--list", description = "list the cases; no server is needed") boolean list,
            @Option(names = "--json", description = "print a JSON object a line for each case, and one for the sum")
                    boolean json) {
        List<Case> cases = chosen(only);
        ConformanceReport report =
                new ConformanceReport(Objects.requireNonNull(spec).commandLine().getOut(), json);
        if (list) {
            report.list(cases);
            return ExitCode.OK.number();
        }
        if (url == null) {
            throw misused("Give the URL of the server, or --list.");
        }
        TaxiiSuite.Report result = TaxiiSuite.run(setup(url, target), cases::contains, report::result);
        report.sum(result);
        return (result.failed() ? ExitCode.FINDING : ExitCode.OK).number();
    }

    private List<Case> chosen(@Nullable List<String> only) {
        if (only == null) {
            return TaxiiSuite.cases();
        }
        Set<String> wanted = new HashSet<>(only);
        Set<String> known = TaxiiSuite.cases().stream().map(Case::id).collect(Collectors.toSet());
        if (!known.containsAll(wanted)) {
            throw misused("There is no case of that name; --list lists them.");
        }
        return TaxiiSuite.cases().stream()
                .filter(each -> wanted.contains(each.id()))
                .toList();
    }

    private Setup setup(String url, Target target) {
        if (target.token != null && target.basic != null) {
            throw misused("Give either --token-file or --basic-file.");
        }
        if (target.apiRoot != null && !API_ROOT.matcher(target.apiRoot).matches()) {
            throw misused("The API root must be a path that begins and ends with a slash.");
        }
        return new Setup(
                server(url),
                target.apiRoot,
                credential(target),
                target.second == null ? null : new Credential.Bearer(secret(target.second)),
                collection(target.read),
                collection(target.write),
                collection(target.readWrite),
                collection(target.closed),
                target.bundle == null ? List.of() : objects(target.bundle),
                Setup.PATIENCE);
    }

    /** Scheme, host and port; the path of discovery may follow, since people copy it along. */
    private URI server(String url) {
        try {
            URI uri = new URI(url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean plain = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && Set.of("", "/", "/taxii2", "/taxii2/").contains(uri.getRawPath());
            if (http && plain) {
                return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null);
            }
        } catch (URISyntaxException e) {
            throw misused("The URL is not one.");
        }
        throw misused("The URL must be http or https with a host, and nothing after it: discovery is at /taxii2/.");
    }

    private @Nullable String collection(@Nullable String id) {
        if (id != null && !COLLECTION.matcher(id).matches()) {
            throw misused("The id of a collection is not one.");
        }
        return id;
    }

    private static Credential credential(Target target) {
        if (target.token != null) {
            return new Credential.Bearer(secret(target.token));
        }
        if (target.basic == null) {
            return new Credential.None();
        }
        String both = secret(target.basic);
        int colon = both.indexOf(':');
        if (colon < 0) {
            throw new Failure(
                    Failure.Code.INVALID, "The file does not hold USER:PASSWORD.", "file", target.basic.toString());
        }
        return new Credential.Basic(both.substring(0, colon), both.substring(colon + 1));
    }

    private static String secret(Path file) {
        String text = new String(NamedFile.read(file, MAX_SECRET_BYTES), StandardCharsets.UTF_8).strip();
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new Failure(
                    Failure.Code.INVALID, "The file does not hold one line of text.", "file", file.toString());
        }
        return text;
    }

    /** The objects of a bundle, or of a list. */
    private static List<ObjectNode> objects(Path file) {
        List<ObjectNode> objects = new ArrayList<>();
        JsonNode json = parsed(file);
        for (JsonNode each : json.isArray() ? json : json.path("objects")) {
            if (!(each instanceof ObjectNode object)
                    || !STIX_ID.matcher(object.path("id").asString("")).matches()) {
                throw new Failure(
                        Failure.Code.INVALID, "The file holds what is no STIX object.", "file", file.toString());
            }
            objects.add(object);
        }
        if (objects.isEmpty() || objects.size() > MAX_BUNDLE_OBJECTS) {
            throw new Failure(
                    Failure.Code.LIMIT,
                    "The file holds no object, or more than are posted at once.",
                    "file",
                    file.toString(),
                    "mostObjects",
                    Integer.toString(MAX_BUNDLE_OBJECTS));
        }
        return objects;
    }

    private static JsonNode parsed(Path file) {
        try {
            return JSON.readTree(NamedFile.read(file, MAX_BUNDLE_BYTES));
        } catch (JacksonException e) {
            throw new Failure(Failure.Code.INVALID, "The file is not sound JSON.", e, "file", file.toString());
        }
    }

    private ParameterException misused(String sentence) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
    }
}
