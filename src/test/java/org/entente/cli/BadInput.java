package org.entente.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Every kind of bad input that the node must answer clearly, and the rule by which it is refused. */
enum BadInput {
    EMPTY("json.empty", ""),
    TRUNCATED("json.truncated", good("").substring(0, 100)),
    NO_JSON("json.top", "hello"),
    WRONG_TYPE("stix.type", good("").replace("\"identity\"", "7")),
    NAME_OF_WRONG_TYPE("stix.list", good(", \"labels\": \"x\"")),
    LARGE_OBJECT("object.size", good(", \"x_large\": [" + "\"0123456789abcdef\",".repeat(600_000) + "\"\"]")),
    DEEP("object.depth", good(", \"x_deep\": " + "[".repeat(10_000) + "1" + "]".repeat(10_000))),
    DUPLICATE_KEY("json.duplicate", good(", \"name\": \"B\"")),
    LONE_SURROGATE("json.surrogate", good(", \"description\": \"\\ud800\"")),
    INVALID_UTF8("json.utf8", good(", \"description\": \"\u00ff\u00fe\"")),
    OVERLONG_UTF8("json.utf8", good(", \"description\": \"\u00c0\u00af\"")),
    NOT_A_NUMBER("json.syntax", good(", \"x_number\": NaN")),
    NO_ID("stix.id", "{\"type\": \"identity\", \"spec_version\": \"2.1\"}"),
    TRAILING("json.trailing", "[" + good("") + "] x");

    private final String rule;
    private final String latin;

    BadInput(String rule, String latin) {
        this.rule = rule;
        this.latin = latin;
    }

    String rule() {
        return rule;
    }

    byte[] bytes() {
        return latin.getBytes(ISO_8859_1);
    }

    /** A valid object, which bad input resembles. */
    static byte[] good() {
        return good("").getBytes(ISO_8859_1);
    }

    private static String good(String more) {
        return "{\"type\": \"identity\", \"spec_version\": \"2.1\", \"id\": \"identity--00000000-0000-4000-8000-000000000001\","
                + " \"created\": \"2026-01-01T00:00:00.000Z\", \"modified\": \"2026-01-01T00:00:00.000Z\", \"name\": \"A\""
                + more + "}";
    }
}
