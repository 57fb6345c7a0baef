package org.entente.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.entente.exchange.Failure;
import org.jspecify.annotations.Nullable;

/** One request, and what lives as long as its response. Used by one thread at a time, {@link #cut} by any. */
public final class Call {
    /** The longest token, in characters. */
    public static final int MAX_TOKEN = 1000;

    /** What is said alike of a missing, an unknown, a revoked and an expired token. */
    public static final String UNAUTHORISED =
            "A valid token is needed, as bearer token or as the password of Basic authentication, or a registered certificate.";

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private final Request request;
    private final AtomicLong bodies;
    private final AtomicLong received;
    private final List<Runnable> atEnd = new ArrayList<>();
    private String who = "-";
    private boolean bodyRead;

    /**
     * @param bodies bytes of all answers' bodies that are on their way
     * @param received bytes of all requests' bodies that have arrived and are not answered yet
     */
    Call(Request request, AtomicLong bodies, AtomicLong received) {
        this.request = request;
        this.bodies = bodies;
        this.received = received;
    }

    /** The method, in capitals. */
    public String method() {
        return request.getMethod();
    }

    /**
     * The path exactly as it came, nothing decoded: each resource has one spelling, and any other is an unknown path. Empty
     * where the request names none.
     */
    public String path() {
        String path = request.getHttpURI().getPath();
        return path == null ? "" : path;
    }

    /** The parameters. Throws {@link Failure} when they are not well formed. */
    public Query query() {
        return Query.parse(request.getHttpURI().getQuery());
    }

    /** The values of a header that has been given more than once are joined with commas; null when it was not given. */
    public @Nullable String header(String name) {
        List<String> values = new ArrayList<>();
        for (HttpField field : request.getHeaders()) {
            if (field.is(name)) {
                values.add(field.getValue() == null ? "" : field.getValue());
            }
        }
        return values.isEmpty() ? null : String.join(", ", values);
    }

    /**
     * The token: the bearer token (RFC 6750 section 2.1), or the password of Basic authentication (RFC 7617), whatever the
     * user name. A token in the query or the body is not looked for, since addresses end up in logs.
     *
     * @throws Failure {@code UNAUTHORISED} when there is none, or more than one
     */
    public String token() {
        List<String> values = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
        String value = values.size() == 1 ? values.getFirst() : "";
        String token = "";
        if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            token = value.substring(BEARER.length()).strip();
        } else if (value.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            token = password(value.substring(BASIC.length()).strip());
        }
        if (token.isEmpty() || token.length() > MAX_TOKEN) {
            throw new Failure(Failure.Code.UNAUTHORISED, UNAUTHORISED);
        }
        return token;
    }

    /** What follows the first colon of the credentials, empty where there is none. */
    private static String password(String credentials) {
        try {
            String decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            return colon < 0 ? "" : decoded.substring(colon + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Whether the caller says by a token who it is, sound or not. */
    public boolean bringsToken() {
        return request.getHeaders().contains(HttpHeader.AUTHORIZATION);
    }

    /**
     * SHA-256 of the certificate whose key the client proved to hold when the connection was made, or null when it showed
     * none. Whose it is, and whether it counts, the exchange knows.
     */
    public byte @Nullable [] certificateSha256() {
        EndPoint.SslSessionData session = endPoint().getSslSessionData();
        X509Certificate[] chain = session == null ? null : session.peerCertificates();
        return chain == null || chain.length == 0 ? null : Identity.sha256(chain[0]);
    }

    /** Says for the access log who called. */
    public void calledBy(String organisation) {
        who = organisation;
    }

    String who() {
        return who;
    }

    /**
     * A direct buffer for the body of the answer, from a pool: position 0, limit as asked. It belongs to the call and is
     * taken back when the response has ended.
     *
     * @throws Failure {@code UNAVAILABLE} when too much is on its way already
     */
    public ByteBuffer buffer(int bytes) {
        hold(bodies, bytes, HttpServer.MAX_BODIES_BYTES);
        RetainableByteBuffer.Mutable pooled =
                request.getComponents().getByteBufferPool().acquire(bytes, true);
        atEnd.add(pooled::release);
        return pooled.getByteBuffer().clear().limit(bytes);
    }

    /**
     * Counts bytes of the request's body until the call ends. What arrives has a measure of its own, so that whoever posts slowly
     * holds up no answer.
     *
     * @throws Failure {@code UNAVAILABLE} when too much has arrived already
     */
    void received(int bytes) {
        hold(received, bytes, HttpServer.MAX_RECEIVED_BYTES);
    }

    private void hold(AtomicLong of, int bytes, long max) {
        atEnd.add(() -> of.addAndGet(-bytes));
        if (of.addAndGet(bytes) > max) {
            throw new Failure(Failure.Code.UNAVAILABLE, "Too many bodies are on their way; try again.");
        }
    }

    /** Says that the body was read to its end, so that the connection can go on. */
    void bodyRead() {
        bodyRead = true;
    }

    /** Whether a body came that was not read: then the next request on the connection cannot be found. */
    boolean leavesBody() {
        return !bodyRead && (request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
    }

    /** Has something done once, when the last byte of the response was handed to the system or will never be. */
    public void atEnd(Runnable action) {
        atEnd.add(action);
    }

    void end() {
        // What came last may use what came first.
        atEnd.reversed().forEach(Runnable::run);
        atEnd.clear();
    }

    /**
     * Closes the connection, with all that is on its way on it: over HTTP/2 the caller's other requests too, which it may send
     * again. When this returns no further byte of the response goes to it. Any thread may call it, at any
     * time until the end.
     */
    public void cut() {
        Http2.sever(endPoint());
    }

    private EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    Request request() {
        return request;
    }
}
