package org.entente.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the records of a journal end: each segment file is named by the address at which it begins, has its full length from
 * the start, and is zero behind its last record. So the last byte that is not zero is the end, but for a few bytes of padding.
 */
final class JournalEnd {
    private static final int CHUNK_BYTES = 1 << 20;

    private JournalEnd() {}

    /** The address of the end of the journal in that folder. */
    static long of(Path folder) throws IOException {
        Path last = null;
        try (DirectoryStream<Path> segments = Files.newDirectoryStream(folder, "*.log")) {
            for (Path segment : segments) {
                last = last == null || segment.compareTo(last) > 0 ? segment : last;
            }
        }
        if (last == null) {
            throw new IOException("there is no journal");
        }
        String name = String.valueOf(last.getFileName());
        return Long.parseLong(name.substring(0, name.indexOf('.'))) + used(last);
    }

    private static long used(Path segment) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        try (FileChannel channel = FileChannel.open(segment)) {
            for (long end = channel.size(); end > 0; end -= CHUNK_BYTES) {
                long start = Math.max(0, end - CHUNK_BYTES);
                chunk.clear().limit((int) (end - start));
                while (chunk.hasRemaining() && channel.read(chunk, start + chunk.position()) >= 0) {
                    // A read may be short.
                }
                for (int i = chunk.limit() - 1; i >= 0; i--) {
                    if (chunk.get(i) != 0) {
                        return start + i + 1;
                    }
                }
            }
            return 0;
        }
    }
}
