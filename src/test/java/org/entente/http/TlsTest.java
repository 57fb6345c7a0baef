package org.entente.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.entente.Http2Wire;
import org.entente.TestCertificates;
import org.entente.TestCertificates.Issued;
import org.entente.TestCertificates.Kind;
import org.entente.TestCertificates.Wish;
import org.entente.http.ServerTls.Clients;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TlsTest {
    private static final Issued AUTHORITY =
            TestCertificates.selfSigned(Wish.of(Kind.EC, "authority").asAuthority());
    private static final Issued OTHER_AUTHORITY =
            TestCertificates.selfSigned(Wish.of(Kind.EC, "other").asAuthority());
    private static final Issued OWN = TestCertificates.issued(Wish.of(Kind.EC, "node"), AUTHORITY);

    private final SampleSite site = new SampleSite();
    private @Nullable HttpServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static ServerTls tls(Issued issued, boolean allowsTls12, Clients clients) {
        return new ServerTls(identity(issued), allowsTls12, clients);
    }

    private static Identity identity(Issued issued) {
        return Identity.read(issued.chainPem(), issued.keyPem());
    }

    private HttpServer start(ServerTls tls) {
        server = HttpServer.start("127.0.0.1", 0, tls, List.of(site));
        return server;
    }

    private HttpServer start(Issued issued) {
        return start(tls(issued, false, new Clients.NotAsked()));
    }

    private static ClientTls trusting(X509Certificate... pinned) {
        return ClientTls.of(List.of(pinned), null);
    }

    private static ClientTls showing(Issued own) {
        return ClientTls.of(List.of(AUTHORITY.certificate()), identity(own));
    }

    private HttpResponse<String> get(ClientTls tls, Version version, String host, String path, String... headers)
            throws IOException, InterruptedException {
        HttpClient.Builder builder = HttpClient.newBuilder().version(version).proxy(HttpClient.Builder.NO_PROXY);
        SSLContext context = tls.context();
        if (context != null) {
            builder.sslContext(context);
        }
        try (HttpClient client = builder.build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://" + host + ":" + port() + path));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private int port() {
        return Objects.requireNonNull(server).port();
    }

    private HttpResponse<String> get(ClientTls tls, String path) throws IOException, InterruptedException {
        return get(tls, Version.HTTP_2, "127.0.0.1", path);
    }

    private String certificateSeen(ClientTls tls) throws IOException, InterruptedException {
        return get(tls, "/sample/certificate").body();
    }

    private static String hash(Issued issued) {
        return HexFormat.of().formatHex(Identity.sha256(issued.certificate()));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyKindOfKeyServesBothVersionsOfHttp(Kind kind) throws Exception {
        start(TestCertificates.issued(Wish.of(kind, "node"), AUTHORITY));
        for (Version version : List.of(Version.HTTP_1_1, Version.HTTP_2)) {
            HttpResponse<String> answer = get(trusting(AUTHORITY.certificate()), version, "127.0.0.1", "/sample/hello");
            assertEquals(version, answer.version());
            assertEquals(200, answer.statusCode());
            assertEquals("GET hello", answer.body());
            assertEquals(
                    "max-age=31536000",
                    answer.headers().firstValue("Strict-Transport-Security").orElseThrow());
        }
    }

    /** What a partner meets does not depend on the version of HTTP that it speaks. */
    @Test
    void bothVersionsOfHttpAnswerAlike() throws Exception {
        start(OWN);
        ClientTls tls = trusting(AUTHORITY.certificate());
        for (String path : List.of(
                "/sample/hello",
                "/sample/json",
                "/sample/unchanged",
                "/sample/token",
                "/sample/bug",
                "/sample/forbidden",
                "/other")) {
            HttpResponse<String> one = get(tls, Version.HTTP_1_1, "127.0.0.1", path);
            HttpResponse<String> two = get(tls, Version.HTTP_2, "127.0.0.1", path);
            assertEquals(Version.HTTP_2, two.version());
            assertEquals(one.statusCode(), two.statusCode(), path);
            assertEquals(one.body(), two.body(), path);
            var headers = new TreeMap<>(two.headers().map());
            headers.remove(":status");
            var before = new TreeMap<String, List<String>>();
            one.headers().map().forEach((name, values) -> before.put(name.toLowerCase(Locale.ROOT), values));
            assertEquals(before, headers, path);
        }
    }

    @Test
    void alpnOffersHttp2AndHttp11AndNoneIsHttp11() throws Exception {
        start(OWN);
        assertEquals("h2", negotiated("h2", "http/1.1"));
        assertEquals("h2", negotiated("http/1.1", "h2"));
        assertEquals("http/1.1", negotiated("http/1.1"));
        assertEquals("", negotiated());
        assertThrows(IOException.class, () -> negotiated("acme-tls/1"));
    }

    private @Nullable String negotiated(String... protocols) throws IOException {
        try (SSLSocket socket = socket("TLSv1.3")) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(protocols);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getApplicationProtocol();
        }
    }

    private SSLSocket socket(String version) throws IOException {
        SSLContext context =
                Objects.requireNonNull(trusting(AUTHORITY.certificate()).context());
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port());
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    @Test
    void tls12IsRefusedUnlessItIsAllowed() throws Exception {
        start(OWN);
        try (SSLSocket old = socket("TLSv1.2")) {
            assertThrows(IOException.class, old::startHandshake);
        }
        stop();
        start(tls(OWN, true, new Clients.NotAsked()));
        try (SSLSocket old = socket("TLSv1.2")) {
            old.startHandshake();
            assertTrue(
                    old.getSession().getCipherSuite().matches("TLS_ECDHE_.*(GCM|CHACHA20).*"),
                    old.getSession().getCipherSuite());
        }
        for (String weak : List.of("TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256")) {
            try (SSLSocket old = socket("TLSv1.2")) {
                old.setEnabledCipherSuites(new String[] {weak});
                assertThrows(IOException.class, old::startHandshake, weak);
            }
        }
    }

    @Test
    void aServerIsGenuineByAuthorityAndNameOrByPin() throws Exception {
        Issued elsewhere = TestCertificates.issued(Wish.of(Kind.EC, "node").forHosts("elsewhere.example"), AUTHORITY);
        start(elsewhere);
        refused(trusting(AUTHORITY.certificate()), "the name is another");
        refused(ClientTls.PLATFORM, "the platform does not know the authority");
        refused(trusting(OTHER_AUTHORITY.certificate()), "another authority is pinned");
        refused(trusting(OWN.certificate()), "another certificate is pinned");
        assertEquals(
                200, get(trusting(elsewhere.certificate()), "/sample/hello").statusCode());
        stop();
        Instant now = Instant.now();
        Issued old = TestCertificates.selfSigned(
                Wish.of(Kind.EC, "node").between(now.minus(Duration.ofHours(2)), now.minus(Duration.ofHours(1))));
        start(old);
        refused(trusting(old.certificate()), "the pinned certificate has expired");
    }

    private void refused(ClientTls tls, String why) {
        assertThrows(IOException.class, () -> get(tls, "/sample/hello"), why);
    }

    @Test
    void certificatesOfClientsAreSeenOnlyWhereTheyAreAskedFor() throws Exception {
        Issued client = TestCertificates.selfSigned(Wish.of(Kind.ED25519, "client"));
        start(tls(OWN, false, new Clients.NotAsked()));
        assertEquals("none", certificateSeen(showing(client)));
        stop();
        start(tls(OWN, false, new Clients.Any()));
        assertEquals(hash(client), certificateSeen(showing(client)));
        assertEquals("none", certificateSeen(trusting(AUTHORITY.certificate())));
        for (Version version : List.of(Version.HTTP_1_1, Version.HTTP_2)) {
            assertEquals(
                    hash(client),
                    get(showing(client), version, "127.0.0.1", "/sample/certificate")
                            .body());
        }
    }

    @Test
    void whereAuthoritiesAreNamedOnlyTheirsComeIn() throws Exception {
        start(tls(OWN, false, new Clients.VouchedFor(List.of(AUTHORITY.certificate()))));
        Issued client = TestCertificates.issued(Wish.of(Kind.EC, "client"), AUTHORITY);
        assertEquals(hash(client), certificateSeen(showing(client)));
        assertEquals("none", certificateSeen(trusting(AUTHORITY.certificate())));
        Instant now = Instant.now();
        Issued expired = TestCertificates.issued(
                Wish.of(Kind.EC, "client").between(now.minus(Duration.ofHours(2)), now.minus(Duration.ofHours(1))),
                AUTHORITY);
        assertThrows(IOException.class, () -> certificateSeen(showing(expired)));
        // A client that is told whom the server trusts does not even show another's certificate.
        Issued foreign = TestCertificates.issued(Wish.of(Kind.EC, "client"), OTHER_AUTHORITY);
        assertEquals("none", certificateSeen(showing(foreign)));
    }

    @Test
    void plainHttpGetsNoAnswerThatConfuses() throws Exception {
        start(OWN);
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port())) {
            plain.getOutputStream().write("GET /sample/hello HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
            String answer;
            try {
                answer = new String(plain.getInputStream().readAllBytes(), ISO_8859_1);
            } catch (IOException e) {
                answer = "";
            }
            assertFalse(answer.contains("HTTP"), answer);
            assertTrue(answer.length() <= 7, "no more than a TLS alert");
        }
        assertEquals(
                200, get(trusting(AUTHORITY.certificate()), "/sample/hello").statusCode());
    }

    @Test
    void anotherCertificateIsTakenWithoutARestart() throws Exception {
        Issued first = TestCertificates.selfSigned(Wish.of(Kind.EC, "node"));
        Issued second = TestCertificates.selfSigned(Wish.of(Kind.RSA, "node"));
        HttpServer running = start(first);
        assertEquals(200, get(trusting(first.certificate()), "/sample/hello").statusCode());
        running.renew(tls(second, false, new Clients.NotAsked()));
        assertEquals(200, get(trusting(second.certificate()), "/sample/hello").statusCode());
        refused(trusting(first.certificate()), "the certificate is another now");
        try (SSLSocket old = socket("TLSv1.2")) {
            assertThrows(IOException.class, old::startHandshake, "the versions stay");
        }
    }

    /** Promise 6 of the design over TLS and HTTP/2: after the cut nothing follows, not even the farewell of TLS. */
    @Test
    void aCutResponseSendsNothingMore() throws Exception {
        start(OWN);
        SSLSocket socket = socket("TLSv1.3");
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        try (Http2Wire wire = new Http2Wire(socket, 1 << 30)) {
            wire.request(1, "GET", "/sample/large");
            int data = 0;
            while (data < Http2Wire.DEFAULT_WINDOW) {
                Http2Wire.Frame frame = wire.read();
                data += frame.type() == Http2Wire.DATA ? frame.payload().length : 0;
            }
            site.large.take().cut();
            assertThrows(IOException.class, () -> {
                wire.window(0, 1 << 30);
                wire.read();
            });
            site.ended.acquire();
        }
    }

    @Test
    void aCutResponseOverHttp11SendsNothingMore() throws Exception {
        start(OWN);
        try (SSLSocket socket = socket("TLSv1.3")) {
            socket.getOutputStream().write("GET /sample/large HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
            Call call = site.large.take();
            socket.getInputStream().readNBytes(1000);
            call.cut();
            long rest = 0;
            try {
                rest = socket.getInputStream().readAllBytes().length;
            } catch (IOException reset) {
                // A connection that is closed while the client has not read all may be reset.
                assertTrue(reset.getMessage() != null);
            }
            assertTrue(rest < SampleSite.LARGE - 1000, "all of it arrived");
            site.ended.acquire();
        }
    }
}
