package org.entente.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.entente.stix.CanonicalJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Identifiers that are functions of what they identify: UUIDs of version 5 (RFC 9562 section 5.5). */
final class DerivedId {
    /** The namespace of cyber-observable objects (STIX 2.1 section 2.9). */
    private static final UUID OBSERVABLES = UUID.fromString("00abedb4-aa42-466c-9c01-fed23315a9b7");

    /** The namespace of all else that this room names; made for it. */
    private static final UUID OURS = UUID.fromString("0a4f3c5e-6f5b-4d0a-9c64-51d9a1c1e0b7");

    /** The bits of the versions 5 and 4 in a UUID. */
    private static final long NAMED = 0x5000L;

    private static final long RANDOM = 0x4000L;

    /** The hash that counts among several is the first of these that is there (STIX 2.1 section 2.9). */
    private static final List<String> HASHES = List.of("MD5", "SHA-1", "SHA-256", "SHA-512");

    /** ID Contributing Properties, from the sections of the objects (STIX 2.1 section 6). */
    private static final Map<String, List<String>> CONTRIBUTING = Map.ofEntries(
            Map.entry("artifact", List.of("hashes", "payload_bin")),
            Map.entry("autonomous-system", List.of("number")),
            Map.entry("directory", List.of("path")),
            Map.entry("domain-name", List.of("value")),
            Map.entry("email-addr", List.of("value")),
            Map.entry("email-message", List.of("from_ref", "subject", "body")),
            Map.entry("file", List.of("hashes", "name", "parent_directory_ref", "extensions")),
            Map.entry("ipv4-addr", List.of("value")),
            Map.entry("ipv6-addr", List.of("value")),
            Map.entry("mac-addr", List.of("value")),
            Map.entry("mutex", List.of("name")),
            Map.entry(
                    "network-traffic",
                    List.of("start", "end", "src_ref", "dst_ref", "src_port", "dst_port", "protocols", "extensions")),
            Map.entry("process", List.of()),
            Map.entry("software", List.of("name", "cpe", "swid", "vendor", "version")),
            Map.entry("url", List.of("value")),
            Map.entry("user-account", List.of("account_type", "user_id", "account_login")),
            Map.entry("windows-registry-key", List.of("key", "values")),
            Map.entry("x509-certificate", List.of("hashes", "serial_number")));

    private DerivedId() {}

    /** An identifier of that type, made from texts whose bounds count. */
    static String of(String type, String... parts) {
        StringBuilder name = new StringBuilder(type);
        for (String part : parts) {
            name.append('\n').append(part.length()).append(':').append(part);
        }
        return type + "--" + hashed(OURS, name.toString().getBytes(UTF_8), NAMED);
    }

    /**
     * An identifier for a cyber-observable object that has no contributing property, for which the standard demands version 4
     * (section 2.9): a hash stands in for chance, so that the same place gives the same object.
     */
    static String unnamed(String type, String source, String place) {
        byte[] name = (type + '\n' + source.length() + ':' + source + '\n' + place).getBytes(UTF_8);
        return type + "--" + hashed(OURS, name, RANDOM);
    }

    static boolean isObservable(String type) {
        return CONTRIBUTING.containsKey(type);
    }

    /** The properties that make the identifier of an object of this type; none for a type that the standard lacks. */
    static List<String> contributing(String type) {
        return CONTRIBUTING.getOrDefault(type, List.of());
    }

    /** The identifier that STIX 2.1 section 2.9 recommends, or null where no contributing property is there. */
    static @Nullable String observable(String type, ObjectNode object) {
        ObjectNode name = JsonInput.object();
        for (String property : contributing(type)) {
            JsonNode value = object.get(property);
            if (value != null) {
                name.set(property, property.equals("hashes") ? oneHash(value) : value);
            }
        }
        if (name.isEmpty()) {
            return null;
        }
        try {
            return type + "--" + hashed(OBSERVABLES, CanonicalJson.of(name), NAMED);
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

    private static UUID hashed(UUID namespace, byte[] name, long version) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every Java platform has SHA-1.", absent);
        }
        sha1.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .flip());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name));
        long most = (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | version;
        long least = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }
}
