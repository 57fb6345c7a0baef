package org.entente.taxii;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.entente.http.ClientTls;
import org.entente.http.Statuses;
import org.jspecify.annotations.Nullable;

/**
 * Makes TAXII calls to one address that our own administrator gave. What comes back is not trusted: it is taken up to a limit
 * and a deadline, a redirect is followed within the same origin only, and no other address in it is ever asked.
 *
 * <p>A request that met a refused or cut connection, or a server that has no time (429, 502, 503, 504), is made again as
 * {@link Patience} allows. All requests but DELETE can be made twice without harm: a GET changes nothing, and to post the same
 * versions again changes nothing more (TAXII 2.1 section 5.5).
 */
final class TaxiiClient implements AutoCloseable {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** From the first byte of the request to the last of the response. */
    static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);

    /** The most bytes of a page of objects: one of ours, or one object alone, with room for foreign layout. */
    static final int MAX_PAGE_BYTES = 64 << 20;

    /** The most bytes of a resource that is no list of objects. */
    static final int MAX_RESOURCE_BYTES = 8 << 20;

    /** Redirects that are followed one after another. */
    static final int MAX_REDIRECTS = 3;

    /** The most bytes of an error resource, none of which is kept. */
    private static final int MAX_ERROR_BYTES = 64 * 1024;

    private static final int MAX_ADDRESS = 300;

    private static final int GONE = 410;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int GATEWAY_TIMEOUT = 504;

    private final HttpClient http;
    private final String base;
    private final Credentials credentials;
    private final boolean gzip;
    private final Patience patience;

    /**
     * A client of that address.
     *
     * @param base scheme, host, port and perhaps a path; no trailing slash, query or fragment
     * @param credentials shown with every request
     * @param gzip whether to ask for compressed answers; they are understood in any case
     * @throws Failure {@code INVALID} when the address is not one
     */
    TaxiiClient(String base, Credentials credentials, boolean gzip, ClientTls tls, Patience patience) {
        this.base = checked(base);
        this.credentials = credentials;
        this.gzip = gzip;
        this.patience = patience;
        this.http = http(isSecure(base), tls);
    }

    private static HttpClient http(boolean secure, ClientTls tls) {
        HttpClient.Builder http = HttpClient.newBuilder()
                // In the clear it would ask for an upgrade, which RFC 9113 has withdrawn.
                .version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                // A proxy of the environment would see what partners share.
                .proxy(HttpClient.Builder.NO_PROXY)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        SSLContext context = tls.context();
        return (context == null ? http : http.sslContext(context)).build();
    }

    /** Whether that address is one of TLS. */
    static boolean isSecure(String base) {
        return base.regionMatches(true, 0, "https:", 0, "https:".length());
    }

    /** A whole response of success, its content coding undone. */
    record Reply(int status, byte[] body, HttpHeaders headers) {
        /** The first value of a header, null where there is none. */
        @Nullable
        String header(String name) {
            return headers.firstValue(name).orElse(null);
        }

        /** Itself; throws {@link Failure} {@code INVALID} when it does not say that it is TAXII 2.1. */
        Reply inTaxii() {
            if (!Media.isTaxii(header("Content-Type"))) {
                throw new Failure(Code.INVALID, "The server did not answer in the media type of TAXII 2.1.");
            }
            return this;
        }
    }

    /** What became of one try. */
    private sealed interface Attempt<T> {
        record Done<T>(T value) implements Attempt<T> {}

        /** @param asked how long the server asked to be left alone */
        record Setback<T>(Failure failure, @Nullable Duration asked) implements Attempt<T> {}
    }

    /** How much of a body is taken, and whether the request may be made again after a cut. */
    private record Terms(int maxBytes, boolean repeatable) {}

    Patience patience() {
        return patience;
    }

    /**
     * Gets one resource.
     *
     * @param path what follows the base, from its slash
     * @param accept the media type wanted
     * @param maxBytes the most bytes of the body
     * @throws Failure by what stood in the way; the status is among its fields where there was one
     */
    Reply get(String path, String accept, int maxBytes) {
        return get(path, accept, maxBytes, Function.identity());
    }

    /**
     * Gets one resource and reads it.
     *
     * @param reader throws {@link Failure}: {@code UNAVAILABLE} for what looks cut off, which is then asked for again
     */
    <T> T get(String path, String accept, int maxBytes, Function<Reply, T> reader) {
        return patiently(request(path, accept).GET().build(), new Terms(maxBytes, true), reader);
    }

    /** Posts a document in the media type of TAXII 2.1 and gives the answer. */
    Reply post(String path, byte[] document) {
        HttpRequest request = request(path, Media.TAXII)
                .header("Content-Type", Media.TAXII)
                .POST(BodyPublishers.ofByteArray(document))
                .build();
        return patiently(request, new Terms(MAX_RESOURCE_BYTES, true), Function.identity());
    }

    /** Deletes one resource. After a cut it is not tried again, since a 404 then would not say what happened. */
    void delete(String path) {
        patiently(
                request(path, Media.TAXII).DELETE().build(), new Terms(MAX_RESOURCE_BYTES, false), Function.identity());
    }

    private HttpRequest.Builder request(String path, String accept) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(CALL_TIMEOUT)
                .header("Accept", accept);
        String shown = credentials.header();
        if (shown != null) {
            request.header("Authorization", shown);
        }
        if (gzip) {
            request.header("Accept-Encoding", "gzip");
        }
        return request;
    }

    private <T> T patiently(HttpRequest request, Terms terms, Function<Reply, T> reader) {
        for (int tries = 1; ; tries++) {
            switch (attempt(request, terms, reader)) {
                case Attempt.Done<T>(var value) -> {
                    return value;
                }
                case Attempt.Setback<T>(var failure, var asked) -> patience.beforeNext(tries, failure, asked);
            }
        }
    }

    private <T> Attempt<T> attempt(HttpRequest first, Terms terms, Function<Reply, T> reader) {
        HttpRequest request = first;
        for (int redirects = 0; ; redirects++) {
            HttpResponse<byte[]> response;
            try {
                response = exchange(request, terms.maxBytes);
            } catch (HttpTimeoutException e) {
                throw unavailable("The server did not answer in time.", e);
            } catch (IOException e) {
                Failure broken = unavailable("The server cannot be reached, or broke off.", e);
                if (!terms.repeatable) {
                    throw broken;
                }
                return new Attempt.Setback<>(broken, null);
            }
            if (!isRedirect(response.statusCode()) || !request.method().equals("GET")) {
                return judged(response, terms, reader);
            }
            request = redirected(request, response, redirects);
        }
    }

    private <T> Attempt<T> judged(HttpResponse<byte[]> response, Terms terms, Function<Reply, T> reader) {
        int status = response.statusCode();
        HttpHeaders headers = response.headers();
        if (isSuccess(status)) {
            try {
                String coding = headers.firstValue("Content-Encoding").orElse(null);
                byte[] body = Gunzip.of(response.body(), coding, terms.maxBytes);
                return new Attempt.Done<>(reader.apply(new Reply(status, body, headers)));
            } catch (Failure failure) {
                if (failure.code() == Code.UNAVAILABLE && terms.repeatable) {
                    return new Attempt.Setback<>(failure, null);
                }
                throw failure;
            }
        }
        if (!isPassing(status)) {
            throw refused(status);
        }
        Duration asked = RetryAfter.of(
                headers.firstValue("Retry-After").orElse(null),
                headers.firstValue("Date").orElse(null),
                patience.now());
        return new Attempt.Setback<>(asked == null ? refused(status) : busy(status, asked), asked);
    }

    private static boolean isSuccess(int status) {
        return status >= Statuses.OK && status < 300;
    }

    /** Whether the same request may well succeed a little later. */
    private static boolean isPassing(int status) {
        return status == TOO_MANY_REQUESTS
                || status == Statuses.BAD_GATEWAY
                || status == Statuses.UNAVAILABLE
                || status == GATEWAY_TIMEOUT;
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /** The same request at the place that the server names, which must be its own. */
    private HttpRequest redirected(HttpRequest request, HttpResponse<byte[]> response, int redirects) {
        URI from = request.uri();
        URI to = Origin.resolve(from, response.headers().firstValue("Location").orElse(""));
        if (to == null || !Origin.of(from).equals(Origin.of(to)) || redirects >= MAX_REDIRECTS) {
            throw refused(
                    Code.INVALID,
                    "The server redirects to another origin, to no address, or in a circle; that is not followed.",
                    response.statusCode());
        }
        return HttpRequest.newBuilder(request, (_, _) -> true).uri(to).build();
    }

    private HttpResponse<byte[]> exchange(HttpRequest request, int maxBytes) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(
                request, head -> new LimitedBody(isSuccess(head.statusCode()) ? maxBytes : MAX_ERROR_BYTES));
        try {
            return answer.get(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unavailable("The server did not answer in time.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("The call was interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            if (e.getCause() instanceof SSLException cause) {
                throw unavailable(
                        "There is no TLS connection: one side does not take the other's certificate, or version of TLS.",
                        cause);
            }
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } finally {
            // Does nothing to a call that is complete, and ends one that is not.
            answer.cancel(true);
        }
    }

    private Failure unavailable(String sentence, Exception cause) {
        return new Failure(Code.UNAVAILABLE, sentence, cause, "address", base);
    }

    private Failure busy(int status, Duration asked) {
        return new Failure(
                Code.UNAVAILABLE,
                "The server asks to be left alone for a while.",
                "address",
                base,
                "status",
                Integer.toString(status),
                Patience.RETRY_AFTER,
                Long.toString(asked.toSeconds()));
    }

    private Failure refused(int status) {
        return switch (status) {
            case Statuses.UNAUTHORISED -> refused(Code.UNAUTHORISED, "The server does not accept our token.", status);
            case Statuses.FORBIDDEN ->
                refused(
                        Code.FORBIDDEN,
                        "The server refuses: that is not ours to do, or the contract is suspended or has ended there.",
                        status);
            case Statuses.NOT_FOUND, GONE -> refused(Code.NOT_FOUND, "The server has no such resource for us.", status);
            case Statuses.CONTENT_TOO_LARGE -> refused(Code.LIMIT, "The server takes no more at once.", status);
            case Statuses.NOT_MODIFIED ->
                refused(Code.INVALID, "The server says that nothing changed, which was not asked.", status);
            default ->
                status >= Statuses.INTERNAL_ERROR || isPassing(status)
                        ? refused(Code.UNAVAILABLE, "The server cannot answer now.", status)
                        : refused(Code.INVALID, "The server answered with a status that is not expected.", status);
        };
    }

    private Failure refused(Code code, String sentence, int status) {
        return new Failure(code, sentence, "address", base, "status", Integer.toString(status));
    }

    private static String checked(String base) {
        try {
            URI uri = new URI(base);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean plain = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && !base.endsWith("/")
                    && base.length() <= MAX_ADDRESS;
            if (plain && (scheme.equals("http") || scheme.equals("https"))) {
                return base;
            }
        } catch (URISyntaxException e) {
            throw new Failure(Code.INVALID, NO_ADDRESS, e);
        }
        throw new Failure(Code.INVALID, NO_ADDRESS);
    }

    private static final String NO_ADDRESS =
            "The address of the server must be http or https with a host, without user, query, fragment or trailing slash.";

    /** Ends all calls. */
    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
