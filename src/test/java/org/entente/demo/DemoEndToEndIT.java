package org.entente.demo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.entente.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The story as {@code ./entente demo} tells it, on two real processes, with both killed after every step. */
final class DemoEndToEndIT {
    @TempDir
    private Path folder;

    @Test
    void everyStepHoldsAlthoughBothNodesAreKilledAfterEachStep() {
        StringWriter told = new StringWriter();
        Demo[] demo = new Demo[1];
        demo[0] = new Demo(folder, new PrintWriter(told), Main::run, Main.class.getName(), step -> {
            demo[0].killAndRestart(step % 2 == 0);
            demo[0].killAndRestart(step % 2 != 0);
        });
        try (Demo running = demo[0]) {
            assertTrue(running.tell(), told::toString);
        }
        assertTrue(told.toString().contains("kill -9 of node A"), told::toString);
        assertTrue(told.toString().contains("kill -9 of node B"), told::toString);
    }
}
