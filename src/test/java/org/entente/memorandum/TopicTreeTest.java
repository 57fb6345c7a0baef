package org.entente.memorandum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicTreeTest {
    @Test
    void aTopicComesWithAllThatItIsPartOf() {
        TopicTree tree =
                tree("{'cyber':['ransomware','phishing'],'threats':['cyber','sabotage'],'money':['ransomware']}");
        assertEquals(
                Set.of("ransomware", "cyber", "threats", "money", "x"), tree.withWider(List.of("ransomware", "x")));
        assertEquals(Set.of("cyber", "threats"), tree.withWider(List.of("cyber")));
        assertEquals(Set.of(), tree.withWider(List.of()));
        assertEquals(Set.of("ransomware"), TopicTree.NONE.withWider(List.of("ransomware")));
    }

    @Test
    void theWayDownIsLimitedAndNeverACircle() {
        assertEquals("topic-circle", fault(chain(TopicTree.MAX_DEPTH)));
        assertEquals(
                TopicTree.MAX_DEPTH,
                tree(chain(TopicTree.MAX_DEPTH - 1))
                        .withWider(List.of("t" + (TopicTree.MAX_DEPTH - 1)))
                        .size());
        assertEquals("topic-circle", fault("{'a':['b'],'b':['c'],'c':['a']}"));
        assertEquals("too-many", fault(wide(TopicTree.MAX_TOPICS + 1)));
        tree(wide(TopicTree.MAX_TOPICS));
    }

    @Test
    void houseRulesHaveATreeOfTheirOwn() {
        String rules = "{'entente':'house-rules/1','topics':{'sources':['informants']},'rules':[]}";
        HouseRules read = Samples.houseRules(rules);
        assertEquals(Set.of("informants", "sources"), read.topics().withWider(List.of("informants")));
        assertEquals(read, Samples.accepted(HouseRules.read(read.canonical())));
        assertNotEquals(HouseRules.NONE, read);
    }

    /** A chain of that many steps down. */
    private static String chain(int steps) {
        StringBuilder chain = new StringBuilder("{");
        for (int i = 0; i < steps; i++) {
            chain.append(i == 0 ? "" : ",").append("'t" + i + "':['t" + (i + 1) + "']");
        }
        return chain + "}";
    }

    private static String wide(int topics) {
        StringBuilder wide = new StringBuilder("{");
        for (int i = 0; i < topics; i++) {
            wide.append(i == 0 ? "" : ",").append("'t" + i + "':['x']");
        }
        return wide + "}";
    }

    private static TopicTree tree(String topics) {
        return Samples.houseRules(document(topics)).topics();
    }

    private static String fault(String topics) {
        return switch (HouseRules.read(Samples.bytes(Samples.json(document(topics))))) {
            case Reading.Accepted<HouseRules> _ -> throw new AssertionError("accepted");
            case Reading.Refused<HouseRules>(var faults) -> faults.getFirst().rule();
        };
    }

    private static String document(String topics) {
        return "{'entente':'house-rules/1','topics':" + topics + ",'rules':[]}";
    }
}
