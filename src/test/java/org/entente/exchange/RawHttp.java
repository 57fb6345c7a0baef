package org.entente.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A client of HTTP/1.1 that hands out every byte of an answer, over one connection for as long as the server keeps it. */
final class RawHttp implements AutoCloseable {
    private final int port;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    /** @param head status line and headers as they came, with the empty line that ends them */
    record Answer(String head, byte[] body) {
        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        /** The value of the first header of that name, or null. */
        @Nullable
        String header(String name) {
            String start = "\r\n" + name.toLowerCase(Locale.ROOT) + ": ";
            int at = head.toLowerCase(Locale.ROOT).indexOf(start);
            return at < 0 ? null : head.substring(at + start.length(), head.indexOf("\r\n", at + 2));
        }

        /** Everything that came, one character a byte. */
        String text() {
            return head + new String(body, ISO_8859_1);
        }
    }

    RawHttp(int port) {
        this.port = port;
    }

    /** Sends a whole request; its answer is to be read next. */
    void send(byte[] request) {
        try {
            if (socket == null) {
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            }
            socket.getOutputStream().write(request);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** @param bodiless whether the request was one whose answer has no body whatever its headers say */
    Answer receive(boolean bodiless) {
        try {
            String head = head();
            Answer empty = new Answer(head, new byte[0]);
            String length = empty.header("Content-Length");
            boolean none = bodiless || empty.status() == 304 || length == null;
            byte[] body = none ? new byte[0] : in.readNBytes(Integer.parseInt(length));
            if ("close".equalsIgnoreCase(empty.header("Connection"))) {
                // Whatever follows would be part of the answer.
                body = concat(body, in.readAllBytes());
                close();
            }
            return new Answer(head, body);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] concat(byte[] one, byte[] other) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(other);
        return both.toByteArray();
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("no answer but: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
                socket = null;
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
