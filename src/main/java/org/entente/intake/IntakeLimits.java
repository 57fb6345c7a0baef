package org.entente.intake;

import org.entente.stix.Limits;

/** What a conversion takes and gives at most. */
public final class IntakeLimits {
    /** The largest document, in bytes: what one import takes. */
    public static final int MAX_INPUT_BYTES = 64 << 20;

    /** The most objects, attributes or rows that a document holds, and the most objects that come of it. */
    public static final int MAX_OBJECTS = Limits.DEFAULT_OBJECTS;

    /** The deepest nesting of a JSON document. */
    public static final int MAX_DEPTH = Limits.DEFAULT_DEPTH;

    /** The longest string of a JSON document, in UTF-16 units. */
    public static final int MAX_STRING_CHARS = Limits.DEFAULT_STRING_BYTES;

    /** The longest name and the longest number of a JSON document, in characters. */
    public static final int MAX_NAME_CHARS = 1_000;

    /** The most remarks that are kept; one more says that there were others. */
    public static final int MAX_REMARKS = 10_000;

    /** The most columns of a table. */
    public static final int MAX_COLUMNS = 100;

    /** The longest cell of a table, in UTF-16 units. */
    public static final int MAX_CELL_CHARS = 1 << 20;

    /** The longest chain of embedded objects of STIX 2.0 whose identifiers depend on one another. */
    static final int MAX_CHAIN = 8;

    /** How often one cyber-observable object may take up something from another one of its identifier. */
    static final int MAX_MERGES = 1_000;

    /** The most markings of observed data of STIX 2.0 that reach its objects. */
    static final int MAX_MARKINGS = 1_000;

    /** The most times that markings of one observed data are written to objects taken out of it. */
    static final int MAX_MARKED = 200_000;

    private IntakeLimits() {}
}
