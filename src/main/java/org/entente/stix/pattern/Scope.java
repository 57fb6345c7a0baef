package org.entente.stix.pattern;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What checks of one observation share: the objects that references may lead to, and whether a value was unfit. */
final class Scope {
    private final Map<String, JsonNode> objects;
    private boolean unfit;

    Scope(Map<String, JsonNode> objects) {
        this.objects = objects;
    }

    Map<String, JsonNode> objects() {
        return objects;
    }

    /** Notes that a text which is no timestamp was compared with one. */
    void noteUnfit() {
        unfit = true;
    }

    boolean isUnfit() {
        return unfit;
    }
}
