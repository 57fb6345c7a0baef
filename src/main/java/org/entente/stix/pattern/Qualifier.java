package org.entente.stix.pattern;

import java.math.BigDecimal;

/** A restriction on the observations that an observation expression matches (STIX 2.1 section 9.5.1). */
public sealed interface Qualifier {
    /** All within so many seconds, more than 0. */
    record Within(BigDecimal seconds) implements Qualifier {
        @Override
        public String toString() {
            return "WITHIN " + seconds.toPlainString() + " SECONDS";
        }
    }

    /** So many times, at least 1, each time with other observations. */
    record Repeats(int times) implements Qualifier {
        @Override
        public String toString() {
            return "REPEATS " + times + " TIMES";
        }
    }

    /** All at or after {@code start} and before {@code stop}; both are valid timestamps. */
    record StartStop(String start, String stop) implements Qualifier {
        @Override
        public String toString() {
            return "START t'" + start + "' STOP t'" + stop + "'";
        }
    }
}
