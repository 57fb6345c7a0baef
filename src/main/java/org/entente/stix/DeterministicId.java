package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The identifier that a cyber-observable object should have (STIX 2.1 section 2.9): a UUID of version 5 over the canonical
 * JSON of the properties that contribute to it, so that all producers give the same observable the same identifier.
 */
public final class DeterministicId {
    /** The namespace that section 2.9 sets. */
    private static final UUID NAMESPACE = UUID.fromString("00abedb4-aa42-466c-9c01-fed23315a9b7");

    /** Of several hashes the first of these contributes; where there is none of them, the first that is written. */
    private static final List<String> HASHES = List.of("MD5", "SHA-1", "SHA-256", "SHA-512");

    private DeterministicId() {}

    /** Whether the standard defines that type as a cyber-observable object. */
    public static boolean isObservable(String type) {
        ObjectType known = TypeTable.named(type);
        return known != null && known.kind() == Kind.OBSERVABLE;
    }

    /** The names of the properties that contribute to the identifier of an object of that type; none for other types. */
    public static List<String> contributing(String type) {
        ObjectType known = TypeTable.named(type);
        return known == null
                ? List.of()
                : known.idProperties().stream().map(PropertySpec::name).toList();
    }

    /**
     * The identifier for the object with these bytes, whatever id it has now.
     *
     * @return null if its type is no cyber-observable object of the standard, if it has none of the properties that
     *     contribute, or if these have no canonical form; a UUID of version 4 is the right one then
     * @throws IllegalArgumentException if the bytes are no well-formed object
     */
    public static @Nullable StixId of(byte[] object) {
        JsonScanner json = new JsonScanner(object, Limits.MAX_DEPTH, object.length);
        try {
            json.space();
            if (json.peek() != '{') {
                throw new JsonFault(Rule.OBJECT);
            }
            if (!json.openObject()) {
                return null;
            }
            ObjectType type = json.findAhead("type") ? TypeTable.ofString(json) : null;
            ObjectFacts facts = new ObjectFacts();
            do {
                json.name();
                PropertySpec property = type == null ? null : type.structure().ofName(json);
                json.toValue();
                int start = json.pos;
                json.skip();
                if (property != null) {
                    facts.present |= property.bit();
                    facts.starts[property.index()] = start;
                    facts.ends[property.index()] = json.pos;
                }
            } while (json.moreMembers());
            return type == null ? null : of(type, facts, object);
        } catch (JsonFault fault) {
            throw new IllegalArgumentException("this is no well-formed object", fault);
        }
    }

    /** The identifier for the object whose properties stand at the places of the facts; null as above. */
    static @Nullable StixId of(ObjectType type, ObjectFacts facts, byte[] in) {
        StringBuilder name = new StringBuilder("{");
        for (PropertySpec property : type.idProperties()) {
            if (facts.has(property)) {
                String value = new String(
                        in,
                        facts.starts[property.index()],
                        facts.ends[property.index()] - facts.starts[property.index()],
                        UTF_8);
                name.append(name.length() > 1 ? "," : "")
                        .append('"')
                        .append(property.name())
                        .append("\":")
                        .append(property.type() instanceof ValueType.Hashes ? oneHash(value) : value);
            }
        }
        if (name.length() == 1) {
            return null;
        }
        try {
            byte[] canonical = CanonicalJson.of(name.append('}').toString().getBytes(UTF_8));
            return new StixId(type.name() + "--" + NameUuid.version5(NAMESPACE, canonical));
        } catch (CanonicalJson.Refused refused) {
            return null;
        }
    }

    /** The hashes with that one alone which contributes. */
    private static String oneHash(String hashes) {
        byte[] bytes = hashes.getBytes(UTF_8);
        JsonScanner json = new JsonScanner(bytes, Limits.MAX_DEPTH, bytes.length);
        String best = hashes;
        int rank = Integer.MAX_VALUE;
        try {
            if (json.peek() != '{' || !json.openObject()) {
                return hashes;
            }
            do {
                int start = json.pos;
                json.name();
                int known = HASHES.indexOf(json.text());
                json.toValue();
                json.skip();
                int here = known < 0 ? HASHES.size() : known;
                if (here < rank) {
                    rank = here;
                    best = "{" + new String(bytes, start, json.pos - start, UTF_8) + "}";
                }
            } while (json.moreMembers());
            return best;
        } catch (JsonFault fault) {
            throw new IllegalStateException("hashes that were read are not well-formed", fault);
        }
    }
}
