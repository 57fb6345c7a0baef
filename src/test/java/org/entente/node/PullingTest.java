package org.entente.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.entente.exchange.Failure;
import org.entente.exchange.State;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.MemorandumEntry;
import org.entente.memorandum.Contract;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.Reading;
import org.entente.memorandum.Standing;
import org.entente.taxii.PullReport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PullingTest {
    private static final String A = "did:web:a.example";
    private static final String B = "did:web:b.example";
    private static final String C = "did:web:c.example";

    /** A memorandum by which A and C give to B, and B to A. */
    private static State state(Standing.State standing) {
        String json = """
                {"entente": "memorandum/1", "id": "urn:uuid:00000000-0000-4000-8000-000000000001", "version": 1, "title": "T",
                 "parties": [{"id": "did:web:a.example", "name": "A"}, {"id": "did:web:b.example", "name": "B"},
                             {"id": "did:web:c.example", "name": "C"}],
                 "term": {"from": "2026-01-01T00:00:00Z"},
                 "grants": [
                  {"id": "G1", "title": "G", "from": "did:web:a.example", "to": ["did:web:b.example"],
                   "constraint": {"type": {"eq": "tool"}}},
                  {"id": "G2", "title": "G", "from": "did:web:c.example", "to": ["did:web:b.example"],
                   "constraint": {"type": {"eq": "tool"}}},
                  {"id": "G3", "title": "G", "from": "did:web:b.example", "to": ["did:web:a.example"],
                   "constraint": {"type": {"eq": "tool"}}}]}""";
        Memorandum memorandum = switch (Memorandum.read(json.getBytes(UTF_8))) {
            case Reading.Accepted<Memorandum>(var value) -> value;
            case Reading.Refused<Memorandum>(var faults) -> throw new AssertionError(faults);
        };
        MemorandumEntry entry =
                new MemorandumEntry(memorandum, List.of(), new Standing(standing, Standing.DRAFT.signedBy(), Set.of()));
        List<Contract> contracts = memorandum.contracts();
        return new State(
                List.of(),
                List.of(),
                List.of(entry),
                IntStream.range(0, contracts.size())
                        .mapToObj(i -> new ContractEntry(i, contracts.get(i), entry.current()))
                        .toList(),
                HouseRules.NONE,
                List.of());
    }

    private static PullReport report(UUID contract) {
        return new PullReport(contract, 1, 1, 1, 0, 1, 0, false, 0);
    }

    private static Pulling pulling(State state, List<String> tokensOf, Duration interval, Pulling.Pull pull) {
        return new Pulling(B, () -> state, tokensOf::contains, interval, pull);
    }

    @Test
    void onlyContractsByWhichWeReceiveAndHoldATokenArePulled() throws InterruptedException {
        BlockingQueue<UUID> pulled = new LinkedBlockingQueue<>();
        State state = state(Standing.State.IN_FORCE);
        UUID fromA = state.contracts().get(0).contract().id();
        try (Pulling pulling = pulling(state, List.of(A), Duration.ofMillis(1), id -> {
            pulled.add(id);
            return report(id);
        })) {
            pulling.start();
            for (int i = 0; i < 20; i++) {
                assertEquals(fromA, pulled.take());
            }
            JsonNode report = pulling.report();
            assertEquals(2, report.size());
            assertEquals("works", report.get(0).path("state").asString());
            assertEquals("no token", report.get(1).path("state").asString());
        }
    }

    @Test
    void whatHasEndedIsNotPulled() {
        try (Pulling pulling = pulling(state(Standing.State.SEVERED), List.of(A, C), Duration.ofMillis(1), id -> {
            throw new AssertionError("pulled " + id);
        })) {
            pulling.start();
            assertEquals(List.of(), pulling.receiving());
        }
    }

    @Test
    void underASuspendedMemorandumItGoesOnSinceThereMayBeNotices() {
        State state = state(Standing.State.SUSPENDED);
        try (Pulling pulling = pulling(
                state, List.of(A, C), Duration.ofDays(1), id -> new PullReport(id, 0, 0, 0, 0, 1, 0, true, 1))) {
            assertEquals(2, pulling.allNow().size());
            assertEquals("suspended", pulling.report().get(0).path("state").asString());
        }
    }

    @Test
    void oneThatIsSlowOrFailsDelaysNobody() throws InterruptedException {
        State state = state(Standing.State.IN_FORCE);
        UUID fromA = state.contracts().get(0).contract().id();
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        BlockingQueue<UUID> pulled = new LinkedBlockingQueue<>();
        try (Pulling pulling = pulling(state, List.of(A, C), Duration.ofMillis(1), id -> {
            if (!id.equals(fromA)) {
                pulled.add(id);
                throw new IllegalStateException("a bug");
            }
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            throw new Failure(Failure.Code.UNAVAILABLE, "Interrupted.");
        })) {
            pulling.start();
            for (int i = 0; i < 3; i++) {
                pulled.take();
            }
        }
        assertEquals(0, interrupted.getCount(), "closing interrupts what is under way");
    }

    @Test
    void aFailureIsReportedUntilItEndsAndIsThrownToWhoAsks() {
        State state = state(Standing.State.IN_FORCE);
        ContractEntry fromA = state.contracts().get(0);
        boolean[] works = {false};
        try (Pulling pulling = pulling(state, List.of(A), Duration.ofDays(1), id -> {
            if (!works[0]) {
                throw new Failure(Failure.Code.UNAVAILABLE, "Not there.");
            }
            return report(id);
        })) {
            assertEquals(
                    Failure.Code.UNAVAILABLE,
                    assertThrows(Failure.class, () -> pulling.now(fromA)).code());
            JsonNode row = pulling.report().get(0);
            assertEquals("failing", row.path("state").asString());
            assertEquals("Not there.", row.path("reason").asString());
            works[0] = true;
            pulling.now(fromA);
            row = pulling.report().get(0);
            assertEquals("works", row.path("state").asString());
            assertTrue(row.path("code").isMissingNode());
            assertTrue(Instant.parse(row.path("last").asString()).isAfter(Instant.EPOCH));
        }
    }

    @Test
    void allArePulledAtOnceAndEachSaysHowItWent() {
        State state = state(Standing.State.IN_FORCE);
        UUID fromA = state.contracts().get(0).contract().id();
        CountDownLatch both = new CountDownLatch(2);
        try (Pulling pulling = pulling(state, List.of(A, C), Duration.ofDays(1), id -> {
            both.countDown();
            try {
                // Neither goes on before the other has begun.
                both.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (id.equals(fromA)) {
                throw new Failure(Failure.Code.UNAVAILABLE, "Not there.");
            }
            return report(id);
        })) {
            List<Pulling.Attempt> attempts = pulling.allNow();
            assertTrue(attempts.get(0) instanceof Pulling.Attempt.Failed);
            assertTrue(attempts.get(1) instanceof Pulling.Attempt.Pulled);
        }
    }

    @Test
    void waitsGrowAfterFailuresUpToALimit() {
        Pulling.Pull none = PullingTest::report;
        try (Pulling minute = pulling(state(Standing.State.IN_FORCE), List.of(), Duration.ofMinutes(1), none);
                Pulling day = pulling(state(Standing.State.IN_FORCE), List.of(), Duration.ofDays(1), none)) {
            assertEquals(
                    List.of(1L, 2L, 4L, 5L, 5L),
                    IntStream.range(0, 5)
                            .mapToObj(n -> minute.waitAfter(n).toMinutes())
                            .toList());
            assertEquals(Pulling.MAX_WAIT, minute.waitAfter(1_000_000));
            assertEquals(Duration.ofDays(1), day.waitAfter(3));
            assertEquals(Duration.ofMinutes(7), minute.waitAfter(1, Duration.ofMinutes(7)));
            assertEquals(Duration.ofMinutes(2), minute.waitAfter(1, Duration.ofSeconds(7)));
            assertEquals(Pulling.MAX_ASKED, minute.waitAfter(1, Duration.ofDays(7)));
        }
    }

    @Test
    void aWakeMakesItDueAtOnce() throws InterruptedException {
        BlockingQueue<UUID> pulled = new LinkedBlockingQueue<>();
        try (Pulling pulling = pulling(state(Standing.State.IN_FORCE), List.of(A), Duration.ofDays(1), id -> {
            pulled.add(id);
            return report(id);
        })) {
            pulling.start();
            pulled.take();
            while (pulled.isEmpty()) {
                // An attempt that is just ending sets the next one; so one wake alone may come too early.
                pulling.wake();
                Thread.onSpinWait();
            }
        }
    }
}
