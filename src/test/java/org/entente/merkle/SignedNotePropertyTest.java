package org.entente.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.entente.Seeds;
import org.entente.merkle.SignedNote.Verdict;
import org.junit.jupiter.api.Test;

/** A note that differs from the signed one in any way is never taken for signed. */
final class SignedNotePropertyTest {
    private static final int MUTATIONS = 4_000 * Integer.getInteger("entente.test.scale", 1);

    private static final NoteSigner SIGNER = TestKeys.signer("example.org/feeds/1", 1);
    private static final byte[] NOTE = SIGNER.sign(new Checkpoint("example.org/feeds/1", 70_000, new byte[32]).text())
            .bytes();

    @Test
    void noSingleBitIsFree() {
        for (int bit = 0; bit < NOTE.length * 8; bit++) {
            byte[] changed = NOTE.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(accepted(changed), "bit " + bit);
        }
    }

    @Test
    void mutationsAreNeverAccepted() {
        long seed = Seeds.first();
        var random = new Random(seed);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = NOTE;
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                mutated = mutate(mutated, random);
            }
            if (!Arrays.equals(NOTE, mutated)) {
                assertFalse(accepted(mutated), "seed " + seed + ", mutation " + i + ": " + new String(mutated, UTF_8));
            }
        }
    }

    private static boolean accepted(byte[] note) {
        try {
            return SignedNote.parse(note).verify(List.of(SIGNER.key())) instanceof Verdict.Signed;
        } catch (MerkleException e) {
            return false;
        }
    }

    /** Replaces a stretch by bytes of some kind, moves one elsewhere, or doubles a line. */
    private static byte[] mutate(byte[] note, Random random) {
        int from = random.nextInt(note.length + 1);
        int to = Math.min(note.length, from + random.nextInt(6));
        return switch (random.nextInt(6)) {
            case 0 -> splice(note, from, to, new byte[0]);
            case 1 -> splice(note, from, to, Arrays.copyOfRange(note, from, to + to - from));
            case 2 -> splice(note, from, to, "\n".getBytes(UTF_8));
            case 3 ->
                splice(
                        note,
                        from,
                        to,
                        " =+/\u2014\r\n0".substring(random.nextInt(8)).getBytes(UTF_8));
            case 4 -> {
                byte[] noise = new byte[1 + random.nextInt(4)];
                random.nextBytes(noise);
                yield splice(note, from, to, noise);
            }
            default -> {
                int other = random.nextInt(note.length);
                yield splice(note, from, from, Arrays.copyOfRange(note, other, Math.min(note.length, other + 40)));
            }
        };
    }

    private static byte[] splice(byte[] note, int from, int to, byte[] middle) {
        var spliced = new ByteArrayOutputStream();
        spliced.write(note, 0, from);
        spliced.writeBytes(middle);
        spliced.write(note, to, note.length - to);
        return spliced.toByteArray();
    }
}
