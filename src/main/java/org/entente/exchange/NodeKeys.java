package org.entente.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a node must keep secret, in {@code DIR/keys}, apart from the journal: its Ed25519 key, the secret that all
 * partner-visible random values derive from, and the tokens that partners gave it; beside them the certificates by which it
 * knows partners' servers, which are no secret but decide whom the tokens are sent to. Files are readable by their owner only.
 *
 * <p>Losing this folder loses the node's identity: partners would have to pin a new key, and feeds would have to be opened
 * anew. It belongs in the backup, encrypted.
 */
public final class NodeKeys {
    private static final String KEY = "node.key";
    private static final String PUBLIC_KEY = "node.pub";
    private static final String SECRET = "node.secret";
    private static final int SECRET_BYTES = 32;
    private static final int MAX_FILE_BYTES = 64 * 1024;

    private final Path folder;
    private final KeyPair keys;
    private final byte[] secret;

    private NodeKeys(Path folder, KeyPair keys, byte[] secret) {
        this.folder = folder;
        this.keys = keys;
        this.secret = secret;
    }

    /** Makes new keys in an empty or absent folder. Throws {@link Failure} {@code CONFLICT} when there are keys already. */
    public static NodeKeys create(Path folder) {
        if (Files.exists(folder.resolve(KEY))) {
            throw new Failure(
                    Failure.Code.CONFLICT, "The folder already holds a node's keys.", "folder", folder.toString());
        }
        try {
            KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            write(folder.resolve(PUBLIC_KEY), pem("PUBLIC KEY", keys.getPublic().getEncoded()));
            write(folder.resolve(SECRET), HexFormat.of().formatHex(secret) + "\n");
            write(folder.resolve(KEY), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
            return new NodeKeys(folder, keys, secret);
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure(
                    Failure.Code.DURABILITY, "The node's keys could not be written.", e, "folder", folder.toString());
        }
    }

    /** Reads the keys. Throws {@link Failure} {@code NOT_FOUND} when there are none, {@code INVALID} when they are broken. */
    public static NodeKeys open(Path folder) {
        if (!Files.exists(folder.resolve(KEY))) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "There are no keys here: the node was never set up.",
                    "folder",
                    folder.toString());
        }
        try {
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            KeyPair keys = new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(unpem(read(folder.resolve(PUBLIC_KEY))))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(unpem(read(folder.resolve(KEY))))));
            byte[] secret = HexFormat.of().parseHex(read(folder.resolve(SECRET)).strip());
            if (secret.length != SECRET_BYTES) {
                throw new Failure(
                        Failure.Code.INVALID, "The node's secret has the wrong length.", "folder", folder.toString());
            }
            if (!pair(keys)) {
                throw new Failure(
                        Failure.Code.INVALID,
                        "The node's public key is not that of its private key.",
                        "folder",
                        folder.toString());
            }
            return new NodeKeys(folder, keys, secret);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new Failure(Failure.Code.INVALID, "The node's keys cannot be read.", e, "folder", folder.toString());
        }
    }

    /** Whether the one key checks what the other signs. */
    private static boolean pair(KeyPair keys) throws GeneralSecurityException {
        byte[] text = "entente/keys".getBytes(US_ASCII);
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(keys.getPrivate());
        signer.update(text);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(keys.getPublic());
        verifier.update(text);
        return verifier.verify(signer.sign());
    }

    /** The key that partners pin. */
    public PublicKey publicKey() {
        return keys.getPublic();
    }

    /** The fingerprint of a key: SHA-256 over its X.509 form, as groups of four hexadecimal digits. */
    public static String fingerprint(PublicKey key) {
        String hex = HexFormat.of().formatHex(Opening.sha256(key.getEncoded()));
        return hex.replaceAll("(.{4})(?!$)", "$1-");
    }

    KeyPair keyPair() {
        return keys;
    }

    byte[] secret() {
        return secret;
    }

    /** Keeps the token with which this node reads from that partner. It is durable when this returns. */
    public void keepPartnerToken(String did, String token) {
        Path file = tokenFile(did);
        try {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            write(file, token + "\n");
        } catch (IOException e) {
            throw new Failure(Failure.Code.DURABILITY, "The partner's token could not be written.", e, "partner", did);
        }
    }

    /** The token with which this node reads from that partner, or null when none was given. */
    public @Nullable String partnerToken(String did) {
        Path file = tokenFile(did);
        try {
            return Files.exists(file) ? read(file).strip() : null;
        } catch (IOException e) {
            throw new Failure(Failure.Code.DURABILITY, "The partner's token cannot be read.", e, "partner", did);
        }
    }

    /**
     * Keeps the certificates, in PEM, by which that partner's server is known in the place of the platform's authorities; none
     * goes back to those. It is durable when this returns.
     */
    public void keepPartnerCertificates(String did, @Nullable String pem) {
        Path file = partnerFile(did, ".pem");
        try {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (pem == null) {
                Files.deleteIfExists(file);
                syncFolderOf(file);
            } else if (pem.length() > MAX_FILE_BYTES) {
                throw new Failure(Failure.Code.LIMIT, "These are too many certificates for one partner.");
            } else {
                write(file, pem);
            }
        } catch (IOException e) {
            throw new Failure(
                    Failure.Code.DURABILITY, "The partner's certificates could not be written.", e, "partner", did);
        }
    }

    /** The certificates in PEM by which that partner's server is known, or null for the platform's authorities. */
    public @Nullable String partnerCertificates(String did) {
        Path file = partnerFile(did, ".pem");
        try {
            return Files.exists(file) ? read(file) : null;
        } catch (IOException e) {
            throw new Failure(Failure.Code.DURABILITY, "The partner's certificates cannot be read.", e, "partner", did);
        }
    }

    private Path tokenFile(String did) {
        return partnerFile(did, ".token");
    }

    private Path partnerFile(String did, String ending) {
        String name = HexFormat.of().formatHex(Opening.sha256(did.getBytes(UTF_8)));
        return folder.resolve("partners").resolve(name + ending);
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException("the file is too large to be a key");
        }
        return Files.readString(file, US_ASCII);
    }

    /** Writes a file that is whole or absent, and on the disk when this returns. */
    private static void write(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolderOf(file);
    }

    private static void syncFolderOf(Path file) throws IOException {
        try (FileChannel parent = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            parent.force(true);
        }
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static byte[] unpem(String text) {
        return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    }
}
