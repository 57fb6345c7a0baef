package org.entente.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.entente.exchange.Failure;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message on the admin socket. One connection carries one question and one answer, each of this form:
 *
 * <pre>
 * u32   length of the header, big-endian
 * ...   header: a JSON object in UTF-8
 * u64   length of the body, big-endian; 0 where there is none
 * ...   body
 * </pre>
 *
 * <p>A question's header is {@code {"action": "...", "arguments": {...}}}; an answer's is {@code {"result": {...}}}, or
 * {@code {"failure": {"code": "...", "message": "...", "fields": {...}}}}, or {@code {"bug": true}}.
 *
 * @param body not to be changed
 */
record AdminFrame(ObjectNode header, byte[] body) {
    /** The longest header of a question. */
    static final int MAX_QUESTION_HEADER_BYTES = 1 << 20;

    /** The longest header of an answer; the longest are lists of what was withheld and why. */
    static final int MAX_ANSWER_HEADER_BYTES = 64 << 20;

    /** The longest body: as much as the largest import. */
    static final long MAX_BODY_BYTES = 64L << 20;

    /** Memory grows with what has arrived, not with what was announced. */
    private static final int CHUNK_BYTES = 1 << 20;

    static final byte[] NO_BODY = new byte[0];

    /**
     * Reads a message.
     *
     * @throws Failure {@code LIMIT} when an announced length is too large, {@code INVALID} when the header is no JSON object
     * @throws EOFException when the other side has gone before the end
     */
    static AdminFrame read(SocketChannel channel, int maxHeaderBytes, long maxBodyBytes) throws IOException {
        long length = read(channel, Integer.BYTES).getInt() & 0xffff_ffffL;
        if (length > maxHeaderBytes) {
            throw tooLarge(length, maxHeaderBytes);
        }
        ObjectNode header = header(read(channel, (int) length).array());
        long bodyLength = read(channel, Long.BYTES).getLong();
        if (bodyLength < 0 || bodyLength > maxBodyBytes) {
            throw tooLarge(bodyLength, maxBodyBytes);
        }
        return new AdminFrame(
                header,
                bodyLength == 0 ? NO_BODY : read(channel, (int) bodyLength).array());
    }

    private static Failure tooLarge(long length, long most) {
        return new Failure(
                Failure.Code.LIMIT,
                "The message is larger than the admin socket takes.",
                "bytes",
                Long.toUnsignedString(length),
                "most",
                Long.toString(most));
    }

    private static ObjectNode header(byte[] json) {
        try {
            JsonNode node = Json.STRICT.readTree(json);
            if (node instanceof ObjectNode header) {
                return header;
            }
        } catch (JacksonException e) {
            throw new Failure(Failure.Code.INVALID, "The header of the message is not sound JSON.", e);
        }
        throw new Failure(Failure.Code.INVALID, "The header of the message is not a JSON object.");
    }

    /** Exactly that many bytes, ready to be read from the buffer; its array holds them and no more. */
    private static ByteBuffer read(SocketChannel channel, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(length, CHUNK_BYTES));
        while (buffer.position() < length) {
            if (!buffer.hasRemaining()) {
                int larger = (int) Math.min(length, 2L * buffer.capacity());
                buffer = ByteBuffer.allocate(larger).put(buffer.flip());
            }
            if (channel.read(buffer) < 0) {
                throw new EOFException("the other side of the admin socket has gone");
            }
        }
        return buffer.flip();
    }

    /** Writes the message. */
    void write(SocketChannel channel) throws IOException {
        byte[] json = header.toString().getBytes(UTF_8);
        ByteBuffer head = ByteBuffer.allocate(Integer.BYTES + json.length + Long.BYTES)
                .putInt(json.length)
                .put(json)
                .putLong(body.length)
                .flip();
        write(channel, head);
        write(channel, ByteBuffer.wrap(body));
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
