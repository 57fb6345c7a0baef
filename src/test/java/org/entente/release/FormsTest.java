package org.entente.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.entente.release.Forms.Context;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.junit.jupiter.api.Test;

/** Golden forms: what each duty makes of an object, to the byte. */
class FormsTest {
    private static final String RED = Given.TLP_RED;
    private static final StixId SOURCE = Given.id("identity", 1);
    private static final StixId PSEUDONYM = Given.id("identity", 0xabc);
    private static final StixId A = Given.id("malware", 0xa);
    private static final StixId B = Given.id("malware", 0xb);
    private static final StixId C = Given.id("malware", 0xc);
    private static final StixId ADDRESS = new StixId("ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4");
    private static final Context PLAIN = new Context(id -> id.value().equals(RED), Set.of(), _ -> PSEUDONYM);

    private static final FormRules CANONICAL = rules(Map.of(), false, false, false);
    private static final FormRules MARKED = rules(Map.of(), true, false, false);
    private static final FormRules ANONYMOUS = rules(Map.of(), false, true, false);
    private static final FormRules TRIM = rules(Map.of(), false, false, true);

    private static FormRules rules(Map<String, String> cut, boolean marked, boolean anonymise, boolean trim) {
        return new FormRules(new TreeMap<>(cut), marked ? "M" : null, anonymise ? "N" : null, trim ? "T" : null, "G");
    }

    private static FormRules cutting(String... properties) {
        var cut = new TreeMap<String, String>();
        for (String property : properties) {
            cut.put(property, "K");
        }
        return rules(cut, false, false, false);
    }

    private static StixObject object(String json) {
        return switch (StixReader.parseObject(json.replace('\'', '"').getBytes(UTF_8), Limits.DEFAULT)) {
            case Parsed.Valid valid -> valid.object();
            case Parsed.Invalid invalid ->
                throw new AssertionError(invalid.problems().toString());
        };
    }

    private static String tool(String members) {
        return "{'type':'tool','spec_version':'2.1','id':'%s','created':'2026-01-01T00:00:00.000Z','modified':'2026-01-01T00:00:00.000Z','name':'T'%s}"
                .formatted(Given.id("tool", 1), members);
    }

    private static Form.Goes goes(String json, FormRules rules, Context context) {
        return assertInstanceOf(Form.Goes.class, Forms.of(object(json), rules, context));
    }

    private static String refused(String json, FormRules rules, Context context) {
        return assertInstanceOf(Form.Refused.class, Forms.of(object(json), rules, context))
                .reason();
    }

    private static String text(byte[] form) {
        return new String(form, UTF_8).replace('"', '\'');
    }

    private static String tail(String canonicalMiddle) {
        return "{'created':'2026-01-01T00:00:00.000Z'," + canonicalMiddle + "'spec_version':'2.1','type':'tool'}";
    }

    private static final String HEAD =
            "'id':'" + Given.id("tool", 1) + "','modified':'2026-01-01T00:00:00.000Z','name':'T',";

    @Test
    void rule4WithoutDutiesAnObjectGoesByteForByte() {
        StixObject object = object(tool(" ,\t'x_number':1.00"));
        Form.Goes form = assertInstanceOf(Form.Goes.class, Forms.of(object, FormRules.NONE, PLAIN));
        assertArrayEquals(object.bytes(), form.bytes());
        assertEquals(List.of(), form.changes());
    }

    @Test
    void rule4WithAnyDutyEveryFormIsCanonical() {
        assertEquals(
                tail(HEAD).replace("'type':'tool'}", "'type':'tool','x_number':1}"),
                text(goes(tool(" ,\t'x_number':1.00"), CANONICAL, PLAIN).bytes()));
        assertEquals(
                "a number does not survive RFC 8785", refused(tool(",'x_number':9007199254740993"), CANONICAL, PLAIN));
    }

    @Test
    void rule4LongNamesTextsAndNumbersAreNoReasonToFail() {
        Form.Goes form = goes(
                tool(",'x_map':{'n%s':'%s'},'x_number':0.%s"
                        .formatted("n".repeat(60_000), "t".repeat(200_000), "1".repeat(2_000))),
                cutting("name_of_none"),
                PLAIN);
        assertTrue(form.bytes().length > 260_000);
        StixObject marked =
                object(tool(",'x_number':%s,'granular_markings':[{'marking_ref':'%s','selectors':['x_number']}]"
                        .formatted("1".repeat(20_000), RED)));
        assertEquals(Set.of("x_number"), Forms.cuts(marked, PLAIN.bars()));
    }

    @Test
    void rule4CutsNamedPropertiesAndWhatGranularMarkingsSayOfThem() {
        Form.Goes form = goes(
                tool(
                        ",'description':'D','x_kept':'K','granular_markings':[{'marking_ref':'%s','selectors':['description','x_kept']}]"
                                .formatted(Given.TLP_GREEN)),
                cutting("description", "x_absent"),
                PLAIN);
        assertEquals(
                tail("'granular_markings':[{'marking_ref':'" + Given.TLP_GREEN + "','selectors':['x_kept']}]," + HEAD)
                        .replace("'type':'tool'}", "'type':'tool','x_kept':'K'}"),
                text(form.bytes()));
        assertEquals(List.of("cut description: grant K"), form.changes());
    }

    @Test
    void rule4CutsWhatABarringGranularMarkingCoversAndCountsIndexesAnew() {
        Form.Goes form = goes(
                tool(
                        ",'labels':['a','b','c'],'x_part':{'open':1,'closed':{'deep':[1,2]}},'granular_markings':[{'marking_ref':'%s','selectors':['labels.[0]','x_part.closed.deep.[0]','x_part.closed.deep.[1]']},{'marking_ref':'%s','selectors':['labels.[2]','labels.[0]']}]"
                                .formatted(RED, Given.TLP_GREEN)),
                MARKED,
                PLAIN);
        assertEquals(
                tail("'granular_markings':[{'marking_ref':'" + Given.TLP_GREEN + "','selectors':['labels.[1]']}],'id':'"
                                + Given.id("tool", 1)
                                + "','labels':['b','c'],'modified':'2026-01-01T00:00:00.000Z','name':'T',")
                        .replace("'type':'tool'}", "'type':'tool','x_part':{'open':1}}"),
                text(form.bytes()));
        assertEquals(List.of("cut what granular markings cover: grant M"), form.changes());
        assertEquals(List.of(), form.needs());
    }

    @Test
    void rule4AMarkingOnWhatMakesTheObjectWhatItIsRefuses() {
        String marked = ",'granular_markings':[{'marking_ref':'" + RED + "','selectors':['%s']}]";
        assertEquals(
                "a granular marking covers what cannot be cut",
                refused(tool(marked.formatted("created")), MARKED, PLAIN));
        assertEquals(
                "what is left after cuts breaks a rule of STIX 2.1",
                refused(tool(marked.formatted("name")), MARKED, PLAIN));
        assertEquals("what is left after cuts breaks a rule of STIX 2.1", refused(tool(""), cutting("name"), PLAIN));
    }

    @Test
    void rule4WhatTheNewestVersionCutsIsCutInAllVersionsAndLanguageContent() {
        StixObject newest = object(tool(
                ",'description':'D','x_list':[{'x':'y'}],'granular_markings':[{'marking_ref':'%s','selectors':['description','x_list.[0].x']},{'marking_ref':'%s','selectors':['name']}]"
                        .formatted(RED, Given.TLP_GREEN)));
        Set<String> cuts = Forms.cuts(newest, PLAIN.bars());
        assertEquals(Set.of("description", "x_list"), cuts);
        Context older = new Context(PLAIN.bars(), cuts, _ -> PSEUDONYM);
        assertEquals(
                tail(HEAD),
                text(goes(tool(",'description':'Old','x_list':[1]"), MARKED, older)
                        .bytes()));
        String content =
                "{'type':'language-content','spec_version':'2.1','id':'%s','created':'2026-01-01T00:00:00.000Z','modified':'2026-01-01T00:00:00.000Z','object_ref':'%s','contents':{'de':{'description':'D','name':'N'},'fr':{'description':'D'}}}"
                        .formatted(Given.id("language-content", 1), Given.id("tool", 1));
        assertEquals(Given.id("tool", 1), Forms.about(object(content)));
        assertTrue(text(goes(content, MARKED, older).bytes()).startsWith("{'contents':{'de':{'name':'N'}},'created'"));
        assertTrue(text(goes(content, cutting("description"), PLAIN).bytes())
                .startsWith("{'contents':{'de':{'name':'N'}},'created'"));
        assertEquals(
                "what is left after cuts breaks a rule of STIX 2.1",
                refused(
                        content.replace("'name':'N'", "'description':'N'")
                                .replace("'description':'D','description'", "'description'"),
                        MARKED,
                        older));
    }

    @Test
    void rule4TheSourceIsReplacedWhereverTheObjectNamesIt() {
        Form.Goes form =
                goes(tool(",'created_by_ref':'%1$s','x_refs':['%1$s','%2$s']".formatted(SOURCE, A)), ANONYMOUS, PLAIN);
        assertTrue(text(form.bytes()).contains("'created_by_ref':'" + PSEUDONYM + "'"));
        assertTrue(text(form.bytes()).endsWith("'x_refs':['%s','%s']}".formatted(PSEUDONYM, A)));
        assertEquals(List.of(A), form.needs());
        assertEquals(Set.of(PSEUDONYM), form.kept());
        String identity =
                "{'type':'identity','spec_version':'2.1','id':'%1$s','created':'2026-01-01T00:00:00.000Z','modified':'2026-01-01T00:00:00.000Z','name':'I','created_by_ref':'%1$s'}"
                        .formatted(SOURCE);
        assertEquals("an identity that made itself is the card of a source", refused(identity, ANONYMOUS, PLAIN));
    }

    @Test
    void rule4AnObservableNamedByWhatIsCutIsRefused() {
        String address = "{'type':'ipv4-addr','spec_version':'2.1','id':'%s','value':'198.51.100.3','x_note':'N'}"
                .formatted(ADDRESS);
        assertEquals(
                "{'id':'" + ADDRESS + "','spec_version':'2.1','type':'ipv4-addr','value':'198.51.100.3'}",
                text(goes(address, cutting("x_note"), PLAIN).bytes()));
        String file =
                "{'type':'file','spec_version':'2.1','id':'%s','name':'n','hashes':{'MD5':'d41d8cd98f00b204e9800998ecf8427e'}}"
                        .formatted(Given.id("file", 1).value().replace("-4000-", "-5000-"));
        assertEquals("the object's id is computed from what is cut", refused(file, cutting("name"), PLAIN));
        String custom = "{'type':'x-sco','id':'x-sco--00000000-0000-5000-8000-000000000001','x_a':1}";
        assertEquals("the object's id is computed from what is cut", refused(custom, cutting("x_a"), PLAIN));
    }

    @Test
    void rule4TrimsEntriesOfListsAndTheListsThatBecomeEmpty() {
        Form.Goes form = goes(
                tool(
                        ",'x_refs':['%1$s','text','%2$s'],'x_only':{'refs':['%2$s']},'granular_markings':[{'marking_ref':'%3$s','selectors':['x_refs.[2]']}]"
                                .formatted(A, B, Given.TLP_GREEN)),
                TRIM,
                PLAIN);
        assertEquals(List.of(A, B), form.trimmable());
        assertEquals(List.of(), form.needs());
        assertEquals(
                tail("'granular_markings':[{'marking_ref':'" + Given.TLP_GREEN + "','selectors':['x_refs.[1]']}],"
                                + HEAD)
                        .replace(
                                "'type':'tool'}",
                                "'type':'tool','x_only':{'refs':['" + B + "']},'x_refs':['text','" + B + "']}"),
                text(form.trimmed(B::equals)));
        assertEquals(
                tail(HEAD).replace("'type':'tool'}", "'type':'tool','x_refs':['text']}"),
                text(form.trimmed(_ -> false)));
        assertArrayEquals(form.bytes(), form.trimmed(_ -> true));
    }

    @Test
    void rule5SingleReferencesMarkingsAndKeysAreNotTrimmed() {
        String marking = Given.id("marking-definition", 7).value();
        Form.Goes form = goes(
                tool(",'x_ref':'%s','x_refs':['%1$s','%s'],'x_map':{'%s':1},'object_marking_refs':['%s']"
                        .formatted(A, B, C, marking)),
                TRIM,
                PLAIN);
        assertEquals(List.of(B), form.trimmable());
        assertEquals(List.of(A, C, new StixId(marking)), form.needs());
        Form.Goes relationship = goes(
                "{'type':'relationship','spec_version':'2.1','id':'%s','created':'2026-01-01T00:00:00.000Z','modified':'2026-01-01T00:00:00.000Z','relationship_type':'uses','source_ref':'%s','target_ref':'%s'}"
                        .formatted(Given.id("relationship", 1), A, B),
                TRIM,
                PLAIN);
        assertEquals(List.of(A, B), relationship.needs());
    }

    @Test
    void rule5WhatTheStandardRequiresIsAGroupOfWhichOneMustGo() {
        String report =
                "{'type':'report','spec_version':'2.1','id':'%s','created':'2026-01-01T00:00:00.000Z','modified':'2026-01-01T00:00:00.000Z','name':'R','published':'2026-01-01T00:00:00Z','object_refs':['%s','%s'],'x_refs':['%s']}"
                        .formatted(Given.id("report", 1), A, B, C);
        Form.Goes form = goes(report, TRIM, PLAIN);
        assertEquals(List.of(List.of(A, B)), form.groups());
        assertEquals(List.of(A, B, C), form.trimmable());
        assertEquals(List.of(), form.needs());
    }

    @Test
    void rule5ObservedDataNeedsAnObservable() {
        String observed =
                "{'type':'observed-data','spec_version':'2.1','id':'%s','created':'2026-01-01T00:00:00.000Z','modified':'2026-01-01T00:00:00.000Z','first_observed':'2026-01-01T00:00:00Z','last_observed':'2026-01-01T00:00:00Z','number_observed':1,'object_refs':['%s','%s']}"
                        .formatted(Given.id("observed-data", 1), ADDRESS, Given.id("relationship", 1));
        assertEquals(List.of(List.of(ADDRESS)), goes(observed, TRIM, PLAIN).groups());
    }

    @Test
    void rule5EitherOfTwoPropertiesIsOneGroup() {
        String analysis =
                "{'type':'malware-analysis','spec_version':'2.1','id':'%s','created':'2026-01-01T00:00:00.000Z','modified':'2026-01-01T00:00:00.000Z','product':'p','analysis_sco_refs':['%s']%s}";
        assertEquals(
                List.of(List.of(ADDRESS)),
                goes(analysis.formatted(Given.id("malware-analysis", 1), ADDRESS, ""), TRIM, PLAIN)
                        .groups());
        assertEquals(
                List.of(),
                goes(analysis.formatted(Given.id("malware-analysis", 1), ADDRESS, ",'result':'benign'"), TRIM, PLAIN)
                        .groups());
    }

    @Test
    void rule4AListThatNamesAnObservableIsNotTrimmed() {
        String file =
                "{'type':'file','spec_version':'2.1','id':'%s','name':'n','contains_refs':['%s'],'extensions':{'archive-ext':{'contains_refs':['%s']}}}"
                        .formatted(
                                Given.id("file", 1).value().replace("-4000-", "-5000-"),
                                ADDRESS,
                                Given.id("file", 2).value().replace("-4000-", "-5000-"));
        Form.Goes form = goes(file, TRIM, PLAIN);
        assertEquals(List.of(ADDRESS), form.trimmable());
        assertEquals(List.of(new StixId(Given.id("file", 2).value().replace("-4000-", "-5000-"))), form.needs());
    }

    @Test
    void rule4ReferencesInUpperCaseAreTrimmedLikeOthers() {
        Form.Goes form = goes(
                tool(",'x_refs':['malware--%s','%s']"
                        .formatted(A.value().substring(9).toUpperCase(Locale.ROOT), A)),
                TRIM,
                PLAIN);
        assertEquals(List.of(A), form.trimmable());
        assertEquals(tail(HEAD), text(form.trimmed(_ -> false)));
    }
}
