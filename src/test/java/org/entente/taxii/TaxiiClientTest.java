package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.entente.http.ClientTls;
import org.entente.taxii.FaultyServer.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One call: what is tried again, how long is waited, and what is not followed. */
final class TaxiiClientTest {
    private static final String COLLECTIONS = "/root/collections/";

    private final FaultyServer server = new FaultyServer();
    private final Waits waits = new Waits(Instant.parse("2026-03-01T12:00:00Z"));

    @AfterEach
    void close() {
        server.close();
    }

    private TaxiiClient client() {
        return new TaxiiClient(server.url(), new Credentials.None(), true, ClientTls.PLATFORM, waits.patience());
    }

    private TaxiiClient.Reply get(String path) {
        try (TaxiiClient client = client()) {
            return client.get(path, Media.TAXII, 1 << 20);
        }
    }

    private Failure failure() {
        return assertThrows(Failure.class, () -> get(COLLECTIONS));
    }

    /** Does a fault to the first answers only. */
    private void first(int count, FaultyServer.Fault fault) {
        AtomicInteger left = new AtomicInteger(count);
        server.does((request, honest) -> left.getAndDecrement() > 0 ? fault.on(request, honest) : honest);
    }

    @Test
    void aCutConnectionIsTriedAgainAfterWaitsThatGrow() {
        first(4, (_, honest) -> honest.cut(honest.bytes().length / 2));
        get(COLLECTIONS);
        assertEquals(5, server.requests().size());
        assertEquals(4, waits.waits().size());
        for (int i = 0; i < 4; i++) {
            Duration most = Patience.FIRST_WAIT.multipliedBy(1L << i);
            Duration wait = waits.waits().get(i);
            assertTrue(
                    wait.compareTo(most) <= 0 && wait.compareTo(most.dividedBy(2)) >= 0,
                    waits.waits().toString());
        }
        first(5, (_, honest) -> honest.cut(20));
        assertEquals(Code.UNAVAILABLE, failure().code());
        assertEquals(10, server.requests().size());
    }

    @Test
    void aServerThatAsksToBeLeftAloneIs() {
        first(1, (_, _) -> Response.error(429).with("Retry-After", "7"));
        get(COLLECTIONS);
        first(
                1,
                (_, _) -> Response.error(503)
                        .with("Date", "Sun, 01 Mar 2026 10:00:00 GMT")
                        .with("Retry-After", "Sun, 01 Mar 2026 10:00:09 GMT"));
        get(COLLECTIONS);
        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(9)), waits.waits());
    }

    @Test
    void whoAsksForTooLongIsNotWaitedFor() {
        first(1, (_, _) -> Response.error(503).with("Retry-After", "3600"));
        Failure failure = failure();
        assertEquals(Code.UNAVAILABLE, failure.code());
        assertEquals("3600", failure.fields().get(Patience.RETRY_AFTER));
        assertEquals(Duration.ofHours(1), Puller.askedToWait(failure));
        assertEquals(List.of(), waits.waits());
        assertEquals(1, server.requests().size());
    }

    @Test
    void whatWillNotChangeIsNotTriedAgain() {
        record Refusal(int status, Code code) {}
        for (Refusal refusal : List.of(
                new Refusal(400, Code.INVALID),
                new Refusal(401, Code.UNAUTHORISED),
                new Refusal(403, Code.FORBIDDEN),
                new Refusal(404, Code.NOT_FOUND),
                new Refusal(406, Code.INVALID),
                new Refusal(413, Code.LIMIT),
                new Refusal(500, Code.UNAVAILABLE))) {
            server.does((_, _) -> Response.error(refusal.status));
            Failure failure = failure();
            assertEquals(refusal.code, failure.code());
            assertEquals(Integer.toString(refusal.status), failure.fields().get("status"));
        }
        assertEquals(List.of(), waits.waits());
    }

    @Test
    void anAnswerThatNothingChangedIsNone() {
        server.does((_, honest) -> new Response(304, honest.headers(), new byte[0], -1));
        assertEquals(Code.INVALID, failure().code());
    }

    @Test
    void aWaitEndsWithTheThread() throws InterruptedException {
        server.does((_, _) -> Response.error(503));
        CountDownLatch waiting = new CountDownLatch(1);
        Patience endless = new Patience(
                Instant::now,
                _ -> {
                    waiting.countDown();
                    Thread.sleep(Duration.ofDays(1));
                },
                new Random(1));
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try (TaxiiClient client =
                    new TaxiiClient(server.url(), new Credentials.None(), true, ClientTls.PLATFORM, endless)) {
                client.get(COLLECTIONS, Media.TAXII, 1 << 20);
            } catch (Failure failure) {
                end.set(failure);
            }
        });
        waiting.await();
        thread.interrupt();
        thread.join();
        assertEquals(Code.UNAVAILABLE, ((Failure) end.get()).code());
        assertEquals(1, server.requests().size());
    }

    @Test
    void redirectsAreFollowedWithinTheOriginOnly() {
        server.authorization = "Bearer t";
        server.does((request, honest) -> request.path().endsWith("/") ? honest : moved(request.path() + "/"));
        try (TaxiiClient client = new TaxiiClient(
                server.url(), new Credentials.Bearer("t"), true, ClientTls.PLATFORM, waits.patience())) {
            assertEquals(
                    200, client.get("/root/collections", Media.TAXII, 1 << 20).status());
        }
        server.authorization = "";
        try (FaultyServer other = new FaultyServer()) {
            for (String location : List.of(
                    other.url() + COLLECTIONS,
                    "//127.0.0.1:" + other.url().split(":", -1)[2] + COLLECTIONS,
                    "file:///etc/passwd",
                    server.url().replace("http:", "https:") + COLLECTIONS,
                    server.url().replace("//", "//user@") + COLLECTIONS,
                    "http://",
                    "::",
                    "")) {
                server.does((_, _) -> moved(location));
                assertEquals(Code.INVALID, failure().code(), location);
            }
            assertEquals(List.of(), other.requests());
        }
        server.does((request, _) -> moved(request.path()));
        int before = server.requests().size();
        assertEquals(Code.INVALID, failure().code());
        assertEquals(TaxiiClient.MAX_REDIRECTS + 1, server.requests().size() - before);
    }

    private static Response moved(String location) {
        return Response.error(308).with("Location", location);
    }

    @Test
    void compressedAnswersAreUnpackedWithinTheLimit() throws IOException {
        byte[] body = "x".repeat(100_000).getBytes(UTF_8);
        byte[] packed = FaultyServer.gzip(body);
        first(1, (_, honest) -> honest.with("Content-Encoding", "gzip").withBody(packed));
        assertArrayEquals(body, Gunzip.of(packed, "gzip", body.length));
        assertArrayEquals(body, Gunzip.of(packed, " X-GZIP", body.length));
        assertEquals(
                Code.LIMIT,
                assertThrows(Failure.class, () -> Gunzip.of(packed, "gzip", body.length - 1))
                        .code());
        assertEquals(
                Code.INVALID,
                assertThrows(Failure.class, () -> Gunzip.of(body, "gzip", 1 << 20))
                        .code());
        assertEquals(
                Code.INVALID,
                assertThrows(Failure.class, () -> Gunzip.of(body, "br", 1 << 20))
                        .code());
        for (int length = 0; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            assertEquals(
                    Code.UNAVAILABLE,
                    assertThrows(Failure.class, () -> Gunzip.of(cut, "gzip", 1 << 20))
                            .code());
        }
    }

    @Test
    void aDeletionThatWasCutOffIsNotRepeated() {
        first(1, (_, honest) -> honest.cut(3));
        try (TaxiiClient client = client()) {
            Failure failure = assertThrows(Failure.class, () -> client.delete("/root/"));
            assertEquals(Code.UNAVAILABLE, failure.code());
        }
        assertEquals(1, server.requests().size());
    }

    @Test
    void credentialsAreShownAndNeverTold() {
        assertEquals("Basic dTpwOnE=", new Credentials.Basic("u", "p:q").header());
        assertEquals("Bearer secret", new Credentials.Bearer("secret").header());
        assertEquals(
                "Bearer Basic None[]",
                new Credentials.Bearer("s") + " " + new Credentials.Basic("u", "p") + " " + new Credentials.None());
        for (String token : List.of("", "a b", "a\nb", "é", "x".repeat(Credentials.MAX_TOKEN + 1))) {
            assertThrows(Failure.class, () -> new Credentials.Bearer(token));
        }
        assertThrows(Failure.class, () -> new Credentials.Basic("a:b", "c"));
        assertThrows(Failure.class, () -> new Credentials.Basic("a", "b\r\nX: y"));
    }
}
