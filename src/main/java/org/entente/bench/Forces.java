package org.entente.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Counts how often this process forces files of a folder to the disk. The Java runtime's own recorder tells of each call, so
 * nothing in the code that is measured has to count.
 */
final class Forces {
    private static final String EVENT = "jdk.FileForce";

    private final Path folder;
    private final Recording recording = new Recording();

    /** What was counted: calls, and how long they took together. */
    record Count(long calls, long nanos) {}

    /** Begins to count. */
    Forces(Path folder) {
        this.folder = folder;
        recording.enable(EVENT).withoutThreshold().withoutStackTrace();
        recording.start();
    }

    /** Ends it. */
    Count end() throws IOException {
        recording.stop();
        Path file = Files.createTempFile(folder.getParent(), "forces", ".jfr");
        try {
            recording.dump(file);
            long calls = 0;
            long nanos = 0;
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                if (event.getEventType().getName().equals(EVENT)
                        && Path.of(event.getString("path")).startsWith(folder)) {
                    calls++;
                    nanos += event.getDuration().toNanos();
                }
            }
            return new Count(calls, nanos);
        } finally {
            recording.close();
            Files.delete(file);
        }
    }
}
