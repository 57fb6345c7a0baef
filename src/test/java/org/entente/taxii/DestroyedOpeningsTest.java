package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.exchange.Command;
import org.entente.exchange.Feed;
import org.entente.exchange.Received.Verification;
import org.entente.http.ClientTls;
import org.entente.release.Tags;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP: what the duty {@code deleteAtEnd} leaves of a feed's log (release.md rule 10), and that it can be pulled. */
final class DestroyedOpeningsTest {
    private static final String TYPES = "\"malware\"";

    @TempDir
    Path folder;

    private TestNode a;
    private TestNode b;
    private UUID contract;
    private UUID collection;
    private String token;

    @BeforeEach
    void start() {
        a = TestNode.start(folder, "a");
        b = TestNode.start(folder, "b");
        a.befriend(b);
        contract = a.sign(b, List.of(TYPES), "\"deleteAtEnd\": true").getFirst();
        collection = a.collection("Filed", Tags.NONE);
        token = a.token(b, null);
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    private static String id(int number) {
        return "malware--00000000-0000-4000-8000-00000000000" + number;
    }

    private void file(int number) {
        String json = """
                {"type":"malware","spec_version":"2.1","id":"%s","created":"2026-01-01T00:00:00.000Z",
                 "modified":"2026-01-01T00:00:00.000Z","name":"N","is_family":false}""".formatted(id(number));
        StixObject object = switch (StixReader.parseObject(json.getBytes(UTF_8), Limits.DEFAULT)) {
            case Parsed.Valid valid -> valid.object();
            case Parsed.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
        Tags tags = new Tags(null, new TreeSet<>(), "Filed");
        a.exchange.handle(new Command.ImportObjects(TestNode.ACTOR, tags, List.of(object)));
    }

    private void remove(int number) {
        a.exchange.handle(
                new Command.RemoveObject(TestNode.ACTOR, collection, new StixId(id(number)), Feed.Versions.ALL));
    }

    /** Every byte of the answer, with status line and headers. */
    private String raw(String method, String path) {
        return Http.raw(
                a.port,
                method + " /api/collections/" + contract + "/log/" + path
                        + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    }

    private PullReport pull() {
        return new Puller(b.exchange, b.keys, TestNode.ACTOR, _ -> ClientTls.PLATFORM).pull(contract);
    }

    @Test
    void rule10ADestroyedOpeningIsAnsweredLikeOneThatNeverWas() {
        file(1);
        file(2);
        assertTrue(raw("GET", "opening/1").startsWith("HTTP/1.1 200"));
        String entries = raw("GET", "tile/entries/000.p/3");
        remove(1);
        for (String method : List.of("GET", "HEAD", "POST")) {
            assertEquals(raw(method, "opening/4711"), raw(method, "opening/1"));
        }
        assertTrue(raw("GET", "opening/1").startsWith("HTTP/1.1 404"));
        assertTrue(raw("GET", "opening/2").startsWith("HTTP/1.1 200"));
        // The withdrawal itself stays, and so does every entry.
        assertTrue(raw("GET", "opening/3").startsWith("HTTP/1.1 200"));
        assertEquals(entries, raw("GET", "tile/entries/000.p/3"));
        assertFalse(raw("GET", "openings/000.p/4").contains(id(1)));
        assertTrue(raw("GET", "openings/000.p/4").contains(id(2)));
    }

    @Test
    void aPullTakesALogInWhoseOpeningsAreDestroyedInPart() {
        file(1);
        file(2);
        assertEquals(2, pull().added());
        file(3);
        remove(3);
        remove(1);
        PullReport report = pull();
        assertEquals(0, report.added());
        Verification verification = b.exchange.received(contract).verify();
        assertTrue(verification.equal(), verification::toString);
        assertEquals(1, verification.objects());
        assertEquals(1, verification.destroyed());
        // Of the one, what came was destroyed; of the other nothing ever came.
        assertEquals(2, verification.openingsGone());
        assertEquals(0, verification.pending() + verification.damaged());
        b.restart();
        assertEquals(verification, b.exchange.received(contract).verify());
    }
}
