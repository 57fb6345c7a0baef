package org.entente.exchange;

import java.util.Locale;

/**
 * How many object versions of one type came to one outcome under a contract, for one reason.
 *
 * @param decidedBy the grant that releases them, or the clause, marking, rule or reference that withholds them; for consents the
 *     organisation that they are about, for what came its giver, for what was destroyed the duty
 * @param type STIX type
 * @param count object versions; of what came, copies; of what was destroyed in a feed of ours, entries
 */
public record AccountRow(Outcome outcome, String decidedBy, String type, long count) {
    /** What became of object versions under the contract, in the order in which an account tells it. */
    public enum Outcome {
        /** They are live in the feed that we give. */
        RELEASED,
        /** They are not. */
        WITHHELD,
        /** They came from the partner that gives, and stand. */
        RECEIVED,
        /** They came, and their giver takes them back or no longer gives them in this form. */
        RECALLED,
        /** The giver, we or the partner, said that they may be passed on to an organisation. */
        CONSENT_GIVEN,
        /** The giver took that back. */
        CONSENT_WITHDRAWN,
        /** The bytes of what came, or the openings of what went and was recalled, are destroyed. */
        DESTROYED;

        /** The outcome in words. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
