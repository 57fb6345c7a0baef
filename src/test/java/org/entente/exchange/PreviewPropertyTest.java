package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a preview says is what then happens, and asking leaves no trace. */
final class PreviewPropertyTest {
    private static final int HISTORIES = History.scaled(6);
    private static final int STEPS = 40;

    @TempDir
    private Path folder;

    private int compared;

    @Test
    void whatWasPreviewedHappens() {
        long seed = History.seed();
        for (int i = 0; i < HISTORIES; i++) {
            try (Node node = new Node("a", folder.resolve(Integer.toString(i)))) {
                run(seed + i, node);
            }
        }
        assertTrue(compared > HISTORIES, "too little was compared, seed " + seed);
    }

    private void run(long seed, Node node) {
        History.begin(node);
        History.receives(node);
        List<History.Step> steps = History.random(seed, STEPS);
        for (int i = 0; i < steps.size(); i++) {
            History.pass(node, i);
            String at = History.at(seed, i, steps.get(i));
            var digests = node.exchange().digests();
            Preview preview = preview(steps.get(i), node);
            assertEquals(digests, node.exchange().digests(), at);
            List<Set<String>> before = preview.contracts().stream()
                    .map(contract -> shown(contract, node))
                    .toList();
            History.apply(steps.get(i), node);
            for (int n = 0; n < before.size(); n++) {
                compare(preview.contracts().get(n), before.get(n), node, at);
            }
        }
    }

    private static Preview preview(History.Step step, Node node) {
        return switch (step) {
            case History.Rules(var index) -> {
                byte[] rules = History.HOUSE_RULES.get(index).getBytes(UTF_8);
                yield node.exchange()
                        .handle(new Command.PreviewHouseRules("test", Node.accepted(HouseRules.read(rules))));
            }
            case History.Conclude(var index)
            when node.exchange().state().memorandum(History.id(index)) == null -> {
                byte[] memorandum = History.MEMORANDA.get(index).getBytes(UTF_8);
                yield node.exchange()
                        .handle(new Command.PreviewMemorandum("test", Node.accepted(Memorandum.read(memorandum))));
            }
            default -> new Preview(List.of());
        };
    }

    private void compare(Preview.Contract contract, Set<String> before, Node node, String at) {
        Set<String> after = shown(contract, node);
        assertEquals(after.size(), contract.live(), at);
        assertEquals(
                contract.live(),
                contract.types().values().stream().mapToLong(Long::longValue).sum(),
                at);
        Set<String> gained = new HashSet<>(after);
        gained.removeAll(before);
        assertEquals(gained.size(), contract.released(), at);
        before.removeAll(after);
        assertEquals(before.size(), contract.withdrawn(), at);
        contract.releasedSamples().forEach(sample -> assertTrue(gained.contains(named(sample)), at));
        contract.withdrawnSamples().forEach(sample -> assertTrue(before.contains(named(sample)), at));
        compared++;
    }

    private static String named(Preview.Sample sample) {
        return sample.id() + " " + sample.version();
    }

    /** What is live now; nothing where there is no such contract yet. */
    private static Set<String> shown(Preview.Contract contract, Node node) {
        UUID id = contract.id();
        return node.exchange().state().contract(id) == null
                ? new HashSet<>()
                : node.page(id).stream()
                        .map(object -> object.id().value() + " " + object.version())
                        .collect(Collectors.toCollection(HashSet::new));
    }
}
