package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.exchange.Caller.Scope;
import org.entente.exchange.Command;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.entente.exchange.Feed;
import org.entente.exchange.Received;
import org.entente.http.ClientTls;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP: the path of notices (release.md rules 14 and 17), and a pull that meets a suspended feed. */
final class NoticesTest {
    @TempDir
    Path folder;

    private final Meddler meddler = new Meddler();
    private TestNode a;
    private TestNode b;
    private TestNode c;
    private UUID contract;
    private UUID collection;
    private String token;
    private StixObject first;
    private StixObject second;

    @BeforeEach
    void start() {
        a = TestNode.startBehind(folder, "a", meddler.port());
        b = TestNode.start(folder, "b");
        c = TestNode.start(folder, "c");
        meddler.to(a);
        a.befriend(b);
        a.befriend(c);
        contract = a.sign(b, List.of(Samples.GIVEN)).getFirst();
        collection = a.collection("Filed", Tags.NONE);
        token = a.token(b, null);
        first = Samples.object("malware");
        second = Samples.object("tool");
        Tags tags = new Tags(null, new TreeSet<>(), "Filed");
        a.exchange.handle(new Command.ImportObjects(TestNode.ACTOR, tags, List.of(first, second)));
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
        c.close();
        meddler.close();
    }

    private void remove(StixObject object) {
        a.exchange.handle(new Command.RemoveObject(
                TestNode.ACTOR, collection, new StixId(object.id().value()), Feed.Versions.ALL));
    }

    private PullReport pull() {
        return new Puller(
                        b.exchange,
                        b.keys,
                        TestNode.ACTOR,
                        _ -> ClientTls.PLATFORM,
                        Waits.none(),
                        Command.MAX_ENTRIES,
                        8)
                .pull(contract);
    }

    private Failure failedPull() {
        return assertThrows(Failure.class, this::pull);
    }

    private Received received() {
        return b.exchange.received(contract);
    }

    private String path() {
        return TaxiiSite.NOTICES + contract;
    }

    /** Every byte of an answer, with status line and headers. */
    private String raw(String method, String path, String credentials) {
        return Http.raw(
                a.port,
                method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
                        + credentials + "\r\n\r\n");
    }

    /** What is said of a path that nobody knows. */
    private String unknown(String method, String credentials) {
        return raw(method, "/api/nothing", credentials);
    }

    // The giver's side.

    @Test
    void aSuspendedFeedHasNoticesForItsReceiver() {
        a.suspend(contract);
        remove(first);
        Http.Answer answer = Http.get(a, path(), token);
        assertEquals(200, answer.status());
        assertEquals("text/plain; charset=utf-8", answer.header("Content-Type"));
        assertEquals("no-store", answer.header("Cache-Control"));
        String origin = a.self.url().substring("http://".length()) + path();
        assertTrue(answer.body().startsWith(origin + "\n3\n5\n5\n1\n\n"), answer.body());
        assertEquals(answer.body(), Http.get(a, path() + "?from=3&x=y", token).body());
        assertEquals(200, Http.get(a, path() + "?from=0", token).status());
        assertEquals(
                answer.body(),
                Http.get(a, TaxiiSite.NOTICES + FeedNames.collection(contract), token)
                        .body(),
                "by the collection's id too");
        String head = raw("HEAD", path(), token);
        assertTrue(head.startsWith("HTTP/1.1 200"), head);
        assertTrue(head.endsWith("\r\n\r\n"));
        // All of the collection itself stays closed.
        assertEquals(
                403,
                Http.get(a, "/api/collections/" + contract + "/log/checkpoint", token)
                        .status());
    }

    @Test
    void rule17ToAnybodyElseAndAtAnyOtherTimeItIsAnUnknownPath() {
        String others = a.token(c, null);
        String own = a.ownToken("tool", new Scope(collection, true, true));
        for (String query : List.of("", "?from=0", "?from=x")) {
            for (String method : List.of("GET", "HEAD", "POST", "DELETE")) {
                assertEquals(unknown(method, token), raw(method, path() + query, token), "while it is open");
            }
        }
        a.suspend(contract);
        for (String query : List.of("", "?from=0", "?from=x")) {
            for (String method : List.of("GET", "HEAD", "POST", "DELETE")) {
                for (String stranger : List.of(others, own)) {
                    assertEquals(unknown(method, stranger), raw(method, path() + query, stranger));
                }
                for (String odd : List.of(UUID.randomUUID() + "", contract + "/", "x", "", collection + "")) {
                    assertEquals(unknown(method, token), raw(method, TaxiiSite.NOTICES + odd + query, token));
                }
                String inbox = a.exchange.inbox(b.self.did()).id().toString();
                assertEquals(unknown(method, token), raw(method, TaxiiSite.NOTICES + inbox + query, token));
            }
        }
        assertEquals(unknown("GET", token), raw("GET", path() + "?from=5", token), "beyond the log");
        assertEquals(401, Http.send(a, "GET", path(), null).status());
        a.resume(contract);
        assertEquals(unknown("GET", token), raw("GET", path(), token));
        a.suspend(contract);
        a.exchange.handle(new Command.Sever(TestNode.ACTOR, a.memorandumOf(contract)));
        assertEquals(unknown("GET", token), raw("GET", path(), token), "once it has ended");
    }

    @Test
    void whatCannotBeAskedOfANotice() {
        a.suspend(contract);
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
            Http.Answer answer = Http.send(a, method, path(), token);
            assertEquals(405, answer.status(), method);
            assertEquals(TaxiiSite.METHODS, answer.header("Allow"));
        }
        for (String from : List.of("", "x", "-1", "00", "1&from=1", "9223372036854775808")) {
            assertEquals(400, Http.get(a, path() + "?from=" + from, token).status(), from);
        }
    }

    // A pull.

    @Test
    void aPullThatMeetsASuspendedFeedTakesTheNoticeIn() {
        assertEquals(2, pull().added());
        a.suspend(contract);
        PullReport report = pull();
        assertTrue(report.suspended());
        assertEquals(0, report.recalled());
        assertEquals(List.of(), received().notices());
        remove(first);
        report = pull();
        assertTrue(report.suspended());
        assertEquals(1, report.recalled());
        assertEquals(1, received().verify().recalled());
        assertEquals(0, pull().recalled());
        assertEquals(1, received().notices().size());
        remove(second);
        assertEquals(1, pull().recalled());
        a.resume(contract);
        report = pull();
        assertFalse(report.suspended());
        assertEquals(0, report.recalled());
        assertEquals(2, received().verify().recalled());
        assertTrue(received().verify().equal());
    }

    @Test
    void aSuspensionInTheMiddleOfAPullEndsItWithTheNotice() {
        boolean[] done = {false};
        meddler.does((path, head, body) -> {
            if (path.contains("/openings/") && !done[0]) {
                done[0] = true;
                a.suspend(contract);
                remove(first);
            }
            return Meddler.whole(path, head, body);
        });
        PullReport report = pull();
        assertTrue(report.suspended());
        assertEquals(3, report.entries());
        assertEquals(0, report.added());
        assertEquals(0, report.recalled(), "nothing of it had come");
        assertEquals(1, received().notices().size());
        a.resume(contract);
        assertEquals(1, pull().added());
    }

    @Test
    void whoHoldsTheContractSuspendedItselfReadsNoticesAndNothingElse() {
        pull();
        b.suspend(contract);
        remove(first);
        int before = meddler.paths().size();
        PullReport report = pull();
        assertTrue(report.suspended());
        assertEquals(0, report.recalled(), "the giver is open: its log says it");
        a.suspend(contract);
        assertEquals(1, pull().recalled());
        assertTrue(meddler.paths().stream().skip(before).allMatch(path -> path.startsWith(TaxiiSite.NOTICES)));
    }

    @Test
    void whatIsMeddledWithIsRefused() {
        pull();
        a.suspend(contract);
        remove(first);
        meddler.does((path, head, body) -> {
            String text = new String(body, UTF_8);
            byte[] other = text.replace("\n1\n\n", "\n2\n\n").getBytes(UTF_8);
            return Meddler.whole(path, head, path.startsWith(TaxiiSite.NOTICES) ? other : body);
        });
        assertEquals(Code.MISMATCH, failedPull().code());
        String whole = Http.get(a, path() + "?from=0", token).body();
        meddler.does((path, head, body) -> path.startsWith(TaxiiSite.NOTICES)
                ? Meddler.whole(
                        path,
                        head.replaceFirst("(?i)Content-Length: [0-9]+", "Content-Length: " + whole.length()),
                        whole.getBytes(UTF_8))
                : Meddler.whole(path, head, body));
        assertEquals(Code.MISMATCH, failedPull().code(), "not what was asked for");
        assertEquals(0, received().verify().recalled());
        meddler.does(Meddler::whole);
        assertEquals(1, pull().recalled());
    }

    @Test
    void aGiverThatHasNoNoticesRefusesAsBefore() {
        pull();
        a.suspend(contract);
        meddler.does((path, head, body) -> path.startsWith(TaxiiSite.NOTICES)
                ? Meddler.whole(path, head.replaceFirst("200 OK", "404 Not Found"), body)
                : Meddler.whole(path, head, body));
        Failure failure = failedPull();
        assertEquals(Code.FORBIDDEN, failure.code());
        assertEquals("403", failure.fields().get("status"));
    }
}
