package org.entente.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The one way in which this room reads and writes JSON. */
final class Json {
    /** Deep enough for a memorandum or house rules, whose constraints nest. */
    static final int MAX_DEPTH = 100;

    /** Refuses duplicate keys, deep nesting and anything after the end. */
    static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode object(Map<String, String> fields) {
        ObjectNode node = object();
        fields.forEach(node::put);
        return node;
    }

    /** A number where the text is one, a string otherwise. */
    static JsonNode scalar(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? JsonNodeFactory.instance.numberNode(Long.parseLong(text))
                : JsonNodeFactory.instance.stringNode(text);
    }

    static byte[] pretty(JsonNode node) {
        return (STRICT.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(node) + "\n")
                .getBytes(UTF_8);
    }
}
