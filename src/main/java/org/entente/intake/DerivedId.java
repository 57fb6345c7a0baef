package org.entente.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.entente.stix.CanonicalJson;
import org.entente.stix.DeterministicId;
import org.entente.stix.NameUuid;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Identifiers that are functions of what they identify: UUIDs of version 5 (RFC 9562 section 5.5). */
final class DerivedId {
    /** The namespace of cyber-observable objects (STIX 2.1 section 2.9). */
    private static final UUID OBSERVABLES = UUID.fromString("00abedb4-aa42-466c-9c01-fed23315a9b7");

    /** The namespace of all else that this room names; made for it. */
    private static final UUID OURS = UUID.fromString("0a4f3c5e-6f5b-4d0a-9c64-51d9a1c1e0b7");

    /** The bits of the version in a UUID, and those of version 4. */
    private static final long VERSION = 0xF000L;

    private static final long RANDOM = 0x4000L;

    /** The hash that counts among several is the first of these that is there (STIX 2.1 section 2.9). */
    private static final List<String> HASHES = List.of("MD5", "SHA-1", "SHA-256", "SHA-512");

    private DerivedId() {}

    /** An identifier of that type, made from texts whose bounds count. */
    static String of(String type, String... parts) {
        StringBuilder name = new StringBuilder(type);
        for (String part : parts) {
            name.append('\n').append(part.length()).append(':').append(part);
        }
        return type + "--" + NameUuid.version5(OURS, name.toString().getBytes(UTF_8));
    }

    /**
     * An identifier for a cyber-observable object that has no contributing property, for which the standard demands version 4
     * (section 2.9): a hash stands in for chance, so that the same place gives the same object.
     */
    static String unnamed(String type, String source, String place) {
        byte[] name = (type + '\n' + source.length() + ':' + source + '\n' + place).getBytes(UTF_8);
        UUID named = NameUuid.version5(OURS, name);
        return type + "--"
                + new UUID((named.getMostSignificantBits() & ~VERSION) | RANDOM, named.getLeastSignificantBits());
    }

    /** The identifier that STIX 2.1 section 2.9 recommends, or null where no contributing property is there. */
    static @Nullable String observable(String type, ObjectNode object) {
        ObjectNode name = JsonInput.object();
        for (String property : DeterministicId.contributing(type)) {
            JsonNode value = object.get(property);
            if (value != null) {
                name.set(property, property.equals("hashes") ? oneHash(value) : value);
            }
        }
        if (name.isEmpty()) {
            return null;
        }
        try {
            return type + "--" + NameUuid.version5(OBSERVABLES, CanonicalJson.of(name));
        } catch (CanonicalJson.Refused e) {
            return null;
        }
    }

    private static JsonNode oneHash(JsonNode hashes) {
        if (!hashes.isObject() || hashes.isEmpty()) {
            return hashes;
        }
        // Of others than those four, the first by name: some order must decide, and that of the source may change.
        String chosen = HASHES.stream()
                .filter(hashes::has)
                .findFirst()
                .orElseGet(() -> Collections.min(hashes.propertyNames()));
        ObjectNode one = JsonInput.object();
        one.set(chosen, hashes.get(chosen));
        return one;
    }
}
