package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.exchange.State.Status;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.SignedMemorandum;
import org.entente.memorandum.Standing;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Later versions of a memorandum: what becomes of contracts, feeds and signatures. */
final class AmendingTest {
    private static final String MALWARE = StixText.of("malware", 1).at(1).json();
    private static final String TOOL = StixText.of("tool", 2).at(1).json();
    private static final String NOTE =
            StixText.of("note", 3).at(1).refers(StixText.id("malware", 1)).json();
    private static final Tags GREEN = Node.tagged(Tlp.GREEN);

    @TempDir
    private Path folder;

    private Node a;
    private Node b;

    @BeforeEach
    void start() {
        a = new Node("a", folder.resolve("a"));
        b = new Node("b", folder.resolve("b"));
        Node.introduce(a, b);
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    private static String grant(String id, String constraint) {
        return """
                {"id":"%s","title":"T","from":"did:web:a.example","to":["did:web:b.example"],"constraint":%s}""".formatted(id, constraint);
    }

    private static String malwareAndNotes() {
        return "[" + grant("G1", "{\"type\":{\"isAnyOf\":[\"malware\",\"note\"]}}") + "]";
    }

    private static String tools() {
        return "[" + grant("G1", "{\"type\":{\"isAnyOf\":[\"tool\"]}}") + "]";
    }

    private List<String> kinds(UUID contract) {
        return a.openings(contract).stream()
                .map(o -> o.kind() == EntryKind.WITHDRAWN
                        ? "Withdrawn: " + o.reason()
                        : o.kind().text())
                .toList();
    }

    @Test
    void rule11AnAmendedGrantGoesOnInItsFeedUnderNewTerms() {
        UUID id = Node.conclude(a, b, malwareAndNotes());
        UUID contract = a.contract("G1");
        a.add(GREEN, MALWARE, TOOL, NOTE);
        assertEquals(List.of("TermsChanged", "Released", "Released"), kinds(contract));
        Node.amend(a, b, id, tools());
        assertEquals(contract, a.contract("G1"));
        assertEquals(
                List.of(
                        "TermsChanged",
                        "Released",
                        "Released",
                        "TermsChanged",
                        "Withdrawn: terms changed",
                        "Withdrawn: terms changed",
                        "Released"),
                kinds(contract));
        List<Opening> openings = a.openings(contract);
        Memorandum second = a.newest(id).memorandum();
        assertEquals(
                HexFormat.of().formatHex(Opening.sha256(second.canonical())),
                openings.get(3).sha256());
        // Withdrawals in reverse order of releases.
        assertEquals(2, openings.get(4).entry());
        assertEquals(1, openings.get(5).entry());
        assertEquals(List.of(StixText.id("tool", 2)), a.shown(contract));
        assertEquals(2, a.entry(contract).contract().version());
        b.pull(a, contract);
        assertTrue(b.exchange().received(contract).verify().equal());
        a.replay();
        assertEquals(List.of(StixText.id("tool", 2)), a.shown(contract));
    }

    @Test
    void everyVersionIsKeptAndTheOlderOnesAreReplaced() {
        UUID id = Node.conclude(a, b, malwareAndNotes());
        Node.amend(a, b, id, tools());
        Node.amend(a, b, id, malwareAndNotes());
        for (Node node : List.of(a, b)) {
            node.replay();
            State.MemorandumEntry entry = node.versions(id);
            assertEquals(
                    List.of(Standing.State.REPLACED, Standing.State.REPLACED, Standing.State.IN_FORCE),
                    entry.editions().stream().map(e -> e.standing().state()).toList());
            assertTrue(entry.editions().stream().allMatch(e -> e.signed().complete()));
        }
    }

    @Test
    void theVersionInForceStandsUntilTheLastSignature() {
        UUID id = Node.conclude(a, b, malwareAndNotes());
        UUID contract = a.contract("G1");
        a.add(GREEN, MALWARE);
        var draft = new SignedMemorandum(
                Node.accepted(Memorandum.read(a.amendment(id, tools()).getBytes(UTF_8))), List.of());
        a.exchange().handle(new Command.AddMemorandum("test", draft));
        a.exchange().handle(new Command.MarkMemorandum("test", id, Command.Mark.OFFERED));
        a.exchange().handle(new Command.MarkMemorandum("test", id, Command.Mark.AGREED));
        a.exchange().handle(new Command.SignMemorandum("test", id));
        assertEquals(1, a.versions(id).current().version());
        assertEquals(List.of(StixText.id("malware", 1)), a.shown(contract));
        assertEquals(List.of("TermsChanged", "Released"), kinds(contract));
    }

    @Test
    void aDroppedGrantClosesItsContractAndANewOneOpensOne() {
        UUID id = Node.conclude(a, b, malwareAndNotes());
        UUID first = a.contract("G1");
        a.add(GREEN, MALWARE);
        Node.amend(a, b, id, "[" + grant("G2", "{\"type\":{\"isAnyOf\":[\"malware\"]}}") + "]");
        assertEquals(List.of("TermsChanged", "Released", "Closed"), kinds(first));
        for (Node node : List.of(a, b)) {
            assertEquals(Status.CLOSED, node.entry(first).status());
        }
        UUID second = a.contract("G2");
        assertEquals(List.of("TermsChanged", "Released"), kinds(second));
        assertEquals(Feed.Access.CLOSED, a.exchange().feed(first).access());
        // What is closed stays so, whatever happens to the memorandum later.
        a.exchange().handle(new Command.Suspend("test", id, null));
        a.exchange().handle(new Command.Resume("test", id, null));
        assertEquals(Status.CLOSED, a.entry(first).status());
        assertEquals(3, a.exchange().feed(first).size());
        String revived = a.amendment(id, malwareAndNotes());
        Failure failure = assertThrows(
                Failure.class,
                () -> a.exchange()
                        .handle(new Command.AddMemorandum(
                                "test",
                                new SignedMemorandum(
                                        Node.accepted(Memorandum.read(revived.getBytes(UTF_8))), List.of()))));
        assertEquals(Failure.Code.CONFLICT, failure.code());
        assertEquals("dropped-grant", failure.fields().get("rule"));
    }

    @Test
    void rule14AmendingResumesNothing() {
        UUID id = Node.conclude(a, b, malwareAndNotes());
        UUID contract = a.contract("G1");
        a.add(GREEN, MALWARE, TOOL);
        a.exchange().handle(new Command.Suspend("test", id, null));
        b.exchange().handle(new Command.Suspend("test", id, null));
        Node.amend(a, b, id, tools());
        assertEquals(Status.SUSPENDED, a.entry(contract).status());
        assertEquals(
                List.of("TermsChanged", "Released", "Suspended", "TermsChanged", "Withdrawn: terms changed"),
                kinds(contract));
        a.exchange().handle(new Command.Resume("test", id, null));
        assertEquals(List.of(StixText.id("tool", 2)), a.shown(contract));
    }

    @Test
    void aVersionThatAllSignedWaitsForItsTermAndTakesOverAtThatInstant() {
        UUID id = Node.conclude(a, b, malwareAndNotes());
        UUID contract = a.contract("G1");
        a.add(GREEN, MALWARE, TOOL);
        Instant begins = Instant.parse("2027-01-01T00:00:00Z");
        // The first version ends at the very instant at which the second begins: the contract goes on.
        String later = a.amendment(id, tools())
                .replace("\"from\":\"2026-01-01T00:00:00Z\"", "\"from\":\"" + begins + "\"")
                .replace("\"until\":\"2027-01-01T00:00:00Z\"", "\"until\":\"2028-01-01T00:00:00Z\"");
        var draft = new SignedMemorandum(Node.accepted(Memorandum.read(later.getBytes(UTF_8))), List.of());
        a.exchange().handle(new Command.AddMemorandum("test", draft));
        a.exchange().handle(new Command.SignMemorandum("test", id));
        b.exchange().handle(new Command.AddMemorandum("test", a.newest(id)));
        b.exchange().handle(new Command.SignMemorandum("test", id));
        a.exchange().handle(new Command.AddMemorandum("test", b.newest(id)));
        assertEquals(List.of(StixText.id("malware", 1)), a.shown(contract));
        a.clock.set(begins.plus(Duration.ofDays(3)));
        a.add(GREEN, StixText.of("tool", 4).at(1).json());
        assertEquals(2, a.versions(id).current().version());
        assertEquals(Status.OPEN, a.entry(contract).status());
        assertEquals("2027-01-01T00:00:00.000000Z", a.openings(contract).get(2).time());
        assertEquals(List.of(StixText.id("tool", 2), StixText.id("tool", 4)), a.shown(contract));
        assertEquals(1, a.versions(id).replaced().size());
    }

    @Test
    void aSeveredMemorandumIsNotAmended() {
        UUID id = Node.conclude(a, b, malwareAndNotes());
        var draft = new SignedMemorandum(
                Node.accepted(Memorandum.read(a.amendment(id, tools()).getBytes(UTF_8))), List.of());
        a.exchange().handle(new Command.AddMemorandum("test", draft));
        a.exchange().handle(new Command.Sever("test", id));
        Failure failure =
                assertThrows(Failure.class, () -> a.exchange().handle(new Command.SignMemorandum("test", id)));
        assertEquals("final", failure.fields().get("rule"));
    }

    @Test
    void anAmendmentNeedsTheFirstVersionAndTheSameParties() {
        UUID id = Node.conclude(a, b, malwareAndNotes());
        String later = a.amendment(id, tools());
        try (Node c = new Node("b", folder.resolve("c"), b.keys())) {
            Node.introduce(c, a);
            assertConflict(c, later);
        }
        assertConflict(
                a, later.replace("\"parties\":[", "\"parties\":[{\"id\":\"did:web:c.example\",\"name\":\"C\"},"));
        assertConflict(a, later.replace("\"version\":2", "\"version\":1"));
    }

    private static void assertConflict(Node node, String document) {
        var signed = new SignedMemorandum(Node.accepted(Memorandum.read(document.getBytes(UTF_8))), List.of());
        Failure failure =
                assertThrows(Failure.class, () -> node.exchange().handle(new Command.AddMemorandum("test", signed)));
        assertEquals(Failure.Code.CONFLICT, failure.code());
    }

    @Test
    void rule13AChangedMarkingAndANewHouseRuleMoveFeedsAtOnce() {
        Node.conclude(a, b, malwareAndNotes());
        UUID contract = a.contract("G1");
        StixText marking = StixText.of("marking-definition", 9);
        String marked = StixText.of("malware", 1).at(1).marked(marking.id()).json();
        a.add(GREEN, marking.at(1).json(), marked);
        assertEquals(List.of(marking.id(), StixText.id("malware", 1)), a.shown(contract));
        a.add(GREEN, marking.at(2).saying(StixText.RESTRICTING).json());
        assertEquals(List.of(marking.id(), marking.id()), a.shown(contract));
        assertEquals("Withdrawn: recalled", kinds(contract).get(3));
        a.rules("[{\"id\":\"H\",\"text\":\"Nothing\",\"require\":{\"tlp\":{\"lteq\":\"clear\"}}}]");
        assertEquals(List.of(), a.shown(contract));
        a.rules("[]");
        assertEquals(List.of(marking.id(), marking.id()), a.shown(contract));
    }

    @Test
    void rule14ResumptionDecidesAgain() {
        UUID id = Node.conclude(a, b, malwareAndNotes());
        UUID contract = a.contract("G1");
        a.add(GREEN, MALWARE);
        a.exchange().handle(new Command.Suspend("test", id, contract));
        a.rules("[{\"id\":\"H\",\"text\":\"Nothing\",\"require\":{\"tlp\":{\"lteq\":\"clear\"}}}]");
        assertEquals("Withdrawn: recalled", kinds(contract).getLast());
        a.rules("[]");
        assertEquals("Withdrawn: recalled", kinds(contract).getLast(), "nothing is released while suspended");
        a.exchange().handle(new Command.Resume("test", id, contract));
        assertEquals(List.of("Resumed", "Released"), kinds(contract).subList(4, 6));
    }

    /** A class that has no copy when the terms change must not keep what was decided of it before. */
    @Test
    void noDecisionOutlivesTheTermsByWhichItWasMade() {
        UUID id = Node.conclude(a, b, malwareAndNotes());
        UUID contract = a.contract("G1");
        UUID collection = new UUID(1, 2);
        a.exchange().handle(new Command.AddCollection("test", collection, "Filed", "", Tags.NONE));
        Tags filed = new Tags(Tlp.GREEN, new TreeSet<>(), "Filed");
        a.add(filed, MALWARE);
        a.exchange()
                .handle(new Command.RemoveObject(
                        "test", collection, new StixId(StixText.id("malware", 1)), Feed.Versions.ALL));
        Node.amend(a, b, id, tools());
        a.add(filed, StixText.of("malware", 7).at(1).json());
        assertEquals(List.of(), a.shown(contract));
    }
}
