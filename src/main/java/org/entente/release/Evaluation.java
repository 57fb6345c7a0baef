package org.entente.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.entente.memorandum.Constraint;
import org.entente.memorandum.Constraint.AgeTerm;
import org.entente.memorandum.Constraint.All;
import org.entente.memorandum.Constraint.Any;
import org.entente.memorandum.Constraint.ConfidenceTerm;
import org.entente.memorandum.Constraint.InstantTerm;
import org.entente.memorandum.Constraint.Not;
import org.entente.memorandum.Constraint.PapTerm;
import org.entente.memorandum.Constraint.Term;
import org.entente.memorandum.Constraint.TlpTerm;
import org.entente.memorandum.Constraint.WordTerm;
import org.entente.memorandum.LeftOperand;
import org.entente.memorandum.Operator;
import org.entente.memorandum.Places;
import org.entente.stix.Pap;
import org.entente.stix.StixTimestamp;
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
     * @param contentMatters false where terms on what the object is about count as met, whether they stand under {@code
     *     not} or not
     * @param pap the object's PAP with classified markings taken in; null if there is none
     * @param topics the object's topics with all that they are part of
     * @param start when the contract came into force, from when ages are measured at the earliest
     */
    record Subject(
            Facets facets,
            @Nullable Tlp tlp,
            boolean contentMatters,
            @Nullable Pap pap,
            SortedSet<String> topics,
            @Nullable Instant start) {
        /** A subject under terms that say nothing of markings and topics. */
        Subject(Facets facets, @Nullable Tlp tlp, boolean contentMatters) {
            this(facets, tlp, contentMatters, facets.pap(), facets.topics(), null);
        }
    }

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
            case Term term
            when term.left().isOfContent() && !subject.contentMatters -> new Evaluation(Truth.of(upright), List.of());
            case Term term -> {
                Truth value = value(term, subject);
                yield new Evaluation(value, List.of(new Clause(path, term, value)));
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
        if (Sayings.isSaying(term.left())) {
            SortedSet<String> said = facets.said().get(term.left());
            // Nothing is known of what was not asked for, not even whether it is absent.
            return said == null ? Truth.UNKNOWN : said(term, said, subject);
        }
        return switch (term) {
            case TlpTerm(var operator, var levels) -> one(operator, subject.tlp, levels);
            case PapTerm(var operator, var levels) -> one(operator, subject.pap, levels);
            case WordTerm(var left, var operator, var right) ->
                switch (left) {
                    case TYPE -> one(operator, facets.type(), right);
                    case COLLECTION -> one(operator, facets.collection(), right);
                    case TOPIC -> many(operator, subject.topics, right);
                    default -> one(operator, source(term.left(), facets.source()), right);
                };
            case ConfidenceTerm _, InstantTerm _, AgeTerm _ -> throw unfit();
        };
    }

    private static Truth said(Term term, SortedSet<String> said, Subject subject) {
        String first = said.isEmpty() ? null : said.first();
        return switch (term) {
            case ConfidenceTerm(var operator, var levels) ->
                one(operator, first == null ? null : Integer.valueOf(first), levels);
            case InstantTerm(var _, var operator, var instants) ->
                one(operator, first == null ? null : new Moment(first), moments(instants));
            case AgeTerm(var operator, var spans) -> one(operator, subject.facets.ageAt(subject.start), spans);
            case WordTerm(var left, var operator, var right) ->
                switch (left) {
                    case REGION -> places(operator, said, right);
                    case KIND, KILL_CHAIN_PHASE, SECTOR -> many(operator, said, right);
                    default -> one(operator, first, right);
                };
            case TlpTerm _, PapTerm _ -> throw unfit();
        };
    }

    private static @Nullable String source(LeftOperand left, Source source) {
        return switch (source) {
            case Source.Own() -> null;
            case Source.Received(var organisation, var contract, var _) ->
                left == LeftOperand.RECEIVED_FROM ? organisation : contract.toString();
        };
    }

    /**
     * Compares places. What the object names lies in the place of a term if it is that place or within it; if the term's place
     * lies within what the object names, or the object names no known place, nobody can tell.
     */
    private static Truth places(Operator operator, SortedSet<String> said, List<String> right) {
        if (operator == Operator.IS_ABSENT) {
            return Truth.of(said.isEmpty());
        }
        if (said.isEmpty()) {
            return Truth.UNKNOWN;
        }
        return switch (operator) {
            case IS_ANY_OF -> right.stream().map(place -> in(said, place)).reduce(Truth.FALSE, Truth::or);
            case IS_NONE_OF -> places(Operator.IS_ANY_OF, said, right).not();
            case IS_ALL_OF -> right.stream().map(place -> in(said, place)).reduce(Truth.TRUE, Truth::and);
            case EQ, NEQ, LT, LTEQ, GT, GTEQ, IS_ABSENT -> throw unfit();
        };
    }

    private static Truth in(SortedSet<String> said, String place) {
        Truth in = Truth.FALSE;
        for (String one : said) {
            boolean open = !Places.isKnown(one) || Places.around(place).contains(one);
            boolean within = Places.isKnown(one) && Places.around(one).contains(place);
            in = in.or(within ? Truth.TRUE : open ? Truth.UNKNOWN : Truth.FALSE);
        }
        return in;
    }

    /** A timestamp as it is written, ordered by instant to the last digit. */
    private record Moment(String text) implements Comparable<Moment> {
        @Override
        public int compareTo(Moment other) {
            return StixTimestamp.compare(text, other.text);
        }
    }

    private static List<Moment> moments(List<Instant> instants) {
        return instants.stream().map(instant -> new Moment(instant.toString())).toList();
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
