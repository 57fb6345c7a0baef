package org.entente.memorandum;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Where a memorandum stands, as one node knows it. {@link Lifecycle} moves it; nothing else does.
 *
 * @param state the memorandum's state
 * @param signedBy the parties whose signatures are here
 * @param suspended contracts suspended by themselves, whatever the memorandum's state; kept while the whole memorandum
 *     is suspended, so that its resumption does not resume them
 */
public record Standing(State state, SortedSet<String> signedBy, Set<UUID> suspended) {
    /** The states of a memorandum. */
    public enum State {
        /** Nobody has signed. */
        DRAFT,
        /** Nobody has signed, and the text is before the other parties. */
        OFFERED,
        /** Nobody has signed, and the parties agree in principle: a mark that binds nobody. */
        AGREED,
        /** Some have signed, or all have and the term has not begun. */
        SIGNED,
        /** All have signed and the term runs. */
        IN_FORCE,
        /** In force, and held as a whole. */
        SUSPENDED,
        /** Broken off; final. */
        SEVERED,
        /** The term is over; final. */
        EXPIRED,
        /** A later version took its place; final. */
        REPLACED
    }

    /** A memorandum that nobody has signed. */
    public static final Standing DRAFT = new Standing(State.DRAFT, Collections.emptySortedSet(), Set.of());

    public Standing {
        signedBy = Collections.unmodifiableSortedSet(new TreeSet<>(signedBy));
        suspended = Set.copyOf(suspended);
    }

    /** Whether contracts count as in force for decisions; suspended ones do (release.md, rules 1 and 14). */
    public boolean inForce() {
        return state == State.IN_FORCE || state == State.SUSPENDED;
    }

    /** Whether this contract of the memorandum is held, by itself or with the whole. */
    public boolean suspends(UUID contract) {
        return state == State.SUSPENDED || (inForce() && suspended.contains(contract));
    }

    /** Whether no event can change the state any more. */
    public boolean isFinal() {
        return state == State.SEVERED || state == State.EXPIRED || state == State.REPLACED;
    }

    /** The same in another state. */
    public Standing in(State next) {
        return new Standing(next, signedBy, suspended);
    }
}
