package org.entente.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A text and who signed it, as C2SP signed-note writes it:
 *
 * <pre>
 * text, one or more lines, which may be empty
 *                                              the last empty line
 * — name base64(key id, 4 bytes; signature)    one or more of these
 * </pre>
 *
 * <p>Nothing in a note is to be believed before {@link #verify} says whose it is. Immutable.
 */
public final class SignedNote {
    /** Room for {@link #MAX_SIGNATURES} post-quantum signatures of 3 KB and a text as long as a checkpoint ever gets. */
    public static final int MAX_BYTES = 256 * 1024;

    /** Four times what a verifier must accept at the least. */
    public static final int MAX_SIGNATURES = 64;

    private static final String LINE_START = "\u2014 ";
    private static final int KEY_ID_BYTES = Integer.BYTES;

    private final String text;
    private final List<Line> lines;

    /** One signature line; the signature is without the key id that leads it in the note. */
    record Line(String name, int keyId, byte[] signature) {
        String text() {
            byte[] tagged = ByteBuffer.allocate(KEY_ID_BYTES + signature.length)
                    .putInt(keyId)
                    .put(signature)
                    .array();
            return LINE_START + name + ' ' + StrictBase64.encode(tagged) + '\n';
        }

        boolean isBy(NoteKey key) {
            return keyId == key.id() && name.equals(key.name());
        }
    }

    /** What a note is worth to somebody who knows certain keys. */
    public sealed interface Verdict {
        /** Signed by these of the known keys, at least one, each once. */
        record Signed(List<NoteKey> by) implements Verdict {}

        /** Claims the signature of this known key and does not bear it. Believe none of the note. */
        record Forged(NoteKey key) implements Verdict {}

        /** Signed by none of the known keys, as far as the note itself claims. */
        record Unknown() implements Verdict {}
    }

    SignedNote(String text, List<Line> lines) {
        this.text = text;
        this.lines = List.copyOf(lines);
    }

    /**
     * Reads a note; nothing is verified yet.
     *
     * @throws MerkleException if it is longer than {@link #MAX_BYTES}, bears no signature or more than
     *     {@link #MAX_SIGNATURES}, is not UTF-8, holds a control character, or a signature line is not as the standard says
     */
    public static SignedNote parse(byte[] note) throws MerkleException {
        if (note.length > MAX_BYTES) {
            throw new MerkleException("The signed note is too long.");
        }
        String all = decode(note);
        int blank = all.lastIndexOf("\n\n");
        if (blank < 0 || !all.endsWith("\n") || !isText(all)) {
            throw new MerkleException(
                    "A signed note is a text, an empty line and signatures, without control characters.");
        }
        String signatures = all.substring(blank + 2);
        List<Line> lines = new ArrayList<>();
        for (int start = 0; start < signatures.length(); ) {
            if (lines.size() == MAX_SIGNATURES) {
                throw new MerkleException("The signed note bears too many signatures.");
            }
            int end = signatures.indexOf('\n', start);
            lines.add(line(signatures.substring(start, end)));
            start = end + 1;
        }
        if (lines.isEmpty()) {
            throw new MerkleException("The signed note bears no signature.");
        }
        return new SignedNote(all.substring(0, blank + 1), lines);
    }

    /** The text that the signatures cover, its last newline included. */
    public String text() {
        return text;
    }

    /** The note as it is stored and sent; for a note that was read, the same bytes. */
    public byte[] bytes() {
        var note = new StringBuilder(text).append('\n');
        lines.forEach(line -> note.append(line.text()));
        return note.toString().getBytes(UTF_8);
    }

    /**
     * Who of these keys signed. Lines by other keys are passed over, even if they share the name or the id of a known one.
     * Each line by a known key must bear its signature: one that does not makes the whole note {@link Verdict.Forged},
     * whatever the others say.
     */
    public Verdict verify(Collection<NoteKey> known) {
        List<NoteKey> by = new ArrayList<>();
        for (NoteKey key : known) {
            for (Line line : lines) {
                if (line.isBy(key)) {
                    if (!key.signed(text, line.signature())) {
                        return new Verdict.Forged(key);
                    }
                    if (!by.contains(key)) {
                        by.add(key);
                    }
                }
            }
        }
        return by.isEmpty() ? new Verdict.Unknown() : new Verdict.Signed(List.copyOf(by));
    }

    /** Whether a string may stand in a note: it is Unicode, and newline is its only control character below U+0020. */
    static boolean isText(String string) {
        return UTF_8.newEncoder().canEncode(string) && string.chars().noneMatch(c -> c < ' ' && c != '\n');
    }

    private static String decode(byte[] note) throws MerkleException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(note)).toString();
        } catch (CharacterCodingException e) {
            throw new MerkleException("A signed note is UTF-8.");
        }
    }

    private static Line line(String line) throws MerkleException {
        String[] parts =
                line.substring(Math.min(LINE_START.length(), line.length())).split(" ", -1);
        if (!line.startsWith(LINE_START) || parts.length != 2 || !NoteKey.isName(parts[0])) {
            throw new MerkleException("A signature line is a dash, the name of a key and a signature.");
        }
        Optional<byte[]> tagged = StrictBase64.decode(parts[1]);
        if (tagged.isEmpty() || tagged.get().length <= KEY_ID_BYTES) {
            throw new MerkleException("A signature is base64 of a key id and what the key signed.");
        }
        ByteBuffer in = ByteBuffer.wrap(tagged.get());
        int keyId = in.getInt();
        byte[] signature = new byte[in.remaining()];
        in.get(signature);
        return new Line(parts[0], keyId, signature);
    }
}
