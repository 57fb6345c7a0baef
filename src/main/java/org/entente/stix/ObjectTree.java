package org.entente.stix;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Objects as trees, for what looks at all of an object or changes it. The reader makes none. */
public final class ObjectTree {
    /** As deep and with strings, names and numbers as long as {@link StixReader} accepts. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Limits.MAX_DEPTH + 1)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private ObjectTree() {}

    /** A tree of its own, made anew at each call, of an object that the reader accepted before. */
    public static ObjectNode of(byte[] object) {
        return (ObjectNode) JSON.readTree(object);
    }
}
