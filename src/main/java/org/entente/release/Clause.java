package org.entente.release;

import org.entente.memorandum.Constraint;
import org.entente.memorandum.LeftOperand;

/**
 * A term of a constraint that had a part in its value.
 *
 * @param path the way to the term within its constraint, for instance {@code all[1].not}; empty where the term is all
 *     of it
 * @param term the term
 * @param value the term's own value for the object
 */
public record Clause(String path, Constraint.Term term, Truth value) {
    /** What the term looks at. */
    public LeftOperand left() {
        return term.left();
    }

    /** The term as a person reads it, for instance {@code tlp lteq green}. */
    public String text() {
        return term.text();
    }

    /** The path and the text. */
    public String located() {
        return path.isEmpty() ? text() : path + " " + text();
    }
}
