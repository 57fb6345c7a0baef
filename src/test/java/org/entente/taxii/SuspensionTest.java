package org.entente.taxii;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.entente.Http2Wire;
import org.entente.TestCertificates;
import org.entente.TestCertificates.Issued;
import org.entente.TestCertificates.Kind;
import org.entente.TestCertificates.Wish;
import org.entente.http.ClientTls;
import org.entente.http.HttpServer;
import org.entente.http.Identity;
import org.entente.http.ServerTls;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Release.md rule 14: a suspension returns after every response in progress was cut. Two readers of two contracts stall in the
 * middle of pages larger than all buffers of the system. When one contract has been suspended, its reader gets no more than what
 * the system had taken by then, which the system's table of connections says; the other gets its page to the end.
 */
final class SuspensionTest {
    private static final Issued AUTHORITY =
            TestCertificates.selfSigned(Wish.of(Kind.EC, "authority").asAuthority());

    /** What the server offers. */
    enum Protocol {
        HTTP_1_1(false, false),
        HTTP_2(false, true),
        HTTP_1_1_OVER_TLS(true, false),
        HTTP_2_OVER_TLS(true, true);

        private final boolean tls;
        private final boolean http2;

        Protocol(boolean tls, boolean http2) {
            this.tls = tls;
            this.http2 = http2;
        }
    }

    /** Of text in the object of each page. The system's buffers for sending may grow to four mebibytes. */
    private static final int PAGE_BYTES = 8_000_000;

    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;
    private static final int WIDE = 1 << 30;

    /** As often as the table says the same, the buffers are taken to be full. */
    private static final int SAME = 10;

    private static final int POLL_MILLIS = 20;
    private static final int PATIENCE_MILLIS = 60_000;

    @TempDir
    Path folder;

    private TestNode a;
    private TestNode b;
    private @Nullable HttpServer secure;
    private UUID suspended;
    private UUID other;
    private String token;

    @BeforeEach
    void start() {
        a = TestNode.start(folder, "a");
        b = TestNode.start(folder, "b");
        a.befriend(b);
        List<UUID> contracts = a.sign(b, List.of("\"tool\"", "\"malware\""));
        suspended = contracts.getFirst();
        other = contracts.getLast();
        token = a.token(b, null);
        for (String type : List.of("tool", "malware")) {
            a.add(List.of(Samples.object(type, UUID.randomUUID(), 0, PAGE_BYTES)));
        }
        Issued issued = TestCertificates.issued(Wish.of(Kind.EC, "node"), AUTHORITY);
        Identity identity = Identity.read(issued.chainPem(), issued.keyPem());
        secure = HttpServer.start(
                "127.0.0.1", 0, new ServerTls(identity, false, new ServerTls.Clients.NotAsked()), List.of(a.site));
    }

    @AfterEach
    void stop() {
        if (secure != null) {
            secure.close();
        }
        a.close();
        b.close();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aSuspensionCutsAStalledPageAndNoOther(Protocol protocol) throws Exception {
        try (Reader stalled = new Reader(protocol, suspended);
                Reader bystander = new Reader(protocol, other)) {
            stalled.begin();
            bystander.begin();
            long inFlight = stalled.inFlight();
            assertTrue(bystander.inFlight() < PAGE_BYTES, "the other reader stalls too");
            assertTrue(inFlight < PAGE_BYTES, "the page is larger than the buffers: " + inFlight);
            // As the administrator's door does it.
            a.suspend(suspended);
            a.site.cut(suspended);
            long rest = stalled.rest();
            assertTrue(rest <= inFlight, rest + " bytes came, and " + inFlight + " were in flight");
            assertTrue(bystander.page() > PAGE_BYTES, "the other page comes whole");
        }
        String again = Http.rawGet(a, path(suspended), token);
        assertTrue(again.startsWith("HTTP/1.1 403 "), again.substring(0, Math.min(200, again.length())));
    }

    private static String path(UUID contract) {
        return "/api/collections/" + contract + "/objects/";
    }

    /** A client that reads the beginning of a page, and no more until it is told. */
    private final class Reader implements AutoCloseable {
        private final Socket network = new Socket();
        private final Socket socket;
        private final @Nullable Http2Wire wire;
        private final String path;
        private long body;

        Reader(Protocol protocol, UUID contract) throws Exception {
            path = path(contract);
            network.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            network.setSoTimeout(PATIENCE_MILLIS);
            int port = protocol.tls ? Objects.requireNonNull(secure).port() : a.port;
            network.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket = protocol.tls ? secured(protocol.http2) : network;
            wire = protocol.http2 ? new Http2Wire(socket, WIDE) : null;
        }

        private Socket secured(boolean http2) throws Exception {
            var context = ClientTls.of(List.of(AUTHORITY.certificate()), null).context();
            if (context == null) {
                throw new AssertionError("no context that trusts the authority");
            }
            SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(network, "127.0.0.1", network.getPort(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {http2 ? "h2" : "http/1.1"});
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls;
        }

        /** Asks for the page and reads the first bytes of it. */
        void begin() throws IOException {
            if (wire == null) {
                String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                String head = new String(socket.getInputStream().readNBytes(1000), ISO_8859_1);
                assertTrue(head.startsWith("HTTP/1.1 200 "), head);
                body = head.substring(head.indexOf("\r\n\r\n") + 4).length();
                return;
            }
            wire.window(0, WIDE);
            wire.request(1, "GET", path, "authorization", "Bearer " + token);
            while (body == 0) {
                frame(wire);
            }
        }

        private boolean frame(Http2Wire http2) throws IOException {
            Http2Wire.Frame frame = http2.read();
            body += frame.type() == Http2Wire.DATA ? frame.payload().length : 0;
            return frame.type() == Http2Wire.DATA && (frame.flags() & Http2Wire.END_STREAM) != 0;
        }

        /** Bytes that the system has from the server and this client has not read, once they grow no more. */
        long inFlight() throws IOException, InterruptedException {
            long before = -1;
            for (int same = 0; same < SAME; ) {
                Thread.sleep(POLL_MILLIS);
                long sending = queued(false);
                long now = sending + queued(true);
                // Something has to wait on the server's side, or the server may just not have come to it yet.
                same = now == before && sending > 0 ? same + 1 : 0;
                before = now;
            }
            return before;
        }

        /** What waits to be read at this end, or to be sent at the server's. */
        private long queued(boolean here) throws IOException {
            String local = hex(here ? network.getLocalPort() : network.getPort());
            String remote = hex(here ? network.getPort() : network.getLocalPort());
            for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] columns = line.strip().split("\\s+", 6);
                    if (columns[1].endsWith(local) && columns[2].endsWith(remote)) {
                        String[] queues = columns[4].split(":", 2);
                        return Long.parseLong(queues[here ? 1 : 0], 16);
                    }
                }
            }
            throw new AssertionError("the system knows no such connection");
        }

        private static String hex(int port) {
            return String.format(Locale.ROOT, ":%04X", port);
        }

        /** Reads what still comes over the network, up to its end. */
        long rest() throws IOException {
            long count = 0;
            byte[] buffer = new byte[RECEIVE_BUFFER_BYTES];
            try {
                for (int n = 0; n >= 0; n = network.getInputStream().read(buffer)) {
                    count += n;
                }
            } catch (SocketException reset) {
                // A connection that is closed before all was read may be reset.
                assertTrue(reset.getMessage() != null);
            }
            return count;
        }

        /** Reads the rest of the page, and gives the length of all of it. */
        long page() throws IOException {
            if (wire != null) {
                while (!frame(wire)) {
                    // On to the last frame.
                }
                return body;
            }
            byte[] buffer = new byte[RECEIVE_BUFFER_BYTES];
            while (body <= PAGE_BYTES) {
                int n = socket.getInputStream().read(buffer);
                if (n < 0) {
                    throw new EOFException("the page ends after " + body + " bytes");
                }
                body += n;
            }
            return body;
        }

        @Override
        public void close() throws IOException {
            network.close();
        }
    }
}
