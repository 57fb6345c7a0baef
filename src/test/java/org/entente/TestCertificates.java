package org.entente;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes certificates for tests (RFC 5280, DER by hand), so that no key needs to be kept anywhere. */
public final class TestCertificates {
    /** A kind of key, with the signature that goes with it. */
    public enum Kind {
        RSA("RSA", 2048, "SHA256withRSA", "2a864886f70d01010b", true),
        EC("EC", 256, "SHA256withECDSA", "2a8648ce3d040302", false),
        ED25519("Ed25519", 255, "Ed25519", "2b6570", false);

        private final String algorithm;
        private final int bits;
        private final String signature;
        private final String oid;
        private final boolean withNull;

        Kind(String algorithm, int bits, String signature, String oid, boolean withNull) {
            this.algorithm = algorithm;
            this.bits = bits;
            this.signature = signature;
            this.oid = oid;
            this.withNull = withNull;
        }

        private byte[] signatureId() {
            byte[] id = der(0x06, HexFormat.of().parseHex(oid));
            return withNull ? der(0x30, id, der(0x05)) : der(0x30, id);
        }

        public KeyPair keys() {
            return keys(bits);
        }

        public KeyPair keys(int bits) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
                generator.initialize(bits);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** What a certificate says. */
    public record Wish(Kind kind, String name, Instant from, Instant until, boolean authority, List<String> hosts) {
        /** Valid for an hour before and after now, for a server on this machine. */
        public static Wish of(Kind kind, String name) {
            Instant now = Instant.now();
            Duration hour = Duration.ofHours(1);
            return new Wish(kind, name, now.minus(hour), now.plus(hour), false, List.of("127.0.0.1", "localhost"));
        }

        public Wish between(Instant from, Instant until) {
            return new Wish(kind, name, from, until, authority, hosts);
        }

        public Wish asAuthority() {
            return new Wish(kind, name, from, until, true, List.of());
        }

        public Wish forHosts(String... hosts) {
            return new Wish(kind, name, from, until, authority, List.of(hosts));
        }
    }

    /** A certificate with its key, and those that vouch for it. */
    public record Issued(List<X509Certificate> chain, KeyPair keys, Kind kind) {
        public X509Certificate certificate() {
            return chain.getFirst();
        }

        public byte[] chainPem() {
            return chain.stream()
                    .map(TestCertificates::pem)
                    .collect(Collectors.joining())
                    .getBytes(US_ASCII);
        }

        public byte[] keyPem() {
            return block("PRIVATE KEY", keys.getPrivate().getEncoded()).getBytes(US_ASCII);
        }

        /** Writes the chain and the key, the key for its owner only, each in one step. */
        public void write(Path chainFile, Path keyFile) {
            replace(chainFile, chainPem());
            replace(keyFile, keyPem());
        }
    }

    private TestCertificates() {}

    public static Issued selfSigned(Wish wish) {
        return selfSigned(wish, wish.kind.keys());
    }

    public static Issued selfSigned(Wish wish, KeyPair keys) {
        return new Issued(List.of(certificate(wish, keys, wish.name, keys, wish.kind)), keys, wish.kind);
    }

    /** A certificate that the issuer vouches for. */
    public static Issued issued(Wish wish, Issued issuer) {
        KeyPair keys = wish.kind.keys();
        String by = issuer.certificate().getSubjectX500Principal().getName().substring("CN=".length());
        X509Certificate own = certificate(wish, keys, by, issuer.keys, issuer.kind);
        return new Issued(Stream.concat(Stream.of(own), issuer.chain.stream()).toList(), keys, wish.kind);
    }

    public static String pem(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Puts a file for its owner only in the place of another, in one step. */
    public static void replace(Path file, byte[] bytes) {
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".draft");
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, bytes);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static X509Certificate certificate(
            Wish wish, KeyPair keys, String issuer, KeyPair issuerKeys, Kind issuerKind) {
        byte[] body = der(
                0x30,
                der(0xa0, integer(BigInteger.TWO)),
                integer(new BigInteger(100, new SecureRandom()).setBit(99)),
                issuerKind.signatureId(),
                name(issuer),
                der(0x30, time(wish.from), time(wish.until)),
                name(wish.name),
                keys.getPublic().getEncoded(),
                der(0xa3, der(0x30, extensions(wish))));
        try {
            Signature signer = Signature.getInstance(issuerKind.signature);
            signer.initSign(issuerKeys.getPrivate());
            signer.update(body);
            byte[] whole = der(0x30, body, issuerKind.signatureId(), bits(signer.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] extensions(Wish wish) {
        byte[] constraints = wish.authority ? der(0x30, der(0x01, new byte[] {-1})) : der(0x30);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        // Basic constraints (2.5.29.19), critical.
        all.writeBytes(der(
                0x30, der(0x06, new byte[] {0x55, 0x1d, 0x13}), der(0x01, new byte[] {-1}), der(0x04, constraints)));
        if (!wish.hosts.isEmpty()) {
            ByteArrayOutputStream names = new ByteArrayOutputStream();
            wish.hosts.forEach(host -> names.writeBytes(
                    Character.isDigit(host.charAt(0)) ? der(0x87, address(host)) : der(0x82, host.getBytes(US_ASCII))));
            // Subject alternative name (2.5.29.17).
            all.writeBytes(
                    der(0x30, der(0x06, new byte[] {0x55, 0x1d, 0x11}), der(0x04, der(0x30, names.toByteArray()))));
        }
        return all.toByteArray();
    }

    private static byte[] address(String dotted) {
        byte[] bytes = new byte[4];
        String[] parts = dotted.split("\\.", -1);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    private static byte[] name(String common) {
        return der(
                0x30,
                der(0x31, der(0x30, der(0x06, new byte[] {0x55, 0x04, 0x03}), der(0x0c, common.getBytes(US_ASCII)))));
    }

    private static byte[] time(Instant instant) {
        return der(
                0x18,
                DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(instant)
                        .getBytes(US_ASCII));
    }

    private static byte[] integer(BigInteger value) {
        return der(0x02, value.toByteArray());
    }

    private static byte[] bits(byte[] bytes) {
        return der(0x03, new byte[] {0}, bytes);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 128) {
            out.write(length);
        } else if (length < 256) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
