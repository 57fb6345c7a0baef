package org.entente.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.entente.Seeds;
import org.entente.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Nodes that are killed in the middle of an import and of a pull, at moments that a seed chooses. */
final class KilledNodesEndToEndIT {
    private static final int KILLS = 6 * Integer.getInteger("entente.test.scale", 1);

    /** Every kill comes within this time after the command began; most commands take longer on a small machine. */
    private static final int MAX_DELAY_MILLIS = 400;

    @TempDir
    private Path folder;

    @Test
    void whatWasAcknowledgedStaysAndTheRootsAreEqual() throws Exception {
        long seed = Seeds.first();
        Random random = new Random(seed);
        StringWriter told = new StringWriter();
        try (Demo demo = new Demo(folder, new PrintWriter(told), Main::run, Main.class.getName(), _ -> {});
                ExecutorService commands = Executors.newVirtualThreadPerTaskExecutor()) {
            DemoNode a = demo.first();
            DemoNode b = demo.second();
            String contract = demo.concludeOne();
            long acknowledged = 0;
            for (int round = 0; round < KILLS; round++) {
                Path file = a.file("round-" + round + ".json", Objects60.of(round));
                acknowledged += killedWhile(commands, random, a, "import", file.toString()) ? Objects60.COUNT : 0;
                a.json("import", file.toString());
                killedWhile(commands, random, b, "pull", contract);
                killedWhile(commands, random, a, "import", file.toString());
            }
            b.json("pull", contract);
            JsonNode here = a.json("feed", "root", contract);
            JsonNode there = b.json("feed", "root", contract);
            String message = "seed " + seed + "\n" + here + "\n" + there;
            assertEquals(here.path("root"), there.path("root"), message);
            assertTrue(there.path("equal").asBoolean(), message);
            assertEquals((long) KILLS * Objects60.COUNT, here.path("live").asLong(), message);
            assertEquals((long) KILLS * Objects60.COUNT, there.path("objects").asLong(), message);
            assertTrue(acknowledged <= here.path("live").asLong(), message);
        }
    }

    /** Types a command, kills the node a moment later, starts it again. Returns whether the command was acknowledged. */
    private static boolean killedWhile(ExecutorService commands, Random random, DemoNode node, String... command)
            throws InterruptedException {
        Future<Boolean> answer = commands.submit(() -> acknowledged(node, command));
        Thread.sleep(random.nextInt(MAX_DELAY_MILLIS));
        node.kill();
        boolean acknowledged;
        try {
            acknowledged = answer.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
        node.start();
        return acknowledged;
    }

    private static boolean acknowledged(DemoNode node, String... command) {
        return node.type(command).code() == 0;
    }
}
