package org.entente.memorandum;

import static org.entente.memorandum.Operator.*;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Constraint.Term} looks at, with the operators that make sense for it. The page docs/terms.md has a section
 * for each.
 *
 * <p>What can have several values takes no {@code eq} and no {@code neq}: on a set of labels "equal" could mean "is among
 * them" or "is the only one", and a signed text must not leave that open. {@code isAnyOf} and {@code isNoneOf} with one
 * value say it plainly.
 */
public enum LeftOperand {
    /** The STIX object type; never absent. */
    TYPE("type", Shape.ALWAYS_ONE),
    /** What the object says of its subtype: {@code malware_types}, {@code opinion} and their like. */
    KIND("kind", Shape.SEVERAL),
    /** The language of an indicator's pattern: {@code pattern_type}. */
    PATTERN_TYPE("pattern-type", Shape.ONE),
    /** The phases of kill chains, each as {@code kill_chain_name:phase_name}. */
    KILL_CHAIN_PHASE("kill-chain-phase", Shape.SEVERAL),
    /** The property {@code confidence}, 0 to 100. */
    CONFIDENCE("confidence", Shape.LEVEL),
    /** The object's TLP, ordered by strictness; absent where neither a marking, a tag nor a default gives one. */
    TLP("tlp", Shape.LEVEL),
    /** The object's PAP, ordered by strictness; absent where neither a classified marking nor a label gives one. */
    PAP("pap", Shape.LEVEL),
    /** The labels of the object and of its import; absent where there is none. */
    TOPIC("topic", Shape.SEVERAL),
    /** The collection that the copy was filed under; absent where it was filed under none. */
    COLLECTION("collection", Shape.ONE),
    /** The identity that created the object: {@code created_by_ref}. */
    PRODUCER("producer", Shape.ONE),
    /** The property {@code sectors}. */
    SECTOR("sector", Shape.SEVERAL),
    /** Where a location lies: {@code region}, {@code country} and {@code administrative_area}. */
    REGION("region", Shape.SEVERAL),
    /** The property {@code created}. */
    CREATED("created", Shape.INSTANT),
    /** The property {@code modified}. */
    MODIFIED("modified", Shape.INSTANT),
    /** The property {@code valid_from}. */
    VALID_FROM("valid-from", Shape.INSTANT),
    /** The property {@code valid_until}. */
    VALID_UNTIL("valid-until", Shape.INSTANT),
    /** How old the version was when the copy arrived or the contract started, whichever was later. */
    AGE("age", Shape.SPAN),
    /** The organisation that the copy was received from; absent for our own copies. */
    RECEIVED_FROM("received-from", Shape.ONE),
    /** The contract that the copy was received under; absent for our own copies. */
    RECEIVED_UNDER("received-under", Shape.ONE);

    /** How many values there can be and whether they have an order, which fixes the operators. */
    enum Shape {
        ALWAYS_ONE(EQ, NEQ, IS_ANY_OF, IS_NONE_OF),
        ONE(EQ, NEQ, IS_ANY_OF, IS_NONE_OF, IS_ABSENT),
        SEVERAL(IS_ANY_OF, IS_NONE_OF, IS_ALL_OF, IS_ABSENT),
        LEVEL(EQ, NEQ, IS_ANY_OF, IS_NONE_OF, LT, LTEQ, GT, GTEQ, IS_ABSENT),
        INSTANT(LT, LTEQ, GT, GTEQ, IS_ABSENT),
        SPAN(LT, LTEQ, GT, GTEQ, IS_ABSENT);

        private final Set<Operator> operators;

        Shape(Operator first, Operator... rest) {
            operators = Set.copyOf(EnumSet.of(first, rest));
        }
    }

    private final String text;
    private final Shape shape;

    LeftOperand(String text, Shape shape) {
        this.text = text;
        this.shape = shape;
    }

    /** The name in documents and in explanations. */
    public String text() {
        return text;
    }

    /** Whether the operator has a meaning for this operand. */
    public boolean allows(Operator operator) {
        return shape.operators.contains(operator);
    }

    Shape shape() {
        return shape;
    }

    /**
     * Whether it asks what the object is about, which marking and extension definitions cannot say: they say how other
     * objects are to be handled or read. A grant's terms on it count as met for them (release.md, rule 2).
     */
    public boolean isOfContent() {
        return switch (this) {
            case TYPE, KIND, PATTERN_TYPE, KILL_CHAIN_PHASE, CONFIDENCE, SECTOR, REGION, VALID_FROM, VALID_UNTIL ->
                true;
            case TLP, PAP, TOPIC, COLLECTION, PRODUCER, CREATED, MODIFIED, AGE, RECEIVED_FROM, RECEIVED_UNDER -> false;
        };
    }

    /** The operand of this name, or null if there is none. */
    public static @Nullable LeftOperand parse(String text) {
        for (LeftOperand operand : values()) {
            if (operand.text.equals(text)) {
                return operand;
            }
        }
        return null;
    }
}
