package org.entente.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.journal.JournalException.Code;
import org.jspecify.annotations.Nullable;

/** Keeps a second journal, in this or any other process, out of a directory. */
final class DirectoryLock implements AutoCloseable {
    /**
     * What this process holds. POSIX drops a process's lock when the process closes any descriptor of the file, so a second
     * attempt from the same process must not even open the lock file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock of an existing directory.
     *
     * @throws JournalException with {@code LOCKED} or {@code IO}
     */
    static DirectoryLock take(Path directory) {
        Path file = directory;
        FileChannel channel = null;
        boolean taken = false;
        try {
            file = directory.toRealPath().resolve("lock");
            if (!HELD.add(file)) {
                throw locked(file);
            }
            taken = true;
            channel = PrivateFiles.openOrCreate(file);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw locked(file);
            }
            return new DirectoryLock(file, channel);
        } catch (JournalException e) {
            giveBack(file, channel, taken);
            throw e;
        } catch (IOException e) {
            giveBack(file, channel, taken);
            throw JournalException.io(file, e);
        }
    }

    private static JournalException locked(Path file) {
        return new JournalException(Code.LOCKED, "Another process has this directory open.", file);
    }

    private static void giveBack(Path file, @Nullable FileChannel channel, boolean taken) {
        if (!taken) {
            return;
        }
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw JournalException.io(file, e);
        } finally {
            HELD.remove(file);
        }
    }

    @Override
    public void close() {
        giveBack(file, channel, true);
    }
}
