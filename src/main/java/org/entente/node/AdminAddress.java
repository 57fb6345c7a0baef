package org.entente.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Where the admin socket of a folder is: {@code DIR/admin.sock}, or, where that path is too long for a socket, a path in a
 * private folder that {@code DIR/admin.sock.path} names.
 */
final class AdminAddress {
    /** The kernel takes 107 bytes and a terminating zero; some room is left. */
    static final int MAX_PATH_BYTES = 100;

    private static final String SOCKET = "admin.sock";
    private static final String POINTER = "admin.sock.path";
    private static final int MAX_POINTER_BYTES = 4096;

    private AdminAddress() {}

    /** Where a client finds the node of that folder, or null when no node has listened there. */
    static @Nullable UnixDomainSocketAddress find(Path directory) throws IOException {
        Path near = directory.resolve(SOCKET);
        Path socket = fits(near) ? near : pointed(directory);
        return socket == null || !Files.exists(socket) ? null : UnixDomainSocketAddress.of(socket);
    }

    /** The path to bind. Only the node that holds the journal's lock may call this: what a dead node left is deleted. */
    static Path prepare(Path directory) throws IOException {
        Path near = directory.toAbsolutePath().resolve(SOCKET);
        Path pointer = directory.resolve(POINTER);
        if (fits(near)) {
            Files.deleteIfExists(near);
            Files.deleteIfExists(pointer);
            return near;
        }
        Path before = pointed(directory);
        Path socket = before != null && isPrivate(before.getParent()) ? before : elsewhere();
        Files.deleteIfExists(socket);
        Path draft = directory.resolve(POINTER + ".new");
        Files.writeString(draft, socket + "\n");
        Files.move(draft, pointer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return socket;
    }

    private static boolean fits(Path socket) {
        return socket.toString().getBytes(UTF_8).length <= MAX_PATH_BYTES;
    }

    private static @Nullable Path pointed(Path directory) throws IOException {
        Path pointer = directory.resolve(POINTER);
        try {
            if (Files.size(pointer) > MAX_POINTER_BYTES) {
                throw new IOException("the pointer to the admin socket is too large");
            }
            return Path.of(Files.readString(pointer).strip());
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    /** A new private folder, in the user's runtime folder where there is one, else in the temporary one. */
    private static Path elsewhere() throws IOException {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime != null && !runtime.isEmpty() && isPrivate(Path.of(runtime))) {
            Path socket =
                    Files.createTempDirectory(Path.of(runtime), "entente-").resolve(SOCKET);
            if (fits(socket)) {
                return socket;
            }
            Files.delete(socket.getParent());
        }
        return Files.createTempDirectory("entente-").resolve(SOCKET);
    }

    private static boolean isPrivate(@Nullable Path folder) throws IOException {
        return folder != null
                && Files.isDirectory(folder)
                && Files.isWritable(folder)
                && PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))
                        .equals("rwx------")
                && Files.getOwner(folder).equals(Files.getOwner(Path.of("/proc/self")));
    }
}
