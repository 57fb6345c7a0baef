package org.entente.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import org.entente.exchange.Failure;

/** A site whose every path under {@code /sample/} shows one thing that a server must do well. */
final class SampleSite implements Site {
    static final int LARGE = 64 << 20;
    static final byte[] JSON = ("{\"objects\":[" + "\"éééé\",".repeat(1000) + "1]}").getBytes(UTF_8);

    /** The calls of {@code /sample/large}, as they begin. */
    final BlockingQueue<Call> large = new ArrayBlockingQueue<>(100);

    /** One permit for each call that has ended. */
    final Semaphore ended = new Semaphore(0);

    @Override
    public boolean owns(String path) {
        return path.startsWith("/sample/");
    }

    @Override
    public Answer answer(Call call) {
        call.atEnd(ended::release);
        return switch (call.path()) {
            case "/sample/bug" -> throw new IllegalStateException("a secret");
            case "/sample/token" -> text(call.token());
            case "/sample/certificate" -> {
                byte[] hash = call.certificateSha256();
                yield text(hash == null ? "none" : HexFormat.of().formatHex(hash));
            }
            case "/sample/json" -> new Answer(200, "application/json", Map.of(), ByteBuffer.wrap(JSON));
            case "/sample/unchanged" ->
                Answer.of(304, "application/json", new byte[0]).with("ETag", "W/\"1\"");
            case "/sample/large" -> {
                ByteBuffer body = call.buffer(LARGE);
                large.add(call);
                yield new Answer(200, "text/plain", Map.of(), body);
            }
            case "/sample/forbidden" -> throw new Failure(Failure.Code.FORBIDDEN, "As asked.", "a", "b");
            default -> text(call.method() + " hello");
        };
    }

    private static Answer text(String text) {
        return Answer.of(200, "text/plain", text.getBytes(UTF_8));
    }

    @Override
    public Answer error(int status, String sentence, Map<String, String> fields) {
        return Answer.of(status, "application/x-error", (sentence + fields).getBytes(UTF_8));
    }
}
