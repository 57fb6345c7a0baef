package org.entente.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.entente.journal.Journal;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 13: what a command moves is fixed at once, and its entries follow in bounded chunks, between other commands. */
final class ChunksTest {
    private static final Tags GREEN = Node.tagged(Tlp.GREEN);
    private static final int MANY = 10;
    private static final String TOOL = StixText.of("tool", 0).at(1).json();

    @TempDir
    private Path folder;

    /** Whether feeds are given what they are owed before another command needs them to be. */
    private final AtomicBoolean settles = new AtomicBoolean();

    private Node a;
    private Node b;
    private Node c;

    @BeforeEach
    void start() {
        var workings = new Exchange.Workings(Journal::open, new Chunk(4, Long.MAX_VALUE), settles::get);
        a = new Node("a", folder.resolve("a"), NodeKeys.create(folder.resolve("a-keys")), workings);
        b = new Node("b", folder.resolve("b"));
        c = new Node("c", folder.resolve("c"));
        Node.introduce(a, b);
        Node.introduce(a, c);
        Node.conclude(a, c, Node.grants(of("G2", c, "tool")));
        a.add(GREEN, TOOL);
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
        c.close();
    }

    private String of(String id, Node to, String... types) {
        return Node.grant(id, a, to, "{\"type\":{\"isAnyOf\":[\"" + String.join("\",\"", types) + "\"]}}", "");
    }

    /** A memorandum under which that many objects go that are there already. */
    private UUID manyGo() {
        a.add(
                GREEN,
                IntStream.range(0, MANY)
                        .mapToObj(i -> StixText.of("malware", i).at(1).json())
                        .toArray(String[]::new));
        return Node.conclude(a, b, Node.grants(of("G1", b, "malware")));
    }

    private static List<String> kinds(Node node, UUID contract) {
        return node.openings(contract).stream()
                .map(opening -> opening.kind().text())
                .toList();
    }

    private static List<String> kinds(int terms, int released, String... last) {
        List<String> kinds = new ArrayList<>();
        IntStream.range(0, terms).forEach(_ -> kinds.add("TermsChanged"));
        IntStream.range(0, released).forEach(_ -> kinds.add("Released"));
        kinds.addAll(List.of(last));
        return kinds;
    }

    private long owed() {
        return a.exchange().status().owed();
    }

    @Test
    void entriesFollowInChunksAndBearTheTimeOfTheirCommand() {
        manyGo();
        UUID contract = a.contract("G1");
        assertEquals(kinds(1, 3), kinds(a, contract));
        assertEquals(MANY - 3, owed());
        long decided = a.exchange().status().journalMicros();
        settles.set(true);
        a.settle();
        assertEquals(0, owed());
        List<Opening> openings = a.openings(contract);
        assertEquals(kinds(1, MANY), kinds(a, contract));
        for (int i = 0; i < openings.size(); i++) {
            assertEquals(Micros.text(decided + i), openings.get(i).time());
        }
        assertTrue(a.exchange().status().journalMicros() > decided);
        b.pull(a, contract);
        assertTrue(b.exchange().received(contract).verify().equal());
    }

    @Test
    void workOnOtherFeedsComesInBetweenAndWorkOnThisOneAfterwards() {
        manyGo();
        UUID contract = a.contract("G1");
        a.add(GREEN, StixText.of("tool", 1).at(1).json());
        assertEquals(kinds(1, 2), kinds(a, a.contract("G2")));
        assertEquals(MANY - 3, owed());
        a.add(GREEN, StixText.of("malware", MANY).at(1).json());
        assertEquals(0, owed());
        assertEquals(kinds(1, MANY + 1), kinds(a, contract));
        assertEquals(
                StixText.id("malware", MANY), a.openings(contract).getLast().id());
    }

    @Test
    void whatIsWithdrawnCannotBeReadFromTheFirstRecordOn() {
        UUID memorandum = manyGo();
        UUID contract = a.contract("G1");
        settles.set(true);
        a.settle();
        settles.set(false);
        Node.amend(a, b, memorandum, Node.grants(of("G1", b, "tool")));
        assertTrue(a.shown(contract).isEmpty());
        assertEquals(0, a.exchange().feed(contract).live());
        assertTrue(owed() > 0);
        settles.set(true);
        a.settle();
        List<Opening> openings = a.openings(contract);
        assertEquals(2 + 2 * MANY + 1, openings.size());
        assertEquals(EntryKind.RELEASED, openings.getLast().kind());
        // In the reverse order of the releases, over all chunks.
        for (int i = 0; i < MANY; i++) {
            assertEquals(EntryKind.WITHDRAWN, openings.get(2 + MANY + i).kind());
            assertEquals(MANY - i, openings.get(2 + MANY + i).entry());
        }
    }

    @Test
    void suspensionDoesNotWaitAndItsEntryDoes() {
        UUID memorandum = manyGo();
        UUID contract = a.contract("G1");
        a.exchange().handle(new Command.Suspend("test", memorandum, null));
        assertEquals(Feed.Access.SUSPENDED, a.exchange().feed(contract).access());
        assertEquals(MANY - 3 + 1, owed());
        assertEquals(kinds(1, 3), kinds(a, contract));
        a.exchange().handle(new Command.Resume("test", memorandum, null));
        assertEquals(kinds(1, MANY, "Suspended", "Resumed"), kinds(a, contract));
        assertEquals(MANY, a.shown(contract).size());
    }

    @Test
    void aFeedHasAllThatItIsOwedBeforeItIsClosed() {
        UUID memorandum = manyGo();
        a.exchange().handle(new Command.Sever("test", memorandum));
        assertEquals(0, owed());
        assertEquals(kinds(1, MANY, "Closed"), kinds(a, a.contract("G1")));
    }

    @Test
    void aNodeThatStartsAgainGoesOnByItself() {
        manyGo();
        a.restart();
        assertEquals(MANY - 3, owed());
        a.replay();
        assertEquals(MANY - 3, owed());
        settles.set(true);
        while (owed() > 0) {
            Thread.onSpinWait();
        }
        assertEquals(kinds(1, MANY), kinds(a, a.contract("G1")));
    }

    @Test
    void anExplanationSaysThatTheEntryIsOnItsWay() {
        manyGo();
        UUID contract = a.contract("G1");
        StixId last = new StixId(StixText.id("malware", MANY - 1));
        Explanation explained = a.exchange().explain(last, null, contract);
        assertFalse(explained.released());
        assertEquals("entries", explained.steps().getLast().check());
        assertTrue(explained.steps().getLast().decides());
        settles.set(true);
        a.settle();
        assertTrue(a.exchange().explain(last, null, contract).released());
    }
}
