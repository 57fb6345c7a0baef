package org.entente.stix.pattern;

import org.jspecify.annotations.Nullable;

/**
 * A word, a constant or a sign of a pattern.
 *
 * @param offset where it begins
 * @param text what was written; of constants with apostrophes, their content with escapes resolved
 */
record Token(Kind kind, int offset, String text) {
    enum Kind {
        WORD,
        KEYWORD,
        INTEGER,
        FLOAT,
        STRING,
        HEX,
        BINARY,
        TIMESTAMP,
        SIGN,
        END
    }

    boolean is(Keyword keyword) {
        return kind == Kind.KEYWORD && Keyword.of(text) == keyword;
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** The keyword, or null where this is none. */
    @Nullable
    Keyword keyword() {
        return kind == Kind.KEYWORD ? Keyword.of(text) : null;
    }
}
