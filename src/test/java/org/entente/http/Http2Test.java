package org.entente.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.entente.Http2Wire;
import org.entente.Http2Wire.Frame;
import org.entente.Http2Wire.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 in the clear, with a client that knows beforehand that the server speaks it. */
final class Http2Test {
    private static final int WIDE = 1 << 30;

    private final SampleSite site = new SampleSite();
    private final HttpServer server = HttpServer.start("127.0.0.1", 0, List.of(site));

    @AfterEach
    void stop() {
        server.close();
    }

    private Http2Wire connect(int streamWindow) throws IOException {
        return Http2Wire.inTheClear(server.port(), streamWindow);
    }

    @Test
    void answersAreThoseOfHttp11() throws IOException {
        try (Http2Wire wire = connect(WIDE)) {
            wire.request(1, "GET", "/sample/hello");
            Response hello = wire.response(1);
            assertEquals(200, hello.status());
            assertEquals("GET hello", new String(hello.body(), UTF_8));
            assertEquals("9", hello.headers().get("content-length"));
            assertEquals("no-store", hello.headers().get("cache-control"));
            assertFalse(hello.headers().containsKey("date") || hello.headers().containsKey("server"));

            wire.request(3, "HEAD", "/sample/json", "accept-encoding", "gzip");
            wire.request(5, "GET", "/sample/json", "accept-encoding", "gzip");
            Response head = wire.response(3);
            Response json = wire.response(5);
            assertEquals(json.headers(), head.headers());
            assertEquals(0, head.body().length);
            assertEquals("gzip", json.headers().get("content-encoding"));
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(json.body()))) {
                assertArrayEquals(SampleSite.JSON, in.readAllBytes());
            }

            wire.request(7, "GET", "/sample/unchanged");
            Response unchanged = wire.response(7);
            assertEquals(304, unchanged.status());
            assertEquals("W/\"1\"", unchanged.headers().get("etag"));
            assertFalse(unchanged.headers().containsKey("content-length"));

            wire.request(9, "GET", "/sample/token");
            Response unauthorised = wire.response(9);
            assertEquals(401, unauthorised.status());
            assertEquals(
                    "Bearer realm=\"entente\" | Basic realm=\"entente\", charset=\"UTF-8\"",
                    unauthorised.headers().get("www-authenticate"));
            wire.request(11, "GET", "/sample/token", "authorization", "Bearer abc");
            assertEquals("abc", new String(wire.response(11).body(), UTF_8));

            wire.request(13, "GET", "/sample/bug");
            Response bug = wire.response(13);
            assertEquals(500, bug.status());
            assertFalse(new String(bug.body(), UTF_8).contains("secret"));
            wire.request(15, "GET", "/sample/forbidden");
            assertEquals("As asked.{a=b}", new String(wire.response(15).body(), UTF_8));
            wire.request(17, "GET", "/other");
            assertEquals(404, wire.response(17).status());
        }
    }

    @Test
    void headersHaveTheSameLimit() throws IOException {
        try (Http2Wire wire = connect(WIDE)) {
            byte[] block = Http2Wire.block("GET", "/sample/hello", "x", "y".repeat(HttpServer.MAX_HEADER_BYTES));
            wire.write(Http2Wire.HEADERS, Http2Wire.END_STREAM, 1, Arrays.copyOf(block, 10_000));
            wire.write(
                    Http2Wire.CONTINUATION, Http2Wire.END_HEADERS, 1, Arrays.copyOfRange(block, 10_000, block.length));
            assertEnds(wire, () -> {
                throw new IOException("nothing more is sent");
            });
            assertEquals(0, site.ended.availablePermits());
        }
    }

    @Test
    void headersWithoutEndEndTheConnection() throws IOException {
        try (Http2Wire wire = connect(WIDE)) {
            byte[] block = Http2Wire.block("GET", "/sample/hello");
            assertEnds(wire, () -> {
                wire.write(Http2Wire.HEADERS, 0, 1, block);
                while (true) {
                    wire.write(Http2Wire.CONTINUATION, 0, 1, new byte[1000]);
                }
            });
        }
        assertEquals(0, site.ended.availablePermits());
    }

    /** Promise 6 of the design: what is cut sends no further byte, even when the client's window opens again. */
    @Test
    void aCutResponseThatWaitsForAWindowSendsNothingMore() throws Exception {
        try (Http2Wire wire = connect(WIDE)) {
            wire.request(1, "GET", "/sample/large");
            int data = 0;
            while (data < Http2Wire.DEFAULT_WINDOW) {
                Frame frame = wire.read();
                data += frame.type() == Http2Wire.DATA ? frame.payload().length : 0;
            }
            assertEquals(Http2Wire.DEFAULT_WINDOW, data);
            site.large.take().cut();
            IOException end = assertThrows(IOException.class, () -> {
                wire.window(0, WIDE);
                Frame frame = wire.read();
                throw new AssertionError("a frame of type " + frame.type() + " came");
            });
            assertTrue(end instanceof EOFException || end instanceof java.net.SocketException, end.toString());
            site.ended.acquire();
        }
    }

    /** Here the client does not read, so that the system's buffers are full and a write is under way. */
    @Test
    void aCutResponseThatWaitsForTheNetworkSendsNothingMore() throws Exception {
        try (Http2Wire wire = connect(WIDE)) {
            wire.window(0, WIDE);
            wire.request(1, "GET", "/sample/large");
            site.large.take().cut();
            int[] data = {0};
            assertThrows(IOException.class, () -> {
                while (true) {
                    Frame frame = wire.read();
                    data[0] += frame.type() == Http2Wire.DATA ? frame.payload().length : 0;
                }
            });
            assertTrue(data[0] < SampleSite.LARGE, "all of it arrived");
            site.ended.acquire();
        }
    }

    @Test
    void stalledStreamsShareTheMemoryOfAll() throws Exception {
        try (Http2Wire wire = connect(1)) {
            for (int i = 0; i <= HttpServer.MAX_BODIES_BYTES / SampleSite.LARGE; i++) {
                wire.request(1 + 2 * i, "GET", "/sample/large");
            }
            while (true) {
                Frame frame = wire.read();
                // The first byte of the body of an error comes with status 503.
                if (frame.type() == Http2Wire.DATA && frame.payload()[0] == 'T') {
                    break;
                }
            }
        }
        site.ended.acquire((int) (HttpServer.MAX_BODIES_BYTES / SampleSite.LARGE) + 1);
    }

    @Test
    void streamsBeyondTheLimitAreRefusedAndTheRestGoesOn() throws IOException {
        try (Http2Wire wire = connect(0)) {
            for (int i = 0; i <= Http2.MAX_STREAMS; i++) {
                wire.request(1 + 2 * i, "GET", "/sample/hello");
            }
            Frame frame = wire.read();
            while (frame.type() != Http2Wire.RST_STREAM) {
                frame = wire.read();
            }
            assertEquals(1 + 2 * Http2.MAX_STREAMS, frame.stream());
            assertEquals(7, frame.payload()[3], "REFUSED_STREAM");
            wire.window(1, 100);
            while (frame.stream() != 1 || (frame.flags() & Http2Wire.END_STREAM) == 0) {
                frame = wire.read();
            }
        }
    }

    /** With a window of one byte each answer has begun, and none ends. */
    @Test
    void answersThatNeverEndEndTheConnection() throws IOException {
        try (Http2Wire wire = connect(1)) {
            assertEnds(wire, () -> {
                for (int stream = 1; ; stream += 2) {
                    wire.request(stream, "GET", "/sample/hello");
                }
            });
        }
    }

    @Test
    void floodsEndTheConnection() throws IOException {
        try (Http2Wire wire = connect(WIDE)) {
            assertEnds(wire, () -> {
                for (int stream = 1; ; stream += 2) {
                    wire.request(stream, "GET", "/sample/hello");
                    wire.write(Http2Wire.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
                }
            });
        }
        try (Http2Wire wire = connect(WIDE)) {
            assertEnds(wire, () -> {
                while (true) {
                    wire.write(Http2Wire.PING, 0, 0, new byte[8]);
                }
            });
        }
        try (Http2Wire wire = connect(WIDE)) {
            assertEnds(wire, () -> {
                while (true) {
                    wire.setting(Http2Wire.INITIAL_WINDOW_SIZE, WIDE);
                }
            });
        }
    }

    private interface Flood {
        void run() throws IOException;
    }

    /** Floods from another thread while the answers are read, until the connection ends. */
    private static void assertEnds(Http2Wire wire, Flood flood) {
        Thread flooding = Thread.ofVirtual().start(() -> assertThrows(IOException.class, flood::run));
        assertThrows(IOException.class, () -> {
            while (true) {
                wire.read();
            }
        });
        try {
            flooding.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anUpgradeIsNotTaken() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request = String.join(
                    "\r\n",
                    "GET /sample/hello HTTP/1.1",
                    "Host: x",
                    "Connection: Upgrade, HTTP2-Settings, close",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAAQAAP__",
                    "",
                    "");
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.endsWith("\r\n\r\nGET hello"), answer);
        }
    }
}
