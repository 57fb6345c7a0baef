package org.entente.memorandum;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Set;
import org.entente.stix.CanonicalJson;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A consent with its giver's signature: the file in which consents travel.
 *
 * <pre>
 * { "entente": "signed-consent/1",
 *   "consent": {…},                     see {@link Consent}
 *   "jws": "eyJ….….…" }                the giver's, see {@link PartySignature}
 * </pre>
 *
 * <p>Whether the signature is genuine is a question to {@link #verifies}, since it takes the giver's key.
 *
 * @param consent the document
 * @param jws the giver's signature of it
 */
public record SignedConsent(Consent consent, String jws) {
    /** The longest file, as it comes in. */
    public static final int MAX_BYTES = Consent.MAX_BYTES + 4096;

    private static final String FORMAT = "signed-consent/1";

    /** Reads the file from JSON in UTF-8, in any layout; the signature is not verified. */
    public static Reading<SignedConsent> read(byte[] json) {
        return Refusal.reading(() -> read(Element.parse(json, MAX_BYTES)));
    }

    private static SignedConsent read(Element document) {
        Element format = document.find("entente");
        if (format != null) {
            format.constant(FORMAT, "A signed consent of format signed-consent/1 is expected here.");
        }
        document.object(Set.of("entente", "consent", "jws"), Set.of());
        Consent consent = Consent.read(document.get("consent"));
        Element jws = document.get("jws");
        PartySignature signature = new PartySignature(consent.giver(), jws.line(PartySignature.MAX_JWS_LENGTH));
        if (!signature.wellFormed()) {
            throw jws.refuse(
                    "bad-signature",
                    "A compact JWS with detached payload is expected here, with alg Ed25519 and the giver as kid in its"
                            + " header and nothing else.");
        }
        return new SignedConsent(consent, signature.jws());
    }

    /** Signs with the giver's Ed25519 key; any other key is a mistake of the caller. */
    public static SignedConsent sign(Consent consent, PrivateKey key) {
        return new SignedConsent(
                consent,
                PartySignature.sign(consent.canonical(), consent.giver(), key).jws());
    }

    /** Whether the signature is one of this consent by the holder of the Ed25519 key. */
    public boolean verifies(PublicKey key) {
        return new PartySignature(consent.giver(), jws).verifies(consent.canonical(), key);
    }

    /** The file in RFC 8785 form. */
    public byte[] canonical() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("entente", FORMAT);
        document.set("consent", consent.write());
        return CanonicalJson.of(document.put("jws", jws));
    }
}
