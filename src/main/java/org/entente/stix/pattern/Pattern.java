package org.entente.stix.pattern;

/**
 * A pattern (STIX 2.1 section 9.4). Its text form reads back as an equal pattern; it may differ from what was read in white
 * space, needless parentheses and the way a constant was written.
 */
public record Pattern(ObservationExpression expression) {
    @Override
    public String toString() {
        return expression.toString();
    }
}
