package org.entente.release;

/** What came of looking at every object that there could be. */
public sealed interface Proof {
    /**
     * The claim holds of every object.
     *
     * @param cases how many kinds of objects there are that the clauses tell apart
     */
    record Holds(long cases) implements Proof {}

    /**
     * The claim fails.
     *
     * @param example an object of which it fails
     * @param decision the decision that lets it go
     */
    record Fails(Facets example, Decision decision) implements Proof {}

    /** There are more kinds of objects than are looked at, so nothing is known. */
    record Undecided() implements Proof {}
}
