package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.entente.exchange.AccountRow.Outcome;
import org.entente.memorandum.Consent;
import org.entente.memorandum.SignedConsent;
import org.entente.stix.StixId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Passing on what was received on terms that ask for consent (release.md rule 3): A gives to B, B to C and D, C to D. Documents
 * travel as files do, objects by real pulls.
 */
final class ConsentTest {
    private static final String CONSENT = "\"onward\":\"with-consent\"";
    private static final String ID = StixText.id("malware", 1);
    private static final String VERSION = StixText.time(1);

    @TempDir
    private Path folder;

    private Node a;
    private Node b;
    private Node c;
    private Node d;
    private UUID ab;
    private UUID bc;
    private UUID bd;
    private UUID memorandumAb;
    private UUID memorandumBc;

    @BeforeEach
    void start() {
        a = new Node("a", folder.resolve("a"));
        b = new Node("b", folder.resolve("b"));
        c = new Node("c", folder.resolve("c"));
        d = new Node("d", folder.resolve("d"));
        Node.introduce(a, b);
        Node.introduce(b, c);
        Node.introduce(b, d);
        Node.introduce(c, d);
        memorandumAb = Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, CONSENT)));
        memorandumBc = Node.conclude(b, c, Node.grants(Node.grant("BC", b, c, CONSENT)));
        Node.conclude(b, d, Node.grants(Node.grant("BD", b, d, "")));
        ab = a.contract("AB");
        bc = b.contract("BC");
        bd = b.contract("BD");
    }

    @AfterEach
    void stop() {
        List.of(a, b, c, d).forEach(Node::close);
    }

    private static StixText malware(int version) {
        return StixText.of("malware", 1).at(version).marked(StixText.GREEN);
    }

    /** A adds it and B pulls. */
    private void arrives(StixText... objects) {
        for (StixText object : objects) {
            a.add(object.json());
        }
        b.pull(a, ab);
    }

    private static SignedConsent give(Node giver, UUID contract, StixText object, Node to) {
        return giver.exchange()
                .handle(new Command.GiveConsent(
                        "test", contract, new StixId(object.id()), StixText.time(object.version()), to.did));
    }

    private static SignedConsent withdraw(Node giver, UUID contract, StixText object, Node to) {
        return giver.exchange()
                .handle(new Command.WithdrawConsent(
                        "test", contract, new StixId(object.id()), StixText.time(object.version()), to.did));
    }

    /** The document goes as a file. */
    private static List<UUID> take(Node holder, SignedConsent signed) {
        SignedConsent read = Node.accepted(SignedConsent.read(signed.canonical()));
        return holder.exchange().handle(new Command.TakeConsent("test", read)).resting();
    }

    private static void refused(Failure.Code code, Node holder, SignedConsent signed) {
        Map<String, String> before = holder.exchange().digests();
        assertEquals(
                code, assertThrows(Failure.class, () -> take(holder, signed)).code(), signed::toString);
        assertEquals(before, holder.exchange().digests());
    }

    private static Explanation.Step receivedUnder(Node node, UUID contract) {
        return node.exchange().explain(new StixId(ID), null, contract).steps().stream()
                .filter(step -> step.check().equals("received_under"))
                .findFirst()
                .orElseThrow();
    }

    /** Every view comes from the journal alone, to the byte. */
    private static void replays(Node node) {
        Map<String, String> before = node.exchange().digests();
        node.replay();
        assertEquals(before, node.exchange().digests());
    }

    @Test
    void nothingGoesOnWithoutConsent() {
        arrives(malware(1));
        assertEquals(List.of(), b.shown(bc));
        Explanation.Step step = receivedUnder(b, bc);
        assertFalse(step.holds());
        assertTrue(step.decides());
        assertEquals(
                "received from did:web:a.example under " + ab
                        + ", which allows passing on with consent; none was given",
                step.clause());
        b.rules("[]");
        replays(b);
        assertEquals(List.of(), b.shown(bc));
    }

    @Test
    void whatIsConsentedToFlowsToThatOrganisationAndNoOther() {
        arrives(malware(1));
        Map<String, String> before = b.exchange().digests();
        SignedConsent signed = give(a, ab, malware(1), c);
        assertEquals(before, b.exchange().digests(), "nothing follows before the document is taken in");
        assertEquals(List.of(), take(b, signed));
        assertEquals(List.of(ID), b.shown(bc));
        assertEquals(List.of(), b.shown(bd));
        assertEquals(1, b.exchange().feed(bd).size(), "D's feed has its terms and nothing more");
        c.pull(b, bc);
        assertArrayEquals(
                malware(1).json().getBytes(UTF_8), b.page(bc).getFirst().bytes());
        assertTrue(c.exchange().received(bc).verify().equal());
        Explanation.Step step = receivedUnder(b, bc);
        assertTrue(step.holds());
        assertTrue(
                step.clause()
                        .endsWith("; it was given by did:web:a.example for did:web:c.example at "
                                + signed.consent().time() + ", number 1"),
                step.clause());
        assertFalse(receivedUnder(b, bd).holds());
        assertEquals(a.exchange().consents(ab).getFirst().signed(), signed);
        assertEquals(b.exchange().consents(ab).getFirst().signed(), signed);
        for (Node node : List.of(a, b, c)) {
            replays(node);
        }
        assertEquals(b.exchange().consents(ab).getFirst().signed(), signed);
        assertEquals(List.of(ID), b.shown(bc));
        b.rules("[]");
        assertEquals(2, b.exchange().feed(bc).size(), "what is decided anew stays");
    }

    @Test
    void theAccountsOfBothSidesTellTheLastWordForEachOrganisation() {
        arrives(malware(1), malware(2));
        AccountRow came = new AccountRow(Outcome.RECEIVED, "from " + a.did, "malware", 2);
        assertEquals(List.of(came), b.exchange().account(ab));
        take(b, give(a, ab, malware(1), c));
        take(b, give(a, ab, malware(2), c));
        take(b, give(a, ab, malware(1), d));
        List<AccountRow> given = List.of(
                new AccountRow(Outcome.CONSENT_GIVEN, "to " + c.did, "malware", 2),
                new AccountRow(Outcome.CONSENT_GIVEN, "to " + d.did, "malware", 1));
        assertEquals(given, beside(a, Outcome.RELEASED));
        assertEquals(given, beside(b, Outcome.RECEIVED));
        SignedConsent back = withdraw(a, ab, malware(1), c);
        List<AccountRow> withdrawn = List.of(
                new AccountRow(Outcome.CONSENT_GIVEN, "to " + c.did, "malware", 1),
                new AccountRow(Outcome.CONSENT_GIVEN, "to " + d.did, "malware", 1),
                new AccountRow(Outcome.CONSENT_WITHDRAWN, "to " + c.did, "malware", 1));
        assertEquals(withdrawn, beside(a, Outcome.RELEASED));
        assertEquals(given, beside(b, Outcome.RECEIVED), "until it is taken in");
        take(b, back);
        assertEquals(withdrawn, beside(b, Outcome.RECEIVED));
    }

    private List<AccountRow> beside(Node node, Outcome outcome) {
        return node.exchange().account(ab).stream()
                .filter(row -> row.outcome() != outcome)
                .toList();
    }

    @Test
    void aConsentThatIsTakenBackWithdrawsWhatWentOnAndCannotBeReplayed() {
        arrives(malware(1));
        SignedConsent first = give(a, ab, malware(1), c);
        take(b, first);
        c.pull(b, bc);
        Instant given = Micros.instant(b.exchange().status().journalMicros());
        refused(Failure.Code.CONFLICT, b, first);
        SignedConsent second = withdraw(a, ab, malware(1), c);
        take(b, second);
        assertEquals(List.of(), b.shown(bc));
        Opening last = b.openings(bc).getLast();
        assertEquals(EntryKind.WITHDRAWN, last.kind());
        assertEquals(Opening.RECALLED, last.reason());
        assertTrue(receivedUnder(b, bc).clause().contains("; it was withdrawn by did:web:a.example"));
        refused(Failure.Code.CONFLICT, b, first);
        refused(Failure.Code.CONFLICT, b, second);
        c.pull(b, bc);
        assertEquals(1, c.exchange().received(bc).verify().recalled());
        replays(b);
        refused(Failure.Code.CONFLICT, b, first);
        assertTrue(
                b.exchange().explain(new StixId(ID), null, bc, given).steps().stream()
                        .allMatch(Explanation.Step::holds),
                "what held then is explained from the journal");
        SignedConsent third = give(a, ab, malware(1), c);
        assertEquals(3, third.consent().number());
        take(b, third);
        assertEquals(List.of(ID), b.shown(bc));
        refused(Failure.Code.CONFLICT, b, second);
    }

    @Test
    void aConsentThatArrivesAfterItsWithdrawalOpensNothing() {
        arrives(malware(1));
        SignedConsent given = give(a, ab, malware(1), c);
        take(b, withdraw(a, ab, malware(1), c));
        refused(Failure.Code.CONFLICT, b, given);
        assertEquals(List.of(), b.shown(bc));
    }

    @Test
    void numbersOfOneOrganisationSayNothingOfAnother() {
        arrives(malware(1));
        take(b, give(a, ab, malware(1), c));
        take(b, withdraw(a, ab, malware(1), c));
        SignedConsent forD = give(a, ab, malware(1), d);
        assertEquals(1, forD.consent().number());
        take(b, forD);
        assertEquals(List.of(), b.shown(bc));
        assertEquals(List.of(ID), b.shown(bd));
    }

    @Test
    void whatIsNotTheGiversWordIsRefused() {
        arrives(malware(1), StixText.of("tool", 2).at(1).marked(StixText.GREEN));
        SignedConsent signed = give(a, ab, malware(1), c);
        Consent sound = signed.consent();
        refused(
                Failure.Code.INVALID,
                b,
                SignedConsent.sign(sound, b.keys().keyPair().getPrivate()));
        refused(
                Failure.Code.INVALID,
                b,
                SignedConsent.sign(sound, c.keys().keyPair().getPrivate()));
        refused(Failure.Code.INVALID, b, new SignedConsent(said(sound, a.did, d.did), signed.jws()));
        // B may not say it in A's place, not even as itself.
        Consent byB = said(sound, b.did, c.did);
        refused(
                Failure.Code.INVALID,
                b,
                SignedConsent.sign(byB, b.keys().keyPair().getPrivate()));
        assertEquals(List.of(), b.exchange().consents(ab));
        assertEquals(List.of(), b.shown(bc));
    }

    private static Consent said(Consent consent, String giver, String to) {
        return new Consent(
                consent.contract(),
                giver,
                consent.object(),
                consent.version(),
                consent.sha256(),
                to,
                consent.number(),
                consent.given(),
                consent.time());
    }

    private SignedConsent signedByA(UUID contract, String object, String version, String sha256) {
        Consent consent = new Consent(
                contract,
                a.did,
                new StixId(object),
                version,
                sha256,
                c.did,
                1,
                true,
                Instant.parse("2026-03-01T12:00:00Z"));
        return SignedConsent.sign(consent, a.keys().keyPair().getPrivate());
    }

    @Test
    void whatDidNotComeUnderTheContractInTheseBytesIsRefused() {
        arrives(malware(1));
        String sha256 = give(a, ab, malware(1), c).consent().sha256();
        refused(Failure.Code.NOT_FOUND, b, signedByA(ab, StixText.id("malware", 9), VERSION, sha256));
        refused(Failure.Code.NOT_FOUND, b, signedByA(ab, ID, StixText.time(2), sha256));
        refused(Failure.Code.NOT_FOUND, b, signedByA(ab, ID, VERSION, "0".repeat(64)));
        refused(Failure.Code.NOT_FOUND, b, signedByA(bc, ID, VERSION, sha256));
        refused(Failure.Code.NOT_FOUND, b, signedByA(new UUID(1, 2), ID, VERSION, sha256));
        take(b, signedByA(ab, ID, VERSION, sha256));
        assertEquals(List.of(ID), b.shown(bc), "what differs from these in nothing else is taken");
    }

    @Test
    void termsThatAskForNoConsentTakeNone() {
        Node.amend(a, b, memorandumAb, Node.grants(Node.grant("AB", a, b, "\"onward\":\"never\"")));
        arrives(malware(1));
        // An earlier version of the grant asks for consent, so A's node cannot know better.
        refused(Failure.Code.CONFLICT, b, give(a, ab, malware(1), c));
        Node.amend(a, b, memorandumAb, Node.grants(Node.grant("AB", a, b, CONSENT)));
        b.pull(a, ab);
        refused(Failure.Code.CONFLICT, b, withdraw(a, ab, malware(1), c));
        assertEquals(List.of(), b.shown(bc), "copies keep their terms for ever");
        assertEquals(
                Failure.Code.CONFLICT,
                assertThrows(Failure.class, () -> give(b, bd, malware(1), a)).code());
    }

    @Test
    void theGiverConsentsToWhatItShowsAndToAThirdOrganisation() {
        arrives(malware(1));
        for (Node party : List.of(a, b)) {
            assertEquals(
                    Failure.Code.CONFLICT,
                    assertThrows(Failure.class, () -> give(a, ab, malware(1), party))
                            .code());
        }
        assertEquals(
                Failure.Code.NOT_FOUND,
                assertThrows(Failure.class, () -> give(a, ab, malware(2), c)).code());
        assertEquals(
                Failure.Code.NOT_FOUND,
                assertThrows(Failure.class, () -> withdraw(a, ab, malware(1), c))
                        .code());
        assertEquals(
                Failure.Code.INVALID,
                assertThrows(
                                Failure.class,
                                () -> a.exchange()
                                        .handle(new Command.GiveConsent(
                                                "test", ab, new StixId(ID), VERSION, "did:key:c")))
                        .code());
        give(a, ab, malware(1), c);
        assertEquals(
                Failure.Code.CONFLICT,
                assertThrows(Failure.class, () -> give(a, ab, malware(1), c)).code());
        a.rules("[{\"id\":\"H\",\"text\":\"None\",\"require\":{\"tlp\":{\"lteq\":\"clear\"}}}]");
        assertEquals(
                Failure.Code.NOT_FOUND,
                assertThrows(Failure.class, () -> give(a, ab, malware(1), d)).code());
        assertFalse(withdraw(a, ab, malware(1), c).consent().given(), "what is withdrawn can be taken back");
    }

    /** Waiting for consent is waiting (rule 6): the older version stays, and the newer one has a consent of its own. */
    @Test
    void rule6ANewerVersionWaitsAndTheOlderOneStays() {
        arrives(malware(1));
        take(b, give(a, ab, malware(1), c));
        arrives(malware(2));
        assertEquals(List.of(ID), b.shown(bc));
        assertEquals(2, b.exchange().feed(bc).size());
        take(b, give(a, ab, malware(2), c));
        assertEquals(List.of(ID, ID), b.shown(bc));
        take(b, withdraw(a, ab, malware(1), c));
        assertEquals(List.of(ID), b.shown(bc));
    }

    /** Rule 7: a recall waits for nobody, and shows nothing that was not consented to. */
    @Test
    void rule7ARevocationGoesAsTheEarlierFormWithoutConsent() {
        arrives(malware(1).saying("first"));
        take(b, give(a, ab, malware(1), c));
        arrives(malware(2).saying("second").revoking());
        assertEquals(2, b.shown(bc).size());
        String revoked = new String(b.page(bc).getLast().bytes(), UTF_8);
        assertTrue(revoked.contains("\"revoked\":true") && revoked.contains("first"), revoked);
        take(b, withdraw(a, ab, malware(1), c));
        assertEquals(List.of(), b.shown(bc));
        take(b, give(a, ab, malware(2), c));
        revoked = new String(b.page(bc).getLast().bytes(), UTF_8);
        assertTrue(revoked.contains("second"), revoked);
        replays(b);
    }

    /** Other bytes of the same version are something else to consent to. */
    @Test
    void aConsentIsOfBytes() {
        arrives(malware(1).saying("secret"));
        take(b, give(a, ab, malware(1), c));
        Node.amend(a, b, memorandumAb, Node.grants(Node.grant("AB", a, b, CONSENT + ",\"cut\":[\"x_text\"]")));
        b.pull(a, ab);
        assertEquals(List.of(), b.shown(bc));
        assertTrue(receivedUnder(b, bc).clause().contains("; it was given to other bytes by did:web:a.example"));
        take(b, give(a, ab, malware(1), c));
        assertFalse(new String(b.page(bc).getFirst().bytes(), UTF_8).contains("secret"));
        assertEquals(EntryKind.RELEASED, b.openings(bc).getLast().kind());
    }

    /** An observable has no version of its own (rule 16). */
    @Test
    void anObjectWithoutVersionIsConsentedToWithout() {
        StixText address = StixText.of("ipv4-addr", 7).marked(StixText.GREEN);
        arrives(address);
        SignedConsent signed =
                a.exchange().handle(new Command.GiveConsent("test", ab, new StixId(address.id()), "", c.did));
        assertTrue(new String(signed.canonical(), UTF_8).contains("\"version\":null"));
        take(b, signed);
        assertEquals(List.of(address.id()), b.shown(bc));
        assertEquals(signed, b.exchange().consents(ab).getFirst().signed());
    }

    @Test
    void aConsentForOneOrganisationDoesNotGoUnderAGrantThatLetsItGoAnywhere() {
        arrives(malware(1));
        take(b, give(a, ab, malware(1), c));
        Node.amend(b, c, memorandumBc, Node.grants(Node.grant("BC", b, c, "\"onward\":\"allowed\"")));
        assertEquals(List.of(), b.shown(bc));
        assertTrue(receivedUnder(b, bc).clause().endsWith("with consent; this grant lets it go on without"));
        Node.amend(b, c, memorandumBc, Node.grants(Node.grant("BC", b, c, "\"onward\":\"never\"")));
        assertEquals(List.of(ID), b.shown(bc));
    }

    @Test
    void whatWasTakenBackLeavesASuspendedFeedToo() {
        arrives(malware(1));
        take(b, give(a, ab, malware(1), c));
        b.exchange().handle(new Command.Suspend("test", memorandumBc, null));
        b.exchange().handle(new Command.Suspend("test", memorandumAb, null));
        take(b, withdraw(a, ab, malware(1), c));
        assertEquals(0, b.exchange().feed(bc).live());
        take(b, give(a, ab, malware(1), c));
        assertEquals(0, b.exchange().feed(bc).live());
        b.exchange().handle(new Command.Resume("test", memorandumBc, null));
        assertEquals(List.of(ID), b.shown(bc));
    }

    @Test
    void aRecallFollowsTheChainWhateverWasConsentedTo() {
        arrives(malware(1));
        take(b, give(a, ab, malware(1), c));
        c.pull(b, bc);
        a.rules("[{\"id\":\"H\",\"text\":\"None\",\"require\":{\"tlp\":{\"lteq\":\"clear\"}}}]");
        b.pull(a, ab);
        assertEquals(List.of(), b.shown(bc));
        c.pull(b, bc);
        assertEquals(1, c.exchange().received(bc).verify().recalled());
    }

    /** C holds a copy of B's; B consents to it going on to D only where A does. */
    @Test
    void eachHopAsksItsOwnGiver() {
        Node.conclude(c, d, Node.grants(Node.grant("CD", c, d, "")));
        UUID cd = c.contract("CD");
        arrives(malware(1));
        take(b, give(a, ab, malware(1), c));
        c.pull(b, bc);
        assertEquals(List.of(), c.shown(cd));
        assertEquals(
                Failure.Code.CONFLICT,
                assertThrows(Failure.class, () -> give(b, bc, malware(1), d)).code(),
                "A has not consented to D");
        refused(Failure.Code.NOT_FOUND, c, give(a, ab, malware(1), d));
        take(b, a.exchange().consents(ab).getLast().signed());
        take(c, give(b, bc, malware(1), d));
        assertEquals(List.of(ID), c.shown(cd));
        assertTrue(receivedUnder(c, cd).clause().contains("given by did:web:b.example for did:web:d.example"));
        d.pull(c, cd);
        assertEquals(List.of(bc), take(b, withdraw(a, ab, malware(1), d)), "B's consent to C rests on nothing now");
        take(c, withdraw(b, bc, malware(1), d));
        assertEquals(List.of(), c.shown(cd));
        d.pull(c, cd);
        assertEquals(1, d.exchange().received(cd).verify().recalled());
        List.of(a, b, c, d).forEach(ConsentTest::replays);
    }
}
