package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Examples written for the tests: at least one of each type of STIX 2.1 with all properties that it can have at once, each
 * predefined extension, and a custom type of either kind.
 */
public final class Examples {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Examples() {}

    /** One object a line. */
    public static List<String> lines() {
        try (InputStream in = Objects.requireNonNull(Examples.class.getResourceAsStream("examples.ndjson"))) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new AssertionError("the examples cannot be read", e);
        }
    }

    public static List<ObjectNode> trees() {
        return lines().stream().map(Examples::tree).toList();
    }

    /** The tree of one object, with numbers as they are written. */
    public static ObjectNode tree(String object) {
        return (ObjectNode) JSON.readTree(object);
    }
}
