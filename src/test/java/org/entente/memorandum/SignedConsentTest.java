package org.entente.memorandum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.entente.memorandum.Samples.A;
import static org.entente.memorandum.Samples.B;
import static org.entente.memorandum.Samples.C;
import static org.entente.memorandum.Samples.accepted;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.entente.stix.StixId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedConsentTest {
    static final Consent CONSENT = new Consent(
            new UUID(1, 2),
            A,
            new StixId("malware--00000000-0000-4000-8000-000000000001"),
            "2026-01-01T00:00:00.000Z",
            "0123456789abcdef".repeat(4),
            C,
            7,
            true,
            Instant.parse("2026-03-01T12:00:00Z"));

    /** Of the form of a signature, and nobody's. */
    static final String JWS = "eyJraWQiOiJkaWQ6d2ViOmEuZXhhbXBsZSIsImFsZyI6IkVkMjU1MTkifQ.." + "A".repeat(86);

    private static final KeyPair KEY_A = key();
    private static final KeyPair KEY_B = key();

    private static KeyPair key() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static Consent withdrawn(Consent consent) {
        return new Consent(
                consent.contract(),
                consent.giver(),
                consent.object(),
                "",
                consent.sha256(),
                consent.to(),
                consent.number() + 1,
                false,
                consent.time());
    }

    @Test
    void theFileIsWhatTheFormatSays() {
        assertEquals(
                "{\"contract\":\"urn:uuid:00000000-0000-0001-0000-000000000002\",\"entente\":\"consent/1\","
                        + "\"giver\":\"did:web:a.example\",\"number\":7,"
                        + "\"object\":\"malware--00000000-0000-4000-8000-000000000001\",\"says\":\"given\","
                        + "\"sha256\":\"" + CONSENT.sha256() + "\",\"time\":\"2026-03-01T12:00:00Z\","
                        + "\"to\":\"did:web:c.example%3A8443:org\",\"version\":\"2026-01-01T00:00:00.000Z\"}",
                new String(CONSENT.canonical(), UTF_8));
        assertTrue(new String(withdrawn(CONSENT).canonical(), UTF_8).contains("\"says\":\"withdrawn\",\"sha256\"")
                && new String(withdrawn(CONSENT).canonical(), UTF_8).endsWith("\"version\":null}"));
        for (Consent consent : List.of(CONSENT, withdrawn(CONSENT))) {
            assertEquals(consent, accepted(Consent.read(consent.canonical())));
        }
    }

    @Test
    void itIsSignedByItsGiverAlone() {
        SignedConsent signed = SignedConsent.sign(CONSENT, KEY_A.getPrivate());
        SignedConsent read = accepted(SignedConsent.read(signed.canonical()));
        assertEquals(signed, read);
        assertArrayEquals(signed.canonical(), read.canonical());
        assertTrue(read.verifies(KEY_A.getPublic()));
        assertFalse(read.verifies(KEY_B.getPublic()));
        assertFalse(new SignedConsent(withdrawn(CONSENT), signed.jws()).verifies(KEY_A.getPublic()));
        assertFalse(new SignedConsent(CONSENT, JWS).verifies(KEY_A.getPublic()));
    }

    @Test
    void aSignatureOfAnotherFormIsRefused() {
        String kidOfB = SignedConsent.sign(
                        new Consent(
                                CONSENT.contract(),
                                B,
                                CONSENT.object(),
                                CONSENT.version(),
                                CONSENT.sha256(),
                                C,
                                1,
                                true,
                                CONSENT.time()),
                        KEY_A.getPrivate())
                .jws();
        for (String jws : List.of(kidOfB, JWS.replace("..", ".e30."), JWS + "A", "a..b")) {
            List<Fault> faults = faults(SignedConsent.read(new SignedConsent(CONSENT, jws).canonical()));
            assertEquals(
                    List.of(new Fault(
                            "bad-signature", "$.jws", faults.getFirst().message())),
                    faults,
                    jws);
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = ';', textBlock = """
            entente; "memorandum/1"; unknown-format
            contract; "00000000-0000-0001-0000-000000000002"; bad-id
            giver; "did:key:a"; bad-id
            object; "malware--1"; bad-id
            object; 7; wrong-type
            version; ""; bad-text
            version; "2026-01-01"; bad-version
            sha256; "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"; bad-hash
            sha256; "00"; bad-hash
            to; ["did:web:c.example"]; wrong-type
            number; 0; bad-number
            number; 1.5; bad-number
            number; "1"; bad-number
            number; 9007199254740993; bad-number
            number; 99999999999999999999; bad-number
            says; "maybe"; unknown-value
            says; true; wrong-type
            time; "2026-03-01"; bad-instant
            extra; 1; unknown-property
            """)
    void refusesWithRuleAndPath(String name, String value, String rule) {
        String json = new String(CONSENT.canonical(), UTF_8).replaceFirst("\"" + name + "\":(\"[^\"]*\"|[0-9]+),?", "");
        String changed = "{\"" + name + "\":" + value + "," + json.substring(1).replaceFirst(",}$", "}");
        List<Fault> faults = faults(Consent.read(changed.getBytes(UTF_8)));
        assertEquals(1, faults.size(), faults::toString);
        assertEquals(rule, faults.getFirst().rule(), changed);
        assertEquals("$." + name, faults.getFirst().path());
    }

    @Test
    void everyMemberIsRequiredAndALongFileIsRefused() {
        assertEquals(10, faults(Consent.read("{}".getBytes(UTF_8))).size());
        assertEquals(3, faults(SignedConsent.read("{}".getBytes(UTF_8))).size());
        byte[] padded = (" ".repeat(SignedConsent.MAX_BYTES) + "{}").getBytes(UTF_8);
        assertEquals("too-long", faults(SignedConsent.read(padded)).getFirst().rule());
    }

    private static List<Fault> faults(Reading<?> reading) {
        return switch (reading) {
            case Reading.Accepted<?> accepted -> throw new AssertionError("accepted: " + accepted);
            case Reading.Refused<?>(var faults) -> faults;
        };
    }
}
