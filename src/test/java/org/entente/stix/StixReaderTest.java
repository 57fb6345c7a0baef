package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.entente.stix.Samples.CAMPAIGN_ID;
import static org.entente.stix.Samples.IDENTITY_ID;
import static org.entente.stix.Samples.STATEMENT_ID;
import static org.entente.stix.Samples.UUID;
import static org.entente.stix.Samples.campaign;
import static org.entente.stix.Samples.invalid;
import static org.entente.stix.Samples.problems;
import static org.entente.stix.Samples.read;
import static org.entente.stix.Samples.valid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The forms of documents, and what is read from an object. */
class StixReaderTest {
    private static final String ONE = campaign("\"name\":\"a\"");
    private static final String OTHER = campaign("\"name\" : \"\\u00e9é\" ");
    private static final String BUNDLE_ID = "\"id\":\"bundle--" + UUID + "\"";

    @Test
    void everyFormOfDocumentGivesTheSameObjects() {
        for (String document : List.of(
                "[" + ONE + "," + OTHER + "]",
                " [\n" + ONE + "\r\n,\t" + OTHER + " ] \n",
                "{\"type\":\"bundle\"," + BUNDLE_ID + ",\"objects\":[" + ONE + "," + OTHER + "]}",
                "{\"objects\":[\n" + ONE + ",\n" + OTHER + "],\"x\":{}," + BUNDLE_ID + ",\"type\":\"bundle\"}",
                "{\"more\":false,\"objects\":[" + ONE + "," + OTHER + "],\"next\":\"1\"}",
                ONE + "\n" + OTHER,
                "\n" + ONE + " \r\n\n  " + OTHER + "\n\n",
                ONE.replace(",", ",\n") + "\n" + OTHER)) {
            List<Parsed> all = read(document);
            assertEquals(2, all.size(), document);
            assertEquals(ONE.replace(" ", ""), text(valid(all.get(0))).replace("\n", ""), document);
            assertEquals(OTHER, text(valid(all.get(1))), document);
            assertEquals(1, all.get(1).index());
        }
    }

    @Test
    void oneObjectMaySpanLines() {
        String object = ONE.replace(",", ",\n  ").replace("{", "{\n");
        assertEquals(object, text(valid(read(object + "\n").getFirst())));
        assertEquals(object, text(valid(" " + object + "\n")));
    }

    @Test
    void linesAreCounted() {
        List<Parsed> all = read("[\n" + ONE + ",\n\n" + OTHER + ",\n7]");
        assertEquals(List.of(2L, 4L, 5L), all.stream().map(Parsed::line).toList());
        assertEquals(List.of("stix.object $[2]"), problems(all.get(2)));
    }

    @Test
    void aBadLineDoesNotEndTheReading() {
        List<Parsed> all = read(String.join(
                "\n",
                "{\"type\":\"campaign",
                ONE,
                "nonsense",
                ONE + " {}",
                "",
                "[1]",
                OTHER,
                "{\"a\":\"" + "\u0001\"}",
                "{"));
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 6L, 7L, 8L, 9L),
                all.stream().map(Parsed::line).toList());
        assertEquals(List.of("json.truncated $.type"), problems(all.get(0)));
        assertEquals(ONE, text(valid(all.get(1))));
        assertEquals(List.of("json.syntax $"), problems(all.get(2)));
        assertEquals(List.of("json.trailing $"), problems(all.get(3)));
        assertEquals(CAMPAIGN_ID, invalid(all.get(3)).id());
        assertEquals(List.of("stix.object $"), problems(all.get(4)));
        assertEquals(OTHER, text(valid(all.get(5))));
        assertEquals(List.of("json.control $.a"), problems(all.get(6)));
        assertEquals(List.of("json.truncated $"), problems(all.get(7)));
    }

    @Test
    void aBadObjectInAListDoesNotEndTheReadingButBadTextDoes() {
        List<Parsed> all = read("[{}," + ONE + ",{\"id\":\"x\",\"b\":[1,{\"c\":tru}]}," + OTHER + "]");
        assertEquals(3, all.size());
        assertEquals(List.of("stix.id $[0]", "stix.type $[0]"), problems(all.get(0)));
        assertEquals(ONE, text(valid(all.get(1))));
        assertEquals(List.of("json.syntax $[2].b[1].c"), problems(all.get(2)));
        assertEquals("x", invalid(all.get(2)).id());
        assertEquals(2, all.get(2).index());
    }

    @Test
    void aBundleMustBeOne() {
        assertEquals(
                List.of("stix.bundle.id $"),
                problems(read("{\"type\":\"bundle\",\"objects\":[" + ONE + "]}").get(1)));
        assertEquals(
                List.of("stix.bundle.id $.id", "stix.list.empty $.objects"),
                problems(read("{\"type\":\"bundle\",\"id\":\"" + CAMPAIGN_ID + "\",\"objects\":[]}")
                        .getFirst()));
        assertEquals(
                List.of("stix.bundle.objects $.objects"),
                problems(read("{\"type\":\"bundle\"," + BUNDLE_ID + ",\"objects\":{}}")
                        .getFirst()));
        assertTrue(read("{\"type\":\"bundle\"," + BUNDLE_ID + "}").isEmpty());
        assertEquals(
                List.of("stix.created $.objects[1]"),
                problems(read("{\"type\":\"bundle\"," + BUNDLE_ID + ",\"objects\":[" + ONE + ","
                                + ONE.replace("\"created\"", "\"created_\"") + "]}")
                        .get(1)));
    }

    @Test
    void theFacetsAreRead() {
        StixObject object = valid(campaign(
                "\"created_by_ref\":\"" + IDENTITY_ID + "\"",
                "\"revoked\":true",
                "\"labels\":[\"b\",\"a\",\"b\"]",
                "\"confidence\":85",
                "\"lang\":\"de-AT\"",
                "\"object_marking_refs\":[\"" + STATEMENT_ID + "\",\"marking-definition--" + UUID + "\"]",
                "\"granular_markings\":[{\"selectors\":[\"labels.[0]\"],\"marking_ref\":\"" + STATEMENT_ID + "\"}]"));
        assertEquals(new StixId(CAMPAIGN_ID), object.id());
        assertEquals("campaign", object.type());
        assertEquals("2016-04-06T20:03:00.000Z", object.version());
        assertTrue(object.revoked());
        assertEquals(new StixId(IDENTITY_ID), object.createdBy());
        assertEquals(List.of("b", "a"), object.labels());
        assertEquals(85, object.confidence());
        assertEquals("de-AT", object.lang());
        StixId other = new StixId("marking-definition--" + UUID);
        StixId statement = new StixId(STATEMENT_ID);
        assertEquals(List.of(statement, other), object.markings());
        assertTrue(object.granularMarkings());
        assertEquals(List.of(statement), object.granularMarkingRefs());
        assertEquals(List.of(new StixId(IDENTITY_ID), other, statement), object.references());
        assertNull(object.markingKind());
    }

    @Test
    void referencesAreFoundEverywhere() {
        String key = "x-a--11111111-2222-3333-4444-555555555555";
        String deep = "x-b--11111111-2222-3333-4444-555555555555";
        String upper = "x-c--AAAAAAAA-2222-3333-4444-555555555555";
        String escaped = "x-d--11111111\\u002d2222-3333-4444-555555555555";
        String extension = "extension-definition--11111111-2222-3333-4444-555555555555";
        StixObject object = valid(campaign(
                "\"x_custom\":{\"" + key + "\":[[\"" + deep + "\"],\"" + upper + "\"],\"e\":\"" + escaped + "\"}",
                "\"name\":\"" + extension + "\"",
                "\"x_own\":\"" + CAMPAIGN_ID + "\"",
                "\"x_text\":\"see " + deep + "\"",
                "\"extensions\":{\"" + extension + "\":{\"extension_type\":\"property-extension\"}}"));
        assertEquals(
                List.of(
                        "x-a--11111111-2222-3333-4444-555555555555",
                        "x-b--11111111-2222-3333-4444-555555555555",
                        "x-c--aaaaaaaa-2222-3333-4444-555555555555",
                        "x-d--11111111-2222-3333-4444-555555555555"),
                object.references().stream().map(StixId::value).toList());
        assertEquals(ReferenceWalk.of(object.bytes()), object.references());
    }

    @Test
    void anObservableHasNoVersion() {
        StixObject object =
                valid("{\"id\":\"ipv4-addr--" + UUID + "\",\"value\":\"198.51.100.3\",\"type\":\"ipv4-addr\"}");
        assertEquals("", object.version());
        assertNull(object.created());
    }

    @Test
    void markingDefinitionsHaveAKind() {
        String created = "\"created\":\"2017-01-20T00:00:00.000Z\"";
        String statement = Samples.object(
                "marking-definition",
                created,
                "\"definition_type\":\"statement\",\"definition\":{\"statement\":\"mine\"}");
        assertEquals(MarkingKind.STATEMENT, valid(statement).markingKind());
        String tlp = Samples.object(
                        "marking-definition",
                        created,
                        "\"definition_type\":\"tlp\",\"name\":\"TLP:GREEN\",\"definition\":{\"tlp\":\"green\"}")
                .replace(UUID, "34098fce-860f-48ae-8e50-ebd3cc5e41da");
        assertEquals(MarkingKind.TLP, valid(tlp).markingKind());
        String extension = "\"extensions\":{\"extension-definition--3a65884d-005a-4290-8335-cb2d778a83ce\":"
                + "{\"extension_type\":\"property-extension\"}}";
        String acs = Samples.object("marking-definition", created, extension);
        assertEquals(MarkingKind.OTHER, valid(acs).markingKind());
        String both = Samples.object(
                "marking-definition",
                created,
                extension,
                "\"definition_type\":\"statement\",\"definition\":{\"statement\":\"mine\"}");
        assertEquals(MarkingKind.OTHER, valid(both).markingKind());
    }

    @Test
    void unknownTypesPropertiesAndExtensionsAreKept() {
        String object =
                "{ \"x_any\" : [ 1.10, {\"B\": null} ], \"type\":\"x-acme-thing\",\"id\":\"x-acme-thing--" + UUID
                        + "\", \"spec_version\":\"2.1\",\"source_ref\":7,\"created\":\"2016-04-06T20:03:00.000Z\","
                        + "\"modified\":\"2016-04-06T20:03:00.0001Z\",\"extensions\":{\"acme-ext\":{\"acme_a\":1}}}";
        assertEquals(object, text(valid(object)));
        String observable = "{\"type\":\"x-acme-sco\",\"id\":\"x-acme-sco--" + UUID + "\"}";
        assertEquals(observable, text(valid(observable)));
    }

    private static String text(StixObject object) {
        return new String(object.bytes(), UTF_8);
    }
}
