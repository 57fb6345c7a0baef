package org.entente.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.entente.exchange.Failure;

/**
 * Collects the body of a request as it arrives. No thread waits: the reading thread takes what has come and goes on with other
 * connections. A body is given up when it is larger than it may be, or takes too long.
 */
final class Body implements Invocable.Task {
    private static final String TOO_LARGE = "The body of the request is too large.";
    private static final String TOO_SLOW = "The body of the request took too long.";

    /** In what steps memory is counted, so that many small pieces cost no more than a few large ones. */
    private static final int HOLD_BYTES = 64 * 1024;

    /** What comes of a body: one of these, once. */
    interface Reader {
        void whole(byte[] body);

        /** It was given up, and the client is to hear why. */
        void refused(int status, String sentence);

        /** The client went away, or broke HTTP. */
        void broken(Throwable failure);
    }

    private final Call call;
    private final int max;
    private final Reader reader;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicBoolean done = new AtomicBoolean();
    private final Scheduler.Task timeout;
    private int held;

    private Body(Call call, int max, Reader reader) {
        this.call = call;
        this.max = max;
        this.reader = reader;
        this.timeout = request()
                .getComponents()
                .getScheduler()
                .schedule(this::tooSlow, HttpServer.BODY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins to read; a body that says of itself that it is too large is not read at all. */
    static void read(Call call, int max, Reader reader) {
        if (max == 0) {
            reader.whole(new byte[0]);
        } else if (call.request().getLength() > max) {
            reader.refused(Statuses.CONTENT_TOO_LARGE, TOO_LARGE);
        } else {
            new Body(call, max, reader).run();
        }
    }

    private Request request() {
        return call.request();
    }

    /** It takes memory and no lock, so that the thread that selects may run it. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void run() {
        while (!done.get()) {
            Content.Chunk chunk = request().read();
            if (chunk == null) {
                request().demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                failed(chunk.getFailure());
                return;
            }
            boolean last = chunk.isLast();
            boolean taken = take(chunk.getByteBuffer());
            chunk.release();
            if (taken && last) {
                whole();
            }
            if (!taken || last) {
                return;
            }
        }
    }

    /** Whether the bytes were taken; if not, the client has heard why. */
    private boolean take(ByteBuffer from) {
        int more = from.remaining();
        if (more > max - bytes.size()) {
            end(() -> reader.refused(Statuses.CONTENT_TOO_LARGE, TOO_LARGE));
            return false;
        }
        try {
            if (bytes.size() + more > held) {
                int step = Math.max(more, HOLD_BYTES);
                call.received(step);
                held += step;
            }
        } catch (Failure full) {
            end(() -> reader.refused(Statuses.of(full.code()), String.valueOf(full.getMessage())));
            return false;
        }
        byte[] part = new byte[more];
        from.get(part);
        bytes.writeBytes(part);
        return true;
    }

    private void whole() {
        end(() -> {
            call.bodyRead();
            reader.whole(bytes.toByteArray());
        });
    }

    private void failed(Throwable failure) {
        end(() -> {
            if (failure instanceof TimeoutException) {
                reader.refused(Statuses.TIMEOUT, TOO_SLOW);
            } else {
                reader.broken(failure);
            }
        });
    }

    private void tooSlow() {
        end(() -> reader.refused(Statuses.TIMEOUT, TOO_SLOW));
    }

    private void end(Runnable outcome) {
        if (done.compareAndSet(false, true)) {
            timeout.cancel();
            outcome.run();
        }
    }
}
