package org.entente.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The documents beside the tests, written for them, and what tests do with conversions. */
final class Documents {
    private static final JsonMapper JSON = new JsonMapper();

    private Documents() {}

    static byte[] bytes(String name) {
        try (InputStream in = Documents.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no such document: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String text(String name) {
        return new String(bytes(name), UTF_8);
    }

    /** JSON with quotes written as apostrophes. */
    static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }

    static Conversion.Converted converted(Conversion conversion) {
        return assertInstanceOf(Conversion.Converted.class, conversion);
    }

    static Loss refusal(Conversion conversion) {
        return assertInstanceOf(Conversion.Refused.class, conversion).reason().loss();
    }

    static List<JsonNode> trees(Conversion conversion) {
        return converted(conversion).objects().stream()
                .map(object -> JSON.readTree(object.bytes()))
                .toList();
    }

    static List<JsonNode> ofType(Conversion conversion, String type) {
        return trees(conversion).stream()
                .filter(tree -> tree.path("type").asString().equals(type))
                .toList();
    }

    static JsonNode only(Conversion conversion, String type) {
        List<JsonNode> all = ofType(conversion, type);
        if (all.size() != 1) {
            throw new AssertionError("objects of type " + type + ": " + all);
        }
        return all.getFirst();
    }

    static List<Loss> losses(Conversion conversion) {
        return converted(conversion).remarks().stream().map(Remark::loss).toList();
    }

    static JsonNode tree(String json) {
        return JSON.readTree(json.replace('\'', '"'));
    }
}
