package org.entente.stix;

/** How much a {@link Rule} weighs. */
public enum Severity {
    /** The standard says MUST, or a limit is passed: the object is refused. */
    MUST,
    /** The standard says SHOULD: a warning, unless the caller is strict. */
    SHOULD,
    /** The standard allows it, and the caller asked to be told: what the standard itself does not define. */
    STANDARD_ONLY
}
