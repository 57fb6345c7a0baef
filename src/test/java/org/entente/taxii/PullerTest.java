package org.entente.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.Seeds;
import org.entente.exchange.Command;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.entente.exchange.Received;
import org.entente.exchange.Received.Verification;
import org.entente.exchange.State.Partner;
import org.entente.http.ClientTls;
import org.entente.stix.StixObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulling from a partner's node: in good order, cut anywhere, and through somebody who meddles with what is sent. */
final class PullerTest {
    @TempDir
    Path folder;

    private final Meddler meddler = new Meddler();
    private TestNode a;
    private TestNode b;
    private UUID contract;

    @BeforeEach
    void start() {
        a = TestNode.startBehind(folder, "a", meddler.port());
        b = TestNode.start(folder, "b");
        meddler.to(a);
        a.befriend(b);
        contract = a.sign(b, List.of(Samples.GIVEN)).getFirst();
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
        meddler.close();
    }

    private PullReport pull() {
        return puller().pull(contract);
    }

    /** Takes a log in steps from 600 entries on, and never waits. */
    private Puller puller() {
        return new Puller(b.exchange, b.keys, TestNode.ACTOR, _ -> ClientTls.PLATFORM, Waits.none(), 600, 8);
    }

    private Failure failedPull() {
        return assertThrows(Failure.class, this::pull);
    }

    /** Both sides agree on everything. */
    private void equal(int objects) {
        Received received = b.exchange.received(contract);
        Verification verification = received.verify();
        assertTrue(verification.equal(), verification.toString());
        assertEquals(a.exchange.feed(contract).size(), received.size());
        assertEquals(
                java.util.HexFormat.of().formatHex(a.exchange.feed(contract).root()), verification.root());
        assertEquals(objects, verification.objects(), verification.toString());
        assertEquals(0, verification.pending(), verification.toString());
    }

    @Test
    void whatIsReleasedArrives() {
        a.add(Samples.given(new Random(1), 300));
        int count = (int) a.exchange.feed(contract).live();
        PullReport report = pull();
        assertEquals(count, report.added());
        assertEquals(a.exchange.feed(contract).size(), report.size());
        assertEquals(report.size(), report.entries());
        assertEquals(1, report.pages());
        equal(count);
        assertEquals(0, pull().added());
        a.add(Samples.given(new Random(2), 2500));
        int more = (int) a.exchange.feed(contract).live() - count;
        report = pull();
        assertEquals(more, report.added());
        assertEquals(more, report.entries());
        assertEquals(3, report.pages());
        equal(count + more);
    }

    @Test
    void anEmptyFeedIsPulledToo() {
        PullReport report = pull();
        assertEquals(a.exchange.feed(contract).size(), report.size());
        assertEquals(0, report.added());
    }

    @Test
    void arrivedObjectsGoOnFromWhereTheLastPullEnded() {
        a.add(Samples.given(new Random(1), 10));
        pull();
        String after = b.exchange.received(contract).addedAfter();
        assertFalse(after.isEmpty());
        int before = meddler.paths().size();
        pull();
        String objects = meddler.paths().subList(before, meddler.paths().size()).stream()
                .filter(path -> path.contains("/objects/"))
                .findFirst()
                .orElseThrow();
        assertTrue(objects.endsWith("&added_after=" + after.replace(":", "%3A")), objects);
    }

    @Test
    void onlyTheStandardsCallsAndTheLogAreMade() {
        a.add(Samples.given(new Random(1), 600));
        pull();
        String collection = "/api/collections/" + contract + "/";
        for (String path : meddler.paths()) {
            assertTrue(path.startsWith(collection + "objects/?") || path.startsWith(collection + "log/"), path);
        }
    }

    @Test
    void aFlippedByteIsNoticedAndNothingIsKept() {
        a.add(Samples.given(new Random(1), 300));
        long seed = Seeds.first();
        Random random = new Random(seed);
        for (String part : List.of("log/checkpoint", "log/tile/entries/", "log/openings/", "objects/")) {
            for (int i = 0; i < 8 * Integer.getInteger("entente.test.scale", 1); i++) {
                AtomicInteger at = new AtomicInteger(-1);
                meddler.does((path, head, body) -> {
                    if (path.contains(part) && !path.contains("openings/000.p") && !path.contains("entries/000.p")) {
                        // Within the first bytes of a checkpoint, or anywhere in what the log commits to.
                        at.set(flippable(part, body, random));
                        body[at.get()] ^= (byte) (1 << random.nextInt(8));
                    }
                    return Meddler.whole(path, head, body);
                });
                Failure failure = failedPull();
                String message = "seed " + seed + ", " + part + " at " + at + ": " + failure + failure.fields();
                assertTrue(
                        failure.code() == Code.MISMATCH
                                || failure.code() == Code.INVALID
                                || failure.code() == Code.NOT_FOUND
                                || failure.code() == Code.LIMIT,
                        message);
                Verification kept = b.exchange.received(contract).verify();
                assertEquals(0, kept.objects(), message);
                assertEquals(part.equals("objects/") ? a.exchange.feed(contract).size() : 0, kept.size(), message);
            }
        }
        meddler.does(Meddler::whole);
        pull();
        equal((int) a.exchange.feed(contract).live());
    }

    /** A place in an object, not in the envelope around the objects, whose commas and cursors nobody signs. */
    private static int flippable(String part, byte[] body, Random random) {
        if (!part.equals("objects/")) {
            return random.nextInt(body.length);
        }
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int from = text.indexOf("{\"type\"");
        int to = text.indexOf("},{\"type\"", from);
        return from + random.nextInt(to - from);
    }

    @Test
    void aCutConnectionIsNoHarm() {
        a.add(Samples.given(new Random(1), 2500));
        int live = (int) a.exchange.feed(contract).live();
        Random random = new Random(7);
        int calls = 0;
        for (int allowed = 0; allowed < 60; allowed++) {
            AtomicInteger left = new AtomicInteger(allowed % 25);
            meddler.does((path, head, body) -> {
                if (left.getAndDecrement() > 0) {
                    return Meddler.whole(path, head, body);
                }
                byte[] all = Meddler.whole(path, head, body);
                return random.nextBoolean() ? null : Arrays.copyOf(all, random.nextInt(all.length));
            });
            try {
                pull();
                calls++;
            } catch (Failure failure) {
                assertEquals(Code.UNAVAILABLE, failure.code(), failure.toString());
            }
            if (allowed % 10 == 9) {
                b.restart();
            }
        }
        assertTrue(calls < 60);
        meddler.does(Meddler::whole);
        pull();
        equal(live);
    }

    @Test
    void aNodeThatIsNotThereIsUnavailable() {
        a.add(Samples.given(new Random(1), 10));
        a.server.close();
        assertEquals(Code.UNAVAILABLE, failedPull().code());
        meddler.close();
        assertEquals(Code.UNAVAILABLE, failedPull().code());
    }

    @Test
    void refusalsSayWhatTheyAre() {
        a.add(Samples.given(new Random(1), 10));
        a.suspend(contract);
        assertTrue(pull().suspended());
        assertEquals(0, b.exchange.received(contract).size());
        a.resume(contract);
        assertFalse(pull().suspended());
        String token = a.token(b, null);
        b.keys.keepPartnerToken(a.self.did(), token);
        a.exchange.handle(new Command.RevokeToken(TestNode.ACTOR, TestNode.tokenId(token)));
        assertEquals(Code.UNAUTHORISED, failedPull().code());
        assertEquals(
                Code.NOT_FOUND,
                assertThrows(Failure.class, () -> new Puller(b.exchange, b.keys, "test").pull(UUID.randomUUID()))
                        .code());
        assertEquals(
                Code.NOT_FOUND,
                assertThrows(Failure.class, () -> new Puller(a.exchange, a.keys, "test").pull(contract))
                        .code());
    }

    @Test
    void aClosedFeedStillShowsItsLog() {
        a.add(Samples.given(new Random(1), 10));
        pull();
        a.exchange.handle(new Command.Sever(TestNode.ACTOR, a.memorandumOf(contract)));
        assertEquals(Code.FORBIDDEN, failedPull().code());
        assertEquals(
                a.exchange.feed(contract).size(), b.exchange.received(contract).size());
    }

    @Test
    void aReleaseDuringThePullIsNoMismatch() {
        a.add(Samples.given(new Random(1), 10));
        AtomicBoolean once = new AtomicBoolean();
        meddler.does((path, head, body) -> {
            // Between the log, which is read first, and the objects.
            if (path.contains("/openings/") && once.compareAndSet(false, true)) {
                a.add(Samples.given(new Random(2), 10));
            }
            return Meddler.whole(path, head, body);
        });
        pull();
        assertTrue(once.get());
        equal((int) a.exchange.feed(contract).live());
    }

    @Test
    void recallsTravelInTheLog() {
        UUID id = UUID.randomUUID();
        a.add(List.of(Samples.object("tool", id, 0, 10)));
        pull();
        // A newer version that the grant's markings bar is the only way to a recall here; house rules are another.
        a.exchange.handle(new Command.SetHouseRules(TestNode.ACTOR, houseRules()));
        PullReport report = pull();
        assertEquals(1, report.entries());
        Verification verification = b.exchange.received(contract).verify();
        assertEquals(1, verification.recalled());
        assertTrue(verification.equal());
    }

    private static org.entente.memorandum.HouseRules houseRules() {
        String json = """
                {"entente":"house-rules/1","rules":[{"id":"H1","text":"no tools","require":{"type":{"neq":"tool"}}}]}""";
        return switch (org.entente.memorandum.HouseRules.read(json.getBytes(StandardCharsets.UTF_8))) {
            case org.entente.memorandum.Reading.Accepted<org.entente.memorandum.HouseRules>(var rules) -> rules;
            case org.entente.memorandum.Reading.Refused<org.entente.memorandum.HouseRules> refused ->
                throw new AssertionError(refused.toString());
        };
    }

    @Test
    void aPartnerCannotLeadUsAstray() {
        a.add(Samples.given(new Random(1), 10));
        record Trick(String part, String body, Code code, String... headers) {}
        String taxii = "Content-Type: application/taxii+json;version=2.1";
        String late = "X-TAXII-Date-Added-Last: 2020-01-01T00:00:00.000000Z";
        for (Trick trick : List.of(
                new Trick("checkpoint", "x", Code.MISMATCH),
                new Trick("checkpoint", "x\n5\nx\n\n", Code.MISMATCH),
                new Trick("checkpoint", "x\n99999999\nx\n\n", Code.LIMIT),
                new Trick("checkpoint", "x\n-1\nx\n\n", Code.MISMATCH),
                new Trick("checkpoint", "x".repeat(100_000), Code.LIMIT),
                new Trick("entries", "", Code.MISMATCH),
                new Trick("entries", "x".repeat(9), Code.MISMATCH),
                new Trick("entries", "x".repeat(9000), Code.LIMIT),
                new Trick("openings", "x".repeat(5_000_000), Code.LIMIT),
                new Trick("objects/", "not json", Code.INVALID, taxii),
                new Trick("objects/", "[]", Code.INVALID, taxii),
                new Trick("objects/", "{\"objects\":{}}", Code.INVALID, taxii),
                new Trick("objects/", "{\"objects\":[],\"objects\":[]}", Code.INVALID, taxii),
                new Trick("objects/", "{\"more\":\"yes\"}", Code.INVALID, taxii),
                new Trick("objects/", "{\"more\":true}", Code.INVALID, taxii),
                new Trick("objects/", "{\"more\":true,\"next\":\"x\"}", Code.INVALID, taxii),
                new Trick("objects/", "{} {}", Code.INVALID, taxii),
                new Trick("objects/", "{}", Code.INVALID, "Content-Type: text/html"),
                new Trick("objects/", "{\"objects\":[{\"type\":\"tool\"}]}", Code.INVALID, taxii, late),
                new Trick("objects/", "{\"objects\":[1]}", Code.INVALID, taxii, late),
                new Trick("objects/", "{\"objects\":[" + text("tool") + "]}", Code.MISMATCH, taxii),
                new Trick("objects/", "{\"objects\":[" + text("tool") + "]}", Code.MISMATCH, taxii, late),
                new Trick("objects/", "{\"objects\":" + "[".repeat(100_000), Code.INVALID, taxii, late))) {
            meddler.does((path, head, body) -> path.contains(trick.part)
                    ? answer("200 OK", trick.body, trick.headers)
                    : Meddler.whole(path, head, body));
            Failure failure = failedPull();
            assertEquals(trick.code, failure.code(), trick + ": " + failure + failure.fields());
        }
        for (String status : List.of("301 Moved", "418 Tea", "500 Error", "503 Later")) {
            meddler.does((path, head, body) ->
                    answer(status, "{}", taxii, "Location: http://127.0.0.1:" + b.port + "/api/"));
            Code expected = status.startsWith("5") ? Code.UNAVAILABLE : Code.INVALID;
            assertEquals(expected, failedPull().code(), status);
        }
        meddler.does(Meddler::whole);
        pull();
        equal((int) a.exchange.feed(contract).live());
    }

    @Test
    void aShorterOrForkedLogIsNoticed() {
        a.add(Samples.given(new Random(1), 10));
        List<byte[]> old = new ArrayList<>();
        meddler.does((path, head, body) -> {
            byte[] all = Meddler.whole(path, head, body);
            if (path.endsWith("checkpoint")) {
                old.add(all);
            }
            return all;
        });
        pull();
        a.add(Samples.given(new Random(2), 10));
        meddler.does(Meddler::whole);
        pull();
        meddler.does(
                (path, head, body) -> path.endsWith("checkpoint") ? old.getFirst() : Meddler.whole(path, head, body));
        assertEquals(Code.MISMATCH, failedPull().code());
    }

    @Test
    void onlyPlainAddressesAreAsked() {
        for (String url : List.of(
                "ftp://127.0.0.1",
                "file:///etc/passwd",
                "http://u:p@127.0.0.1",
                "http://127.0.0.1/?x",
                "http://",
                "x",
                "http://a b")) {
            Failure failure = assertThrows(
                    Failure.class,
                    () -> new TaxiiClient(
                            url, new Credentials.None(), false, ClientTls.PLATFORM, Patience.ofThisMachine()));
            assertEquals(Code.INVALID, failure.code());
        }
        Partner partner = b.exchange.state().partner(a.self.did());
        assertEquals("http://127.0.0.1:" + meddler.port(), partner == null ? "" : partner.url());
    }

    @Test
    void aForeignServerIsReadWithoutProof() {
        List<StixObject> sent = Samples.given(new Random(1), 1200);
        a.add(sent);
        List<StixObject> seen = new ArrayList<>();
        ForeignPull.Report report = ForeignPull.pull(
                a.url() + "/api/",
                contract.toString(),
                new Credentials.Bearer(a.token(b, null)),
                ClientTls.PLATFORM,
                "",
                page -> page.forEach(parsed -> {
                    if (parsed instanceof org.entente.stix.Parsed.Valid valid) {
                        seen.add(valid.object());
                    }
                }));
        assertEquals(sent.size(), seen.size());
        assertTrue(seen.containsAll(sent));
        assertEquals(3, report.pages(), "two, and one to confirm the end");
        assertEquals(ForeignPull.NO_PROOF, report.proof());
        ForeignPull.Report again = ForeignPull.pull(
                a.url() + "/api",
                contract.toString(),
                new Credentials.Bearer(a.token(b, null)),
                ClientTls.PLATFORM,
                report.addedAfter(),
                page -> {});
        assertEquals(1, again.objects(), "the last one, since others may share its time");
        assertEquals(report.addedAfter(), again.addedAfter());
    }

    private static String text(String type) {
        return new String(Samples.object(type).bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] answer(String status, String body, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + bytes.length + "\r\n"
                + String.join("\r\n", headers) + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
        return Meddler.whole("", head, bytes);
    }
}
