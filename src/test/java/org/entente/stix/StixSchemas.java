package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entente.SharedData;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The JSON schemas that OASIS publishes for STIX 2.1, as the oracle of tests. The bundle's schema takes no part: it forgets
 * seven of the types, and asks of a custom object that it is of one kind and not of the other, which no schema can tell.
 */
final class StixSchemas {
    private static final String BASE =
            "http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas/";
    private static final String FOLDER = "schemas/stix-2.1/";
    private static final List<String> PLACES = List.of("sdos/", "sros/", "observables/", "common/");

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(StixSchemas::text)
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .regularExpressionFactory(StixSchemas::expression)
                            .build()));
    private final Map<String, Schema> byType = new HashMap<>();

    /** What the schema of the object's type holds against it; nothing where it is valid. */
    List<Error> errors(JsonNode object) {
        return byType.computeIfAbsent(place(object), place -> registry.getSchema(SchemaLocation.of(BASE + place)))
                .validate(object);
    }

    /** The schema of the type; that of the common properties where the type has none. */
    private static String place(JsonNode object) {
        String type = object.path("type").asString("");
        if (type.matches("[a-z0-9-]+") && !isOfNoObject(type)) {
            for (String place : PLACES) {
                if (Files.exists(folder().resolve(place + type + ".json"))) {
                    return place + type + ".json";
                }
            }
        }
        // As the bundle's schema has it: a custom object has the properties of one kind or of the other.
        boolean observable = !object.has("created") && !object.has("modified");
        return observable ? "common/cyber-observable-core.json" : "common/core.json";
    }

    /** Whether a schema of this name describes something else than a type of objects. */
    private static boolean isOfNoObject(String type) {
        return !type.equals("language-content")
                && !type.equals("marking-definition")
                && !type.equals("extension-definition")
                && Files.exists(folder().resolve("common/" + type + ".json"));
    }

    private static @Nullable String text(String address) {
        return address.startsWith(BASE)
                ? new String(SharedData.bytes(FOLDER + address.substring(BASE.length())), UTF_8)
                : null;
    }

    private static Path folder() {
        return SharedData.file(FOLDER);
    }

    /** Linear in the length of the text: some of the schemas' expressions take exponential time where one backtracks. */
    private static RegularExpression expression(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return value -> pattern.matcher(value).find();
    }
}
