package org.entente.intake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The one way in which this room reads JSON: strictly, within limits, and with numbers as they are written. */
final class JsonInput {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(IntakeLimits.MAX_DEPTH)
                            .maxStringLength(IntakeLimits.MAX_STRING_CHARS)
                            .maxNameLength(IntakeLimits.MAX_NAME_CHARS)
                            .maxNumberLength(IntakeLimits.MAX_NAME_CHARS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonInput() {}

    /** The document as a tree. */
    static JsonNode read(byte[] document) throws IntakeFault {
        String text = text(document);
        try {
            JsonNode tree = STRICT.readTree(text);
            if (tree == null || tree.isMissingNode()) {
                throw new IntakeFault(Loss.JSON_SYNTAX, "$");
            }
            return tree;
        } catch (StreamConstraintsException e) {
            throw new IntakeFault(Loss.JSON_LIMIT, "$");
        } catch (JacksonException | ArithmeticException | NumberFormatException e) {
            throw new IntakeFault(Loss.JSON_SYNTAX, "$");
        }
    }

    /** The document as text, where it is valid UTF-8 of no more than the limit. */
    static String text(byte[] document) throws IntakeFault {
        if (document.length > IntakeLimits.MAX_INPUT_BYTES) {
            throw new IntakeFault(Loss.INPUT_SIZE, "$");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IntakeFault(Loss.INPUT_UTF8, "$");
        }
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }
}
