package org.entente.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.SharedData;
import org.entente.memorandum.HouseRules;
import org.entente.release.Closure.Candidate;
import org.entente.release.Closure.Waiting;
import org.entente.stix.Limits;
import org.entente.stix.MarkingKind;
import org.entente.stix.Parsed;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

/** Decisions and closure over ATT&CK, a part of it tagged RED at import. */
class AttackDataTest {
    private static final String WITH_IDENTITY =
            "{'all':[{'type':{'isAnyOf':['attack-pattern','intrusion-set','malware',"
                    + "'tool','relationship','identity']}},{'tlp':{'lteq':'green'}}]}";
    private static final Tags RED = new Tags(Tlp.RED, Collections.emptySortedSet(), null);

    @Test
    void rule5WhatGoesIsClosedAndWhatWaitsNamesWhatIsMissing() {
        List<StixObject> objects = attack();
        List<Candidate> permitted = permitted(objects, WITH_IDENTITY);
        Closure.Result result = Closure.additions(permitted, _ -> false);
        Set<StixId> live = result.complete().stream().map(Candidate::id).collect(Collectors.toSet());
        assertTrue(
                result.complete().size() > 1_000,
                "complete: " + result.complete().size());
        assertTrue(objects.size() - result.complete().size() > 1_000, "withheld");
        assertTrue(result.complete().stream().allMatch(one -> live.containsAll(one.needs())));
        for (Waiting waiting : result.waiting()) {
            assertFalse(waiting.missing().isEmpty());
            assertTrue(waiting.missing().stream().noneMatch(live::contains));
        }
    }

    @Test
    void rule5WithoutIdentitiesNothingGoesAndTheReasonIsNamed() {
        List<Candidate> permitted = permitted(attack(), WITH_IDENTITY.replace(",'identity'", ""));
        Closure.Result result = Closure.additions(permitted, _ -> false);
        assertTrue(result.waiting().stream()
                .filter(waiting -> waiting.candidate().id().isOfType("malware"))
                .allMatch(waiting -> waiting.missing().stream().anyMatch(id -> id.isOfType("identity"))));
        assertEquals(
                0,
                result.complete().stream()
                        .filter(one -> one.id().isOfType("malware"))
                        .count());
    }

    private static List<Candidate> permitted(List<StixObject> objects, String constraint) {
        var document = Given.memorandum(constraint);
        document.putObject("defaults").put("tlp", "green");
        Terms terms = Given.terms(document, HouseRules.NONE);
        Map<StixId, MarkingKind> kinds = new HashMap<>();
        for (StixObject object : objects) {
            if (object.markingKind() != null) {
                kinds.put(object.id(), object.markingKind());
            }
        }
        Map<Facets, Boolean> classes = new HashMap<>();
        List<Candidate> permitted = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            StixObject object = objects.get(i);
            Facets facets =
                    Facets.of(object, i % 10 == 0 && object.type().equals("malware") ? RED : Tags.NONE, Source.OWN);
            if (classes.computeIfAbsent(
                    facets, one -> Decide.decide(terms, one, kinds::get).permitted())) {
                permitted.add(new Candidate(i, object.id(), object.version(), Closure.needs(object)));
            }
        }
        assertTrue(classes.size() < 100, "Few facets make few classes: " + classes.size());
        return permitted;
    }

    private static List<StixObject> attack() {
        List<StixObject> objects = new ArrayList<>();
        StixReader.read(SharedData.bytes("attack-enterprise.ndjson.gz"), Limits.DEFAULT, parsed -> {
            if (parsed instanceof Parsed.Valid valid) {
                objects.add(valid.object());
            }
        });
        return objects;
    }
}
