package org.entente.cli.conformance;

/** How a case ended. */
public sealed interface Verdict {
    /** The server did what the sentence says. */
    record Passed() implements Verdict {}

    /**
     * The server did something else.
     *
     * @param expected what should have come
     * @param asked method, address and the headers that matter, never credentials
     * @param came status, the headers that matter and the beginning of the body
     */
    record Failed(String expected, String asked, String came) implements Verdict {}

    /** The case could not be tried, and why. */
    record NotApplicable(String reason) implements Verdict {}
}
