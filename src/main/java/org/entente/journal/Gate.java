package org.entente.journal;

import java.util.concurrent.locks.StampedLock;

/**
 * Lets any number of threads into native memory until it is closed. RocksDB does not check that it is still open: a read
 * after its close would end the process.
 *
 * <p>The locks are tried, never waited for: the only writer is {@link #close}, which keeps them, so a lock that cannot be had
 * means closed. That also allows a thread to enter again while it is inside. Several locks keep readers on several
 * processors from fighting over one word of memory.
 */
final class Gate {
    private static final int LOCKS = 16;

    private final StampedLock[] locks = new StampedLock[LOCKS];
    private boolean closed;

    Gate() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new StampedLock();
        }
    }

    /** Returns what {@link #leave} wants. */
    long enter() {
        long stamp = mine().tryReadLock();
        if (stamp == 0) {
            throw JournalException.closed();
        }
        return stamp;
    }

    void leave(long stamp) {
        mine().unlockRead(stamp);
    }

    private StampedLock mine() {
        return locks[(int) (Thread.currentThread().threadId() % LOCKS)];
    }

    /** Waits until everybody is out and lets nobody in again. Returns false if it was closed already. */
    synchronized boolean close() {
        if (closed) {
            return false;
        }
        closed = true;
        for (StampedLock lock : locks) {
            lock.writeLock();
        }
        return true;
    }
}
