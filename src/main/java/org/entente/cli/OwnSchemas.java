package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.exchange.Failure;
import org.entente.stix.ObjectTree;
import org.entente.stix.Problem;
import org.entente.stix.Severity;
import org.entente.stix.StixObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * JSON schemas of one's own (draft 2020-12) that ask for more than the standard does: of a type, in a file named after it such as
 * {@code indicator.json}, and of an extension, in a file named after its definition such as
 * {@code extension-definition--….json}. The second looks at the whole object as well, since an extension may add properties at
 * the top. Each schema may refer to the others in its folder, and to nothing else: no address is ever asked.
 */
final class OwnSchemas {
    /** The most schemas in a folder. */
    static final int MAX_SCHEMAS = 1000;

    /** The largest schema. */
    static final int MAX_SCHEMA_BYTES = 1 << 20;

    /** The rule that an object breaks, before the name of the schema's file. */
    static final String RULE = "schema.";

    private static final String BASE = "https://own-schemas.invalid/";
    private static final String SUFFIX = ".json";

    /** No schemas at all. */
    static final OwnSchemas NONE = new OwnSchemas(Map.of());

    private final Map<String, String> texts;
    private final Map<String, Schema> schemas = new HashMap<>();

    private OwnSchemas(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaLoader(loader ->
                                loader.allow(address -> address.toString().startsWith(BASE)))
                        .schemas(this::text)
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .regularExpressionFactory(OwnSchemas::expression)
                                .build()));
        for (String name : texts.keySet()) {
            try {
                Schema schema = registry.getSchema(SchemaLocation.of(BASE + name + SUFFIX));
                schema.initializeValidators();
                schemas.put(name, schema);
            } catch (SchemaException | JacksonException | PatternSyntaxException unfit) {
                throw new Failure(
                        Failure.Code.INVALID,
                        "This is no JSON schema of draft 2020-12 that refers to its own folder only.",
                        unfit,
                        "schema",
                        name + SUFFIX,
                        "reason",
                        String.valueOf(unfit.getMessage()));
            }
        }
    }

    /** The schemas of a folder: every file whose name ends in {@code .json}. */
    static OwnSchemas in(Path folder) {
        Map<String, String> texts = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                if (Files.size(file) > MAX_SCHEMA_BYTES || texts.size() == MAX_SCHEMAS) {
                    throw new Failure(
                            Failure.Code.LIMIT,
                            "A folder has a limited number of schemas of limited size.",
                            "file",
                            file.toString(),
                            "max_schemas",
                            Integer.toString(MAX_SCHEMAS),
                            "max_bytes",
                            Integer.toString(MAX_SCHEMA_BYTES));
                }
                String name = String.valueOf(file.getFileName());
                texts.put(name.substring(0, name.length() - SUFFIX.length()), Files.readString(file, UTF_8));
            }
        } catch (IOException unreadable) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "The folder of schemas cannot be read.",
                    unreadable,
                    "folder",
                    folder.toString());
        }
        return new OwnSchemas(texts);
    }

    /** What the schemas of the object's type and of its extensions hold against it. */
    List<Problem> problems(StixObject object) {
        if (schemas.isEmpty()) {
            return List.of();
        }
        JsonNode tree = ObjectTree.of(object.bytes());
        Set<String> names = new LinkedHashSet<>();
        names.add(object.type());
        names.addAll(tree.path("extensions").propertyNames());
        List<Problem> problems = new ArrayList<>();
        for (String name : names) {
            Schema schema = schemas.get(name);
            if (schema != null) {
                for (Error error : schema.validate(tree)) {
                    problems.add(problem(name, error));
                }
            }
        }
        return problems;
    }

    private static Problem problem(String name, Error error) {
        String path = error.getInstanceLocation().toString().replace('/', '.');
        return new Problem(RULE + name, Severity.MUST, "$" + path, error.getMessage());
    }

    private @Nullable String text(String address) {
        return address.startsWith(BASE) && address.endsWith(SUFFIX)
                ? texts.get(address.substring(BASE.length(), address.length() - SUFFIX.length()))
                : null;
    }

    /** Linear in the length of the text, as everywhere here. */
    private static RegularExpression expression(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return value -> pattern.matcher(value).find();
    }
}
