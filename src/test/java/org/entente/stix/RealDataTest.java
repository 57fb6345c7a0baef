package org.entente.stix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.entente.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** All of ATT&CK is valid, its bytes come back unchanged, and its references are those that a tree walk finds. */
class RealDataTest {
    @ParameterizedTest
    @CsvSource({"attack-enterprise.ndjson.gz, 24771", "attack-ics.ndjson.gz, 1825", "attack-mobile.ndjson.gz, 2535"})
    void attackIsValidAndReproducesItsBytes(String file, int count) {
        byte[] input = SharedData.bytes(file);
        ByteArrayOutputStream again = new ByteArrayOutputStream(input.length);
        List<StixObject> objects = valid(StixReader.read(input, Limits.DEFAULT));
        for (StixObject object : objects) {
            again.writeBytes(object.bytes());
            again.write('\n');
        }
        assertEquals(count, objects.size());
        assertArrayEquals(input, again.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attack-enterprise.ndjson.gz",
                "attack-ics.ndjson.gz",
                "attack-mobile.ndjson.gz",
                "attack-history-ics-mobile.ndjson.gz"
            })
    void referencesAreThoseOfATreeWalk(String file) {
        for (Parsed parsed : StixReader.read(SharedData.bytes(file), Limits.DEFAULT)) {
            if (parsed instanceof Parsed.Valid valid) {
                StixObject object = valid.object();
                assertEquals(
                        ReferenceWalk.of(object.bytes()),
                        object.references(),
                        () -> "line " + valid.line() + " of " + file);
            }
        }
    }

    @Test
    void theRevocationFormChangesTwoPropertiesOnly() {
        String time = "2026-01-02T03:04:05.678Z";
        JsonMapper json = new JsonMapper();
        for (StixObject object : valid(StixReader.read(SharedData.bytes("attack-mobile.ndjson.gz"), Limits.DEFAULT))) {
            if (object.modified() != null) {
                byte[] form = RevocationForm.of(object.bytes(), time);
                StixObject revoked = Samples.valid(StixReader.parseObject(form, Limits.DEFAULT));
                assertTrue(revoked.revoked());
                assertEquals(time, revoked.version());
                ObjectNode expected = (ObjectNode) json.readTree(object.bytes());
                expected.put("modified", time).put("revoked", true);
                assertArrayEquals(CanonicalJson.of(expected), CanonicalJson.of(form));
            }
        }
    }

    private static List<StixObject> valid(List<Parsed> all) {
        List<StixObject> objects = new ArrayList<>();
        for (Parsed parsed : all) {
            if (!(parsed instanceof Parsed.Valid valid)) {
                return fail(parsed.toString());
            }
            assertEquals(objects.size(), valid.index());
            assertEquals(valid.index() + 1, valid.line());
            objects.add(valid.object());
        }
        assertTrue(objects.size() > 1);
        return objects;
    }
}
