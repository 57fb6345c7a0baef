package org.entente.taxii;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.jspecify.annotations.Nullable;

/** Undoes the content coding of an answer (RFC 9110 section 8.4), within a limit on what it unpacks to. */
final class Gunzip {
    private static final int BUFFER_BYTES = 1 << 16;

    private Gunzip() {}

    /**
     * The bytes as they were before they were coded.
     *
     * @param coding the value of Content-Encoding, null where there is none
     * @throws Failure {@code LIMIT} when there are more than that, {@code UNAVAILABLE} when they end too early, as after a
     *     cut, {@code INVALID} for what is no gzip or another coding
     */
    static byte[] of(byte[] body, @Nullable String coding, int maxBytes) {
        String name = coding == null ? "identity" : coding.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> unpacked(body, maxBytes);
            default ->
                throw new Failure(Code.INVALID, "The server answered in a content coding that was not asked for.");
        };
    }

    private static byte[] unpacked(byte[] body, int maxBytes) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body), BUFFER_BYTES)) {
            byte[] bytes = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw LimitedBody.tooLarge(maxBytes);
            }
            return bytes;
        } catch (EOFException e) {
            throw new Failure(Code.UNAVAILABLE, "The server's answer ends too early.", e);
        } catch (IOException e) {
            throw new Failure(Code.INVALID, "The server's answer is not sound gzip.", e);
        }
    }
}
