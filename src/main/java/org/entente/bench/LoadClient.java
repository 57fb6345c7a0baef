package org.entente.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a server on loopback over HTTP/1.1 with keep-alive, as fast as it answers. Each answer must be 200 with a length that
 * is known beforehand; the body is counted and dropped, so that the client costs as little as one can.
 */
final class LoadClient {
    /** Connections of the load, each with one request on its way at a time. */
    static final int CONNECTIONS = 16;

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *([0-9]+)\\r?$");

    private LoadClient() {}

    /**
     * What is asked for.
     *
     * @param path path and query
     * @param bytes the length that the body must have, -1 where it is not known yet
     */
    record Target(String path, String token, int bytes) {
        Target {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException(path);
            }
        }

        ByteBuffer request() {
            byte[] text = """
                    GET %s HTTP/1.1\r
                    Host: localhost\r
                    Accept: application/taxii+json;version=2.1\r
                    Authorization: Bearer %s\r
                    \r
                    """.formatted(path, token).getBytes(ISO_8859_1);
            return ByteBuffer.allocateDirect(text.length).put(text).flip();
        }
    }

    /** One keep-alive connection. For one thread. */
    static final class Connection implements AutoCloseable {
        private final SocketChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

        Connection(int port) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }

        /** The body of the answer, which must be 200. */
        byte[] get(Target target) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            channel.write(target.request());
            int head = head();
            int length = length(head, target.bytes());
            byte[] first = new byte[buffer.position() - head];
            buffer.get(head, first);
            body.writeBytes(first);
            while (body.size() < length) {
                read(buffer.clear());
                byte[] more = new byte[buffer.position()];
                buffer.get(0, more);
                body.writeBytes(more);
            }
            return body.toByteArray();
        }

        /** Asks, checks status and length, drops the body, and returns its length. */
        int load(ByteBuffer request, int expected) throws IOException {
            channel.write(request);
            int head = head();
            int length = length(head, expected);
            int received = buffer.position() - head;
            while (received < length) {
                received += read(buffer.clear());
            }
            return length;
        }

        /** Reads until the head is whole, and returns its length. */
        private int head() throws IOException {
            buffer.clear();
            int searched = 0;
            while (true) {
                read(buffer);
                for (; searched + 4 <= buffer.position(); searched++) {
                    if (buffer.getInt(searched) == 0x0d0a0d0a) {
                        return searched + 4;
                    }
                }
            }
        }

        private int length(int head, int expected) throws IOException {
            byte[] bytes = new byte[head];
            buffer.get(0, bytes);
            String text = new String(bytes, ISO_8859_1);
            Matcher length = LENGTH.matcher(text);
            if (!text.startsWith("HTTP/1.1 200") || !length.find()) {
                throw new IOException(
                        "not answered as expected: " + text.lines().findFirst().orElse(""));
            }
            int found = Integer.parseInt(length.group(1));
            if (expected >= 0 && found != expected) {
                throw new IOException("an answer has another length than before");
            }
            return found;
        }

        private int read(ByteBuffer into) throws IOException {
            int read = channel.read(into);
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** What a load came to. */
    record Outcome(long answers, long bytes, double seconds) {
        double perSecond() {
            return answers / seconds;
        }

        double bytesPerSecond() {
            return bytes / seconds;
        }
    }

    /** Asks for the targets at random for that long. */
    static Outcome run(int port, List<Target> targets, Duration time, long seed) {
        List<ByteBuffer> requests = targets.stream().map(Target::request).toList();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<Outcome>> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                RandomGenerator random = new SplittableRandom(seed + i);
                all.add(threads.submit(() -> connection(port, targets, requests, end, random)));
            }
            long answers = 0;
            long bytes = 0;
            for (Future<Outcome> one : all) {
                answers += one.get().answers();
                bytes += one.get().bytes();
            }
            return new Outcome(answers, bytes, (System.nanoTime() - start) / 1e9);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Outcome connection(
            int port, List<Target> targets, List<ByteBuffer> requests, long end, RandomGenerator random)
            throws IOException {
        long answers = 0;
        long bytes = 0;
        try (Connection connection = new Connection(port)) {
            while (System.nanoTime() < end) {
                int next = random.nextInt(targets.size());
                bytes += connection.load(
                        requests.get(next).duplicate(), targets.get(next).bytes());
                answers++;
            }
        }
        return new Outcome(answers, bytes, 0);
    }

    /** Fetches one body over a connection of its own. */
    static byte[] get(int port, Target target) {
        try (Connection connection = new Connection(port)) {
            return connection.get(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
