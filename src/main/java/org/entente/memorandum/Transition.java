package org.entente.memorandum;

/** What an event did to a memorandum's standing. */
public sealed interface Transition {
    /** The new standing. */
    record Moved(Standing standing) implements Transition {}

    /**
     * The event cannot happen in this standing, which stays as it is.
     *
     * @param rule a short fixed name
     * @param message one fixed sentence
     */
    record Illegal(String rule, String message) implements Transition {}
}
