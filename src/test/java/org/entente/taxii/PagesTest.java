package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.entente.exchange.Micros;
import org.entente.http.ClientTls;
import org.entente.taxii.FaultyServer.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One walk against one kind of server each: those that keep to the standard, and each way not to. */
final class PagesTest {
    private static final String LAST = "X-TAXII-Date-Added-Last";
    private static final String OBJECTS = "/root/collections/" + FaultyServer.COLLECTION + "/objects/";
    private static final long START = Micros.parse("2024-05-01T00:00:00Z");

    private final FaultyServer server = new FaultyServer();
    private final Waits waits = new Waits(Instant.parse("2024-06-01T00:00:00Z"));

    @AfterEach
    void close() {
        server.close();
    }

    /** Adds objects, each that many seconds after the one before. */
    private void add(int count, int seconds) {
        for (int i = 0; i < count; i++) {
            long time = START + (server.objects().size() + 1L) * seconds * 1_000_000;
            server.add(Samples.object("tool", UUID.randomUUID(), 0, 20).bytes(), time);
        }
    }

    private List<String> walk() {
        List<String> all = new ArrayList<>();
        try (TaxiiClient client =
                new TaxiiClient(server.url(), new Credentials.None(), true, ClientTls.PLATFORM, waits.patience())) {
            Pages pages = Pages.ofObjects(client, OBJECTS, Match.allAfter(""));
            while (pages.more()) {
                pages.page().items().forEach(item -> all.add(new String(item, UTF_8)));
            }
        }
        return all;
    }

    /** Every object once, in whatever order. */
    private void arrives() {
        List<String> walked = walk();
        List<String> there = server.objects().stream()
                .map(object -> new String(object, UTF_8))
                .toList();
        assertEquals(there.size(), walked.size());
        assertTrue(new HashSet<>(walked).containsAll(there), "an object is missing");
    }

    private void fails(Code code, String part) {
        Failure failure = assertThrows(Failure.class, this::walk);
        assertEquals(code, failure.code(), failure.toString());
        assertTrue(String.valueOf(failure.getMessage()).contains(part), failure.toString());
        assertTrue(server.requests().size() < 300, server.requests().size() + " requests");
    }

    @Test
    void byCursorAndByTime() {
        server.mostPerPage = 7;
        add(50, 60);
        arrives();
        assertEquals(8, server.requests().size());
        server.givesNext = false;
        arrives();
    }

    @Test
    void anEmptyCollectionIsOnePage() {
        arrives();
        assertEquals(1, server.requests().size());
    }

    @Test
    void equalTimesThatAreSplitOverPagesLoseNothing() {
        server.givesNext = false;
        server.mostPerPage = 7;
        for (int i = 0; i < 40; i++) {
            server.add(Samples.object("tool", UUID.randomUUID(), 0, 20).bytes(), START + i / 5);
        }
        arrives();
    }

    @Test
    void moreOfOneTimeThanAPageHoldsTakesLargerPages() {
        server.givesNext = false;
        add(3000, 0);
        server.mostPerPage = 10_000;
        arrives();
        server.mostPerPage = 1000;
        fails(Code.INVALID, "share one time");
    }

    @Test
    void aCursorThatExpiresIsDoneWithout() {
        server.mostPerPage = 7;
        add(50, 60);
        for (int status : new int[] {400, 404, 410}) {
            AtomicInteger asked = new AtomicInteger();
            server.does((request, honest) ->
                    FaultyServer.parameter(request, "next") != null && asked.incrementAndGet() % 2 == 0
                            ? Response.error(status)
                            : honest);
            arrives();
        }
        // And one that is never taken.
        server.does(
                (request, honest) -> FaultyServer.parameter(request, "next") == null ? honest : Response.error(400));
        arrives();
    }

    @Test
    void aServerThatRepeatsItsCursorIsAskedByTime() {
        server.mostPerPage = 7;
        add(50, 60);
        server.does((request, honest) -> honest.withBody(new String(honest.body(), UTF_8)
                .replaceFirst("\"next\": \"[^\"]*\"", "\"next\": \"n7-x\"")
                .getBytes(UTF_8)));
        arrives();
    }

    @Test
    void aServerThatNeverEndsIsLeft() {
        server.mostPerPage = 7;
        add(20, 60);
        AtomicInteger count = new AtomicInteger();
        server.does((_, honest) -> honest.withBody(new String(honest.body(), UTF_8)
                .replaceFirst(
                        "\"more\": (true|false)(, \"next\": \"[^\"]*\")?",
                        "\"more\": true, \"next\": \"n0-" + count.incrementAndGet() + "\"")
                .getBytes(UTF_8)));
        fails(Code.INVALID, "again and again");
        server.does((_, honest) ->
                honest.withBody(("{\"more\":true,\"next\":\"n0-" + count.incrementAndGet() + "\"}").getBytes(UTF_8)));
        fails(Code.INVALID, "sends none");
        server.does((_, honest) -> honest.withBody("{\"more\":true}".getBytes(UTF_8)));
        fails(Code.INVALID, "where that begins");
        server.does((_, honest) -> honest.withBody("{\"more\":true,\"next\":\"n0-1\"}".getBytes(UTF_8))
                .without(LAST));
        fails(Code.INVALID, "does not go forward");
    }

    @Test
    void aTimeThatRunsAheadIsNoticedAndGoneBackFrom() {
        server.givesNext = false;
        server.mostPerPage = 7;
        add(50, 60);
        for (String lie : List.of("2024-05-01T00:31:00Z", "2024-05-20T00:00:00Z", "2031-01-01T00:00:00Z")) {
            AtomicInteger asked = new AtomicInteger();
            server.does((_, honest) -> asked.incrementAndGet() == 3 ? honest.with(LAST, lie) : honest);
            arrives();
        }
        server.does((_, honest) -> honest.with(LAST, "2024-05-20T00:00:00Z"));
        fails(Code.INVALID, "does not go forward");
    }

    @Test
    void aTimeThatRunsBackOrIsMissingIsNoHarmWhereThereIsACursor() {
        server.mostPerPage = 7;
        add(50, 60);
        for (String lie : List.of("2024-05-01T00:00:01Z", "1970-01-01T00:00:00Z", "yesterday", "")) {
            server.does((_, honest) -> honest.with(LAST, lie));
            arrives();
        }
        server.givesNext = false;
        AtomicBoolean once = new AtomicBoolean();
        server.does((request, honest) ->
                FaultyServer.parameter(request, "added_after") != null && once.compareAndSet(false, true)
                        ? honest.with(LAST, "2024-05-01T00:00:01Z")
                        : honest);
        arrives();
    }

    @Test
    void limitsThatAreIgnoredDoNoHarm() {
        server.ignoresLimit = true;
        server.mostPerPage = 5000;
        add(7000, 1);
        arrives();
    }

    @Test
    void whatIsNoPageIsRefused() {
        add(5, 60);
        record Wrong(Response answer, Code code) {}
        for (Wrong wrong : List.of(
                new Wrong(Response.of(200, "text/html", "<html>"), Code.INVALID),
                new Wrong(Response.of(200, "application/json", "{}"), Code.INVALID),
                new Wrong(Response.of(200, "application/taxii+json;version=2.0", "{}"), Code.INVALID),
                new Wrong(Response.of(200, FaultyServer.TAXII, "[]"), Code.INVALID),
                new Wrong(Response.of(200, FaultyServer.TAXII, "{} {}"), Code.INVALID),
                new Wrong(Response.of(200, FaultyServer.TAXII, "{\"more\":\"yes\"}"), Code.INVALID),
                new Wrong(Response.of(200, FaultyServer.TAXII, "{\"next\":1}"), Code.INVALID),
                new Wrong(Response.of(200, FaultyServer.TAXII, "{\"objects\":{}}"), Code.INVALID),
                new Wrong(Response.of(200, FaultyServer.TAXII, "{\"more\":true,\"more\":false}"), Code.INVALID),
                new Wrong(Response.of(200, FaultyServer.TAXII, "{\"objects\":[{\"a\":"), Code.UNAVAILABLE),
                new Wrong(Response.of(200, FaultyServer.TAXII, ""), Code.UNAVAILABLE),
                new Wrong(
                        Response.of(200, FaultyServer.TAXII, "{\"objects\":[" + "1,".repeat(100_000) + "1]}"),
                        Code.LIMIT))) {
            server.does((_, _) -> wrong.answer);
            assertEquals(wrong.code, assertThrows(Failure.class, this::walk).code(), wrong.toString());
        }
    }
}
