package org.entente.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.entente.stix.StixId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Section 6 of release.md: facets say only what constraints ask for, and a constraint that asks for more means one scan. */
final class AskedTermsTest {
    private static final Node.Partner B = Node.Partner.of("b");
    private static final String SURE = StixText.id("malware", 1);
    private static final String UNSURE = StixText.id("malware", 2);
    private static final String SILENT = StixText.id("malware", 3);
    private static final String CONFIDENCE = "{\"confidence\":{\"gteq\":70}}";

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

    @Test
    void whatIsInTheStoreIsAskedWhenAContractOpens() {
        addAll();
        assertEquals(1, classes());
        UUID contract = conclude("G1", CONFIDENCE);
        assertEquals(List.of(SURE), a.shown(contract));
        assertEquals(4, classes(), "Each of three confidences makes a class, beside the one from before.");
        a.add(malware(4, 80), malware(5, 20));
        assertEquals(List.of(SURE, StixText.id("malware", 4)), a.shown(contract));
    }

    @Test
    void whatNobodyAsksForMakesNoClasses() {
        conclude("G1", "{\"type\":{\"isAnyOf\":[\"malware\"]}}");
        addAll();
        assertEquals(1, classes());
    }

    @Test
    void theSameImportedAgainIsTheSameWhateverIsAskedBySome() {
        addAll();
        conclude("G1", "{\"all\":[" + CONFIDENCE + ",{\"age\":{\"lteq\":\"P365D\"}}]}");
        unchanged();
        rules("{\"any\":[{\"producer\":{\"isAbsent\":true}},{\"producer\":{\"isAnyOf\":[\"" + StixText.id("identity", 1)
                + "\"]}}]}");
        unchanged();
        a.rules("[]");
        unchanged();
        a.add(malware(4, 80));
        assertEquals(1, a.add(malware(4, 80)).unchanged());
        rules("{\"not\":{\"created\":{\"isAbsent\":true}}}");
        assertEquals(1, a.add(malware(4, 80)).unchanged());
    }

    @Test
    void houseRulesAskToo() {
        addAll();
        UUID contract = conclude("G1", "{\"type\":{\"isAnyOf\":[\"malware\"]}}");
        assertEquals(3, a.shown(contract).size());
        rules(CONFIDENCE);
        assertEquals(List.of(SURE), a.shown(contract));
        a.rules("[]");
        assertEquals(3, a.shown(contract).size());
    }

    @Test
    void ageIsMeasuredWhenTheCopyArrivesOrTheContractStarts() {
        // The versions are of 1 January, and the clock begins on 1 March: 59 days.
        a.add(malware(1, 80));
        UUID first = conclude("G1", "{\"age\":{\"lteq\":\"P60D\"}}");
        assertEquals(List.of(SURE), a.shown(first));
        a.clock.pass(Duration.ofDays(10));
        a.add(malware(2, 80));
        assertEquals(
                List.of(SURE), a.shown(first), "One copy was too old when it came; the other does not grow older.");
        UUID second = conclude("G2", "{\"age\":{\"lteq\":\"P60D\"}}");
        assertEquals(List.of(), a.shown(second), "Both were too old when the second contract started.");
        UUID third = conclude("G3", "{\"age\":{\"lteq\":\"P70D\"}}");
        assertEquals(List.of(SURE, UNSURE), a.shown(third));
        a.clock.pass(Duration.ofDays(30));
        a.rules("[]");
        assertEquals(List.of(SURE), a.shown(first));
        assertEquals(List.of(SURE, UNSURE), a.shown(third));
        sameAfterReplay();
    }

    @Test
    void replayGivesTheSame() {
        addAll();
        UUID contract = conclude("G1", CONFIDENCE);
        rules("{\"not\":{\"created\":{\"isAbsent\":true}}}");
        a.add(malware(4, 80));
        sameAfterReplay();
        a.add(malware(5, 80));
        assertEquals(List.of(SURE, StixText.id("malware", 4), StixText.id("malware", 5)), a.shown(contract));
        Explanation explanation = a.exchange().explain(new StixId(SILENT), null, contract);
        assertEquals(
                List.of("grant"),
                explanation.steps().stream()
                        .filter(Explanation.Step::decides)
                        .map(Explanation.Step::check)
                        .toList());
    }

    private void sameAfterReplay() {
        Map<String, String> before = a.exchange().digests();
        a.restart();
        assertEquals(before, a.exchange().digests());
        a.replay();
        assertEquals(before, a.exchange().digests());
    }

    private void addAll() {
        assertEquals(3, a.add(malware(1, 80), malware(2, 30), malware(3, -1)).added());
    }

    private void unchanged() {
        Command.Imported again = a.add(malware(1, 80), malware(2, 30), malware(3, -1));
        assertEquals(3, again.unchanged());
        assertTrue(again.conflicts().isEmpty());
    }

    private long classes() {
        return a.exchange().status().classes();
    }

    private void rules(String require) {
        a.rules("[{\"id\":\"H1\",\"text\":\"x\",\"require\":" + require + "}]");
    }

    /** A malware object of 1 January; a negative confidence is none. */
    private static String malware(int number, int confidence) {
        String json = StixText.of("malware", number).at(0).json();
        return confidence < 0 ? json : json.substring(0, json.length() - 1) + ",\"confidence\":" + confidence + "}";
    }

    private UUID conclude(String grant, String constraint) {
        a.conclude(
                Node.document(a.did, B.did(), "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "", """
                        [{"id":"%s","title":"All","from":"did:web:a.example","to":["did:web:b.example"],"constraint":%s}]""".formatted(
                                grant, constraint)),
                B);
        return a.contract(grant);
    }
}
