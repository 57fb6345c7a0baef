package org.entente.release;

import java.util.UUID;

/** Where a copy of an object came from (release.md, rule 3). */
public sealed interface Source {
    /** Ours: made here, or imported by our people. */
    record Own() implements Source {}

    /**
     * Received from a partner.
     *
     * @param organisation the partner's identifier
     * @param contract the contract under which it came
     * @param passing what may become of it here, by the terms under which it came: they hold for ever
     */
    record Received(String organisation, UUID contract, Passing passing) implements Source {
        /** A copy that may not be passed on. */
        public Received(String organisation, UUID contract) {
            this(organisation, contract, Passing.FORBIDDEN);
        }
    }

    /** What may become of a received copy. */
    enum Passing {
        /** The terms under which it came do not allow passing it on. */
        FORBIDDEN,
        /** The terms under which it came allow passing it on where their giver consents to it. */
        WITH_CONSENT,
        /** The terms under which it came allow passing it on. */
        ALLOWED,
        /** It bears a lineage token of this node: it was here before, and permits nothing (release.md, rule 20). */
        RETURNED
    }

    /** The own source. */
    Source OWN = new Own();
}
