package org.entente.stix.model;

import java.time.Instant;
import org.entente.stix.StixTimestamp;

/** A timestamp (section 2.16) with all the digits in which it was written. Two are equal when they are written alike. */
public record Timestamp(String text) implements Comparable<Timestamp> {
    /** Refuses what is not a timestamp with an {@link IllegalArgumentException}. */
    public Timestamp {
        if (!StixTimestamp.isValid(text)) {
            throw new IllegalArgumentException("not a STIX timestamp");
        }
    }

    /** The instant, cut to nanoseconds; a leap second is the second after it. */
    public Instant instant() {
        return StixTimestamp.toInstant(text);
    }

    /** By instant, of whatever length the fractions are; those written differently may so be at one place of the order. */
    @Override
    public int compareTo(Timestamp other) {
        return StixTimestamp.compare(text, other.text);
    }

    /** The timestamp as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
