package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.SignedMemorandum;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passing on what was received: a chain of three nodes and the way back, with real pulls (release.md rules 3 and 20). */
final class OnwardTest {
    private static final String ID = StixText.id("malware", 1);
    private static final String MALWARE = marked(1);
    private static final String NOTE =
            StixText.of("note", 3).at(1).refers(ID).marked(StixText.GREEN).json();

    @TempDir
    private Path folder;

    private Node a;
    private Node b;
    private Node c;
    private UUID ab;
    private UUID bc;
    private UUID ca;
    private UUID memorandumAb;

    private static String marked(int version) {
        return StixText.of("malware", 1).at(version).marked(StixText.GREEN).json();
    }

    @BeforeEach
    void start() {
        a = new Node("a", folder.resolve("a"));
        b = new Node("b", folder.resolve("b"));
        c = new Node("c", folder.resolve("c"));
        Node.introduce(a, b);
        Node.introduce(b, c);
        Node.introduce(c, a);
        memorandumAb = Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, "\"onward\":\"allowed\"")));
        Node.conclude(b, c, Node.grants(Node.grant("BC", b, c, "\"onward\":\"allowed\"")));
        Node.conclude(c, a, Node.grants(Node.grant("CA", c, a, "\"onward\":\"allowed\"")));
        ab = a.contract("AB");
        bc = b.contract("BC");
        ca = c.contract("CA");
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
        c.close();
    }

    private void pulls() {
        b.pull(a, ab);
        c.pull(b, bc);
        a.pull(c, ca);
    }

    @Test
    void anObjectGoesOnFromNodeToNodeByteForByteAndKeepsItsTokens() {
        a.add(MALWARE, NOTE);
        pulls();
        assertEquals(List.of(ID, StixText.id("note", 3)), b.shown(bc));
        assertEquals(List.of(ID, StixText.id("note", 3)), c.shown(ca));
        assertArrayEquals(MALWARE.getBytes(UTF_8), b.page(bc).getFirst().bytes());
        assertTrue(c.exchange().received(bc).verify().equal());
        List<String> atA = a.openings(ab).get(1).lineage();
        List<String> atB = b.openings(bc).get(1).lineage();
        List<String> atC = c.openings(ca).get(1).lineage();
        assertEquals(1, atA.size());
        assertEquals(atA, atB.subList(0, 1));
        assertEquals(atB, atC.subList(0, 2));
        assertEquals(3, atC.stream().distinct().count());
        for (Node node : List.of(a, b, c)) {
            node.replay();
        }
        assertEquals(2, b.shown(bc).size());
    }

    @Test
    void aRecallFollowsTheChain() {
        UUID collection = new UUID(1, 2);
        a.exchange().handle(new Command.AddCollection("test", collection, "Filed", "", Tags.NONE));
        a.add(new Tags(null, new TreeSet<>(), "Filed"), MALWARE, NOTE);
        pulls();
        assertEquals(2, c.shown(ca).size());
        a.exchange().handle(new Command.RemoveObject("test", collection, new StixId(ID), Feed.Versions.ALL));
        assertEquals(List.of(), a.shown(ab));
        pulls();
        assertEquals(List.of(), b.shown(bc));
        assertEquals(List.of(), c.shown(ca));
        for (Opening opening : b.openings(bc).subList(3, 5)) {
            assertEquals(EntryKind.WITHDRAWN, opening.kind());
            assertEquals(Opening.RECALLED, opening.reason());
        }
        // What comes again goes again, and what stands in between is settled.
        a.add(new Tags(null, new TreeSet<>(), "Filed"), MALWARE);
        pulls();
        assertEquals(List.of(ID, StixText.id("note", 3)), a.shown(ab));
        assertEquals(List.of(ID, StixText.id("note", 3)), b.shown(bc));
        assertEquals(List.of(ID, StixText.id("note", 3)), c.shown(ca));
        b.replay();
        assertEquals(List.of(ID, StixText.id("note", 3)), b.shown(bc));
    }

    @Test
    void aHouseRuleOfTheOriginRecallsAlongTheChain() {
        a.add(MALWARE);
        pulls();
        a.rules("[{\"id\":\"H\",\"text\":\"None\",\"require\":{\"tlp\":{\"lteq\":\"clear\"}}}]");
        pulls();
        assertEquals(List.of(), c.shown(ca));
    }

    @Test
    void rule20WhatComesBackPermitsNothingSoThatRecallsEnd() {
        Node.Partner d = Node.Partner.of("d");
        a.knows(d);
        UUID collection = new UUID(1, 2);
        a.exchange().handle(new Command.AddCollection("test", collection, "Filed", "", Tags.NONE));
        a.conclude(
                Node.document(
                        a.did,
                        d.did(),
                        "2026-01-01T00:00:00Z",
                        "2027-01-01T00:00:00Z",
                        "",
                        Node.grants(Node.grant("AD", a, b, "")).replace(b.did, d.did())),
                d);
        a.add(new Tags(null, new TreeSet<>(), "Filed"), MALWARE);
        pulls();
        UUID ad = a.contract("AD");
        assertEquals(List.of(ID), a.shown(ad));
        a.exchange().handle(new Command.RemoveObject("test", collection, new StixId(ID), Feed.Versions.ALL));
        // The copy that came round is still here, until the recall has gone round too.
        assertEquals(List.of(), a.shown(ad));
        Explanation.Step step = step(a, ad, "received_under");
        assertFalse(step.holds());
        assertTrue(step.clause().endsWith("it was here before"), step.clause());
        pulls();
        assertEquals(0, c.exchange().feed(ca).live());
    }

    private static Explanation.Step step(Node node, UUID contract, String check) {
        return node.exchange().explain(new StixId(ID), null, contract).steps().stream()
                .filter(one -> one.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rule3WhatTermsDoNotAllowStaysHere() {
        Node.amend(a, b, memorandumAb, Node.grants(Node.grant("AB", a, b, "")));
        a.add(MALWARE);
        b.pull(a, ab);
        assertEquals(List.of(), b.shown(bc));
        assertTrue(step(b, bc, "received_under").clause().endsWith("which allows no passing on"));
    }

    /** Objects keep the terms under which they came, whatever the contract says later. */
    @Test
    void rule3CopiesKeepTheirTermsForEver() {
        a.add(MALWARE);
        b.pull(a, ab);
        assertEquals(List.of(ID), b.shown(bc));
        Node.amend(a, b, memorandumAb, Node.grants(Node.grant("AB", a, b, "\"onward\":\"never\"")));
        a.add(StixText.of("tool", 2).at(1).marked(StixText.GREEN).json());
        b.pull(a, ab);
        assertEquals(List.of(ID), b.shown(bc));
        b.replay();
        b.rules("[]");
        assertEquals(List.of(ID), b.shown(bc));
        // A newer version that came under stricter terms withdraws the older one (rule 6).
        a.add(marked(2));
        b.pull(a, ab);
        assertEquals(List.of(), b.shown(bc));
        assertEquals(List.of("AB: never"), terms(b));
    }

    private static List<String> terms(Node node) {
        return node.exchange().state().contracts().stream()
                .filter(entry -> entry.contract().giver().equals("did:web:a.example"))
                .map(entry -> entry.grant().id() + ": "
                        + entry.grant().duties().passingOn().text())
                .toList();
    }

    @Test
    void rule3NothingGoesBackToWhereItCameFrom() {
        UUID id = Node.conclude(b, a, Node.grants(Node.grant("BA", b, a, "\"onward\":\"allowed\"")));
        a.add(MALWARE);
        b.pull(a, ab);
        assertEquals(List.of(), b.shown(b.contract("BA")));
        assertEquals(
                "received from did:web:a.example itself",
                step(b, b.contract("BA"), "received_under").clause());
        assertEquals(id, b.entry(b.contract("BA")).contract().memorandum());
    }

    @Test
    void rule3OwnGoesBeforeReceivedAndALiveEntryKeepsItsCopy() {
        a.add(MALWARE);
        b.pull(a, ab);
        assertEquals(2, b.openings(bc).get(1).lineage().size());
        // Importing what was received does not make it ours.
        assertEquals(1, b.add(MALWARE).received().size());
        b.rules("[]");
        assertEquals(2, b.exchange().feed(bc).size());
        // Of another version the own one was first.
        b.add(marked(2));
        a.add(marked(2));
        b.pull(a, ab);
        List<Opening> openings = b.openings(bc);
        assertEquals(3, openings.size());
        assertEquals(1, openings.get(2).lineage().size());
    }

    @Test
    void rule3AnotherContentThanOurOwnPermitsNothing() {
        b.rules("[{\"id\":\"H\",\"text\":\"Filed\",\"require\":{\"collection\":{\"isAbsent\":true}}}]");
        b.add(
                new Tags(null, new TreeSet<>(), "Filed"),
                StixText.of("malware", 1)
                        .at(1)
                        .saying("ours")
                        .marked(StixText.GREEN)
                        .json());
        a.add(MALWARE);
        b.pull(a, ab);
        assertEquals(List.of(), b.shown(bc));
    }

    @Test
    void anotherCopyTakesTheEntryOverWhenItsOwnNoLongerPermits() {
        UUID collection = new UUID(1, 2);
        b.exchange().handle(new Command.AddCollection("test", collection, "Filed", "", Tags.NONE));
        b.add(new Tags(null, new TreeSet<>(), "Filed"), MALWARE);
        a.add(MALWARE);
        b.pull(a, ab);
        assertEquals(1, b.openings(bc).get(1).lineage().size());
        b.exchange().handle(new Command.RemoveObject("test", collection, new StixId(ID), Feed.Versions.ALL));
        List<Opening> openings = b.openings(bc);
        assertEquals(EntryKind.RESTATED, openings.get(2).kind());
        assertEquals(2, openings.get(2).lineage().size());
        assertEquals(List.of(ID), b.shown(bc));
        c.pull(b, bc);
        assertTrue(c.exchange().received(bc).verify().equal());
    }

    @Test
    void aFeedUnderTermsThatAreNotHereIsNotTakenIn() {
        Memorandum later =
                Node.accepted(Memorandum.read(a.amendment(memorandumAb, Node.grants(Node.grant("AB", a, b, "")))
                        .getBytes(UTF_8)));
        SignedMemorandum signed = new SignedMemorandum(later, List.of())
                .sign(b.did, b.keys().keyPair().getPrivate());
        a.exchange().handle(new Command.AddMemorandum("test", signed));
        a.exchange().handle(new Command.SignMemorandum("test", memorandumAb));
        Failure failure = assertThrows(Failure.class, () -> b.pull(a, ab));
        assertEquals(Failure.Code.MISMATCH, failure.code());
        b.exchange().handle(new Command.AddMemorandum("test", a.newest(memorandumAb)));
        b.pull(a, ab);
        assertEquals(2, b.exchange().received(ab).size());
    }

    @Test
    void whatWasPostedToAnInboxGoesNowhere() {
        b.exchange()
                .handle(new Command.PostToInbox(
                        a.did,
                        a.did,
                        List.of(new Command.Whole(
                                Node.objects(MALWARE.getBytes(UTF_8)).getFirst()))));
        b.exchange().handle(new Command.TakeFromInbox("test", a.did, List.of(0L)));
        b.rules("[]");
        assertEquals(List.of(), b.shown(bc));
    }
}
