package org.entente.memorandum;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The term of a memorandum, in whole seconds of UTC.
 *
 * @param from the first instant at which it can be in force
 * @param until the first instant at which it no longer is; null if it runs until it is severed
 */
public record Validity(Instant from, @Nullable Instant until) {
    public Validity {
        if (until != null && !until.isAfter(from)) {
            throw new IllegalArgumentException("A term must end after it begins.");
        }
    }

    /** Whether the instant lies before the term. */
    public boolean beginsAfter(Instant instant) {
        return instant.isBefore(from);
    }

    /** Whether the term is over at this instant; the end itself is outside the term. */
    public boolean isOverAt(Instant instant) {
        return until != null && !instant.isBefore(until);
    }
}
