package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 3: replaying the journal gives the same views to the byte, on random histories with giving and receiving. */
final class ReplayPropertyTest {
    private static final int HISTORIES = History.scaled(3);
    private static final int STEPS = 30;
    private static final String GRANTS = """
            [{"id":"P1","title":"Back and forth","from":"did:web:a.example","to":["did:web:d.example"],
              "constraint":{"tlp":{"lteq":"amber"}},"duties":{"onward":"allowed"}},
             {"id":"P2","title":"The other way","from":"did:web:d.example","to":["did:web:a.example"],
              "constraint":{"tlp":{"lteq":"amber"}},"duties":{"onward":"allowed"}}]""";

    @TempDir
    private Path folder;

    @Test
    void viewsComeFromTheJournalAlone() {
        long seed = History.seed();
        for (int i = 0; i < HISTORIES; i++) {
            Path directory = folder.resolve(Integer.toString(i));
            try (Node a = new Node("a", directory.resolve("a"));
                    Node d = new Node("d", directory.resolve("d"))) {
                run(seed + i, a, d);
            }
        }
    }

    private static void run(long seed, Node a, Node d) {
        Random random = new Random(seed);
        History.begin(a);
        History.begin(d);
        Node.introduce(a, d);
        Node.conclude(a, d, GRANTS, "\"defaults\":{\"tlp\":\"green\"},");
        List<History.Step> steps = History.random(seed, STEPS);
        for (int i = 0; i < steps.size(); i++) {
            History.pass(a, i);
            History.pass(d, i);
            History.Step step = steps.get(i);
            boolean elsewhere = step instanceof History.Import && random.nextInt(3) == 0;
            History.apply(step, elsewhere ? d : a);
            String at = History.at(seed, i, step);
            if (random.nextInt(4) == 0) {
                pull(a, d, a.contract("P2"));
                pull(d, a, a.contract("P1"));
            }
            if (random.nextInt(10) == 0) {
                check(a, at);
                check(d, at);
            }
        }
        check(a, "seed " + seed);
        check(d, "seed " + seed);
    }

    private static void pull(Node to, Node from, UUID contract) {
        ContractEntry entry = from.exchange().state().contract(contract);
        if (entry != null && entry.status() == Status.OPEN) {
            to.pull(from, contract);
            Received.Verification verification =
                    to.exchange().received(contract).verify();
            assertEquals(verification.signedRoot(), verification.root());
            assertEquals(from.exchange().feed(contract).live(), verification.objects());
            assertEquals(0, verification.pending() + verification.damaged() + verification.openingsGone());
        }
    }

    /** Restarts the node, then replays it from nothing: the views do not change by a byte, nor what stands behind them. */
    private static void check(Node node, String at) {
        Map<String, String> before = node.exchange().digests();
        String state = text(node.exchange());
        node.restart();
        assertEquals(before, node.exchange().digests(), () -> "restart, " + at);
        node.replay();
        assertEquals(before, node.exchange().digests(), () -> "replay, " + at);
        assertEquals(state, text(node.exchange()), () -> "state, " + at);
    }

    private static String text(Exchange exchange) {
        StringBuilder text = new StringBuilder();
        State state = exchange.state();
        state.partners().forEach(partner -> text.append(partner).append('\n'));
        state.memoranda()
                .forEach(entry -> text.append(new String(entry.signed().canonical(), UTF_8))
                        .append(entry.standing())
                        .append('\n'));
        state.contracts()
                .forEach(entry -> text.append(entry.number())
                        .append(entry.contract())
                        .append(entry.status())
                        .append('\n'));
        state.collections().forEach(collection -> text.append(collection).append('\n'));
        return text.append(state.houseRules()).append(exchange.status()).toString();
    }
}
