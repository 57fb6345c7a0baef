package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.entente.exchange.Command.LogEntry;
import org.entente.merkle.Checkpoint;
import org.entente.merkle.Frontier;
import org.entente.merkle.NoteSigner;
import org.entente.stix.StixObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 5 on the receiving side: one altered, dropped, reordered or forked entry is found, and changes nothing. */
final class ReceivingTest {
    private static final String GRANTS = """
            [{"id":"G1","title":"All","from":"did:web:a.example","to":["did:web:b.example"],
              "constraint":{"tlp":{"lteq":"amber"}}},
             {"id":"G2","title":"All again","from":"did:web:a.example","to":["did:web:b.example"],
              "constraint":{"tlp":{"lteq":"amber"}}}]""";
    private static final StixText MALWARE = StixText.of("malware", 1);
    private static final StixText TOOL = StixText.of("tool", 1);

    @TempDir
    private Path folder;

    private Node a;
    private Node b;
    private UUID contract;

    @BeforeEach
    void open() {
        a = new Node("a", folder.resolve("a"));
        b = new Node("b", folder.resolve("b"));
        Node.introduce(a, b);
        Node.conclude(a, b, GRANTS, "\"defaults\":{\"tlp\":\"green\"},");
        contract = a.contract("G1");
        a.add(MALWARE.json(), TOOL.json());
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private Feed feed() {
        return a.exchange().feed(contract);
    }

    private Received received() {
        return b.exchange().received(contract);
    }

    private void log(List<LogEntry> entries, String checkpoint) {
        b.exchange().handle(new Command.ReceiveLog("test", contract, received().size(), entries, checkpoint));
    }

    private Command.ObjectsReceived objects(List<StixObject> objects) {
        return b.exchange().handle(new Command.ReceiveObjects("test", contract, objects, ""));
    }

    private void refused(Failure.Code code, Runnable command) {
        Map<String, String> before = b.exchange().digests();
        assertEquals(code, assertThrows(Failure.class, command::run).code());
        assertEquals(before, b.exchange().digests(), "what was refused changed nothing");
    }

    private static LogEntry entry(byte[] entry, byte @Nullable [] opening) {
        return new LogEntry(entry, opening);
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    private static byte[] opening(LogEntry entry) {
        byte[] opening = entry.opening();
        if (opening == null) {
            throw new AssertionError("no opening");
        }
        return opening;
    }

    private static List<LogEntry> with(List<LogEntry> entries, int index, LogEntry instead) {
        List<LogEntry> changed = new ArrayList<>(entries);
        changed.set(index, instead);
        return changed;
    }

    /** The note over these entries as the partner would sign it. */
    private static String signed(String origin, NodeKeys keys, List<LogEntry> entries) {
        Frontier frontier = Frontier.empty();
        entries.forEach(entry -> frontier.append(entry.entry()));
        String text = new Checkpoint(origin, frontier.size(), frontier.root()).text();
        return new String(new NoteSigner(origin, keys.keyPair()).sign(text).bytes(), UTF_8);
    }

    private String origin() {
        return "a.example/api/collections/" + contract + "/log";
    }

    @Test
    void anOpeningThatWasAlteredIsRefused() {
        List<LogEntry> entries = Node.entries(feed(), 0);
        for (int i = 0; i < entries.size(); i++) {
            LogEntry good = entries.get(i);
            byte[] opening = opening(good);
            LogEntry bad = entry(good.entry(), flipped(opening, opening.length / 2));
            List<LogEntry> changed = with(entries, i, bad);
            refused(Failure.Code.MISMATCH, () -> log(changed, feed().checkpoint()));
        }
    }

    @Test
    void anEntryThatWasAlteredDroppedOrReorderedIsRefused() {
        List<LogEntry> entries = Node.entries(feed(), 0);
        String checkpoint = feed().checkpoint();
        LogEntry last = entries.getLast();
        refused(Failure.Code.MISMATCH, () -> log(with(entries, 2, entry(flipped(last.entry(), 5), null)), checkpoint));
        refused(Failure.Code.MISMATCH, () -> log(with(entries, 2, entry(new byte[31], null)), checkpoint));
        refused(Failure.Code.MISMATCH, () -> log(entries.subList(1, 3), checkpoint));
        refused(Failure.Code.MISMATCH, () -> log(entries.subList(0, 2), checkpoint));
        refused(Failure.Code.MISMATCH, () -> log(List.of(entries.get(0), entries.get(2), entries.get(1)), checkpoint));
        refused(
                Failure.Code.CONFLICT,
                () -> b.exchange().handle(new Command.ReceiveLog("test", contract, 1, entries, checkpoint)));
        log(entries, checkpoint);
        assertTrue(received().verify().equal());
    }

    @Test
    void aCheckpointThatIsNotThePartnersForThisLogIsRefused() {
        List<LogEntry> entries = Node.entries(feed(), 0);
        String note = feed().checkpoint();
        String size = "\n" + entries.size() + "\n";
        List<String> bad = List.of(
                a.exchange().feed(a.contract("G2")).checkpoint(),
                signed(origin(), b.keys(), entries),
                signed("a.example/api/collections/" + a.contract("G2") + "/log", a.keys(), entries),
                note.replace(size, "\n" + (entries.size() + 1) + "\n"),
                note.replace("a.example", "c.example"),
                note.substring(0, note.length() - 10),
                note.strip(),
                "",
                "\n\n");
        for (String other : bad) {
            refused(Failure.Code.MISMATCH, () -> log(entries, other));
        }
        log(entries, signed(origin(), a.keys(), entries));
    }

    /** The subtrees beyond that entry, with steps of one entry. */
    private static List<byte[]> beyond(List<LogEntry> entries, int from) {
        LogAhead ahead = new LogAhead(0, from);
        entries.subList(from, entries.size()).forEach(entry -> ahead.append(entry.entry()));
        return ahead.beyond(from);
    }

    private void step(List<LogEntry> all, int from, int to, List<byte[]> beyond) {
        b.exchange()
                .handle(new Command.ReceiveLog(
                        "test", contract, from, all.subList(from, to), feed().checkpoint(), beyond));
    }

    @Test
    void aLongLogComesInStepsOfWhichEachIsHeldAgainstTheSignedRoot() {
        for (int i = 10; i < 30; i++) {
            a.add(StixText.of("tool", i).json());
        }
        List<LogEntry> all = Node.entries(feed(), 0);
        for (int from = 0; from < all.size(); ) {
            int to = Math.min(from + 1 + from % 3, all.size());
            int start = from;
            List<byte[]> beyond = to == all.size() ? List.of() : beyond(all, to);
            List<LogEntry> forged = with(all, from, entry(flipped(all.get(from).entry(), 3), null));
            refused(Failure.Code.MISMATCH, () -> step(forged, start, to, beyond));
            if (!beyond.isEmpty()) {
                List<byte[]> wrong = new ArrayList<>(beyond);
                wrong.set(0, flipped(beyond.getFirst(), 0));
                refused(Failure.Code.MISMATCH, () -> step(all, start, to, wrong));
                refused(Failure.Code.MISMATCH, () -> step(all, start, to, beyond.subList(1, beyond.size())));
                wrong.set(0, beyond.getFirst());
                wrong.add(new byte[32]);
                refused(Failure.Code.MISMATCH, () -> step(all, start, to, wrong));
                wrong.set(wrong.size() - 1, new byte[31]);
                refused(Failure.Code.MISMATCH, () -> step(all, start, to, wrong));
            }
            step(all, from, to, beyond);
            from = to;
            assertEquals(from, received().size());
            assertEquals(
                    from == all.size() ? feed().checkpoint() : "", received().checkpoint());
        }
        assertTrue(received().verify().equal());
    }

    @Test
    void betweenTwoStepsTheLastCheckpointStillHolds() {
        List<LogEntry> first = Node.entries(feed(), 0);
        String checkpoint = feed().checkpoint();
        log(first, checkpoint);
        a.add(StixText.of("tool", 8).json(), StixText.of("tool", 9).json());
        List<LogEntry> all = Node.entries(feed(), 0);
        step(all, first.size(), first.size() + 1, beyond(all, first.size() + 1));
        Received.Verification verification = received().verify();
        assertEquals(first.size() + 1, verification.size());
        assertTrue(verification.equal());
        assertEquals(checkpoint, received().checkpoint());
        objects(a.page(contract).subList(0, 3));
        log(Node.entries(feed(), first.size() + 1), feed().checkpoint());
        assertTrue(received().verify().equal());
    }

    @Test
    void whatIsStillToComeIsKnown() {
        assertEquals(new Received.Pending("", 0), received().pending(0));
        log(Node.entries(feed(), 0), feed().checkpoint());
        Received.Pending first = received().pending(0);
        assertEquals(1, first.settled(), "the entry of the terms comes first");
        assertTrue(first.since().startsWith("2026-03-01T"), first.since());
        List<StixObject> page = a.page(contract);
        objects(page.subList(1, 2));
        assertEquals(first, received().pending(0));
        objects(page);
        assertEquals(new Received.Pending("", received().size()), received().pending(first.settled()));
    }

    @Test
    void aForkAndAShorterLogAreRefused() {
        List<LogEntry> entries = Node.entries(feed(), 0);
        log(entries, feed().checkpoint());
        String first = received().checkpoint();
        a.add(StixText.of("tool", 2).json());
        List<LogEntry> more = Node.entries(feed(), entries.size());
        LogEntry forked = entry(flipped(entries.get(1).entry(), 0), null);
        List<LogEntry> fork = new ArrayList<>(with(entries, 1, forked));
        fork.addAll(more);
        refused(Failure.Code.MISMATCH, () -> log(more, signed(origin(), a.keys(), fork)));
        refused(Failure.Code.MISMATCH, () -> log(List.of(), signed(origin(), a.keys(), with(entries, 1, forked))));
        refused(Failure.Code.MISMATCH, () -> log(List.of(), signed(origin(), a.keys(), entries.subList(0, 2))));
        refused(Failure.Code.MISMATCH, () -> log(more, first));
        log(more, feed().checkpoint());
        assertArrayEquals(
                feed().root(),
                java.util.HexFormat.of().parseHex(received().verify().root()));
    }

    @Test
    void anOpeningThatBreaksItsFormatIsRefusedThoughItIsSigned() {
        List<LogEntry> entries = Node.entries(feed(), 0);
        String good = new String(opening(entries.get(1)), UTF_8);
        List<String> broken = List.of(
                good.replace("\"kind\":\"Released\"", "\"kind\":\"Given\""),
                good.replace(",\"kind\"", ", \"kind\""),
                good.replace("{\"clause\"", "{\"also\":1,\"clause\""),
                "[]",
                "");
        for (String text : broken) {
            byte[] bytes = text.getBytes(UTF_8);
            List<LogEntry> changed = with(entries, 1, entry(Opening.sha256(bytes), bytes));
            refused(Failure.Code.INVALID, () -> log(changed, signed(origin(), a.keys(), changed)));
        }
        byte[] ahead = new Opening(
                        "0".repeat(64),
                        EntryKind.WITHDRAWN,
                        "2026-01-01T00:00:00.000000Z",
                        "G1",
                        null,
                        null,
                        null,
                        List.of(),
                        3,
                        Opening.RECALLED)
                .bytes();
        List<LogEntry> changed = new ArrayList<>(entries);
        changed.add(entry(Opening.sha256(ahead), ahead));
        refused(Failure.Code.MISMATCH, () -> log(changed, signed(origin(), a.keys(), changed)));
    }

    @Test
    void entriesWhoseOpeningIsGoneCountByTheirHash() {
        List<LogEntry> entries = Node.entries(feed(), 0);
        log(with(entries, 1, entry(entries.get(1).entry(), null)), feed().checkpoint());
        Received.Verification verification = received().verify();
        assertTrue(verification.equal());
        assertEquals(1, verification.openingsGone());
        assertEquals(1, verification.pending());
        refused(Failure.Code.MISMATCH, () -> objects(a.page(contract)));
    }

    @Test
    void objectsMustBeWhatAnEntryCommittedTo() {
        StixObject malware = a.page(contract).getFirst();
        refused(Failure.Code.MISMATCH, () -> objects(List.of(malware)));
        log(Node.entries(feed(), 0), feed().checkpoint());
        String json = new String(malware.bytes(), UTF_8);
        for (String other : List.of(
                json.replace("\"x_text\":\"\"", "\"x_text\":\"t\""),
                json.replace(",\"x_text\"", ", \"x_text\""),
                StixText.of("malware", 2).json())) {
            refused(Failure.Code.MISMATCH, () -> objects(Node.objects(other.getBytes(UTF_8))));
        }
        List<StixObject> page = new ArrayList<>(a.page(contract));
        page.addAll(a.page(contract));
        assertEquals(new Command.ObjectsReceived(2, 2, List.of()), objects(page), "the same object twice in a page");
        assertEquals(new Command.ObjectsReceived(0, 2, List.of()), objects(a.page(contract)));
        Received.Verification verification = received().verify();
        assertEquals(2, verification.objects());
        assertEquals(0, verification.pending());
        assertTrue(received().commits(malware.id().value(), malware.bytes()));
    }

    @Test
    void aRecalledObjectIsNotTakenIn() {
        List<StixObject> page = a.page(contract);
        a.rules("[{\"id\":\"H1\",\"text\":\"None\",\"require\":{\"type\":{\"isNoneOf\":[\"tool\"]}}}]");
        log(Node.entries(feed(), 0), feed().checkpoint());
        refused(Failure.Code.MISMATCH, () -> objects(page));
        assertEquals(1, objects(a.page(contract)).added());
        Received.Verification verification = received().verify();
        assertEquals(1, verification.objects());
        assertEquals(1, verification.recalled());
        assertEquals(0, verification.pending());
        assertFalse(received().commits(TOOL.id(), page.getLast().bytes()));
        a.rules("[]");
        b.pull(a, contract);
        assertEquals(2, received().verify().objects());
    }

    @Test
    void aRestatementTakesThePlaceOfWhatWasThere() {
        a.add(MALWARE.at(2).revoking().refers(StixText.id("identity", 1)).json());
        b.pull(a, contract);
        a.add(StixText.of("identity", 1).json());
        b.pull(a, contract);
        Received.Verification verification = received().verify();
        assertEquals(feed().live(), verification.objects());
        assertEquals(0, verification.pending());
        assertTrue(verification.equal());
    }

    @Test
    void nothingIsTakenInUnderAContractThatIsSuspendedOrNotThere() {
        List<LogEntry> entries = Node.entries(feed(), 0);
        String checkpoint = feed().checkpoint();
        UUID memorandum = received().contract().contract().memorandum();
        b.exchange().handle(new Command.Suspend("test", memorandum, contract));
        refused(Failure.Code.CONFLICT, () -> log(entries, checkpoint));
        refused(
                Failure.Code.NOT_FOUND,
                () -> b.exchange().handle(new Command.ReceiveObjects("test", new UUID(1, 2), List.of(), "")));
        b.exchange().handle(new Command.Resume("test", memorandum, contract));
        refused(
                Failure.Code.INVALID,
                () -> b.exchange().handle(new Command.ReceiveObjects("test", contract, List.of(), "yesterday")));
        assertEquals("", received().addedAfter());
        b.exchange().handle(new Command.ReceiveObjects("test", contract, List.of(), "2026-03-01T12:00:00Z"));
        assertEquals("2026-03-01T12:00:00.000000Z", received().addedAfter());
    }
}
