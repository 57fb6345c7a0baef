package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Partner;
import org.entente.merkle.MerkleException;
import org.entente.merkle.NoteKey;
import org.entente.merkle.NoteSigner;
import org.entente.merkle.SignedNote;

/**
 * What a giver says of recalls while its feed's log cannot be read (release.md rule 14): which entries were recalled by a run of
 * entries of the log, by their numbers and nothing else. It becomes a claim once it is signed as a C2SP signed note; the format
 * is drawn in {@code docs/formats/notice.md}.
 *
 * @param origin names the notices of one feed for ever: the address without scheme, and the name of the key that signs
 * @param from the first entry of the run
 * @param to the entry after its last
 * @param size the number of entries of the whole log; where the run ends before it, a further notice has the rest
 * @param recalled the numbers that the withdrawals of the run recall, in the order of the withdrawals
 */
public record Notice(String origin, long from, long to, long size, List<Long> recalled) {
    /** The most numbers of one notice; they fit a signed note however long each is. */
    public static final int MAX_NUMBERS = 10_000;

    /** The most entries that one notice looks at. */
    public static final int MAX_ENTRIES = 1 << 16;

    /** The most bytes of a note. */
    public static final int MAX_BYTES = SignedNote.MAX_BYTES;

    private static final int ORIGIN_LINE = 0;
    private static final int FROM_LINE = 1;
    private static final int TO_LINE = 2;
    private static final int SIZE_LINE = 3;
    private static final int HEAD_LINES = 4;

    public Notice {
        recalled = List.copyOf(recalled);
    }

    /** The text of the note: origin, from, to, size and the numbers, a line each. */
    public String text() {
        StringBuilder text = new StringBuilder(origin);
        text.append('\n').append(from).append('\n').append(to).append('\n').append(size);
        recalled.forEach(number -> text.append('\n').append(number));
        return text.append('\n').toString();
    }

    /** The note of it by the signer whose name is the origin. */
    String signed(NoteSigner signer) {
        return new String(signer.sign(text()).bytes(), UTF_8);
    }

    /** Whether nothing of the log is left to tell. */
    public boolean isComplete() {
        return to == size;
    }

    /** Whether it says no more than that nothing was recalled up to the log's end: that is not kept, and asked for again. */
    public boolean isIdle() {
        return recalled.isEmpty() && isComplete();
    }

    /**
     * Reads the text of a note.
     *
     * @throws Failure {@code MISMATCH} for anything that no honest giver could say: what is not of the format, more than {@link
     *     #MAX_NUMBERS} numbers, one that is not before the run's end, one twice, or more numbers than entries
     */
    public static Notice parse(String text) {
        String[] lines = text.split("\n", HEAD_LINES + MAX_NUMBERS + 2);
        int numbers = lines.length - HEAD_LINES - 1;
        if (numbers < 0 || numbers > MAX_NUMBERS || !lines[lines.length - 1].isEmpty()) {
            throw refused();
        }
        long from = number(lines[FROM_LINE]);
        long to = number(lines[TO_LINE]);
        long size = number(lines[SIZE_LINE]);
        // A run without entries that ends before the log does would lead nowhere.
        boolean runs = from < to || (from == to && to == size);
        if (lines[ORIGIN_LINE].isEmpty() || !runs || to > size || numbers > to - from) {
            throw refused();
        }
        List<Long> recalled = new ArrayList<>(numbers);
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < numbers; i++) {
            long number = number(lines[HEAD_LINES + i]);
            if (number >= to || !seen.add(number)) {
                throw refused();
            }
            recalled.add(number);
        }
        return new Notice(lines[ORIGIN_LINE], from, to, size, recalled);
    }

    /**
     * Reads a note that the partner is said to have signed about its feed under that contract.
     *
     * @throws Failure {@code MISMATCH} when it is none, is about another feed or is not signed by the partner's pinned key
     */
    public static Notice verified(String note, ContractEntry contract, Partner partner) {
        String origin = LogOrigin.ofNotices(partner.url(), contract.contract().id());
        SignedNote signed;
        try {
            signed = SignedNote.parse(note.getBytes(UTF_8));
        } catch (MerkleException e) {
            throw new Failure(Failure.Code.MISMATCH, NO_NOTICE, e);
        }
        switch (signed.verify(List.of(NoteKey.of(origin, partner.key())))) {
            case SignedNote.Verdict.Signed _ -> {}
            case SignedNote.Verdict.Forged _ ->
                throw new Failure(Failure.Code.MISMATCH, "The notice bears a false signature.");
            case SignedNote.Verdict.Unknown _ ->
                throw new Failure(Failure.Code.MISMATCH, "The notice is not signed by the partner's pinned key.");
        }
        Notice notice = parse(signed.text());
        if (!notice.origin().equals(origin)) {
            throw new Failure(Failure.Code.MISMATCH, "The notice is about another feed.");
        }
        return notice;
    }

    /** What a note says that was verified when it was taken in. */
    static Notice kept(String note) {
        try {
            return parse(SignedNote.parse(note.getBytes(UTF_8)).text());
        } catch (MerkleException e) {
            throw new IllegalStateException("a stored notice cannot be read", e);
        }
    }

    private static final String NO_NOTICE = "The partner's notice is not a signed note of the format of notices.";

    private static Failure refused() {
        return new Failure(Failure.Code.MISMATCH, NO_NOTICE);
    }

    private static long number(String line) {
        if (!line.matches("0|[1-9][0-9]{0,17}")) {
            throw refused();
        }
        return Long.parseLong(line);
    }
}
