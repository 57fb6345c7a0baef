package org.entente.cli;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.entente.exchange.Failure;

/** Files that people name on the command line; {@code -} is standard input. Every failure is a sentence. */
final class NamedFile {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private NamedFile() {}

    /** All bytes; throws {@link Failure} {@code LIMIT} when there are more than that. */
    static byte[] read(Path file, int most) {
        try (InputStream in = open(file)) {
            return limited(in, file, most);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** All bytes, unpacked where they are packed by gzip: their first two bytes say so, whatever the file is called. */
    static byte[] readUnpacked(Path file, int most) {
        try (InputStream in = new BufferedInputStream(open(file))) {
            in.mark(2);
            boolean packed = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
            in.reset();
            return limited(packed ? new GZIPInputStream(in, 1 << 16) : in, file, most);
        } catch (ZipException | EOFException e) {
            throw new Failure(Failure.Code.INVALID, "The file is not sound gzip.", e, "file", file.toString());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        return file.toString().equals("-") ? System.in : Files.newInputStream(file);
    }

    private static byte[] limited(InputStream in, Path file, int most) throws IOException {
        byte[] bytes = in.readNBytes(most);
        if (in.read() >= 0) {
            throw new Failure(
                    Failure.Code.LIMIT,
                    "The file is larger than what is taken at once.",
                    "file",
                    file.toString(),
                    "mostBytes",
                    Integer.toString(most));
        }
        return bytes;
    }

    private static Failure unreadable(Path file, IOException e) {
        return e instanceof NoSuchFileException
                ? new Failure(Failure.Code.NOT_FOUND, "There is no such file.", e, "file", file.toString())
                : new Failure(Failure.Code.UNAVAILABLE, "The file cannot be read.", e, "file", file.toString());
    }

    /** Makes a new file, on the disk when this returns; secret ones are for their owner only. One that is there stays. */
    static void create(Path file, byte[] bytes, boolean secret) {
        var permissions = PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--");
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(permissions))) {
            for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                channel.write(rest);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new Failure(Failure.Code.CONFLICT, "The file is there already.", e, "file", file.toString());
        } catch (IOException e) {
            throw new Failure(Failure.Code.DURABILITY, "The file cannot be written.", e, "file", file.toString());
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Failure(Failure.Code.DURABILITY, "The file cannot be deleted.", e, "file", file.toString());
        }
    }
}
