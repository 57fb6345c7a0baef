package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.entente.exchange.Caller.Scope;
import org.entente.exchange.Command;
import org.entente.release.Tags;
import org.entente.stix.StixObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The tables of {@code docs/integrators.md}: which status each method has on each kind of collection, and which of several
 * faults is told first.
 */
final class AccessMatrixTest {
    private static final String TAXII = "application/taxii+json;version=2.1";

    @TempDir
    Path folder;

    private TestNode a;
    private TestNode b;
    private UUID feed;
    private UUID own;
    private StixObject object;
    private String tokenB;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    /** A collection, who calls, and what it may do. */
    private record Kind(String path, String token, boolean canRead, boolean canWrite) {}

    @BeforeEach
    void start() {
        a = TestNode.start(folder, "a");
        b = TestNode.start(folder, "b");
        a.befriend(b);
        List<UUID> contracts = a.sign(b, List.of(Samples.GIVEN, Samples.GIVEN));
        feed = contracts.getFirst();
        own = a.collection("Own", Tags.NONE);
        tokenB = a.token(b, null);
        object = Samples.object("tool");
        add();
        String path = "/api/collections/" + own + "/";
        kinds.put("own, read and write", new Kind(path, a.ownToken("rw", new Scope(own, true, true)), true, true));
        kinds.put("own, read", new Kind(path, a.ownToken("r", new Scope(own, true, false)), true, false));
        kinds.put("own, write", new Kind(path, a.ownToken("w", new Scope(own, false, true)), false, true));
        kinds.put("feed", new Kind("/api/collections/" + feed + "/", tokenB, true, false));
        String inbox = "/api/collections/" + a.exchange.inbox(b.self.did()).id() + "/";
        kinds.put("inbox", new Kind(inbox, tokenB, false, true));
        a.suspend(contracts.getLast());
        kinds.put("suspended feed", new Kind("/api/collections/" + contracts.getLast() + "/", tokenB, false, false));
    }

    private void add() {
        a.exchange.handle(new Command.ImportObjects(
                TestNode.ACTOR, new Tags(null, new java.util.TreeSet<>(), "Own"), List.of(object)));
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    private static byte[] envelope(StixObject object) {
        return ("{\"objects\":[" + new String(object.bytes(), UTF_8) + "]}").getBytes(UTF_8);
    }

    @Test
    void allFourCombinationsAreListed() {
        kinds.forEach((name, kind) -> {
            JsonNode one = Http.get(a, kind.path(), kind.token()).json();
            assertEquals(kind.canRead(), one.get("can_read").asBoolean(), name);
            assertEquals(kind.canWrite(), one.get("can_write").asBoolean(), name);
            boolean listed = false;
            for (JsonNode other :
                    Http.get(a, "/api/collections/", kind.token()).json().get("collections")) {
                listed |= other.equals(one);
            }
            assertTrue(listed, name);
        });
    }

    @Test
    void eachMethodHasItsStatusOnEachKind() {
        Map<String, List<Integer>> expected = new LinkedHashMap<>();
        // objects, one object, manifest, versions, POST, DELETE
        expected.put("own, read and write", List.of(200, 200, 200, 200, 202, 200));
        expected.put("own, read", List.of(200, 200, 200, 200, 403, 403));
        expected.put("own, write", List.of(403, 403, 403, 403, 202, 403));
        expected.put("feed", List.of(200, 200, 200, 200, 403, 403));
        expected.put("inbox", List.of(403, 403, 403, 403, 202, 403));
        expected.put("suspended feed", List.of(403, 403, 403, 403, 403, 404));
        assertEquals(expected.keySet(), kinds.keySet());
        kinds.forEach((name, kind) -> {
            add();
            assertEquals(expected.get(name), statuses(kind, object.id().value()), name);
        });
        a.exchange.handle(new Command.Sever(TestNode.ACTOR, a.memorandumOf(feed)));
        assertEquals(
                List.of(403, 403, 403, 403, 403, 404),
                statuses(kind("feed"), object.id().value()),
                "closed");
    }

    private Kind kind(String name) {
        Kind kind = kinds.get(name);
        if (kind == null) {
            throw new AssertionError("no such kind");
        }
        return kind;
    }

    private List<Integer> statuses(Kind kind, String id) {
        List<Integer> statuses = new ArrayList<>();
        for (String rest : List.of("objects/", "objects/" + id + "/", "manifest/", "objects/" + id + "/versions/")) {
            statuses.add(Http.get(a, kind.path() + rest, kind.token()).status());
        }
        statuses.add(Http.post(a, kind.path() + "objects/", kind.token(), TAXII, envelope(Samples.object("tool")))
                .status());
        statuses.add(Http.send(a, "DELETE", kind.path() + "objects/" + id + "/", kind.token())
                .status());
        return statuses;
    }

    @Test
    void rule17WhatTheCallerMayNotKnowIsNotThereWhateverTheMethod() {
        String absent = "/api/collections/" + UUID.randomUUID() + "/";
        String other = a.ownToken("other", new Scope(a.collection("Other", Tags.NONE), true, true));
        for (Kind kind : kinds.values()) {
            for (String token : List.of(tokenB, other)) {
                if (kind.token().equals(token)) {
                    continue;
                }
                for (String method : List.of("GET", "POST", "DELETE", "PUT", "HEAD")) {
                    for (String rest : List.of("", "objects/", "objects/" + object.id() + "/", "manifest/")) {
                        assertEquals(raw(method, absent + rest, token), raw(method, kind.path() + rest, token));
                    }
                }
                assertTrue(raw("GET", kind.path(), token).startsWith("HTTP/1.1 404 "));
            }
        }
    }

    private String raw(String method, String path, String token) {
        return Http.raw(
                a.port,
                method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void whetherThereIsSuchAnObjectIsToldOnlyToWhomMayDelete() {
        String absent = Samples.object("tool").id().value();
        for (String name : List.of("own, read", "own, write", "feed", "inbox", "suspended feed")) {
            Kind kind = kind(name);
            String path = kind.path() + "objects/";
            assertEquals(
                    raw("DELETE", path + absent + "/", kind.token()),
                    raw("DELETE", path + object.id() + "/", kind.token()),
                    name);
        }
        Kind kind = kind("own, read and write");
        assertEquals(
                404,
                Http.send(a, "DELETE", kind.path() + "objects/" + absent + "/", kind.token())
                        .status());
        assertEquals(
                404,
                Http.send(a, "DELETE", kind.path() + "objects/nonsense/", kind.token())
                        .status());
    }

    /** Each request has all faults from its own on; the first of them is told. */
    @Test
    void theFirstFaultOfAPostIsTold() {
        String writable = kind("own, read and write").path();
        String token = kind("own, read and write").token();
        String readable = kind("own, read").token();
        String html = "Accept: text/html\r\n";
        String plain = "Content-Type: text/plain\r\n";
        String typed = "Content-Type: " + TAXII + "\r\n";
        String large = "Content-Length: 100000000\r\n\r\n";
        for (String[] row : new String[][] {
            {"401", "nobody", "/api/collections/x/objects/", html + plain + large},
            {"401", "nobody", writable + "objects/", html + plain + large},
            {"404", token, "/api/collections/x/objects/", html + plain + large},
            {"404", token, writable + "nothing/", html + plain + large},
            {"404", token, writable + "objects", html + plain + large},
            {"403", readable, writable + "objects/", html + plain + large},
            {"405", token, writable + "manifest/", html + plain + large},
            {"405", token, writable, html + plain + large},
            {"406", token, writable + "objects/", html + plain + large},
            {"415", token, writable + "objects/", plain + large},
            {"415", token, writable + "objects/", typed + "Content-Encoding: gzip\r\n" + large},
            {"413", token, writable + "objects/", typed + large},
            {"400", token, writable + "objects/", typed + "Content-Length: 1\r\n\r\n{"},
            {"422", token, writable + "objects/", typed + "Content-Length: 2\r\n\r\n{}"},
            {"202", token, writable + "objects/", typed + "Content-Length: 16\r\n\r\n{\"objects\":[{}]}"}
        }) {
            String answer = Http.raw(
                    a.port,
                    "POST " + row[2] + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + row[1]
                            + "\r\n" + row[3]);
            assertTrue(answer.startsWith("HTTP/1.1 " + row[0] + " "), String.join(" ", row) + "\n" + answer);
            assertEquals(row[0].equals("401"), answer.contains("WWW-Authenticate: "), answer);
            assertEquals(row[0].equals("405"), answer.contains("\r\nAllow: "), answer);
            assertTrue(answer.contains("Content-Type: " + TAXII), answer);
            assertEquals(!row[0].equals("202"), answer.contains("\"title\":"), answer);
        }
    }

    @Test
    void theFirstFaultOfADeletionIsTold() {
        String writable = kind("own, read and write").path() + "objects/" + object.id() + "/";
        String token = kind("own, read and write").token();
        String html = "Accept: text/html\r\n\r\n";
        for (String[] row : new String[][] {
            {"401", "nobody", writable + "?match[version]=x", html},
            {"404", token, "/api/collections/x/objects/y/?match[version]=x", html},
            {"403", kind("own, read").token(), writable + "?match[version]=x", html},
            {"403", kind("own, write").token(), writable + "?match[version]=x", html},
            {"405", token, writable + "versions/?match[version]=x", html},
            {"406", token, writable + "?match[version]=x", html},
            {"400", token, writable + "?match[version]=x", "\r\n"},
            {"404", token, writable + "?match[version]=2020-01-01T00:00:00Z", "\r\n"},
            {"200", token, writable, "\r\n"},
            {"404", token, writable, "\r\n"}
        }) {
            String answer = Http.raw(
                    a.port,
                    "DELETE " + row[2] + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + row[1]
                            + "\r\n" + row[3]);
            assertTrue(answer.startsWith("HTTP/1.1 " + row[0] + " "), String.join(" ", row) + "\n" + answer);
        }
    }

    @Test
    void allowSaysWhatTheCallerMayDo() {
        Map<String, List<String>> expected = new LinkedHashMap<>();
        expected.put("own, read and write", List.of("GET, HEAD, POST", "GET, HEAD, DELETE", "GET, HEAD"));
        expected.put("own, read", List.of("GET, HEAD", "GET, HEAD", "GET, HEAD"));
        expected.put("own, write", List.of("GET, HEAD, POST", "GET, HEAD", "GET, HEAD"));
        expected.put("feed", List.of("GET, HEAD", "GET, HEAD", "GET, HEAD"));
        expected.put("inbox", List.of("POST", "", ""));
        expected.forEach((name, allowed) -> {
            Kind kind = kind(name);
            List<String> rests = List.of("objects/", "objects/" + object.id() + "/", "manifest/");
            for (int i = 0; i < rests.size(); i++) {
                Http.Answer answer = Http.send(a, "PUT", kind.path() + rests.get(i), kind.token());
                assertEquals(405, answer.status(), name);
                assertEquals(allowed.get(i), answer.header("Allow"), name);
            }
        });
    }

    @Test
    void trailingSlashesBelongToTheAddresses() {
        Kind kind = kind("own, read and write");
        for (String rest : List.of("objects", "objects/" + object.id(), "objects/x/y/")) {
            for (String method : List.of("GET", "POST", "DELETE")) {
                Http.Answer answer = Http.send(a, method, kind.path() + rest, kind.token());
                assertEquals(404, answer.status(), method + " " + rest);
                assertFalse(answer.title().isEmpty());
            }
        }
        assertEquals(
                200,
                Http.get(a, kind.path() + "objects/" + object.id() + "/", kind.token())
                        .status());
    }
}
