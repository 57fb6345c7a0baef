package org.entente.stix.pattern;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.entente.stix.StixTimestamp;
import org.entente.stix.pattern.ObservationExpression.And;
import org.entente.stix.pattern.ObservationExpression.FollowedBy;
import org.entente.stix.pattern.ObservationExpression.Or;
import org.entente.stix.pattern.ObservationExpression.Qualified;
import org.entente.stix.pattern.ObservationExpression.Single;
import org.entente.stix.pattern.PatternFault.Cause;

/**
 * Observation expressions, by recursive descent (STIX 2.1 section 9.5). From the weakest: FOLLOWEDBY, OR, AND, qualifiers
 * (section 9.5.3).
 */
final class ObservationParser {
    private final Tokens tokens;
    private final List<PatternException> remarks;
    private final ComparisonParser comparisons;

    ObservationParser(Tokens tokens, List<PatternException> remarks) {
        this.tokens = tokens;
        this.remarks = remarks;
        this.comparisons = new ComparisonParser(tokens, remarks);
    }

    ObservationExpression pattern() throws PatternException {
        ObservationExpression all = sequence();
        if (tokens.peek().kind() != Token.Kind.END) {
            throw tokens.fault(Cause.END);
        }
        checkSize(all, 0);
        return all;
    }

    private ObservationExpression sequence() throws PatternException {
        return tokens.chain(Keyword.FOLLOWEDBY, this::alternatives, FollowedBy::new);
    }

    private ObservationExpression alternatives() throws PatternException {
        return tokens.chain(Keyword.OR, this::conjunction, Or::new);
    }

    private ObservationExpression conjunction() throws PatternException {
        return tokens.chain(Keyword.AND, this::qualified, And::new);
    }

    private ObservationExpression qualified() throws PatternException {
        ObservationExpression part = operand();
        Set<Keyword> before = EnumSet.noneOf(Keyword.class);
        int qualifiers = 0;
        Keyword word = tokens.peek().keyword();
        while (word != null && isQualifier(word)) {
            if (!before.add(word)) {
                remarks.add(tokens.fault(Cause.QUALIFIER_TWICE));
            }
            // Each qualifier is one more level of the tree that whoever walks it descends into.
            tokens.enter();
            qualifiers++;
            int offset = tokens.peek().offset();
            part = new Qualified(part, qualifier());
            if (word == Keyword.REPEATS) {
                checkSize(part, offset);
            }
            word = tokens.peek().keyword();
        }
        for (; qualifiers > 0; qualifiers--) {
            tokens.leave();
        }
        return part;
    }

    private static void checkSize(ObservationExpression part, int offset) throws PatternException {
        if (Plan.of(part, new HashMap<>()).size() > PatternReader.MAX_PARTS) {
            throw new PatternException(Cause.PARTS, offset);
        }
    }

    private ObservationExpression operand() throws PatternException {
        if (tokens.takeIf("[")) {
            Single single = new Single(comparisons.expression());
            tokens.expect("]", Cause.BRACKET);
            return single;
        }
        tokens.expect("(", Cause.OBSERVATION);
        tokens.enter();
        ObservationExpression inner = sequence();
        tokens.expect(")", Cause.PARENTHESIS);
        tokens.leave();
        return inner;
    }

    private static boolean isQualifier(Keyword word) {
        return word == Keyword.WITHIN || word == Keyword.REPEATS || word == Keyword.START;
    }

    private Qualifier qualifier() throws PatternException {
        Token word = tokens.take();
        if (word.is(Keyword.WITHIN)) {
            BigDecimal seconds = positive(tokens.peek().kind() == Token.Kind.FLOAT, Cause.WITHIN);
            tokens.expect(Keyword.SECONDS, Cause.WITHIN);
            return new Qualifier.Within(seconds);
        }
        if (word.is(Keyword.REPEATS)) {
            BigDecimal times = positive(false, Cause.REPEATS);
            if (times.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
                throw new PatternException(Cause.NUMBER_SIZE, word.offset());
            }
            tokens.expect(Keyword.TIMES, Cause.REPEATS);
            return new Qualifier.Repeats(times.intValueExact());
        }
        String start = tokens.expect(Token.Kind.TIMESTAMP, Cause.START_STOP).text();
        tokens.expect(Keyword.STOP, Cause.START_STOP);
        String stop = tokens.expect(Token.Kind.TIMESTAMP, Cause.START_STOP).text();
        if (StixTimestamp.compare(start, stop) >= 0) {
            remarks.add(new PatternException(Cause.EMPTY_TIME, word.offset()));
        }
        return new Qualifier.StartStop(start, stop);
    }

    private BigDecimal positive(boolean isFloat, Cause cause) throws PatternException {
        Token token = tokens.peek();
        boolean isNumber = token.kind() == (isFloat ? Token.Kind.FLOAT : Token.Kind.INTEGER);
        if (!isNumber || new BigDecimal(token.text()).signum() <= 0) {
            throw tokens.fault(cause);
        }
        return new BigDecimal(tokens.take().text());
    }
}
