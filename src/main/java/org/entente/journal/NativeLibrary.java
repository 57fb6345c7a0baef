package org.entente.journal;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.entente.journal.JournalException.Code;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * Loads RocksDB's native library from a folder of the node's own, where it is unpacked once.
 *
 * <p>Left to itself RocksDB unpacks its 17 MB into the temporary folder at every start, leaves them there when it is killed,
 * and cannot start at all where that folder forbids execution.
 */
final class NativeLibrary {
    private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64", "aarch64");
    private static boolean loaded;

    private NativeLibrary() {}

    /**
     * Loads the library, unpacking it first where it is missing or another version's. Once in a process; later calls do
     * nothing.
     *
     * @throws JournalException with {@code UNSUPPORTED_PLATFORM} or {@code IO}
     */
    static synchronized void load(Path folder) {
        if (loaded) {
            return;
        }
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        URL packed = RocksDB.class.getResource("/" + Environment.getJniLibraryFileName("rocksdb"));
        if (!system.equals("linux") || !PROCESSORS.contains(processor) || packed == null) {
            throw unsupported(folder, null);
        }
        try {
            PrivateFiles.createFolder(folder);
            // RocksDB.loadLibrary looks in the folder for this name, which is not the one in the jar.
            Path home = unpackOnce(packed, Environment.getJniLibraryFileName("rocksdbjni"), folder);
            RocksDB.loadLibrary(List.of(home.toAbsolutePath().toString()));
        } catch (IOException e) {
            throw JournalException.io(folder, e);
        } catch (UnsatisfiedLinkError e) {
            throw unsupported(folder, e);
        }
        loaded = true;
    }

    private static JournalException unsupported(Path folder, @org.jspecify.annotations.Nullable Throwable cause) {
        return new JournalException(
                Code.UNSUPPORTED_PLATFORM,
                "The journal runs on Linux on x86-64 or arm64 only; its native library could not be loaded here.",
                folder,
                JournalException.NO_OFFSET,
                cause);
    }

    /** The folder with the library; it is named after the packed library's checksum, so a new version gets a new one. */
    private static Path unpackOnce(URL packed, String name, Path folder) throws IOException {
        URLConnection connection = packed.openConnection();
        long size = connection.getContentLengthLong();
        long checksum =
                connection instanceof JarURLConnection jar ? jar.getJarEntry().getCrc() : 0;
        Path home = folder.resolve("rocksdbjni-%08x".formatted(checksum));
        Path library = home.resolve(name);
        if (Files.exists(library) && Files.size(library) == size) {
            return home;
        }
        deleteOthers(folder);
        PrivateFiles.createFolder(home);
        Path unfinished = home.resolve(name + ".new");
        try (InputStream in = connection.getInputStream();
                FileChannel out = PrivateFiles.openOrCreate(unfinished)) {
            out.truncate(0);
            in.transferTo(Channels.newOutputStream(out));
            // A half-written library of full length after a power cut would crash the process: force before the rename.
            out.force(true);
        }
        Files.move(unfinished, library, StandardCopyOption.ATOMIC_MOVE);
        return home;
    }

    private static void deleteOthers(Path folder) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, "rocksdbjni-*")) {
            for (Path home : old) {
                PrivateFiles.deleteTree(home);
            }
        }
    }
}
