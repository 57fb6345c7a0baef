package org.entente.stix.pattern;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words that the grammar of patterns keeps for itself; a property of such a name has to stand in apostrophes. */
enum Keyword {
    AND("AND"),
    OR("OR"),
    NOT("NOT"),
    FOLLOWEDBY("FOLLOWEDBY"),
    LIKE("LIKE"),
    MATCHES("MATCHES"),
    ISSUPERSET("ISSUPERSET"),
    ISSUBSET("ISSUBSET"),
    EXISTS("EXISTS"),
    LAST("LAST"),
    IN("IN"),
    START("START"),
    STOP("STOP"),
    SECONDS("SECONDS"),
    TRUE("true"),
    FALSE("false"),
    WITHIN("WITHIN"),
    REPEATS("REPEATS"),
    TIMES("TIMES");

    private static final Map<String, Keyword> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(keyword -> keyword.word, Function.identity()));

    private final String word;

    Keyword(String word) {
        this.word = word;
    }

    static @Nullable Keyword of(String word) {
        return BY_WORD.get(word);
    }

    static boolean isOne(String word) {
        return BY_WORD.containsKey(word);
    }
}
