package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passing on under duties that change forms (release.md rules 3, 4 and 20): A gives to B as it came, B to C cut, trimmed and without the source. */
final class OnwardFormTest {
    private static final String GREEN = "{\"tlp\":{\"lteq\":\"green\"}}";
    private static final String TOOLS = "{\"all\":[{\"type\":{\"eq\":\"tool\"}},{\"topic\":{\"isAbsent\":true}}]}";
    private static final UUID DESK = new UUID(1, 2);
    private static final Tags FILED = new Tags(null, new TreeSet<>(), "Filed");
    private static final StixText SOURCE = StixText.of("identity", 5).marked(StixText.GREEN);
    private static final StixText TOOL =
            StixText.of("tool", 2).marked(StixText.GREEN).saying("internal");
    private static final StixText HIDDEN =
            StixText.of("tool", 3).marked(StixText.GREEN).labelled("own");
    private static final StixText MALWARE =
            StixText.of("malware", 1).by(SOURCE.id()).marked(StixText.GREEN).saying("internal");
    private static final StixText REPORT = StixText.of("report", 4)
            .by(SOURCE.id())
            .refers(MALWARE.id(), TOOL.id(), HIDDEN.id())
            .marked(StixText.GREEN);

    @TempDir
    private Path folder;

    private Node a;
    private Node b;
    private Node c;
    private UUID ab;
    private UUID bc;
    private UUID memorandumAb;
    private UUID memorandumBc;

    @BeforeEach
    void start() {
        a = new Node("a", folder.resolve("a"));
        b = new Node("b", folder.resolve("b"));
        c = new Node("c", folder.resolve("c"));
        Node.introduce(a, b);
        Node.introduce(b, c);
        memorandumAb = Node.conclude(a, b, Node.grants(Node.grant("AB", a, b, GREEN, "\"onward\":\"allowed\"")));
        memorandumBc = Node.conclude(
                b,
                c,
                Node.grants(Node.grant(
                        "BC",
                        b,
                        c,
                        "{\"all\":[{\"type\":{\"isAnyOf\":[\"malware\",\"tool\",\"report\"]}},"
                                + "{\"any\":[{\"topic\":{\"isAbsent\":true}},{\"topic\":{\"isNoneOf\":[\"own\"]}}]}]}",
                        "\"onward\":\"allowed\",\"cut\":[\"x_text\"],\"trim\":true,\"anonymise\":true")));
        ab = a.contract("AB");
        bc = b.contract("BC");
        a.exchange().handle(new Command.AddCollection("test", DESK, "Filed", "", Tags.NONE));
        a.add(FILED, SOURCE.json(), TOOL.json(), HIDDEN.json(), MALWARE.json(), REPORT.json());
        pulls();
    }

    @AfterEach
    void stop() {
        List.of(a, b, c).forEach(Node::close);
    }

    private void pulls() {
        b.pull(a, ab);
        c.pull(b, bc);
    }

    private void removes(StixText object) {
        a.exchange().handle(new Command.RemoveObject("test", DESK, new StixId(object.id()), Feed.Versions.ALL));
        pulls();
    }

    private String shown(StixText object) {
        List<String> bytes = new ArrayList<>();
        for (StixObject one : b.page(bc)) {
            if (one.id().value().equals(object.id())) {
                bytes.add(new String(one.bytes(), UTF_8));
            }
        }
        assertEquals(1, bytes.size(), object::id);
        return bytes.getFirst();
    }

    private void sameAtC() {
        Received.Verification verification = c.exchange().received(bc).verify();
        assertTrue(verification.equal());
        assertEquals(b.exchange().feed(bc).live(), verification.objects());
        assertEquals(0, verification.pending());
    }

    @Test
    void aReceivedCopyGoesOnCutTrimmedAndWithoutItsSource() {
        assertEquals(Set.of(MALWARE.id(), TOOL.id(), REPORT.id()), new HashSet<>(b.shown(bc)));
        assertFalse(shown(MALWARE).contains("internal"));
        assertFalse(shown(MALWARE).contains(SOURCE.id()));
        assertTrue(shown(REPORT).contains("\"object_refs\":[\"" + MALWARE.id() + "\",\"" + TOOL.id() + "\"]"));
        assertFalse(shown(REPORT).contains(SOURCE.id()) || shown(REPORT).contains(HIDDEN.id()));
        sameAtC();
        // Tokens go with the form as they go with the bytes.
        List<String> tokens = b.openings(bc).get(1).lineage();
        assertEquals(2, tokens.size());
        assertTrue(a.openings(ab).stream().anyMatch(opening -> opening.lineage().equals(tokens.subList(0, 1))));
    }

    @Test
    void aRecallFollowsForms() {
        removes(TOOL);
        assertFalse(b.shown(bc).contains(TOOL.id()));
        assertEquals(List.of(), a.shown(ab).stream().filter(REPORT.id()::equals).toList(), "A trims nothing");
        assertFalse(b.shown(bc).contains(REPORT.id()), "so its recall of the report follows");
        sameAtC();
        removes(MALWARE);
        assertEquals(List.of(), b.shown(bc));
        sameAtC();
        a.add(FILED, MALWARE.json(), TOOL.json());
        pulls();
        assertEquals(Set.of(MALWARE.id(), TOOL.id(), REPORT.id()), new HashSet<>(b.shown(bc)));
        sameAtC();
        var before = b.exchange().digests();
        b.replay();
        assertEquals(before, b.exchange().digests());
    }

    /** B's own house rule takes away what B's form of the report refers to: the report is restated, not recalled. */
    @Test
    void aLossAtThePasserOnTrimsWhatItPassedOn() {
        b.rules("[{\"id\":\"H\",\"text\":\"No tools\",\"require\":{\"type\":{\"neq\":\"tool\"}}}]");
        assertEquals(Set.of(MALWARE.id(), REPORT.id()), new HashSet<>(b.shown(bc)));
        assertTrue(shown(REPORT).contains("\"object_refs\":[\"" + MALWARE.id() + "\"]"));
        c.pull(b, bc);
        sameAtC();
        removes(MALWARE);
        assertEquals(List.of(), b.shown(bc));
        sameAtC();
    }

    /** An own copy takes the place of a received one that is recalled, in the form that the duties give it. */
    @Test
    void anOwnCopyTakesOverInItsForm() {
        StixText ours = StixText.of("malware", 1).marked(StixText.GREEN).saying("internal");
        removes(MALWARE);
        assertFalse(b.shown(bc).contains(MALWARE.id()));
        b.add(ours.json());
        assertFalse(shown(ours).contains("internal"));
        assertEquals(1, b.openings(bc).getLast().lineage().size());
        c.pull(b, bc);
        sameAtC();
    }

    /** An approval is of a form: one that came later, in the place of another, is approved by itself and can be. */
    @Test
    void theFormThatARestatementBroughtIsTheOneToApprove() {
        Node.amend(
                b,
                c,
                memorandumBc,
                Node.grants(Node.grant("BC", b, c, TOOLS, "\"onward\":\"allowed\",\"approval\":1")));
        assertEquals(List.of(), b.shown(bc));
        approves();
        assertTrue(shown(TOOL).contains("internal"));
        Node.amend(
                a,
                b,
                memorandumAb,
                Node.grants(Node.grant("AB", a, b, GREEN, "\"onward\":\"allowed\",\"cut\":[\"x_text\"]")));
        b.pull(a, ab);
        assertEquals(List.of(), b.shown(bc));
        approves();
        assertFalse(shown(TOOL).contains("internal"));
        c.pull(b, bc);
        sameAtC();
    }

    private void approves() {
        List<AwaitedApproval> awaited = b.exchange().awaitedApprovals(bc);
        assertEquals(
                List.of(TOOL.id()), awaited.stream().map(AwaitedApproval::id).toList());
        byte[] sha256 = HexFormat.of().parseHex(awaited.getFirst().sha256());
        b.exchange()
                .handle(new Command.Approve(
                        "test", bc, new StixId(TOOL.id()), awaited.getFirst().version(), sha256));
    }

    /** What C got under duties it holds in that form, whatever A does to the bytes that B holds. */
    @Test
    void aNewVersionGoesOnInItsFormBesideTheOldOne() {
        a.add(FILED, MALWARE.at(2).saying("still internal").json());
        pulls();
        assertEquals(2, b.shown(bc).stream().filter(MALWARE.id()::equals).count());
        assertFalse(b.page(bc).stream().anyMatch(one -> new String(one.bytes(), UTF_8).contains("internal")));
        sameAtC();
    }
}
