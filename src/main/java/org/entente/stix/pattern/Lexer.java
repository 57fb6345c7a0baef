package org.entente.stix.pattern;

import org.entente.stix.StixTimestamp;
import org.entente.stix.pattern.PatternFault.Cause;
import org.entente.stix.pattern.Token.Kind;

/** Cuts a pattern into tokens, as the grammar of the OASIS does; white space and comments fall away. */
final class Lexer {
    private final String text;
    private int at;

    Lexer(String text) {
        this.text = text;
    }

    /** The next token; {@link Kind#END} at the end and ever after. */
    Token next() throws PatternException {
        skip();
        int from = at;
        if (at == text.length()) {
            return new Token(Kind.END, from, "");
        }
        char c = text.charAt(at);
        if (c == '\'') {
            return new Token(Kind.STRING, from, string());
        }
        if ((c == 'h' || c == 'b' || c == 't') && text.startsWith("'", at + 1)) {
            return prefixed(c);
        }
        if (isLetter(c)) {
            return word();
        }
        if (numberBegins()) {
            return number();
        }
        return sign();
    }

    private void skip() {
        while (at < text.length()) {
            if (isWhite(text.charAt(at))) {
                at++;
            } else if (text.startsWith("//", at)) {
                while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                    at++;
                }
            } else if (text.startsWith("/*", at) && text.indexOf("*/", at + 2) >= 0) {
                at = text.indexOf("*/", at + 2) + 2;
            } else {
                return;
            }
        }
    }

    private String string() throws PatternException {
        int from = at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\'') {
                return content.toString();
            }
            if (c == '\\') {
                if (at == text.length() || (text.charAt(at) != '\'' && text.charAt(at) != '\\')) {
                    throw new PatternException(Cause.ESCAPE, at - 1);
                }
                c = text.charAt(at++);
            }
            content.append(c);
        }
        throw new PatternException(Cause.STRING_OPEN, from);
    }

    private Token prefixed(char prefix) throws PatternException {
        int from = at++;
        int end = text.indexOf('\'', at + 1);
        String content = end < 0 ? "" : text.substring(at + 1, end);
        Token token = switch (prefix) {
            case 'h' -> checked(end >= 0 && isHex(content), Kind.HEX, Cause.HEX, from, content);
            case 'b' -> {
                // Line feeds belong to the writing of base64, not to what it says.
                String packed = content.replace("\r", "").replace("\n", "");
                yield checked(isBase64(packed), Kind.BINARY, Cause.BINARY, from, packed);
            }
            default -> checked(StixTimestamp.isValid(content), Kind.TIMESTAMP, Cause.TIMESTAMP, from, content);
        };
        at = end + 1;
        return token;
    }

    private static Token checked(boolean valid, Kind kind, Cause cause, int from, String content)
            throws PatternException {
        if (!valid) {
            throw new PatternException(cause, from);
        }
        return new Token(kind, from, content);
    }

    private static boolean isHex(String text) {
        return text.length() % 2 == 0
                && text.chars().allMatch(c -> isDigit((char) c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
    }

    private static boolean isBase64(String text) {
        int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
        return !text.isEmpty()
                && text.length() % 4 == 0
                && text.chars()
                        .limit(text.length() - padding)
                        .allMatch(c -> isDigit((char) c)
                                || (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || c == '+'
                                || c == '/');
    }

    private Token word() {
        int from = at;
        while (at < text.length()
                && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        String word = text.substring(from, at);
        return new Token(Keyword.isOne(word) ? Kind.KEYWORD : Kind.WORD, from, word);
    }

    private boolean numberBegins() {
        int i = at + (text.charAt(at) == '-' || text.charAt(at) == '+' ? 1 : 0);
        return digitAt(i) || (i < text.length() && text.charAt(i) == '.' && digitAt(i + 1));
    }

    /** A number as the grammar has it: an integer has no zero before its other digits, a float needs a digit at its end. */
    private Token number() {
        int from = at;
        at += isDigit(text.charAt(at)) || text.charAt(at) == '.' ? 0 : 1;
        int digits = at;
        digits();
        if (at < text.length() && text.charAt(at) == '.' && digitAt(at + 1)) {
            at++;
            digits();
            return new Token(Kind.FLOAT, from, text.substring(from, at));
        }
        if (text.charAt(digits) == '0') {
            at = digits + 1;
        }
        return new Token(Kind.INTEGER, from, text.substring(from, at));
    }

    private void digits() {
        while (digitAt(at)) {
            at++;
        }
    }

    private Token sign() throws PatternException {
        int from = at;
        String two = text.substring(at, Math.min(at + 2, text.length()));
        boolean isTwo = switch (two) {
            case "==", "!=", "<>", "<=", ">=" -> true;
            default -> false;
        };
        if (!isTwo && "[]():.,=<>*".indexOf(text.charAt(at)) < 0) {
            throw new PatternException(Cause.CHARACTER, at);
        }
        at += isTwo ? 2 : 1;
        return new Token(Kind.SIGN, from, text.substring(from, at));
    }

    private boolean digitAt(int place) {
        return place < text.length() && isDigit(text.charAt(place));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    /** The code points that Unicode calls white space. */
    private static boolean isWhite(char c) {
        return switch (c) {
            case '\t', '\n', '\u000b', '\f', '\r', ' ', '\u0085', '\u00a0', '\u1680' -> true;
            case '\u2028', '\u2029', '\u202f', '\u205f', '\u3000' -> true;
            default -> c >= '\u2000' && c <= '\u200a';
        };
    }
}
