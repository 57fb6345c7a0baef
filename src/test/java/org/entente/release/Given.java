package org.entente.release;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.Samples;
import org.entente.stix.MarkingKind;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Terms and facets that tests start from. */
final class Given {
    static final String TLP_RED = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed";
    static final String TLP_GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
    static final String STATEMENT = Samples.STATEMENT;
    static final String ACS = Samples.ACS;
    static final String BARRED = Samples.BARRED;
    static final String OTHER = "marking-definition--2e4a1f2c-8c4e-4c5b-9f2d-4d8fab3e9a33";
    static final String UNKNOWN = "marking-definition--3f5b2a3d-9d5f-4d6c-8a3e-5e9abc4fab44";
    /** Counts as PAP:AMBER. */
    static final String AS_PAP = "marking-definition--5b7d4c5f-bf7b-4f8e-8c50-70bcde6bcd66";
    /** Claims to be a TLP definition, under an id of its own. */
    static final String FALSE_TLP = "marking-definition--4a6c3b4e-ae6a-4e7d-9b4f-6fabcd5abc55";

    private static final Map<String, MarkingKind> KIND_BY_ID = Map.of(
            STATEMENT, MarkingKind.STATEMENT,
            BARRED, MarkingKind.STATEMENT,
            ACS, MarkingKind.OTHER,
            OTHER, MarkingKind.OTHER,
            FALSE_TLP, MarkingKind.TLP);

    static final MarkingKinds KINDS = marking -> KIND_BY_ID.get(marking.value());

    private static final String CLASSES = Samples.json("[{'marking':'" + ACS + "','as':{'tlp':'amber'}},{'marking':'"
            + BARRED + "','as':'restrictive'}," + "{'marking':'" + AS_PAP + "','as':{'pap':'amber'}}]");

    private static final JsonMapper JSON = new JsonMapper();

    private Given() {}

    /** A memorandum with one grant of A to B, and the classes of {@link #ACS}, {@link #BARRED} and {@link #AS_PAP}. */
    static ObjectNode memorandum(String constraint) {
        ObjectNode document = Samples.granting(Samples.json(constraint));
        document.set("markings", tree(CLASSES));
        return document;
    }

    static JsonNode tree(String json) {
        return JSON.readTree(json);
    }

    static Terms terms(String constraint) {
        return terms(memorandum(constraint), HouseRules.NONE);
    }

    static Terms terms(ObjectNode document, HouseRules houseRules) {
        Memorandum memorandum = Samples.memorandum(document);
        return Terms.of(memorandum, memorandum.contracts().getFirst(), true, houseRules);
    }

    /** House rules whose rules H1, H2 and so on require these constraints. */
    static HouseRules houseRules(String... constraints) {
        StringBuilder rules = new StringBuilder();
        for (String constraint : constraints) {
            rules.append(rules.isEmpty() ? "" : ",")
                    .append("{'id':'H" + (Arrays.asList(constraints).indexOf(constraint) + 1)
                            + "','text':'x','require':")
                    .append(constraint + "}");
        }
        return Samples.houseRules("{'entente':'house-rules/1','rules':[" + rules + "]}");
    }

    static Facets facets(String type, @Nullable Tlp tlp, List<String> topics, String... markings) {
        var ids = new TreeSet<StixId>();
        for (String marking : markings) {
            ids.add(new StixId(marking));
            tlp = Tlp.strictest(tlp, Tlp.ofMarking(new StixId(marking)));
        }
        return new Facets(type, tlp, new TreeSet<>(topics), null, ids, Source.OWN);
    }

    static Decision decide(Terms terms, Facets facets) {
        return Decide.decide(terms, facets, KINDS);
    }

    static StixId id(String type, int number) {
        return new StixId(type + "--00000000-0000-4000-8000-%012x".formatted(number));
    }
}
