package org.entente.stix.pattern;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.entente.stix.pattern.ComparisonExpression.And;
import org.entente.stix.pattern.ComparisonExpression.Exists;
import org.entente.stix.pattern.ComparisonExpression.Operator;
import org.entente.stix.pattern.ComparisonExpression.Or;
import org.entente.stix.pattern.ComparisonExpression.Test;
import org.entente.stix.pattern.PatternFault.Cause;

/** Comparison expressions, by recursive descent (STIX 2.1 sections 9.6 and 9.7); AND binds stronger than OR. */
final class ComparisonParser {
    private final Tokens tokens;
    private final List<PatternException> remarks;
    private int comparisons;

    ComparisonParser(Tokens tokens, List<PatternException> remarks) {
        this.tokens = tokens;
        this.remarks = remarks;
    }

    ComparisonExpression expression() throws PatternException {
        return tokens.chain(Keyword.OR, this::conjunction, Or::new);
    }

    private ComparisonExpression conjunction() throws PatternException {
        int offset = tokens.peek().offset();
        ComparisonExpression all = tokens.chain(Keyword.AND, this::comparison, And::new);
        if (all instanceof And && ObjectTypes.of(all).isEmpty()) {
            remarks.add(new PatternException(Cause.NO_COMMON_TYPE, offset));
        }
        return all;
    }

    private ComparisonExpression comparison() throws PatternException {
        if (tokens.takeIf("(")) {
            tokens.enter();
            ComparisonExpression inner = expression();
            tokens.expect(")", Cause.PARENTHESIS);
            tokens.leave();
            return inner;
        }
        if (++comparisons > PatternReader.MAX_COMPARISONS) {
            throw tokens.fault(Cause.COMPARISONS);
        }
        boolean negated = tokens.takeIf(Keyword.NOT);
        if (tokens.takeIf(Keyword.EXISTS)) {
            return new Exists(path(), negated);
        }
        if (negated) {
            throw tokens.fault(Cause.COMPARISON);
        }
        ObjectPath path = path();
        return test(path, tokens.takeIf(Keyword.NOT));
    }

    private ObjectPath path() throws PatternException {
        String type = tokens.expect(Token.Kind.WORD, Cause.COMPARISON).text();
        tokens.expect(":", Cause.COLON);
        List<ObjectPath.Step> steps = new ArrayList<>(List.of(key()));
        while (true) {
            if (tokens.takeIf(".")) {
                steps.add(key());
            } else if (tokens.takeIf("[")) {
                steps.add(index());
            } else {
                return new ObjectPath(type, steps);
            }
        }
    }

    private ObjectPath.Key key() throws PatternException {
        Token token = tokens.peek();
        boolean plain = token.kind() == Token.Kind.WORD && token.text().indexOf('-') < 0;
        if (!plain && token.kind() != Token.Kind.STRING) {
            throw tokens.fault(Cause.PROPERTY);
        }
        return new ObjectPath.Key(tokens.take().text());
    }

    private ObjectPath.Step index() throws PatternException {
        ObjectPath.Step step;
        if (tokens.takeIf("*")) {
            step = new ObjectPath.Any();
        } else {
            Token token = tokens.expect(Token.Kind.INTEGER, Cause.INDEX);
            BigDecimal index = new BigDecimal(token.text());
            if (index.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
                throw new PatternException(Cause.NUMBER_SIZE, token.offset());
            }
            step = new ObjectPath.Index(index.intValueExact());
        }
        tokens.expect("]", Cause.INDEX);
        return step;
    }

    private Test test(ObjectPath path, boolean negated) throws PatternException {
        Operator operator = operator(tokens.peek());
        tokens.take();
        Token first = tokens.peek();
        List<Constant> constants = switch (operator) {
            case EQUAL, NOT_EQUAL -> List.of(constant());
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
                if (first.is(Keyword.TRUE) || first.is(Keyword.FALSE)) {
                    throw tokens.fault(Cause.ORDER);
                }
                yield List.of(constant());
            }
            case IN -> set();
            case LIKE, MATCHES, ISSUBSET, ISSUPERSET -> {
                Token string = tokens.expect(Token.Kind.STRING, Cause.STRING);
                yield List.of(new Constant.Text(string.text()));
            }
        };
        Test test = new Test(path, negated, operator, constants);
        check(test, first.offset());
        return test;
    }

    private Operator operator(Token token) throws PatternException {
        return switch (token.text()) {
            case "=", "==" -> Operator.EQUAL;
            case "!=", "<>" -> Operator.NOT_EQUAL;
            case "<" -> Operator.LESS;
            case "<=" -> Operator.LESS_OR_EQUAL;
            case ">" -> Operator.GREATER;
            case ">=" -> Operator.GREATER_OR_EQUAL;
            default ->
                switch (token.keyword()) {
                    case IN -> Operator.IN;
                    case LIKE -> Operator.LIKE;
                    case MATCHES -> Operator.MATCHES;
                    case ISSUBSET -> Operator.ISSUBSET;
                    case ISSUPERSET -> Operator.ISSUPERSET;
                    case null, default -> throw tokens.fault(Cause.OPERATOR);
                };
        };
    }

    private List<Constant> set() throws PatternException {
        tokens.expect("(", Cause.SET);
        List<Constant> constants = new ArrayList<>();
        if (tokens.takeIf(")")) {
            return constants;
        }
        do {
            int offset = tokens.peek().offset();
            constants.add(constant());
            if (constants.getFirst().getClass() != constants.getLast().getClass()) {
                throw new PatternException(Cause.SET_TYPES, offset);
            }
        } while (tokens.takeIf(","));
        tokens.expect(")", Cause.SET);
        return constants;
    }

    private Constant constant() throws PatternException {
        Token token = tokens.peek();
        Constant constant = switch (token.kind()) {
            case STRING -> new Constant.Text(token.text());
            case INTEGER, FLOAT -> new Constant.Numeric(new BigDecimal(token.text()));
            case HEX -> new Constant.Octets(HexFormat.of().parseHex(token.text()));
            case BINARY -> new Constant.Octets(Base64.getDecoder().decode(token.text()));
            case TIMESTAMP -> new Constant.Timestamp(token.text());
            case KEYWORD, WORD, SIGN, END -> {
                if (!token.is(Keyword.TRUE) && !token.is(Keyword.FALSE)) {
                    throw tokens.fault(Cause.CONSTANT);
                }
                yield new Constant.Bool(token.is(Keyword.TRUE));
            }
        };
        tokens.take();
        return constant;
    }

    /** What a constant has to be beyond the grammar. */
    private void check(Test test, int offset) throws PatternException {
        if (!(test.constants().stream().findFirst().orElse(null) instanceof Constant.Text(String text))) {
            return;
        }
        Cause cause = switch (test.operator()) {
            case MATCHES -> RegularExpression.refusal(text);
            case ISSUBSET, ISSUPERSET -> AddressRange.of(text) == null ? Cause.ADDRESS : null;
            default -> null;
        };
        if (cause != null) {
            throw new PatternException(cause, offset);
        }
        if (!HashForm.fits(test)) {
            remarks.add(new PatternException(Cause.HASH, offset));
        }
    }
}
