package org.entente.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class Stix20Test {
    private static final String TIMES = "'created':'2017-05-08T15:43:33.000Z','modified':'2017-05-08T15:43:33.000Z'";
    private static final String UUID = "20000000-0000-4000-8000-000000000001";

    private static String object(String type, String more) {
        return "{'type':'" + type + "','id':'" + type + "--" + UUID + "'," + TIMES + "," + more + "}";
    }

    private static Conversion read(String json) {
        return Stix20.read(Documents.json(json));
    }

    private static JsonNode one(String type, String more) {
        return Documents.only(read(object(type, more)), type);
    }

    @ParameterizedTest
    @CsvSource({
        "malware, malware_types, ransomware",
        "report, report_types, campaign",
        "tool, tool_types, remote-access",
        "threat-actor, threat_actor_types, spy"
    })
    void labelsOfTheVocabularyBecomeTypes(String type, String property, String label) {
        JsonNode object = one(
                type,
                "'name':'A','published':'2017-01-01T00:00:00Z','object_refs':['identity--" + UUID + "'],'labels':['"
                        + label + "','ours']");
        assertEquals(List.of(label), texts(object.path(property)));
        assertEquals(List.of("ours"), texts(object.path("labels")));
    }

    @Test
    void labelsThatAMarkingCoversStay() {
        String marked = "'name':'A','labels':['trojan'],'granular_markings':[{'marking_ref':'marking-definition--"
                + UUID + "','selectors':['labels.[0]']}]";
        JsonNode object = one("malware", marked);
        assertEquals(List.of("trojan"), texts(object.path("labels")));
        assertFalse(object.has("malware_types"));
    }

    @Test
    void malwareIsTakenForAFamilyAndThatIsSaid() {
        Conversion conversion = read(object("malware", "'name':'A','labels':['trojan']"));
        assertTrue(Documents.only(conversion, "malware").path("is_family").booleanValue());
        assertEquals(List.of(Loss.ASSUMED_FAMILY), Documents.losses(conversion));
    }

    @Test
    void nothingIsSaidWhereNothingChanges() {
        Conversion conversion = read(object("campaign", "'name':'A','x_ours':{'a':[1.50,null]}"));
        assertEquals(List.of(), Documents.losses(conversion));
        assertTrue(
                Documents.converted(conversion).objects().getFirst().toString().contains("campaign"));
        assertEquals(
                "{\"a\":[1.50,null]}",
                Documents.only(conversion, "campaign").path("x_ours").toString().replace("1.5,", "1.50,"));
    }

    @Test
    void whatIsNotValidIsNamedWithItsRule() {
        Conversion conversion = read("[" + object("campaign", "'labels':[]") + "]");
        Remark remark = Documents.converted(conversion).remarks().getFirst();
        assertEquals(Loss.NOT_VALID, remark.loss());
        assertEquals("$[0]", remark.path());
        assertEquals("stix.list.empty", remark.because());
        assertEquals(List.of(), Documents.converted(conversion).objects());
    }

    @Test
    void markingsOfTheWholeReachWhatIsTakenOut() {
        String red = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed";
        String observed =
                "'first_observed':'2017-01-01T00:00:00Z','last_observed':'2017-01-01T00:00:00Z','number_observed':1";
        Conversion conversion = read("["
                + object("observed-data", observed + ",'objects':{'0':{'type':'domain-name','value':'a.example'}}")
                        .replace(UUID, UUID.replace('1', '2'))
                + ","
                + object(
                        "observed-data",
                        observed + ",'object_marking_refs':['" + red
                                + "'],'objects':{'0':{'type':'domain-name','value':'a.example'}}")
                + "]");
        JsonNode domain = Documents.only(conversion, "domain-name");
        assertEquals(List.of(red), texts(domain.path("object_marking_refs")));
        for (JsonNode each : Documents.ofType(conversion, "observed-data")) {
            assertEquals(List.of(domain.path("id").asString()), texts(each.path("object_refs")));
        }
    }

    @Test
    void identifiersAreThoseOfTheStandard() {
        assertEquals(
                "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4",
                DerivedId.observable("ipv4-addr", JsonInput.object().put("value", "198.51.100.3")));
        assertEquals(
                "domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7",
                DerivedId.observable("domain-name", JsonInput.object().put("value", "example.com")));
    }

    @Test
    void aChainThatIsTooLongEnds() {
        StringBuilder objects = new StringBuilder();
        int length = IntakeLimits.MAX_CHAIN * 40;
        for (int i = 0; i < length; i++) {
            objects.append(i == 0 ? "" : ",")
                    .append("'" + i + "':{'type':'file','name':'f','parent_directory_ref':'" + (i + 1) % length + "'}");
        }
        Conversion conversion = read(object(
                "observed-data",
                "'first_observed':'2017-01-01T00:00:00Z','last_observed':'2017-01-01T00:00:00Z','number_observed':1,'objects':{"
                        + objects + "}"));
        assertTrue(Documents.losses(conversion).contains(Loss.UNKNOWN_ID));
        assertTrue(Documents.losses(conversion).contains(Loss.NOT_VALID), "no file lies in a file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '"',
            value = {
                "[file:name = 'created'] # [file:name = 'created']",
                "[file:created > t'2017-01-01T00:00:00Z'] # [file:ctime > t'2017-01-01T00:00:00Z']",
                "[file:hashes.'ssdeep' = 'x'] # [file:hashes.SSDEEP = 'x']",
                "[file:hashes.ssdeep='x'] # [file:hashes.SSDEEP='x']",
                "[process:binary_ref.name like 'a%'] # [process:image_ref.name LIKE 'a%']",
                "[user-account:password_last_changed > t'2017-01-01T00:00:00Z'] #"
                        + " [user-account:credential_last_changed > t'2017-01-01T00:00:00Z']",
                "[url:value = 'a'] START '2017-01-01T00:00:00Z' STOP '2018-01-01T00:00:00Z' #"
                        + " [url:value = 'a'] START t'2017-01-01T00:00:00Z' STOP t'2018-01-01T00:00:00Z'",
                "[ipv4-addr:value in ('a','b')] # [ipv4-addr:value IN ('a','b')]",
                "[network-traffic:extensions.'socket-ext'.protocol_family = 'PF_INET'] #"
                        + " [network-traffic:x_protocol_family = 'PF_INET']"
            })
    void patterns(String before, String after) {
        assertEquals(
                after.strip(),
                assertInstanceOf(Pattern20.Text.class, Pattern20.convert(before.strip()))
                        .text());
    }

    @Test
    void aPatternThatCannotBeReadIsNotConverted() {
        Conversion conversion =
                read(object("indicator", "'labels':['benign'],'pattern':'[x','valid_from':'2017-01-01T00:00:00Z'"));
        assertEquals(List.of(Loss.PATTERN), Documents.losses(conversion));
        assertEquals(List.of(), Documents.converted(conversion).objects());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "7 # FORM",
                "{'type':'bundle','objects':7} # FORM",
                "{ # JSON_SYNTAX",
                "{'a':1,'a':2} # JSON_SYNTAX",
                "[1e99999999999] # JSON_SYNTAX"
            })
    void whatIsRefused(String json, Loss loss) {
        assertEquals(loss, Documents.refusal(read(json)));
    }

    @Test
    void limits() {
        assertEquals(Loss.JSON_LIMIT, Documents.refusal(read("[".repeat(IntakeLimits.MAX_DEPTH + 1))));
        assertEquals(Loss.INPUT_UTF8, Documents.refusal(Stix20.read(new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'})));
        assertEquals(Loss.INPUT_SIZE, Documents.refusal(Stix20.read(new byte[IntakeLimits.MAX_INPUT_BYTES + 1])));
        assertEquals(Loss.TOO_MANY, Documents.refusal(read("[" + "0,".repeat(IntakeLimits.MAX_OBJECTS) + "0]")));
        assertEquals(
                IntakeLimits.MAX_REMARKS + 1,
                Documents.converted(read("[" + "0,".repeat(IntakeLimits.MAX_REMARKS + 5) + "0]"))
                        .remarks()
                        .size());
    }

    /** What grows with each object of a document must not make the work grow with the square of it. */
    @Test
    void markingsThatPileUpAreRefused() {
        String observed =
                "'first_observed':'2017-01-01T00:00:00Z','last_observed':'2017-01-01T00:00:00Z','number_observed':1,"
                        + "'objects':{'0':{'type':'domain-name','value':'a.example'}},'object_marking_refs':[";
        StringBuilder many = new StringBuilder("[");
        for (int i = 0; i <= IntakeLimits.MAX_MERGES + 1; i++) {
            String number = String.format("%012d", i);
            many.append(i == 0 ? "" : ",")
                    .append(object(
                                    "observed-data",
                                    observed + "'marking-definition--20000000-0000-4000-8000-" + number + "']")
                            .replace(UUID, "20000000-0000-4000-8000-" + number));
        }
        assertEquals(Loss.TOO_MANY, Documents.refusal(read(many + "]")));
        String marking = "'marking-definition--20000000-0000-4000-8000-000000000001'";
        String markings = (marking + ",").repeat(IntakeLimits.MAX_MARKINGS) + marking;
        assertEquals(Loss.TOO_MANY, Documents.refusal(read(object("observed-data", observed + markings + "]"))));
    }

    @Test
    void halfASurrogateIsNoObject() {
        Conversion conversion = read("[" + object("campaign", "'name':'\\ud800'") + "]");
        assertEquals(List.of(Loss.NOT_VALID), Documents.losses(conversion));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }
}
