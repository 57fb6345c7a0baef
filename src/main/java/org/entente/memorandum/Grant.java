package org.entente.memorandum;

import java.util.List;

/**
 * One clause of a memorandum: the giver releases to each receiver what satisfies the constraint.
 *
 * @param id the clause's identifier, unique in the memorandum
 * @param title what the clause is about, for people
 * @param from the giving party
 * @param to the receiving parties; an empty list is nobody
 * @param constraint what must be plainly true of an object
 * @param scope between which communities and for what purpose
 * @param duties what giver and receiver have to do about it
 */
public record Grant(
        String id, String title, String from, List<String> to, Constraint constraint, GrantScope scope, Duties duties) {
    public Grant {
        to = List.copyOf(to);
    }
}
