package org.entente.stix;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the reader found at one place of a document. */
public sealed interface Parsed {
    /** The object's place among the objects of the document, from 0; -1 where the document as a whole is at fault. */
    int index();

    /** The line, from 1, on which the object begins, or on which reading stopped where it could not go on. */
    long line();

    /** The rules of lesser weight that it breaks, where {@link Checks} asked for them; none of them refuses it. */
    List<Problem> warnings();

    /** An object that keeps every MUST of the standard. */
    record Valid(int index, long line, StixObject object, List<Problem> warnings) implements Parsed {
        public Valid {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * An object that breaks rules, or a document that cannot be read on.
     *
     * @param id the object's or the bundle's id where it was readable, whether or not it has the form of one
     * @param problems at least one
     */
    record Invalid(int index, long line, @Nullable String id, List<Problem> problems, List<Problem> warnings)
            implements Parsed {
        public Invalid {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }
}
