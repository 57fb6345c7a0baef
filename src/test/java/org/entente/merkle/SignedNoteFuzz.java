package org.entente.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

/**
 * Any bytes, to the readers of signed notes, checkpoints, verifier keys and entry bundles: they are refused, or what was read
 * is written as exactly those bytes; nobody's signature is found on a note that nobody signed.
 */
public final class SignedNoteFuzz {
    private static final NoteKey NOBODY =
            NoteKey.of("example.org/log", TestKeys.ed25519(1).getPublic());

    private SignedNoteFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        note(input);
        String text = new String(input, UTF_8);
        checkpoint(text);
        key(text);
        bundle(input);
    }

    private static void note(byte[] input) {
        try {
            SignedNote note = SignedNote.parse(input);
            assertArrayEquals(input, note.bytes());
            assertTrue(new String(input, UTF_8).startsWith(note.text()));
            assertFalse(note.verify(List.of(NOBODY)) instanceof SignedNote.Verdict.Signed);
            checkpoint(note.text());
        } catch (MerkleException refused) {
            assertNotNull(refused.getMessage());
        }
    }

    /** Lines after the third are not kept, so only what has none comes back whole. */
    private static void checkpoint(String text) {
        try {
            Checkpoint checkpoint = Checkpoint.parse(text);
            assertTrue(text.startsWith(checkpoint.text()));
            assertEquals(checkpoint, Checkpoint.parse(checkpoint.text()));
        } catch (MerkleException refused) {
            assertNotNull(refused.getMessage());
        }
    }

    private static void key(String text) {
        try {
            assertEquals(text, NoteKey.parse(text).text());
        } catch (MerkleException refused) {
            assertNotNull(refused.getMessage());
        }
    }

    /** The first byte says how many entries are expected. */
    private static void bundle(byte[] input) {
        if (input.length == 0 || input[0] == 0) {
            return;
        }
        byte[] bundle = Arrays.copyOfRange(input, 1, input.length);
        try {
            List<byte[]> entries = EntryBundle.decode(bundle, input[0] & 0xff);
            assertEquals(input[0] & 0xff, entries.size());
            assertArrayEquals(bundle, EntryBundle.encode(entries));
        } catch (MerkleException refused) {
            assertNotNull(refused.getMessage());
        }
    }
}
