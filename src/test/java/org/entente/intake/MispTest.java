package org.entente.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.entente.stix.DeterministicId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class MispTest {
    private static final String EVENT = "5a000000-1111-4000-8000-000000000001";
    private static final String ATTRIBUTE = "5a000000-0000-4000-8000-000000000001";

    private static String attribute(String type, String value, String more) {
        return "{'uuid':'" + ATTRIBUTE + "','type':'" + type + "','category':'Other','timestamp':'1790000001','value':'"
                + value + "','to_ids':true" + more + "}";
    }

    private static String event(String more, String... attributes) {
        return "{'Event':{'uuid':'" + EVENT + "','info':'A','date':'2026-08-30','timestamp':'1790000000'" + more
                + ",'Attribute':[" + String.join(",", attributes) + "]}}";
    }

    private static Conversion read(String json) {
        return Misp.read(Documents.json(json));
    }

    private static StixObject indicator(Conversion conversion) {
        return Documents.converted(conversion).objects().stream()
                .filter(object -> object.type().equals("indicator"))
                .findFirst()
                .orElseThrow();
    }

    /** The rich document is the one that shows all; a type that it lacks would be tested by nothing. */
    @Test
    void theRichDocumentHasEveryTypeAndRelation() {
        JsonNode event = Documents.tree(Documents.text("misp-rich.json").replace("'", "`"))
                .path("Event");
        Set<String> types = new TreeSet<>();
        event.path("Attribute").forEach(each -> types.add(each.path("type").asString()));
        Set<String> missing = new TreeSet<>(AttributeTypes.all().keySet());
        missing.removeAll(types);
        assertEquals(Set.of(), missing);
        Set<String> relations = new HashSet<>();
        for (JsonNode object : event.path("Object")) {
            for (JsonNode each : object.path("Attribute")) {
                relations.add(object.path("name").asString() + " "
                        + each.path("object_relation").asString());
            }
        }
        Set<String> templates = new HashSet<>();
        relations.forEach(relation -> templates.add(relation.substring(0, relation.indexOf(' '))));
        assertTrue(templates.containsAll(ObjectTemplates.all().keySet()), templates.toString());
    }

    @Test
    void everyAttributeIsFoundAgain() {
        Conversion conversion = Misp.read(Documents.bytes("misp-rich.json"));
        String all = Documents.trees(conversion).toString();
        JsonNode event = Documents.tree(Documents.text("misp-rich.json").replace("'", "`"))
                .path("Event");
        Set<String> said = new HashSet<>();
        Documents.converted(conversion).remarks().forEach(remark -> said.add(remark.path()));
        for (int i = 0; i < event.path("Attribute").size(); i++) {
            String uuid = event.path("Attribute").get(i).path("uuid").asString();
            boolean found = !uuid.isEmpty() && all.contains(uuid);
            assertTrue(found || said.contains("$.Event.Attribute[" + i + "]"), "lost silently: attribute " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tlp:white, CLEAR",
        "tlp:clear, CLEAR",
        "TLP:GREEN, GREEN",
        "tlp:amber, AMBER",
        "tlp:amber+strict, AMBER_STRICT",
        "tlp:red, RED",
        "tlp:unheard-of, RED"
    })
    void tagsOfTheEventMarkAllThatIsInIt(String tag, Tlp level) {
        Conversion conversion = read(event(",'Tag':[{'name':'" + tag + "'}]", attribute("ip-dst", "198.51.100.1", "")));
        assertEquals(level, Tlp.strictest(indicator(conversion).markings()));
        StixObject grouping = Documents.converted(conversion).objects().getLast();
        assertEquals("grouping", grouping.type());
        assertEquals(level, Tlp.strictest(grouping.markings()));
    }

    @Test
    void theStricterOfEventAndAttributeCounts() {
        Conversion conversion = read(event(
                ",'Tag':[{'name':'tlp:red'}]", attribute("ip-dst", "198.51.100.1", ",'Tag':[{'name':'tlp:green'}]")));
        assertEquals(Tlp.RED, Tlp.strictest(indicator(conversion).markings()));
    }

    @Test
    void papIsAStatement() {
        Conversion conversion = read(event(",'Tag':[{'name':'PAP:RED'}]", attribute("url", "https://a.example", "")));
        JsonNode marking = Documents.only(conversion, "marking-definition");
        assertEquals("PAP:RED", marking.path("definition").path("statement").asString());
        assertEquals(
                List.of(marking.path("id").asString()),
                indicator(conversion).markings().stream().map(Object::toString).toList());
    }

    /** Tags of an event move its time, not that of its attributes: without a new version a new marking would be lost. */
    @Test
    void aNewerEventMakesNewerVersions() {
        String attribute = attribute("ip-dst", "198.51.100.1", "");
        StixObject before = indicator(read(event("", attribute)));
        StixObject after =
                indicator(read(event(",'Tag':[{'name':'tlp:red'}]", attribute).replace("1790000000", "1790009999")));
        assertEquals(before.id(), after.id());
        assertEquals(before.created(), after.created());
        assertNotEquals(before.modified(), after.modified());
        assertTrue(after.version().compareTo(before.version()) > 0);
    }

    @Test
    void aPublicClusterIsTheSameFromEveryEvent() {
        String galaxy =
                ",'Galaxy':[{'type':'mitre-malware','GalaxyCluster':[{'uuid':'0a52e73b-d7e9-45ae-9bda-46568f753931','value':'Agent.btz - S0092','meta':{'external_id':['S0092']}}]}]";
        JsonNode one = Documents.only(read(event(galaxy + ",'Tag':[{'name':'tlp:red'}]")), "malware");
        JsonNode other = Documents.only(
                read(event(galaxy).replace(EVENT, ATTRIBUTE).replace("1790000000", "1780000000")), "malware");
        assertEquals(one, other);
        assertEquals(
                "malware--0a52e73b-d7e9-45ae-9bda-46568f753931", one.path("id").asString());
        assertEquals("Agent.btz", one.path("name").asString());
        assertEquals(
                "S0092",
                one.path("external_references").get(0).path("external_id").asString());
        assertFalse(one.has("object_marking_refs"));
    }

    @Test
    void aClusterOfOneOrganisationIsMarkedAsTheEventIs() {
        String galaxy =
                ",'Galaxy':[{'type':'mitre-malware','GalaxyCluster':[{'default':false,'uuid':'0a52e73b-d7e9-45ae-9bda-46568f753931','value':'Ours'}]}]";
        JsonNode cluster = Documents.only(read(event(galaxy + ",'Tag':[{'name':'tlp:red'}]")), "malware");
        assertTrue(cluster.has("object_marking_refs"));
        assertEquals("2026-09-21T14:13:20.000Z", cluster.path("modified").asString());
    }

    @Test
    void deletedIsSaidAndNotConverted() {
        Conversion conversion = read(event("", attribute("ip-dst", "198.51.100.1", ",'deleted':true")));
        assertEquals(List.of(Loss.DELETED), Documents.losses(conversion));
        assertEquals(List.of(), Documents.ofType(conversion, "indicator"));
    }

    @Test
    void localTagsStayButMarkAllTheSame() {
        Conversion conversion = read(event(
                "",
                attribute(
                        "ip-dst",
                        "198.51.100.1",
                        ",'Tag':[{'name':'ours only','local':1},{'name':'tlp:red','local':1}]")));
        assertEquals(List.of(), indicator(conversion).labels());
        assertEquals(Tlp.RED, Tlp.strictest(indicator(conversion).markings()));
        assertEquals(List.of(Loss.LOCAL_TAG), Documents.losses(conversion));
    }

    @ParameterizedTest
    @CsvSource({
        "ip-dst, 999.0.0.1",
        "md5, xyz",
        "domain|ip, a.example",
        "ip-dst|port, 198.51.100.1|70000",
        "mac-address, 00:00",
        "url, nothing",
        "AS, ASx"
    })
    void aValueOfAnotherFormIsKeptAsItIs(String type, String value) {
        Conversion conversion = read(event("", attribute(type, value, "")));
        assertEquals(List.of(Loss.NO_PATTERN), Documents.losses(conversion));
        JsonNode kept = Documents.only(conversion, MispOrigin.ATTRIBUTE);
        assertEquals(type, kept.path("misp_type").asString());
        assertEquals(value, kept.path("misp_value").asString());
    }

    @Test
    void quotesInValuesDoNotLeaveTheConstant() {
        Conversion conversion =
                read(event("", attribute("mutex", "x` OR [url:value = `y", "").replace('`', '\u2019')));
        assertEquals(List.of(), Documents.losses(conversion));
        Sketch.Fact fact = Sketch.Fact.of("mutex:name", "x'] OR [url:value = 'y\\");
        String pattern = String.valueOf(Sketch.pattern(List.of(fact)));
        assertEquals("[mutex:name = 'x\\'] OR [url:value = \\'y\\\\']", pattern);
        assertTrue(MispAttributes.isPattern(pattern));
    }

    @Test
    void forms() {
        String one = event("", attribute("ip-dst", "198.51.100.1", ""));
        String bare = one.substring("{'Event':".length(), one.length() - 1);
        for (String form : List.of("[" + one + "]", "{'response':[" + one + "]}", "{'response':" + one + "}", bare)) {
            assertEquals(Documents.trees(read(one)), Documents.trees(read(form)), form.substring(0, 20));
        }
        for (String form : List.of("{}", "[7]", "7", "{'response':7}", "{'Event':7}")) {
            assertEquals(Loss.FORM, Documents.refusal(read(form)), form);
        }
    }

    @Test
    void limitedDistributionIsALabel() {
        Conversion conversion =
                read(event(",'distribution':'3'", attribute("ip-dst", "198.51.100.1", ",'distribution':'0'")));
        assertEquals(
                List.of("misp-distribution:organisation"), indicator(conversion).labels());
        assertEquals(List.of(Loss.DISTRIBUTION), Documents.losses(conversion));
    }

    @Test
    void everyMappedTypeGivesWhatItsTableSays() {
        for (Map.Entry<String, AttributeTypes.Form> each : AttributeTypes.all().entrySet()) {
            if (each.getValue() instanceof AttributeTypes.Observable observable) {
                for (String path : observable.paths()) {
                    assertTrue(
                            DeterministicId.isObservable(path.substring(0, path.indexOf(':')))
                                    || path.startsWith("ip-addr:"),
                            path);
                }
            }
        }
    }
}
