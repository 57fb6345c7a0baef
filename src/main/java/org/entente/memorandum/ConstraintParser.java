package org.entente.memorandum;

import java.util.ArrayList;
import java.util.List;
import org.entente.memorandum.Constraint.All;
import org.entente.memorandum.Constraint.Any;
import org.entente.memorandum.Constraint.Not;
import org.entente.memorandum.Constraint.Term;
import org.entente.memorandum.LeftOperand.Shape;
import org.entente.memorandum.Lexer.Kind;
import org.entente.memorandum.Lexer.Token;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads the grammar of {@link ConstraintText} by recursive descent. Values become JSON and go through {@link
 * ConstraintJson}, so that both forms have one set of rules.
 */
final class ConstraintParser {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** No confidence and no number of days or hours has more digits. */
    private static final int MAX_DIGITS = 7;

    private final Lexer lexer;
    private Token token;
    private int nesting;

    ConstraintParser(String text) {
        if (text.length() > ConstraintText.MAX_LENGTH) {
            throw new Refusal(new Fault("too-long", "line 1, column 1", "The text is longer than it may be."));
        }
        lexer = new Lexer(text);
        token = lexer.next();
    }

    /** The constraint that the whole text is. */
    Constraint constraint() {
        Token start = token;
        Constraint constraint = joined();
        if (token.kind() != Kind.END) {
            throw token.refuse("unexpected", "Here and, or, or the end of the text is expected.");
        }
        if (depth(constraint) > Constraint.MAX_DEPTH) {
            throw start.refuse("too-deep", "Constraints are nested more deeply than they may be.");
        }
        return constraint;
    }

    private Constraint joined() {
        List<Constraint> members = new ArrayList<>();
        members.add(part());
        String word = token.text();
        boolean joins = token.kind() == Kind.WORD && (word.equals("and") || word.equals("or"));
        while (joins && token.is(Kind.WORD, word)) {
            if (members.size() == Constraint.MAX_CHILDREN) {
                throw token.refuse("too-many", "More constraints are joined than may be.");
            }
            advance();
            members.add(part());
        }
        if (token.is(Kind.WORD, "and") || token.is(Kind.WORD, "or")) {
            throw token.refuse("mixed", "Where and meets or, parentheses have to say which belongs together.");
        }
        if (members.size() == 1) {
            return members.getFirst();
        }
        return word.equals("and") ? new All(members) : new Any(members);
    }

    private Constraint part() {
        if (++nesting > ConstraintText.MAX_NESTING) {
            throw token.refuse("too-deep", "Constraints are nested more deeply than they may be.");
        }
        Constraint part;
        if (token.is(Kind.MARK, "(")) {
            part = parenthesised();
        } else if (take("not")) {
            part = new Not(part());
        } else if (take("all")) {
            part = new All(List.of(alone()));
        } else if (take("any")) {
            part = new Any(List.of(alone()));
        } else {
            part = term();
        }
        nesting--;
        return part;
    }

    private Constraint alone() {
        expect("of");
        return parenthesised();
    }

    private Constraint parenthesised() {
        expectMark("(");
        Constraint constraint = joined();
        expectMark(")");
        return constraint;
    }

    private Term term() {
        LeftOperand left = token.kind() == Kind.WORD ? LeftOperand.parse(token.text()) : null;
        if (left == null) {
            throw token.refuse("unknown-term", ConstraintJson.UNKNOWN_TERM);
        }
        advance();
        Token comparison = token;
        Operator operator = operator(left);
        if (!left.allows(operator)) {
            throw comparison.refuse("unfit-operator", "This operator has no meaning for this property.");
        }
        Token start = token;
        JsonNode right = switch (operator.operands()) {
            case NONE -> JSON.booleanNode(true);
            case ONE -> value(left);
            case LIST -> list(left);
        };
        return ConstraintJson.term(left, operator, new Element(right, start.place()));
    }

    private Operator operator(LeftOperand left) {
        Operator operator = left.shape() == Shape.INSTANT ? instants() : levels();
        if (operator != null) {
            return operator;
        }
        expect("is");
        if (token.kind() == Kind.WORD && ConstraintText.RESERVED.contains(token.text())) {
            return switch (advance().text()) {
                case "absent" -> Operator.IS_ABSENT;
                case "not" -> Operator.NEQ;
                case "any" -> listed(Operator.IS_ANY_OF);
                case "none" -> listed(Operator.IS_NONE_OF);
                default -> listed(Operator.IS_ALL_OF);
            };
        }
        return Operator.EQ;
    }

    private Operator listed(Operator operator) {
        expect("of");
        return operator;
    }

    private @Nullable Operator instants() {
        if (take("not")) {
            if (take("after")) {
                return Operator.LTEQ;
            }
            expect("before");
            return Operator.GTEQ;
        }
        return take("before") ? Operator.LT : take("after") ? Operator.GT : null;
    }

    private @Nullable Operator levels() {
        if (take("at")) {
            if (take("most")) {
                return Operator.LTEQ;
            }
            expect("least");
            return Operator.GTEQ;
        }
        return take("below") ? Operator.LT : take("above") ? Operator.GT : null;
    }

    private ArrayNode list(LeftOperand left) {
        expectMark("[");
        ArrayNode values = JSON.arrayNode();
        values.add(value(left));
        while (token.is(Kind.MARK, ",")) {
            if (values.size() == Constraint.MAX_VALUES) {
                throw token.refuse("too-many", "The list has more items than it may have.");
            }
            advance();
            values.add(value(left));
        }
        expectMark("]");
        return values;
    }

    private JsonNode value(LeftOperand left) {
        if (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED) {
            throw token.refuse("unexpected", "A value is expected here.");
        }
        return switch (left) {
            case CONFIDENCE -> JSON.numberNode(number());
            case AGE -> JSON.stringNode(span());
            default -> JSON.stringNode(advance().text());
        };
    }

    private int number() {
        Token digits = advance();
        String text = digits.text();
        boolean plain = digits.kind() == Kind.WORD
                && text.length() <= MAX_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && (text.length() == 1 || text.charAt(0) != '0');
        if (!plain) {
            throw digits.refuse("bad-number", "A whole number in digits is expected here.");
        }
        return Integer.parseInt(text);
    }

    private String span() {
        int number = number();
        Token unit = advance();
        return switch (unit.kind() == Kind.WORD ? unit.text() : "") {
            case "day", "days" -> "P" + number + "D";
            case "hour", "hours" -> "PT" + number + "H";
            default -> throw unit.refuse("bad-span", "After the number of an age hours or days is expected.");
        };
    }

    private static int depth(Constraint constraint) {
        return switch (constraint) {
            case All(var members) -> 1 + deepest(members);
            case Any(var members) -> 1 + deepest(members);
            case Not(var member) -> 1 + depth(member);
            case Term _ -> 1;
        };
    }

    private static int deepest(List<Constraint> members) {
        return members.stream().mapToInt(ConstraintParser::depth).max().orElse(0);
    }

    private Token advance() {
        Token current = token;
        token = lexer.next();
        return current;
    }

    private boolean take(String word) {
        boolean here = token.is(Kind.WORD, word);
        if (here) {
            advance();
        }
        return here;
    }

    /** The words of the grammar are few and fixed; the fault says which kind of thing is missing. */
    private void expect(String word) {
        if (!take(word)) {
            throw token.refuse(
                    "unexpected", "Here a word of the comparison is missing, such as is, of, before or least.");
        }
    }

    private void expectMark(String mark) {
        if (!token.is(Kind.MARK, mark)) {
            throw token.refuse(
                    "unexpected",
                    switch (mark) {
                        case "(" -> "An opening parenthesis is expected here.";
                        case ")" -> "A closing parenthesis is expected here, or and, or or.";
                        case "[" -> "A list in brackets is expected here.";
                        default -> "A comma or a closing bracket is expected here.";
                    });
        }
        advance();
    }
}
