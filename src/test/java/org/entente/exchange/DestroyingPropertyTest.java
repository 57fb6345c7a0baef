package org.entente.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.entente.journal.StoppedJournal;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Under the duty {@code deleteAtEnd}, after each pull of a random history, the receiver's journal holds the words of an object,
 * anywhere, exactly where the giver's feed still shows them; and what it passes on can be read.
 */
final class DestroyingPropertyTest {
    private static final int HISTORIES = History.scaled(4);
    private static final int STEPS = 30;
    private static final UUID COLLECTION = new UUID(1, 2);
    private static final Node.Partner C = Node.Partner.of("c");
    private static final List<String> DUTIES =
            List.of("", ",\"trim\":true", ",\"cutMarked\":true", ",\"trim\":true,\"cutMarked\":true");
    private static final List<String> TYPES = List.of("malware", "report", "ipv4-addr");

    @TempDir
    private Path folder;

    private final Set<String> words = new LinkedHashSet<>();
    private final List<Instant> moments = new ArrayList<>();

    @Test
    void rule21NothingIsKeptBeyondItsTitle() {
        long seed = History.seed();
        for (int i = 0; i < HISTORIES; i++) {
            words.clear();
            moments.clear();
            run(seed + i, folder.resolve(Integer.toString(i)));
        }
    }

    private static Node node(String name, Path folder) {
        Path directory = folder.resolve(name);
        return new Node(name, directory, NodeKeys.create(directory.resolve("keys")), new StoppedJournal()::open);
    }

    private void run(long seed, Path directory) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Node a = node("a", directory);
                Node b = node("b", directory)) {
            Node.introduce(a, b);
            b.knows(C);
            a.exchange().handle(new Command.AddCollection("test", COLLECTION, "Filed", "", Tags.NONE));
            String more = DUTIES.get(random.nextInt(DUTIES.size()));
            UUID memorandum = Node.conclude(
                    a, b, grant("AB", a.did, b.did, "\"onward\":\"allowed\",\"deleteAtEnd\":true" + more));
            String onward = random.nextBoolean() ? "\"cut\":[\"labels\"]" : "\"onward\":\"never\"" + more;
            b.conclude(
                    Node.document(
                            b.did,
                            C.did(),
                            "2026-01-01T00:00:00Z",
                            "2027-01-01T00:00:00Z",
                            "",
                            grant("BC", b.did, C.did(), onward)),
                    C);
            for (int i = 0; i < STEPS; i++) {
                step(a, random);
                if (random.nextInt(3) == 0) {
                    b.pull(a, a.contract("AB"));
                    check(a, b, "seed " + seed + ", step " + i);
                }
            }
            isWhole(a, directory, seed);
            isWhole(b, directory, seed);
            b.exchange().handle(new Command.Sever("test", memorandum));
            assertEquals(Set.of(), kept(b), () -> "severed, seed " + seed);
            assertEquals(List.of(), b.shown(b.contract("BC")));
            isWhole(b, directory, seed);
        }
    }

    private static String grant(String id, String from, String to, String duties) {
        return """
                [{"id":"%s","title":"T","from":"%s","to":["%s"],
                  "constraint":{"tlp":{"lteq":"green"}},"duties":{%s}}]""".formatted(id, from, to, duties);
    }

    private void step(Node a, SplittableRandom random) {
        int which = random.nextInt(10);
        String type = TYPES.get(random.nextInt(TYPES.size()));
        int number = 1 + random.nextInt(3);
        if (which < 6) {
            int version = type.equals("ipv4-addr") ? 1 : 1 + random.nextInt(4);
            String word = "word-" + type + "-" + number + "-" + version + "-" + random.nextInt(1 << 20) + "-end";
            StixText text = StixText.of(type, number)
                    .at(version)
                    .saying(word)
                    .marked(random.nextInt(6) == 0 ? StixText.RED : StixText.GREEN);
            text = type.equals("ipv4-addr") ? text : text.labelled("cut-by-b");
            text = type.equals("report") ? text.refers(StixText.id("malware", 1 + random.nextInt(3))) : text;
            text = random.nextInt(4) == 0 ? text.marking("x_text", StixText.RED) : text;
            text = random.nextInt(4) == 0 && !type.equals("ipv4-addr") ? text.revoking() : text;
            a.add(new Tags(null, new TreeSet<>(), "Filed"), text.json());
            words.add(word);
        } else if (which < 9) {
            remove(a, StixText.id(type, number));
        } else {
            a.rules(
                    random.nextBoolean()
                            ? "[]"
                            : "[{\"id\":\"H\",\"text\":\"R\",\"require\":{\"type\":{\"neq\":\"" + type + "\"}}}]");
        }
    }

    private static void remove(Node a, String id) {
        try {
            a.exchange().handle(new Command.RemoveObject("test", COLLECTION, new StixId(id), Feed.Versions.ALL));
        } catch (Failure failure) {
            assertEquals(Failure.Code.NOT_FOUND, failure.code());
        }
    }

    private void check(Node a, Node b, String at) {
        UUID ab = a.contract("AB");
        UUID bc = b.contract("BC");
        String shown = "";
        for (StixObject object : a.page(ab)) {
            shown += new String(object.bytes(), UTF_8);
        }
        Set<String> due = new TreeSet<>();
        for (String word : words) {
            if (shown.contains(word)) {
                due.add(word);
            }
        }
        assertEquals(due, kept(b), at);
        Received.Verification verification = b.exchange().received(ab).verify();
        assertTrue(verification.equal(), at);
        assertEquals(a.exchange().feed(ab).live(), verification.objects(), at);
        assertEquals(0, verification.pending() + verification.damaged(), at);
        assertTrue(a.shown(ab).containsAll(b.shown(bc)), at);
        b.exchange().account(bc);
        moments.add(b.clock.instant());
    }

    /** The words that stand in the node's journal, as it lies on the disk. */
    private Set<String> kept(Node node) {
        Set<String> kept = new TreeSet<>();
        try (Stream<Path> files = Files.walk(node.directory.resolve("journal"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String all = new String(Files.readAllBytes(file), ISO_8859_1);
                words.stream().filter(all::contains).forEach(kept::add);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return kept;
    }

    /** Explanations of then and now can be given, replay gives the same views, and the journal at rest is sound. */
    private void isWhole(Node node, Path directory, long seed) {
        if (!moments.isEmpty()) {
            explains(node, moments.getFirst());
            explains(node, moments.getLast());
        }
        var before = node.exchange().digests();
        node.close();
        assertEquals(
                List.of(),
                Exchange.check(node.directory, directory.resolve("scratch")).problems(),
                "seed " + seed);
        node.replay();
        assertEquals(before, node.exchange().digests(), () -> "seed " + seed);
    }

    private static void explains(Node node, Instant moment) {
        UUID contract = node.did.endsWith(":a.example") ? node.contract("AB") : node.contract("BC");
        for (String type : TYPES) {
            for (int number = 1; number <= 3; number++) {
                StixId id = new StixId(StixText.id(type, number));
                try {
                    node.exchange().explain(id, null, contract);
                    node.exchange().explain(id, null, contract, moment);
                } catch (Failure failure) {
                    assertEquals(Failure.Code.NOT_FOUND, failure.code());
                }
            }
        }
    }
}
