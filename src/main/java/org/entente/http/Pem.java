package org.entente.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entente.exchange.Failure;

/**
 * Reads certificates and private keys in PEM (RFC 7468), with the platform alone. What stands between the blocks is for people
 * and is passed over; what stands in them is not repeated in any failure.
 */
public final class Pem {
    /** The largest document that is read. */
    public static final int MAX_BYTES = 256 * 1024;

    /** The most certificates of one document. */
    public static final int MAX_CERTIFICATES = 50;

    private static final int LINE = 64;
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \\1-----");

    private record Block(String label, String text) {
        byte[] der() {
            try {
                return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
            } catch (IllegalArgumentException e) {
                throw invalid("A block of the PEM document is not base64.", e);
            }
        }
    }

    private Pem() {}

    /**
     * The certificates of a document, in order; one at least.
     *
     * @throws Failure {@code INVALID} when there is none or one is broken, {@code LIMIT} when it is too large or holds too many
     */
    public static List<X509Certificate> certificates(byte[] pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(pem)) {
            if (block.label.equals(CERTIFICATE)) {
                certificates.add(certificate(block.der()));
            }
        }
        if (certificates.isEmpty()) {
            throw invalid("There is no certificate in PEM here.");
        }
        if (certificates.size() > MAX_CERTIFICATES) {
            throw new Failure(Failure.Code.LIMIT, "There are too many certificates here.");
        }
        return List.copyOf(certificates);
    }

    /** A certificate as PEM. */
    public static String text(X509Certificate certificate) {
        try {
            String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return "-----BEGIN " + CERTIFICATE + "-----\n" + body + "\n-----END " + CERTIFICATE + "-----\n";
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was read has bytes", e);
        }
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw invalid("A certificate cannot be read.", e);
        }
    }

    /**
     * The private key of a document, which must be the one of that public key: RSA, EC or Ed25519, in PKCS #8 (RFC 5958), not
     * encrypted.
     *
     * @throws Failure {@code INVALID} when it is not that, {@code LIMIT} when the document is too large
     */
    static PrivateKey privateKey(byte[] pem, PublicKey publicKey) {
        List<Block> keys =
                blocks(pem).stream().filter(block -> block.label.endsWith(KEY)).toList();
        if (keys.size() != 1) {
            throw invalid("There must be one private key in PEM here, and no more.");
        }
        Block block = keys.getFirst();
        if (block.label.equals("ENCRYPTED " + KEY)) {
            throw invalid("The private key is encrypted; 'openssl pkcs8 -topk8 -nocrypt' writes it in the clear.");
        }
        if (!block.label.equals(KEY)) {
            throw invalid(
                    "The private key is not in PKCS #8; 'openssl pkcs8 -topk8 -nocrypt' brings it into that form.");
        }
        try {
            return KeyFactory.getInstance(algorithm(publicKey)).generatePrivate(new PKCS8EncodedKeySpec(block.der()));
        } catch (GeneralSecurityException e) {
            throw invalid("The private key cannot be read, or is of another kind than that of the certificate.", e);
        }
    }

    private static String algorithm(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "RSA";
            case "EC" -> "EC";
            // The name of the curve, so that Ed448 is refused.
            case "EdDSA", "Ed25519" -> "Ed25519";
            default -> throw invalid("The key of a certificate must be RSA, EC or Ed25519.");
        };
    }

    private static List<Block> blocks(byte[] pem) {
        if (pem.length > MAX_BYTES) {
            throw new Failure(
                    Failure.Code.LIMIT, "The PEM document is too large.", "most", Integer.toString(MAX_BYTES));
        }
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(pem, ISO_8859_1));
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private static Failure invalid(String sentence) {
        return new Failure(Failure.Code.INVALID, sentence);
    }

    private static Failure invalid(String sentence, Exception cause) {
        return new Failure(Failure.Code.INVALID, sentence, cause);
    }
}
