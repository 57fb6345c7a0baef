package org.entente.memorandum;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.text.ParseException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One party's signature of a memorandum, or of a consent.
 *
 * @param party the signing organisation
 * @param jws a compact JWS with detached payload (RFC 7515 appendix F): {@code header..signature}. The payload is the
 *     document in RFC 8785 form, {@link Memorandum#canonical} or {@link Consent#canonical}; the header has {@code alg} ({@code Ed25519}, RFC 9864; the older name {@code EdDSA}
 *     is accepted) and {@code kid}, which is the party, and nothing else
 */
public record PartySignature(String party, String jws) {
    /** Two to three times what the longest party identifier needs. */
    static final int MAX_JWS_LENGTH = 2048;

    private static final Set<String> ALGORITHMS = Set.of("Ed25519", "EdDSA");

    /** The header, an empty payload, and the 64 bytes of an Ed25519 signature. */
    private static final Pattern SHAPE = Pattern.compile("([A-Za-z0-9_-]+)\\.\\.([A-Za-z0-9_-]{86})");

    /** Signs with an Ed25519 key; any other key is a mistake of the caller. */
    static PartySignature sign(byte[] canonical, String party, PrivateKey key) {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.Ed25519).keyID(party).build();
        JWSObject jws = new JWSObject(header, payload(canonical));
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(jws.getSigningInput());
            return new PartySignature(party, header.toBase64URL() + ".." + Base64URL.encode(ed25519.sign()));
        } catch (InvalidKeyException notEd25519) {
            throw new IllegalArgumentException("A document is signed with an Ed25519 key.", notEd25519);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("Every Java platform of our version has Ed25519.", absent);
        }
    }

    /**
     * Whether the signature is one of this memorandum by the holder of the Ed25519 key; any other key is a mistake of
     * the caller.
     */
    public boolean verifies(Memorandum memorandum, PublicKey key) {
        return verifies(memorandum.canonical(), key);
    }

    /** The same of any document, by its RFC 8785 form. */
    boolean verifies(byte[] canonical, PublicKey key) {
        if (!wellFormed()) {
            return false;
        }
        try {
            JWSObject parsed = JWSObject.parse(jws, payload(canonical));
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(parsed.getSigningInput());
            return ed25519.verify(parsed.getSignature().decode());
        } catch (ParseException | SignatureException malformed) {
            return false;
        } catch (InvalidKeyException notEd25519) {
            throw new IllegalArgumentException("A document is verified with an Ed25519 key.", notEd25519);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("Every Java platform of our version has Ed25519.", absent);
        }
    }

    /**
     * Whether this has the form of a signature by the party. The header must be exactly what {@link #jws} says: a
     * further parameter, {@code crit} above all, could ask for a meaning that is not checked here.
     */
    boolean wellFormed() {
        var shape = SHAPE.matcher(jws);
        if (jws.length() > MAX_JWS_LENGTH || !shape.matches()) {
            return false;
        }
        Base64URL header = new Base64URL(shape.group(1));
        Base64URL signature = new Base64URL(shape.group(2));
        // The decoder ignores stray bits at the end, which would let one signature be written in several ways.
        if (!Base64URL.encode(header.decode()).equals(header)
                || !Base64URL.encode(signature.decode()).equals(signature)) {
            return false;
        }
        try {
            JWSHeader parsed = JWSHeader.parse(header);
            String algorithm = parsed.getAlgorithm().getName();
            return ALGORITHMS.contains(algorithm)
                    && parsed.toJSONObject().equals(Map.of("alg", algorithm, "kid", party));
        } catch (ParseException malformed) {
            return false;
        }
    }

    private static Payload payload(byte[] canonical) {
        return new Payload(Base64URL.encode(canonical));
    }
}
