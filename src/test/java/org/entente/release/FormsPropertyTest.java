package org.entente.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.entente.SharedData;
import org.entente.stix.CanonicalJson;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whatever lives and whatever duties say: a form keeps the standard and refers to nothing beyond what goes. */
class FormsPropertyTest {
    private static final int SCALE = Integer.getInteger("entente.test.scale", 1);
    private static final int TRIALS = 4_000;
    private static final List<String> PROPERTIES = List.of(
            "description", "external_references", "name", "labels", "x_mitre_version", "aliases", "object_refs");
    private static final StixId PSEUDONYM = Given.id("identity", 0xabc);

    @Test
    void rules4And5AFormIsSoundAndRefersToWhatGoesAlone() {
        List<StixObject> objects = new ArrayList<>(objects("attack-ics.ndjson.gz"));
        List<StixObject> examples = objects("stix21-spec-examples.ndjson");
        int trimmed = 0;
        int grouped = 0;
        for (long seed = 0; seed < (long) TRIALS * SCALE; seed++) {
            Random random = new Random(seed);
            StixObject object = pick(random.nextBoolean() ? examples : objects, random);
            FormRules rules = rules(random);
            Forms.Context context = new Forms.Context(_ -> random.nextBoolean(), Set.of(), _ -> PSEUDONYM);
            if (!(Forms.of(object, rules, context) instanceof Form.Goes form)) {
                continue;
            }
            String at = "seed " + seed;
            assertArrayEquals(CanonicalJson.of(form.bytes()), form.bytes(), at);
            Set<StixId> live = new HashSet<>(form.needs());
            form.trimmable().stream().filter(_ -> random.nextInt(3) == 0).forEach(live::add);
            form.groups().forEach(group -> live.add(pick(group, random)));
            byte[] bytes = form.trimmed(live::contains);
            StixObject shown = read(bytes, at);
            Set<StixId> refers = new HashSet<>(Closure.needs(shown));
            refers.removeAll(form.kept());
            assertEquals(Set.of(), minus(refers, live), at);
            assertTrue(Forms.isSound(bytes), at);
            assertArrayEquals(bytes, form.trimmed(refers::contains), at);
            trimmed += form.lacks(live::contains) ? 1 : 0;
            grouped += form.groups().isEmpty() ? 0 : 1;
        }
        assertTrue(trimmed > TRIALS / 100 && grouped > 10, trimmed + " trimmed, " + grouped + " in groups");
    }

    private static FormRules rules(Random random) {
        Map<String, String> cut = new TreeMap<>();
        for (String property : PROPERTIES) {
            if (random.nextInt(6) == 0) {
                cut.put(property, "G");
            }
        }
        return new FormRules(
                new TreeMap<>(cut),
                random.nextBoolean() ? "G" : null,
                random.nextBoolean() ? "G" : null,
                random.nextInt(4) > 0 ? "G" : null,
                "G");
    }

    private static Set<StixId> minus(Set<StixId> all, Set<StixId> less) {
        Set<StixId> left = new HashSet<>(all);
        left.removeAll(less);
        return left;
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static StixObject read(byte[] bytes, String at) {
        return switch (StixReader.parseObject(bytes, Limits.DEFAULT)) {
            case Parsed.Valid valid -> valid.object();
            case Parsed.Invalid invalid -> throw new AssertionError(at + " " + invalid.problems());
        };
    }

    private static List<StixObject> objects(String file) {
        List<StixObject> objects = new ArrayList<>();
        new String(SharedData.bytes(file), UTF_8).lines().forEach(line -> {
            JsonNode tree = Given.tree(line);
            byte[] bytes =
                    (tree.has("elided") ? tree.path("object") : tree).toString().getBytes(UTF_8);
            if (StixReader.parseObject(bytes, Limits.DEFAULT) instanceof Parsed.Valid valid) {
                objects.add(valid.object());
            }
        });
        return objects;
    }
}
