package org.entente.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.entente.exchange.Failure;
import org.entente.exchange.NodeKeys;
import org.entente.exchange.Organisation;

/** The folder of a node before it first starts. */
public final class NodeFolder {
    /** Where in the folder the keys are. */
    static final String KEYS = "keys";

    private NodeFolder() {}

    /**
     * Makes a folder ready for a node: keys and a configuration that holds every key. The configuration is written last, so
     * that a folder with one is complete.
     *
     * @throws Failure {@code CONFLICT} when there is a node already, {@code INVALID} when a value is not what it must be
     */
    public static Card create(Path directory, Organisation organisation, String host, int port) {
        Path file = directory.resolve(Config.FILE);
        if (Files.exists(file)) {
            throw new Failure(
                    Failure.Code.CONFLICT, "The folder already holds a node.", "folder", directory.toString());
        }
        byte[] json = Config.template(organisation, host, port);
        Config config = Config.parse(json);
        try {
            var onlyOwner = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(onlyOwner));
            Files.setPosixFilePermissions(directory, onlyOwner);
            NodeKeys keys = keys(directory);
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (ByteBuffer bytes = ByteBuffer.wrap(json); bytes.hasRemaining(); ) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            return Card.of(config, keys);
        } catch (IOException e) {
            throw new Failure(
                    Failure.Code.DURABILITY, "The folder could not be written.", e, "folder", directory.toString());
        }
    }

    /** New keys, or those that an attempt left which ended before it wrote the configuration. */
    private static NodeKeys keys(Path directory) {
        Path folder = directory.resolve(KEYS);
        return Files.exists(folder.resolve("node.key")) ? NodeKeys.open(folder) : NodeKeys.create(folder);
    }

    /** The card of the node of that folder, whether it runs or not. */
    public static Card card(Path directory) {
        return Card.of(Config.read(directory), NodeKeys.open(directory.resolve(KEYS)));
    }
}
