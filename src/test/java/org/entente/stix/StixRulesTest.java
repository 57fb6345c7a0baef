package org.entente.stix;

import static org.entente.stix.Samples.CAMPAIGN_ID;
import static org.entente.stix.Samples.IDENTITY_ID;
import static org.entente.stix.Samples.STATEMENT_ID;
import static org.entente.stix.Samples.UUID;
import static org.entente.stix.Samples.campaign;
import static org.entente.stix.Samples.object;
import static org.entente.stix.Samples.problems;
import static org.entente.stix.Samples.read;
import static org.entente.stix.Samples.valid;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The rules of the standard, each broken by itself. */
class StixRulesTest {
    private static final String TIMES =
            "\"created\":\"2016-04-06T20:03:00.000Z\",\"modified\":\"2016-04-06T20:03:00.000Z\"";
    private static final String NAME = "\"name\":\"N\"";
    private static final String REPORT = NAME + ",\"published\":\"2016-04-06T20:03:00Z\"";
    private static final String CREATED = "\"created\":\"2016-04-06T20:03:00.000Z\"";

    @Test
    void typeAndId() {
        expect("{}", "stix.id $", "stix.type $");
        expect(campaign().replace("\"campaign\"", "7"), "stix.type $.type");
        expect(campaign().replace("campaign", "Campaign"), "stix.type.form $.type", "stix.id.form $.id");
        expect(campaign().replace("\"campaign\"", "\"a--b\""), "stix.type.form $.type", "stix.id.type $.id");
        expect("[" + object("bundle", "") + "]", "stix.type.bundle $[0].type");
        expect(campaign().replace(CAMPAIGN_ID, "campaign--1"), "stix.id.form $.id");
        expect(campaign().replace("\"" + CAMPAIGN_ID + "\"", "null"), "stix.id.form $.id");
        expect(campaign().replace(UUID, UUID.toUpperCase(Locale.ROOT)), "stix.id.form $.id");
        expect(campaign().replace(CAMPAIGN_ID, IDENTITY_ID), "stix.id.type $.id");
        valid(campaign().replace("\"type\"", "\"\\u0074ype\"").replace("\"campaign\"", "\"c\\u0061mpaign\""));
    }

    @Test
    void specVersion() {
        expect(campaign().replace("2.1", "2.0"), "stix.spec-version.2-0 $.spec_version");
        expect(campaign().replace("2.1", "3.0"), "stix.spec-version $.spec_version");
        expect(campaign().replace("\"2.1\"", "2.1"), "stix.spec-version $.spec_version");
        expect(campaign().replace("\"spec_version\":\"2.1\",", ""), "stix.spec-version.missing $");
        valid(object("url", "\"value\":\"https://example.com/\"").replace("\"spec_version\":\"2.1\",", ""));
    }

    @Test
    void times() {
        expect(object("campaign", "", NAME), "stix.created $", "stix.modified $");
        expect(
                object(
                        "language-content",
                        CREATED,
                        "\"object_ref\":\"" + CAMPAIGN_ID + "\",\"contents\":{\"de\":{\"name\":\"N\"}}"),
                "stix.modified $");
        expect(object("x-acme", CREATED), "stix.modified $");
        expect(object("marking-definition", "\"definition_type\":\"x\",\"definition\":{}"), "stix.created $");
        String early = TIMES.replace("modified\":\"2016", "modified\":\"2015");
        expect(object("campaign", early, NAME), "stix.modified.order $.modified");
        expect(
                object("campaign", TIMES.replace("00.000Z\",", "00Z\","), NAME),
                "stix.timestamp.milliseconds $.created");
        expect(
                object("campaign", TIMES.replace("04-06T20:03:00.000Z\",", "04-31T20:03:00.000Z\","), NAME),
                "stix.timestamp.form $.created");
        expect(
                object("campaign", TIMES.replace("\"2016-04-06T20:03:00.000Z\",", "1,"), NAME),
                "stix.timestamp.form $.created");
    }

    @Test
    void commonProperties() {
        expect(campaign("\"revoked\":\"true\""), "stix.boolean $.revoked");
        expect(campaign("\"revoked\":null"), "stix.boolean $.revoked");
        expect(campaign("\"defanged\":true"), "stix.defanged $.defanged");
        valid(object("url", "\"defanged\":true,\"value\":\"hxxps://example[.]com/ \""));
        expect(campaign("\"labels\":[]"), "stix.list.empty $.labels");
        expect(campaign("\"labels\":\"a\""), "stix.list $.labels");
        expect(campaign("\"labels\":[\"a\",1]"), "stix.string $.labels[1]");
        expect(campaign("\"confidence\":101"), "stix.confidence $.confidence");
        expect(campaign("\"confidence\":-1"), "stix.confidence $.confidence");
        expect(campaign("\"confidence\":1.5"), "stix.confidence $.confidence");
        expect(campaign("\"confidence\":\"high\""), "stix.confidence $.confidence");
        expect(campaign("\"lang\":\"español\""), "stix.lang $.lang");
        expect(campaign("\"lang\":1"), "stix.lang $.lang");
        for (String code : List.of("e", "r-fr", "en-a", "en-a-b", "x", "i", "en-", "-en", "1en", "abcdefghi")) {
            expect(campaign("\"lang\":\"" + code + "\""), "stix.lang $.lang");
        }
        for (String code :
                List.of("en", "de-1996", "en-a-bbb", "x-a", "x-x-x", "en-x-a-b", "i-klingon", "zh-Hant-TW")) {
            valid(campaign("\"lang\":\"" + code + "\""));
        }
        String extension =
                "\"extensions\":{\"extension-definition--" + UUID + "\":{\"extension_type\":\"property-extension\",";
        expect(
                campaign(extension + "\"ranks\":[]}}"),
                "stix.list.empty $.extensions.extension-definition--" + UUID + ".ranks");
        expect(campaign("\"x_list\":[]"), "stix.list.empty $.x_list");
        expect(campaign("\"created_by_ref\":\"" + CAMPAIGN_ID + "\""), "stix.reference.type $.created_by_ref");
        expect(campaign("\"created_by_ref\":\"me\""), "stix.id.form $.created_by_ref");
        expect(campaign("\"created_by_ref\":[]"), "stix.id.form $.created_by_ref");
        expect(
                campaign("\"object_marking_refs\":[\"" + IDENTITY_ID + "\"]"),
                "stix.reference.type $.object_marking_refs[0]");
        expect(campaign("\"object_marking_refs\":{}"), "stix.list $.object_marking_refs");
        expect(campaign("\"object_marking_refs\":[]"), "stix.list.empty $.object_marking_refs");
    }

    @Test
    void names() {
        expect(campaign("\"ab\":1"), "stix.property.name $.ab");
        expect(campaign("\"Abc\":1"), "stix.property.name $.Abc");
        expect(campaign("\"1abc\":1"), "stix.property.name $.1abc");
        expect(campaign("\"a-bc\":1"), "stix.property.name $.a-bc");
        expect(campaign("\"a bc'\":1"), "stix.property.name $['a bc?']");
        expect(campaign("\"\":1"), "stix.property.name $");
        expect(campaign("\"" + "a".repeat(251) + "\":1"), "stix.property.name $['" + "a".repeat(64) + "…']");
        expect(campaign("\"severity\":1"), "stix.property.reserved $.severity");
        valid(campaign("\"" + "a".repeat(250) + "\":1", "\"\\u0078_a\":1"));
    }

    @Test
    void externalReferences() {
        expect(campaign("\"external_references\":[]"), "stix.list.empty $.external_references");
        expect(campaign("\"external_references\":[1]"), "stix.external-reference $.external_references[0]");
        expect(
                campaign("\"external_references\":[{}]"),
                "stix.required $.external_references[0].source_name",
                "stix.one-of $.external_references[0]");
        expect(
                campaign(
                        "\"external_references\":[{\"source_name\":\"a\",\"url\":\"b\"},{\"source_name\":1,\"url\":\"b\"}]"),
                "stix.string $.external_references[1].source_name");
        expect(
                campaign("\"external_references\":[{\"source_name\":\"a\",\"url\":[]}]"),
                "stix.string $.external_references[0].url");
    }

    @Test
    void granularMarkings() {
        String marking = "\"marking_ref\":\"" + STATEMENT_ID + "\"";
        String at = "$.granular_markings[0]";
        expectGranular("1", "stix.granular " + at);
        expectGranular("{" + marking + "}", "stix.granular.selectors " + at);
        expectGranular("{" + marking + ",\"selectors\":[]}", "stix.list.empty " + at + ".selectors");
        expectGranular("{" + marking + ",\"selectors\":[\"[0]\"]}", "stix.granular.selector " + at + ".selectors[0]");
        expectGranular(
                "{" + marking + ",\"selectors\":[\"a.[01]\"]}", "stix.granular.selector " + at + ".selectors[0]");
        expectGranular("{" + marking + ",\"selectors\":[7]}", "stix.granular.selector " + at + ".selectors[0]");
        expectGranular("{\"selectors\":[\"name\"]}", "stix.granular.one " + at);
        expectGranular("{" + marking + ",\"lang\":\"en\",\"selectors\":[\"name\"]}", "stix.granular.one " + at);
        expectGranular(
                "{\"marking_ref\":\"" + IDENTITY_ID + "\",\"selectors\":[\"name\"]}",
                "stix.reference.type " + at + ".marking_ref");
        valid(campaign(
                "\"x_abc\":{\"a-b\":[{\"C_d\":1}]}",
                "\"granular_markings\":[{\"lang\":\"en\",\"selectors\":[\"name\",\"x_abc.a-b.[0].C_d\"]}]"));
        expectGranular(
                "{" + marking + ",\"selectors\":[\"labels\"]}", "stix.granular.resolves " + at + ".selectors[0]");
        expectGranular(
                "{" + marking + ",\"selectors\":[\"name\",\"name.[0]\"]}",
                "stix.granular.resolves " + at + ".selectors[1]");
    }

    @Test
    void extensions() {
        String definition = "extension-definition--" + UUID;
        expect(campaign("\"extensions\":[]"), "stix.dictionary $.extensions");
        expect(campaign("\"extensions\":{}"), "stix.dictionary.empty $.extensions");
        expect(campaign("\"extensions\":{\"a-ext\":1}"), "stix.extension $.extensions.a-ext");
        expect(
                campaign("\"extensions\":{\"a-ext\":{\"extension_type\":\"b\"}}"),
                "stix.extension.type $.extensions.a-ext.extension_type");
        expect(
                campaign("\"extensions\":{\"" + definition + "\":{\"rank\":1}}"),
                "stix.extension.type.missing $.extensions." + definition);
        String sco = "\"extensions\":{\"" + definition + "\":{\"extension_type\":\"new-sco\"}}";
        valid(object("my-sco", CREATED, sco));
        expect(object("my-sdo", "", sco.replace("new-sco", "new-sdo")), "stix.created $", "stix.modified $");
    }

    @Test
    void relationshipsAndOtherKinds() {
        String ends = "\"source_ref\":\"" + CAMPAIGN_ID + "\",\"target_ref\":\"" + IDENTITY_ID + "\"";
        valid(object("relationship", TIMES, ends, "\"relationship_type\":\"uses\""));
        expect(object("relationship", TIMES, ends), "stix.required $.relationship_type");
        expect(
                object("relationship", TIMES, ends, "\"relationship_type\":\"Uses it\""),
                "stix.relationship.type $.relationship_type");
        expect(
                object("relationship", TIMES, "\"relationship_type\":\"uses\""),
                "stix.required $.source_ref",
                "stix.required $.target_ref");
        expect(
                object("relationship", TIMES, ends.replace(CAMPAIGN_ID, "me"), "\"relationship_type\":\"uses\""),
                "stix.id.form $.source_ref");
        expect(object("sighting", TIMES), "stix.required $.sighting_of_ref");
        expect(object("language-content", TIMES), "stix.required $.object_ref", "stix.required $.contents");
        expect(
                object(
                        "extension-definition",
                        TIMES,
                        NAME,
                        "\"schema\":\"s\",\"version\":\"1\",\"extension_types\":[\"new-sdo\"]"),
                "stix.required $.created_by_ref");
        expect(object("report", TIMES, REPORT, "\"object_refs\":\"a\""), "stix.list $.object_refs");
        expect(object("report", TIMES, REPORT, "\"object_refs\":[\"a\"]"), "stix.id.form $.object_refs[0]");
        expect(object("report", TIMES, REPORT, "\"object_refs\":[]"), "stix.list.empty $.object_refs");
        valid(object("x-acme", TIMES, "\"object_refs\":\"a\""));
    }

    @Test
    void markingDefinitions() {
        expect(object("marking-definition", CREATED), "stix.marking.definition $");
        expect(
                object("marking-definition", CREATED, "\"definition_type\":1,\"definition\":{}"),
                "stix.string $.definition_type");
        expect(
                object("marking-definition", CREATED, "\"definition_type\":\"statement\",\"definition\":\"mine\""),
                "stix.dictionary $.definition");
        expect(
                object("marking-definition", CREATED, "\"definition_type\":\"statement\",\"definition\":{}"),
                "stix.marking.statement $.definition");
        expect(
                object("marking-definition", CREATED, "\"definition_type\":\"tlp\",\"definition\":{\"tlp\":\"red\"}"),
                "stix.marking.tlp $.id");
        expect(
                object(
                        "marking-definition",
                        CREATED,
                        "\"definition_type\":\"x\",\"definition\":{}",
                        "\"object_marking_refs\":[\"marking-definition--" + UUID + "\"]"),
                "stix.reference.self $");
    }

    /** A number of one digit is shorter than the quotes of a string. */
    @Test
    void aSourceNameThatIsNoString() {
        for (String value : List.of("0", "12", "true", "null", "[]", "{}")) {
            String reference =
                    "\"external_references\":[{\"source_name\":" + value + ",\"external_id\":\"CVE-2026-12345\"}]";
            expect(
                    object("vulnerability", TIMES, "\"name\":\"a\"", reference),
                    "stix.string $.external_references[0].source_name");
        }
    }

    @Test
    void bracketsOfAUrl() {
        for (String url :
                List.of("http://[2001:db8::1]:80/a", "http://me@[2001:db8::1]", "http://[v1.a]/", "urn:a:b")) {
            valid(object("url", "", "\"value\":\"" + url + "\""));
        }
        for (String url : List.of(
                "http://[bad",
                "http://[bad]",
                "http://a[2001:db8::1]",
                "http://a/?b[]=1",
                "http://a/[2001:db8::1]",
                "http://a/@[2001:db8::1]",
                "http://[2001:db8::1][",
                "http://]",
                "http://[]",
                "urn:[2001:db8::1]")) {
            expect(object("url", "", "\"value\":\"" + url + "\""), "stix.url $.value");
        }
    }

    private static void expectGranular(String marking, String problem) {
        expect(campaign("\"granular_markings\":[" + marking + "]"), problem);
    }

    private static void expect(String object, String... problems) {
        assertEquals(List.of(problems), problems(read(object).getFirst()), object);
    }
}
