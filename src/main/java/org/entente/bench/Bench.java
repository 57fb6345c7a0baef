package org.entente.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Measures the node in processes of its own, each figure beside its bound. */
public final class Bench {
    private Bench() {}

    /** What can be measured. */
    public enum Part {
        INGEST,
        PAGE,
        OBJECT,
        START,
        MEMORY,
        IMPORT,
        STIX,
        RELEASE;

        /** How it is called on the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How to measure.
     *
     * @param parts what to measure
     * @param quick whether to measure so little that the figures mean nothing, to see that everything works
     * @param bare whether the bare handler is the bound even where nginx is installed
     * @param mainClass what a node's process runs, with {@code serve}
     * @param folder an empty folder for nodes and files; its disk is the one that is measured
     */
    public record Settings(Set<Part> parts, boolean quick, boolean bare, String mainClass, Path folder) {}

    /**
     * Measures.
     *
     * @param progress told in a few words what was done
     * @throws org.entente.exchange.Failure {@code DURABILITY} when an acknowledged object was lost
     */
    public static Report run(Settings settings, Consumer<String> progress) {
        Sizes sizes = settings.quick() ? Sizes.QUICK : Sizes.FULL;
        Map<String, String> machine = machine(settings.folder());
        progress.accept("reading the objects");
        Corpus corpus = Corpus.load(sizes.entries(), settings.quick());
        machine.put("objects", corpus.isAttack() ? "ATT&CK" : "the project's sample, padded and multiplied");
        List<Row> rows = new ArrayList<>();
        // It comes first, while nothing else has shaped what the virtual machine makes of the code that it shares.
        if (settings.parts().contains(Part.STIX)) {
            rows.addAll(new StixPart(corpus, sizes, settings.quick(), progress).rows());
        }
        if (settings.parts().stream().anyMatch(Bench::needsFilledNode)) {
            rows.addAll(onFilledNode(settings, sizes, corpus, progress));
        }
        if (settings.parts().contains(Part.IMPORT)) {
            rows.add(new ImportPart(settings.folder(), corpus, sizes, settings.quick(), settings.mainClass(), progress)
                    .row());
        }
        if (settings.parts().contains(Part.RELEASE)) {
            rows.addAll(new ReleasePart(settings.folder(), sizes, progress).rows());
        }
        machine.put("load average after", loadAverage());
        rows.sort(Comparator.comparing(Row::part));
        return new Report(machine, settings.quick(), List.copyOf(rows));
    }

    private static boolean needsFilledNode(Part part) {
        return switch (part) {
            case INGEST, PAGE, OBJECT, START, MEMORY -> true;
            case IMPORT, STIX, RELEASE -> false;
        };
    }

    /** Ingest comes last, since the store grows by it. */
    private static List<Row> onFilledNode(Settings settings, Sizes sizes, Corpus corpus, Consumer<String> progress) {
        progress.accept(
                "filling a node with %d objects".formatted(corpus.store().size()));
        BenchNode node = BenchNode.create(settings.folder().resolve("node"));
        node.fill(corpus.store());
        List<Row> rows = new ArrayList<>();
        Set<Part> parts = settings.parts();
        if (parts.contains(Part.PAGE) || parts.contains(Part.OBJECT) || parts.contains(Part.MEMORY)) {
            rows.addAll(new ReadingPart(node, sizes, settings.bare(), settings.mainClass(), progress).rows(parts));
        }
        if (parts.contains(Part.START)) {
            rows.add(new StartPart(node, sizes, settings.mainClass(), progress).row());
        }
        if (parts.contains(Part.INGEST)) {
            rows.addAll(new IngestPart(node, corpus, sizes, settings.quick(), progress).rows());
        }
        return rows;
    }

    private static Map<String, String> machine(Path folder) {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine.put("processor", System.getProperty("os.arch", ""));
        machine.put("java", Runtime.version().toString());
        try {
            machine.put("file system", Files.getFileStore(folder).type());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        machine.put("load average before", loadAverage());
        return machine;
    }

    /** Of the last minute. Above the number of cores, others compete and every figure suffers. */
    private static String loadAverage() {
        return String.format(
                Locale.ROOT,
                "%.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Deletes a folder that a run has used. */
    public static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
