package org.entente.http;

import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.entente.exchange.Failure;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server for some sites: HTTP/1.1 (RFC 9112) and HTTP/2 (RFC 9113), over TLS, where ALPN chooses between them (RFC
 * 7301), or in the clear for whatever ends TLS in front of it. In the clear HTTP/2 is for clients that begin with its preface;
 * the Upgrade header, which RFC 9113 has withdrawn and which gets past the rules of proxies, is ignored.
 *
 * <p>A request is answered by the thread that read it, which a page of objects needs a quarter less time for than on a virtual
 * thread of its own. That suits what only reads what is in memory or on the disk; the rest is {@link Work}. No thread ever
 * waits for a client: bodies are taken as they come, responses are whole when they are sent, and the system tells when it
 * takes more of them.
 *
 * <p>Nothing in a response depends on anything but the request and what its site answers: there is no date, no version and
 * no request number in it, and the id of a request is in the log only (noninterference, design.md promise 2).
 */
public final class HttpServer implements AutoCloseable {
    /** The most bytes of a request's line and headers; 431 beyond, 414 where the line alone is longer. */
    public static final int MAX_HEADER_BYTES = 16 * 1024;

    /** How long a request's body may take to arrive; 408 beyond. A body that nobody reads ends the connection. */
    public static final Duration BODY_TIMEOUT = Duration.ofSeconds(60);

    /** How long a connection may be silent, or a response may make no headway. */
    public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    /** The most connections at once; further ones wait to be accepted. */
    public static final int MAX_CONNECTIONS = 1000;

    /** The name of HTTP/1.1 in ALPN, which unlike its name elsewhere is in lower case (RFC 7301 section 6). */
    private static final String ALPN_HTTP_1_1 = "http/1.1";

    /** How long browsers shall come back by TLS alone; RFC 6797, and without what is below this host, which is not ours. */
    private static final String STRICT_TRANSPORT = "max-age=31536000";

    /** The most bytes of all answers' bodies that are on their way at once; 503 beyond, so that slow clients do not eat the memory. */
    public static final long MAX_BODIES_BYTES = 128L << 20;

    /** The most bytes of all requests' bodies that have arrived and are not answered yet; 503 beyond. */
    public static final long MAX_RECEIVED_BYTES = 128L << 20;

    /** The largest buffer that is kept for the next response; larger ones are made for one response. */
    private static final int MAX_POOLED_BUFFER_BYTES = 2 << 20;

    /** What the pool may hold on to, of each kind of memory. */
    private static final long MAX_POOL_BYTES = 64L << 20;

    /** Threads that read requests and answer them; several, so that one that waits for a cold disk holds up only its own. */
    private static final int SELECTORS = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** Threads that accept connections and keep the server's house. */
    private static final int OTHER_THREADS = 8;

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    /** How long a silent connection is kept once the server stops. */
    private static final Duration SHUTDOWN_IDLE_TIMEOUT = Duration.ofMillis(100);

    private final Server server;
    private final ServerConnector connector;
    private final SslContextFactory.@Nullable Server secure;

    private HttpServer(Server server, ServerConnector connector, SslContextFactory.@Nullable Server secure) {
        this.server = server;
        this.connector = connector;
        this.secure = secure;
    }

    /** Starts to serve in the clear; else like {@link #start(String, int, ServerTls, List)}. */
    public static HttpServer start(String host, int port, List<Site> sites) {
        return start(host, port, null, sites);
    }

    /**
     * Starts to serve.
     *
     * @param host name or address of the interface to listen on
     * @param port the port, 0 for one that the system picks
     * @param tls how to speak TLS, or null to speak in the clear
     * @param sites asked in this order whether they own a path
     * @throws Failure {@code UNAVAILABLE} when the address cannot be listened on
     */
    public static HttpServer start(String host, int port, @Nullable ServerTls tls, List<Site> sites) {
        QueuedThreadPool threads = new QueuedThreadPool(SELECTORS + OTHER_THREADS);
        threads.setName("http");
        Server server = new Server(
                threads,
                null,
                new ArrayByteBufferPool.Quadratic(
                        -1, MAX_POOLED_BUFFER_BYTES, Integer.MAX_VALUE, MAX_POOL_BYTES, MAX_POOL_BYTES));
        Front front = new Front(List.copyOf(sites));
        SslContextFactory.Server secure = tls == null ? null : tls.factory();
        ServerConnector connector =
                new ServerConnector(server, 1, SELECTORS, secure == null ? inTheClear() : overTls(secure));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_TIMEOUT.toMillis());
        connector.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
        server.addConnector(connector);
        server.setHandler(front);
        server.setErrorHandler(front.broken());
        server.setStopTimeout(STOP_TIMEOUT.toMillis());
        try {
            server.start();
        } catch (Exception e) {
            // Jetty declares no more than that; whatever failed, we do not listen.
            stop(server);
            throw new Failure(
                    Failure.Code.UNAVAILABLE,
                    "The address to listen on is taken or not ours.",
                    e,
                    "host",
                    host,
                    "port",
                    Integer.toString(port));
        }
        return new HttpServer(server, connector, secure);
    }

    private static ConnectionFactory[] inTheClear() {
        HttpConfiguration configuration = configuration();
        return new ConnectionFactory[] {new HttpConnectionFactory(configuration), Http2.known(configuration)};
    }

    private static ConnectionFactory[] overTls(SslContextFactory.Server secure) {
        HttpConfiguration configuration = configuration();
        configuration.addCustomizer((request, headers) -> {
            headers.put(HttpHeader.STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
            return request;
        });
        HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
        ConnectionFactory http2 = Http2.chosen(configuration);
        ALPNServerConnectionFactory choice = new ALPNServerConnectionFactory(http2.getProtocol(), ALPN_HTTP_1_1);
        choice.setDefaultProtocol(http1.getProtocol());
        SslConnectionFactory tls = new SslConnectionFactory(secure, choice.getProtocol());
        // It would hold the name in a request against the certificate; there is one host here, and its partners may
        // have
        // pinned the certificate, whatever name is in it.
        tls.setEnsureSecureRequestCustomizer(false);
        return new ConnectionFactory[] {tls, choice, http2, http1};
    }

    /**
     * Takes other certificates from the next connection on; connections that are open stay as they are.
     *
     * @param tls with the versions of the start
     * @throws Failure {@code INVALID} when they cannot be used; then nothing has changed
     */
    public void renew(ServerTls tls) {
        if (secure == null) {
            throw new IllegalStateException("a server in the clear has no certificate");
        }
        SSLContext context = tls.context();
        try {
            secure.reload(factory -> factory.setSslContext(context));
        } catch (Exception e) {
            // Jetty declares no more than that, and has only to look at a context that is whole.
            throw new Failure(Failure.Code.INVALID, "The certificates cannot be used for TLS.", e);
        }
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setRequestHeaderSize(MAX_HEADER_BYTES);
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setSendXPoweredBy(false);
        configuration.setUriCompliance(UriCompliance.RFC3986);
        return configuration;
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Stops to listen and lets responses in progress end for a few seconds. */
    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new Failure(Failure.Code.UNAVAILABLE, "The HTTP server did not stop in good order.", e);
        }
    }
}
