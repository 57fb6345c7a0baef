package org.entente.exchange;

/** What a contract decided for a class of objects. The code is part of the journal's format. */
enum Outcome {
    UNDECIDED(0),
    PERMITTED(1),
    REFUSED(2),
    /** Refused for a reason that also withdraws older versions (release.md rule 6). */
    REFUSED_AND_BARS_OLDER(3);

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Outcome of(int code) {
        return switch (code) {
            case 0 -> UNDECIDED;
            case 1 -> PERMITTED;
            case 2 -> REFUSED;
            case 3 -> REFUSED_AND_BARS_OLDER;
            default -> throw new IllegalStateException("no outcome has the code " + code);
        };
    }
}
