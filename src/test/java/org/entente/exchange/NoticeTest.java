package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.merkle.MerkleException;
import org.entente.merkle.NoteKey;
import org.entente.merkle.NoteSigner;
import org.entente.merkle.SignedNote;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Notices of what a suspended feed recalls (release.md rule 14), on three nodes, A to B to C: what A says, and what B makes of it
 * while it cannot read A's log.
 */
final class NoticeTest {
    private static final UUID COLLECTION = new UUID(1, 2);
    private static final String MALWARE = StixText.id("malware", 1);
    private static final String TOOL = StixText.id("tool", 2);
    private static final String DELETE = "\"onward\":\"allowed\",\"deleteAtEnd\":true";

    @TempDir
    private Path folder;

    private Node a;
    private Node b;
    private Node c;
    private UUID memorandum;
    private UUID ab;
    private UUID bc;

    @BeforeEach
    void start() {
        a = new Node("a", folder.resolve("a"));
        b = new Node("b", folder.resolve("b"));
        c = new Node("c", folder.resolve("c"));
        Node.introduce(a, b);
        Node.introduce(b, c);
        a.exchange().handle(new Command.AddCollection("test", COLLECTION, "Filed", "", Tags.NONE));
        begin("\"onward\":\"allowed\"");
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
        c.close();
    }

    /** A gives to B under these duties, and B to C; the malware and the tool are entries 1 and 2 of A's feed. */
    private void begin(String duties) {
        memorandum = Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, duties)));
        ab = a.contract("AB");
        Node.conclude(b, c, Node.grants(Node.grant("BC", b, c, "\"onward\":\"allowed\"")));
        bc = b.contract("BC");
        file("malware", 1);
        file("tool", 2);
        b.pull(a, ab);
        assertEquals(List.of(MALWARE, TOOL), b.shown(bc));
    }

    private void file(String type, int number) {
        String json = StixText.of(type, number).at(1).marked(StixText.GREEN).json();
        a.add(new Tags(null, new TreeSet<>(), "Filed"), json);
    }

    private void remove(String id) {
        a.exchange().handle(new Command.RemoveObject("test", COLLECTION, new StixId(id), Feed.Versions.ALL));
    }

    private void suspend(Node node) {
        node.exchange().handle(new Command.Suspend("test", memorandum, null));
    }

    private void resume(Node node) {
        node.exchange().handle(new Command.Resume("test", memorandum, null));
    }

    private String notice() {
        return noticeFrom(b.exchange().received(ab).told());
    }

    private String noticeFrom(long from) {
        String notice = a.exchange().feed(ab).notice(from);
        if (notice == null) {
            throw new AssertionError("no notice");
        }
        return notice;
    }

    private int take(String note) {
        return b.exchange().handle(new Command.TakeNotice("test", ab, note)).recalled();
    }

    private void refused(Failure.Code code, String note) {
        var before = b.exchange().digests();
        Failure failure = assertThrows(Failure.class, () -> take(note));
        assertEquals(code, failure.code(), failure.getMessage());
        assertEquals(before, b.exchange().digests());
    }

    private static String origin(Node node, UUID contract) {
        return node.did.substring("did:web:".length()) + "/api/notices/" + contract;
    }

    private static String signed(NoteSigner signer, String text) {
        return new String(signer.sign(text).bytes(), UTF_8);
    }

    private String byA(Notice notice) {
        return notice.signed(new NoteSigner(origin(a, ab), a.keys().keyPair()));
    }

    private String text(String note) {
        try {
            return SignedNote.parse(note.getBytes(UTF_8)).text();
        } catch (MerkleException e) {
            throw new AssertionError(e);
        }
    }

    /** Replay gives the same views to the byte. */
    private static void isWhole(Node node) {
        var before = node.exchange().digests();
        node.restart();
        assertEquals(before, node.exchange().digests());
        node.replay();
        assertEquals(before, node.exchange().digests());
    }

    // The giver.

    @Test
    void aNoticeSaysWhichEntriesWereRecalledSinceTheSuspensionAndNothingElse() {
        Feed feed = a.exchange().feed(ab);
        assertNull(feed.notice(Feed.SINCE_SUSPENDED));
        assertNull(feed.notice(0));
        suspend(a);
        assertEquals(origin(a, ab) + "\n3\n4\n4\n", text(noticeFrom(Feed.SINCE_SUSPENDED)));
        remove(TOOL);
        remove(MALWARE);
        assertEquals(origin(a, ab) + "\n3\n6\n6\n2\n1\n", text(noticeFrom(Feed.SINCE_SUSPENDED)));
        assertEquals(origin(a, ab) + "\n5\n6\n6\n1\n", text(noticeFrom(5)));
        assertEquals(origin(a, ab) + "\n6\n6\n6\n", text(noticeFrom(6)));
        assertNull(a.exchange().feed(ab).notice(7));
        assertEquals(noticeFrom(0), noticeFrom(0), "the same each time");
        isWhole(a);
        assertEquals(origin(a, ab) + "\n3\n6\n6\n2\n1\n", text(noticeFrom(Feed.SINCE_SUSPENDED)));
        resume(a);
        assertNull(a.exchange().feed(ab).notice(Feed.SINCE_SUSPENDED));
        suspend(a);
        assertEquals(origin(a, ab) + "\n7\n8\n8\n", text(noticeFrom(Feed.SINCE_SUSPENDED)));
        a.exchange().handle(new Command.Sever("test", memorandum));
        assertNull(a.exchange().feed(ab).notice(Feed.SINCE_SUSPENDED), "the log says all then");
    }

    @Test
    void whatIsNotRecalledShowsInNoNotice() {
        suspend(a);
        String before = noticeFrom(Feed.SINCE_SUSPENDED);
        file("malware", 7);
        a.add(StixText.of("tool", 8).at(1).marked(StixText.RED).json());
        remove(StixText.id("malware", 7));
        assertEquals(before, noticeFrom(Feed.SINCE_SUSPENDED));
    }

    @Test
    void aVerifierKeyOfNoticesChecksNoticesAndNoCheckpoint() throws Exception {
        suspend(a);
        Feed feed = a.exchange().feed(ab);
        var key = List.of(NoteKey.parse(feed.noticeVerifierKey()));
        SignedNote notice = SignedNote.parse(noticeFrom(0).getBytes(UTF_8));
        assertTrue(notice.verify(key) instanceof SignedNote.Verdict.Signed);
        SignedNote checkpoint = SignedNote.parse(feed.checkpoint().getBytes(UTF_8));
        assertTrue(checkpoint.verify(key) instanceof SignedNote.Verdict.Unknown);
    }

    // The receiver.

    @Test
    void whatANoticeRecallsIsRecalledHereAndWhatWasPassedOnFollows() {
        suspend(a);
        remove(MALWARE);
        String note = notice();
        assertEquals(1, take(note));
        assertEquals(List.of(TOOL), b.shown(bc));
        assertEquals(1, b.exchange().received(ab).verify().recalled());
        assertEquals(List.of(note), b.exchange().received(ab).notices());
        isWhole(b);
        assertEquals(List.of(TOOL), b.shown(bc));
        // The same again changes nothing; the next one goes on from there.
        assertEquals(0, take(note));
        assertEquals(4, b.exchange().feed(bc).size());
        remove(TOOL);
        String next = notice();
        assertEquals(origin(a, ab) + "\n5\n6\n6\n2\n", text(next));
        assertEquals(1, take(next));
        assertEquals(List.of(), b.shown(bc));
        assertEquals(0, take(note));
        assertEquals(List.of(note, next), b.exchange().received(ab).notices());
        c.pull(b, bc);
        assertEquals(2, c.exchange().received(bc).verify().recalled());
    }

    @Test
    void theLogThatCanBeReadAgainChangesNothingMore() {
        suspend(a);
        remove(MALWARE);
        take(notice());
        long size = b.exchange().feed(bc).size();
        resume(a);
        b.pull(a, ab);
        assertEquals(size, b.exchange().feed(bc).size());
        assertTrue(b.exchange().received(ab).verify().equal());
        assertEquals(0, b.exchange().received(ab).verify().contradicted());
        assertEquals(a.exchange().feed(ab).size(), b.exchange().received(ab).told());
        // What is released anew is another entry, and goes on again.
        file("malware", 1);
        b.pull(a, ab);
        assertEquals(List.of(TOOL, MALWARE), b.shown(bc));
        isWhole(b);
    }

    @Test
    void whatWasRecalledBeforeTheSuspensionAndNotPulledIsInTheNoticeThatTheReceiverAsksFor() {
        remove(MALWARE);
        file("malware", 7);
        remove(StixText.id("malware", 7));
        suspend(a);
        assertEquals(origin(a, ab) + "\n3\n7\n7\n1\n4\n", text(notice()));
        assertEquals(1, take(notice()), "the other one never arrived");
        assertEquals(List.of(TOOL), b.shown(bc));
        resume(a);
        b.pull(a, ab);
        assertEquals(List.of(TOOL), b.shown(bc));
        assertTrue(b.exchange().received(ab).verify().equal());
        isWhole(b);
    }

    @Test
    void itCountsWhileWeHoldTheContractSuspendedTooAndNotOnceItHasEnded() {
        suspend(a);
        suspend(b);
        remove(MALWARE);
        assertEquals(1, take(notice()));
        assertEquals(List.of(TOOL), b.shown(bc));
        remove(TOOL);
        String note = notice();
        b.exchange().handle(new Command.Sever("test", memorandum));
        refused(Failure.Code.CONFLICT, note);
    }

    @Test
    void underDeleteAtEndWhatANoticeRecallsIsDestroyed() {
        Node.conclude(a, b, Node.grants(Node.grant("AB2", a, b, DELETE)));
        UUID second = a.contract("AB2");
        b.pull(a, second);
        UUID other = b.entry(second).contract().memorandum();
        a.exchange().handle(new Command.Suspend("test", other, null));
        remove(MALWARE);
        String note =
                a.exchange().feed(second).notice(b.exchange().received(second).told());
        assertNotNull(note);
        assertEquals(
                1,
                b.exchange()
                        .handle(new Command.TakeNotice("test", second, note))
                        .recalled());
        Received.Verification verification = b.exchange().received(second).verify();
        assertEquals(1, verification.destroyed());
        assertTrue(verification.equal());
        // The other contract, which is open, still shows its copy until its own log says otherwise.
        assertEquals(List.of(MALWARE, TOOL), b.shown(bc));
        isWhole(b);
        a.exchange().handle(new Command.Resume("test", other, null));
        b.pull(a, second);
        verification = b.exchange().received(second).verify();
        assertEquals(1, verification.destroyed());
        assertTrue(verification.equal());
        b.close();
        assertEquals(
                List.of(),
                Exchange.check(b.directory, folder.resolve("scratch")).problems());
        b.replay();
    }

    @Test
    void whatIsNotThePartnersIsRefused() {
        suspend(a);
        remove(MALWARE);
        String note = notice();
        Notice good = Notice.parse(text(note));
        refused(Failure.Code.MISMATCH, note.replace("\n1\n", "\n2\n"));
        refused(
                Failure.Code.MISMATCH,
                good.signed(new NoteSigner(origin(a, ab), b.keys().keyPair())));
        refused(
                Failure.Code.MISMATCH,
                good.signed(new NoteSigner(origin(b, ab), a.keys().keyPair())));
        refused(Failure.Code.MISMATCH, a.exchange().feed(ab).checkpoint());
        refused(Failure.Code.MISMATCH, "");
        NoteSigner signer = new NoteSigner(origin(a, ab), a.keys().keyPair());
        refused(Failure.Code.MISMATCH, signed(signer, text(a.exchange().feed(ab).checkpoint())));
        refused(Failure.Code.MISMATCH, signed(signer, good.text().replace("/notices/", "/others/")));
        refused(Failure.Code.MISMATCH, signed(signer, good.text() + "x\n"));
        assertEquals(1, take(note));
    }

    @Test
    void whatNoHonestGiverSaysIsRefused() {
        suspend(a);
        remove(MALWARE);
        String origin = origin(a, ab);
        refused(Failure.Code.MISMATCH, byA(new Notice(origin, 3, 5, 5, List.of(0L))));
        refused(Failure.Code.MISMATCH, byA(new Notice(origin, 3, 5, 5, List.of(5L))));
        refused(Failure.Code.MISMATCH, byA(new Notice(origin, 3, 5, 5, List.of(1L, 1L))));
        refused(Failure.Code.MISMATCH, byA(new Notice(origin, 3, 4, 5, List.of(1L, 2L))));
        refused(Failure.Code.MISMATCH, byA(new Notice(origin, 3, 3, 5, List.of())));
        refused(Failure.Code.MISMATCH, byA(new Notice(origin, 3, 6, 5, List.of(1L))));
        // Something between was left out, or is known already.
        refused(Failure.Code.CONFLICT, byA(new Notice(origin, 4, 5, 5, List.of(1L))));
        refused(Failure.Code.CONFLICT, byA(new Notice(origin, 2, 5, 5, List.of(1L))));
        assertEquals(List.of(MALWARE, TOOL), b.shown(bc));
    }

    @Test
    void anOlderNoticeRevivesAndRecallsNothing() {
        suspend(a);
        remove(MALWARE);
        String older = notice();
        remove(TOOL);
        String newer = notice();
        assertEquals(2, take(newer));
        refused(Failure.Code.CONFLICT, older);
        resume(a);
        file("malware", 1);
        b.pull(a, ab);
        assertEquals(List.of(MALWARE), b.shown(bc));
        refused(Failure.Code.CONFLICT, older);
        refused(Failure.Code.CONFLICT, newer);
        assertEquals(List.of(MALWARE), b.shown(bc));
    }

    @Test
    void aNoticeThatTheLogDoesNotBearOutIsFound() {
        suspend(a);
        remove(MALWARE);
        assertEquals(1, take(byA(new Notice(origin(a, ab), 3, 5, 5, List.of(2L)))));
        assertEquals(List.of(MALWARE), b.shown(bc));
        assertEquals(0, b.exchange().received(ab).verify().contradicted(), "nobody can tell yet");
        resume(a);
        // The log is taken in; then the tool comes, of which it was said that it was recalled.
        Failure failure = assertThrows(Failure.class, () -> b.pull(a, ab));
        assertEquals(Failure.Code.MISMATCH, failure.code());
        assertEquals(List.of(), b.shown(bc));
        assertEquals(1, b.exchange().received(ab).verify().contradicted());
    }

    @Test
    void onlyTheReceiverTakesIt() {
        suspend(a);
        remove(MALWARE);
        String note = notice();
        for (Node node : List.of(a, c)) {
            Failure failure =
                    assertThrows(Failure.class, () -> node.exchange().handle(new Command.TakeNotice("test", ab, note)));
            assertEquals(Failure.Code.NOT_FOUND, failure.code());
        }
    }

    @Test
    void moreThanOneNoticeHoldsIsToldInSeveral() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < Notice.MAX_NUMBERS; i++) {
            many.add(
                    StixText.of("malware", 100 + i).at(1).marked(StixText.GREEN).json());
        }
        a.add(many.toArray(String[]::new));
        b.pull(a, ab);
        suspend(a);
        a.rules("[{\"id\":\"H\",\"text\":\"None\",\"require\":{\"tlp\":{\"lteq\":\"clear\"}}}]");
        Notice first = Notice.parse(text(notice()));
        assertEquals(Notice.MAX_NUMBERS, first.recalled().size());
        assertEquals(first.from() + 1 + Notice.MAX_NUMBERS, first.to());
        assertEquals(Notice.MAX_NUMBERS, take(notice()));
        assertEquals(first.to(), b.exchange().received(ab).told());
        Notice second = Notice.parse(text(notice()));
        assertEquals(2, second.recalled().size());
        assertTrue(second.isComplete());
        assertEquals(2, take(notice()));
        assertEquals(List.of(), b.shown(bc));
        isWhole(b);
    }
}
