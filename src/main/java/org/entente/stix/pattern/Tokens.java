package org.entente.stix.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.entente.stix.pattern.PatternFault.Cause;

/** The tokens of a pattern, one ahead, and how deep the parser stands. */
final class Tokens {
    private final Lexer lexer;
    private Token current;
    private int depth;

    Tokens(String text) throws PatternException {
        lexer = new Lexer(text);
        current = lexer.next();
    }

    Token peek() {
        return current;
    }

    Token take() throws PatternException {
        Token taken = current;
        current = lexer.next();
        return taken;
    }

    boolean takeIf(Keyword keyword) throws PatternException {
        boolean is = current.is(keyword);
        if (is) {
            take();
        }
        return is;
    }

    boolean takeIf(String sign) throws PatternException {
        boolean is = current.isSign(sign);
        if (is) {
            take();
        }
        return is;
    }

    /** Takes a token of that kind; anything else is at fault. */
    Token expect(Token.Kind kind, Cause cause) throws PatternException {
        if (current.kind() != kind) {
            throw fault(cause);
        }
        return take();
    }

    void expect(String sign, Cause cause) throws PatternException {
        if (!takeIf(sign)) {
            throw fault(cause);
        }
    }

    void expect(Keyword keyword, Cause cause) throws PatternException {
        if (!takeIf(keyword)) {
            throw fault(cause);
        }
    }

    void enter() throws PatternException {
        if (++depth > PatternReader.MAX_DEPTH) {
            throw fault(Cause.DEPTH);
        }
    }

    void leave() {
        depth--;
    }

    /** Reads one part of an expression. */
    interface Part<T> {
        T read() throws PatternException;
    }

    /** Reads parts that the operator stands between, and joins them; a single part is itself. */
    <T> T chain(Keyword operator, Part<T> part, Function<List<T>, T> join) throws PatternException {
        T first = part.read();
        if (!current.is(operator)) {
            return first;
        }
        List<T> parts = new ArrayList<>(List.of(first));
        while (takeIf(operator)) {
            parts.add(part.read());
        }
        return join.apply(parts);
    }

    /** A fault at the token ahead. */
    PatternException fault(Cause cause) {
        return new PatternException(cause, current.offset());
    }
}
