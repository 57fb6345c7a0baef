package org.entente.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.entente.bench.IngestWork.Plan;
import org.entente.exchange.Exchange;
import org.entente.exchange.Failure;
import org.entente.exchange.Feed;
import org.entente.stix.StixId;

/** Durable ingest, in a process that is killed at the end; then every acknowledged object must be there, in both feeds. */
final class IngestPart {
    private static final List<Integer> BATCHES = List.of(1, 100, 1000);

    /** Single objects come from many; batches from a few. Enough that some wait while others are made durable. */
    private static final int SUBMITTERS_OF_SINGLES = 32;

    private static final int SUBMITTERS = 8;

    private static final double NANOS = 1e9;

    private final BenchNode node;
    private final Corpus corpus;
    private final Sizes sizes;
    private final boolean quick;
    private final Consumer<String> progress;

    IngestPart(BenchNode node, Corpus corpus, Sizes sizes, boolean quick, Consumer<String> progress) {
        this.node = node;
        this.corpus = corpus;
        this.sizes = sizes;
        this.quick = quick;
        this.progress = progress;
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int batch : BATCHES) {
            rows.addAll(rows(batch));
        }
        return rows;
    }

    /** What a round printed. */
    private record Round(
            long nanos,
            long forces,
            long forceNanos,
            long journalBytes,
            long objectBytes,
            long rawEach,
            long rawShared,
            long cpuNanos) {
        static Round of(String line) {
            String[] words = line.split(" ", -1);
            long[] n = new long[words.length];
            for (int i = 0; i < n.length; i++) {
                n[i] = Long.parseLong(words[i]);
            }
            return new Round(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
        }
    }

    private List<Row> rows(int batch) {
        int documents = sizes.ingestObjects(batch) / batch;
        int submitters = batch == 1 ? SUBMITTERS_OF_SINGLES : SUBMITTERS;
        Plan plan = new Plan(
                batch, batch, submitters, documents, sizes.ingestWarmUps(), sizes.rounds(), sizes.entries(), quick);
        Path marks = node.folder().resolveSibling("acknowledged-" + batch);
        List<Round> rounds = new ArrayList<>();
        Child child = Child.java(
                node.folder().resolveSibling("ingest.log"),
                IngestWork.class.getName(),
                plan.words(node.folder(), node.port(), marks));
        try {
            for (String line = child.line(); !line.equals(IngestWork.LAST); line = child.line()) {
                rounds.add(Round.of(line));
                progress.accept("ingest-%d: round %d of %d"
                        .formatted(batch, rounds.size(), sizes.ingestWarmUps() + sizes.rounds()));
            }
            BenchNode.pause(rounds.getLast().nanos() / 2_000_000);
        } finally {
            child.kill();
        }
        long found = count(plan, marks);
        return rows(plan, rounds.subList(sizes.ingestWarmUps(), rounds.size()), found);
    }

    private static List<Row> rows(Plan plan, List<Round> rounds, long found) {
        int objects = plan.batch() * plan.documents();
        Row.Rounds each = new Row.Rounds();
        Row.Rounds shared = new Row.Rounds();
        for (Round round : rounds) {
            double value = objects * NANOS / round.nanos();
            each.add(value, objects * NANOS / round.rawEach());
            shared.add(value, objects * NANOS / round.rawShared());
        }
        String name = "ingest-" + plan.batch();
        String unit = "objects/s";
        return List.of(
                each.row(
                        Bench.Part.INGEST,
                        name,
                        unit,
                        "the journal's bytes appended to a raw file, an fsync for each batch",
                        notes(plan, rounds, found)),
                shared.row(
                        Bench.Part.INGEST,
                        name + "-shared",
                        unit,
                        "the same with only as many fsyncs as the node made for all batches",
                        Map.of()));
    }

    private static Map<String, String> notes(Plan plan, List<Round> rounds, long found) {
        long forces = rounds.stream().mapToLong(Round::forces).sum();
        long documents = (long) plan.documents() * rounds.size();
        long objects = documents * plan.batch();
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("submitters", Integer.toString(plan.submitters()));
        notes.put("commands per fsync", oneDigit((double) documents / forces));
        notes.put(
                "fsync ms",
                oneDigit(rounds.stream().mapToLong(Round::forceNanos).sum() / 1e6 / forces));
        notes.put(
                "share of time in fsync",
                oneDigit(100.0
                                * rounds.stream().mapToLong(Round::forceNanos).sum()
                                / rounds.stream().mapToLong(Round::nanos).sum())
                        + " %");
        notes.put(
                "object bytes",
                Long.toString(rounds.stream().mapToLong(Round::objectBytes).sum() / objects));
        notes.put(
                "journal bytes per object",
                Long.toString(rounds.stream().mapToLong(Round::journalBytes).sum() / objects));
        notes.put(
                "CPU µs per object",
                oneDigit(rounds.stream().mapToLong(Round::cpuNanos).sum() / 1e3 / objects));
        notes.put("acknowledged and found after SIGKILL", Long.toString(found));
        return notes;
    }

    private static String oneDigit(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /**
     * Opens the node again and looks for every acknowledged object in both feeds.
     *
     * @throws Failure {@code DURABILITY} when one is missing
     */
    private long count(Plan plan, Path marks) {
        byte[] acknowledged;
        try {
            acknowledged = Files.readAllBytes(marks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long found = 0;
        try (Exchange exchange = node.exchange()) {
            Set<StixId> ids = new HashSet<>();
            for (int document = 0; document < acknowledged.length; document++) {
                for (int i = 0; acknowledged[document] != 0 && i < plan.batch(); i++) {
                    ids.add(corpus.freshId(plan.run(), document * plan.batch() + i));
                }
                boolean last = document == acknowledged.length - 1;
                if (ids.size() >= Feed.MAX_LIMIT || (last && !ids.isEmpty())) {
                    for (BenchNode.Reader reader : node.readers()) {
                        find(exchange, reader.contract(), ids);
                    }
                    found += ids.size();
                    ids.clear();
                }
            }
        }
        return found;
    }

    private static void find(Exchange exchange, UUID contract, Set<StixId> ids) {
        Feed.Filter filter = new Feed.Filter(Long.MIN_VALUE, ids, Set.of(), Feed.Versions.ALL);
        int found = exchange.feed(contract)
                .page(filter, null, Feed.MAX_LIMIT)
                .items()
                .size();
        if (found != ids.size()) {
            throw new Failure(
                    Failure.Code.DURABILITY,
                    "Objects that were acknowledged before the kill are missing after it.",
                    "acknowledged",
                    Integer.toString(ids.size()),
                    "found",
                    Integer.toString(found));
        }
    }
}
