package org.entente.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.entente.exchange.Failure;
import org.entente.node.AdminClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminSocketTest {
    @TempDir
    private Path temporary;

    private Path folder;
    private AdminServer server;
    private AdminClient client;
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(temporary.resolve("node"));
        server = AdminServer.open(folder, this::answer);
        client = new AdminClient(folder);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Answer answer(Call call) {
        calls.add(call);
        return switch (call.action()) {
            case "echo" -> new Answer(call.arguments(), call.body());
            case "refuse" -> throw new Failure(Failure.Code.MISMATCH, "No.", "field", "value");
            default -> throw new IllegalStateException("a bug with a secret in it");
        };
    }

    @Test
    void aQuestionIsAnswered() {
        byte[] body = new byte[3 << 20];
        new Random(1).nextBytes(body);
        Answer answer = client.ask("echo", arguments -> arguments.put("name", "välue"), body);
        assertEquals("välue", answer.result().path("name").asString());
        assertArrayEquals(body, answer.body());
    }

    @Test
    void theCallersUserIsTheActor() throws IOException {
        client.ask("echo", _ -> {});
        assertEquals(
                "uid:" + Files.getAttribute(folder, "unix:uid"), calls.element().actor());
    }

    @Test
    void onlyTheOwnerMayOpenTheSocket() throws IOException {
        var modes = Files.getPosixFilePermissions(folder.resolve("admin.sock"));
        assertEquals("rw-------", PosixFilePermissions.toString(modes));
    }

    @Test
    void aFailureArrivesAsItWas() {
        Failure failure = assertThrows(Failure.class, () -> client.ask("refuse", _ -> {}));
        assertEquals(Failure.Code.MISMATCH, failure.code());
        assertEquals("No.", failure.getMessage());
        assertEquals(Map.of("field", "value"), failure.fields());
    }

    @Test
    void aBugIsSaidWithoutItsText() {
        Exception bug = assertThrows(IllegalStateException.class, () -> client.ask("other", _ -> {}));
        assertFalse(String.valueOf(bug.getMessage()).contains("secret"));
        client.ask("echo", _ -> {});
    }

    @Test
    void oversizedMessagesAreRefusedUnread() throws IOException {
        int tooLong = AdminFrame.MAX_QUESTION_HEADER_BYTES + 1;
        assertEquals("LIMIT", code(ByteBuffer.allocate(4).putInt(tooLong).array()));
        assertEquals("LIMIT", code(ByteBuffer.allocate(4).putInt(-1).array()));
        for (long length : new long[] {AdminFrame.MAX_BODY_BYTES + 1, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            assertEquals("LIMIT", code(frame("{}", length, new byte[0])));
        }
        assertTrue(calls.isEmpty());
    }

    @Test
    void whatIsNoQuestionIsRefused() throws IOException {
        for (String header : List.of(
                "",
                "{",
                "[]",
                "{}",
                "{\"action\": \"echo\"}",
                "{\"action\": 1, \"arguments\": {}}",
                "{\"action\": \"echo\", \"arguments\": []}",
                "{\"action\": \"echo\", \"action\": \"echo\", \"arguments\": {}}",
                "{\"action\": \"echo\", \"arguments\": {}} x",
                "[".repeat(100_000))) {
            assertEquals("INVALID", code(frame(header, 0, new byte[0])), header);
        }
        assertEquals("INVALID", code(frame(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, 0, new byte[0])));
        assertTrue(calls.isEmpty());
    }

    @Test
    void garbageAndCutConnectionsHarmNobody() throws IOException {
        long seed = 20261122;
        Random random = new Random(seed);
        byte[] whole = frame("{\"action\": \"echo\", \"arguments\": {}}", 5, new byte[5]);
        for (int length = 0; length < whole.length; length++) {
            try (SocketChannel channel = connect()) {
                channel.write(ByteBuffer.wrap(whole, 0, length));
            }
        }
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            try (SocketChannel channel = connect()) {
                channel.write(ByteBuffer.wrap(garbage));
                channel.shutdownOutput();
                channel.read(ByteBuffer.allocate(1000));
            } catch (IOException e) {
                assertTrue(e.getMessage() != null, "seed " + seed);
            }
        }
        assertTrue(calls.isEmpty(), "seed " + seed);
        client.ask("echo", _ -> {});
    }

    @Test
    void aCallerThatTakesTooLongIsCutOff() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("other"));
        try (AdminServer _ = AdminServer.open(other, this::answer, Duration.ofMillis(50));
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(other.resolve("admin.sock")));
            channel.write(ByteBuffer.wrap(new byte[] {0, 0}));
            assertThrows(EOFException.class, () -> AdminFrame.read(channel, 1000, 0));
        }
    }

    @Test
    void moreCallersThanAreServedAtATimeWaitTheirTurn() {
        IntStream.range(0, 4 * AdminServer.MAX_CONNECTIONS)
                .parallel()
                .forEach(i -> assertEquals(
                        i,
                        client.ask("echo", arguments -> arguments.put("i", i))
                                .path("i")
                                .asInt()));
    }

    @Test
    void aDeadNodesSocketIsReplaced() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("dead"));
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(other.resolve("admin.sock")));
        }
        assertTrue(Files.exists(other.resolve("admin.sock")));
        assertNotRunning(new AdminClient(other));
        try (AdminServer _ = AdminServer.open(other, this::answer)) {
            new AdminClient(other).ask("echo", _ -> {});
        }
        assertNotRunning(new AdminClient(other));
    }

    @Test
    void aLongPathHasItsSocketElsewhere() throws IOException {
        Path deep = temporary;
        while (deep.toString().length() < 200) {
            deep = deep.resolve("a-rather-long-name");
        }
        Files.createDirectories(deep);
        AdminClient far = new AdminClient(deep);
        assertNotRunning(far);
        Path first;
        try (AdminServer _ = AdminServer.open(deep, this::answer)) {
            far.ask("echo", _ -> {});
            first = Path.of(Files.readString(deep.resolve("admin.sock.path")).strip());
            var modes = Files.getPosixFilePermissions(first.getParent());
            assertEquals("rwx------", PosixFilePermissions.toString(modes));
        }
        assertNotRunning(far);
        try (AdminServer _ = AdminServer.open(deep, this::answer)) {
            far.ask("echo", _ -> {});
            assertEquals(
                    first,
                    Path.of(Files.readString(deep.resolve("admin.sock.path")).strip()));
        }
        Files.delete(first.getParent());
    }

    private static void assertNotRunning(AdminClient client) {
        assertFalse(client.isRunning());
        Failure failure = assertThrows(Failure.class, () -> client.ask("echo", _ -> {}));
        assertEquals(Failure.Code.UNAVAILABLE, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains("entente serve"));
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("admin.sock")));
    }

    private static byte[] frame(String header, long length, byte[] body) {
        return frame(header.getBytes(UTF_8), length, body);
    }

    private static byte[] frame(byte[] header, long length, byte[] body) {
        return ByteBuffer.allocate(12 + header.length + body.length)
                .putInt(header.length)
                .put(header)
                .putLong(length)
                .put(body)
                .array();
    }

    /** Sends bytes and returns the code of the failure that comes back. */
    private String code(byte[] bytes) throws IOException {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap(bytes));
            return AdminFrame.read(channel, 1 << 20, 0)
                    .header()
                    .path("failure")
                    .path("code")
                    .asString();
        }
    }
}
