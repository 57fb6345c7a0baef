package org.entente.stix.pattern;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.entente.stix.pattern.PatternFault.Cause;

/**
 * Reads patterns (STIX 2.1 section 9). No text makes it throw: what is no pattern comes out as
 * {@link PatternReading.Unreadable} with the place and the cause, at the first fault.
 */
public final class PatternReader {
    /** The longest pattern, in UTF-16 units. */
    public static final int MAX_LENGTH = 1 << 16;

    /** The deepest nesting of parentheses and qualifiers, both kinds of parentheses counted together. */
    public static final int MAX_DEPTH = 100;

    /** The most comparison expressions in one pattern. */
    public static final int MAX_COMPARISONS = 2_000;

    /**
     * The most observation expressions that ask for observations of their own, repetitions of compound ones written out.
     * The matcher descends by recursion, so many more could exhaust a thread's stack. Plain alternatives count as one.
     */
    public static final int MAX_PARTS = 500;

    private PatternReader() {}

    /** Reads one pattern. */
    public static PatternReading read(String text) {
        try {
            if (text.length() > MAX_LENGTH) {
                throw new PatternException(Cause.LENGTH, MAX_LENGTH);
            }
            List<PatternException> remarks = new ArrayList<>();
            ObservationExpression expression = new ObservationParser(new Tokens(text), remarks).pattern();
            return new PatternReading.Read(
                    new Pattern(expression),
                    remarks.stream()
                            .sorted(Comparator.comparingInt(PatternException::offset))
                            .map(remark -> fault(text, remark))
                            .toList());
        } catch (PatternException e) {
            return new PatternReading.Unreadable(fault(text, e));
        }
    }

    private static PatternFault fault(String text, PatternException e) {
        String before = text.substring(0, e.offset());
        int lineStart = before.lastIndexOf('\n') + 1;
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new PatternFault(e.why(), e.offset(), line, 1 + before.codePointCount(lineStart, before.length()));
    }
}
