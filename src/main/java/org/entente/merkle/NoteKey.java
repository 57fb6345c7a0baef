package org.entente.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A named Ed25519 key that signs notes: C2SP signed-note, section "Signatures", type 01. Name and key id together say which
 * key signed; the id is too short to trust by itself.
 *
 * @param name of the signer, for a log its origin; neither empty nor with a space or a plus sign
 * @param publicKey 32 bytes as in RFC 8032; not copied, so it must not be changed
 */
public record NoteKey(String name, byte[] publicKey) {
    static final byte TYPE_ED25519 = 1;

    private static final int KEY_BYTES = 32;

    /** What X.509 puts before the 32 bytes of an Ed25519 key: RFC 8410 section 4. */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /** @throws IllegalArgumentException if the name is not one, or the key not 32 bytes */
    public NoteKey {
        if (!isName(name)) {
            throw new IllegalArgumentException("a key's name is text without spaces and plus signs");
        }
        if (publicKey.length != KEY_BYTES) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes");
        }
    }

    /** The same key as the Java platform holds it; {@code IllegalArgumentException} if it is not an Ed25519 key. */
    public static NoteKey of(String name, PublicKey key) {
        byte[] encoded = key.getEncoded();
        int prefix = X509_PREFIX.length;
        if (encoded.length != prefix + KEY_BYTES || !Arrays.equals(encoded, 0, prefix, X509_PREFIX, 0, prefix)) {
            throw new IllegalArgumentException("notes are signed by Ed25519 keys");
        }
        return new NoteKey(name, Arrays.copyOfRange(encoded, prefix, encoded.length));
    }

    /**
     * The key written as {@code name+id+base64}, which is how verifier keys are handed from person to person.
     *
     * @throws MerkleException if a part is missing or malformed, the type is not Ed25519 or the id does not fit the key
     */
    public static NoteKey parse(String text) throws MerkleException {
        // Base64 may hold plus signs and a name may not, so the first two are the separators.
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3 || !isName(parts[0])) {
            throw new MerkleException("A verifier key is a name, a key id and a key, with plus signs between.");
        }
        Optional<byte[]> key = StrictBase64.decode(parts[2]);
        if (key.isEmpty() || key.get().length != 1 + KEY_BYTES || key.get()[0] != TYPE_ED25519) {
            throw new MerkleException("A verifier key is an Ed25519 key of 32 bytes in base64, after its type.");
        }
        var parsed = new NoteKey(parts[0], Arrays.copyOfRange(key.get(), 1, 1 + KEY_BYTES));
        if (!HexFormat.of().toHexDigits(parsed.id()).equals(parts[1])) {
            throw new MerkleException("The id of a verifier key does not fit its name and key.");
        }
        return parsed;
    }

    /** {@code name+id+base64}, which {@link #parse} reads. */
    public String text() {
        return name + '+' + HexFormat.of().toHexDigits(id()) + '+' + StrictBase64.encode(typedKey());
    }

    /** The first four bytes of SHA-256 over name, newline, type and key. */
    public int id() {
        MessageDigest digest = Sha256.digest();
        digest.update(name.getBytes(UTF_8));
        digest.update((byte) '\n');
        return ByteBuffer.wrap(digest.digest(typedKey())).getInt();
    }

    /** Whether the holder of the private key signed exactly this text. A key that is no point on the curve signed nothing. */
    boolean signed(String text, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(platformKey());
            verifier.update(text.getBytes(UTF_8));
            return verifier.verify(signature);
        } catch (InvalidKeyException | SignatureException neverSigned) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform has no Ed25519", e);
        }
    }

    static boolean isName(String name) {
        return !name.isEmpty() && SignedNote.isText(name) && name.codePoints().noneMatch(NoteKey::isSpaceOrPlus);
    }

    private static boolean isSpaceOrPlus(int codePoint) {
        // U+0085 is a space to Unicode, and to neither of the platform's two tests.
        return codePoint == '+'
                || codePoint == 0x85
                || Character.isSpaceChar(codePoint)
                || Character.isWhitespace(codePoint);
    }

    private byte[] typedKey() {
        return ByteBuffer.allocate(1 + KEY_BYTES)
                .put(TYPE_ED25519)
                .put(publicKey)
                .array();
    }

    private PublicKey platformKey() throws GeneralSecurityException {
        byte[] encoded = ByteBuffer.allocate(X509_PREFIX.length + KEY_BYTES)
                .put(X509_PREFIX)
                .put(publicKey)
                .array();
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteKey(var otherName, var otherKey)
                && name.equals(otherName)
                && Arrays.equals(publicKey, otherKey);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(publicKey);
    }

    @Override
    public String toString() {
        return text();
    }
}
