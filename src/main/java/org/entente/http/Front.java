package org.entente.http;

import java.lang.System.Logger.Level;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.entente.exchange.Failure;
import org.jspecify.annotations.Nullable;

/** The way of every request: find the site, ask it, send the answer, write the log line. */
final class Front extends Handler.Abstract.NonBlocking {
    private static final System.Logger LOG = System.getLogger("org.entente.http");

    /** The most characters of a path that the log repeats. */
    private static final int MAX_LOGGED_PATH = 300;

    private static final String BUG = "The server failed to answer; its log says more.";

    /** One field each: some clients read no more than the first challenge of a field. */
    private static final HttpFields CHALLENGES = HttpFields.from(
            new PreEncodedHttpField(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"entente\""),
            new PreEncodedHttpField(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"entente\", charset=\"UTF-8\""));

    private static final HttpField VARY = new PreEncodedHttpField(HttpHeader.VARY, "Accept-Encoding");
    private static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    private static final HttpFields STATIC = HttpFields.from(
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            new PreEncodedHttpField("Referrer-Policy", "no-referrer"));

    private final List<Site> sites;
    private final AtomicLong bodies = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    Front(List<Site> sites) {
        this.sites = sites;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Call call = new Call(request, bodies, received);
        String id = requestId();
        Callback end = new Callback.Nested(callback) {
            @Override
            public void succeeded() {
                call.end();
                super.succeeded();
            }

            @Override
            public void failed(Throwable failure) {
                call.end();
                super.failed(failure);
            }
        };
        Site site = siteOf(call.path());
        Reply reply = reply(
                site,
                call,
                id,
                () -> site == null
                        ? error(null, Statuses.NOT_FOUND, "There is nothing at this address.", Map.of())
                        : site.answer(call));
        goOn(reply, site, call, id, response, end);
        return true;
    }

    private void goOn(Reply reply, @Nullable Site site, Call call, String id, Response response, Callback end) {
        switch (reply) {
            case Answer answer -> answered(answer, call, id, response, end);
            case Work work -> work(work, site, call, id, response, end);
        }
    }

    /** Reads the body, which costs no thread while the client is slow, and does the rest on a virtual thread. */
    private void work(Work work, @Nullable Site site, Call call, String id, Response response, Callback end) {
        Body.read(call, work.maxBodyBytes(), new Body.Reader() {
            @Override
            public void whole(byte[] body) {
                var _ = Thread.ofVirtual().name("work-" + id).start(() -> {
                    Reply reply = reply(site, call, id, () -> work.then().apply(body));
                    goOn(reply, site, call, id, response, end);
                });
            }

            @Override
            public void refused(int status, String sentence) {
                answered(error(site, status, sentence, Map.of()), call, id, response, end);
            }

            @Override
            public void broken(Throwable failure) {
                end.failed(failure);
            }
        });
    }

    private static void answered(Answer answer, Call call, String id, Response response, Callback end) {
        // The line is written before the response is sent: when the client has its answer, the log has the line.
        log(id, call, answer);
        send(answer, call, response, end);
    }

    /** Answers requests that never became a call because they break HTTP itself or a limit of the server. */
    Request.Handler broken() {
        return (request, response, callback) -> {
            Call call = new Call(request, bodies, received);
            int status = response.getStatus() < Statuses.BAD_REQUEST ? Statuses.INTERNAL_ERROR : response.getStatus();
            String sentence = status >= Statuses.INTERNAL_ERROR
                    ? BUG
                    : "The request is not well-formed HTTP, or exceeds a limit of the server.";
            Answer answer = error(siteOf(call.path()), status, sentence, Map.of());
            log(requestId(), call, answer);
            send(answer, call, response, callback);
            return true;
        };
    }

    private static Reply reply(@Nullable Site site, Call call, String id, Supplier<Reply> asked) {
        try {
            return switch (asked.get()) {
                case Answer answer -> Gzip.of(call, answer);
                case Work work -> work;
            };
        } catch (Failure failure) {
            LOG.log(Level.DEBUG, () -> "request " + id + " failed", failure);
            return error(site, Statuses.of(failure.code()), String.valueOf(failure.getMessage()), failure.fields());
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, () -> "request " + id + " met a bug", bug);
            return error(site, Statuses.INTERNAL_ERROR, BUG, Map.of());
        }
    }

    private @Nullable Site siteOf(String path) {
        for (Site site : sites) {
            if (site.owns(path)) {
                return site;
            }
        }
        return null;
    }

    private static Answer error(@Nullable Site site, int status, String sentence, Map<String, String> fields) {
        return site == null ? Problem.answer(status, sentence) : site.error(status, sentence, fields);
    }

    private static void send(Answer answer, Call call, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        response.setStatus(answer.status());
        if (answer.status() != Statuses.NOT_MODIFIED) {
            headers.put(HttpHeader.CONTENT_TYPE, answer.mediaType());
            headers.put(HttpHeader.CONTENT_LENGTH, answer.body().remaining());
        }
        headers.put(NO_STORE);
        headers.add(STATIC);
        if (Gzip.suits(answer)) {
            headers.put(VARY);
        }
        if (answer.status() == Statuses.UNAUTHORISED) {
            headers.add(CHALLENGES);
        }
        answer.headers().forEach(headers::put);
        if (call.leavesBody()) {
            // The body was not read, so the next request on this connection could not be found.
            headers.put(HttpHeader.CONNECTION, "close");
        }
        if (answer.status() == Statuses.NOT_MODIFIED) {
            // RFC 9110 section 8.6: a length of zero would be that of the page. Jetty adds it to what is whole at once.
            Callback then = Callback.from(() -> response.write(true, answer.body(), callback), callback::failed);
            response.write(false, answer.body(), then);
        } else {
            response.write(true, answer.body(), callback);
        }
    }

    private static void log(String id, Call call, Answer answer) {
        if (LOG.isLoggable(Level.INFO)) {
            String path = call.path();
            LOG.log(
                    Level.INFO,
                    "request={0} method={1} path={2} status={3} bytes={4} caller={5}",
                    id,
                    call.method(),
                    path.length() <= MAX_LOGGED_PATH ? path : path.substring(0, MAX_LOGGED_PATH),
                    Integer.toString(answer.status()),
                    Integer.toString(answer.body().remaining()),
                    call.who());
        }
    }

    /** Random, so that the log can be searched by it, and never sent, so that nobody counts requests by it. */
    private static String requestId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
