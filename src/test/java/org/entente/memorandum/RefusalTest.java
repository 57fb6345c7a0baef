package org.entente.memorandum;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.entente.memorandum.Samples.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What refuses a document, with the rule and the path that the refusal names. */
class RefusalTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ABSENT = "ABSENT";

    /** One place of the full sample replaced (or removed), and the one fault that must follow. */
    record Case(String pointer, String value, String rule, String path) {}

    private static Case at(String pointer, String value, String rule, String path) {
        return new Case(pointer, json(value), rule, path);
    }

    private static Stream<Case> cases() {
        return Stream.of(
                at("/entente", "'memorandum/2'", "unknown-format", "$.entente"),
                at("/entente", "1", "unknown-format", "$.entente"),
                at("/entente", ABSENT, "missing-property", "$.entente"),
                at("/extra", "1", "unknown-property", "$.extra"),
                at("/with space", "1", "unknown-property", "$['with space']"),
                at("/\u202e", "1", "unknown-property", "$['?']"),
                at("/id", ABSENT, "missing-property", "$.id"),
                at("/id", "'7c9e6679-7425-40de-944b-e07fc1f90ae7'", "bad-id", "$.id"),
                at("/id", "'urn:uuid:7C9E6679-7425-40de-944b-e07fc1f90ae7'", "bad-id", "$.id"),
                at("/id", "null", "wrong-type", "$.id"),
                at("/version", "0", "version", "$.version"),
                at("/version", "-1", "version", "$.version"),
                at("/version", "1000001", "version", "$.version"),
                at("/version", "1.0", "version", "$.version"),
                at("/version", "'1'", "version", "$.version"),
                at("/title", "''", "bad-text", "$.title"),
                at("/title", "' '", "bad-text", "$.title"),
                at("/title", "'two\\nlines'", "bad-text", "$.title"),
                at("/title", "'" + "x".repeat(301) + "'", "too-long", "$.title"),
                at("/preamble", "null", "wrong-type", "$.preamble"),
                at("/preamble", "'\\u0007'", "bad-text", "$.preamble"),
                at("/parties", "{}", "wrong-type", "$.parties"),
                at("/parties", "[{'id':'did:web:a.example','name':'A'}]", "too-few", "$.parties"),
                at("/parties/1/id", "'did:web:a.example'", "duplicate", "$.parties[1]"),
                at("/parties/1/id", "'did:key:z6Mk'", "bad-id", "$.parties[1].id"),
                at("/parties/1/id", "'did:web:B.example'", "bad-id", "$.parties[1].id"),
                at("/parties/1/id", "'did:web:b.example/path'", "bad-id", "$.parties[1].id"),
                at("/parties/1/role", "'host'", "unknown-property", "$.parties[1].role"),
                at("/parties/1/name", ABSENT, "missing-property", "$.parties[1].name"),
                at("/term", "null", "wrong-type", "$.term"),
                at("/term", "{}", "missing-property", "$.term.from"),
                at("/term/from", "'2026-01-01'", "bad-instant", "$.term.from"),
                at("/term/from", "'2026-01-01T00:00:00+00:00'", "bad-instant", "$.term.from"),
                at("/term/from", "'2026-01-01T00:00:00.000Z'", "bad-instant", "$.term.from"),
                at("/term/from", "'2026-02-30T00:00:00Z'", "bad-instant", "$.term.from"),
                at("/term/until", "'2026-01-01T00:00:00Z'", "empty-term", "$.term.until"),
                at("/term/until", "null", "wrong-type", "$.term.until"),
                at("/term/notice", "'P30D'", "unknown-property", "$.term.notice"),
                at("/cites", "[]", "empty-list", "$.cites"),
                at("/cites/0", "'urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7'", "cites-itself", "$.cites[0]"),
                at(
                        "/cites",
                        "['urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8','urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8']",
                        "duplicate",
                        "$.cites[1]"),
                at("/defaults", "{}", "missing-property", "$.defaults.tlp"),
                at("/defaults/tlp", "'white'", "unknown-tlp", "$.defaults.tlp"),
                at("/defaults/tlp", "'GREEN'", "unknown-tlp", "$.defaults.tlp"),
                at("/defaults/pap", "'green'", "unknown-property", "$.defaults.pap"),
                at("/markings", "[]", "empty-list", "$.markings"),
                at(
                        "/markings/0/marking",
                        "'identity--0c2e9d0a-6a2c-4a39-9d0b-2b6d8f1c7e11'",
                        "bad-id",
                        "$.markings[0].marking"),
                at(
                        "/markings/0/marking",
                        "'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed'",
                        "classified-tlp",
                        "$.markings[0].marking"),
                at("/markings/0/marking", "'" + Samples.BARRED + "'", "duplicate", "$.markings[1]"),
                at("/markings/0/as", "'harmless'", "unknown-class", "$.markings[0].as"),
                at("/markings/0/as", "{'tlp':'amber-strict'}", "unknown-tlp", "$.markings[0].as.tlp"),
                at("/markings/0/as", "{'tlp':'amber','pap':'amber'}", "wrong-type", "$.markings[0].as"),
                at("/markings/0/as", "{}", "wrong-type", "$.markings[0].as"),
                at("/markings/0/as", "{'pap':'amber+strict'}", "unknown-pap", "$.markings[0].as.pap"),
                at("/topics", "{}", "empty-list", "$.topics"),
                at("/topics", "[]", "wrong-type", "$.topics"),
                at("/topics", "{'a':[]}", "empty-list", "$.topics.a"),
                at("/topics", "{'a':['b','b']}", "duplicate", "$.topics.a[1]"),
                at("/topics", "{'':['b']}", "bad-text", "$.topics['']"),
                at("/topics", "{'a':['b'],'b':['a']}", "topic-circle", "$.topics"),
                at("/topics", "{'a':['a']}", "topic-circle", "$.topics"),
                at("/grants/0/purpose", "''", "bad-text", "$.grants[0].purpose"),
                at("/grants/0/toCommunity", "7", "wrong-type", "$.grants[0].toCommunity"),
                at("/grants/0/community", "'CERT'", "unknown-property", "$.grants[0].community"),
                at("/grants", ABSENT, "missing-property", "$.grants"),
                at("/grants/1/id", "'G1'", "duplicate", "$.grants[1]"),
                at("/grants/1/id", "'1 G'", "bad-id", "$.grants[1].id"),
                at("/grants/1/from", "'did:web:d.example'", "not-a-party", "$.grants[1].from"),
                at("/grants/0/to/0", "'did:web:a.example'", "gives-itself", "$.grants[0].to[0]"),
                at("/grants/0/to/0", "'did:web:d.example'", "not-a-party", "$.grants[0].to[0]"),
                at("/grants/0/to/1", "'did:web:b.example'", "duplicate", "$.grants[0].to[1]"),
                at("/grants/0/to", "'did:web:b.example'", "wrong-type", "$.grants[0].to"),
                at("/grants/0/to", ABSENT, "missing-property", "$.grants[0].to"),
                at("/grants/0/duties", "[]", "wrong-type", "$.grants[0].duties"),
                at("/grants/0/duties", "{}", "empty-list", "$.grants[0].duties"),
                at("/grants/0/duties", "{'cut':['id']}", "bad-property", "$.grants[0].duties.cut[0]"),
                at("/grants/0/duties", "{'cut':['granular_markings']}", "bad-property", "$.grants[0].duties.cut[0]"),
                at("/grants/0/duties", "{'trim':false}", "wrong-type", "$.grants[0].duties.trim"),
                at("/grants/0/duties", "{'deleteAtEnd':false}", "wrong-type", "$.grants[0].duties.deleteAtEnd"),
                at("/grants/0/constraint", ABSENT, "missing-property", "$.grants[0].constraint"),
                at("/grants/0/constraint", "{}", "wrong-type", "$.grants[0].constraint"),
                at("/grants/0/constraint", "true", "wrong-type", "$.grants[0].constraint"),
                at("/grants/0/constraint/any", "[]", "wrong-type", "$.grants[0].constraint"),
                at("/grants/0/constraint/all", "[]", "empty-list", "$.grants[0].constraint.all"),
                at("/grants/0/constraint/all/2/any", "[]", "empty-list", "$.grants[0].constraint.all[2].any"),
                at("/grants/0/constraint/all/3/not", "[]", "wrong-type", "$.grants[0].constraint.all[3].not"),
                at(
                        "/grants/0/constraint/all/3/not",
                        "{'continent':{'eq':'x'}}",
                        "unknown-term",
                        "$.grants[0].constraint.all[3].not.continent"),
                term("{'region':{'eq':'MA'}}", "unfit-operator", ".region.eq"),
                term("{'region':{'isAnyOf':['Morocco']}}", "unknown-place", ".region.isAnyOf[0]"),
                term("{'region':{'isAnyOf':['ma']}}", "unknown-place", ".region.isAnyOf[0]"),
                term("{'region':{'isAnyOf':['XX-01']}}", "unknown-place", ".region.isAnyOf[0]"),
                term("{'confidence':{'gteq':101}}", "bad-confidence", ".confidence.gteq"),
                term("{'confidence':{'gteq':-1}}", "bad-confidence", ".confidence.gteq"),
                term("{'confidence':{'gteq':7.0}}", "bad-confidence", ".confidence.gteq"),
                term("{'confidence':{'gteq':'70'}}", "bad-confidence", ".confidence.gteq"),
                term("{'pap':{'lteq':'white'}}", "unknown-pap", ".pap.lteq"),
                term("{'modified':{'gteq':'2026-01-01'}}", "bad-instant", ".modified.gteq"),
                term("{'modified':{'eq':'2026-01-01T00:00:00Z'}}", "unfit-operator", ".modified.eq"),
                term("{'valid-until':{'lt':'2026-01-01T00:00:00.5Z'}}", "bad-instant", ".valid-until.lt"),
                term("{'age':{'lteq':'P3M'}}", "bad-span", ".age.lteq"),
                term("{'age':{'lteq':'PT24H'}}", "bad-span", ".age.lteq"),
                term("{'age':{'lteq':'P0D'}}", "bad-span", ".age.lteq"),
                term("{'producer':{'eq':'tool--6ba7b810-9dad-41d1-80b4-00c04fd430c8'}}", "bad-id", ".producer.eq"),
                term("{'received-from':{'eq':'b.example'}}", "bad-id", ".received-from.eq"),
                term(
                        "{'received-under':{'eq':'6BA7B810-9dad-41d1-80b4-00c04fd430c8'}}",
                        "bad-id",
                        ".received-under.eq"),
                term("{'kill-chain-phase':{'isAnyOf':['delivery']}}", "bad-phase", ".kill-chain-phase.isAnyOf[0]"),
                term("{'kind':{'eq':'ransomware'}}", "unfit-operator", ".kind.eq"),
                term("{'sector':{'isAnyOf':[]}}", "empty-list", ".sector.isAnyOf"),
                term("{'pattern-type':{'eq':''}}", "bad-text", ".pattern-type.eq"),
                at("/grants/0/constraint/all/0", "{'All':[]}", "unknown-term", "$.grants[0].constraint.all[0].All"),
                at(
                        "/grants/0/constraint/all/0/type",
                        "'indicator'",
                        "wrong-type",
                        "$.grants[0].constraint.all[0].type"),
                at(
                        "/grants/0/constraint/all/0/type",
                        "{'isAnyOf':['tool'],'neq':'tool'}",
                        "wrong-type",
                        "$.grants[0].constraint.all[0].type"),
                at(
                        "/grants/0/constraint/all/0/type/isAnyOf",
                        "[]",
                        "empty-list",
                        "$.grants[0].constraint.all[0].type.isAnyOf"),
                at(
                        "/grants/0/constraint/all/0/type/isAnyOf",
                        "'tool'",
                        "wrong-type",
                        "$.grants[0].constraint.all[0].type.isAnyOf"),
                at(
                        "/grants/0/constraint/all/0/type/isAnyOf",
                        "['tool','tool']",
                        "duplicate",
                        "$.grants[0].constraint.all[0].type.isAnyOf[1]"),
                at(
                        "/grants/0/constraint/all/0/type/isAnyOf/0",
                        "'Indicator'",
                        "bad-type",
                        "$.grants[0].constraint.all[0].type.isAnyOf[0]"),
                at(
                        "/grants/0/constraint/all/0/type/isAnyOf/0",
                        "'a--b'",
                        "bad-type",
                        "$.grants[0].constraint.all[0].type.isAnyOf[0]"),
                at(
                        "/grants/0/constraint/all/0/type",
                        "{'isA':'sdo'}",
                        "unknown-operator",
                        "$.grants[0].constraint.all[0].type.isA"),
                at(
                        "/grants/0/constraint/all/0/type",
                        "{'lt':'tool'}",
                        "unfit-operator",
                        "$.grants[0].constraint.all[0].type.lt"),
                at(
                        "/grants/0/constraint/all/0/type",
                        "{'isAbsent':true}",
                        "unfit-operator",
                        "$.grants[0].constraint.all[0].type.isAbsent"),
                at(
                        "/grants/0/constraint/all/1/tlp/lteq",
                        "'gren'",
                        "unknown-tlp",
                        "$.grants[0].constraint.all[1].tlp.lteq"),
                at(
                        "/grants/0/constraint/all/1/tlp/lteq",
                        "['green']",
                        "wrong-type",
                        "$.grants[0].constraint.all[1].tlp.lteq"),
                at(
                        "/grants/0/constraint/all/1/tlp",
                        "{'isAllOf':['green']}",
                        "unfit-operator",
                        "$.grants[0].constraint.all[1].tlp.isAllOf"),
                at(
                        "/grants/0/constraint/all/2/any/0/topic",
                        "{'eq':'x'}",
                        "unfit-operator",
                        "$.grants[0].constraint.all[2].any[0].topic.eq"),
                at(
                        "/grants/0/constraint/all/2/any/1/topic/isAbsent",
                        "false",
                        "wrong-type",
                        "$.grants[0].constraint.all[2].any[1].topic.isAbsent"),
                at(
                        "/grants/0/constraint/all/2/any/0/topic/isAnyOf/0",
                        "''",
                        "bad-text",
                        "$.grants[0].constraint.all[2].any[0].topic.isAnyOf[0]"),
                at(
                        "/grants/0/constraint/all/3/not/collection/eq",
                        "7",
                        "wrong-type",
                        "$.grants[0].constraint.all[3].not.collection.eq"));
    }

    private static Case term(String constraint, String rule, String path) {
        return at("/grants/0/constraint/all/3/not", constraint, rule, "$.grants[0].constraint.all[3].not" + path);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusesWithRuleAndPath(Case broken) {
        ObjectNode document = Samples.full();
        put(document, broken.pointer, broken.value);
        List<Fault> faults = faults(Samples.bytes(document));
        assertEquals(1, faults.size(), faults::toString);
        assertEquals(broken.rule, faults.getFirst().rule(), faults::toString);
        assertEquals(broken.path, faults.getFirst().path(), faults::toString);
        assertTrue(faults.getFirst().message().endsWith("."));
    }

    @Test
    void namesTheFaultsOfAllParts() {
        ObjectNode document = Samples.full();
        put(document, "/title", "1");
        put(document, "/term/from", "\"2026-01-01\"");
        put(document, "/grants/0/to/0", "\"did:web:d.example\"");
        put(document, "/grants/0/constraint/all/1/tlp/lteq", "\"gren\"");
        put(document, "/grants/1/constraint", "{\"phase\":{}}");
        assertEquals(
                List.of(
                        "$.title",
                        "$.term.from",
                        "$.grants[0].to[0]",
                        "$.grants[0].constraint.all[1].tlp.lteq",
                        "$.grants[1].constraint.phase"),
                faults(Samples.bytes(document)).stream().map(Fault::path).toList());
    }

    @Test
    void constraintsNestAsDeepAsTheyMayAndNoDeeper() {
        String term = "{'type':{'eq':'tool'}}";
        String deepest = "{'not':".repeat(Constraint.MAX_DEPTH - 1) + term + "}".repeat(Constraint.MAX_DEPTH - 1);
        Samples.memorandum(Samples.granting(json(deepest)));
        List<Fault> faults = faults(Samples.bytes(Samples.granting(json("{'not':" + deepest + "}"))));
        assertEquals("too-deep", faults.getFirst().rule());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {"~~", "~ ~", "[", "{} {}", "{\"id\":1,\"id\":2}", "nul", "[1,]", "\ufeff{}", "{'id':1}", "NaN"})
    void refusesWhatIsNotOneJsonText(String text) {
        assertEquals("json", faults(text.getBytes(UTF_8)).getFirst().rule());
    }

    @ParameterizedTest
    @CsvSource({"[]", "1", "\"memorandum/1\"", "null", "true"})
    void refusesWhatIsNoObject(String text) {
        assertEquals("wrong-type", faults(text.getBytes(UTF_8)).getFirst().rule());
    }

    @Test
    void refusesOtherEncodingsAndMalformedUtf8() {
        String text = Samples.full().toString();
        assertEquals("json", faults(text.getBytes(UTF_16)).getFirst().rule());
        assertEquals("json", faults(text.getBytes(ISO_8859_1)).getFirst().rule());
    }

    @Test
    void refusesHalfASurrogatePair() {
        String text = Samples.full().toString().replace("Framework", "\\ud800");
        assertEquals("bad-text", faults(text.getBytes(UTF_8)).getFirst().rule());
    }

    @Test
    void refusesWhatIsTooLargeOrTooDeep() {
        assertEquals(
                "too-long",
                faults(new byte[Memorandum.MAX_BYTES + 1]).getFirst().rule());
        assertEquals(
                "json",
                faults(("[".repeat(10_000) + "]".repeat(10_000)).getBytes(UTF_8))
                        .getFirst()
                        .rule());
    }

    private static List<Fault> faults(byte[] document) {
        return switch (Memorandum.read(document)) {
            case Reading.Accepted<Memorandum> _ -> throw new AssertionError("The document was accepted.");
            case Reading.Refused<Memorandum>(var faults) -> {
                assertFalse(faults.isEmpty());
                yield faults;
            }
        };
    }

    private static void put(ObjectNode document, String pointer, String value) {
        int cut = pointer.lastIndexOf('/');
        JsonNode parent = document.at(pointer.substring(0, cut));
        String name = pointer.substring(cut + 1);
        switch (parent) {
            case ObjectNode object when value.equals(ABSENT) -> object.remove(name);
            case ObjectNode object -> object.set(name, JSON.readTree(value));
            case ArrayNode array -> array.set(Integer.parseInt(name), JSON.readTree(value));
            default -> throw new AssertionError("The sample has no " + pointer);
        }
    }
}
