package org.entente.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.exchange.Theorem.Difference;
import org.entente.exchange.Theorem.Second;
import org.entente.exchange.Theorem.Step;
import org.entente.journal.MemoryJournal;
import org.junit.jupiter.api.Test;

/**
 * The theorem of release.md section 5 over HTTP. Half (b): a history with and without what every contract with a partner refuses,
 * and with and without all that another partner does, gives that partner the same bytes. Half (a): so do equal histories whose
 * hidden part was commanded otherwise, and a node that was replayed.
 *
 * <p>Histories are of all families of memoranda, those without duties and those that cut, trim, make anonymous, hold back, end and destroy what was
 * released. What has to occur in them is counted.
 *
 * <p>With {@code -Dentente.test.scale=N} there are N times as many pairs; {@code -Dentente.test.seed=SEED} begins with the pair
 * that a failure named.
 */
final class NoninterferenceOverHttpPropertyTest {
    /** Of half (b). */
    private static final int PAIRS = History.scaled(1800);

    /** Of each kind of half (a). */
    private static final int EQUAL_PAIRS = History.scaled(100);

    /** How often each kind of thing has to happen. */
    private static final int LEAST = 1;

    /** More than processors, since each waits for its writer threads and its servers most of the time. */
    private static final int WORKERS = 4;

    @Test
    void whatIsWithheldAndWhatOthersDoChangesNothing() {
        AtomicInteger between = new AtomicInteger();
        Occurrences occurrences = new Occurrences();
        run(Second.WITHOUT, PAIRS, between, occurrences);
        assertTrue(2 * between.get() >= PAIRS, between + " of " + PAIRS + " have hidden objects between released ones");
        assertEquals(List.of(), occurrences.rarerThan(LEAST), occurrences::toString);
    }

    @Test
    void howHiddenThingsWereCommandedChangesNothing() {
        run(Second.REGROUPED, EQUAL_PAIRS, new AtomicInteger(), new Occurrences());
    }

    @Test
    void aReplayedNodeAnswersAlike() {
        run(Second.REPLAYED, EQUAL_PAIRS, new AtomicInteger(), new Occurrences());
    }

    private static void run(Second how, int pairs, AtomicInteger between, Occurrences occurrences) {
        long seed = History.seed();
        Path folder = Theorem.scratch();
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                Path own = folder.resolve(Integer.toString(i));
                all.add(workers.submit(() -> {
                    NodeKeys keys = NodeKeys.create(own.resolve("keys"));
                    try (Theorem theorem = new Theorem(own, keys, MemoryJournal::open, occurrences)) {
                        for (int pair = next.getAndIncrement(); pair < pairs; pair = next.getAndIncrement()) {
                            check(theorem, seed + pair, how);
                            if (theorem.between()) {
                                between.incrementAndGet();
                            }
                        }
                    } finally {
                        // The others need not go on where one has failed; where none has there is nothing left.
                        next.set(pairs);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof AssertionError failure ? failure : new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            Node.delete(folder);
        }
    }

    private static void check(Theorem theorem, long seed, Second how) {
        String at = "seed " + seed + ", " + how + ": ";
        List<Step> plan = Theorem.plan(seed);
        Difference difference;
        try {
            difference = theorem.run(plan, how);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(at + plan, e);
        }
        if (difference != null) {
            List<Step> small = theorem.shrunk(plan, how);
            fail(at + difference + "\nAlso by these steps alone, " + theorem.run(small, how) + "\n" + small);
        }
    }
}
