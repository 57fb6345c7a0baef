package org.entente.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the story shows: steps, the commands that are typed, what they print, and what must hold. */
final class Screen {
    /** Lines of one command's output that are shown; the rest is counted. */
    private static final int MAX_LINES = 24;

    private final PrintWriter out;
    private final Path folder;
    private final long start = System.nanoTime();

    Screen(PrintWriter out, Path folder) {
        this.out = out;
        this.folder = folder;
    }

    void step(int number, String title) {
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        say("");
        say("── %d. %s  [%d s]".formatted(number, title, seconds));
    }

    void command(String node, String... words) {
        say("   " + node + "$ entente " + shorter(String.join(" ", words)));
    }

    void output(String text) {
        List<String> lines = text.lines().toList();
        lines.stream().limit(MAX_LINES).forEach(line -> say("     " + shorter(line)));
        if (lines.size() > MAX_LINES) {
            say("     … %d more lines".formatted(lines.size() - MAX_LINES));
        }
    }

    void note(String sentence) {
        say("   " + sentence);
    }

    /** Something that must hold for the story to go on. */
    void holds(boolean held, String sentence) {
        if (!held) {
            throw new DemoFailure("this does not hold: " + sentence);
        }
        say("   ✓ " + sentence);
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Paths in the story's own folder are shown by their last part. */
    private String shorter(String line) {
        return line.replace(folder.toString() + "/", "");
    }
}
