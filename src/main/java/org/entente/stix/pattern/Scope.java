package org.entente.stix.pattern;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What checks of one observation share: the objects that references may lead to, and what came up on the way. */
final class Scope {
    /** The most work for one value: the size of what is asked for times the length of the value. */
    static final long MAX_WORK = 1L << 30;

    private final Map<String, JsonNode> objects;
    private boolean unfit;
    private boolean exhausted;

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

    /** Whether a value of that length may be compared with something of that size. Notes where it may not. */
    boolean affords(long size, int length) {
        exhausted |= size * length > MAX_WORK;
        return size * length <= MAX_WORK;
    }

    /** Whether something was not compared for being too much work since this was last asked; answers mean nothing then. */
    boolean takeExhausted() {
        boolean taken = exhausted;
        exhausted = false;
        return taken;
    }
}
