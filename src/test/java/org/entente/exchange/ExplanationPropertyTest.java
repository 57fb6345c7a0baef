package org.entente.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.entente.stix.StixId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 7: what was explained once is explained in the same way later, as of that moment, and after replay. */
final class ExplanationPropertyTest {
    private static final int HISTORIES = History.scaled(3);
    private static final int STEPS = 60;

    @TempDir
    private Path folder;

    /** What was answered at a moment. */
    private record Asked(Instant at, StixId object, UUID contract, Explanation answer) {}

    @Test
    void thePastIsExplainedAsItWasThen() {
        long seed = History.seed();
        for (int i = 0; i < HISTORIES; i++) {
            Path directory = folder.resolve(Integer.toString(i));
            try (Node node = new Node("a", directory)) {
                List<Asked> asked = run(seed + i, node);
                assertTrue(asked.size() > STEPS / 4, "seed " + (seed + i));
                check(asked, node, seed + i);
                node.replay();
                check(asked, node, seed + i);
                assertTrue(Files.notExists(directory.resolve("past")));
            }
        }
    }

    private static List<Asked> run(long seed, Node node) {
        Random random = new Random(seed);
        History.begin(node);
        History.receives(node);
        List<Asked> asked = new ArrayList<>();
        List<History.Step> steps = History.random(seed, STEPS);
        for (int i = 0; i < steps.size(); i++) {
            History.pass(node, i);
            History.apply(steps.get(i), node);
            Instant now = Micros.instant(node.exchange().status().journalMicros());
            for (State.ContractEntry contract : node.given()) {
                List<History.Item> brought = brought(steps.get(i));
                if (!brought.isEmpty()) {
                    StixId id = new StixId(
                            brought.get(random.nextInt(brought.size())).text().id());
                    UUID of = contract.contract().id();
                    asked.add(new Asked(now, id, of, node.exchange().explain(id, null, of)));
                }
            }
        }
        return asked;
    }

    private static List<History.Item> brought(History.Step step) {
        return switch (step) {
            case History.Import imported -> imported.items();
            case History.Receive received -> received.items();
            default -> List.of();
        };
    }

    private static void check(List<Asked> asked, Node node, long seed) {
        Random random = new Random(seed);
        for (int n = 0; n < 4; n++) {
            Asked one = asked.get(random.nextInt(asked.size()));
            Explanation past = node.exchange().explain(one.object(), null, one.contract(), one.at());
            // Bytes that were destroyed since cannot be looked at any more (rule 21).
            boolean destroyed =
                    past.steps().stream().anyMatch(step -> step.clause().contains("destroyed"));
            if (!destroyed) {
                assertEquals(one.answer(), past, "seed " + seed + ", as of " + one.at());
            }
        }
        Asked first = asked.getFirst();
        Instant before = History.BEGIN.minus(Duration.ofDays(1));
        assertEquals(
                Failure.Code.NOT_FOUND,
                assertThrows(
                                Failure.class,
                                () -> node.exchange().explain(first.object(), null, first.contract(), before))
                        .code());
    }
}
