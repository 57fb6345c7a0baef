package org.entente.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.entente.memorandum.Constraint;
import org.entente.memorandum.Constraint.All;
import org.entente.memorandum.Constraint.Any;
import org.entente.memorandum.Constraint.CollectionTerm;
import org.entente.memorandum.Constraint.Not;
import org.entente.memorandum.Constraint.Term;
import org.entente.memorandum.Constraint.TlpTerm;
import org.entente.memorandum.Constraint.TopicTerm;
import org.entente.memorandum.Constraint.TypeTerm;
import org.entente.memorandum.Operator;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * The value of a constraint for an object, and the terms that gave it (release.md, rule 1).
 *
 * <p>A comparison with an absent property is undefined; {@code all} is the least true of its members, {@code any} the
 * most true, {@code not} turns true and false round. The deciding terms of a constraint that is true are those of all
 * members of {@code all} and of the first true member of {@code any}; of one that is not true, those of every member of
 * {@code all} that is not true and of all members of {@code any}; under {@code not} the two change places.
 *
 * @param value the constraint's value
 * @param deciding the terms that decided, in the document's order
 */
record Evaluation(Truth value, List<Clause> deciding) {
    /**
     * What a constraint is applied to.
     *
     * @param facets the object's facets
     * @param tlp the object's TLP with classified markings and defaults taken in; null if there is none
     * @param typeMatters false where terms on the type count as met, whether they stand under {@code not} or not
     */
    record Subject(Facets facets, @Nullable Tlp tlp, boolean typeMatters) {}

    static Evaluation of(Constraint constraint, Subject subject) {
        return of(constraint, subject, "", true);
    }

    private static Evaluation of(Constraint constraint, Subject subject, String path, boolean upright) {
        return switch (constraint) {
            case All(var members) -> join(members, subject, step(path, "all"), upright, upright);
            case Any(var members) -> join(members, subject, step(path, "any"), upright, !upright);
            case Not(var member) -> {
                Evaluation inner = of(member, subject, step(path, "not"), !upright);
                yield new Evaluation(inner.value.not(), inner.deciding);
            }
            case TypeTerm _ when !subject.typeMatters -> new Evaluation(Truth.of(upright), List.of());
            case Term term -> {
                Truth value = value(term, subject);
                yield new Evaluation(value, List.of(new Clause(path, term.left(), term.text(), value)));
            }
        };
    }

    /**
     * @param everyMember whether each member must be as wanted, which is so for an upright all and for any under not
     */
    private static Evaluation join(
            List<Constraint> members, Subject subject, String path, boolean upright, boolean everyMember) {
        Truth wanted = Truth.of(upright);
        // The neutral value of the least true is TRUE, that of the most true is FALSE; which of them applies follows
        // from both flags.
        boolean leastTrue = everyMember == upright;
        Truth value = Truth.of(leastTrue);
        List<Clause> met = new ArrayList<>();
        List<Clause> unmet = new ArrayList<>();
        boolean oneMet = false;
        for (int i = 0; i < members.size(); i++) {
            Evaluation member = of(members.get(i), subject, path + "[" + i + "]", upright);
            value = leastTrue ? value.and(member.value) : value.or(member.value);
            if (member.value != wanted) {
                unmet.addAll(member.deciding);
            } else if (everyMember || !oneMet) {
                met.addAll(member.deciding);
                oneMet = true;
            }
        }
        return new Evaluation(value, value == wanted ? met : unmet);
    }

    private static String step(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static Truth value(Term term, Subject subject) {
        Facets facets = subject.facets;
        return switch (term) {
            case TypeTerm(var operator, var right) -> one(operator, facets.type(), right);
            case CollectionTerm(var operator, var right) -> one(operator, facets.collection(), right);
            case TlpTerm(var operator, var levels) -> one(operator, subject.tlp, levels);
            case TopicTerm(var operator, var right) -> many(operator, facets.topics(), right);
        };
    }

    /** Compares a property of at most one value. */
    private static <T extends Comparable<T>> Truth one(Operator operator, @Nullable T left, List<T> right) {
        if (operator == Operator.IS_ABSENT) {
            return Truth.of(left == null);
        }
        if (left == null) {
            return Truth.UNKNOWN;
        }
        return Truth.of(
                switch (operator) {
                    case EQ, IS_ANY_OF -> right.contains(left);
                    case NEQ, IS_NONE_OF -> !right.contains(left);
                    case LT -> left.compareTo(right.getFirst()) < 0;
                    case LTEQ -> left.compareTo(right.getFirst()) <= 0;
                    case GT -> left.compareTo(right.getFirst()) > 0;
                    case GTEQ -> left.compareTo(right.getFirst()) >= 0;
                    case IS_ALL_OF, IS_ABSENT -> throw unfit();
                });
    }

    /** Compares a property of any number of values, of which none is absence. */
    private static Truth many(Operator operator, Set<String> left, List<String> right) {
        if (operator == Operator.IS_ABSENT) {
            return Truth.of(left.isEmpty());
        }
        if (left.isEmpty()) {
            return Truth.UNKNOWN;
        }
        return Truth.of(
                switch (operator) {
                    case IS_ANY_OF -> right.stream().anyMatch(left::contains);
                    case IS_NONE_OF -> right.stream().noneMatch(left::contains);
                    case IS_ALL_OF -> left.containsAll(right);
                    case EQ, NEQ, LT, LTEQ, GT, GTEQ, IS_ABSENT -> throw unfit();
                });
    }

    /** Terms refuse operators that do not fit their property when they are made. */
    private static IllegalStateException unfit() {
        return new IllegalStateException("The operator does not fit its property.");
    }
}
