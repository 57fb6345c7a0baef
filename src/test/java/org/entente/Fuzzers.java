package org.entente;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * The fuzzers: every class of the tests whose name ends in {@code Fuzz}. Each has a method {@code fuzzerTestOneInput} that
 * takes any bytes and throws where something does not hold that must hold, and may have a method {@code seeds} that makes
 * inputs to begin with, of the shared data for instance. Further seeds lie in a folder of the class's name among the resources:
 * small ones of our own, and every input that ever showed a fault.
 */
final class Fuzzers {
    private static final String SUFFIX = "Fuzz";
    private static final String CLASS = ".class";

    private Fuzzers() {}

    /** One of them. */
    record Fuzzer(Class<?> type) {
        String name() {
            return type.getSimpleName();
        }

        /** The folder of its own seeds, below that of all resources or classes. */
        Path folder() {
            return Path.of(type.getName().replace('.', '/'));
        }

        void take(byte[] input) throws Throwable {
            method("fuzzerTestOneInput", MethodType.methodType(void.class, byte[].class))
                    .invoke(input);
        }

        /** The seeds that lie among the resources. */
        List<byte[]> ownSeeds() throws IOException {
            Path seeds = classes().resolve(folder());
            List<byte[]> all = new ArrayList<>();
            if (Files.isDirectory(seeds)) {
                for (Path file : files(seeds)) {
                    all.add(Files.readAllBytes(file));
                }
            }
            return all;
        }

        /** The seeds that it makes; {@link TestAbortedException} where the data for them is missing. */
        @SuppressWarnings("unchecked")
        List<byte[]> madeSeeds() throws Throwable {
            try {
                return (List<byte[]>)
                        method("seeds", MethodType.methodType(List.class)).invoke();
            } catch (NoSuchMethodException e) {
                return List.of();
            }
        }

        private MethodHandle method(String name, MethodType shape) throws ReflectiveOperationException {
            return MethodHandles.publicLookup().findStatic(type, name, shape);
        }
    }

    /** All fuzzers, by name. */
    static List<Fuzzer> all() throws IOException, ClassNotFoundException {
        Path classes = classes();
        List<Fuzzer> all = new ArrayList<>();
        for (Path file : files(classes)) {
            String name = classes.relativize(file).toString();
            if (name.endsWith(SUFFIX + CLASS)) {
                all.add(new Fuzzer(Class.forName(name.replace('/', '.').substring(0, name.length() - CLASS.length()))));
            }
        }
        return all;
    }

    /** The folders of seeds, below that of all classes. */
    static List<Path> folders() throws IOException {
        Path classes = classes();
        try (Stream<Path> all = Files.walk(classes)) {
            return all.filter(path -> Files.isDirectory(path) && path.toString().endsWith(SUFFIX))
                    .map(classes::relativize)
                    .toList();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Path classes() {
        try {
            return Path.of(Fuzzers.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
