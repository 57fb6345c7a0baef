package org.entente.cli.conformance;

/**
 * Ends a case with a verdict. A case reads as the list of what must be true; the first that is not ends it, from however deep
 * in it, and {@link TaxiiSuite} alone catches this.
 */
final class Shortfall extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Verdict verdict;

    Shortfall(Verdict verdict) {
        super(verdict.toString(), null, false, false);
        this.verdict = verdict;
    }

    /** The case cannot be tried for that reason. */
    static Shortfall inapplicable(String reason) {
        return new Shortfall(new Verdict.NotApplicable(reason));
    }

    Verdict verdict() {
        return verdict;
    }
}
