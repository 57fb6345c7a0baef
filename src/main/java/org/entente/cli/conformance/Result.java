package org.entente.cli.conformance;

/** A case and how it ended. */
public record Result(Case of, Verdict verdict) {
    /** Whether the server does not conform for this. */
    public boolean failed() {
        return verdict instanceof Verdict.Failed && of.level() == Level.MUST;
    }

    /** The verdict in a word or two: an advice that is not followed is no failure. */
    public String word() {
        return switch (verdict) {
            case Verdict.Passed _ -> "PASS";
            case Verdict.Failed _ -> failed() ? "FAIL" : "ADVICE";
            case Verdict.NotApplicable _ -> "NOT APPLICABLE";
        };
    }
}
