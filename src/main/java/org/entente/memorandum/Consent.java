package org.entente.memorandum;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.entente.stix.CanonicalJson;
import org.entente.stix.StixId;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A giver's word on passing on: that one object version, in the bytes that a contract released, may go to one further
 * organisation, or no longer may (release.md, rule 3; docs/formats/consent.md).
 *
 * <pre>
 * { "entente": "consent/1",
 *   "contract": "urn:uuid:…",                     under which the giver released the version
 *   "giver": "did:web:a.example",                 who consents, and signs
 *   "object": "malware--…",
 *   "version": "2026-01-01T00:00:00.000Z",        as in STIX; null for an object that has none
 *   "sha256": "…",                                of the released bytes, 64 hexadecimal digits
 *   "to": "did:web:c.example",                    where it may go, or no longer may
 *   "number": 1,                                  greater than in every earlier word on the same
 *   "says": "given" | "withdrawn",
 *   "time": "2026-03-01T12:00:00Z" }
 * </pre>
 *
 * <p>Of words that agree in contract, object, version and organisation the one of the greatest number counts, whatever
 * their times and in whichever order they arrive.
 *
 * @param contract the contract under which the version was released
 * @param giver who released it
 * @param object its STIX identifier
 * @param version as in STIX: {@code modified}, else {@code created}; empty for an object that has neither
 * @param sha256 of the released bytes, hexadecimal in lower case
 * @param to the organisation that it may go to, or no longer may
 * @param number from 1, greater than in every earlier word on the same version and organisation
 * @param given whether consent is given; else it is withdrawn
 * @param time when the giver said so, in whole seconds
 */
public record Consent(
        UUID contract,
        String giver,
        StixId object,
        String version,
        String sha256,
        String to,
        long number,
        boolean given,
        Instant time) {
    /** The longest document, as it comes in. */
    public static final int MAX_BYTES = 8192;

    /** The greatest number: beyond it RFC 8785 would round. */
    public static final long MAX_NUMBER = 1L << 53;

    /** As many characters as an exchange takes for a version. */
    private static final int MAX_VERSION_LENGTH = 300;

    private static final String FORMAT = "consent/1";
    private static final String GIVEN = "given";
    private static final String WITHDRAWN = "withdrawn";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Set<String> NAMES =
            Set.of("entente", "contract", "giver", "object", "version", "sha256", "to", "number", "says", "time");

    /** Reads a consent from JSON in UTF-8, in any layout. */
    public static Reading<Consent> read(byte[] json) {
        return Refusal.reading(() -> read(Element.parse(json, MAX_BYTES)));
    }

    static Consent read(Element document) {
        Element format = document.find("entente");
        if (format != null) {
            format.constant(FORMAT, "A consent of format consent/1 is expected here.");
        }
        document.object(NAMES, Set.of());
        var parts = new Refusal.Collector();
        UUID contract = parts.attempt(() -> document.get("contract").urnUuid());
        String giver = parts.attempt(() -> document.get("giver").did());
        StixId object = parts.attempt(() -> object(document.get("object")));
        String version = parts.attempt(() -> version(document.get("version")));
        String sha256 = parts.attempt(() -> sha256(document.get("sha256")));
        String to = parts.attempt(() -> document.get("to").did());
        Long number = parts.attempt(() -> number(document.get("number")));
        Boolean given = parts.attempt(() -> given(document.get("says")));
        Instant time = parts.attempt(() -> document.get("time").instant());
        parts.finish();
        return new Consent(
                requireNonNull(contract),
                requireNonNull(giver),
                requireNonNull(object),
                requireNonNull(version),
                requireNonNull(sha256),
                requireNonNull(to),
                requireNonNull(number),
                requireNonNull(given),
                requireNonNull(time));
    }

    private static StixId object(Element element) {
        StixId id = StixId.parse(element.line(MAX_VERSION_LENGTH));
        if (id == null) {
            throw element.refuse("bad-id", "A STIX identifier is expected here.");
        }
        return id;
    }

    private static String version(Element element) {
        if (element.node().isNull()) {
            return "";
        }
        String version = element.line(MAX_VERSION_LENGTH);
        if (!StixTimestamp.isValid(version)) {
            throw element.refuse("bad-version", "A version is a STIX timestamp, or null for an object that has none.");
        }
        return version;
    }

    private static String sha256(Element element) {
        String sha256 = element.line(100);
        if (!SHA256.matcher(sha256).matches()) {
            throw element.refuse("bad-hash", "A SHA-256 has 64 hexadecimal digits in lower case.");
        }
        return sha256;
    }

    private static @Nullable Long number(Element element) {
        boolean whole = element.node().isIntegralNumber() && element.node().canConvertToLong();
        long number = whole ? element.node().longValue() : 0;
        if (number < 1 || number > MAX_NUMBER) {
            throw element.refuse("bad-number", "A whole number from 1 on is expected here.");
        }
        return number;
    }

    private static @Nullable Boolean given(Element element) {
        return switch (element.line(100)) {
            case GIVEN -> true;
            case WITHDRAWN -> false;
            default -> throw element.refuse("unknown-value", "A consent is given or withdrawn.");
        };
    }

    ObjectNode write() {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("entente", FORMAT)
                .put("contract", "urn:uuid:" + contract)
                .put("giver", giver)
                .put("object", object.value());
        if (version.isEmpty()) {
            document.putNull("version");
        } else {
            document.put("version", version);
        }
        return document.put("sha256", sha256)
                .put("to", to)
                .put("number", number)
                .put("says", given ? GIVEN : WITHDRAWN)
                .put("time", time.toString());
    }

    /** The document in RFC 8785 form, which is what is signed. */
    public byte[] canonical() {
        return CanonicalJson.of(write());
    }
}
