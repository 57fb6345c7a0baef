package org.entente.memorandum;

import org.jspecify.annotations.Nullable;

/**
 * The operators of a {@link Constraint.Term}. The names are those of ODRL 2.2 (vocabulary section 3.16, "Constraint
 * Operators"), save {@link #IS_ABSENT}, which ODRL lacks: with undefined values refusing, a document needs a way to say
 * that an absent property is welcome.
 */
public enum Operator {
    EQ("eq", Operands.ONE),
    NEQ("neq", Operands.ONE),
    IS_ANY_OF("isAnyOf", Operands.LIST),
    IS_NONE_OF("isNoneOf", Operands.LIST),
    IS_ALL_OF("isAllOf", Operands.LIST),
    LT("lt", Operands.ONE),
    LTEQ("lteq", Operands.ONE),
    GT("gt", Operands.ONE),
    GTEQ("gteq", Operands.ONE),
    IS_ABSENT("isAbsent", Operands.NONE);

    /** How many right operands an operator takes, which also fixes how they stand in JSON. */
    enum Operands {
        NONE,
        ONE,
        LIST
    }

    private final String text;
    private final Operands operands;

    Operator(String text, Operands operands) {
        this.text = text;
        this.operands = operands;
    }

    /** The name in documents and in explanations. */
    public String text() {
        return text;
    }

    Operands operands() {
        return operands;
    }

    /** The operator of this name, or null if there is none. */
    static @Nullable Operator parse(String text) {
        for (Operator operator : values()) {
            if (operator.text.equals(text)) {
                return operator;
            }
        }
        return null;
    }
}
