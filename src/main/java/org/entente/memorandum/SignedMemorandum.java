package org.entente.memorandum;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.entente.stix.CanonicalJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A memorandum with the signatures that it has so far: the file in which memoranda travel.
 *
 * <pre>
 * { "entente": "signed-memorandum/1",
 *   "memorandum": {…},                                             see {@link Memorandum}
 *   "signatures": [{"party": "did:web:a.example", "jws": "eyJ….….…"}] }   see {@link PartySignature}; may be empty
 * </pre>
 *
 * <p>A signature by somebody who is no party, a second one by the same party, or one of another form refuses the whole
 * file. Whether signatures are genuine is a question to {@link #verify}, since it takes the parties' keys.
 *
 * @param memorandum the document
 * @param signatures in the order in which they were added
 */
public record SignedMemorandum(Memorandum memorandum, List<PartySignature> signatures) {
    /** The longest file, as it comes in. */
    public static final int MAX_BYTES = Memorandum.MAX_BYTES + Memorandum.MAX_PARTIES * 4096;

    private static final String FORMAT = "signed-memorandum/1";

    public SignedMemorandum {
        signatures = List.copyOf(signatures);
    }

    /** Reads the file from JSON in UTF-8, in any layout, by the rules above; no signature is verified. */
    public static Reading<SignedMemorandum> read(byte[] json) {
        return Refusal.reading(() -> read(Element.parse(json, MAX_BYTES)));
    }

    private static SignedMemorandum read(Element document) {
        Element format = document.find("entente");
        if (format != null) {
            format.constant(FORMAT, "A signed memorandum of format signed-memorandum/1 is expected here.");
        }
        document.object(Set.of("entente", "memorandum", "signatures"), Set.of());
        Memorandum memorandum = MemorandumJson.read(document.get("memorandum"));
        List<PartySignature> signatures = document.get("signatures")
                .distinct(0, Memorandum.MAX_PARTIES, item -> signature(item, memorandum), PartySignature::party);
        return new SignedMemorandum(memorandum, signatures);
    }

    private static PartySignature signature(Element element, Memorandum memorandum) {
        element.object(Set.of("party", "jws"), Set.of());
        Element party = element.get("party");
        if (!memorandum.binds(party.did())) {
            throw party.refuse("not-a-party", "This organisation is not a party to the memorandum.");
        }
        Element jws = element.get("jws");
        PartySignature signature = new PartySignature(party.did(), jws.line(PartySignature.MAX_JWS_LENGTH));
        if (!signature.wellFormed()) {
            throw jws.refuse(
                    "bad-signature",
                    "A compact JWS with detached payload is expected here, with alg Ed25519 and the party as kid in its"
                            + " header and nothing else.");
        }
        return signature;
    }

    /** The file in RFC 8785 form. */
    public byte[] canonical() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("entente", FORMAT);
        document.set("memorandum", MemorandumJson.write(memorandum));
        ArrayNode array = document.putArray("signatures");
        signatures.forEach(
                signature -> array.addObject().put("party", signature.party()).put("jws", signature.jws()));
        return CanonicalJson.of(document);
    }

    /** This party's signature, or null if it has not signed. */
    public @Nullable PartySignature signatureOf(String party) {
        for (PartySignature signature : signatures) {
            if (signature.party().equals(party)) {
                return signature;
            }
        }
        return null;
    }

    /** Whether each party has signed. */
    public boolean complete() {
        return memorandum.parties().stream().allMatch(party -> signatureOf(party.id()) != null);
    }

    /**
     * Adds a party's signature by its Ed25519 key. To sign for somebody who is no party, or a second time, is a mistake
     * of the caller; {@link Memorandum#binds} and {@link #signatureOf} tell beforehand.
     */
    public SignedMemorandum sign(String party, PrivateKey key) {
        if (!memorandum.binds(party) || signatureOf(party) != null) {
            throw new IllegalArgumentException("Only a party that has not signed yet can sign.");
        }
        List<PartySignature> more = new ArrayList<>(signatures);
        more.add(PartySignature.sign(memorandum.canonical(), party, key));
        return new SignedMemorandum(memorandum, more);
    }

    /**
     * Verifies every signature.
     *
     * @param keys gives the Ed25519 key of an organisation, or null where it is not known
     * @return one fault for each signature that is not genuine or whose key is not known; empty if all are genuine
     */
    public List<Fault> verify(Function<String, @Nullable PublicKey> keys) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < signatures.size(); i++) {
            PartySignature signature = signatures.get(i);
            String path = "$.signatures[" + i + "]";
            PublicKey key = keys.apply(signature.party());
            if (key == null) {
                faults.add(new Fault("unknown-key", path, "The key of this party is not known here."));
            } else if (!memorandum.binds(signature.party()) || !signature.verifies(memorandum, key)) {
                faults.add(new Fault("false-signature", path, "This is not the party's signature of this memorandum."));
            }
        }
        return List.copyOf(faults);
    }
}
