package org.entente.release;

import java.util.List;
import java.util.function.Predicate;
import org.entente.memorandum.Constraint;
import org.entente.release.Cases.Case;
import org.entente.release.Evaluation.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Proofs about terms over all objects that there could be, not only those in a store. They look at what an object may do by itself
 * (release.md, rule 1): closure, newer versions, approvals and embargoes only withhold more. A received copy counts as one that
 * may be passed on.
 */
public final class Prove {
    private Prove() {}

    /** That no object of which the claim is plainly true is permitted. The claim reads TLP and topics as the memorandum does. */
    public static Proof never(Terms terms, Constraint claim) {
        return prove(List.of(terms), List.of(claim), next -> permits(terms, next) && isTrue(claim, terms, next), terms);
    }

    /** That nothing at all is permitted, so that the clauses contradict one another. */
    public static Proof nothing(Terms terms) {
        return prove(List.of(terms), List.of(), next -> permits(terms, next), terms);
    }

    /** That the first terms permit nothing that the others do not. */
    public static Proof within(Terms narrow, Terms wide) {
        return prove(List.of(narrow, wide), List.of(), next -> permits(narrow, next) && !permits(wide, next), narrow);
    }

    private static Proof prove(List<Terms> terms, List<Constraint> claims, Predicate<Case> against, Terms decides) {
        try {
            Cases cases = Cases.of(terms, claims);
            @Nullable Case example = cases.find(against);
            return example == null
                    ? new Proof.Holds(cases.looked())
                    : new Proof.Fails(example.facets(), Decide.decide(decides, example.facets(), example.kinds()));
        } catch (Cases.TooMany _) {
            return new Proof.Undecided();
        }
    }

    private static boolean permits(Terms terms, Case next) {
        return Decide.decide(terms, next.facets(), next.kinds()).checks().stream()
                .allMatch(check -> check.holds() || check.kind() == Check.Kind.RECEIVED_UNDER);
    }

    private static boolean isTrue(Constraint claim, Terms terms, Case next) {
        Subject subject = Decide.subject(terms, next.facets());
        return Evaluation.of(claim, subject).value() == Truth.TRUE;
    }
}
