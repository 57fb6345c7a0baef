package org.entente.intake;

import java.util.Locale;
import java.util.Set;
import org.entente.stix.pattern.PatternFault;
import org.entente.stix.pattern.PatternReader;
import org.entente.stix.pattern.PatternReading;

/**
 * Patterns of STIX 2.0 (part 5) as STIX 2.1 section 9 has them: keywords in upper case, the times of START and STOP as
 * timestamps, and the names of properties that changed. All else stays as it is written.
 */
final class Pattern20 {
    sealed interface Result {}

    /**
     * A pattern that STIX 2.1 can read.
     *
     * @param custom whether it asks for a property that 2.1 lacks and that converted objects have as a custom one
     */
    record Text(String text, boolean custom) implements Result {}

    /**
     * No pattern.
     *
     * @param cause the name of the fault that the reader of patterns found
     */
    record Unreadable(String cause) implements Result {}

    private static final Set<String> KEYWORDS = Set.of(
            "AND",
            "OR",
            "NOT",
            "FOLLOWEDBY",
            "LIKE",
            "MATCHES",
            "ISSUPERSET",
            "ISSUBSET",
            "IN",
            "START",
            "STOP",
            "SECONDS",
            "WITHIN",
            "REPEATS",
            "TIMES");

    private final String text;
    private final StringBuilder out = new StringBuilder();
    private int pos;
    private boolean timeExpected;
    private boolean custom;

    private Pattern20(String text) {
        this.text = text;
    }

    static Result convert(String text) {
        if (text.length() > PatternReader.MAX_LENGTH) {
            return new Unreadable("LENGTH");
        }
        Pattern20 pattern = new Pattern20(text);
        pattern.rewrite();
        String rewritten = pattern.out.toString();
        return switch (PatternReader.read(rewritten)) {
            case PatternReading.Read _ -> new Text(rewritten, pattern.custom);
            case PatternReading.Unreadable(PatternFault fault) ->
                new Unreadable(fault.cause().name());
        };
    }

    private void rewrite() {
        while (pos < text.length()) {
            char c = text.charAt(pos);
            if (c == '\'') {
                constant();
            } else if (isWord(c)) {
                word();
            } else {
                timeExpected &= Character.isWhitespace(c);
                out.append(c);
                pos++;
            }
        }
    }

    private void constant() {
        if (timeExpected) {
            out.append('t');
        }
        timeExpected = false;
        out.append(quoted());
    }

    private void word() {
        int start = pos;
        while (pos < text.length() && isWord(text.charAt(pos))) {
            pos++;
        }
        String word = text.substring(start, pos);
        boolean prefix = pos < text.length() && text.charAt(pos) == '\'' && word.length() == 1;
        if (pos < text.length() && text.charAt(pos) == ':') {
            path(word);
        } else if (prefix) {
            // t'…', b'…' and h'…' are constants already.
            out.append(word).append(quoted());
        } else {
            String upper = word.toUpperCase(Locale.ROOT);
            out.append(KEYWORDS.contains(upper) ? upper : word);
            timeExpected = upper.equals("START") || upper.equals("STOP");
            return;
        }
        timeExpected = false;
    }

    /** An object path, which begins at the colon after its type. */
    private void path(String type) {
        int start = ++pos;
        while (pos < text.length() && (isWord(text.charAt(pos)) || ".[]*'".indexOf(text.charAt(pos)) >= 0)) {
            if (text.charAt(pos) == '\'') {
                quoted();
            } else {
                pos++;
            }
        }
        // A bracket that closes the comparison expression is not of the path.
        while (pos > start && text.charAt(pos - 1) == ']' && unopened(start)) {
            pos--;
        }
        String before = text.substring(start, pos);
        String after = Renamed20.path(type, before);
        custom |= !after.equals(before) && after.startsWith("x_");
        out.append(type).append(':').append(after);
    }

    private boolean unopened(int start) {
        int open = 0;
        for (int i = start; i < pos; i++) {
            open += text.charAt(i) == '[' ? 1 : text.charAt(i) == ']' ? -1 : 0;
        }
        return open < 0;
    }

    /** The quoted text that begins here, as it is written; to the end where it does not end. */
    private String quoted() {
        int start = pos++;
        while (pos < text.length() && text.charAt(pos) != '\'') {
            pos += text.charAt(pos) == '\\' ? 2 : 1;
        }
        pos = Math.min(pos + 1, text.length());
        return text.substring(start, pos);
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
}
