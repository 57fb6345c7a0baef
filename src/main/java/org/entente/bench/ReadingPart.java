package org.entente.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.entente.bench.BenchNode.Reader;
import org.entente.bench.LoadClient.Outcome;
import org.entente.bench.LoadClient.Target;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reading from the real {@code serve} process: pages at random places, single objects, and what memory that leaves taken. */
final class ReadingPart {
    private static final int PAGE = 100;

    /** Pages of the walk that gathers cursors: small and odd, so that cursors stand at places of no particular kind. */
    private static final int WALK = 37;

    private static final long SEED = 42;
    private static final JsonMapper JSON = new JsonMapper();

    private final BenchNode node;
    private final Sizes sizes;
    private final boolean bare;
    private final String mainClass;
    private final Consumer<String> progress;

    ReadingPart(BenchNode node, Sizes sizes, boolean bare, String mainClass, Consumer<String> progress) {
        this.node = node;
        this.sizes = sizes;
        this.bare = bare;
        this.mainClass = mainClass;
        this.progress = progress;
    }

    /** The rows of those parts that are asked for. */
    List<Row> rows(Set<Bench.Part> parts) {
        List<Row> rows = new ArrayList<>();
        try (Child serving = node.serve(mainClass)) {
            node.await(serving);
            List<Target> pages = new ArrayList<>();
            List<Target> objects = new ArrayList<>();
            Random random = new Random(SEED);
            for (Reader reader : node.readers()) {
                gather(reader, pages, objects, random);
            }
            if (parts.contains(Bench.Part.PAGE) || parts.contains(Bench.Part.MEMORY)) {
                rows.add(load(serving, Bench.Part.PAGE, pages));
            }
            if (parts.contains(Bench.Part.MEMORY)) {
                rows.add(memory(serving));
            }
            if (parts.contains(Bench.Part.OBJECT)) {
                rows.add(load(serving, Bench.Part.OBJECT, objects));
            }
        }
        rows.removeIf(row -> !parts.contains(row.part()));
        return rows;
    }

    /** Walks a feed and picks places and objects at random. */
    private void gather(Reader reader, List<Target> pages, List<Target> objects, Random random) {
        String base = "/api/collections/" + reader.contract() + "/objects/";
        List<String> cursors = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            String query = "?limit=" + WALK + (next.isEmpty() ? "" : "&next=" + URLEncoder.encode(next, UTF_8));
            JsonNode page = JSON.readTree(LoadClient.get(node.port(), new Target(base + query, reader.token(), -1)));
            page.path("objects").forEach(object -> ids.add(object.path("id").asString()));
            next = page.path("next").asString("");
            cursors.add(next);
        } while (!next.isEmpty());
        // From the cursors that are left a whole page can be read.
        List<String> whole = new ArrayList<>(cursors.subList(0, (ids.size() - PAGE) / WALK));
        Collections.shuffle(whole, random);
        for (String cursor : whole.subList(0, sizes.cursors())) {
            pages.add(sized(base + "?limit=" + PAGE + "&next=" + URLEncoder.encode(cursor, UTF_8), reader));
        }
        Collections.shuffle(ids, random);
        for (String id : ids.subList(0, sizes.cursors())) {
            objects.add(sized(base + id + "/", reader));
        }
    }

    private Target sized(String path, Reader reader) {
        byte[] body = LoadClient.get(node.port(), new Target(path, reader.token(), -1));
        return new Target(path, reader.token(), body.length);
    }

    private Path scratch(Bench.Part part) {
        try {
            return Files.createDirectories(node.folder().resolveSibling("bound-" + part.word()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same answers as files. */
    private List<Target> files(List<Target> targets, Path folder) {
        try {
            Files.createDirectories(folder);
            List<Target> files = new ArrayList<>();
            for (Target target : targets) {
                String name = Integer.toString(files.size());
                Files.write(folder.resolve(name), LoadClient.get(node.port(), target));
                files.add(new Target("/" + name, target.token(), target.bytes()));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double microsOfCpu(Child process, Duration before, Outcome outcome) {
        return process.cpu().minus(before).toNanos() / 1e3 / Math.max(1, outcome.answers());
    }

    private Row load(Child serving, Bench.Part part, List<Target> targets) {
        Path scratch = scratch(part);
        Path folder = scratch.resolve("files");
        List<Target> files = files(targets, folder);
        try (BoundServer bound = BoundServer.start(scratch, folder, bare)) {
            progress.accept(part.word() + ": warming up");
            LoadClient.run(node.port(), targets, sizes.warmUp(), SEED);
            LoadClient.run(bound.port(), files, sizes.load(), SEED);
            Row.Rounds rounds = new Row.Rounds();
            List<Double> nodeMicros = new ArrayList<>();
            List<Double> boundMicros = new ArrayList<>();
            double bytes = 0;
            for (int round = 1; round <= sizes.rounds(); round++) {
                Duration nodeCpu = serving.cpu();
                Outcome ours = LoadClient.run(node.port(), targets, sizes.load(), SEED + round);
                nodeMicros.add(microsOfCpu(serving, nodeCpu, ours));
                Duration boundCpu = bound.process().cpu();
                Outcome theirs = LoadClient.run(bound.port(), files, sizes.load(), SEED + round);
                boundMicros.add(microsOfCpu(bound.process(), boundCpu, theirs));
                rounds.add(ours.perSecond(), theirs.perSecond());
                bytes += ours.bytesPerSecond() / sizes.rounds();
                progress.accept("%s: round %d of %d".formatted(part.word(), round, sizes.rounds()));
            }
            Map<String, String> notes = new LinkedHashMap<>();
            notes.put("connections", Integer.toString(LoadClient.CONNECTIONS));
            notes.put("targets", Integer.toString(targets.size()));
            notes.put(
                    "mean bytes",
                    Long.toString(Math.round(
                            targets.stream().mapToInt(Target::bytes).average().orElse(0))));
            notes.put("MB/s", Long.toString(Math.round(bytes / 1e6)));
            notes.put(
                    "CPU µs per answer",
                    Long.toString(Math.round(Sample.of(nodeMicros).median())));
            notes.put(
                    "of the bound",
                    Long.toString(Math.round(Sample.of(boundMicros).median())));
            return rounds.row(part, part.word(), "answers/s", bound.is(), notes);
        }
    }

    /** After the pages, which also loads the bare handler once. */
    private Row memory(Child serving) {
        long resident = serving.memory("VmRSS");
        long ofFiles = serving.memory("RssFile");
        Path scratch = scratch(Bench.Part.PAGE);
        Path folder = scratch.resolve("files");
        List<Target> files = new ArrayList<>();
        try (var all = Files.list(folder)) {
            for (Path file : all.toList()) {
                files.add(new Target(
                        "/" + file.getFileName(), node.readers().getFirst().token(), (int) Files.size(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        progress.accept("memory: loading a bare handler");
        try (BoundServer bound = BoundServer.bare(scratch, folder)) {
            LoadClient.run(bound.port(), files, sizes.warmUp(), SEED);
            double mebi = 1 << 20;
            Row.Rounds rounds = new Row.Rounds();
            rounds.add(resident / mebi, bound.process().memory("VmRSS") / mebi);
            Map<String, String> notes = new LinkedHashMap<>();
            notes.put("of this mapped files", mebibytes(ofFiles));
            notes.put("of the bound's mapped files", mebibytes(bound.process().memory("RssFile")));
            return rounds.row(Bench.Part.MEMORY, "memory", "MiB", bound.is(), notes);
        }
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f MiB", bytes / (double) (1 << 20));
    }
}
