package org.entente.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.entente.merkle.SignedNote.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignedNoteTest {
    private static final String TEXT = "example.org/feed\n1\nx\n";
    private static final NoteSigner ALICE = TestKeys.signer("example.org/feed", 1);
    private static final NoteSigner BOB = TestKeys.signer("example.net/witness", 2);

    @Test
    void whatIsSignedVerifies() throws MerkleException {
        SignedNote note = ALICE.sign(TEXT);
        assertEquals(TEXT, note.text());
        SignedNote read = SignedNote.parse(note.bytes());
        assertEquals(TEXT, read.text());
        assertArrayEquals(note.bytes(), read.bytes());
        assertEquals(new Verdict.Signed(List.of(ALICE.key())), read.verify(List.of(ALICE.key())));
    }

    @Test
    void theSameTextGivesTheSameNote() {
        assertArrayEquals(
                ALICE.sign(TEXT).bytes(),
                TestKeys.signer("example.org/feed", 1).sign(TEXT).bytes());
    }

    @Test
    void linesByUnknownKeysArePassedOver() throws MerkleException {
        SignedNote note = parse(TEXT + "\n" + line(BOB, TEXT) + line(ALICE, TEXT));
        assertEquals(new Verdict.Signed(List.of(ALICE.key())), note.verify(List.of(ALICE.key())));
        assertEquals(new Verdict.Unknown(), note.verify(List.of()));
        assertEquals(
                new Verdict.Unknown(),
                note.verify(List.of(TestKeys.signer("third", 3).key())));
        assertEquals(new Verdict.Signed(List.of(ALICE.key(), BOB.key())), note.verify(List.of(ALICE.key(), BOB.key())));
    }

    @Test
    void theNameAloneOrTheIdAloneMakesNoKnownKey() throws MerkleException {
        NoteSigner sameName = TestKeys.signer("example.org/feed", 9);
        assertEquals(
                new Verdict.Unknown(),
                parse(TEXT + "\n" + line(sameName, "other\n")).verify(List.of(ALICE.key())));
        String sameId = line(ALICE, "other\n").replace("example.org/feed", "example.com");
        assertEquals(new Verdict.Unknown(), parse(TEXT + "\n" + sameId).verify(List.of(ALICE.key())));
    }

    @Test
    void aKnownKeyThatFailsSpoilsTheNote() throws MerkleException {
        String forged = line(ALICE, "another text\n");
        SignedNote note = parse(TEXT + "\n" + line(BOB, TEXT) + forged);
        assertEquals(new Verdict.Forged(ALICE.key()), note.verify(List.of(BOB.key(), ALICE.key())));
        assertEquals(new Verdict.Forged(ALICE.key()), note.verify(List.of(ALICE.key(), BOB.key())));
        SignedNote mended = parse(TEXT + "\n" + line(ALICE, TEXT) + forged);
        assertEquals(new Verdict.Forged(ALICE.key()), mended.verify(List.of(ALICE.key())));
    }

    @Test
    void aRepeatedSignatureCountsOnce() throws MerkleException {
        SignedNote note = parse(TEXT + "\n" + line(ALICE, TEXT).repeat(2));
        assertEquals(new Verdict.Signed(List.of(ALICE.key())), note.verify(List.of(ALICE.key(), ALICE.key())));
    }

    @Test
    void theTextEndsAtTheLastEmptyLine() throws MerkleException {
        String text = "first\n\n\u2014 not a signature\n\nlast\n";
        SignedNote note = SignedNote.parse(ALICE.sign(text).bytes());
        assertEquals(text, note.text());
        assertEquals(new Verdict.Signed(List.of(ALICE.key())), note.verify(List.of(ALICE.key())));
    }

    @Test
    void asManySignaturesAsAllowedAndNoMore() throws MerkleException {
        String lines = IntStream.range(0, SignedNote.MAX_SIGNATURES - 1)
                .mapToObj(i -> "\u2014 witness" + i + " AAAAAAA=\n")
                .collect(Collectors.joining());
        SignedNote note = parse(TEXT + "\n" + lines + line(ALICE, TEXT));
        assertEquals(new Verdict.Signed(List.of(ALICE.key())), note.verify(List.of(ALICE.key())));
        assertThrows(MerkleException.class, () -> parse(TEXT + "\n" + lines + line(ALICE, TEXT) + line(BOB, TEXT)));
    }

    @Test
    void sixteenPostQuantumSignaturesFit() throws MerkleException {
        String signature = StrictBase64.encode(new byte[5000]);
        String lines = IntStream.range(0, 16)
                .mapToObj(i -> "\u2014 witness" + i + ' ' + signature + '\n')
                .collect(Collectors.joining());
        assertEquals(
                new Verdict.Signed(List.of(ALICE.key())),
                parse(TEXT + "\n" + lines + line(ALICE, TEXT)).verify(List.of(ALICE.key())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text",
                "text\n",
                "text\n\n",
                "text\n\n\n",
                "text\nSIGNED",
                "text\n\n SIGNED",
                "text\n\n- a AAAAAAA=\n",
                "text\n\n\u2013 a AAAAAAA=\n",
                "text\n\n\u2014a AAAAAAA=\n",
                "text\n\n\u2014  a AAAAAAA=\n",
                "text\n\n\u2014 a  AAAAAAA=\n",
                "text\n\n\u2014 a AAAAAAA= \n",
                "text\n\n\u2014 a b AAAAAAA=\n",
                "text\n\n\u2014 a+b AAAAAAA=\n",
                "text\n\n\u2014 a\u00a0b AAAAAAA=\n",
                "text\n\n\u2014 AAAAAAA=\n",
                "text\n\n\u2014\n",
                "text\n\n\u2014 \n",
                "text\n\n\u2014 a \n",
                "text\n\n\u2014 a AAAAAAA\n",
                "text\n\n\u2014 a AAAAAAB=\n",
                "text\n\n\u2014 a AAAAA===\n",
                "text\n\n\u2014 a AAAAAA==\n",
                "text\n\n\u2014 a AAAAAAA=",
                "text\n\n\u2014 a AAAAAAA=\n\n",
                "text\n\n\u2014 a AAAAAAA=\nmore\n",
                "text\r\n\n\u2014 a AAAAAAA=\n",
                "te\0xt\n\n\u2014 a AAAAAAA=\n",
                "te\txt\n\n\u2014 a AAAAAAA=\n",
            })
    void refusesWhatIsNoNote(String note) {
        assertThrows(MerkleException.class, () -> parse(note.replace("SIGNED", line(ALICE, "text\n"))));
    }

    @Test
    void refusesBadUtf8AndWhatIsTooLong() {
        byte[] latin = ALICE.sign(TEXT).bytes();
        latin[0] = (byte) 0xE9;
        assertThrows(MerkleException.class, () -> SignedNote.parse(latin));
        byte[] surrogate = "\u00ed\u00a0\u0080\n\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(MerkleException.class, () -> SignedNote.parse(surrogate));
        byte[] tooLong = ALICE.sign("x".repeat(SignedNote.MAX_BYTES) + "\n").bytes();
        assertThrows(MerkleException.class, () -> SignedNote.parse(tooLong));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no newline", "tab\there\n", "\ud800\n"})
    void signsNoTextThatCannotBeRead(String text) {
        assertThrows(IllegalArgumentException.class, () -> ALICE.sign(text));
    }

    private static SignedNote parse(String note) throws MerkleException {
        return SignedNote.parse(note.getBytes(UTF_8));
    }

    /** The signature line that this signer puts under a text. */
    private static String line(NoteSigner signer, String text) {
        return new String(signer.sign(text).bytes(), UTF_8).substring(text.length() + 1);
    }
}
