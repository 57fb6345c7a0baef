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
     */
    record Received(String organisation, UUID contract) implements Source {}

    /** The own source. */
    Source OWN = new Own();
}
