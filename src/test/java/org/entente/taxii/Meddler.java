package org.entente.taxii;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Stands between a node and its partner, passes on every response, and changes what it is told to. One call a connection. */
final class Meddler implements AutoCloseable {
    /** What is done to a response. */
    interface Deed {
        /**
         * The response that the partner gets.
         *
         * @param path of the request, with its query
         * @param head status line and headers, with the empty line
         * @return null to break off instead
         */
        byte @Nullable [] on(String path, String head, byte[] body);
    }

    private final ServerSocket socket;
    private final List<String> paths = Collections.synchronizedList(new ArrayList<>());
    private volatile int target;
    private volatile Deed deed = Meddler::whole;

    Meddler() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    void to(TestNode node) {
        target = node.port;
    }

    void does(Deed now) {
        deed = now;
    }

    /** The paths that were asked for. */
    List<String> paths() {
        return List.copyOf(paths);
    }

    /** Passes a response on as it is. */
    static byte[] whole(String path, String head, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        return out.toByteArray();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            String request = head(client.getInputStream());
            String path = request.split(" ", -1)[1];
            paths.add(path);
            OutputStream out = server.getOutputStream();
            out.write(request.replaceFirst("\r\n", "\r\nConnection: close\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = server.getInputStream();
            String head = head(in);
            byte[] body = in.readAllBytes();
            byte[] answer = deed.on(path, head, body);
            if (answer != null) {
                client.getOutputStream().write(answer);
            }
        } catch (IOException e) {
            // Whoever broke off finds out at the other end.
            return;
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the head is cut off");
            }
            head.append((char) next);
        }
        String text = head.toString();
        // The JDK's client would else ask to go on with HTTP/2.
        return text.toLowerCase(Locale.ROOT).contains("upgrade")
                ? text.replaceAll("(?i)(Upgrade|HTTP2-Settings|Connection):[^\r]*\r\n", "")
                : text;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
