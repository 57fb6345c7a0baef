package org.entente.node;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.entente.exchange.Failure;
import org.entente.exchange.Micros;
import org.entente.exchange.State;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Status;
import org.entente.taxii.PullReport;
import org.entente.taxii.Puller;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks each partner at an interval for what is new, under every contract by which we receive, has not ended, and for which we hold
 * something to prove ourselves with; under one that is suspended, for what was recalled. A failure is logged when it begins, changes and ends; it makes the next attempts rarer and stops nothing
 * else. Each attempt has a virtual thread, so a partner that is slow delays nobody.
 */
final class Pulling implements AutoCloseable {
    /** The longest wait between two attempts after failures, unless the interval itself is longer. */
    static final Duration MAX_WAIT = Duration.ofMinutes(5);

    /** The longest that a partner may have us wait because it asked for it. */
    static final Duration MAX_ASKED = Duration.ofHours(1);

    /** How long an attempt in progress may hold up the end of the node. */
    private static final Duration MAX_END = Duration.ofSeconds(2);

    private static final Logger LOG = System.getLogger("org.entente.node");

    /** One pull, from the log and the objects to the exchange. */
    interface Pull {
        /** Pulls until there is no more; throws {@link Failure}, also when it is interrupted. */
        PullReport run(UUID contract);
    }

    /** How it goes with one contract. Guarded by the monitor of what it is part of. */
    private static final class Progress {
        boolean queued;
        long dueNanos = System.nanoTime();
        int failures;

        @Nullable
        String failing;

        @Nullable
        String reason;

        @Nullable
        Instant last;

        /** Whether the last attempt that did not fail found the contract suspended. */
        boolean suspended;
    }

    private final String self;
    private final Supplier<State> state;
    private final Predicate<String> mayAsk;
    private final Duration interval;
    private final Pull pull;
    private final Map<UUID, Progress> progress = new HashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Semaphore bell = new Semaphore(0);
    private boolean closed;

    /** @param mayAsk whether we hold something, a token or a certificate, to prove ourselves to that partner with */
    Pulling(String self, Supplier<State> state, Predicate<String> mayAsk, Duration interval, Pull pull) {
        this.self = self;
        this.state = state;
        this.mayAsk = mayAsk;
        this.interval = interval;
        this.pull = pull;
    }

    void start() {
        begin("pulling", this::loop);
    }

    /** Makes every contract due now: something has changed that may let more through. */
    synchronized void wake() {
        progress.values().forEach(p -> p.dueNanos = System.nanoTime());
        bell.release();
    }

    private synchronized void begin(String name, Runnable work) {
        if (!closed) {
            threads.removeIf(thread -> !thread.isAlive());
            threads.add(Thread.ofVirtual().name(name).start(work));
        }
    }

    private void loop() {
        try {
            while (true) {
                for (ContractEntry contract : due()) {
                    begin("pull " + contract.contract().id(), () -> attempt(contract));
                }
                pause();
            }
        } catch (InterruptedException _) {
            // The node is ending.
        }
    }

    private synchronized List<ContractEntry> due() {
        List<ContractEntry> receiving = receiving();
        progress.keySet()
                .retainAll(receiving.stream().map(c -> c.contract().id()).toList());
        List<ContractEntry> due = new ArrayList<>();
        for (ContractEntry contract : receiving) {
            Progress one = progressOf(contract);
            if (one.queued || one.dueNanos - System.nanoTime() > 0) {
                continue;
            }
            if (!mayAsk.test(giver(contract))) {
                one.dueNanos = System.nanoTime() + interval.toNanos();
            } else {
                one.queued = true;
                due.add(contract);
            }
        }
        return due;
    }

    /** Waits until something may be due, or something has changed. */
    private void pause() throws InterruptedException {
        if (bell.tryAcquire(nanosToNext(), TimeUnit.NANOSECONDS)) {
            bell.drainPermits();
        }
    }

    private synchronized long nanosToNext() {
        long wait = interval.toNanos();
        for (Progress one : progress.values()) {
            if (!one.queued) {
                wait = Math.min(wait, one.dueNanos - System.nanoTime());
            }
        }
        return wait;
    }

    /** The contracts by which we receive that have not ended. */
    List<ContractEntry> receiving() {
        return state.get().contracts().stream()
                .filter(c -> c.contract().receiver().equals(self) && c.status() != Status.CLOSED)
                .toList();
    }

    private synchronized Progress progressOf(ContractEntry contract) {
        return progress.computeIfAbsent(contract.contract().id(), _ -> new Progress());
    }

    private static String giver(ContractEntry contract) {
        return contract.contract().giver();
    }

    private void attempt(ContractEntry contract) {
        try {
            now(contract);
        } catch (Failure _) {
            // Noted already.
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "A pull met a bug.", bug);
        }
    }

    /** Pulls under that contract now, whatever the interval says; throws {@link Failure} as the pull failed. */
    PullReport now(ContractEntry contract) {
        try {
            PullReport report = pull.run(contract.contract().id());
            note(contract, report.suspended());
            tell(report);
            return report;
        } catch (Failure failure) {
            note(contract, failure.code().name(), failure.getMessage(), Puller.askedToWait(failure));
            throw failure;
        } catch (RuntimeException bug) {
            note(contract, bug.getClass().getName(), null, Duration.ZERO);
            throw bug;
        }
    }

    /** What became of one of several pulls. */
    sealed interface Attempt {
        /** The contract under which it was. */
        ContractEntry contract();

        record Pulled(ContractEntry contract, PullReport report) implements Attempt {}

        record Failed(ContractEntry contract, Failure failure) implements Attempt {}
    }

    /** Pulls now under all contracts that have not ended, at the same time, so that a partner that has us wait delays no other. */
    List<Attempt> allNow() {
        List<Future<Attempt>> attempts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ContractEntry contract : receiving()) {
                attempts.add(threads.submit(() -> attemptNow(contract)));
            }
        }
        return attempts.stream().map(Pulling::outcome).toList();
    }

    private static Attempt outcome(Future<Attempt> attempt) {
        return switch (attempt.state()) {
            case SUCCESS -> attempt.resultNow();
            case FAILED -> throw new IllegalStateException("a pull met a bug", attempt.exceptionNow());
            case RUNNING, CANCELLED -> throw new Failure(Failure.Code.UNAVAILABLE, "The pull was interrupted.");
        };
    }

    private Attempt attemptNow(ContractEntry contract) {
        try {
            return new Attempt.Pulled(contract, now(contract));
        } catch (Failure failure) {
            return new Attempt.Failed(contract, failure);
        }
    }

    private static void tell(PullReport report) {
        if (report.recalled() > 0) {
            LOG.log(
                    Level.INFO,
                    "The partner gave notice of recalls while the contract is suspended. contract={0} copies={1}",
                    report.contract(),
                    report.recalled());
        }
        LOG.log(
                report.entries() > 0 || report.added() > 0 ? Level.INFO : Level.DEBUG,
                "Pulled. contract={0} entries={1} objects={2} size={3}",
                report.contract(),
                report.entries(),
                report.added(),
                report.size());
        if (report.broken() > 0) {
            LOG.log(
                    Level.WARNING,
                    "Received versions break rules of STIX 2.1 section 3.6 with others of the feed; they are kept. contract={0}"
                            + " count={1}",
                    report.contract(),
                    report.broken());
        }
    }

    private synchronized void note(ContractEntry contract, boolean suspended) {
        progressOf(contract).suspended = suspended;
        note(contract, null, null, Duration.ZERO);
    }

    private synchronized void note(
            ContractEntry contract, @Nullable String failing, @Nullable String reason, Duration asked) {
        Progress one = progressOf(contract);
        one.queued = false;
        one.failures = failing == null ? 0 : one.failures + 1;
        one.dueNanos = System.nanoTime() + waitAfter(one.failures, asked).toNanos();
        if (failing == null) {
            one.last = Instant.now();
        }
        String id = contract.contract().id().toString();
        if (failing == null && one.failing != null) {
            LOG.log(Level.INFO, "Pulling works again. contract={0} partner={1}", id, giver(contract));
        } else if (failing != null && !failing.equals(one.failing) && !closed) {
            LOG.log(
                    Level.WARNING,
                    "Pulling fails; it goes on at longer intervals. contract={0} partner={1} code={2} reason={3}",
                    id,
                    giver(contract),
                    failing,
                    reason == null ? "a bug" : reason);
        }
        one.failing = failing;
        one.reason = reason;
        bell.release();
    }

    Duration waitAfter(int failures) {
        Duration longest = interval.compareTo(MAX_WAIT) > 0 ? interval : MAX_WAIT;
        Duration wait = interval;
        for (int i = 0; i < failures && wait.compareTo(longest) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    /** The same, but no less than the partner asked for, up to a limit. */
    Duration waitAfter(int failures, Duration asked) {
        Duration wait = waitAfter(failures);
        Duration wanted = asked.compareTo(MAX_ASKED) > 0 ? MAX_ASKED : asked;
        return wanted.compareTo(wait) > 0 ? wanted : wait;
    }

    /** How it goes with each contract by which we receive that has not ended. */
    ArrayNode report() {
        ArrayNode report = JsonNodeFactory.instance.arrayNode();
        for (ContractEntry contract : receiving()) {
            Progress one = progressOf(contract);
            synchronized (this) {
                String how = !mayAsk.test(giver(contract))
                        ? "no token"
                        : one.failing != null
                                ? "failing"
                                : one.last == null ? "not yet" : one.suspended ? "suspended" : "works";
                ObjectNode row = report.addObject()
                        .put("contract", contract.contract().id().toString())
                        .put("partner", giver(contract))
                        .put("state", how);
                if (one.last != null) {
                    row.put("last", Micros.text(Micros.of(one.last)));
                }
                if (one.failing != null) {
                    row.put("code", one.failing).put("reason", one.reason);
                }
            }
        }
        return report;
    }

    /** Ends: attempts in progress are interrupted, and waited for a short while. */
    @Override
    public void close() {
        List<Thread> rest;
        synchronized (this) {
            closed = true;
            rest = List.copyOf(threads);
        }
        rest.forEach(Thread::interrupt);
        for (Thread thread : rest) {
            try {
                if (!thread.join(MAX_END)) {
                    LOG.log(Level.WARNING, "A pull did not end in time.");
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
