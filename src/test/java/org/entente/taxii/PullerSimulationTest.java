package org.entente.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.entente.Seeds;
import org.entente.exchange.Failure;
import org.entente.exchange.Received.Verification;
import org.entente.http.ClientTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pulls from a partner through a network that spoils every fourth answer by chance: when it is well again, both sides hold the
 * same log and the same objects, also where a wrong time had led the pull past some.
 */
final class PullerSimulationTest {
    private static final int SEEDS = 4 * Integer.getInteger("entente.test.scale", 1);
    private static final String LAST = "(?i)X-TAXII-Date-Added-Last: [^\r]*";

    @TempDir
    Path folder;

    @Test
    void nothingIsLostAndNothingComesTwice() {
        long first = Seeds.first();
        for (long seed = first; seed < first + SEEDS; seed++) {
            run(seed);
        }
    }

    private void run(long seed) {
        Random random = new Random(seed);
        String message = "-Dentente.test.seed=" + seed;
        try (Meddler meddler = new Meddler();
                TestNode a = TestNode.startBehind(folder.resolve("a" + seed), "a", meddler.port());
                TestNode b = TestNode.start(folder.resolve("b" + seed), "b")) {
            meddler.to(a);
            a.befriend(b);
            UUID contract = a.sign(b, List.of(Samples.GIVEN)).getFirst();
            AtomicReference<byte[]> previous = new AtomicReference<>();
            for (int pull = 0; pull < 10; pull++) {
                a.add(Samples.given(random, 1 + random.nextInt(800)));
                meddler.does((path, head, body) -> {
                    byte[] whole = Meddler.whole(path, head, body);
                    byte[] answer = random.nextInt(4) > 0 ? whole : spoilt(path, head, body, previous.get(), random);
                    if (path.contains("/objects/")) {
                        previous.set(whole);
                    }
                    return answer;
                });
                try {
                    new Puller(b.exchange, b.keys, TestNode.ACTOR, _ -> ClientTls.PLATFORM, Waits.none(), 600, 8)
                            .pull(contract);
                } catch (Failure failure) {
                    assertTrue(failure.code() != Failure.Code.NOT_FOUND, message + failure);
                }
            }
            meddler.does(Meddler::whole);
            new Puller(b.exchange, b.keys, TestNode.ACTOR, _ -> ClientTls.PLATFORM, Waits.none(), 600, 8)
                    .pull(contract);
            Verification verification = b.exchange.received(contract).verify();
            assertTrue(verification.equal(), message + verification);
            assertEquals(0, verification.pending(), message + verification);
            assertEquals(a.exchange.feed(contract).live(), verification.objects(), message + verification);
            assertEquals(HexFormat.of().formatHex(a.exchange.feed(contract).root()), verification.root(), message);
        }
    }

    private static byte[] spoilt(String path, String head, byte[] body, byte[] previous, Random random) {
        byte[] whole = Meddler.whole(path, head, body);
        return switch (random.nextInt(9)) {
            case 0 -> Arrays.copyOf(whole, random.nextInt(whole.length));
            case 1 -> answer("429 Slow", "Retry-After: 3");
            case 2 -> answer("503 Later", "Retry-After: 1200");
            case 3 -> answer("401 Who", "X: y");
            case 4 ->
                Meddler.whole(path, head.replaceFirst("(?i)Content-Type: [^\r]*", "Content-Type: text/html"), body);
            case 5 -> previous != null && path.contains("/objects/") ? previous : whole;
            case 6, 7 ->
                Meddler.whole(
                        path,
                        head.replaceFirst(
                                LAST,
                                "X-TAXII-Date-Added-Last: "
                                        + List.of("2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "now")
                                                .get(random.nextInt(3))),
                        body);
            default -> answer("502 Gone", "X: y");
        };
    }

    private static byte[] answer(String status, String header) {
        return ("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\nConnection: close\r\n" + header + "\r\n\r\n{}")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A wrong time leads one pull past an object; the log knows that it is missing, and the next one fetches it. */
    @Test
    void whatAWrongTimeSkippedIsFetchedAfterAll() {
        try (Meddler meddler = new Meddler();
                TestNode a = TestNode.startBehind(folder.resolve("a"), "a", meddler.port());
                TestNode b = TestNode.start(folder.resolve("b"), "b")) {
            meddler.to(a);
            a.befriend(b);
            UUID contract = a.sign(b, List.of(Samples.GIVEN)).getFirst();
            Puller puller =
                    new Puller(b.exchange, b.keys, TestNode.ACTOR, _ -> ClientTls.PLATFORM, Waits.none(), 600, 8);
            a.add(Samples.given(new Random(1), 5));
            // An empty page in the place of the objects.
            meddler.does((path, head, body) -> path.contains("/objects/")
                    ? Meddler.whole(
                            path, head.replaceFirst("Content-Length: [0-9]+", "Content-Length: 2"), new byte[] {'{', '}'
                            })
                    : Meddler.whole(path, head, body));
            assertEquals(0, puller.pull(contract).added());
            assertTrue(b.exchange.received(contract).verify().pending() > 0);
            int before = meddler.paths().size();
            puller.pull(contract);
            assertEquals(before + 2, meddler.paths().size(), "what is held back is not asked for again and again");
            meddler.does(Meddler::whole);
            a.add(Samples.given(new Random(2), 5));
            new Puller(b.exchange, b.keys, TestNode.ACTOR, _ -> ClientTls.PLATFORM, Waits.none(), 600, 8)
                    .pull(contract);
            assertEquals(0, b.exchange.received(contract).verify().pending());
            assertEquals(
                    a.exchange.feed(contract).live(),
                    b.exchange.received(contract).verify().objects());
        }
    }
}
