package org.entente.http;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * The gzip coding (RFC 1952; RFC 9110 section 8.4.1.3) of answers to clients that ask for it. An answer is whole before it
 * is sent and stays so, with its length; who does not ask pays nothing.
 */
final class Gzip {
    /** The fewest bytes of a body that are worth it. */
    static final int LEAST_BYTES = 1024;

    /** Magic number, deflate, no flags, no time, fastest, system unknown: the same for everyone. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};

    private static final int TRAILER_BYTES = 2 * Integer.BYTES;

    private Gzip() {}

    /** Whether answers like this are coded where the client asks for it and there is enough of it. */
    static boolean suits(Answer answer) {
        boolean wanted = answer.status() == Statuses.OK || answer.status() == Statuses.NOT_MODIFIED;
        return wanted && answer.mediaType().contains("json");
    }

    /** The answer coded, or as it is where the client does not ask for it or nothing is gained. */
    static Answer of(Call call, Answer plain) {
        int length = plain.body().remaining();
        if (length < LEAST_BYTES || !suits(plain) || !isAccepted(call.header("Accept-Encoding"))) {
            return plain;
        }
        ByteBuffer coded = call.buffer(length);
        return deflate(plain.body(), coded)
                ? new Answer(plain.status(), plain.mediaType(), plain.headers(), coded.flip())
                        .with("Content-Encoding", "gzip")
                : plain;
    }

    /** Writes the coded body, unless it is no shorter than the body. */
    private static boolean deflate(ByteBuffer body, ByteBuffer coded) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(body.duplicate());
            deflater.finish();
            coded.put(HEADER).limit(coded.limit() - TRAILER_BYTES);
            while (!deflater.finished() && coded.hasRemaining()) {
                deflater.deflate(coded);
            }
            if (!deflater.finished()) {
                return false;
            }
        } finally {
            deflater.end();
        }
        CRC32 check = new CRC32();
        check.update(body.duplicate());
        // Little-endian by hand: the buffer belongs to a pool, so its order is not ours to change.
        coded.limit(coded.position() + TRAILER_BYTES)
                .putInt(Integer.reverseBytes((int) check.getValue()))
                .putInt(Integer.reverseBytes(body.remaining()));
        return true;
    }

    /** Whether the value of an Accept-Encoding header takes gzip (RFC 9110 section 12.5.3). */
    static boolean isAccepted(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        boolean any = false;
        for (String coding : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = coding.split(";", -1);
            boolean wanted = parts.length < 2 || !parts[1].strip().matches("q=0(\\.0{0,3})?");
            switch (parts[0].strip()) {
                case "gzip", "x-gzip" -> {
                    return wanted;
                }
                case "*" -> any = wanted;
                default -> {}
            }
        }
        return any;
    }
}
