package org.entente.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.entente.stix.StixObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 3 from the callers' side: an answer means durable, a failure means nothing happened, and everybody is answered. */
final class WriterTest {
    private static final int THREADS = 16;
    private static final int COMMANDS = History.scaled(20);

    @TempDir
    private Path folder;

    @Test
    void whatWasAnsweredIsThereAfterReopening() throws InterruptedException, ExecutionException {
        Node node = new Node("a", folder.resolve("a"));
        node.knows(History.B);
        node.conclude(History.MEMORANDA.getFirst(), History.B);
        UUID contract = node.contract("G1");
        Set<String> answered = ConcurrentHashMap.newKeySet();
        inThreads(thread -> {
            for (int i = 0; i < COMMANDS; i++) {
                StixText object = StixText.of("malware", thread * COMMANDS + i);
                if (i % 4 == 3) {
                    Failure failure = assertThrows(
                            Failure.class, () -> node.exchange().handle(new Command.Sever("test", new UUID(0, 0))));
                    assertEquals(Failure.Code.NOT_FOUND, failure.code());
                } else {
                    assertEquals(1, node.add(object.json()).released().get(contract));
                    answered.add(object.id());
                    assertTrue(node.shown(contract).contains(object.id()), "every reader sees what was answered");
                }
            }
        });
        long objects = node.exchange().status().objects();
        Map<String, String> digests = node.exchange().digests();
        node.replay();
        assertEquals(answered, new HashSet<>(node.shown(contract)));
        assertEquals(answered.size(), objects);
        assertEquals(objects, node.exchange().status().objects());
        assertEquals(digests, node.exchange().digests());
        String time = "";
        for (Opening opening : node.openings(contract)) {
            assertTrue(opening.time().compareTo(time) > 0);
            time = opening.time();
        }
        node.close();
    }

    @Test
    void aCommandThatFailsDoesNothing() {
        try (Node node = new Node("a", folder.resolve("b"))) {
            Map<String, String> before = node.exchange().digests();
            List<StixObject> many = new ArrayList<>();
            StixObject one = Node.objects(StixText.of("malware", 1)
                            .saying("x".repeat(1 << 20))
                            .json()
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .getFirst();
            for (int i = 0; i < 65; i++) {
                many.add(one);
            }
            Failure failure = assertThrows(
                    Failure.class,
                    () -> node.exchange()
                            .handle(new Command.ImportObjects("test", org.entente.release.Tags.NONE, many)));
            assertEquals(Failure.Code.LIMIT, failure.code());
            assertEquals(before, node.exchange().digests());
            node.restart();
            assertEquals(before, node.exchange().digests());
        }
    }

    @Test
    void closingAnswersEverybodyAndKeepsWhatWasAnswered() throws InterruptedException, ExecutionException {
        Node node = new Node("a", folder.resolve("c"));
        Set<String> answered = ConcurrentHashMap.newKeySet();
        inThreads(thread -> {
            for (int i = 0; i < COMMANDS * 10; i++) {
                if (thread == 0 && i == COMMANDS) {
                    node.exchange().close();
                    return;
                }
                StixText object = StixText.of("malware", thread * COMMANDS * 10 + i);
                try {
                    node.add(object.json());
                    answered.add(object.id());
                } catch (Failure failure) {
                    assertEquals(Failure.Code.UNAVAILABLE, failure.code());
                    return;
                }
            }
        });
        assertFalse(answered.isEmpty());
        node.restart();
        for (String id : answered) {
            assertEquals(1, node.add(StixText.of("malware", number(id)).json()).unchanged(), id);
        }
        node.close();
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(id.length() - 12));
    }

    /** What each of many threads does, by its number. */
    private interface Work {
        void run(int thread);
    }

    private static void inThreads(Work work) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> futures = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                futures.add(threads.submit(() -> work.run(number)));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
    }
}
