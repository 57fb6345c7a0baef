package org.entente.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.entente.exchange.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpServerTest {
    private static final int LARGE = 64 << 20;
    private static final byte[] JSON = ("{\"objects\":[" + "\"éééé\",".repeat(1000) + "1]}").getBytes(UTF_8);

    private static final int MAX_ECHO = 100_000;

    private final Set<Boolean> echoing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ended = new AtomicInteger();
    private final CountDownLatch endedOnce = new CountDownLatch(1);
    private final AtomicReference<Call> large = new AtomicReference<>();
    private final CountDownLatch largeBegan = new CountDownLatch(1);
    private final HttpServer server = HttpServer.start("127.0.0.1", 0, List.of(new Sample()));

    /** Answers by path. */
    private final class Sample implements Site {
        @Override
        public boolean owns(String path) {
            return path.startsWith("/sample/");
        }

        @Override
        public Reply answer(Call call) {
            call.atEnd(() -> {
                ended.incrementAndGet();
                endedOnce.countDown();
            });
            return switch (call.path()) {
                case "/sample/bug" -> throw new IllegalStateException("a secret");
                case "/sample/token" ->
                    Answer.of(200, "text/plain", call.token().getBytes(UTF_8));
                case "/sample/json" -> {
                    ByteBuffer body = call.buffer(JSON.length);
                    yield new Answer(
                            200, "application/json", Map.of(), body.put(JSON).flip());
                }
                case "/sample/unchanged" ->
                    Answer.of(304, "application/json", new byte[0]).with("ETag", "W/\"1\"");
                case "/sample/large" -> {
                    ByteBuffer body = call.buffer(LARGE);
                    large.set(call);
                    largeBegan.countDown();
                    yield new Answer(200, "text/plain", Map.of(), body);
                }
                case "/sample/echo" ->
                    new Work(MAX_ECHO, body -> {
                        echoing.add(Thread.currentThread().isVirtual());
                        return Answer.of(200, "text/plain", body);
                    });
                case "/sample/late" ->
                    new Work(0, body -> {
                        throw new Failure(Failure.Code.CONFLICT, "As asked.", "body", Integer.toString(body.length));
                    });
                case "/sample/late-bug" ->
                    new Work(0, _ -> {
                        throw new IllegalStateException("a secret");
                    });
                case "/sample/pooled" -> {
                    ByteBuffer body = call.buffer(5);
                    yield new Answer(
                            200,
                            "text/plain",
                            Map.of("X-Own", "1"),
                            body.put("hello".getBytes(UTF_8)).flip());
                }
                default ->
                    throw new Failure(
                            Failure.Code.valueOf(call.path().substring("/sample/".length())), "As asked.", "a", "b");
            };
        }

        @Override
        public Answer error(int status, String sentence, Map<String, String> fields) {
            return Answer.of(status, "application/x-error", (sentence + fields).getBytes(UTF_8));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String send(String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String get(String path, String... headers) {
        return send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList()) + "\r\n");
    }

    @Test
    void eachKindOfFailureHasItsStatus() {
        Map<Failure.Code, Integer> table = Map.of(
                Failure.Code.INVALID, 400,
                Failure.Code.UNAUTHORISED, 401,
                Failure.Code.FORBIDDEN, 403,
                Failure.Code.NOT_FOUND, 404,
                Failure.Code.CONFLICT, 409,
                Failure.Code.LIMIT, 413,
                Failure.Code.QUOTA, 429,
                Failure.Code.MISMATCH, 502,
                Failure.Code.UNAVAILABLE, 503,
                Failure.Code.DURABILITY, 503);
        assertEquals(Failure.Code.values().length, table.size());
        table.forEach((code, status) -> {
            String answer = get("/sample/" + code);
            assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
            assertTrue(answer.endsWith("As asked.{a=b}"), answer);
            assertEquals(status == 401, answer.contains("\r\nWWW-Authenticate: Bearer realm=\"entente\"\r\n"));
            assertEquals(
                    status == 401,
                    answer.contains("\r\nWWW-Authenticate: Basic realm=\"entente\", charset=\"UTF-8\"\r\n"));
        });
    }

    @Test
    void aBugSaysNothingOfItself() {
        String answer = get("/sample/bug");
        assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
        assertFalse(answer.contains("secret") || answer.contains("Exception"), answer);
        assertTrue(answer.contains("application/x-error"), answer);
    }

    @Test
    void aPathThatNobodyOwnsGetsProblemDetails() {
        String answer = get("/other");
        assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        assertTrue(answer.contains("application/problem+json"), answer);
    }

    @Test
    void tokensAreReadInOnePlace() {
        assertTrue(get("/sample/token", "Authorization: Bearer abc").endsWith("\r\n\r\nabc"));
        assertTrue(get("/sample/token", "authorization: bEARER abc").endsWith("\r\n\r\nabc"));
        for (String user : List.of("", "did%3Aweb%3Ab.example", "é")) {
            assertTrue(get("/sample/token", "Authorization: " + basic(user + ":abc"))
                    .endsWith("\r\n\r\nabc"));
        }
        assertTrue(get("/sample/token", "Authorization: " + basic("u:a:b").replace("Basic", "bASIC"))
                .endsWith("\r\n\r\na:b"));
        for (String header : List.of(
                "X: y",
                "Authorization: abc",
                "Authorization: Bearer",
                "Authorization: Bearer " + "x".repeat(Call.MAX_TOKEN + 1),
                "Authorization: Basic",
                "Authorization: Basic =",
                "Authorization: Basic dT pw",
                "Authorization: " + basic("abc"),
                "Authorization: " + basic("abc:"),
                "Authorization: " + basic("u:" + "x".repeat(Call.MAX_TOKEN + 1)),
                "Authorization: Bearer abc\r\nAuthorization: " + basic("u:abc"),
                "Authorization: Bearer a\r\nAuthorization: Bearer a")) {
            assertTrue(get("/sample/token", header).startsWith("HTTP/1.1 401 "), header);
        }
        assertTrue(get("/sample/token?access_token=abc").startsWith("HTTP/1.1 401 "));
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    }

    @Test
    void aConnectionIsKeptAndItsCallsEnd() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request = "GET /sample/pooled HTTP/1.1\r\nHost: x\r\n\r\n";
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                String answer = readUntil(socket.getInputStream(), "hello");
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
                assertTrue(answer.contains("X-Own: 1\r\n") && answer.contains("Content-Length: 5\r\n"), answer);
                assertFalse(answer.contains("Date:") || answer.contains("Server:"), answer);
            }
        }
    }

    @Test
    void headIsGetWithoutABody() {
        String head = send("HEAD /sample/pooled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertEquals(get("/sample/pooled").replace("hello", ""), head);
    }

    @Test
    void jsonIsCompressedForThoseWhoAsk() throws IOException {
        for (String accept : List.of("gzip", "deflate, GZIP;q=0.5", "x-gzip", "br;q=1.0, *;q=0.1")) {
            String answer = get("/sample/json", "Accept-Encoding: " + accept);
            assertTrue(answer.contains("\r\nContent-Encoding: gzip\r\n"), answer);
            assertTrue(answer.contains("\r\nVary: Accept-Encoding\r\n"), answer);
            byte[] coded = answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
            assertTrue(answer.contains("\r\nContent-Length: " + coded.length + "\r\n") && coded.length < 1000, answer);
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(coded))) {
                assertArrayEquals(JSON, in.readAllBytes());
            }
        }
        for (String accept : List.of("", "identity", "gzip;q=0", "gzip; q=0.000, *", "*;q=0", "gzipped")) {
            String answer = get("/sample/json", "Accept-Encoding: " + accept);
            assertFalse(answer.contains("Content-Encoding"), accept);
            assertTrue(answer.contains("\r\nVary: Accept-Encoding\r\n"), answer);
            assertTrue(answer.endsWith(new String(JSON, ISO_8859_1)), accept);
        }
        assertFalse(get("/sample/pooled", "Accept-Encoding: gzip").contains("Content-Encoding"), "not worth it");
        String head =
                send("HEAD /sample/json HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: gzip\r\n\r\n");
        String whole = get("/sample/json", "Accept-Encoding: gzip");
        assertEquals(whole.substring(0, whole.indexOf("\r\n\r\n") + 4), head);
    }

    @Test
    void whatIsUnchangedHasNoBodyAndNoLength() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request = "GET /sample/unchanged HTTP/1.1\r\nHost: x\r\n\r\n";
            for (int i = 0; i < 2; i++) {
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                String answer = readUntil(socket.getInputStream(), "\r\n\r\n");
                assertTrue(answer.startsWith("HTTP/1.1 304 ") && answer.contains("\r\nETag: W/\"1\"\r\n"), answer);
                assertFalse(answer.contains("Content-Length") || answer.contains("Content-Type:"), answer);
            }
        }
    }

    @Test
    void aBodyThatNobodyWantsEndsTheConnection() {
        for (String body : List.of(
                "Content-Length: 100000000\r\n\r\n",
                "Content-Length: 3\r\n\r\nabc",
                "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")) {
            String answer = send("GET /sample/pooled HTTP/1.1\r\nHost: x\r\n" + body);
            assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.contains("Connection: close\r\n"), answer);
        }
    }

    @Test
    void aBodyIsReadWholeAndTheConnectionGoesOn() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            for (String body : List.of(
                    "Content-Length: 3\r\n\r\nabc",
                    "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n",
                    "Content-Length: 0\r\n\r\n",
                    "Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc")) {
                String request = "POST /sample/echo HTTP/1.1\r\nHost: x\r\n" + body;
                for (byte one : request.getBytes(ISO_8859_1)) {
                    socket.getOutputStream().write(one);
                }
                String end = body.endsWith("abc") || body.contains("chunked") ? "abc" : "\r\n\r\n";
                String answer = readUntil(socket.getInputStream(), end);
                if (answer.startsWith("HTTP/1.1 100 ")) {
                    answer = answer.substring(answer.indexOf("\r\n\r\n") + 4);
                }
                assertTrue(answer.startsWith("HTTP/1.1 200 ") && !answer.contains("Connection: close"), answer);
            }
        }
        assertEquals(Set.of(true), echoing, "on virtual threads");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        String largest = "x".repeat(MAX_ECHO);
        assertTrue(post("Content-Length: " + MAX_ECHO + "\r\n\r\n" + largest).endsWith("\r\n\r\n" + largest));
        for (String body : List.of(
                "Content-Length: " + (MAX_ECHO + 1) + "\r\n\r\n",
                "Content-Length: 100000000000\r\n\r\nabc",
                "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(MAX_ECHO) + "\r\n" + largest
                        + "\r\n1\r\nx\r\n")) {
            String answer = post(body);
            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
            assertTrue(answer.contains("Connection: close\r\n") && answer.contains("application/x-error"), answer);
        }
    }

    private String post(String rest) {
        return send("POST /sample/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + rest);
    }

    @Test
    void manySlowBodiesHoldUpNobody() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                slow.add(socket);
                String begun = "POST /sample/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab";
                socket.getOutputStream().write(begun.getBytes(ISO_8859_1));
            }
            assertTrue(get("/sample/pooled").endsWith("hello"));
            for (Socket socket : slow) {
                socket.getOutputStream().write(new byte[] {'c', 'd'});
                assertTrue(readUntil(socket.getInputStream(), "abcd").startsWith("HTTP/1.1 200 "));
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aClientThatGoesAwayInTheMiddleOfItsBodyEndsItsCall() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String begun = "POST /sample/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab";
            socket.getOutputStream().write(begun.getBytes(ISO_8859_1));
        }
        endedOnce.await();
        assertEquals(Set.of(), echoing);
        assertTrue(get("/sample/pooled").endsWith("hello"));
    }

    @Test
    void whatWorkThrowsIsTreatedAlike() {
        String answer = get("/sample/late");
        assertTrue(answer.startsWith("HTTP/1.1 409 ") && answer.endsWith("As asked.{body=0}"), answer);
        answer = get("/sample/late-bug");
        assertTrue(answer.startsWith("HTTP/1.1 500 ") && !answer.contains("secret"), answer);
    }

    @Test
    void aCutResponseStopsAtOnce() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("GET /sample/large HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
            largeBegan.await();
            socket.getInputStream().readNBytes(1000);
            large.get().cut();
            long rest = 0;
            try {
                rest = socket.getInputStream().readAllBytes().length;
            } catch (IOException reset) {
                // A connection that is closed while the client has not read all may be reset.
                assertTrue(reset.getMessage() != null);
            }
            assertTrue(rest < LARGE - 1000, "all of it arrived");
            endedOnce.await();
            assertEquals(1, ended.get());
        }
    }

    @Test
    void slowClientsDoNotEatTheMemory() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (long bytes = 0; bytes < HttpServer.MAX_BODIES_BYTES; bytes += LARGE) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                slow.add(socket);
                socket.getOutputStream().write("GET /sample/large HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
                socket.getInputStream().readNBytes(1000);
            }
            String answer = get("/sample/pooled");
            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        while (ended.get() < slow.size() + 1) {
            Thread.onSpinWait();
        }
        assertTrue(get("/sample/pooled").startsWith("HTTP/1.1 200 "));
    }

    @Test
    void aTakenPortIsAFailure() {
        Failure failure = assertThrows(Failure.class, () -> HttpServer.start("127.0.0.1", server.port(), List.of()));
        assertEquals(Failure.Code.UNAVAILABLE, failure.code());
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("closed after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
