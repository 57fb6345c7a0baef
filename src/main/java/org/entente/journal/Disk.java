package org.entente.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How the log reaches its segment files for writing: the seam at which the tests let writes and forces fail. */
interface Disk {
    /** Opens an existing file. */
    Handle open(Path file) throws IOException;

    /** A file open for writing in place. */
    interface Handle extends Closeable {
        /** Writes all that remains in the buffer. */
        void write(ByteBuffer from, long position) throws IOException;

        /** Returns when what was written is durable. */
        void force() throws IOException;
    }

    /** The operating system's files. */
    Disk REAL = file -> new ChannelHandle(FileChannel.open(file, StandardOpenOption.WRITE));

    /** A handle on a file channel. */
    record ChannelHandle(FileChannel channel) implements Handle {
        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            long at = position;
            while (from.hasRemaining()) {
                at += channel.write(from, at);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
