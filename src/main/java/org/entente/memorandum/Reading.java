package org.entente.memorandum;

import java.util.List;

/** What became of a document that was read: the value in full, or every fault that was found and no value. */
public sealed interface Reading<T> {
    /** The document is sound. */
    record Accepted<T>(T value) implements Reading<T> {}

    /** The document is not sound; there is at least one fault. */
    record Refused<T>(List<Fault> faults) implements Reading<T> {
        public Refused {
            faults = List.copyOf(faults);
        }
    }
}
