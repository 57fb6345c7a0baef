package org.entente.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.List;
import org.entente.memorandum.Constraint;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.Samples;
import org.entente.release.Comparison.Effect;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Questions that a negotiator asks before signing. */
final class ProveTest {
    private static Constraint constraint(String json) {
        return Samples.accepted(Constraint.read(Samples.bytes(Given.tree(Samples.json(json)))));
    }

    @Test
    void noAmberObjectCanReachB() {
        Terms terms = Given.terms("{'tlp':{'lteq':'green'}}");
        assertInstanceOf(Proof.Holds.class, Prove.never(terms, constraint("{'tlp':{'gteq':'amber'}}")));
        Terms wide = Given.terms("{'any':[{'tlp':{'lteq':'green'}},{'topic':{'isAnyOf':['joint']}}]}");
        Proof.Fails fails =
                assertInstanceOf(Proof.Fails.class, Prove.never(wide, constraint("{'tlp':{'gteq':'amber'}}")));
        assertEquals(true, fails.example().topics().contains("joint"));
        assertNotNull(fails.example().tlp());
        assertEquals(true, fails.example().tlp().compareTo(Tlp.AMBER) >= 0);
        assertEquals("grant G1", fails.decision().check(Check.Kind.GRANT).clause());
    }

    @Test
    void whatIsNotSaidIsNeitherGreenNorAmber() {
        Terms terms = Given.terms("{'not':{'tlp':{'gteq':'amber'}}}");
        assertInstanceOf(Proof.Holds.class, Prove.never(terms, constraint("{'tlp':{'isAbsent':true}}")));
    }

    @Test
    void clausesThatContradictOneAnotherPermitNothing() {
        assertInstanceOf(
                Proof.Holds.class,
                Prove.nothing(Given.terms("{'all':[{'tlp':{'lteq':'green'}},{'tlp':{'gt':'amber'}}]}")));
        // A definition answers no term on content, so the contradiction binds everything else only.
        assertInstanceOf(
                Proof.Fails.class,
                Prove.nothing(Given.terms("{'all':[{'type':{'eq':'tool'}},{'type':{'eq':'malware'}}]}")));
    }

    @Test
    void oneGrantWithinAnother() {
        Terms narrow = Given.terms("{'all':[{'confidence':{'gteq':80}},{'tlp':{'eq':'clear'}}]}");
        Terms wide = Given.terms("{'all':[{'confidence':{'gt':50}},{'tlp':{'lteq':'green'}}]}");
        assertInstanceOf(Proof.Holds.class, Prove.within(narrow, wide));
        Proof.Fails back = assertInstanceOf(Proof.Fails.class, Prove.within(wide, narrow));
        assertNotNull(back.example());
    }

    /** An old object's new version is young, and what was made on the day of the start is neither late nor old. */
    @Test
    void theAgeIsToldApartTogetherWithTheTimesOfTheVersion() {
        String both = "{'all':[{'created':{'lteq':'2026-01-03T00:00:00Z'}},{'age':{'lteq':'PT36H'}}]}";
        Terms terms = Given.terms(both).startingAt(Instant.parse("2026-01-03T12:00:00Z"));
        assertInstanceOf(Proof.Fails.class, Prove.nothing(terms));
        Constraint old = constraint("{'modified':{'lt':'2026-01-02T00:00:00Z'}}");
        assertInstanceOf(Proof.Holds.class, Prove.never(terms, old));
        assertInstanceOf(
                Proof.Fails.class, Prove.never(terms, constraint("{'created':{'lt':'2025-01-01T00:00:00Z'}}")));
    }

    @Test
    void manyValuesAreFewCases() {
        StringBuilder topics = new StringBuilder("'t0'");
        for (int i = 1; i < 500; i++) {
            topics.append(",'t").append(i).append('\'');
        }
        Terms terms = Given.terms("{'topic':{'isAnyOf':[" + topics + "]}}");
        Proof.Holds holds = assertInstanceOf(
                Proof.Holds.class, Prove.never(terms, constraint("{'topic':{'isNoneOf':[" + topics + "]}}")));
        assertEquals(true, holds.cases() < 10_000);
    }

    @Test
    void memorandaAreComparedClauseByClause() {
        ObjectNode one = Given.memorandum("{'tlp':{'lteq':'green'}}");
        ObjectNode other = Given.memorandum("{'tlp':{'lteq':'amber'}}");
        other.put("title", "Another title");
        Memorandum before = Samples.memorandum(one);
        Memorandum after = Samples.memorandum(other);
        assertEquals(
                List.of("memorandum title", "grant G1 constraint"),
                Comparison.of(before, after).differences().stream()
                        .map(difference -> difference.clause() + " " + difference.part())
                        .toList());
        assertEquals(0, Comparison.of(before, before).differences().size());
        Comparison.Reach reach = Comparison.reaches(before, after).getFirst();
        assertEquals(Effect.WIDER, reach.effect());
        assertNotNull(reach.gained());
        assertNull(reach.lost());
        assertEquals(
                Effect.NARROWER, Comparison.reaches(after, before).getFirst().effect());
        assertEquals(Effect.SAME, Comparison.reaches(before, before).getFirst().effect());
    }
}
