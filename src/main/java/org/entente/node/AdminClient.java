package org.entente.node;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.entente.exchange.Failure;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a running node of this machine over its admin socket, one connection for each question. The actions and their
 * arguments are listed in {@code docs/operators.md}. Safe for many threads.
 */
public final class AdminClient {
    private final Path directory;

    /** A client of the node whose folder this is; whether it runs shows when it is asked. */
    public AdminClient(Path directory) {
        this.directory = directory;
    }

    /**
     * The node's answer.
     *
     * @param body bytes that belong to it, empty where there are none; not to be changed
     */
    public record Answer(ObjectNode result, byte[] body) {}

    /** Asks without a body. */
    public ObjectNode ask(String action, Consumer<ObjectNode> arguments) {
        return ask(action, arguments, AdminFrame.NO_BODY).result();
    }

    /**
     * Asks, and waits as long as it takes.
     *
     * @param arguments puts the arguments into the object it is given
     * @param body bytes that belong to the question, empty where there are none
     * @throws Failure as the node answered, or {@code UNAVAILABLE} when no node runs on the folder or it went away before
     *     it answered
     * @throws IllegalStateException when the node met a bug
     */
    public Answer ask(String action, Consumer<ObjectNode> arguments, byte[] body) {
        ObjectNode header = Json.object().put("action", action);
        arguments.accept(header.putObject("arguments"));
        try (SocketChannel channel = connect()) {
            try {
                new AdminFrame(header, body).write(channel);
            } catch (IOException e) {
                // The node may have answered and closed before it read all; then the answer says why.
                return answer(answered(channel, e));
            }
            return answer(AdminFrame.read(channel, AdminFrame.MAX_ANSWER_HEADER_BYTES, AdminFrame.MAX_BODY_BYTES));
        } catch (EOFException e) {
            throw new Failure(
                    Failure.Code.UNAVAILABLE,
                    "The node went away before it answered; whether it did what was asked shows when it runs again.",
                    e,
                    "folder",
                    directory.toString());
        } catch (IOException e) {
            throw new Failure(
                    Failure.Code.UNAVAILABLE, "The node cannot be reached.", e, "folder", directory.toString());
        }
    }

    private static AdminFrame answered(SocketChannel channel, IOException writing) throws IOException {
        try {
            return AdminFrame.read(channel, AdminFrame.MAX_ANSWER_HEADER_BYTES, AdminFrame.MAX_BODY_BYTES);
        } catch (IOException _) {
            throw writing;
        }
    }

    /** Whether a node answers on the folder. */
    public boolean isRunning() {
        try (SocketChannel channel = connect()) {
            return channel.isConnected();
        } catch (Failure | IOException _) {
            return false;
        }
    }

    private SocketChannel connect() throws IOException {
        UnixDomainSocketAddress address = AdminAddress.find(directory);
        if (address == null) {
            throw notRunning(null);
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(address);
            return channel;
        } catch (ConnectException e) {
            channel.close();
            throw notRunning(e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private Failure notRunning(@Nullable IOException cause) {
        String sentence = "No node runs on this folder; start it with 'entente serve --dir DIR'.";
        return cause == null
                ? new Failure(Failure.Code.UNAVAILABLE, sentence, "folder", directory.toString())
                : new Failure(Failure.Code.UNAVAILABLE, sentence, cause, "folder", directory.toString());
    }

    private static Answer answer(AdminFrame frame) {
        if (frame.header().get("result") instanceof ObjectNode result) {
            return new Answer(result, frame.body());
        }
        if (frame.header().get("failure") instanceof ObjectNode failure) {
            List<String> fields = new ArrayList<>();
            for (var field : failure.path("fields").properties()) {
                fields.add(field.getKey());
                fields.add(field.getValue().asString());
            }
            JsonNode code = failure.path("code");
            throw new Failure(
                    Failure.Code.valueOf(code.asString()),
                    failure.path("message").asString(),
                    fields.toArray(String[]::new));
        }
        throw new IllegalStateException("the node met a bug; its log says more");
    }
}
