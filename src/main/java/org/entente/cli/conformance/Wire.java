package org.entente.cli.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Carries requests to one server. What comes is not trusted: it is taken up to a limit and a deadline, redirects are answers
 * like others, and no other host is ever asked.
 */
final class Wire implements AutoCloseable {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** From the first byte of a request to the headers of the answer. */
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

    /** The most bytes of an answer. */
    static final int MAX_BODY_BYTES = 64 << 20;

    private static final String USER_AGENT = "entente-conformance/1";

    private final HttpClient http = HttpClient.newBuilder()
            // The upgrade that the platform would offer on plain connections confuses some servers.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            // A proxy of the environment would see what the server shows.
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final URI server;

    Wire(URI server) {
        this.server = server;
    }

    /** Sends it; a broken connection is a shortfall of the server like a wrong answer. */
    Reply send(Ask ask) {
        try {
            return exchange(ask);
        } catch (IOException e) {
            throw new Shortfall(new Verdict.Failed(
                    "an answer", ask.toString(), "none: " + e.getClass().getSimpleName()));
        }
    }

    /** Sends it. */
    Reply exchange(Ask ask) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(ask.target()))
                .timeout(CALL_TIMEOUT)
                .header("User-Agent", USER_AGENT)
                .expectContinue(ask.waits());
        ask.headers().forEach(request::header);
        String authorization = ask.credential().header();
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        byte[] body = ask.body();
        request.method(ask.method(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        try {
            HttpResponse<byte[]> response =
                    http.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY_BYTES));
            return new Reply(ask, response.statusCode(), response.headers(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
