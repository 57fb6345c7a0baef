package org.entente;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/** A client that speaks HTTP/2 frame by frame (RFC 9113 section 4), so that it can misbehave. */
public final class Http2Wire implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    public static final int INITIAL_WINDOW_SIZE = 4;

    /** The window of a connection before it is made larger (RFC 9113 section 6.9.2). */
    public static final int DEFAULT_WINDOW = 65_535;

    /** One frame. */
    public record Frame(int type, int flags, int stream, byte[] payload) {}

    /** A whole response. */
    public record Response(int status, Map<String, String> headers, byte[] body) {}

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final HpackDecoder hpack = new HpackDecoder(64 * 1024, System::nanoTime);

    /** Begins with the preface and one setting. */
    public Http2Wire(Socket socket, int streamWindow) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
        setting(INITIAL_WINDOW_SIZE, streamWindow);
    }

    public static Http2Wire inTheClear(int port, int streamWindow) throws IOException {
        return new Http2Wire(new Socket(InetAddress.getLoopbackAddress(), port), streamWindow);
    }

    public void setting(int id, int value) throws IOException {
        write(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6).putShort((short) id).putInt(value).array());
    }

    public void write(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        out.write(frame.array());
    }

    public void window(int stream, int bytes) throws IOException {
        write(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
    }

    public void request(int stream, String method, String path, String... headers) throws IOException {
        write(HEADERS, END_STREAM | END_HEADERS, stream, block(method, path, headers));
    }

    /** Fields as literals without indexing and without Huffman coding (RFC 7541 section 6.2.2). */
    public static byte[] block(String method, String path, String... headers) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", method);
        literal(block, ":scheme", "http");
        literal(block, ":path", path);
        literal(block, ":authority", "x");
        for (int i = 0; i + 1 < headers.length; i += 2) {
            literal(block, headers[i], headers[i + 1]);
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        string(block, name);
        string(block, value);
    }

    private static void string(ByteArrayOutputStream block, String text) {
        int rest = text.length() - 127;
        block.write(rest < 0 ? text.length() : 127);
        if (rest >= 0) {
            for (; rest >= 128; rest >>= 7) {
                block.write((rest & 127) | 128);
            }
            block.write(rest);
        }
        block.writeBytes(text.getBytes(ISO_8859_1));
    }

    /** The next frame; throws {@link EOFException} at the end. */
    public Frame read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(type, flags, stream, payload);
    }

    /** Reads up to the end of that stream's response. */
    public Response response(int stream) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Map<String, String> headers = new TreeMap<>();
        int status = 0;
        while (true) {
            Frame frame = read();
            if (frame.stream != stream) {
                continue;
            }
            switch (frame.type) {
                case HEADERS -> {
                    MetaData.Response head = head(frame.payload);
                    status = head.getStatus();
                    head.getHttpFields()
                            .forEach(field ->
                                    headers.merge(field.getLowerCaseName(), field.getValue(), (a, b) -> a + " | " + b));
                }
                case DATA -> body.writeBytes(frame.payload);
                case RST_STREAM -> throw new IOException("the stream was reset");
                default -> {}
            }
            if ((frame.type == HEADERS || frame.type == DATA) && (frame.flags & END_STREAM) != 0) {
                return new Response(status, headers, body.toByteArray());
            }
        }
    }

    private MetaData.Response head(byte[] block) throws IOException {
        try {
            return (MetaData.Response) hpack.decode(ByteBuffer.wrap(block));
        } catch (HpackException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
