package org.entente.cli;

import org.entente.exchange.Failure;

/** What a command leaves behind for scripts. Numbers follow sysexits.h where that has one that fits. */
enum ExitCode {
    OK(0, "done"),
    FINDING(1, "done, and something was found: an invalid object, damage, a pull or a case that failed"),
    USAGE(2, "the command line was not understood; nothing was done"),
    INVALID(65, "a file or a value breaks a rule of its format"),
    NOT_FOUND(66, "there is no such thing"),
    UNAUTHORISED(67, "the token is unknown or expired"),
    UNAVAILABLE(69, "no node runs on the folder, or a partner or server cannot be reached"),
    BUG(70, "a bug in Entente; the last line on standard error says where"),
    CONFLICT(73, "the state of things does not allow it"),
    DURABILITY(74, "the disk did not take what had to be durable"),
    LIMIT(75, "a limit was exceeded"),
    MISMATCH(76, "what was sent does not agree with what was signed"),
    FORBIDDEN(77, "that is not allowed"),
    QUOTA(79, "what may be done in a time is used up");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    String meaning() {
        return meaning;
    }

    static ExitCode of(Failure.Code code) {
        return switch (code) {
            case INVALID -> INVALID;
            case UNAUTHORISED -> UNAUTHORISED;
            case FORBIDDEN -> FORBIDDEN;
            case NOT_FOUND -> NOT_FOUND;
            case CONFLICT -> CONFLICT;
            case LIMIT -> LIMIT;
            case QUOTA -> QUOTA;
            case MISMATCH -> MISMATCH;
            case UNAVAILABLE -> UNAVAILABLE;
            case DURABILITY -> DURABILITY;
        };
    }
}
