package org.entente.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.entente.TestCertificates;
import org.entente.TestCertificates.Issued;
import org.entente.TestCertificates.Kind;
import org.entente.TestCertificates.Wish;
import org.entente.exchange.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class IdentityTest {
    private static final Issued AUTHORITY =
            TestCertificates.selfSigned(Wish.of(Kind.EC, "authority").asAuthority());
    private static final Issued OWN = TestCertificates.issued(Wish.of(Kind.EC, "node"), AUTHORITY);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyKindOfKeyIsRead(Kind kind) {
        Issued issued = TestCertificates.selfSigned(Wish.of(kind, "node"));
        Identity identity = Identity.read(issued.chainPem(), issued.keyPem());
        assertEquals(issued.certificate(), identity.certificate());
        assertFalse(identity.toString().contains("PRIVATE"));
    }

    @Test
    void aChainIsReadWithWhatStandsBetween() {
        byte[] chain = concat("subject=CN = node\n".getBytes(US_ASCII), OWN.chainPem(), "\r\n".getBytes(US_ASCII));
        byte[] key =
                concat(TestCertificates.block("EC PARAMETERS", new byte[] {1}).getBytes(US_ASCII), OWN.keyPem());
        Identity identity = Identity.read(chain, key);
        assertEquals(OWN.certificate(), identity.certificate());
    }

    @Test
    void itExpiresWithTheFirstOfItsChain() {
        Instant soon = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        Issued shortLived = TestCertificates.selfSigned(
                Wish.of(Kind.EC, "authority").asAuthority().between(soon.minusSeconds(120), soon));
        Issued issued = TestCertificates.issued(Wish.of(Kind.EC, "node"), shortLived);
        assertEquals(soon, Identity.read(issued.chainPem(), issued.keyPem()).expires());
    }

    @Test
    void whatDoesNotFitIsRefusedAndSaidWithoutTheSecret() {
        Issued other = TestCertificates.selfSigned(Wish.of(Kind.EC, "other"));
        Issued rsa = TestCertificates.selfSigned(Wish.of(Kind.RSA, "rsa"));
        refused("not the one of the first", OWN.chainPem(), other.keyPem());
        refused("another kind", OWN.chainPem(), rsa.keyPem());
        refused("no certificate in PEM", new byte[0], OWN.keyPem());
        refused("no certificate in PEM", OWN.keyPem(), OWN.keyPem());
        refused("one private key", OWN.chainPem(), OWN.chainPem());
        refused("one private key", OWN.chainPem(), concat(OWN.keyPem(), OWN.keyPem()));
        refused("not in PKCS #8", OWN.chainPem(), relabelled("EC PRIVATE KEY"));
        refused("is encrypted", OWN.chainPem(), relabelled("ENCRYPTED PRIVATE KEY"));
        refused("followed by the one", concat(other.chainPem(), AUTHORITY.chainPem()), other.keyPem());
        refused(
                "cannot be read",
                TestCertificates.block("CERTIFICATE", new byte[] {1, 2, 3}).getBytes(US_ASCII),
                OWN.keyPem());
        refused(
                "not base64",
                "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n".getBytes(US_ASCII),
                OWN.keyPem());
        Issued weak = TestCertificates.selfSigned(Wish.of(Kind.RSA, "weak"), Kind.RSA.keys(1024));
        refused("too short", weak.chainPem(), weak.keyPem());
    }

    @Test
    void whatIsTooLargeIsRefused() {
        assertEquals(
                Failure.Code.LIMIT,
                assertThrows(Failure.class, () -> Pem.certificates(new byte[Pem.MAX_BYTES + 1]))
                        .code());
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i <= Pem.MAX_CERTIFICATES; i++) {
            many.writeBytes(AUTHORITY.chainPem());
        }
        assertEquals(
                Failure.Code.LIMIT,
                assertThrows(Failure.class, () -> Pem.certificates(many.toByteArray()))
                        .code());
    }

    private static byte[] relabelled(String label) {
        return TestCertificates.block(label, OWN.keys().getPrivate().getEncoded())
                .getBytes(US_ASCII);
    }

    private static void refused(String part, byte[] chain, byte[] key) {
        Failure failure = assertThrows(Failure.class, () -> Identity.read(chain, key));
        assertEquals(Failure.Code.INVALID, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains(part), failure.getMessage());
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
