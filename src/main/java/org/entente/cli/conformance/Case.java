package org.entente.cli.conformance;

import org.jspecify.annotations.Nullable;

/**
 * One case: a sentence and the check that holds a server against it.
 *
 * @param id names the case for ever: lower case, words joined by hyphens
 * @param title what the server does when it passes
 * @param section section of TAXII 2.1, or the name and section of another standard
 * @param sentence the sentence there, in its own words
 * @param interop number and subject of the test in the OASIS TAXII 2.1 Interoperability Test Document, or null
 */
public record Case(
        String id,
        Chapter chapter,
        Level level,
        String title,
        String section,
        String sentence,
        @Nullable String interop,
        Check check) {

    /** Returns when the server does what it should, and throws {@link Shortfall} otherwise. */
    @FunctionalInterface
    interface Check {
        void run(Session session);
    }

    /** The same case, which is one of the Interoperability Test Document too. */
    Case interop(String test) {
        return new Case(id, chapter, level, title, section, sentence, test, check);
    }
}
