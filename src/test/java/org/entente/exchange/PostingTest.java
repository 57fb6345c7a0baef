package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collections of our own, what is removed from them, and what partners post: what follows for the store and for feeds. */
final class PostingTest {
    private static final Node.Partner B = Node.Partner.of("b");
    private static final Node.Partner C = Node.Partner.of("c");
    private static final String GRANTS = """
            [{"id":"G1","title":"All","from":"did:web:a.example","to":["did:web:b.example"],
              "constraint":{"tlp":{"lteq":"green"}}}]""";
    private static final UUID OWN = UUID.fromString("22222222-2222-4222-8222-222222222222");
    private static final Tags FILED = new Tags(null, new TreeSet<>(), "Own");

    @TempDir
    private Path folder;

    private Node a;
    private UUID contract;

    @BeforeEach
    void start() {
        a = new Node("a", folder);
        a.knows(B);
        a.knows(C);
        String document = Node.document(
                a.did,
                B.did(),
                "2026-01-01T00:00:00Z",
                "2027-01-01T00:00:00Z",
                "\"defaults\":{\"tlp\":\"green\"},",
                GRANTS);
        a.conclude(document, B);
        contract = a.contract("G1");
        a.exchange().handle(new Command.AddCollection("test", OWN, "Own", "", Tags.NONE));
    }

    @AfterEach
    void stop() {
        a.close();
    }

    private PostStatus post(Node.Partner partner, StixText... texts) {
        List<Command.Posted> posted = new ArrayList<>();
        for (StixText text : texts) {
            Node.objects(text.json().getBytes(UTF_8)).forEach(object -> posted.add(new Command.Whole(object)));
        }
        return a.exchange().handle(new Command.PostToInbox(partner.did(), partner.did(), posted));
    }

    private int remove(StixText text) {
        return a.exchange()
                .handle(new Command.RemoveObject("test", OWN, new StixId(text.id()), Feed.Versions.ALL))
                .versions();
    }

    private Failure.Code refused(Command<?> command) {
        return assertThrows(Failure.class, () -> a.exchange().handle(command)).code();
    }

    @Test
    void whatIsRemovedIsWithdrawnWithAllThatNeededIt() {
        StixText tool = StixText.of("tool", 1);
        StixText note = StixText.of("note", 1).refers(tool.id());
        a.add(FILED, tool.json());
        a.add(note.json());
        assertEquals(List.of(tool.id(), note.id()), a.shown(contract));
        assertEquals(1, remove(tool));
        assertEquals(List.of(), a.shown(contract));
        assertEquals(EntryKind.WITHDRAWN, a.openings(contract).getLast().kind());
        assertEquals(
                Failure.Code.NOT_FOUND,
                assertThrows(Failure.class, () -> a.exchange().explain(new StixId(tool.id()), null, contract))
                        .code());
        a.add(FILED, tool.json());
        assertEquals(List.of(tool.id(), note.id()), a.shown(contract), "what waited comes back too");
        assertEquals(1, a.exchange().collection(OWN).live());
    }

    @Test
    void removingAnObjectThatBarredAnOlderOneLetsItGoAgain() {
        StixText old = StixText.of("malware", 1).at(1);
        StixText red = StixText.of("malware", 1).at(2).marked(StixText.RED);
        a.add(old.json());
        a.add(FILED, red.json());
        assertEquals(List.of(), a.shown(contract));
        assertEquals(1, remove(red));
        assertEquals(List.of(old.id()), a.shown(contract));
    }

    @Test
    void removingAMarkingDefinitionDecidesAnewWhatCarriesIt() {
        StixText marking = StixText.of("marking-definition", 1);
        StixText malware = StixText.of("malware", 1).marked(marking.id());
        a.add(FILED, marking.json());
        a.add(malware.json());
        assertEquals(List.of(marking.id(), malware.id()), a.shown(contract));
        remove(marking);
        assertEquals(List.of(), a.shown(contract));
        a.add(FILED, marking.json());
        assertEquals(2, a.shown(contract).size());
    }

    @Test
    void whatAContractNeverShowedIsRemovedWithoutATraceInItsFeed() {
        StixText red = StixText.of("malware", 1).marked(StixText.RED);
        a.add(FILED, red.json());
        long before = a.exchange().feed(contract).size();
        remove(red);
        assertEquals(before, a.exchange().feed(contract).size());
        assertEquals(0, a.exchange().collection(OWN).live());
    }

    @Test
    void whileSuspendedWhatIsRemovedIsWithdrawnAtOnce() {
        StixText tool = StixText.of("tool", 1);
        a.add(FILED, tool.json());
        UUID memorandum =
                a.exchange().state().memoranda().getFirst().memorandum().id();
        a.exchange().handle(new Command.Suspend("test", memorandum, contract));
        remove(tool);
        assertEquals(0, a.exchange().feed(contract).live());
    }

    @Test
    void tokensOfOurOwnNameTheirCollections() {
        byte[] hash = Opening.sha256("one".getBytes(UTF_8));
        UUID other = UUID.fromString("33333333-3333-4333-8333-333333333333");
        for (List<Caller.Scope> scopes : List.of(
                List.<Caller.Scope>of(),
                List.of(new Caller.Scope(OWN, false, false)),
                List.of(new Caller.Scope(OWN, true, false), new Caller.Scope(OWN, false, true)))) {
            assertEquals(Failure.Code.INVALID, refused(new Command.IssueToken("test", a.did, "x", hash, null, scopes)));
        }
        List<Caller.Scope> absent = List.of(new Caller.Scope(other, true, false));
        assertEquals(Failure.Code.NOT_FOUND, refused(new Command.IssueToken("test", a.did, "x", hash, null, absent)));
        List<Caller.Scope> own = List.of(new Caller.Scope(OWN, true, false));
        assertEquals(Failure.Code.INVALID, refused(new Command.IssueToken("test", B.did(), "x", hash, null, own)));
        a.exchange().handle(new Command.IssueToken("test", a.did, "x", hash, null, own));
        Caller caller = a.exchange().authenticate("one");
        assertEquals(new Caller(a.did, "x", own), caller);
        a.replay();
        assertEquals(caller, a.exchange().authenticate("one"));
    }

    @Test
    void rule18APostIsApartFromTheStoreAndDoesNotTurnALaterImportIntoAReceivedOne() {
        StixText tool = StixText.of("tool", 1);
        PostStatus status = post(B, tool, tool, tool.saying("other"));
        assertEquals(
                3, status.details().stream().filter(PostStatus.Detail::success).count());
        assertTrue(status.details().get(1).message().isEmpty());
        assertFalse(status.details().get(2).message().isEmpty(), "the first stands");
        assertEquals(1, a.exchange().inbox(B.did()).items().size());
        assertEquals(0, a.exchange().status().objects());
        assertEquals(1, a.add(tool.json()).added());
        assertEquals(List.of(tool.id()), a.shown(contract));
    }

    @Test
    void whatIsTakenIsReceivedAndPermitsNothing() {
        StixText tool = StixText.of("tool", 1);
        post(B, tool, StixText.of("tool", 2));
        Command.Taken taken = a.exchange().handle(new Command.TakeFromInbox("test", B.did(), List.of(0L, 0L)));
        assertEquals(1, taken.added());
        assertEquals(1, taken.unchanged());
        assertEquals(
                0,
                a.exchange()
                        .handle(new Command.TakeFromInbox("test", B.did(), List.of(0L)))
                        .added());
        assertEquals(1, a.exchange().status().objects());
        assertEquals(List.of(), a.shown(contract));
        assertEquals(List.of(new StixId(tool.id())), a.add(tool.json()).received());
        assertEquals(Failure.Code.NOT_FOUND, refused(new Command.TakeFromInbox("test", B.did(), List.of(1L, 2L))));
        assertFalse(a.exchange().inbox(B.did()).items().getLast().taken(), "all or nothing");
        a.replay();
        assertTrue(a.exchange().inbox(B.did()).items().getFirst().taken());
    }

    @Test
    void onlyPartnersWithAContractInForcePost() {
        StixText tool = StixText.of("tool", 1);
        assertEquals(State.Status.CLOSED, a.exchange().inbox(C.did()).status());
        assertThrows(Failure.class, () -> post(C, tool));
        assertNotEquals(
                a.exchange().inbox(B.did()).id(), a.exchange().inbox(C.did()).id());
        a.clock.pass(Duration.ofDays(400));
        assertEquals(State.Status.CLOSED, a.exchange().inbox(B.did()).status(), "the term is over");
        assertEquals(
                Failure.Code.NOT_FOUND,
                assertThrows(Failure.class, () -> post(B, tool)).code());
    }
}
