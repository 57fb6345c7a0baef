package org.entente.stix.pattern;

import java.time.Instant;

/**
 * When observations may have been made: it must be possible that it was not before {@code from} and not after {@code until}.
 * An observation's own time is not known, only its first and last possible one (STIX 2.1 section 9.1).
 */
record Window(Instant from, Instant until) {
    static final Window ALWAYS = new Window(Instant.MIN, Instant.MAX);

    boolean allows(Observation observation) {
        return !observation.last().isBefore(from) && !observation.first().isAfter(until);
    }

    Window narrowed(Instant otherFrom, Instant otherUntil) {
        return new Window(otherFrom.isAfter(from) ? otherFrom : from, otherUntil.isBefore(until) ? otherUntil : until);
    }
}
