package org.entente.intake;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Names of hashing algorithms, of which STIX 2.1 section 10.6 renames one. */
final class Hashes20 {
    private static final String BEFORE = "ssdeep";
    private static final String AFTER = "SSDEEP";

    private Hashes20() {}

    /** Renames within {@code hashes} and all properties of hashes at any depth; the order of the rest stays. */
    static void rename(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                boolean hashes =
                        member.getKey().equals("hashes") || member.getKey().endsWith("_hashes");
                if (hashes && member.getValue() instanceof ObjectNode named) {
                    renameIn(named);
                } else {
                    rename(member.getValue());
                }
            }
        } else if (node.isArray()) {
            node.forEach(Hashes20::rename);
        }
    }

    private static void renameIn(ObjectNode hashes) {
        JsonNode value = hashes.get(BEFORE);
        if (value != null && !hashes.has(AFTER)) {
            hashes.remove(BEFORE);
            hashes.set(AFTER, value);
        }
    }
}
