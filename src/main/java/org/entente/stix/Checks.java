package org.entente.stix;

/**
 * How far the reader looks. Every MUST is always checked; the rest costs time and is found only where it is wanted.
 *
 * @param warnings whether rules of the severity {@link Severity#SHOULD} are checked
 * @param standardOnly whether types and properties that the standard does not define are reported, with the severity
 *     {@link Severity#STANDARD_ONLY}
 */
public record Checks(boolean warnings, boolean standardOnly) {
    /** The errors alone, which is what importing and receiving need. */
    public static final Checks ERRORS = new Checks(false, false);

    /** Errors and warnings. */
    public static final Checks WARNINGS = new Checks(true, false);

    /** Errors, warnings, and what the standard does not define. */
    public static final Checks ALL = new Checks(true, true);
}
