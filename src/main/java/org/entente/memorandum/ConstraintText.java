package org.entente.memorandum;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.memorandum.Constraint.AgeTerm;
import org.entente.memorandum.Constraint.All;
import org.entente.memorandum.Constraint.Any;
import org.entente.memorandum.Constraint.Not;
import org.entente.memorandum.Constraint.Term;

/**
 * Constraints as people read and write them, without loss against the JSON form:
 *
 * <pre>
 * type is any of [indicator, identity] and tlp at most green and not topic is any of [defence]
 *
 * constraint = part | part "and" part … | part "or" part …        never both side by side: use parentheses
 * part       = "not" part | "(" constraint ")" | "all of (" constraint ")" | "any of (" constraint ")" | term
 * term       = name "is absent"
 *            | name "is" value | name "is not" value
 *            | name "is any of" list | name "is none of" list | name "is all of" list
 *            | name ("below" | "at most" | "above" | "at least") value      levels and ages
 *            | name ("before" | "not after" | "after" | "not before") value    instants
 * list       = "[" value "," … "]"
 * value      = word | "text in quotes, with \" and \\" | number ("hours" | "days") for ages
 * </pre>
 *
 * <p>{@code all of} and {@code any of} with parentheses stand for an {@code all} and an {@code any} of one member. What is
 * printed reads back as the same constraint, and what is read prints as the one text of its constraint: blanks, needless
 * quotes and needless parentheses are the only things that go.
 */
public final class ConstraintText {
    /** The longest text, in UTF-16 units. No constraint prints longer than it is in JSON. */
    public static final int MAX_LENGTH = Constraint.MAX_BYTES;

    /** How deep parentheses and {@code not} may nest in a text. */
    public static final int MAX_NESTING = 64;

    /** Words after {@code is} that are no values unless they are in quotes. */
    static final Set<String> RESERVED = Set.of("absent", "any", "none", "all", "not");

    private ConstraintText() {}

    /**
     * Reads a constraint. A fault's path says where in the text it is, such as {@code line 1, column 6}; what JSON refuses
     * is refused here by the same rules.
     */
    public static Reading<Constraint> read(String text) {
        return Refusal.reading(() -> new ConstraintParser(text).constraint());
    }

    /** The constraint on one line. */
    public static String of(Constraint constraint) {
        return switch (constraint) {
            case All(var members) -> joined(members, "and", "all");
            case Any(var members) -> joined(members, "or", "any");
            case Not(var member) -> "not " + part(member);
            case Term term -> term(term);
        };
    }

    private static String joined(List<Constraint> members, String word, String alone) {
        return members.size() == 1
                ? alone + " of (" + of(members.getFirst()) + ")"
                : members.stream().map(ConstraintText::part).collect(Collectors.joining(" " + word + " "));
    }

    /** The constraint where it stands beside others. */
    private static String part(Constraint constraint) {
        boolean joins = switch (constraint) {
            case All(var members) -> members.size() > 1;
            case Any(var members) -> members.size() > 1;
            case Not _, Term _ -> false;
        };
        return joins ? "(" + of(constraint) + ")" : of(constraint);
    }

    private static String term(Term term) {
        String start = term.left().text() + " " + words(term.left(), term.operator());
        List<String> values = values(term);
        return switch (term.operator().operands()) {
            case NONE -> start;
            case ONE -> start + " " + values.getFirst();
            case LIST -> start + " [" + String.join(", ", values) + "]";
        };
    }

    /** The operator in words. */
    static String words(LeftOperand left, Operator operator) {
        boolean instant = left.shape() == LeftOperand.Shape.INSTANT;
        return switch (operator) {
            case EQ -> "is";
            case NEQ -> "is not";
            case IS_ANY_OF -> "is any of";
            case IS_NONE_OF -> "is none of";
            case IS_ALL_OF -> "is all of";
            case LT -> instant ? "before" : "below";
            case LTEQ -> instant ? "not after" : "at most";
            case GT -> instant ? "after" : "above";
            case GTEQ -> instant ? "not before" : "at least";
            case IS_ABSENT -> "is absent";
        };
    }

    private static List<String> values(Term term) {
        return term instanceof AgeTerm(var _, List<Duration> spans)
                ? spans.stream().map(Span::words).toList()
                : term.right().stream().map(ConstraintText::value).toList();
    }

    private static String value(String text) {
        if (Lexer.isWord(text) && !RESERVED.contains(text)) {
            return text;
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
