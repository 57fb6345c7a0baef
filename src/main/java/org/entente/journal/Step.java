package org.entente.journal;

/** The named points of a commit, in order, at which the tests stop the process. */
enum Step {
    /** Nothing of the group is written. */
    BEFORE_APPEND,
    /** All is written, nothing is forced. */
    BEFORE_FSYNC,
    /** The records are durable; what they destroy is still there. */
    AFTER_FSYNC,
    /** What the records destroy is durably gone; the views know nothing of the group. */
    BETWEEN_JOURNAL_AND_INDEX,
    /** The views hold the group; the caller does not know yet. */
    BEFORE_ANSWER;

    /** Told of every step; in production nobody listens. */
    interface Listener {
        void reached(Step step);
    }
}
