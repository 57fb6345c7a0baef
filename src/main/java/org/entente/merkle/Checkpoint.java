package org.entente.merkle;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a log says of itself at one size: C2SP tlog-checkpoint, section "Note text". It becomes a claim once a
 * {@link NoteSigner} signs its {@link #text}.
 *
 * @param origin names the log for ever; a URL without scheme, and the name of the key that signs
 * @param size the number of entries
 * @param root the root of the tree of that size, 32 bytes; not copied, so it must not be changed
 */
public record Checkpoint(String origin, long size, byte[] root) {
    private static final int ORIGIN_LINE = 0;
    private static final int SIZE_LINE = 1;
    private static final int ROOT_LINE = 2;

    /** @throws IllegalArgumentException if the origin is no line of a note, the size negative or the root not 32 bytes */
    public Checkpoint {
        if (origin.isEmpty() || !SignedNote.isText(origin) || origin.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("an origin is one line of text");
        }
        if (size < 0) {
            throw new IllegalArgumentException("a log has no negative size");
        }
        if (root.length != Sha256.LENGTH) {
            throw new IllegalArgumentException("a root has 32 bytes");
        }
    }

    /** The note text: three lines, each ended by a newline. */
    public String text() {
        return origin + '\n' + size + '\n' + StrictBase64.encode(root) + '\n';
    }

    /**
     * The checkpoint in a note text. Extension lines after the third are allowed by the standard; they are checked for
     * form and otherwise left aside, so {@link #text} does not repeat them.
     *
     * @throws MerkleException if a line is missing, empty or not as the standard says
     */
    public static Checkpoint parse(String text) throws MerkleException {
        if (!text.endsWith("\n") || !SignedNote.isText(text)) {
            throw new MerkleException("A checkpoint is lines of text, each ended by a newline.");
        }
        String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
        if (lines.length <= ROOT_LINE || Arrays.stream(lines).anyMatch(String::isEmpty)) {
            throw new MerkleException("A checkpoint has three lines or more, and none is empty.");
        }
        Optional<byte[]> root = StrictBase64.decode(lines[ROOT_LINE]);
        if (root.isEmpty() || root.get().length != Sha256.LENGTH) {
            throw new MerkleException("The third line of a checkpoint is a root of 32 bytes in base64.");
        }
        return new Checkpoint(lines[ORIGIN_LINE], size(lines[SIZE_LINE]), root.get());
    }

    private static long size(String line) throws MerkleException {
        if (line.matches("0|[1-9][0-9]{0,18}")) {
            try {
                return Long.parseLong(line);
            } catch (NumberFormatException tooLarge) {
                // Nineteen digits can exceed a long; such a size is refused like any other that is not one.
            }
        }
        throw new MerkleException("The second line of a checkpoint is a size in decimal digits.");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint(var otherOrigin, var otherSize, var otherRoot)
                && origin.equals(otherOrigin)
                && size == otherSize
                && Arrays.equals(root, otherRoot);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(root) ^ Long.hashCode(size);
    }

    @Override
    public String toString() {
        return text();
    }
}
