package org.entente.cli.conformance;

/** What it means when a server does not do what a case asks. */
public enum Level {
    /** The server does not conform. */
    MUST,
    /** The server conforms, and clients would have it easier. */
    ADVICE
}
