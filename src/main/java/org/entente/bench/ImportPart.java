package org.entente.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.entente.node.AdminClient;
import tools.jackson.databind.node.ObjectNode;

/** One document with everything, given to an empty serving node over its admin socket: imported, decided and released. */
final class ImportPart {
    private static final double SECONDS = 1e9;

    private final Path folder;
    private final Corpus corpus;
    private final Sizes sizes;
    private final boolean quick;
    private final String mainClass;
    private final Consumer<String> progress;

    ImportPart(Path folder, Corpus corpus, Sizes sizes, boolean quick, String mainClass, Consumer<String> progress) {
        this.folder = folder;
        this.corpus = corpus;
        this.sizes = sizes;
        this.quick = quick;
        this.mainClass = mainClass;
        this.progress = progress;
    }

    Row row() {
        byte[] document = quick ? Corpus.document(corpus.store()) : corpus.document();
        Path file = folder.resolve("import.ndjson");
        try {
            Files.write(file, document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Row.Rounds rounds = new Row.Rounds();
        Map<String, String> notes = new LinkedHashMap<>();
        for (int round = 1; round <= sizes.imports(); round++) {
            double parsing = parsing(file);
            rounds.add(importing(folder.resolve("import-" + round).resolve("node"), document, notes), parsing);
            progress.accept("import: round %d of %d".formatted(round, sizes.imports()));
        }
        notes.put("MB", Long.toString(document.length / 1_000_000));
        return rounds.row(Bench.Part.IMPORT, "import", "s", "a fresh process that only parses the document", notes);
    }

    private double parsing(Path file) {
        try (Child child = Child.java(folder.resolve("parse.log"), ParseWork.class.getName(), file.toString())) {
            String line = child.line();
            return Long.parseLong(line.substring(0, line.indexOf(' '))) / SECONDS;
        }
    }

    private double importing(Path directory, byte[] document, Map<String, String> notes) {
        BenchNode node = BenchNode.create(directory);
        try (Child serving = node.serve(mainClass)) {
            node.await(serving);
            AdminClient client = new AdminClient(directory);
            Duration cpu = serving.cpu();
            long start = System.nanoTime();
            ObjectNode answer = client.ask(
                            "import",
                            arguments -> {
                                arguments.put("tlp", "green");
                                arguments.putArray("labels").add("bench");
                            },
                            document)
                    .result();
            double seconds = (System.nanoTime() - start) / SECONDS;
            notes.put(
                    "CPU s",
                    String.format(Locale.ROOT, "%.1f", serving.cpu().minus(cpu).toMillis() / 1e3));
            notes.put("objects", answer.path("added").asString());
            notes.put(
                    "released",
                    node.readers().stream()
                            .map(reader -> answer.path("released")
                                    .path(reader.contract().toString())
                                    .asString())
                            .reduce((one, other) -> one + " and " + other)
                            .orElse(""));
            return seconds;
        }
    }
}
