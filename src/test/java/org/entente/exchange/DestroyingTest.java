package org.entente.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.entente.journal.Fsck;
import org.entente.journal.StoppedJournal;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.SignedMemorandum;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The duty {@code deleteAtEnd} on three nodes, A to B to C: what is destroyed, and what stays (release.md rules 9, 10, 21). */
final class DestroyingTest {
    private static final String ID = StixText.id("malware", 1);
    /** Stands in no event, no opening and no memorandum: whoever finds it in a journal found an object's bytes. */
    private static final String SECRET = "Zyx-4711-lighthouse";

    private static final String OTHER_SECRET = "Zyx-4712-windmill";
    private static final UUID COLLECTION = new UUID(1, 2);
    private static final String DELETE = "\"onward\":\"allowed\",\"deleteAtEnd\":true";

    @TempDir
    private Path folder;

    private Node a;
    private Node b;
    private @Nullable Node opened;

    private final StoppedJournal journal = new StoppedJournal();

    private Node node(String name) {
        Path directory = folder.resolve(name);
        return new Node(name, directory, NodeKeys.create(directory.resolve("keys")), journal::open);
    }

    @BeforeEach
    void start() {
        a = node("a");
        b = node("b");
        Node.introduce(a, b);
        a.exchange().handle(new Command.AddCollection("test", COLLECTION, "Filed", "", Tags.NONE));
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
        if (opened != null) {
            opened.close();
        }
    }

    /** To whom B passes on. */
    private Node c() {
        if (opened == null) {
            opened = node("c");
            Node.introduce(b, opened);
        }
        return opened;
    }

    private static String malware(int version, String secret) {
        return StixText.of("malware", 1)
                .at(version)
                .saying(secret)
                .marked(StixText.GREEN)
                .json();
    }

    /** Has A import the object so that it can be removed again. */
    private void file(String... objects) {
        a.add(new Tags(null, new TreeSet<>(), "Filed"), objects);
    }

    private void remove(String id) {
        a.exchange().handle(new Command.RemoveObject("test", COLLECTION, new StixId(id), Feed.Versions.ALL));
    }

    /** How often the text stands in the node's journal, as it lies on the disk. */
    private static int inJournal(Node node, String text) {
        int count = 0;
        try (Stream<Path> files = Files.walk(node.directory.resolve("journal"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String all = new String(Files.readAllBytes(file), ISO_8859_1);
                for (int at = all.indexOf(text); at >= 0; at = all.indexOf(text, at + 1)) {
                    count++;
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return count;
    }

    /** Replay gives the same views to the byte, and the check of the journal at rest finds nothing. */
    private void isWhole(Node node) {
        var before = node.exchange().digests();
        node.restart();
        assertEquals(before, node.exchange().digests());
        node.replay();
        assertEquals(before, node.exchange().digests());
        node.close();
        Fsck.Report report = Exchange.check(node.directory, folder.resolve("scratch"));
        assertEquals(List.of(), report.problems());
        assertTrue(report.destroyedPayloads() > 0);
        node.replay();
    }

    private static long destroyed(Node node, UUID contract) {
        Received.Verification verification = node.exchange().received(contract).verify();
        assertTrue(verification.equal());
        return verification.destroyed();
    }

    @Test
    void rule21WhatIsWithdrawnIsZeroedInTheReceiversJournalAndTheLogStillVerifies() {
        Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE)));
        UUID ab = a.contract("AB");
        file(
                malware(1, SECRET),
                StixText.of("tool", 2)
                        .at(1)
                        .saying(OTHER_SECRET)
                        .marked(StixText.GREEN)
                        .json());
        b.pull(a, ab);
        assertEquals(1, inJournal(b, SECRET));
        remove(ID);
        b.pull(a, ab);
        assertEquals(0, inJournal(b, SECRET));
        assertEquals(1, inJournal(b, OTHER_SECRET));
        assertEquals(1, destroyed(b, ab));
        isWhole(b);
        assertEquals(0, inJournal(b, SECRET));
        assertEquals(1, destroyed(b, ab));
        // The same comes again, under a title of its own.
        file(malware(1, SECRET));
        b.pull(a, ab);
        assertEquals(1, inJournal(b, SECRET));
        assertEquals(2, b.exchange().received(ab).verify().objects());
        isWhole(b);
    }

    @Test
    void rule21OpeningCompletesADestructionThatACrashBrokeOff() {
        Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE)));
        UUID ab = a.contract("AB");
        file(malware(1, SECRET));
        b.pull(a, ab);
        remove(ID);
        journal.stopBeforeZeroing();
        Failure failure = assertThrows(Failure.class, () -> b.pull(a, ab));
        assertEquals(Failure.Code.DURABILITY, failure.code());
        assertEquals(1, inJournal(b, SECRET));
        b.restart();
        assertEquals(0, inJournal(b, SECRET));
        assertEquals(1, destroyed(b, ab));
        isWhole(b);
    }

    @Test
    void withoutTheDutyAllStays() {
        Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, "\"onward\":\"allowed\"")));
        file(malware(1, SECRET));
        b.pull(a, a.contract("AB"));
        remove(ID);
        b.pull(a, a.contract("AB"));
        assertEquals(1, inJournal(b, SECRET));
        assertEquals(0, destroyed(b, a.contract("AB")));
        assertNotNull(a.exchange().feed(a.contract("AB")).opening(1));
    }

    @Test
    void rule9EachCopyHasBytesOfItsOwnAndGoesByItsOwnTerms() {
        Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE), Node.grant("AB2", a, b, "")));
        UUID first = a.contract("AB");
        UUID second = a.contract("AB2");
        file(malware(1, SECRET));
        b.pull(a, first);
        b.pull(a, second);
        assertEquals(2, inJournal(b, SECRET));
        remove(ID);
        b.pull(a, first);
        assertEquals(1, inJournal(b, SECRET));
        b.pull(a, second);
        assertEquals(1, inJournal(b, SECRET));
        // Importing what is destroyed does not make it ours, and does not bring it back.
        assertEquals(1, b.add(malware(1, SECRET)).received().size());
        assertEquals(1, inJournal(b, SECRET));
        isWhole(b);
    }

    @Test
    void rule9AnOwnCopyOfTheSameBytesStays() {
        Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE)));
        b.add(malware(1, SECRET));
        file(malware(1, SECRET));
        b.pull(a, a.contract("AB"));
        remove(ID);
        b.pull(a, a.contract("AB"));
        assertEquals(1, inJournal(b, SECRET));
        assertEquals(1, destroyed(b, a.contract("AB")));
    }

    @Test
    void aFormThatWasRestatedIsDestroyedOnceTheNewOneIsHere() {
        Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE + ",\"cutMarked\":true")));
        UUID ab = a.contract("AB");
        file(malware(1, SECRET));
        b.pull(a, ab);
        assertEquals(1, inJournal(b, SECRET));
        // What the newest version's markings cut is cut in all versions (rule 4).
        file(StixText.of("malware", 1)
                .at(2)
                .saying(SECRET)
                .marked(StixText.GREEN)
                .marking("x_text", StixText.RED)
                .json());
        b.pull(a, ab);
        assertEquals(0, inJournal(b, SECRET));
        assertEquals(1, destroyed(b, ab));
        remove(ID);
        b.pull(a, ab);
        assertEquals(3, destroyed(b, ab));
        isWhole(b);
    }

    @Test
    void severingDestroysAllThatCameUnderTheContract() {
        UUID memorandum = Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE)));
        file(malware(1, SECRET));
        b.pull(a, a.contract("AB"));
        b.exchange().handle(new Command.Sever("test", memorandum));
        assertEquals(0, inJournal(b, SECRET));
        assertEquals(1, destroyed(b, a.contract("AB")));
        isWhole(b);
    }

    @Test
    void theEndOfTheTermDestroysByItself() {
        Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE)));
        file(malware(1, SECRET));
        b.pull(a, a.contract("AB"));
        b.clock.set(Instant.parse("2027-01-01T00:00:00Z"));
        while (inJournal(b, SECRET) > 0) {
            Thread.onSpinWait();
        }
        b.replay();
        assertEquals(1, destroyed(b, a.contract("AB")));
    }

    @Test
    void theGiversClosingDestroysAsSoonAsTheLogSaysSo() {
        UUID memorandum = Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE)));
        UUID ab = a.contract("AB");
        file(malware(1, SECRET));
        b.pull(a, ab);
        a.exchange().handle(new Command.Sever("test", memorandum));
        Feed feed = a.exchange().feed(ab);
        // The log stays readable; the opening of what it showed does not.
        assertNull(feed.opening(1));
        assertNotNull(feed.opening(2));
        long held = b.exchange().received(ab).size();
        b.exchange().handle(new Command.ReceiveLog("test", ab, held, Node.entries(feed, held), feed.checkpoint()));
        assertEquals(0, inJournal(b, SECRET));
        assertEquals(1, destroyed(b, ab));
        isWhole(a);
        isWhole(b);
    }

    @Test
    void anAmendmentThatDropsTheGrantDestroysAndOneThatDropsTheDutyDoesNot() {
        UUID memorandum =
                Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE), Node.grant("AB2", a, b, DELETE)));
        UUID first = a.contract("AB");
        file(malware(1, SECRET));
        b.pull(a, first);
        b.pull(a, a.contract("AB2"));
        assertEquals(2, inJournal(b, SECRET));
        Node.amend(a, b, memorandum, Node.grants(Node.grant("AB", a, b, "")));
        assertEquals(1, inJournal(b, SECRET));
        // What came under the duty keeps it; what comes now does not have it.
        file(StixText.of("tool", 2)
                .at(1)
                .saying(OTHER_SECRET)
                .marked(StixText.GREEN)
                .json());
        b.pull(a, first);
        b.exchange().handle(new Command.Sever("test", memorandum));
        assertEquals(0, inJournal(b, SECRET));
        assertEquals(1, inJournal(b, OTHER_SECRET));
        isWhole(b);
    }

    @Test
    void anAmendmentThatBringsTheDutyHoldsForWhatIsHereAlready() {
        UUID memorandum = Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, "")));
        file(malware(1, SECRET));
        b.pull(a, a.contract("AB"));
        Node.amend(a, b, memorandum, Node.grants(Node.grant("AB", a, b, DELETE)));
        assertEquals(1, inJournal(b, SECRET));
        remove(ID);
        b.pull(a, a.contract("AB"));
        assertEquals(0, inJournal(b, SECRET));
    }

    @Test
    void rule21WhatWasPassedOnIsWithdrawnFirstAndTheFormsThatWereMadeOfItGoToo() {
        Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE)));
        Node c = c();
        Node.conclude(b, c, Node.grants(Node.grant("BC", b, c, "\"cut\":[\"x_gone\"]"), Node.grant("BD", b, c, "")));
        UUID ab = a.contract("AB");
        UUID bc = b.contract("BC");
        file(malware(1, SECRET));
        b.pull(a, ab);
        assertEquals(List.of(ID), b.shown(bc));
        assertTrue(inJournal(b, SECRET) > 1);
        Instant before = b.clock.instant();
        remove(ID);
        b.pull(a, ab);
        assertEquals(List.of(), b.shown(bc));
        assertEquals(List.of(), b.shown(b.contract("BD")));
        assertEquals(EntryKind.WITHDRAWN, b.openings(bc).getLast().kind());
        assertEquals(0, inJournal(b, SECRET));
        isWhole(b);
        assertEquals(List.of(), b.shown(bc));
        // Whatever house rules come and go: the destroyed copy permits nothing.
        b.rules("[{\"id\":\"H\",\"text\":\"R\",\"require\":{\"not\":{\"confidence\":{\"lt\":5}}}}]");
        b.rules("[]");
        assertEquals(List.of(), b.shown(bc));
        isExplained(bc, before);
    }

    private void isExplained(UUID bc, Instant before) {
        Explanation now = b.exchange().explain(new StixId(ID), null, bc);
        assertFalse(now.released());
        assertEquals("destroyed", now.steps().getFirst().check());
        assertTrue(now.steps().getFirst().decides());
        Explanation then = b.exchange().explain(new StixId(ID), null, bc, before);
        assertTrue(then.released());
        assertEquals(then.sha256(), now.sha256());
        assertTrue(then.steps().stream().allMatch(Explanation.Step::holds), then::toString);
        assertTrue(
                then.steps().toString().contains("the bytes that it would be made of were destroyed"), then::toString);
        AccountRow row = b.exchange().account(bc).getFirst();
        assertEquals("destroyed: the title to what was received ended", row.decidedBy());
        assertEquals(1, row.count());
    }

    @Test
    void theAccountsOfBothSidesCountWhatCameAndWhatIsDestroyed() {
        Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE), Node.grant("KEPT", a, b, "")));
        file(malware(1, SECRET), malware(2, OTHER_SECRET));
        UUID ab = a.contract("AB");
        UUID kept = a.contract("KEPT");
        b.pull(a, ab);
        b.pull(a, kept);
        List<AccountRow> came = List.of(new AccountRow(AccountRow.Outcome.RECEIVED, "from " + a.did, "malware", 2));
        assertEquals(came, b.exchange().account(ab));
        remove(ID);
        List<AccountRow> destroyed =
                List.of(new AccountRow(AccountRow.Outcome.DESTROYED, "duty deleteAtEnd", "malware", 2));
        assertEquals(destroyed, a.exchange().account(ab));
        assertEquals(List.of(), a.exchange().account(kept));
        assertEquals(came, b.exchange().account(ab), "until it pulls");
        b.pull(a, ab);
        b.pull(a, kept);
        assertEquals(destroyed, b.exchange().account(ab));
        assertEquals(
                List.of(new AccountRow(AccountRow.Outcome.RECALLED, "from " + a.did, "malware", 2)),
                b.exchange().account(kept));
    }

    @Test
    void closingWithdrawsWhatWasPassedOnUnderAnotherMemorandum() {
        UUID memorandum = Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE)));
        Node c = c();
        Node.conclude(b, c, Node.grants(Node.grant("BC", b, c, "")));
        file(malware(1, SECRET));
        b.pull(a, a.contract("AB"));
        assertEquals(List.of(ID), b.shown(b.contract("BC")));
        b.exchange().handle(new Command.Sever("test", memorandum));
        assertEquals(List.of(), b.shown(b.contract("BC")));
        assertEquals(0, inJournal(b, SECRET));
        c.pull(b, b.contract("BC"));
        isWhole(b);
    }

    /** A memorandum of three parties in that version, signed by all. */
    private void among(Node c, int version, String grants) {
        String document = """
                {"entente":"memorandum/1","id":"urn:uuid:%s","version":%d,"title":"Three",
                 "parties":[{"id":"%s","name":"A"},{"id":"%s","name":"B"},{"id":"%s","name":"C"}],
                 "term":{"from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z"},"grants":%s}""".formatted(COLLECTION, version, a.did, b.did, c.did, grants);
        SignedMemorandum signed =
                new SignedMemorandum(Node.accepted(Memorandum.read(document.getBytes(UTF_8))), List.of());
        for (Node node : List.of(a, b, c)) {
            node.exchange().handle(new Command.AddMemorandum("test", signed));
            node.exchange().handle(new Command.SignMemorandum("test", COLLECTION));
            signed = node.newest(COLLECTION);
        }
        a.exchange().handle(new Command.AddMemorandum("test", signed));
        b.exchange().handle(new Command.AddMemorandum("test", signed));
    }

    @Test
    void anAmendmentThatEndsWhatCameWithdrawsWhatWentOnUnderTheSameMemorandum() {
        Node c = c();
        Node.introduce(a, c);
        among(c, 1, Node.grants(Node.grant("AB", a, b, DELETE), Node.grant("BC", b, c, "")));
        file(malware(1, SECRET));
        b.pull(a, a.contract("AB"));
        assertEquals(List.of(ID), b.shown(b.contract("BC")));
        among(c, 2, Node.grants(Node.grant("BC", b, c, "")));
        assertEquals(List.of(), b.shown(b.contract("BC")));
        assertEquals(0, inJournal(b, SECRET));
        isWhole(b);
    }

    @Test
    void rule10TheGiverDestroysOpeningsAndFormsOfWhatItWithdrew() {
        Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE + ",\"cut\":[\"x_gone\"]")));
        UUID ab = a.contract("AB");
        file(malware(1, SECRET));
        // The object, and its form.
        int here = inJournal(a, SECRET);
        String form = a.exchange().explain(new StixId(ID), null, ab).sha256();
        Instant before = a.clock.instant();
        remove(ID);
        Feed feed = a.exchange().feed(ab);
        assertNull(feed.opening(1));
        assertNull(feed.opening(7));
        assertNotNull(feed.opening(0));
        assertNotNull(feed.opening(2));
        assertEquals(here - 1, inJournal(a, SECRET));
        assertEquals(
                form, a.exchange().explain(new StixId(ID), null, ab, before).sha256());
        isWhole(a);
        // A receiver that comes only now takes the log as it is.
        b.pull(a, ab);
        Received.Verification verification = b.exchange().received(ab).verify();
        assertTrue(verification.equal());
        assertEquals(1, verification.openingsGone());
        assertEquals(0, verification.pending());
        assertEquals(0, verification.damaged());
    }

    /** The past is explained as far as it is known: a form that is gone does not tell what it was trimmed of. */
    @Test
    void whatADestroyedFormWasTrimmedOfIsSaidNotToBeKnown() {
        UUID id = Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE + ",\"trim\":true")));
        UUID ab = a.contract("AB");
        StixText list = StixText.of("tool", 1).refers(StixText.id("malware", 8), StixText.id("malware", 9));
        file(list.marked(StixText.GREEN).json());
        Instant before = a.clock.instant();
        assertEquals("trimmed of what refers to 2 that do not go: grant AB", form(list, ab, null));
        assertEquals("trimmed of what refers to 2 that do not go: grant AB", form(list, ab, before));
        // The object stays, and what went of it is withdrawn.
        Node.amend(a, b, id, Node.grants(Node.grant("BA", b, a, "")));
        assertEquals("trimmed of what is not known, since that form was destroyed: grant AB", form(list, ab, before));
    }

    private String form(StixText object, UUID contract, @Nullable Instant at) {
        StixId id = new StixId(object.id());
        Explanation all = at == null
                ? a.exchange().explain(id, null, contract)
                : a.exchange().explain(id, null, contract, at);
        return all.steps().stream()
                .filter(step -> step.check().equals("form"))
                .map(Explanation.Step::clause)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rule10AMissingOpeningOfALiveEntryIsAnErrorStill() {
        Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE)));
        UUID ab = a.contract("AB");
        file(malware(1, SECRET));
        Feed feed = a.exchange().feed(ab);
        List<Command.LogEntry> entries = new ArrayList<>(Node.entries(feed, 0));
        entries.set(1, new Command.LogEntry(entries.get(1).entry(), null));
        b.exchange().handle(new Command.ReceiveLog("test", ab, 0, entries, feed.checkpoint()));
        Failure failure = assertThrows(
                Failure.class, () -> b.exchange().handle(new Command.ReceiveObjects("test", ab, a.page(ab), "")));
        assertEquals(Failure.Code.MISMATCH, failure.code());
    }

    @Test
    void whatIsReadWhileItIsDestroyedIsNotSent() {
        Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, DELETE)));
        Node c = c();
        Node.conclude(b, c, Node.grants(Node.grant("BC", b, c, "")));
        file(malware(1, SECRET));
        b.pull(a, a.contract("AB"));
        Feed feed = b.exchange().feed(b.contract("BC"));
        Feed.Item item = feed.page(Feed.Filter.NONE, null, 10).items().getFirst();
        assertTrue(new String(Node.bytes(feed, item), UTF_8).contains(SECRET));
        remove(ID);
        b.pull(a, a.contract("AB"));
        Failure failure = assertThrows(Failure.class, () -> Node.bytes(feed, item));
        assertEquals(Failure.Code.UNAVAILABLE, failure.code());
        assertFalse(HexFormat.of()
                .formatHex(b.exchange().feed(b.contract("BC")).root())
                .isEmpty());
    }
}
