package org.entente.memorandum;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.entente.memorandum.Samples.A;
import static org.entente.memorandum.Samples.B;
import static org.entente.memorandum.Samples.C;
import static org.entente.memorandum.Samples.accepted;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignedMemorandumTest {
    private static final KeyPair KEY_A = key("Ed25519");
    private static final KeyPair KEY_B = key("Ed25519");
    private static final Memorandum TEXT = Samples.memorandum(Samples.full());
    private static final SignedMemorandum DRAFT = new SignedMemorandum(TEXT, List.of());

    @Test
    void partiesSignOneAfterTheOther() {
        SignedMemorandum byA = DRAFT.sign(A, KEY_A.getPrivate());
        SignedMemorandum byBoth =
                accepted(SignedMemorandum.read(byA.canonical())).sign(B, KEY_B.getPrivate());
        assertEquals(byBoth, accepted(SignedMemorandum.read(byBoth.canonical())));
        assertArrayEquals(
                byBoth.canonical(),
                accepted(SignedMemorandum.read(byBoth.canonical())).canonical());
        assertFalse(byBoth.complete(), "C has not signed.");
        assertTrue(byBoth.sign(C, KEY_A.getPrivate()).complete());
        assertEquals(List.of(), verify(byBoth));
    }

    @Test
    void theSignatureIsADetachedJwsOverTheCanonicalForm() throws Exception {
        String jws = DRAFT.sign(A, KEY_A.getPrivate()).signatures().getFirst().jws();
        String header = new String(Base64.getUrlDecoder().decode(jws.substring(0, jws.indexOf('.'))), UTF_8);
        assertEquals("{\"kid\":\"did:web:a.example\",\"alg\":\"Ed25519\"}", header);
        assertTrue(jws.contains(".."));
        JWSObject read = JWSObject.parse(jws, new Payload(TEXT.canonical()));
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initVerify(KEY_A.getPublic());
        ed25519.update((jws.substring(0, jws.indexOf('.')) + "." + base64(TEXT.canonical())).getBytes(US_ASCII));
        assertTrue(ed25519.verify(read.getSignature().decode()));
    }

    @Test
    void aChangedTextIsNotWhatWasSigned() {
        SignedMemorandum signed = DRAFT.sign(A, KEY_A.getPrivate());
        var changed = Samples.full();
        changed.put("title", "Framework!");
        SignedMemorandum forged = new SignedMemorandum(Samples.memorandum(changed), signed.signatures());
        assertEquals("false-signature", verify(forged).getFirst().rule());
        assertEquals("$.signatures[0]", verify(forged).getFirst().path());
    }

    @Test
    void anotherKeyDoesNotVerify() {
        assertEquals(
                "false-signature",
                verify(DRAFT.sign(A, KEY_B.getPrivate())).getFirst().rule());
        assertEquals(
                "unknown-key",
                verify(DRAFT.sign(C, KEY_A.getPrivate())).getFirst().rule());
    }

    @Test
    void theOldAlgorithmNameIsAccepted() {
        assertEquals(List.of(), verify(signedWith("{\"alg\":\"EdDSA\",\"kid\":\"" + A + "\"}")));
        assertEquals(List.of(), verify(signedWith("{ \"kid\": \"" + A + "\", \"alg\": \"Ed25519\" }")));
    }

    /** Headers that are genuinely signed and yet refused. */
    private static Stream<String> strangeHeaders() {
        return Stream.of(
                "{'alg':'none','kid':'did:web:a.example'}",
                "{'alg':'HS256','kid':'did:web:a.example'}",
                "{'alg':'ES256','kid':'did:web:a.example'}",
                "{'alg':'ed25519','kid':'did:web:a.example'}",
                "{'alg':'Ed25519','kid':'did:web:b.example'}",
                "{'alg':'Ed25519','kid':'did:web:a.example#key-1'}",
                "{'alg':'Ed25519'}",
                "{'kid':'did:web:a.example'}",
                "{'alg':'Ed25519','kid':'did:web:a.example','crit':['b64'],'b64':false}",
                "{'alg':'Ed25519','kid':'did:web:a.example','crit':['exp']}",
                "{'alg':'Ed25519','kid':'did:web:a.example','jku':'https://a.example/keys'}",
                "{'alg':'Ed25519','kid':'did:web:a.example','typ':'JWT'}",
                "{'alg':'Ed25519','kid':'did:web:a.example','x':1}",
                "['Ed25519']",
                "{",
                "");
    }

    @ParameterizedTest
    @MethodSource("strangeHeaders")
    void aStrangeHeaderIsRefusedThoughGenuinelySigned(String header) {
        SignedMemorandum signed = signedWith(Samples.json(header));
        assertEquals("bad-signature", refusal(signed).rule());
        assertEquals("$.signatures[0].jws", refusal(signed).path());
        assertEquals("false-signature", verify(signed).getFirst().rule());
    }

    @Test
    void oneSignatureHasOneSpelling() {
        String jws = DRAFT.sign(A, KEY_A.getPrivate()).signatures().getFirst().jws();
        char last = jws.charAt(jws.length() - 1);
        for (String other : List.of(
                jws + "=",
                jws + " ",
                jws.replace("..", "." + base64(TEXT.canonical()) + "."),
                jws.replace("..", "."),
                jws.substring(0, jws.length() - 1),
                jws.substring(0, jws.length() - 1) + (char) (last + 1))) {
            SignedMemorandum signed = new SignedMemorandum(TEXT, List.of(new PartySignature(A, other)));
            assertFalse(new PartySignature(A, other).wellFormed(), other);
            assertFalse(verify(signed).isEmpty(), other);
        }
    }

    @Test
    void onlyPartiesSignAndOnlyOnce() {
        assertThrows(IllegalArgumentException.class, () -> DRAFT.sign("did:web:d.example", KEY_A.getPrivate()));
        SignedMemorandum byA = DRAFT.sign(A, KEY_A.getPrivate());
        assertThrows(IllegalArgumentException.class, () -> byA.sign(A, KEY_A.getPrivate()));

        String jws = byA.signatures().getFirst().jws();
        var twice = new SignedMemorandum(TEXT, List.of(new PartySignature(A, jws), new PartySignature(A, jws)));
        assertEquals("duplicate", refusal(twice).rule());
        var stranger = new SignedMemorandum(TEXT, List.of(new PartySignature("did:web:d.example", jws)));
        assertEquals("not-a-party", refusal(stranger).rule());
        assertEquals("$.signatures[0].party", refusal(stranger).path());
    }

    @Test
    void aKeyOfAnotherKindIsAMistake() {
        KeyPair other = key("X25519");
        assertThrows(IllegalArgumentException.class, () -> DRAFT.sign(A, other.getPrivate()));
        SignedMemorandum signed = DRAFT.sign(A, KEY_A.getPrivate());
        assertThrows(IllegalArgumentException.class, () -> signed.verify(_ -> other.getPublic()));
    }

    @Test
    void faultsOfTheTextCarryItsPlace() {
        var broken = Samples.full();
        broken.put("version", 0);
        String file = "{\"entente\":\"signed-memorandum/1\",\"memorandum\":" + broken + ",\"signatures\":[]}";
        switch (SignedMemorandum.read(file.getBytes(UTF_8))) {
            case Reading.Accepted<SignedMemorandum> _ -> throw new AssertionError("The file was accepted.");
            case Reading.Refused<SignedMemorandum>(var faults) ->
                assertEquals("$.memorandum.version", faults.getFirst().path());
        }
    }

    private static SignedMemorandum signedWith(String header) {
        String encoded = base64(header.getBytes(UTF_8));
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(KEY_A.getPrivate());
            ed25519.update((encoded + "." + base64(TEXT.canonical())).getBytes(US_ASCII));
            String jws = encoded + ".." + base64(ed25519.sign());
            return new SignedMemorandum(TEXT, List.of(new PartySignature(A, jws)));
        } catch (GeneralSecurityException failed) {
            throw new AssertionError(failed);
        }
    }

    private static List<Fault> verify(SignedMemorandum signed) {
        return signed.verify(Map.of(A, KEY_A.getPublic(), B, KEY_B.getPublic())::get);
    }

    private static Fault refusal(SignedMemorandum signed) {
        return switch (SignedMemorandum.read(signed.canonical())) {
            case Reading.Accepted<SignedMemorandum> _ -> throw new AssertionError("The file was accepted.");
            case Reading.Refused<SignedMemorandum>(var faults) -> faults.getFirst();
        };
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair key(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException failed) {
            throw new AssertionError(failed);
        }
    }
}
