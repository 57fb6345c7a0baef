package org.entente.stix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.entente.stix.Samples.campaign;
import static org.entente.stix.Samples.problems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents that are no JSON, or more than is accepted: each gets one clear problem and never an exception. */
class BadInputTest {
    private static final Limits SMALL = new Limits(100_000, 3, 1_000, 6, 400, 5, 2);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|json.empty $",
                "` `|json.empty $",
                "7|json.top $",
                "\"a\"|json.top $",
                "nonsense|json.top $",
                "\u00ef\u00bb\u00bf{}|json.bom $",
                "{|json.truncated $",
                "[|json.truncated $[0]",
                "[{\"a\":|json.truncated $[0].a",
                "{\"a\":\"b|json.truncated $.a",
                "{\"a\":\"b\\|json.truncated $.a",
                "{\"a\":\"\\u12|json.truncated $.a",
                "{\"a\":tru|json.truncated $.a",
                "{\"a\":1.|json.truncated $.a",
                "{\"a\":-|json.truncated $.a",
                "{\"a\" 1}|json.syntax $.a",
                "{a:1}|json.syntax $",
                "{\"a\":1,}|json.syntax $",
                "{\"a\":[1,]}|json.syntax $.a[1]",
                "{\"a\":01}|json.syntax $.a",
                "{\"a\":+1}|json.syntax $.a",
                "{\"a\":.5}|json.syntax $.a",
                "{\"a\":1e}|json.syntax $.a",
                "{\"a\":NaN}|json.syntax $.a",
                "{\"a\":nul1}|json.syntax $.a",
                "{\"a\":'b'}|json.syntax $.a",
                "{} {}|json.trailing $",
                "[] 1|json.trailing $",
                "{\"a\":\"\u0000\"}|json.control $.a",
                "{\"a\":\"\t\"}|json.control $.a",
                "{\"a\":\"\\x\"}|json.escape $.a",
                "{\"a\":\"\\u12g4\"}|json.escape $.a",
                "{\"a\":\"\\ud800\"}|json.surrogate $.a",
                "{\"a\":\"\\ud800\\u0041\"}|json.surrogate $.a",
                "{\"a\":\"\\udc00\\ud800\"}|json.surrogate $.a",
                "{\"\\udfff\":1}|json.surrogate $",
                "{\"a\":\"\u0080\"}|json.utf8 $.a",
                "{\"a\":\"\u00c0\u0080\"}|json.utf8 $.a",
                "{\"a\":\"\u00c1\u00bf\"}|json.utf8 $.a",
                "{\"a\":\"\u00e0\u009f\u00bf\"}|json.utf8 $.a",
                "{\"a\":\"\u00ed\u00a0\u0080\"}|json.utf8 $.a",
                "{\"a\":\"\u00f0\u008f\u00bf\u00bf\"}|json.utf8 $.a",
                "{\"a\":\"\u00f4\u0090\u0080\u0080\"}|json.utf8 $.a",
                "{\"a\":\"\u00f5\u0080\u0080\u0080\"}|json.utf8 $.a",
                "{\"a\":\"\u00ff\"}|json.utf8 $.a",
                "{\"a\":\"\u00e2\u0082\"}|json.utf8 $.a",
                "{\"a\":1,\"b\":2,\"a\":3}|json.duplicate $.a",
                "{\"x\":[{\"\\u0061\":1,\"a\":1}]}|json.duplicate $.x[0].a"
            })
    void textThatIsNoJson(String latin1, String expected) {
        byte[] input = latin1.getBytes(ISO_8859_1);
        assertEquals(
                List.of(expected),
                problems(StixReader.read(input, Limits.DEFAULT).getLast()));
        Parsed one = StixReader.parseObject(input, Limits.DEFAULT);
        assertTrue(one instanceof Parsed.Invalid);
    }

    @Test
    void duplicatesAmongManyNamesAreFound() {
        String many =
                IntStream.range(0, 1_000).mapToObj(i -> "\"n" + i + "\":0").collect(Collectors.joining(","));
        assertEquals(
                List.of("json.duplicate $.x.n500"),
                problems(Samples.read("{\"x\":{" + many + ",\"n500\":1}}").getFirst()));
        Samples.valid(campaign("\"x_many\":{" + many + "}"));
    }

    @Test
    void tenMegabytesAreTooMuchForOneObject() {
        String large = campaign("\"x_text\":[\"" + "a".repeat(5_000_000) + "\",\"" + "b".repeat(5_000_000) + "\"]");
        assertEquals(List.of("object.size $"), problems(Samples.read(large).getFirst()));
        List<Parsed> lines = Samples.read(large + "\n" + campaign());
        assertEquals(List.of("object.size $"), problems(lines.getFirst()));
        Samples.valid(lines.get(1));
        List<Parsed> list = Samples.read("[" + large + "," + campaign() + "]");
        assertEquals(List.of("object.size $[0]"), problems(list.getFirst()));
        Samples.valid(list.get(1));
    }

    @Test
    void aDepthOfTenThousandIsTooMuch() {
        for (String open : List.of("[", "{\"a\":")) {
            Parsed parsed =
                    Samples.read(campaign("\"x_deep\":" + open.repeat(10_000))).getFirst();
            assertTrue(problems(parsed).getFirst().startsWith("object.depth $.x_deep"), open);
        }
        assertTrue(
                problems(Samples.read("[".repeat(10_000)).getFirst()).getFirst().startsWith("object.depth"));
        int levels = Limits.DEFAULT_DEPTH - 1;
        Samples.valid(campaign("\"x_deep\":" + "[".repeat(levels) + "1" + "]".repeat(levels)));
        String deeper = campaign("\"x_deep\":" + "[".repeat(levels + 1) + "1" + "]".repeat(levels + 1));
        assertTrue(
                problems(Samples.read("[" + deeper + "]").getFirst()).getFirst().startsWith("object.depth"));
    }

    @Test
    void longTextsDoNotExhaustTheStack() {
        String selector = "a" + ".[1]".repeat(500_000);
        String marking = "\"marking_ref\":\"" + Samples.STATEMENT_ID + "\",\"selectors\":[\"" + selector + "\"]";
        String object =
                campaign("\"granular_markings\":[{" + marking + "}]", "\"lang\":\"en" + "-ab".repeat(500_000) + "\"");
        assertEquals(
                List.of("stix.granular.resolves $.granular_markings[0].selectors[0]"),
                problems(Samples.read(object).getFirst()));
    }

    @Test
    void manyProblemsAreCutToTheLimit() {
        String report = Samples.object(
                "report",
                "\"created\":\"2016-04-06T20:03:00.000Z\",\"modified\":\"2016-04-06T20:03:00.000Z\"",
                "\"labels\":[1" + ",1".repeat(60) + "]",
                "\"object_refs\":[1" + ",1".repeat(1_000_000) + "]");
        assertEquals(
                Limits.DEFAULT_PROBLEMS,
                problems(Samples.read(report).getFirst()).size());
    }

    @Test
    void everyLimitHolds() {
        assertEquals(List.of("input.size $"), small(" ".repeat(100_001)));
        String line = campaign() + "\n";
        assertEquals(List.of("input.objects $"), small(line.repeat(4)));
        assertEquals(List.of("input.objects $[3]"), small("[1,2,3,4]"));
        assertEquals(List.of("string.size $.name"), small(campaign("\"name\":\"" + "a".repeat(401) + "\"")));
        assertEquals(
                List.of("object.size $"),
                small(campaign(
                        "\"name\":\"" + "a ".repeat(150) + "\"",
                        "\"x_a\":\"" + "b".repeat(399) + "\"",
                        "\"x_b\":\"" + "b".repeat(399) + "\"")));
        assertEquals(List.of("object.depth $.xxx[0][0][0][0][0]"), small(campaign("\"xxx\":[[[[[[1]]]]]]")));
        String ids = ("\"" + Samples.CAMPAIGN_ID + "\",").repeat(5);
        assertEquals(List.of("object.references $.x_a[4]"), small(campaign("\"x_a\":[" + ids + "1]")));
        assertEquals(
                2,
                StixReader.read("{\"A\":1,\"B\":1,\"C\":1}".getBytes(UTF_8), SMALL).stream()
                        .mapToInt(parsed -> Samples.invalid(parsed).problems().size())
                        .sum());
    }

    @Test
    void messagesAreFixedSentencesThatRepeatNothing() {
        for (Rule rule : Rule.values()) {
            assertTrue(rule.message().endsWith(")."), rule.id());
            assertFalse(rule.sentence().endsWith("."), rule.id());
            assertTrue(rule.id().matches("[a-z0-9]+([.-][a-z0-9]+)*"), rule.id());
        }
        long ids = Arrays.stream(Rule.values()).map(Rule::id).distinct().count();
        assertEquals(Rule.values().length, ids);
    }

    private static List<String> small(String document) {
        return problems(StixReader.read(document.getBytes(UTF_8), SMALL).getLast());
    }
}
