package org.entente.release;

import java.util.List;

/**
 * One of the checks of a decision.
 *
 * @param kind which check
 * @param value what came of it; only true lets the object pass
 * @param clause the one clause, marking or rule that decided, for people and for counting, for instance
 *     {@code grant G1: all[1] tlp lteq green}
 * @param deciding all terms that had a part in it, for checks of constraints
 * @param barsOlder whether a newer version that fails this check withdraws the older ones (release.md, rule 6)
 */
public record Check(Kind kind, Truth value, String clause, List<Clause> deciding, boolean barsOlder) {
    /** The checks, in the order in which they are made and explained. */
    public enum Kind {
        IN_FORCE,
        GRANT,
        MARKINGS,
        RECEIVED_UNDER,
        HOUSE_RULES,
        /** Enough releasers approved this version in this form. */
        APPROVAL,
        /** No embargo holds it back, and its retention is not over. */
        TIME,
        /** All that it refers to goes too. */
        CLOSURE;

        /** Whether the check depends on the facets alone, so that one answer holds for a whole class of objects. */
        public boolean isOfClass() {
            return switch (this) {
                case IN_FORCE, GRANT, MARKINGS, RECEIVED_UNDER, HOUSE_RULES -> true;
                case APPROVAL, TIME, CLOSURE -> false;
            };
        }
    }

    public Check {
        deciding = List.copyOf(deciding);
    }

    /** Whether the object passes. */
    public boolean holds() {
        return value == Truth.TRUE;
    }
}
