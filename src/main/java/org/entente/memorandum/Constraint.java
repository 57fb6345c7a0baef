package org.entente.memorandum;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.entente.stix.CanonicalJson;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;

/**
 * A condition on an object, as grants and house rules state it. Its value is one of three (true, false, undefined);
 * what the value is for a given object is the business of {@code release}.
 *
 * <p>In JSON each constraint is an object with one property:
 *
 * <pre>
 * {"all": [constraint, ...]}            at least one
 * {"any": [constraint, ...]}            at least one
 * {"not": constraint}
 * {"type": {"isAnyOf": ["indicator", "identity"]}}
 * {"tlp": {"lteq": "green"}}
 * {"topic": {"isAbsent": true}}
 * {"collection": {"neq": "internal"}}
 * {"confidence": {"gteq": 70}}
 * {"modified": {"gteq": "2026-01-01T00:00:00Z"}}
 * {"age": {"lteq": "P90D"}}
 * </pre>
 *
 * <p>docs/terms.md tells of each {@link LeftOperand}; {@link ConstraintText} is the form for people.
 *
 * <p>There is one way to write each: reading and writing give back the same JSON. Empty lists are refused, since an
 * empty {@code all} would be true of everything.
 */
public sealed interface Constraint {

    /** How deep {@code all}, {@code any} and {@code not} may nest; a term alone has depth 1. */
    int MAX_DEPTH = 16;

    /** The most constraints in one {@code all} or {@code any}. */
    int MAX_CHILDREN = 256;

    /** The most values on the right of one term. */
    int MAX_VALUES = 1000;

    /** The longest value of a term, in UTF-16 units. */
    int MAX_VALUE_LENGTH = 250;

    /** The longest constraint that is read by itself, in bytes: as long as a whole memorandum may be. */
    int MAX_BYTES = Memorandum.MAX_BYTES;

    /** Reads one constraint from JSON in UTF-8, in any layout, as it stands in memoranda and house rules. */
    static Reading<Constraint> read(byte[] json) {
        return Refusal.reading(() -> ConstraintJson.read(Element.parse(json, MAX_BYTES)));
    }

    /** The constraint in RFC 8785 form. */
    default byte[] canonical() {
        return CanonicalJson.of(ConstraintJson.write(this));
    }

    /** All that its terms look at. */
    default Set<LeftOperand> operands() {
        Set<LeftOperand> operands = EnumSet.noneOf(LeftOperand.class);
        switch (this) {
            case All(var members) -> members.forEach(member -> operands.addAll(member.operands()));
            case Any(var members) -> members.forEach(member -> operands.addAll(member.operands()));
            case Not(var member) -> operands.addAll(member.operands());
            case Term term -> operands.add(term.left());
        }
        return operands;
    }

    /** All its terms, in the document's order. */
    default List<Term> terms() {
        return switch (this) {
            case All(var members) ->
                members.stream().flatMap(member -> member.terms().stream()).toList();
            case Any(var members) ->
                members.stream().flatMap(member -> member.terms().stream()).toList();
            case Not(var member) -> member.terms();
            case Term term -> List.of(term);
        };
    }

    /** True where every member is true. */
    record All(List<Constraint> members) implements Constraint {
        public All {
            members = nonEmpty(members);
        }
    }

    /** True where at least one member is true. */
    record Any(List<Constraint> members) implements Constraint {
        public Any {
            members = nonEmpty(members);
        }
    }

    /** True where the member is false; undefined where it is undefined. */
    record Not(Constraint member) implements Constraint {}

    /** A comparison of one property of the object with values. */
    sealed interface Term extends Constraint {
        LeftOperand left();

        Operator operator();

        /** The right operands as they stand in the document, in its order; empty for {@code isAbsent}. */
        List<String> right();

        /**
         * The term as a person reads it, for instance {@code tlp lteq green} or {@code type isAnyOf [identity, tool]}.
         */
        default String text() {
            String start = left().text() + " " + operator().text();
            return switch (operator().operands()) {
                case NONE -> start;
                case ONE -> start + " " + right().getFirst();
                case LIST -> start + " [" + String.join(", ", right()) + "]";
            };
        }
    }

    /** A comparison of the TLP, by strictness. */
    record TlpTerm(Operator operator, List<Tlp> levels) implements Term {
        public TlpTerm {
            levels = fitting(LeftOperand.TLP, operator, levels);
        }

        @Override
        public LeftOperand left() {
            return LeftOperand.TLP;
        }

        @Override
        public List<String> right() {
            return levels.stream().map(Tlp::text).toList();
        }
    }

    /** A comparison of texts, for all operands whose values are texts and stand in no order. */
    record WordTerm(LeftOperand left, Operator operator, List<String> right) implements Term {
        public WordTerm {
            right = fitting(left, operator, right);
        }
    }

    /** A comparison of the PAP, by strictness. */
    record PapTerm(Operator operator, List<Pap> levels) implements Term {
        public PapTerm {
            levels = fitting(LeftOperand.PAP, operator, levels);
        }

        @Override
        public LeftOperand left() {
            return LeftOperand.PAP;
        }

        @Override
        public List<String> right() {
            return levels.stream().map(Pap::text).toList();
        }
    }

    /** A comparison of the confidence. */
    record ConfidenceTerm(Operator operator, List<Integer> levels) implements Term {
        public ConfidenceTerm {
            levels = fitting(LeftOperand.CONFIDENCE, operator, levels);
        }

        @Override
        public LeftOperand left() {
            return LeftOperand.CONFIDENCE;
        }

        @Override
        public List<String> right() {
            return levels.stream().map(String::valueOf).toList();
        }
    }

    /** A comparison of an instant of the object with one of the document, which is in whole seconds. */
    record InstantTerm(LeftOperand left, Operator operator, List<Instant> instants) implements Term {
        public InstantTerm {
            instants = fitting(left, operator, instants);
        }

        @Override
        public List<String> right() {
            return instants.stream().map(Instant::toString).toList();
        }
    }

    /** A comparison of the age, in whole hours. */
    record AgeTerm(Operator operator, List<Duration> spans) implements Term {
        public AgeTerm {
            spans = fitting(LeftOperand.AGE, operator, spans);
        }

        @Override
        public LeftOperand left() {
            return LeftOperand.AGE;
        }

        @Override
        public List<String> right() {
            return spans.stream().map(Span::text).toList();
        }
    }

    private static List<Constraint> nonEmpty(List<Constraint> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("A list of constraints must not be empty.");
        }
        return List.copyOf(members);
    }

    private static <T> List<T> fitting(LeftOperand left, Operator operator, List<T> right) {
        boolean count = switch (operator.operands()) {
            case NONE -> right.isEmpty();
            case ONE -> right.size() == 1;
            case LIST -> !right.isEmpty();
        };
        if (!left.allows(operator) || !count) {
            throw new IllegalArgumentException("The operator does not fit its operands.");
        }
        return List.copyOf(right);
    }
}
