package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The examples and the table of numbers of RFC 8785. */
class CanonicalJsonTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void theExampleOfSection322() {
        String input = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";
        String expected = "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
        assertBoth(expected, input);
    }

    @Test
    void theSortingExampleOfSection323() {
        String input = """
                {
                  "\\u20ac": "Euro Sign",
                  "\\r": "Carriage Return",
                  "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                  "1": "One",
                  "\\ud83d\\ude00": "Emoji: Grinning Face",
                  "\\u0080": "Control",
                  "\\u00f6": "Latin Small Letter O With Diaeresis"
                }""";
        String expected = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}";
        assertBoth(expected, input);
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void theNumbersOfAppendixB(String bits, String expected) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        assertEquals(expected, text(CanonicalJson.of(new DoubleNode(value))));
        assertEquals(expected, text(CanonicalJson.of(expected.getBytes(UTF_8))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"\\u0061\":2}|json.duplicate",
                "[\"\\ud800\"]|json.surrogate",
                "1e400|json.number",
                "-1e400|json.number",
                "1e-400|json.number",
                "9007199254740993|json.number",
                "1 2|json.trailing",
                "[1|json.truncated",
                "[01]|json.syntax",
                "NaN|json.syntax"
            })
    void whatHasNoCanonicalFormIsRefused(String input, String rule) {
        CanonicalJson.Refused refused =
                assertThrows(CanonicalJson.Refused.class, () -> CanonicalJson.of(input.getBytes(UTF_8)));
        assertEquals(rule, refused.rule());
    }

    @Test
    void treesThatHaveNoCanonicalFormAreRefused() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        assertThrows(CanonicalJson.Refused.class, () -> CanonicalJson.of(nodes.numberNode(Double.NaN)));
        assertThrows(CanonicalJson.Refused.class, () -> CanonicalJson.of(nodes.numberNode(Float.POSITIVE_INFINITY)));
        assertThrows(CanonicalJson.Refused.class, () -> CanonicalJson.of(nodes.stringNode("\udc00")));
        assertThrows(CanonicalJson.Refused.class, () -> CanonicalJson.of(nodes.numberNode(Long.MAX_VALUE)));
        assertThrows(CanonicalJson.Refused.class, () -> CanonicalJson.of(nodes.binaryNode(new byte[1])));
    }

    private static void assertBoth(String expected, String input) {
        assertEquals(expected, text(CanonicalJson.of(input.getBytes(UTF_8))));
        assertEquals(expected, text(CanonicalJson.of(JSON.readTree(input))));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
