package org.entente.stix;

/** The text cannot be read on. It never leaves the room: the reader turns it into a {@link Problem}. */
final class JsonFault extends Exception {
    private final Rule rule;

    JsonFault(Rule rule) {
        // A fault is an expected outcome of reading what others wrote, so it carries no stack trace.
        super(rule.id(), null, false, false);
        this.rule = rule;
    }

    Rule rule() {
        return rule;
    }
}
