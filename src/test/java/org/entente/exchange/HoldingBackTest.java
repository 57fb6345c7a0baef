package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.journal.Journal;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.SignedMemorandum;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Duties that hold a permitted version back, or end it by the passing of time: embargo, retention, approval. */
final class HoldingBackTest {
    private static final String ID = StixText.id("malware", 1);
    private static final Tags GREEN = Node.tagged(Tlp.GREEN);
    private static final Instant EMBARGO = Instant.parse("2026-03-10T00:00:00Z");

    @TempDir
    private Path folder;

    private Node a;
    private Node b;

    @BeforeEach
    void start() {
        a = new Node("a", folder.resolve("a"));
        b = new Node("b", folder.resolve("b"));
        a.clock.stop();
        Node.introduce(a, b);
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    private static String grant(String constraint, String duties) {
        return """
                [{"id":"G1","title":"T","from":"did:web:a.example","to":["did:web:b.example"],
                  "constraint":%s,"duties":{%s}}]""".formatted(constraint, duties);
    }

    private static String duty(String duties) {
        return grant("{\"tlp\":{\"lteq\":\"green\"}}", duties);
    }

    private static String malware(int version) {
        return StixText.of("malware", 1).at(version).json();
    }

    private List<String> log() {
        return a.openings(a.contract("G1")).stream()
                .map(o -> o.time().substring(0, 19) + " " + o.kind().text()
                        + (o.reason() == null ? "" : " " + o.reason()))
                .toList();
    }

    private List<String> shown() {
        return a.shown(a.contract("G1"));
    }

    /** Something that moves no feed, so that what is due is taken before it. */
    private void nothing() {
        a.exchange()
                .handle(new Command.AddPartner(
                        "test", b.did, b.did, b.url(), b.keys().publicKey()));
    }

    @Test
    void rule12NothingGoesUnderEmbargoAndAllThatWaitsIsStampedWithItsEnd() {
        Node.conclude(a, b, duty("\"embargoUntil\":\"" + EMBARGO + "\""));
        a.add(GREEN, malware(1));
        a.clock.set(EMBARGO.minusNanos(1000));
        a.add(GREEN, malware(2));
        assertEquals(List.of(), shown());
        a.clock.set(EMBARGO.plus(Duration.ofHours(5)));
        a.add(GREEN, malware(3));
        assertEquals(
                List.of(
                        "2026-03-01T12:00:00 TermsChanged",
                        "2026-03-10T00:00:00 Released",
                        "2026-03-10T00:00:00 Released",
                        "2026-03-10T05:00:00 Released"),
                log());
        assertEquals(
                "2026-03-10T00:00:00.000000Z",
                a.openings(a.contract("G1")).get(1).time());
        a.replay();
        assertEquals(3, shown().size());
    }

    @Test
    void anEmbargoEndsThoughNewTermsBeginAtThatVeryInstant() {
        UUID id = Node.conclude(a, b, duty("\"embargoUntil\":\"" + EMBARGO + "\""));
        a.add(GREEN, malware(1));
        String next = a.amendment(
                        id, duty("\"embargoUntil\":\"" + EMBARGO + "\"").replace("\"T\"", "\"Later\""))
                .replace("2026-01-01T00:00:00Z", EMBARGO.toString());
        SignedMemorandum signed = new SignedMemorandum(Node.accepted(Memorandum.read(next.getBytes(UTF_8))), List.of())
                .sign(b.did, b.keys().keyPair().getPrivate());
        a.exchange().handle(new Command.AddMemorandum("test", signed));
        a.exchange().handle(new Command.SignMemorandum("test", id));
        assertEquals(1, a.versions(id).memorandum().version());
        a.clock.set(EMBARGO);
        nothing();
        assertEquals(2, a.versions(id).memorandum().version());
        assertEquals(List.of(ID), shown());
    }

    @Test
    void whatEndsByTheClockIsFoundByIndexAndTheStoreIsNotDecidedAnew() {
        Node.conclude(a, b, duty("\"embargoUntil\":\"" + EMBARGO + "\",\"retainFor\":\"P1D\""));
        a.add(GREEN, malware(1));
        a.clock.set(EMBARGO);
        nothing();
        assertEquals(List.of(ID), shown());
        a.clock.set(EMBARGO.plus(Duration.ofDays(2)));
        nothing();
        assertEquals(List.of(), shown());
        a.close();
        List<Event> anew = new ArrayList<>();
        try (Journal journal = Journal.open(folder.resolve("a"), Keys.ALL, new Replay())) {
            journal.replay(
                    0,
                    record -> record.events().stream()
                            .map(EventCodec::decode)
                            .filter(Event.WaitingCleared.class::isInstance)
                            .forEach(anew::add));
        }
        assertEquals(1, anew.size(), "only when the contract begins");
    }

    @Test
    void aQuietNodeLetsTimePass() {
        Node.conclude(a, b, duty("\"embargoUntil\":\"" + EMBARGO + "\",\"retainFor\":\"P1D\""));
        a.add(GREEN, malware(1));
        a.clock.set(EMBARGO);
        await(1);
        a.clock.set(EMBARGO.plus(Duration.ofDays(2)));
        await(0);
        assertEquals("2026-03-11T00:00:00 Withdrawn retention ended", log().getLast());
    }

    private void await(int count) {
        while (shown().size() != count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void rule6WaitingWithdrawsNothing() {
        UUID id = Node.conclude(a, b, duty("\"approval\":1"));
        a.add(GREEN, malware(1));
        approve("uid:1", 1, null);
        a.add(GREEN, malware(2));
        assertEquals(List.of(ID), shown());
        // An embargo that new terms bring is another thing: nothing may go before its end.
        Node.amend(a, b, id, duty("\"embargoUntil\":\"" + EMBARGO + "\",\"approval\":1"));
        assertEquals(List.of(), shown());
        assertEquals("2026-03-01T12:00:00 Withdrawn terms changed", log().getLast());
        a.clock.set(EMBARGO);
        nothing();
        assertEquals(List.of(ID), shown());
    }

    @Test
    void aReleaseEndsAfterItsDaysAndDoesNotComeBack() {
        Node.conclude(a, b, duty("\"retainFor\":\"P2D\""));
        a.clock.set(Instant.parse("2026-03-02T10:00:00Z"));
        a.add(GREEN, malware(1), StixText.of("tool", 2).at(1).json());
        a.clock.set(Instant.parse("2026-03-03T10:00:00Z"));
        a.add(GREEN, malware(2));
        a.clock.set(Instant.parse("2026-03-04T10:30:00Z"));
        nothing();
        // The tool went a microsecond after the full minute, and so it ends with the next one.
        assertEquals(
                List.of(
                        "2026-03-04T10:00:00 Withdrawn retention ended",
                        "2026-03-04T10:01:00 Withdrawn retention ended"),
                log().subList(4, 6));
        assertEquals(List.of(ID), shown());
        a.rules("[]");
        a.exchange().handle(new Command.Suspend("test", memorandum(), null));
        a.exchange().handle(new Command.Resume("test", memorandum(), null));
        assertEquals(List.of(ID), shown());
        a.replay();
        a.clock.set(Instant.parse("2026-03-30T00:00:00Z"));
        nothing();
        assertEquals(List.of(), shown());
        a.rules("[]");
        assertEquals(List.of(), shown());
        assertEquals(0, a.exchange().feed(a.contract("G1")).live());
    }

    @Test
    void whatNeedsWhatEndedIsRecalledWithIt() {
        Node.conclude(a, b, duty("\"retainFor\":\"P2D\""));
        a.add(GREEN, malware(1));
        a.clock.pass(Duration.ofDays(1));
        a.add(GREEN, StixText.of("note", 3).at(1).refers(ID).json());
        a.clock.pass(Duration.ofDays(1).plusMinutes(1));
        nothing();
        List<String> log = log();
        assertEquals(
                List.of("2026-03-03T12:01:00 Withdrawn recalled", "2026-03-03T12:01:00 Withdrawn retention ended"),
                log.subList(log.size() - 2, log.size()));
    }

    @Test
    void newTermsBeginAndLengthenARetention() {
        UUID id = Node.conclude(a, b, duty("\"approval\":1").replace(",\"duties\":{\"approval\":1}", ""));
        a.add(GREEN, malware(1));
        a.clock.pass(Duration.ofDays(3));
        Node.amend(a, b, id, duty("\"retainFor\":\"P4D\""));
        assertEquals(List.of(ID), shown());
        a.clock.pass(Duration.ofDays(2));
        nothing();
        assertEquals(List.of(), shown());
        assertEquals("2026-03-05T12:01:00 Withdrawn retention ended", log().getLast());
        Node.amend(a, b, id, duty("\"retainFor\":\"P6D\""));
        assertEquals(List.of(ID), shown());
        Node.amend(a, b, id, duty("\"retainFor\":\"P1D\""));
        assertEquals("2026-03-06T12:00:00 Withdrawn retention ended", log().getLast());
    }

    @Test
    void aSuspendedContractLosesWhatHadItsTime() {
        UUID id = Node.conclude(a, b, duty("\"retainFor\":\"P1D\""));
        a.add(GREEN, malware(1));
        a.exchange().handle(new Command.Suspend("test", id, null));
        a.clock.pass(Duration.ofDays(3));
        nothing();
        assertEquals("2026-03-02T12:01:00 Withdrawn retention ended", log().getLast());
    }

    // Approval.

    private UUID memorandum() {
        return a.exchange().state().memoranda().getFirst().memorandum().id();
    }

    private void approve(String actor, int version, byte @Nullable [] sha256) {
        a.exchange()
                .handle(new Command.Approve(actor, a.contract("G1"), new StixId(ID), StixText.time(version), sha256));
    }

    @Test
    void rule1NothingGoesUnapprovedAndTwoMeansTwo() {
        Node.conclude(a, b, duty("\"approval\":2"));
        String note = StixText.of("note", 3).at(1).refers(ID).json();
        a.add(GREEN, malware(1), note);
        UUID contract = a.contract("G1");
        assertEquals(
                List.of(ID, StixText.id("note", 3)),
                a.exchange().awaitedApprovals(contract).stream()
                        .map(AwaitedApproval::id)
                        .toList());
        for (String actor : List.of("uid:1", "uid:2")) {
            a.exchange()
                    .handle(new Command.Approve(
                            actor, contract, new StixId(StixText.id("note", 3)), StixText.time(1), null));
        }
        approve("uid:1", 1, null);
        assertEquals(List.of(), shown());
        assertEquals(Failure.Code.CONFLICT, failure("uid:1", 1, null).code());
        AwaitedApproval awaited = a.exchange().awaitedApprovals(contract).getFirst();
        assertEquals("uid:1", awaited.approvals().getFirst().actor());
        approve("uid:2", 1, HexFormat.of().parseHex(awaited.sha256()));
        // What waited for it goes with it, once approved itself.
        assertEquals(List.of(ID, StixText.id("note", 3)), shown());
        assertEquals(List.of(), a.exchange().awaitedApprovals(contract));
        Explanation.Step step = step(contract);
        assertTrue(step.holds());
        assertTrue(step.clause().contains("by uid:1 at 2026-03-01T12:00:00.000000Z, by uid:2 at"), step.clause());
        a.replay();
        assertEquals(step, step(contract));
        a.exchange().handle(new Command.WithdrawApproval("uid:2", contract, new StixId(ID), StixText.time(1)));
        assertEquals(List.of(), shown());
        assertEquals(
                List.of("2026-03-01T12:00:00 Withdrawn recalled", "2026-03-01T12:00:00 Withdrawn recalled"),
                log().subList(3, 5));
    }

    private Explanation.Step step(UUID contract) {
        return a.exchange().explain(new StixId(ID), null, contract).steps().stream()
                .filter(step -> step.check().equals("approval"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anApprovalIsOfOneVersionAndOneForm() {
        Node.conclude(a, b, duty("\"approval\":1"));
        a.add(GREEN, malware(1));
        assertEquals(Failure.Code.CONFLICT, failure("uid:1", 1, new byte[32]).code());
        assertEquals(Failure.Code.NOT_FOUND, failure("uid:1", 2, null).code());
        approve("uid:1", 1, null);
        a.add(GREEN, malware(2));
        assertEquals(1, shown().size());
        assertEquals(
                StixText.time(2),
                a.exchange().awaitedApprovals(a.contract("G1")).getFirst().version());
    }

    @Test
    void otherBytesOfTheSameVersionNeedAnotherWord() {
        Node.conclude(a, b, duty("\"approval\":1"));
        UUID collection = new UUID(1, 2);
        a.exchange().handle(new Command.AddCollection("test", collection, "Filed", "", Tags.NONE));
        Tags filed = new Tags(Tlp.GREEN, new TreeSet<>(), "Filed");
        a.add(filed, malware(1));
        approve("uid:1", 1, null);
        assertEquals(List.of(ID), shown());
        a.exchange().handle(new Command.RemoveObject("test", collection, new StixId(ID), Feed.Versions.ALL));
        a.add(filed, StixText.of("malware", 1).at(1).saying("other").json());
        assertEquals(List.of(), shown());
        assertEquals(1, a.exchange().awaitedApprovals(a.contract("G1")).size());
        approve("uid:1", 1, null);
        assertEquals(List.of(ID), shown());
    }

    @Test
    void whereNobodyAsksNobodyApproves() {
        Node.conclude(a, b, duty("\"retainFor\":\"P1D\""));
        a.add(GREEN, malware(1));
        assertEquals(Failure.Code.CONFLICT, failure("uid:1", 1, null).code());
    }

    private Failure failure(String actor, int version, byte @Nullable [] sha256) {
        return assertThrows(Failure.class, () -> approve(actor, version, sha256));
    }
}
