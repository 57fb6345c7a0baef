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
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.release.Tags;
import org.entente.stix.CanonicalJson;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forms under duties, from the import to the feed. Rules are those of release.md. */
final class FormTest {
    private static final Node.Partner B = Node.Partner.of("b");
    private static final Node.Partner C = Node.Partner.of("c");
    private static final StixText SOURCE = StixText.of("identity", 1);
    private static final StixText FIRST = StixText.of("malware", 1);
    private static final StixText SECOND = StixText.of("malware", 2);
    private static final StixText LIST = StixText.of("tool", 1).refers(FIRST.id(), SECOND.id());

    @TempDir
    private Path folder;

    private Node a;

    @BeforeEach
    void open() {
        a = new Node("a", folder.resolve("a"));
        a.clock.stop();
        a.clock.set(History.BEGIN);
        a.knows(B);
        a.knows(C);
    }

    @AfterEach
    void close() {
        a.close();
    }

    /** A memorandum of one grant up to that TLP, with these duties. */
    private UUID conclude(String grant, Node.Partner partner, String tlp, String duties) {
        a.conclude(
                Node.document(a.did, partner.did(), "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", """
                        "defaults":{"tlp":"green"},""", """
                        [{"id":"%s","title":"T","from":"%s","to":["%s"],"constraint":{"tlp":{"lteq":"%s"}}%s}]""".formatted(
                        grant, a.did, partner.did(), tlp, duties.isEmpty() ? "" : ",\"duties\":{" + duties + "}")),
                partner);
        return a.contract(grant);
    }

    private UUID memorandum(UUID contract) {
        return Objects.requireNonNull(a.exchange().state().contract(contract))
                .contract()
                .memorandum();
    }

    private String shown(UUID contract, StixText text) {
        return a.page(contract).stream()
                .filter(object -> object.id().value().equals(text.id()))
                .map(object -> new String(object.bytes(), UTF_8))
                .findFirst()
                .orElse("nothing");
    }

    private List<String> kinds(UUID contract) {
        return a.openings(contract).stream().map(one -> one.kind().text()).toList();
    }

    private void tick() {
        a.clock.pass(LiveSet.COMPLETION_INTERVAL.plus(Duration.ofSeconds(1)));
        a.exchange().handle(new Command.TimePassed("test", a.clock.instant()));
    }

    private String step(UUID contract, StixText text) {
        return a.exchange().explain(new StixId(text.id()), null, contract).steps().stream()
                .filter(step -> step.check().equals("form"))
                .map(step -> step.holds() + ": " + step.clause())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rule4WithoutDutiesObjectsGoByteForByte() {
        UUID contract = conclude("G1", B, "amber", "");
        a.add(FIRST.json());
        assertEquals(FIRST.json(), shown(contract, FIRST));
        assertEquals("true: byte for byte", step(contract, FIRST));
    }

    @Test
    void rule4NamedPropertiesAreCutAndTheOpeningHasTheHashOfTheForm() {
        UUID contract = conclude("G1", B, "amber", "\"cut\":[\"x_text\",\"name\"]");
        a.add(FIRST.saying("secret").json(), LIST.json());
        String form = shown(contract, FIRST);
        assertFalse(form.contains("secret") || form.contains("\"name\""), form);
        assertEquals("true: cut name: grant G1; cut x_text: grant G1", step(contract, FIRST));
        assertEquals("nothing", shown(contract, LIST));
        assertEquals("false: what is left after cuts breaks a rule of STIX 2.1", step(contract, LIST));
        Opening opening = a.openings(contract).getLast();
        assertEquals(HexFormat.of().formatHex(Opening.sha256(form.getBytes(UTF_8))), opening.sha256());
    }

    /** More than is read ahead at once, by a node that has none of it in memory; in between there is what does not go. */
    @Test
    void rule4ManyObjectsOfTheStoreAreCutLikeOne() {
        List<String> all = new ArrayList<>();
        List<String> go = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            StixText text = StixText.of("malware", i).saying("secret");
            all.add((i % 5 == 0 ? text.refers(StixText.id("tool", 9)) : text).json());
            if (i % 5 != 0) {
                go.add(text.id());
            }
        }
        a.add(all.toArray(String[]::new));
        a.restart();
        UUID cut = conclude("G1", B, "amber", "\"cut\":[\"x_text\"]");
        UUID whole = conclude("G2", C, "amber", "");
        assertEquals(go, a.shown(cut));
        assertEquals(go, a.shown(whole));
        assertEquals(0, count(cut, "secret"));
        assertEquals(go.size(), count(whole, "secret"));
        a.add(StixText.of("tool", 9).json());
        assertEquals(all.size() + 1, a.shown(cut).size());
        assertEquals(0, count(cut, "secret"));
    }

    private long count(UUID contract, String word) {
        return a.page(contract).stream()
                .filter(object -> new String(object.bytes(), UTF_8).contains(word))
                .count();
    }

    /** What came from a partner is cut like what is ours, and not by what another of its versions says that came otherwise. */
    @Test
    void rule4WhatTheNewestReceivedVersionCutsIsCutInOlderOnesToo() {
        History.receives(a);
        UUID contract = conclude("G1", B, "green", "\"cutMarked\":true");
        StixText newer = FIRST.at(2).saying("later").marking("x_text", StixText.AMBER);
        a.giver.give(a, a.contract(History.ONWARD), objects(FIRST.saying("secret")), List.of());
        assertTrue(shown(contract, FIRST).contains("secret"));
        a.giver.give(a, a.contract(History.ONWARD), objects(newer), List.of());
        assertEquals(2, a.page(contract).size());
        a.page(contract).forEach(object -> assertFalse(new String(object.bytes(), UTF_8).contains("x_text")));
        a.add(FIRST.at(3).saying("ours").json());
        assertEquals(
                1,
                a.page(contract).stream()
                        .filter(object -> new String(object.bytes(), UTF_8).contains("ours"))
                        .count());
    }

    /** Where it is destroyed nothing is known of what it cut, so that nothing goes that it might have cut. */
    @Test
    void rule4WhatADestroyedVersionCutIsNotKnownSoThatOlderOnesDoNotGo() {
        History.receives(a);
        UUID contract = conclude("G1", B, "green", "\"cutMarked\":true");
        StixText other = StixText.of("tool", 2);
        UUID given = a.contract(History.DESTROYED);
        a.giver.give(a, given, objects(FIRST.saying("secret")), List.of());
        a.giver.give(a, given, objects(FIRST.at(2).marking("x_text", StixText.AMBER)), List.of());
        a.giver.give(a, given, objects(other), List.of());
        assertEquals(3, a.page(contract).size());
        a.giver.recall(a, given, new StixId(FIRST.id()), StixText.time(2));
        assertEquals("nothing", shown(contract, FIRST));
        a.rules("[]");
        a.giver.give(a, given, objects(FIRST.at(0).saying("secret")), List.of());
        assertEquals("nothing", shown(contract, FIRST));
        assertEquals(List.of(other.id()), a.shown(contract));
        assertTrue(a.exchange().explain(new StixId(FIRST.id()), StixText.time(0), contract).steps().stream()
                .anyMatch(step -> step.clause().contains("was destroyed")));
        a.replay();
        assertEquals(List.of(other.id()), a.shown(contract));
    }

    @Test
    void rule1NobodyIsAskedToApproveWhatWasDestroyedOrRecalledButAnotherCopyThatStands() {
        History.receives(a);
        UUID contract = conclude("G1", B, "green", "\"approval\":1,\"cut\":[\"name\"]");
        StixId id = new StixId(FIRST.id());
        String version = StixText.time(FIRST.version());
        for (String grant : List.of(History.DESTROYED, History.NOT_ONWARD, History.ONWARD)) {
            a.giver.give(a, a.contract(grant), objects(FIRST.saying(grant)), List.of());
        }
        assertEquals(1, a.exchange().awaitedApprovals(contract).size());
        a.giver.recall(a, a.contract(History.DESTROYED), id, null);
        AwaitedApproval awaited = a.exchange().awaitedApprovals(contract).getFirst();
        a.exchange()
                .handle(new Command.Approve(
                        "uid:1", contract, id, version, HexFormat.of().parseHex(awaited.sha256())));
        assertTrue(shown(contract, FIRST).contains(History.ONWARD));
        a.giver.recall(a, a.contract(History.ONWARD), id, null);
        assertEquals(List.of(), a.exchange().awaitedApprovals(contract));
        a.giver.recall(a, a.contract(History.NOT_ONWARD), id, null);
        Command.Approve approve = new Command.Approve("uid:1", contract, id, version, null);
        assertEquals(
                Failure.Code.NOT_FOUND,
                assertThrows(Failure.class, () -> a.exchange().handle(approve)).code());
        a.add(LIST.json());
    }

    private static List<StixObject> objects(StixText text) {
        return Node.objects(text.json().getBytes(UTF_8));
    }

    @Test
    void rule4ABarringGranularMarkingCutsItsPartAndWithoutTheDutyBarsTheWhole() {
        UUID whole = conclude("G1", B, "green", "");
        UUID cut = conclude("G2", C, "green", "\"cutMarked\":true");
        a.add(FIRST.saying("secret").marking("x_text", StixText.AMBER).json());
        assertEquals("nothing", shown(whole, FIRST));
        assertFalse(shown(cut, FIRST).contains("secret"));
        assertFalse(shown(cut, FIRST).contains("granular_markings"));
        assertEquals("true: cut what granular markings cover: grant G2", step(cut, FIRST));
    }

    @Test
    void rule4WhatTheNewestVersionCutsIsTakenOutOfOlderOnesAtOnceAndComesBackWithIt() {
        a.exchange()
                .handle(new Command.AddCollection("test", History.COLLECTION_ID, History.COLLECTION, "", Tags.NONE));
        UUID contract = conclude("G1", B, "green", "\"cutMarked\":true");
        a.add(FIRST.saying("secret").json());
        assertTrue(shown(contract, FIRST).contains("secret"));
        a.add(
                new Tags(null, new TreeSet<>(), History.COLLECTION),
                FIRST.at(2).saying("new").marking("x_text", StixText.RED).json());
        assertEquals(2, a.page(contract).size());
        a.page(contract).forEach(one -> assertFalse(new String(one.bytes(), UTF_8).contains("x_text")));
        assertEquals(List.of("TermsChanged", "Released", "Restated", "Released"), kinds(contract));
        a.exchange()
                .handle(new Command.RemoveObject(
                        "test", History.COLLECTION_ID, new StixId(FIRST.id()), Feed.Versions.LAST));
        assertTrue(shown(contract, FIRST).contains("secret"));
    }

    @Test
    void rule4LanguageContentFollowsTheNewestVersionOfWhatItIsAbout() {
        a.exchange()
                .handle(new Command.AddCollection("test", History.COLLECTION_ID, History.COLLECTION, "", Tags.NONE));
        UUID contract = conclude("G1", B, "green", "\"cutMarked\":true");
        StixText some = StixText.of("language-content", 1);
        StixText all = StixText.of("language-content", 2);
        a.add(
                FIRST.json(),
                content(some, "\"x_text\":\"geheim\",\"name\":\"N\""),
                content(all, "\"x_text\":\"geheim\""));
        assertTrue(
                shown(contract, some).contains("geheim") && shown(contract, all).contains("geheim"));
        a.add(
                new Tags(null, new TreeSet<>(), History.COLLECTION),
                FIRST.at(2).marking("x_text", StixText.RED).json());
        assertTrue(shown(contract, some).contains("\"contents\":{\"de\":{\"name\":\"N\"}}"));
        assertEquals("nothing", shown(contract, all));
        a.exchange()
                .handle(new Command.RemoveObject(
                        "test", History.COLLECTION_ID, new StixId(FIRST.id()), Feed.Versions.LAST));
        assertTrue(
                shown(contract, some).contains("geheim") && shown(contract, all).contains("geheim"));
    }

    private static String content(StixText text, String german) {
        return """
                {"type":"language-content","spec_version":"2.1","id":"%s","created":"%s","modified":"%s",
                 "object_ref":"%s","contents":{"de":{%s}}}""".formatted(text.id(), StixText.time(0), StixText.time(1), FIRST.id(), german);
    }

    @Test
    void rule9DutiesOfOneContractBindAllWithTheSameReceiverAndNobodyElse() {
        UUID plain = conclude("G1", B, "amber", "");
        UUID other = conclude("G3", C, "amber", "");
        a.add(SOURCE.json(), FIRST.by(SOURCE.id()).saying("secret").json());
        String before = shown(plain, FIRST);
        UUID cutting = conclude("G2", B, "green", "\"cut\":[\"x_text\"],\"anonymise\":true");
        String form = shown(plain, FIRST);
        assertEquals(shown(cutting, FIRST), form);
        assertFalse(form.contains("secret") || form.contains(SOURCE.id()), form);
        assertEquals(new String(CanonicalJson.of(form.getBytes(UTF_8)), UTF_8), form);
        assertEquals(before, shown(other, FIRST));
        assertEquals("true: cut x_text: grant G2; source replaced by a pseudonym: grant G2", step(plain, FIRST));
        a.exchange().handle(new Command.Sever("test", memorandum(cutting)));
        assertEquals(before, shown(plain, FIRST));
    }

    @Test
    void rule9APseudonymIsTheSameUnderAllContractsOfAnOrganisationAndAnotherForOthers() {
        UUID one = conclude("G1", B, "amber", "\"anonymise\":true");
        UUID two = conclude("G2", B, "green", "");
        UUID other = conclude("G3", C, "green", "\"anonymise\":true");
        StixText hidden = StixText.of("identity", 2);
        a.add(FIRST.by(hidden.id()).json(), SECOND.by(hidden.id()).json());
        String pseudonym = creator(one, FIRST);
        assertNotEquals(hidden.id(), pseudonym);
        assertEquals(pseudonym, creator(one, SECOND));
        assertEquals(pseudonym, creator(two, FIRST));
        assertNotEquals(pseudonym, creator(other, FIRST));
        a.restart();
        assertEquals(pseudonym, creator(one, FIRST));
    }

    private String creator(UUID contract, StixText text) {
        return a.page(contract).stream()
                .filter(object -> object.id().value().equals(text.id()))
                .map(StixObject::createdBy)
                .map(String::valueOf)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rule5AndRule12EntriesOfListsAreTrimmedAndComeBackWithTheNextTick() {
        UUID contract = conclude("G1", B, "amber", "\"trim\":true");
        a.add(LIST.json());
        assertFalse(shown(contract, LIST).contains("x_refs"));
        assertEquals("true: trimmed of what refers to 2 that do not go: grant G1", step(contract, LIST));
        a.add(FIRST.json());
        assertFalse(shown(contract, LIST).contains("x_refs"));
        tick();
        assertTrue(shown(contract, LIST).contains("\"x_refs\":[\"" + FIRST.id() + "\"]"));
        a.add(SECOND.json());
        tick();
        assertTrue(shown(contract, LIST).contains(SECOND.id()));
        assertEquals("true: in RFC 8785: grant G1", step(contract, LIST));
        assertEquals(
                List.of("TermsChanged", "Released", "Released", "Restated", "Released", "Restated"), kinds(contract));
        tick();
        assertEquals(6, kinds(contract).size());
    }

    @Test
    void rule12ALossRestatesAtOnce() {
        UUID contract = conclude("G1", B, "amber", "\"trim\":true");
        a.add(LIST.json(), FIRST.json(), SECOND.json());
        assertTrue(shown(contract, LIST).contains(FIRST.id()));
        a.add(FIRST.at(2).marked(StixText.RED).json());
        assertTrue(shown(contract, LIST).contains("\"x_refs\":[\"" + SECOND.id() + "\"]"));
        List<String> kinds = kinds(contract);
        assertEquals(List.of("Restated", "Withdrawn"), kinds.subList(kinds.size() - 2, kinds.size()));
    }

    @Test
    void rule14WhileSuspendedAFormThatWouldLoseIsWithdrawnAndComesBackTrimmed() {
        UUID contract = conclude("G1", B, "amber", "\"trim\":true");
        a.add(LIST.json(), FIRST.json(), SECOND.json());
        UUID memorandum = memorandum(contract);
        a.exchange().handle(new Command.Suspend("test", memorandum, null));
        a.add(FIRST.at(2).marked(StixText.RED).json());
        List<String> kinds = kinds(contract);
        assertEquals(List.of("Suspended", "Withdrawn", "Withdrawn"), kinds.subList(kinds.size() - 3, kinds.size()));
        a.exchange().handle(new Command.Resume("test", memorandum, null));
        assertTrue(shown(contract, LIST).contains("\"x_refs\":[\"" + SECOND.id() + "\"]"));
    }

    @Test
    void rule7ARevocationGoesAsTheFormOfTheEarlierVersionThatIsLive() {
        UUID contract = conclude("G1", B, "amber", "\"cut\":[\"x_text\"],\"anonymise\":true");
        a.add(FIRST.by(SOURCE.id()).saying("secret").json());
        a.add(FIRST.by(SOURCE.id()).at(2).revoking().marked(StixText.RED).json());
        List<String> forms = a.page(contract).stream()
                .map(one -> new String(one.bytes(), UTF_8))
                .toList();
        assertEquals(2, forms.size());
        assertTrue(forms.get(1).contains("\"revoked\":true"));
        forms.forEach(form -> assertFalse(form.contains("secret") || form.contains(SOURCE.id()), form));
        forms.forEach(form -> assertEquals(new String(CanonicalJson.of(form.getBytes(UTF_8)), UTF_8), form));
    }
}
