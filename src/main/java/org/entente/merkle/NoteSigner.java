package org.entente.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.List;

/**
 * Signs notes under one name: C2SP signed-note with Ed25519, type 01. Ed25519 is deterministic, so the same text always
 * gives the same note. Safe for use by several threads.
 */
public final class NoteSigner {
    private final NoteKey key;
    private final PrivateKey privateKey;

    /** @throws IllegalArgumentException if the name is not one, or the keys are not Ed25519 */
    public NoteSigner(String name, KeyPair keys) {
        this.key = NoteKey.of(name, keys.getPublic());
        this.privateKey = keys.getPrivate();
    }

    /** The key that checks what this signs. */
    public NoteKey key() {
        return key;
    }

    /**
     * The text with this signature under it.
     *
     * @throws IllegalArgumentException if the text does not end in a newline, or holds what a note must not
     */
    public SignedNote sign(String text) {
        if (!text.endsWith("\n") || !SignedNote.isText(text)) {
            throw new IllegalArgumentException("a note is lines of text, each ended by a newline");
        }
        byte[] signature = signature(text.getBytes(UTF_8));
        return new SignedNote(text, List.of(new SignedNote.Line(key.name(), key.id(), signature)));
    }

    private byte[] signature(byte[] text) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(privateKey);
            signer.update(text);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform cannot sign with this Ed25519 key", e);
        }
    }
}
