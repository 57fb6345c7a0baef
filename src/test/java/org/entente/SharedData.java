package org.entente;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The real data that stands beside the project, in {@code ../shared/data}. It is not part of the repository: where it is
 * missing, a test that needs it is skipped on a developer's machine and fails on CI ({@code CI=true}).
 */
public final class SharedData {
    private SharedData() {}

    /** The file of that name, or the end of the test when it is not there. */
    public static Path file(String name) {
        Path file = folder().resolve("data").resolve(name);
        if (!Files.exists(file)) {
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError("shared data is missing on CI: " + name);
            }
            assumeTrue(false, "shared data is missing, so this test cannot run: " + name);
        }
        return file;
    }

    /** The bytes of that file, unpacked when its name ends in {@code .gz}. */
    public static byte[] bytes(String name) {
        Path file = file(name);
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return plain.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError("shared data cannot be read: " + name, e);
        }
    }

    private static Path folder() {
        String set = System.getenv("ENTENTE_SHARED");
        return set != null ? Path.of(set) : Path.of("../shared");
    }
}
