package org.entente.memorandum;

/** The tokens of a {@link ConstraintText}, one at a time, each with the place where it begins. */
final class Lexer {
    /** What a token is. */
    enum Kind {
        WORD,
        QUOTED,
        /** One of the characters that stand for themselves. */
        MARK,
        END
    }

    /** A token; of a quoted one the text without quotes and escapes. */
    record Token(Kind kind, String text, String place) {
        boolean is(Kind expected, String expectedText) {
            return kind == expected && text.equals(expectedText);
        }

        Refusal refuse(String rule, String message) {
            return new Refusal(new Fault(rule, place, message));
        }
    }

    private static final String MARKS = "()[],";
    private static final String WITHIN_WORDS = "._:+%/@-";

    private final String text;
    private int position;
    private int line = 1;
    private int lineStart;

    Lexer(String text) {
        this.text = text;
    }

    /** Whether the text needs no quotes: ASCII letters and digits, and {@code ._:+%/@-} after the first. */
    static boolean isWord(String text) {
        return !text.isEmpty() && isAlphanumeric(text.charAt(0)) && text.chars().allMatch(Lexer::isWithinWord);
    }

    Token next() {
        skipBlanks();
        String place = "line " + line + ", column " + (text.codePointCount(lineStart, position) + 1);
        if (position == text.length()) {
            return new Token(Kind.END, "", place);
        }
        char c = text.charAt(position);
        if (MARKS.indexOf(c) >= 0) {
            position++;
            return new Token(Kind.MARK, String.valueOf(c), place);
        }
        if (c == '"') {
            return quoted(place);
        }
        if (!isAlphanumeric(c)) {
            throw new Refusal(new Fault("bad-character", place, "This character may stand in quotes only."));
        }
        int start = position;
        while (position < text.length() && isWithinWord(text.charAt(position))) {
            position++;
        }
        return new Token(Kind.WORD, text.substring(start, position), place);
    }

    private Token quoted(String place) {
        StringBuilder value = new StringBuilder();
        position++;
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return new Token(Kind.QUOTED, value.toString(), place);
            }
            if (c == '\\') {
                boolean escapes = position < text.length() && "\"\\".indexOf(text.charAt(position)) >= 0;
                if (!escapes) {
                    throw new Refusal(new Fault(
                            "bad-escape", place, "In quotes a backslash stands before a quote or a backslash."));
                }
                c = text.charAt(position++);
            }
            value.append(c);
        }
        throw new Refusal(new Fault("open-quote", place, "A quote was opened and is not closed."));
    }

    private void skipBlanks() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
            if (text.charAt(position - 1) == '\n') {
                line++;
                lineStart = position;
            }
        }
    }

    private static boolean isWithinWord(int c) {
        return isAlphanumeric(c) || WITHIN_WORDS.indexOf(c) >= 0;
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
