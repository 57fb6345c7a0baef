package org.entente.stix;

/**
 * What the reader accepts at most.
 *
 * @param maxInputBytes the whole document
 * @param maxObjects objects in one document
 * @param maxObjectBytes one object, from brace to brace
 * @param maxDepth nested objects and lists within one object, itself counted; at most {@link #MAX_DEPTH}
 * @param maxStringBytes one string or property name as written
 * @param maxReferences identifiers within one object, repetitions counted
 * @param maxProblems problems that are reported for one object; further ones are left out
 */
public record Limits(
        long maxInputBytes,
        int maxObjects,
        int maxObjectBytes,
        int maxDepth,
        int maxStringBytes,
        int maxReferences,
        int maxProblems) {
    public static final long DEFAULT_INPUT_BYTES = 64L << 20;
    public static final int DEFAULT_OBJECTS = 100_000;
    public static final int DEFAULT_OBJECT_BYTES = 8 << 20;
    public static final int DEFAULT_DEPTH = 100;
    public static final int DEFAULT_STRING_BYTES = 8 << 20;
    public static final int DEFAULT_REFERENCES = 100_000;
    public static final int DEFAULT_PROBLEMS = 100;

    /** The reader descends by recursion, so a larger depth could exhaust a thread's stack. */
    public static final int MAX_DEPTH = 500;

    /** The defaults: one command's worth of objects, as large as a node takes. */
    public static final Limits DEFAULT = new Limits(
            DEFAULT_INPUT_BYTES,
            DEFAULT_OBJECTS,
            DEFAULT_OBJECT_BYTES,
            DEFAULT_DEPTH,
            DEFAULT_STRING_BYTES,
            DEFAULT_REFERENCES,
            DEFAULT_PROBLEMS);

    /** For what was read before, under the limits of its day, whatever they were: a store, or a form made of what is there. */
    public static final Limits NONE = new Limits(
            Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, MAX_DEPTH, Integer.MAX_VALUE, Integer.MAX_VALUE, 1);

    public Limits {
        if (maxInputBytes < 1
                || maxObjects < 1
                || maxObjectBytes < 1
                || maxDepth < 1
                || maxStringBytes < 1
                || maxReferences < 0
                || maxProblems < 1) {
            throw new IllegalArgumentException("a limit of the reader is too small");
        }
        if (maxDepth > MAX_DEPTH) {
            throw new IllegalArgumentException("the reader's depth is limited to " + MAX_DEPTH);
        }
    }
}
