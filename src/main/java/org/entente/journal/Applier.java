package org.entente.journal;

/** Applies one record's events to the views: the same code when the record is first written and when it is replayed. */
public interface Applier {
    /**
     * Must be deterministic: it may depend on the record and on what {@code views} answers, on nothing else. It must not
     * keep {@code views}. An exception from it ends the opening of the journal.
     */
    void apply(JournalRecord record, ViewWriter views);
}
