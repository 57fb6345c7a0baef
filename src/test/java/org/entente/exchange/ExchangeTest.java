package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.SharedData;
import org.entente.exchange.Command.Imported;
import org.entente.exchange.State.Status;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main path: what is released, what is withheld, in which order and when. Rules are those of release.md. */
final class ExchangeTest {
    private static final Node.Partner B = Node.Partner.of("b");
    private static final String ALL = "{\"tlp\":{\"lteq\":\"amber\"}}";
    private static final String DEFAULT_GREEN = "\"defaults\":{\"tlp\":\"green\"},";
    private static final String REAL = """
            [{"id":"G1","title":"Threats","from":"did:web:a.example","to":["did:web:b.example"],
              "constraint":{"all":[{"type":{"isAnyOf":["identity","attack-pattern","malware","relationship"]}},
                                   {"tlp":{"lteq":"green"}}]}},
             {"id":"G2","title":"Tools","from":"did:web:a.example","to":["did:web:b.example"],
              "constraint":{"type":{"isAnyOf":["identity","tool"]}}}]""";

    private static final StixText IDENTITY = StixText.of("identity", 1);
    private static final StixText MALWARE = StixText.of("malware", 1);
    private static final StixText TOOL = StixText.of("tool", 1);
    private static final StixText MARKING = StixText.of("marking-definition", 1);

    @TempDir
    private Path folder;

    private Node a;

    @BeforeEach
    void open() {
        a = new Node("a", folder.resolve("a"));
        a.knows(B);
    }

    @AfterEach
    void close() {
        a.close();
    }

    private UUID conclude(String constraint) {
        return conclude(constraint, DEFAULT_GREEN);
    }

    private UUID conclude(String constraint, String more) {
        return conclude("G1", constraint, more);
    }

    /** Concludes a memorandum of one grant and gives its contract. */
    private UUID conclude(String grant, String constraint, String more) {
        a.conclude(
                Node.document(
                        a.did,
                        B.did(),
                        "2026-01-01T00:00:00Z",
                        "2027-01-01T00:00:00Z",
                        more,
                        grants(grant, constraint)),
                B);
        return a.contract(grant);
    }

    private static String grants(String id, String constraint) {
        return """
                [{"id":"%s","title":"All","from":"did:web:a.example","to":["did:web:b.example"],"constraint":%s}]""".formatted(id, constraint);
    }

    private Imported add(StixText... objects) {
        return add(Tags.NONE, objects);
    }

    private Imported add(Tags tags, StixText... objects) {
        String[] json = new String[objects.length];
        for (int i = 0; i < json.length; i++) {
            json[i] = objects[i].json();
        }
        return a.add(tags, json);
    }

    private List<String> shown(UUID contract) {
        return a.page(contract).stream()
                .map(object -> object.id().value() + " " + object.version())
                .sorted()
                .toList();
    }

    private static List<String> ids(StixText... objects) {
        return List.of(objects).stream()
                .map(o -> o.id() + " " + (o.type().equals("ipv4-addr") ? "" : StixText.time(o.version())))
                .sorted()
                .toList();
    }

    private List<EntryKind> kinds(UUID contract) {
        return a.openings(contract).stream().map(Opening::kind).toList();
    }

    private UUID memorandum(UUID contract) {
        State.ContractEntry entry = a.exchange().state().contract(contract);
        assertNotNull(entry);
        return entry.contract().memorandum();
    }

    private static void refused(Failure.Code code, Runnable command) {
        assertEquals(code, assertThrows(Failure.class, command::run).code());
    }

    // Imports.

    @Test
    void importsCountWhatTheyAddAndRelease() {
        UUID contract = conclude(ALL);
        Imported first = add(IDENTITY, MALWARE, MALWARE, TOOL.marked(StixText.RED));
        assertEquals(
                new Imported(3, 1, List.of(), List.of(), List.of(), Map.of(contract, 2), Map.of(), List.of()),
                first,
                "one came twice");
        Imported second = add(IDENTITY, MALWARE.saying("other"), MALWARE.at(2));
        assertEquals(
                new Imported(
                        1,
                        1,
                        List.of(new StixId(MALWARE.id())),
                        List.of(),
                        List.of(),
                        Map.of(contract, 1),
                        Map.of(),
                        List.of()),
                second);
        assertFalse(new String(a.page(contract).get(1).bytes(), UTF_8).contains("other"), "rule 3: the first stands");
    }

    @Test
    void rule3AConflictWithinOneImportIsReported() {
        UUID contract = conclude(ALL);
        Imported imported = add(MALWARE, MALWARE.saying("other"));
        assertEquals(List.of(new StixId(MALWARE.id())), imported.conflicts());
        assertEquals(1, a.page(contract).size());
    }

    @Test
    void rule2TheStrictestTlpWinsAndLabelsAddUp() {
        UUID green = conclude("{\"tlp\":{\"lteq\":\"green\"}}");
        UUID both = conclude("G2", "{\"topic\":{\"isAllOf\":[\"x\",\"y\"]}}", "");
        add(Node.tagged(Tlp.AMBER), MALWARE.marked(StixText.GREEN));
        add(Node.tagged(Tlp.GREEN), TOOL.marked(StixText.AMBER));
        add(Node.tagged(Tlp.GREEN, "y"), IDENTITY.labelled("x"));
        assertEquals(ids(IDENTITY), shown(green));
        assertEquals(ids(IDENTITY), shown(both));
        String bytes = new String(a.page(both).getFirst().bytes(), UTF_8);
        assertEquals(IDENTITY.labelled("x").json(), bytes, "tags are never in the bytes");
    }

    @Test
    void rule2AnUnknownMarkingRefusesUntilItsDefinitionComes() {
        UUID contract = conclude(ALL);
        add(MALWARE.marked(MARKING.id()));
        assertEquals(List.of(), shown(contract));
        add(MARKING);
        assertEquals(ids(MALWARE, MARKING), shown(contract));
    }

    @Test
    void rule2ADefinitionThatRestrictsDoesNotPass() {
        UUID contract = conclude(ALL);
        add(MARKING, MALWARE.marked(MARKING.id()), TOOL);
        assertEquals(ids(MARKING, MALWARE, TOOL), shown(contract));
        Imported newer = add(MARKING.at(2).saying(StixText.RESTRICTING));
        assertEquals(Map.of(contract, 1), newer.withdrawn());
        assertEquals(ids(MARKING, MARKING.at(2), TOOL), shown(contract), "what carries the marking is withdrawn");
    }

    @Test
    void rule2DefinitionsThatMarkOneAnotherAreDecidedAlikeInAnyOrder() {
        UUID contract = conclude(ALL);
        StixText other = StixText.of("marking-definition", 2).marked(MARKING.id());
        StixText marked = MARKING.at(2).by(IDENTITY.id()).marked(other.id());
        // The object asks for the marked definition, which asks for the other, which asks for the first again.
        add(MALWARE.marked(MARKING.id()), other, marked, MARKING);
        List<String> objectFirst = shown(contract);
        UUID later = conclude("G2", ALL, DEFAULT_GREEN);
        assertEquals(objectFirst, shown(later), "decided at once");
        a.rules("[]");
        assertEquals(objectFirst, shown(contract), "decided anew");
        assertEquals(ids(MALWARE.marked(MARKING.id()), other, MARKING), objectFirst);
    }

    @Test
    void rule1TheDefaultTlpIsTheMemorandums() {
        UUID with = conclude(ALL);
        UUID without = conclude("G2", ALL, "");
        add(MALWARE);
        assertEquals(ids(MALWARE), shown(with));
        assertEquals(List.of(), shown(without), "an absent TLP is undefined and refuses");
    }

    @Test
    void promise1EmptyRecipientsAreNobody() {
        String grants =
                "[{\"id\":\"G1\",\"title\":\"None\",\"from\":\"" + a.did + "\",\"to\":[],\"constraint\":" + ALL + "}]";
        a.conclude(
                Node.document(a.did, B.did(), "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", DEFAULT_GREEN, grants),
                B);
        Imported imported = add(MALWARE);
        assertEquals(List.of(), a.exchange().state().contracts());
        assertEquals(Map.of(), imported.released());
    }

    // Closure.

    @Test
    void rule5AGrantLimitedByTypeNeedsIdentity() {
        UUID without = conclude("{\"type\":{\"isAnyOf\":[\"malware\"]}}");
        UUID with = conclude("G2", "{\"type\":{\"isAnyOf\":[\"malware\",\"identity\"]}}", "");
        add(IDENTITY, MALWARE.by(IDENTITY.id()));
        assertEquals(List.of(), shown(without));
        assertEquals(ids(IDENTITY, MALWARE), shown(with));
        Explanation explained = a.exchange().explain(new StixId(MALWARE.id()), null, without);
        Explanation.Step decides = explained.steps().stream()
                .filter(Explanation.Step::decides)
                .findFirst()
                .orElseThrow();
        assertEquals("closure", decides.check());
        assertTrue(decides.clause().contains(IDENTITY.id()), decides.clause());
    }

    @Test
    void rule5CyclesGoTogether() {
        UUID contract = conclude(ALL);
        StixText identity = IDENTITY.marked(MARKING.id());
        add(identity);
        assertEquals(List.of(), shown(contract));
        add(MARKING.by(IDENTITY.id()));
        assertEquals(ids(identity, MARKING), shown(contract));
    }

    @Test
    void rule5ALateArrivalCompletesWhatWaitedForIt() {
        UUID contract = conclude(ALL);
        StixText relationship = StixText.of("relationship", 1).refers(MALWARE.id(), TOOL.id());
        StixText note = StixText.of("note", 1).refers(relationship.id());
        add(note, relationship, MALWARE);
        assertEquals(ids(MALWARE), shown(contract));
        Imported late = add(TOOL);
        assertEquals(Map.of(contract, 3), late.released());
        assertEquals(ids(MALWARE, TOOL, relationship, note), shown(contract));
        assertTrue(a.exchange().explain(new StixId(note.id()), null, contract).steps().stream()
                .allMatch(Explanation.Step::holds));
    }

    @Test
    void rule5WhatRefersToAWithdrawnObjectFallsWithIt() {
        UUID contract = conclude(ALL);
        add(TOOL, MALWARE.refers(TOOL.id()), IDENTITY.refers(MALWARE.id()), StixText.of("note", 1));
        a.rules("[{\"id\":\"H1\",\"text\":\"None\",\"require\":{\"type\":{\"isNoneOf\":[\"tool\"]}}}]");
        assertEquals(ids(StixText.of("note", 1)), shown(contract));
        a.rules("[]");
        assertEquals(4, shown(contract).size());
    }

    // Versions and revocations.

    @Test
    void rule6ANewerVersionThatIsBarredWithdrawsTheOlderOnes() {
        UUID contract = conclude(ALL);
        add(MALWARE, MALWARE.at(2));
        Imported barred = add(MALWARE.at(4).marked(StixText.RED));
        assertEquals(Map.of(contract, 2), barred.withdrawn());
        assertEquals(List.of(), shown(contract));
        add(MALWARE.at(3));
        assertEquals(List.of(), shown(contract), "an older version that comes later stays out");
        add(MALWARE.at(5));
        assertEquals(ids(MALWARE.at(5)), shown(contract));
    }

    @Test
    void rule6AnotherCreatorsVersionAndAnotherReasonWithdrawNothing() {
        UUID contract = conclude("{\"all\":[" + ALL + ",{\"topic\":{\"isAnyOf\":[\"x\"]}}]}");
        add(IDENTITY.labelled("x"), MALWARE.labelled("x"), TOOL.labelled("x"));
        add(
                MALWARE.at(2).labelled("x").by(IDENTITY.id()).marked(StixText.RED),
                TOOL.at(2).labelled("y"));
        assertEquals(ids(IDENTITY, MALWARE, TOOL), shown(contract));
    }

    @Test
    void rule7ARevocationThatIsPermittedGoesAsItIs() {
        UUID contract = conclude(ALL);
        add(MALWARE, MALWARE.at(2).revoking());
        assertEquals(ids(MALWARE, MALWARE.at(2)), shown(contract));
        assertEquals(
                MALWARE.at(2).revoking().json(),
                new String(a.page(contract).get(1).bytes(), UTF_8));
    }

    @Test
    void rule7ARefusedRevocationGoesAsTheEarlierForm() {
        UUID contract = conclude(ALL);
        add(MALWARE.saying("shown"), TOOL.at(2).revoking().marked(StixText.RED));
        add(MALWARE.at(2).revoking().marked(StixText.RED).saying("secret"));
        assertEquals(ids(MALWARE, MALWARE.at(2)), shown(contract), "nothing of the tool, which was never shown");
        StixObject form = a.page(contract).get(1);
        assertTrue(form.revoked());
        assertEquals(List.of(), form.markings());
        assertFalse(new String(form.bytes(), UTF_8).contains("secret"));
        a.rules("[{\"id\":\"H1\",\"text\":\"None\",\"require\":{\"type\":{\"isNoneOf\":[\"malware\"]}}}]");
        assertEquals(List.of(), shown(contract), "the form falls with the version that it was made of");
    }

    @Test
    void rule7ARevocationIsRestatedWhenItBecomesPermitted() {
        UUID contract = conclude(ALL);
        add(MALWARE, MALWARE.at(2).revoking().refers(TOOL.id()));
        assertEquals(ids(MALWARE, MALWARE.at(2)), shown(contract));
        add(TOOL);
        assertEquals(
                List.of(
                        EntryKind.TERMS_CHANGED,
                        EntryKind.RELEASED,
                        EntryKind.RELEASED,
                        EntryKind.RELEASED,
                        EntryKind.RESTATED),
                kinds(contract));
        assertEquals(1, a.page(contract).getLast().references().size());
        assertEquals(3, a.exchange().feed(contract).live());
    }

    @Test
    void rule7AFormFollowsTheVersionThatItWasMadeOf() {
        UUID contract = conclude(ALL);
        add(TOOL, MALWARE.saying("older"), MALWARE.at(2).saying("newer").refers(TOOL.id()));
        add(MALWARE.at(3).revoking().marked(StixText.RED));
        assertTrue(new String(a.page(contract).getLast().bytes(), UTF_8).contains("newer"));
        a.rules("[{\"id\":\"H1\",\"text\":\"None\",\"require\":{\"type\":{\"isNoneOf\":[\"tool\"]}}}]");
        assertEquals(ids(MALWARE, MALWARE.at(3)), shown(contract));
        String form = new String(a.page(contract).getLast().bytes(), UTF_8);
        assertTrue(form.contains("older") && !form.contains(TOOL.id()), form);
        List<EntryKind> kinds = kinds(contract);
        assertEquals(
                List.of(EntryKind.RESTATED, EntryKind.WITHDRAWN, EntryKind.WITHDRAWN),
                kinds.subList(kinds.size() - 3, kinds.size()));
    }

    @Test
    void rule7ARevocationOfAnObservableHasNoEarlierForm() {
        UUID contract = conclude(ALL);
        StixText address = StixText.of("ipv4-addr", 1);
        String revoking = address.marked(StixText.RED)
                .json()
                .replace("\"x_text\"", "\"modified\":\"" + StixText.time(2) + "\",\"revoked\":true,\"x_text\"");
        add(address);
        a.add(revoking);
        assertEquals(ids(address), shown(contract));
    }

    // Order and time.

    @Test
    void rule11EntriesOfOneCommandAreInOrder() {
        UUID contract = conclude(ALL);
        StixText relationship = StixText.of("relationship", 1).refers(MALWARE.id(), TOOL.id());
        StixText note = StixText.of("note", 1).refers(relationship.id());
        add(note, relationship, TOOL, MALWARE.at(2), MALWARE, IDENTITY, MARKING);
        List<Opening> openings = a.openings(contract);
        List<String> expected = List.of(
                MARKING.id(), IDENTITY.id(), MALWARE.id(), MALWARE.id(), TOOL.id(), relationship.id(), note.id());
        assertEquals(expected, openings.stream().skip(1).map(Opening::id).toList());
        assertEquals(StixText.time(2), openings.get(4).version());
        a.rules("[{\"id\":\"H1\",\"text\":\"None\",\"require\":{\"type\":{\"isNoneOf\":[\"malware\"]}}}]");
        List<Long> recalled =
                a.openings(contract).stream().skip(8).map(Opening::entry).toList();
        assertEquals(List.of(7L, 6L, 4L, 3L), recalled, "withdrawals in reverse order of releases");
    }

    @Test
    void rule12TimesRiseByMicrosecondsAndNeverRunBackwards() {
        a.clock.stop();
        a.clock.set(Instant.parse("2026-03-01T12:01:00.000001999Z"));
        UUID contract = conclude(ALL);
        add(IDENTITY, MALWARE, TOOL);
        a.clock.pass(Duration.ofDays(-1));
        add(MARKING);
        a.clock.pass(Duration.ofDays(2));
        add(StixText.of("note", 1));
        assertEquals(
                List.of(
                        "2026-03-01T12:01:00.000001Z",
                        "2026-03-01T12:01:00.000002Z",
                        "2026-03-01T12:01:00.000003Z",
                        "2026-03-01T12:01:00.000004Z",
                        "2026-03-01T12:01:00.000005Z",
                        "2026-03-02T12:01:00.000001Z"),
                a.openings(contract).stream().map(Opening::time).toList());
    }

    @Test
    void rule12ATermBeginsAndEndsAtItsOwnInstant() {
        a.clock.stop();
        String document = Node.document(
                a.did, B.did(), "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", DEFAULT_GREEN, grants("G1", ALL));
        a.conclude(document, B);
        add(MALWARE);
        assertEquals(List.of(), a.exchange().state().contracts());
        a.clock.set(Instant.parse("2026-03-02T05:00:00Z"));
        add(TOOL);
        UUID contract = a.contract("G1");
        assertEquals(
                List.of("2026-03-02T00:00:00.000000Z", "2026-03-02T00:00:00.000001Z", "2026-03-02T05:00:00.000000Z"),
                a.openings(contract).stream().map(Opening::time).toList());
        a.clock.set(Instant.parse("2026-03-03T05:00:00Z"));
        assertEquals(Feed.Access.CLOSED, a.exchange().feed(contract).access(), "even before the journal says so");
        add(IDENTITY);
        Opening last = a.openings(contract).getLast();
        assertEquals(EntryKind.CLOSED, last.kind());
        assertEquals("2026-03-03T00:00:00.000000Z", last.time());
        assertEquals(4, a.openings(contract).size(), "nothing is released after the end");
    }

    @Test
    void rule12BothEndsOfATermThatPassedWhileTheNodeWasDownAreStamped() {
        a.clock.stop();
        String document = Node.document(
                a.did, B.did(), "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", DEFAULT_GREEN, grants("G1", ALL));
        a.conclude(document, B);
        a.clock.set(Instant.parse("2026-03-09T05:00:00Z"));
        a.restart();
        add(MALWARE);
        assertEquals(
                List.of("2026-03-02T00:00:00.000000Z", "2026-03-03T00:00:00.000000Z"),
                a.openings(a.contract("G1")).stream().map(Opening::time).toList());
    }

    @Test
    void rule16AnObservablesVersionIsWhenItWasFirstShownInThatFeed() {
        a.clock.stop();
        UUID early = conclude(ALL);
        StixText address = StixText.of("ipv4-addr", 1);
        add(address);
        String first = a.openings(early).getLast().time();
        a.clock.pass(Duration.ofHours(1));
        UUID late = conclude("G2", ALL, DEFAULT_GREEN);
        a.rules("[{\"id\":\"H1\",\"text\":\"None\",\"require\":{\"type\":{\"isNoneOf\":[\"ipv4-addr\"]}}}]");
        a.clock.pass(Duration.ofHours(1));
        a.rules("[]");
        assertEquals(first, a.openings(early).get(1).version());
        assertEquals(first, a.openings(early).getLast().version(), "released again, it is the same version");
        Opening other = a.openings(late).get(1);
        assertEquals(other.time(), other.version(), "never the time at which it reached the node");
    }

    // Suspension and end.

    @Test
    void rule14NothingIsReleasedWhileSuspendedAndResumptionGivesTheDifference() {
        UUID contract = conclude(ALL);
        UUID other = conclude("G2", ALL, DEFAULT_GREEN);
        add(MALWARE, TOOL);
        a.exchange().handle(new Command.Suspend("test", memorandum(contract), contract));
        assertEquals(Feed.Access.SUSPENDED, a.exchange().feed(contract).access());
        assertEquals(Feed.Access.OPEN, a.exchange().feed(other).access(), "promise 6");
        Imported meanwhile = add(IDENTITY, MALWARE.at(2).marked(StixText.RED));
        assertEquals(Map.of(other, 1), meanwhile.released());
        assertEquals(Map.of(contract, 1, other, 1), meanwhile.withdrawn(), "what leaves goes at once");
        assertEquals(ids(TOOL), shown(contract));
        a.exchange().handle(new Command.Resume("test", memorandum(contract), contract));
        assertEquals(ids(TOOL, IDENTITY), shown(contract));
        List<EntryKind> kinds = kinds(contract);
        assertEquals(
                List.of(EntryKind.SUSPENDED, EntryKind.WITHDRAWN, EntryKind.RESUMED, EntryKind.RELEASED),
                kinds.subList(3, kinds.size()));
    }

    @Test
    void rule14ASuspendedMemorandumDoesNotResumeWhatWasSuspendedByItself() {
        UUID contract = conclude(ALL);
        UUID memorandum = memorandum(contract);
        a.exchange().handle(new Command.Suspend("test", memorandum, contract));
        a.exchange().handle(new Command.Suspend("test", memorandum, null));
        a.exchange().handle(new Command.Resume("test", memorandum, null));
        assertEquals(Feed.Access.SUSPENDED, a.exchange().feed(contract).access());
        a.exchange().handle(new Command.Resume("test", memorandum, contract));
        assertEquals(Feed.Access.OPEN, a.exchange().feed(contract).access());
        assertEquals(List.of(EntryKind.TERMS_CHANGED, EntryKind.SUSPENDED, EntryKind.RESUMED), kinds(contract));
        refused(Failure.Code.CONFLICT, () -> a.exchange().handle(new Command.Resume("test", memorandum, contract)));
    }

    @Test
    void rule14AFeedThatIsSeveredIsClosedForGood() {
        UUID contract = conclude(ALL);
        UUID memorandum = memorandum(contract);
        add(MALWARE);
        a.exchange().handle(new Command.Sever("test", memorandum));
        assertEquals(Feed.Access.CLOSED, a.exchange().feed(contract).access());
        add(TOOL);
        a.rules("[{\"id\":\"H1\",\"text\":\"None\",\"require\":{\"type\":{\"isNoneOf\":[\"malware\"]}}}]");
        assertEquals(List.of(EntryKind.TERMS_CHANGED, EntryKind.RELEASED, EntryKind.CLOSED), kinds(contract));
        refused(Failure.Code.CONFLICT, () -> a.exchange().handle(new Command.Sever("test", memorandum)));
        refused(Failure.Code.CONFLICT, () -> a.exchange().handle(new Command.Suspend("test", memorandum, null)));
    }

    @Test
    void houseRulesReleaseAndWithdrawAtOnce() {
        UUID contract = conclude(ALL);
        add(MALWARE, TOOL);
        a.rules("[{\"id\":\"H1\",\"text\":\"None\",\"require\":{\"type\":{\"isNoneOf\":[\"tool\"]}}}]");
        assertEquals(ids(MALWARE), shown(contract));
        a.rules("[{\"id\":\"H1\",\"text\":\"None\",\"require\":{\"type\":{\"isNoneOf\":[\"malware\"]}}}]");
        assertEquals(ids(TOOL), shown(contract));
    }

    @Test
    void rule23ContractsPermitByThemselvesAndHouseRulesBindAll() {
        UUID tools = conclude("G1", "{\"not\":{\"type\":{\"isAnyOf\":[\"malware\"]}}}", DEFAULT_GREEN);
        UUID all = conclude("G2", ALL, DEFAULT_GREEN);
        add(MALWARE, TOOL);
        assertEquals(ids(TOOL), shown(tools));
        assertEquals(ids(MALWARE, TOOL), shown(all), "what one contract prohibits the other permits");
        a.rules("[{\"id\":\"H1\",\"text\":\"None\",\"require\":{\"type\":{\"isNoneOf\":[\"tool\"]}}}]");
        assertEquals(List.of(), shown(tools));
        assertEquals(ids(MALWARE), shown(all));
    }

    // Copies from partners.

    /** A partner that gives to us under F1, and gets from us under F2. */
    private Node giver() {
        Node giver = new Node("g", folder.resolve("g"));
        Node.introduce(a, giver);
        Node.conclude(giver, a, """
                [{"id":"F1","title":"To us","from":"did:web:g.example","to":["did:web:a.example"],
                  "constraint":{"tlp":{"lteq":"amber"}}},
                 {"id":"F2","title":"Back","from":"did:web:a.example","to":["did:web:g.example"],
                  "constraint":{"tlp":{"lteq":"amber"}}}]""", DEFAULT_GREEN);
        return giver;
    }

    @Test
    void rule3AReceivedCopyIsPassedToNobodyNotEvenAfterAReimport() {
        try (Node giver = giver()) {
            UUID onward = conclude(ALL);
            UUID back = a.contract("F2");
            giver.add(MALWARE.json(), TOOL.json(), MARKING.json());
            a.pull(giver, a.contract("F1"));
            assertEquals(List.of(), shown(onward));
            assertEquals(List.of(), shown(back), "nothing goes back to where it came from");
            Imported again = add(MALWARE, MARKING, TOOL.saying("ours"), IDENTITY.marked(MARKING.id()));
            assertEquals(
                    List.of(new StixId(MALWARE.id()), new StixId(MARKING.id())),
                    again.received(),
                    "the same bytes stay the partner's");
            assertEquals(2, again.added());
            assertEquals(ids(TOOL), shown(onward), "other bytes are ours; a partner's definition explains no marking");
            assertEquals(ids(TOOL), shown(back));
        }
    }

    @Test
    void rule3AReleasersWordMakesOursWhatAPartnerSentToo() {
        try (Node giver = giver()) {
            UUID onward = conclude(ALL);
            giver.add(MALWARE.json(), TOOL.json());
            a.pull(giver, a.contract("F1"));
            List<StixObject> objects = Node.objects(MALWARE.json().getBytes(UTF_8));
            var attesting = new Command.ImportObjects("uid:7", Tags.NONE, objects, false, true);
            Imported imported = a.exchange().handle(attesting);
            assertEquals(List.of(new StixId(MALWARE.id())), imported.attested());
            assertEquals(1, imported.added());
            assertEquals(ids(MALWARE), shown(onward));
            Explanation.Step step = a.exchange().explain(new StixId(MALWARE.id()), null, onward).steps().stream()
                    .filter(one -> one.check().equals("received_under"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    "own copy, attested by uid:7 at "
                            + Micros.text(a.exchange().status().journalMicros()),
                    step.clause());
            // What nobody sent, and what is ours already, needs nobody's word.
            Imported again = a.exchange().handle(attesting);
            assertEquals(1, again.unchanged());
            assertEquals(List.of(), again.attested());
            // The partner takes back its own copy, and not ours.
            giver.rules("[{\"id\":\"H1\",\"text\":\"None\",\"require\":{\"type\":{\"isNoneOf\":[\"malware\"]}}}]");
            a.pull(giver, a.contract("F1"));
            assertEquals(ids(MALWARE), shown(onward));
        }
    }

    // What cannot be done leaves the node running.

    @Test
    void whatIsWrongIsRefusedAndTheNodeGoesOn() throws GeneralSecurityException {
        var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic();
        var key = Node.Partner.of("x").keys().getPublic();
        Map<String, String> before = a.exchange().digests();
        refused(Failure.Code.INVALID, () -> partner("did:web:x.example", "http://x.example", rsa));
        refused(Failure.Code.INVALID, () -> partner("did:web:x.example", "http://x.example/a b", key));
        refused(Failure.Code.INVALID, () -> partner(" ", "http://x.example", key));
        refused(Failure.Code.CONFLICT, () -> partner(a.did, "http://x.example", key));
        refused(Failure.Code.CONFLICT, () -> partner(B.did(), "http://b.example", key));
        refused(Failure.Code.INVALID, () -> token(B.did(), new byte[4], null));
        refused(Failure.Code.INVALID, () -> token(B.did(), new byte[32], Instant.MAX));
        refused(Failure.Code.NOT_FOUND, () -> token("did:web:x.example", new byte[32], null));
        refused(Failure.Code.NOT_FOUND, () -> a.exchange().handle(new Command.RevokeToken("test", "none")));
        refused(Failure.Code.NOT_FOUND, () -> a.exchange().handle(new Command.Sever("test", new UUID(1, 2))));
        String longVersion =
                MALWARE.json().replace(StixText.time(1), "2026-01-01T00:01:00." + "0".repeat(70_000) + "Z");
        refused(Failure.Code.LIMIT, () -> a.add(longVersion));
        assertEquals(before, a.exchange().digests());
        assertEquals(1, add(MALWARE).added());
    }

    private void partner(String did, String url, java.security.PublicKey key) {
        a.exchange().handle(new Command.AddPartner("test", did, "X", url, key));
    }

    private void token(String organisation, byte[] hash, @org.jspecify.annotations.Nullable Instant expires) {
        a.exchange().handle(new Command.IssueToken("test", organisation, "label", hash, expires));
    }

    @Test
    void tokensHoldUntilTheyExpireOrAreRevoked() {
        a.clock.stop();
        String forEver = "one";
        String untilTomorrow = "two";
        token(B.did(), Opening.sha256(forEver.getBytes(UTF_8)), null);
        a.clock.set(Node.START.plusSeconds(60));
        token(B.did(), Opening.sha256(untilTomorrow.getBytes(UTF_8)), Node.START.plus(Duration.ofDays(1)));
        assertEquals(new Caller(B.did(), "label", List.of()), a.exchange().authenticate(forEver));
        assertEquals(new Caller(B.did(), "label", List.of()), a.exchange().authenticate(untilTomorrow));
        assertEquals(null, a.exchange().authenticate("three"));
        a.clock.pass(Duration.ofDays(1));
        assertEquals(null, a.exchange().authenticate(untilTomorrow), "an end is exclusive");
        String id = a.exchange().state().tokens().getFirst().id();
        a.exchange().handle(new Command.RevokeToken("test", id));
        assertEquals(null, a.exchange().authenticate(forEver));
    }

    @Test
    void certificatesHoldLikeTokensAndAreNeverTakenForOne() {
        a.clock.stop();
        Node.Partner c = Node.Partner.of("c");
        partner(c.did(), "http://c.example", c.keys().getPublic());
        byte[] ofB = Opening.sha256("certificate of b".getBytes(UTF_8));
        byte[] ofC = Opening.sha256("certificate of c".getBytes(UTF_8));
        byte[] unknown = Opening.sha256("certificate of nobody".getBytes(UTF_8));
        Instant end = Node.START.plus(Duration.ofDays(1));
        certificate(B.did(), ofB, end);
        certificate(c.did(), ofC, end);
        token(B.did(), Opening.sha256("token of b".getBytes(UTF_8)), null);

        assertEquals(B.did(), caller(null, ofB));
        assertEquals(c.did(), caller(null, ofC));
        assertEquals(null, caller(null, unknown));
        assertEquals(null, caller(null, null));
        assertEquals(null, caller("certificate of b", null), "no token has that hash");
        assertEquals(null, caller(null, Opening.sha256("token of b".getBytes(UTF_8))));

        assertEquals(B.did(), caller("token of b", null));
        assertEquals(B.did(), caller("token of b", ofB), "both agree");
        assertEquals(B.did(), caller("token of b", unknown), "an unknown one proves nothing");
        assertEquals(null, caller("token of b", ofC), "they disagree");
        assertEquals(null, caller("token of nobody", ofB), "a wrong token is not mended");

        refused(Failure.Code.CONFLICT, () -> certificate(c.did(), ofB, end));
        refused(Failure.Code.INVALID, () -> certificate(B.did(), new byte[4], end));
        refused(Failure.Code.NOT_FOUND, () -> certificate("did:web:x.example", unknown, end));
        String id = a.exchange().state().tokens().getFirst().id();
        a.exchange().handle(new Command.RevokeToken("test", id));
        assertEquals(null, caller(null, ofB));
        a.clock.set(end);
        assertEquals(null, caller(null, ofC), "an end is exclusive");
        assertEquals(B.did(), caller("token of b", ofC), "what has ended proves nothing");
    }

    private @Nullable String caller(@Nullable String token, byte @Nullable [] certificateSha256) {
        Caller caller = a.exchange().authenticate(token, certificateSha256);
        return caller == null ? null : caller.organisation();
    }

    private void certificate(String organisation, byte[] hash, Instant expires) {
        a.exchange().handle(new Command.RegisterCertificate("test", organisation, "label", hash, expires));
    }

    @Test
    void realObjectsFlowAndBothSidesComputeTheSameRoot() {
        try (Node b = new Node("b", folder.resolve("b"));
                Node giver = new Node("a", folder.resolve("giver"))) {
            Node.introduce(giver, b);
            Node.conclude(giver, b, REAL);
            List<StixObject> objects = Node.objects(SharedData.bytes("attack-enterprise.ndjson.gz"));
            Imported imported = giver.exchange()
                    .handle(new Command.ImportObjects("test", new Tags(Tlp.GREEN, new TreeSet<>(), null), objects));
            assertEquals(objects.size(), imported.added());
            UUID threats = giver.contract("G1");
            long released = giver.exchange().account(threats).stream()
                    .filter(row -> row.outcome() == AccountRow.Outcome.RELEASED)
                    .mapToLong(AccountRow::count)
                    .sum();
            long accounted = giver.exchange().account(threats).stream()
                    .mapToLong(AccountRow::count)
                    .sum();
            assertEquals(objects.size(), accounted);
            assertEquals(released, imported.released().getOrDefault(threats, 0).longValue());
            assertTrue(released > 1000 && accounted - released > 1000);
            assertEquals(Status.OPEN, giver.exchange().feed(threats).contract().status());
            b.pull(giver, threats);
            Received.Verification verification = b.exchange().received(threats).verify();
            assertTrue(verification.equal(), verification.toString());
            assertEquals(released, verification.objects());
        }
    }
}
