package org.entente.stix.pattern;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.text.Normalizer;
import org.entente.stix.pattern.PatternFault.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions of MATCHES (STIX 2.1 section 9.6.1): the part of PCRE that RE2 matches in linear time. What RE2 leaves
 * out is refused when the pattern is read, looking around and referring back by name. Two differences stay: {@code $} stands
 * for the very end only, and {@code \w}, {@code \d} and {@code \s} know ASCII only.
 */
final class RegularExpression {
    /** The most instructions that an expression may have once its repetitions are written out. */
    static final int MAX_SIZE = 20_000;

    /** The deepest nesting of groups; RE2/J reads them by recursion. */
    static final int MAX_DEPTH = 200;

    private final String text;
    private int at;
    private @Nullable Cause cause;

    private RegularExpression(String text) {
        this.text = text;
    }

    /** Why this cannot be used, or null where it can. */
    static @Nullable Cause refusal(String expression) {
        RegularExpression scan = new RegularExpression(normalised(expression));
        long size = scan.group(0);
        if (scan.cause != null) {
            return scan.cause;
        }
        if (size > MAX_SIZE) {
            return Cause.EXPRESSION_SIZE;
        }
        try {
            Pattern.compile(scan.text, Pattern.DOTALL);
            return null;
        } catch (PatternSyntaxException e) {
            return Cause.EXPRESSION;
        }
    }

    /** An expression that was not refused, with the options that the standard asks for. */
    static Pattern compile(String expression) {
        return Pattern.compile(normalised(expression), Pattern.DOTALL);
    }

    /** How many instructions an expression that was not refused has at most, and so how many steps it takes for a character. */
    static long size(String expression) {
        return Math.max(1, new RegularExpression(normalised(expression)).group(0));
    }

    static String normalised(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** The written-out size of what stands up to the end of this group; looks for what RE2 does not know on the way. */
    private long group(int depth) {
        if (depth > MAX_DEPTH) {
            cause = Cause.EXPRESSION_SIZE;
        }
        long sum = 0;
        while (cause == null && at < text.length()) {
            char c = text.charAt(at++);
            if (c == ')') {
                break;
            }
            long atom = switch (c) {
                case '(' -> inner(depth);
                case '[' -> characterClass();
                case '\\' -> escape();
                default -> 1;
            };
            sum = Math.min(sum + atom * count(), MAX_SIZE + 1L);
        }
        return sum;
    }

    private long inner(int depth) {
        if (text.startsWith("?=", at)
                || text.startsWith("?!", at)
                || text.startsWith("?<=", at)
                || text.startsWith("?<!", at)) {
            cause = Cause.LOOKAROUND;
        } else if (text.startsWith("?P=", at)) {
            cause = Cause.BACKREFERENCE;
        }
        return 2 + group(depth + 1);
    }

    private long characterClass() {
        at += text.startsWith("^", at) ? 1 : 0;
        at += text.startsWith("]", at) ? 1 : 0;
        while (at < text.length() && text.charAt(at) != ']') {
            int named = text.startsWith("[:", at) ? text.indexOf(":]", at) : -1;
            at = named >= 0 ? named + 2 : at + (text.charAt(at) == '\\' ? 2 : 1);
        }
        at = Math.min(at + 1, text.length());
        return 1;
    }

    private long escape() {
        if (at == text.length()) {
            return 1;
        }
        char c = text.charAt(at++);
        if (c == 'Q') {
            int end = text.indexOf("\\E", at);
            int from = at;
            at = end < 0 ? text.length() : end + 2;
            return (long) at - from;
        }
        if ((c >= '1' && c <= '9') || c == 'k' || c == 'g') {
            cause = Cause.BACKREFERENCE;
        }
        return 1;
    }

    /** How often the atom before is written out: the larger number in braces, if there are such. */
    private long count() {
        if (!text.startsWith("{", at)) {
            return 1;
        }
        int end = text.indexOf('}', at);
        long most = 1;
        long number = 0;
        for (int i = at + 1; i < end; i++) {
            int digit = Character.digit(text.charAt(i), 10);
            number = digit < 0 ? 0 : Math.min(number * 10 + digit, MAX_SIZE);
            most = Math.max(most, number);
        }
        return most;
    }
}
