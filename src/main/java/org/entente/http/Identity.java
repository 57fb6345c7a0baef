package org.entente.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.entente.exchange.Failure;

/** A certificate with those that vouch for it, and its private key: what one end of a TLS connection proves itself with. */
public final class Identity {
    /** The shortest RSA key that is taken, in bits. */
    public static final int LEAST_RSA_BITS = 2048;

    private static final char[] NO_PASSWORD = {};

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private Identity(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /**
     * Reads both from PEM.
     *
     * @param chainPem the certificate first, then each that vouches for the one before it; the root may be left out
     * @param keyPem the private key in PKCS #8, not encrypted
     * @throws Failure {@code INVALID} when one cannot be read or they do not belong together, {@code LIMIT} when one is too
     *     large
     */
    public static Identity read(byte[] chainPem, byte[] keyPem) {
        List<X509Certificate> chain = Pem.certificates(chainPem);
        requireOrder(chain);
        requireStrength(chain.getFirst());
        PublicKey publicKey = chain.getFirst().getPublicKey();
        PrivateKey key = Pem.privateKey(keyPem, publicKey);
        if (!pair(key, publicKey)) {
            throw new Failure(Failure.Code.INVALID, "The private key is not the one of the first certificate.");
        }
        return new Identity(chain, key);
    }

    private static void requireOrder(List<X509Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            try {
                chain.get(i - 1).verify(chain.get(i).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new Failure(
                        Failure.Code.INVALID,
                        "Each certificate must be followed by the one that vouches for it.",
                        e,
                        "place",
                        Integer.toString(i + 1));
            }
        }
    }

    /** Refuses a certificate whose key is too short. Throws {@link Failure} {@code INVALID}. */
    public static void requireStrength(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "The RSA key of the certificate is too short.",
                    "least_bits",
                    Integer.toString(LEAST_RSA_BITS));
        }
    }

    /** What a certificate is known by: SHA-256 of its bytes, as {@code openssl x509 -fingerprint -sha256} prints it. */
    public static byte[] sha256(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read has bytes, and every platform has SHA-256", e);
        }
    }

    /** Whether the one key checks what the other signs. */
    private static boolean pair(PrivateKey key, PublicKey publicKey) {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        try {
            byte[] text = "entente/tls".getBytes(US_ASCII);
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(text);
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(text);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** When it ends: the first instant at which a certificate of the chain is no longer valid. */
    public Instant expires() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    KeyManager[] managers() throws GeneralSecurityException {
        try {
            // It lives in memory only and for this call, so a password would protect nothing.
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("identity", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (IOException e) {
            throw new IllegalStateException("a store in memory met an input or output error", e);
        }
    }

    /** Names the certificate, never the key. */
    @Override
    public String toString() {
        return "Identity[" + certificate().getSubjectX500Principal() + "]";
    }
}
