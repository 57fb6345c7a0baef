package org.entente.stix.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.entente.stix.pattern.PatternFault.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternReaderTest {
    private static Pattern read(String text) {
        return assertInstanceOf(PatternReading.Read.class, PatternReader.read(text), text)
                .pattern();
    }

    private static PatternFault fault(String text) {
        return assertInstanceOf(PatternReading.Unreadable.class, PatternReader.read(text), text)
                .fault();
    }

    private static List<Cause> remarks(String text) {
        return assertInstanceOf(PatternReading.Read.class, PatternReader.read(text), text).remarks().stream()
                .map(PatternFault::cause)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "\"\"|OBSERVATION|1",
                "a:b = 1|OBSERVATION|1",
                "[]|COMPARISON|2",
                "[a:b = 1|BRACKET|9",
                "[a:b = 1] [a:b = 2]|END|11",
                "([a:b = 1]|PARENTHESIS|11",
                "[(a:b = 1]|PARENTHESIS|10",
                "[a.b = 1]|COLON|3",
                "[a: = 1]|PROPERTY|5",
                "[a:b-c = 1]|PROPERTY|4",
                "[a:AND = 1]|PROPERTY|4",
                "[a:b[x] = 1]|INDEX|6",
                "[a:b[1 = 1]|INDEX|8",
                "[a:b 1]|OPERATOR|6",
                "[a:b NOT EXISTS]|OPERATOR|10",
                "[NOT a:b = 1]|COMPARISON|6",
                "[a:b = ]|CONSTANT|8",
                "[a:b = null]|CONSTANT|8",
                "[a:b = 007]|BRACKET|9",
                "[a:b = 1.]|BRACKET|9",
                "[a:b < true]|ORDER|8",
                "[a:b LIKE 1]|STRING|11",
                "[a:b IN 1]|SET|9",
                "[a:b IN (1 2)]|SET|12",
                "[a:b IN (1, 'x')]|SET_TYPES|13",
                "[a:b = 'x]|STRING_OPEN|8",
                "[a:b = 'x\\n']|ESCAPE|10",
                "[a:b = h'abc']|HEX|8",
                "[a:b = b'abc']|BINARY|8",
                "[a:b = b'']|BINARY|8",
                "[a:b = t'2020-02-30T00:00:00Z']|TIMESTAMP|8",
                "[a:b = t'2020-01-01T00:00:00']|TIMESTAMP|8",
                "[a:b # 1]|CHARACTER|6",
                "[a:b = 1] /* |CHARACTER|11",
                "[a:b ISSUBSET '1.2.3']|ADDRESS|15",
                "[a:b ISSUPERSET '1.2.3.4/33']|ADDRESS|17",
                "[a:b = 1] WITHIN 0 SECONDS|WITHIN|18",
                "[a:b = 1] WITHIN -1.5 SECONDS|WITHIN|18",
                "[a:b = 1] WITHIN 1 second|WITHIN|20",
                "[a:b = 1] REPEATS 0 TIMES|REPEATS|19",
                "[a:b = 1] REPEATS 1.5 TIMES|REPEATS|19",
                "[a:b = 1] REPEATS 9999999999 TIMES|NUMBER_SIZE|11",
                "[a:b[9999999999] = 1]|NUMBER_SIZE|6",
                "[a:b = 1] START t'2020-01-01T00:00:00Z'|START_STOP|40",
                "[a:b MATCHES '(']|EXPRESSION|14",
                "[a:b MATCHES 'a(?=b)']|LOOKAROUND|14",
                "[a:b MATCHES 'a(?<!b)']|LOOKAROUND|14",
                "[a:b MATCHES '(a)\\\\1']|BACKREFERENCE|14",
                "[a:b MATCHES '(?P<n>a)(?P=n)']|BACKREFERENCE|14",
                "[a:b MATCHES '((a{99}){99}){99}']|EXPRESSION_SIZE|14"
            })
    void theFirstFaultIsNamedWithItsColumn(String text, Cause cause, int column) {
        PatternFault fault = fault(text);
        assertEquals(cause, fault.cause());
        assertEquals(column, fault.column());
        assertEquals(1, fault.line());
        assertEquals(column - 1, fault.offset());
    }

    @Test
    void linesAreCountedAndColumnsAreCodePoints() {
        PatternFault fault = fault("[a:b = 'x\ny']\n  AND [a:c = '\ud83d\ude00' ?]");
        assertEquals(Cause.CHARACTER, fault.cause());
        assertEquals(3, fault.line());
        assertEquals(18, fault.column());
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void everyCauseIsASentence(Cause cause) {
        assertTrue(cause.sentence().matches("[A-Z].*\\."), cause.sentence());
        assertFalse(cause.sentence().contains("%"));
    }

    @Test
    void limitsHold() {
        assertEquals(
                Cause.LENGTH,
                fault("[a:b = 1]" + " ".repeat(PatternReader.MAX_LENGTH)).cause());
        String open = "(".repeat(PatternReader.MAX_DEPTH + 1);
        assertEquals(Cause.DEPTH, fault(open + "[a:b = 1]").cause());
        assertEquals(Cause.DEPTH, fault("[" + open + "a:b = 1").cause());
        assertEquals(
                Cause.DEPTH,
                fault("[a:b = 1]" + " WITHIN 1 SECONDS".repeat(PatternReader.MAX_DEPTH + 1))
                        .cause());
        assertEquals(
                Cause.COMPARISONS,
                fault("[a:b = 1" + " OR a:b = 1".repeat(PatternReader.MAX_COMPARISONS) + "]")
                        .cause());
        assertEquals(
                Cause.PARTS,
                fault("([a:b = 1] FOLLOWEDBY [a:b = 2]) REPEATS " + PatternReader.MAX_PARTS + " TIMES")
                        .cause());
        read("([a:b = 1] OR [a:b = 2]) REPEATS 1000000 TIMES");
        assertEquals(
                Cause.EXPRESSION_SIZE,
                fault("[a:b MATCHES '" + "(".repeat(5_000) + ")".repeat(5_000) + "']")
                        .cause());
    }

    @Test
    void operatorsBindAsTheStandardSays() {
        assertEquals(
                read("[a:b=1] FOLLOWEDBY ([a:b=2] OR ([a:b=3] AND ([a:b=4] REPEATS 2 TIMES)))"),
                read("[a:b=1] FOLLOWEDBY [a:b=2] OR [a:b=3] AND [a:b=4] REPEATS 2 TIMES"));
        assertEquals(read("[a:b=1 OR (a:b=2 AND a:b=3)]"), read("[a:b=1 OR a:b=2 AND a:b=3]"));
        assertEquals(
                "([a:b = 1] FOLLOWEDBY [a:b = 2]) REPEATS 5 TIMES WITHIN 0.5 SECONDS",
                read("((([a:b=1])FOLLOWEDBY[a:b==2]))REPEATS 5 TIMES WITHIN .5 SECONDS")
                        .toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a-b:c.'d-e'[0].f_refs[*].'AND' NOT LIKE 'it\\'s \\\\']",
                "[a:b IN (h'00ff', h'')]",
                "[a:b != t'2020-01-01T00:00:00.123456789012Z']",
                "[(EXISTS a:b AND NOT EXISTS a:c) OR a:d[-1] = -0.5]",
                "[a:b NOT ISSUBSET '::ffff:1.2.3.4/96'] START t'2020-01-01T00:00:00Z' STOP t'2020-01-02T00:00:00Z'"
            })
    void textInItsOwnFormComesBackUnchanged(String text) {
        assertEquals(text, read(text).toString());
    }

    @Test
    void whiteSpaceAndCommentsFallAway() {
        assertEquals(read("[a:b = b'YWI=']"), read("/* one */[a:b\u00a0=\u2003b'YW\nI=']// the end"));
        assertEquals(read("[a:b = h'6162']"), read("[a:b = b'YWI=']"));
        assertEquals(read("[a:b MATCHES '^x'] AND [a:b <> 1]"), read("[a:b MATCHES'^x']AND[a:b!=+1]"));
    }

    @Test
    void whatBreaksARuleIsReadAndRemarkedUpon() {
        String hash = "0".repeat(31);
        assertEquals(List.of(Cause.HASH), remarks("[file:hashes.MD5 = '" + hash + "']"));
        assertEquals(List.of(), remarks("[file:hashes.MD5 = '0" + hash + "']"));
        assertEquals(List.of(), remarks("[file:hashes.MD5 LIKE '0%']"));
        assertEquals(List.of(Cause.QUALIFIER_TWICE), remarks("[a:b=1] REPEATS 2 TIMES REPEATS 2 TIMES"));
        assertEquals(List.of(), remarks("([a:b=1] REPEATS 2 TIMES) WITHIN 1 SECONDS"));
        assertEquals(List.of(Cause.NO_COMMON_TYPE), remarks("[a:b=1 AND c:d=1]"));
        assertEquals(List.of(), remarks("[a:b=1 OR c:d=1]"));
        assertEquals(List.of(), remarks("[(a:b=1 OR c:d=1) AND c:e=1]"));
        String time = "t'2020-01-01T00:00:00Z'";
        assertEquals(List.of(Cause.EMPTY_TIME), remarks("[a:b=1] START " + time + " STOP " + time));
        assertTrue(PatternReader.read("[a:b=1 AND c:d=1]").valid());
        assertFalse(
                PatternReader.read("[a:b=1] WITHIN 1 SECONDS WITHIN 1 SECONDS").valid());
    }
}
