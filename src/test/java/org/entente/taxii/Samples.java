package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;

/** Objects made up for tests. */
final class Samples {
    /** What the grants of the tests give. */
    static final String GIVEN = "\"identity\",\"tool\",\"malware\"";

    private static final List<String> GIVEN_TYPES = List.of("identity", "tool", "malware");

    private Samples() {}

    /** A version of an object with that many characters of text. */
    static StixObject object(String type, UUID id, int version, int textLength) {
        String more = type.equals("malware") ? ",\"is_family\":false" : "";
        return parse("""
                {"type":"%s", "spec_version":"2.1","id":"%s--%s","created":"2024-01-01T00:00:00.000Z",\
                "modified":"2024-01-01T00:00:%02d.000Z","name":"sample","description":"%s"%s}""".formatted(type, type, id, version, "é".repeat(textLength / 2), more));
    }

    /** An observable, which has no version of its own. */
    static StixObject address(String value) {
        return parse("""
                {"type":"ipv4-addr","spec_version":"2.1","id":"ipv4-addr--%s","value":"%s"}""".formatted(UUID.randomUUID(), value));
    }

    /** The third version of an object, which revokes it and refers to another one. */
    static StixObject revocation(StixObject revoked, StixObject other) {
        return parse("""
                {"type":"%s","spec_version":"2.1","id":"%s","created":"2024-01-01T00:00:00.000Z",\
                "modified":"2024-01-01T00:00:03.000Z","name":"sample","is_family":false,"revoked":true,\
                "x_other_ref":"%s"}""".formatted(revoked.type(), revoked.id(), other.id()));
    }

    static StixObject object(String type) {
        return object(type, UUID.randomUUID(), 0, 20);
    }

    /** New objects of given types, some of them in several versions. */
    static List<StixObject> given(Random random, int count) {
        List<StixObject> objects = new ArrayList<>();
        while (objects.size() < count) {
            UUID id = UUID.nameUUIDFromBytes(Long.toString(random.nextLong()).getBytes(UTF_8));
            String type = GIVEN_TYPES.get(random.nextInt(GIVEN_TYPES.size()));
            int versions = 1 + random.nextInt(3);
            for (int v = 0; v < versions; v++) {
                objects.add(object(type, id, v, random.nextInt(400)));
            }
        }
        return objects;
    }

    static StixObject parse(String json) {
        return switch (StixReader.parseObject(json.getBytes(UTF_8), Limits.DEFAULT)) {
            case Parsed.Valid valid -> valid.object();
            case Parsed.Invalid invalid -> throw new AssertionError(invalid.toString());
        };
    }
}
