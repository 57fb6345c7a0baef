package org.entente.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A disk that fails at one operation and every later one; a failing write may leave a part behind. */
final class FailingDisk implements Disk {
    private final int failingOperation;
    private final boolean leavesPart;
    private int operations;

    FailingDisk(int failingOperation, boolean leavesPart) {
        this.failingOperation = failingOperation;
        this.leavesPart = leavesPart;
    }

    int operations() {
        return operations;
    }

    private boolean fails() {
        return ++operations >= failingOperation;
    }

    @Override
    public Handle open(Path file) throws IOException {
        Handle real = Disk.REAL.open(file);
        return new Handle() {
            @Override
            public void write(ByteBuffer from, long position) throws IOException {
                if (!fails()) {
                    real.write(from, position);
                    return;
                }
                if (leavesPart) {
                    real.write(from.slice(from.position(), from.remaining() / 2), position);
                }
                throw new IOException("The disk failed to write.");
            }

            @Override
            public void force() throws IOException {
                if (fails()) {
                    throw new IOException("The disk failed to force.");
                }
                real.force();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }
}
