package org.entente.node;

import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import jdk.net.ExtendedSocketOptions;
import org.entente.exchange.Failure;
import org.entente.node.AdminClient.Answer;
import tools.jackson.databind.node.ObjectNode;

/**
 * The admin socket: a Unix domain socket that only the node's own user (and root) can open. The kernel says who calls, and
 * that user is the actor of what is done. Each connection has a virtual thread.
 */
final class AdminServer implements AutoCloseable {
    /** Connections at the same time; further ones wait to be accepted. */
    static final int MAX_CONNECTIONS = 16;

    /** How long a caller may take to put its question. */
    static final Duration MAX_QUESTION_TIME = Duration.ofSeconds(60);

    private static final Logger LOG = System.getLogger("org.entente.node");

    /** What answers questions. */
    interface Handler {
        /** Answers, or throws a {@link Failure}. */
        Answer answer(Call call);
    }

    private final ServerSocketChannel server;
    private final Path socket;
    private final Handler handler;
    private final Duration questionTime;
    private final Semaphore free = new Semaphore(MAX_CONNECTIONS);
    private final Set<SocketChannel> reading = ConcurrentHashMap.newKeySet();

    private AdminServer(ServerSocketChannel server, Path socket, Handler handler, Duration questionTime) {
        this.server = server;
        this.socket = socket;
        this.handler = handler;
        this.questionTime = questionTime;
    }

    /** Listens for the node of that folder. Only the process that holds the journal's lock may do so. */
    static AdminServer open(Path directory, Handler handler) {
        return open(directory, handler, MAX_QUESTION_TIME);
    }

    static AdminServer open(Path directory, Handler handler, Duration questionTime) {
        try {
            Path socket = AdminAddress.prepare(directory);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                server.bind(UnixDomainSocketAddress.of(socket));
                Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            } catch (IOException e) {
                server.close();
                throw e;
            }
            AdminServer admin = new AdminServer(server, socket, handler, questionTime);
            Thread.ofVirtual().name("admin").start(admin::accept);
            return admin;
        } catch (IOException e) {
            throw new Failure(
                    Failure.Code.UNAVAILABLE,
                    "The admin socket could not be opened.",
                    e,
                    "folder",
                    directory.toString());
        }
    }

    private void accept() {
        while (server.isOpen()) {
            free.acquireUninterruptibly();
            try {
                SocketChannel channel = server.accept();
                Thread.ofVirtual().name("admin").start(() -> serve(channel));
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                free.release();
                LOG.log(Level.WARNING, "A connection to the admin socket could not be accepted.", e);
            }
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            ObjectNode header = Json.object();
            byte[] body = AdminFrame.NO_BODY;
            try {
                Answer answer = handler.answer(question(channel));
                header.set("result", answer.result());
                body = answer.body();
            } catch (Failure failure) {
                header.putObject("failure")
                        .put("code", failure.code().name())
                        .put("message", failure.getMessage())
                        .set("fields", Json.object(failure.fields()));
            } catch (RuntimeException bug) {
                LOG.log(Level.ERROR, "An action of the admin socket met a bug.", bug);
                header.put("bug", true);
            }
            new AdminFrame(header, body).write(channel);
        } catch (EOFException | ClosedChannelException _) {
            LOG.log(Level.DEBUG, "A caller of the admin socket went away.");
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A caller of the admin socket could not be answered.", e);
        } finally {
            free.release();
        }
    }

    /** Reads the question; a caller that takes too long is cut off. */
    private Call question(SocketChannel channel) throws IOException {
        String actor = actor(channel);
        reading.add(channel);
        Thread watch = Thread.ofVirtual().start(() -> cutWhenSlow(channel));
        AdminFrame frame;
        try {
            frame = AdminFrame.read(channel, AdminFrame.MAX_QUESTION_HEADER_BYTES, AdminFrame.MAX_BODY_BYTES);
        } finally {
            reading.remove(channel);
            watch.interrupt();
        }
        if (frame.header().path("action").isString()
                && frame.header().get("arguments") instanceof ObjectNode arguments) {
            return new Call(actor, frame.header().path("action").stringValue(), arguments, frame.body());
        }
        throw new Failure(Failure.Code.INVALID, "A question needs an action and its arguments.");
    }

    private void cutWhenSlow(SocketChannel channel) {
        try {
            Thread.sleep(questionTime);
            if (reading.remove(channel)) {
                LOG.log(Level.WARNING, "A caller of the admin socket took too long and was cut off.");
                channel.close();
            }
        } catch (InterruptedException _) {
            // The question came in time.
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A slow connection could not be closed.", e);
        }
    }

    /** The caller as the kernel knows it. Nobody but the node's user and root has business here, whatever the modes say. */
    private String actor(SocketChannel channel) throws IOException {
        UserPrincipal caller =
                channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        if (caller.equals(Files.getOwner(socket))) {
            return "uid:" + Files.getAttribute(socket, "unix:uid");
        }
        if (caller.equals(Files.getOwner(Path.of("/")))) {
            return "uid:" + Files.getAttribute(Path.of("/"), "unix:uid");
        }
        LOG.log(Level.WARNING, "A caller of the admin socket was refused. user={0}", caller.getName());
        throw new Failure(Failure.Code.FORBIDDEN, "Only the node's own user and root may administer it.");
    }

    /** Stops listening and removes the socket. Actions that have begun still end and answer. */
    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The admin socket could not be removed.", e);
        }
    }
}
