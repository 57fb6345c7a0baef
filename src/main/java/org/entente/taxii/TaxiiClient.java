package org.entente.taxii;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.entente.http.ClientTls;
import org.entente.http.Statuses;
import org.jspecify.annotations.Nullable;

/**
 * Makes TAXII calls to one address that our own administrator gave. What comes back is not trusted: it is taken up to a limit
 * and a deadline, redirects are not followed, and no address in it is ever asked.
 */
final class TaxiiClient implements AutoCloseable {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** From the first byte of the request to the last of the response. */
    static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);

    /** The most bytes of a page of objects: one of ours, or one object alone, with room for foreign layout. */
    static final int MAX_PAGE_BYTES = 64 << 20;

    /** The most bytes of an error resource, none of which is kept. */
    private static final int MAX_ERROR_BYTES = 64 * 1024;

    private static final int MAX_ADDRESS = 300;

    private final HttpClient http;
    private final String base;
    private final @Nullable String token;

    /**
     * A client of that address.
     *
     * @param base scheme, host, port and perhaps a path; no trailing slash, query or fragment
     * @param token the bearer token, or null where the server asks for none
     * @throws Failure {@code INVALID} when the address is not one
     */
    TaxiiClient(String base, @Nullable String token) {
        this(base, token, ClientTls.PLATFORM);
    }

    /** A client of that address that speaks TLS so, if the address is https. */
    TaxiiClient(String base, @Nullable String token, ClientTls tls) {
        this.base = checked(base);
        this.token = token;
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

    /** A whole response with status 200. */
    record Reply(
            byte[] body,
            @Nullable String contentType,
            @Nullable String addedLast) {}

    /**
     * Gets one resource.
     *
     * @param path what follows the base, from its slash
     * @param accept the media type wanted
     * @param maxBytes the most bytes of the body
     * @throws Failure by what stood in the way; the status is among its fields where there was one
     */
    Reply get(String path, String accept, int maxBytes) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(CALL_TIMEOUT)
                .header("Accept", accept);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> response = exchange(request.build(), maxBytes);
        if (response.statusCode() != Statuses.OK) {
            throw refused(response.statusCode());
        }
        return new Reply(
                response.body(),
                response.headers().firstValue("Content-Type").orElse(null),
                response.headers().firstValue("X-TAXII-Date-Added-Last").orElse(null));
    }

    private HttpResponse<byte[]> exchange(HttpRequest request, int maxBytes) {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(
                request, head -> new LimitedBody(head.statusCode() == Statuses.OK ? maxBytes : MAX_ERROR_BYTES));
        try {
            return answer.get(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unavailable("The partner's node did not answer in time.", e);
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
                throw unavailable("The partner's node cannot be reached, or broke off.", cause);
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

    private Failure refused(int status) {
        return switch (status) {
            case Statuses.UNAUTHORISED ->
                refused(Code.UNAUTHORISED, "The partner's node does not accept our token.", status);
            case Statuses.FORBIDDEN ->
                refused(
                        Code.FORBIDDEN,
                        "The partner's node refuses: the contract is suspended or has ended there.",
                        status);
            case Statuses.NOT_FOUND ->
                refused(Code.NOT_FOUND, "The partner's node has no such resource for us.", status);
            default ->
                status >= Statuses.INTERNAL_ERROR
                        ? refused(Code.UNAVAILABLE, "The partner's node cannot answer now.", status)
                        : refused(
                                Code.INVALID,
                                "The partner's node answered with a status that is not expected.",
                                status);
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
