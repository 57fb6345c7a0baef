package org.entente.release;

import org.entente.memorandum.LeftOperand;

/**
 * A term of a constraint that had a part in its value.
 *
 * @param path the way to the term within its constraint, for instance {@code all[1].not}; empty where the term is all
 *     of it
 * @param left what the term looks at
 * @param text the term as a person reads it, for instance {@code tlp lteq green}
 * @param value the term's own value for the object
 */
public record Clause(String path, LeftOperand left, String text, Truth value) {
    /** The path and the text. */
    public String located() {
        return path.isEmpty() ? text : path + " " + text;
    }
}
