package org.entente.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bound of durable ingest: an empty file that is appended to and forced every so often. Nothing else is done: no checksum,
 * no index, no decision.
 */
final class RawFile implements AutoCloseable {
    private static final int WRITE_BYTES = 1 << 20;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(WRITE_BYTES);

    RawFile(Path path) throws IOException {
        channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Writes so many bytes in equal parts with one force after each, and returns the nanoseconds that this took. */
    long append(long bytes, long forces) throws IOException {
        channel.truncate(0);
        channel.force(true);
        long start = System.nanoTime();
        long at = 0;
        for (long part = 1; part <= forces; part++) {
            long end = bytes * part / forces;
            at = write(at, end);
            channel.force(false);
        }
        return System.nanoTime() - start;
    }

    private long write(long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            buffer.clear().limit((int) Math.min(WRITE_BYTES, to - at));
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
        }
        return at;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
