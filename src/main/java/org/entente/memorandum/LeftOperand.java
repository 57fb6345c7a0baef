package org.entente.memorandum;

import static org.entente.memorandum.Operator.*;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Constraint.Term} looks at, with the operators that make sense for it. An object has exactly one type,
 * at most one TLP and one collection, and any number of topics.
 *
 * <p>Topics take no {@code eq} and no {@code neq}: on a set of labels "equal" could mean "is among them" or "is the
 * only one", and a signed text must not leave that open. {@code isAnyOf} and {@code isNoneOf} with one label say it
 * plainly.
 */
public enum LeftOperand {
    /** The STIX object type; never absent. */
    TYPE("type"),
    /** The object's TLP, ordered by strictness; absent where neither a marking, a tag nor a default gives one. */
    TLP("tlp"),
    /** The labels of the object and of its import; absent where there is none. */
    TOPIC("topic"),
    /** The collection that the copy was filed under; absent where it was filed under none. */
    COLLECTION("collection");

    private final String text;

    LeftOperand(String text) {
        this.text = text;
    }

    /** The name in documents and in explanations. */
    public String text() {
        return text;
    }

    /** Whether the operator has a meaning for this operand. */
    public boolean allows(Operator operator) {
        return operators().contains(operator);
    }

    private Set<Operator> operators() {
        return switch (this) {
            case TYPE -> Set.of(EQ, NEQ, IS_ANY_OF, IS_NONE_OF);
            case TLP -> Set.of(EQ, NEQ, IS_ANY_OF, IS_NONE_OF, LT, LTEQ, GT, GTEQ, IS_ABSENT);
            case TOPIC -> Set.of(IS_ANY_OF, IS_NONE_OF, IS_ALL_OF, IS_ABSENT);
            case COLLECTION -> Set.of(EQ, NEQ, IS_ANY_OF, IS_NONE_OF, IS_ABSENT);
        };
    }

    /** The operand of this name, or null if there is none. */
    static @Nullable LeftOperand parse(String text) {
        for (LeftOperand operand : values()) {
            if (operand.text.equals(text)) {
                return operand;
            }
        }
        return null;
    }
}
