package org.entente.stix.pattern;

import org.entente.stix.pattern.PatternFault.Cause;

/** The text cannot be read on. It never leaves the package: the reader turns it into a {@link PatternFault}. */
final class PatternException extends Exception {
    private final Cause cause;
    private final int offset;

    PatternException(Cause cause, int offset) {
        // A fault is an expected outcome of reading what others wrote, so it carries no stack trace.
        super(cause.sentence(), null, false, false);
        this.cause = cause;
        this.offset = offset;
    }

    Cause why() {
        return cause;
    }

    int offset() {
        return offset;
    }
}
