package org.entente.bench;

import java.io.ByteArrayOutputStream;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.entente.exchange.Command;
import org.entente.exchange.Exchange;

/**
 * The process that ingests, and that is killed. Several threads take documents, parse them, hand them to the exchange and
 * wait; each document whose answer came is marked in a mapped file, which outlives the process.
 *
 * <p>For each round it prints nanoseconds, forces, nanoseconds within forces, bytes of the journal, bytes of the objects,
 * nanoseconds of the two bounds, and nanoseconds of processor time. Then it prints {@link #LAST}, goes on with one more round,
 * and waits to be killed.
 */
final class IngestWork {
    /** Said before the round in which the process is to be killed. */
    static final String LAST = "last";

    private final Exchange exchange;
    private final Corpus corpus;
    private final Plan plan;
    private final MappedByteBuffer acknowledged;

    /**
     * What is to be done.
     *
     * @param run a number that no other run on the same store has: fresh ids are made of it
     * @param batch objects of a document
     * @param submitters threads
     * @param documents documents of a round
     * @param warmUps rounds that are not counted, before those that are
     * @param rounds rounds that are counted
     * @param entries objects of the corpus
     * @param quick whether the corpus is a quick run's
     */
    record Plan(
            int run, int batch, int submitters, int documents, int warmUps, int rounds, int entries, boolean quick) {
        String[] words(Path folder, int port, Path acknowledged) {
            return new String[] {
                folder.toString(),
                Integer.toString(port),
                acknowledged.toString(),
                Integer.toString(run),
                Integer.toString(batch),
                Integer.toString(submitters),
                Integer.toString(documents),
                Integer.toString(warmUps),
                Integer.toString(rounds),
                Integer.toString(entries),
                Boolean.toString(quick)
            };
        }

        static Plan of(String[] words) {
            int[] numbers = new int[words.length - 4];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Integer.parseInt(words[i + 3]);
            }
            return new Plan(
                    numbers[0],
                    numbers[1],
                    numbers[2],
                    numbers[3],
                    numbers[4],
                    numbers[5],
                    numbers[6],
                    Boolean.parseBoolean(words[words.length - 1]));
        }

        /** Documents of all rounds, the last one included. */
        int allDocuments() {
            return documents * (warmUps + rounds + 1);
        }
    }

    private IngestWork(Exchange exchange, Corpus corpus, Plan plan, MappedByteBuffer acknowledged) {
        this.exchange = exchange;
        this.corpus = corpus;
        this.plan = plan;
        this.acknowledged = acknowledged;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Plan plan = Plan.of(arguments);
        Corpus corpus = Corpus.load(plan.entries(), plan.quick());
        MappedByteBuffer acknowledged;
        try (FileChannel marks = FileChannel.open(
                Path.of(arguments[2]), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            acknowledged = marks.map(MapMode.READ_WRITE, 0, plan.allDocuments());
        }
        try (Exchange exchange = BenchNode.exchange(folder, Integer.parseInt(arguments[1]));
                RawFile raw = new RawFile(folder.resolveSibling("raw"))) {
            new IngestWork(exchange, corpus, plan, acknowledged).run(folder.resolve("journal"), raw);
        }
    }

    private void run(Path journal, RawFile raw) throws Exception {
        int round = 0;
        for (; round < plan.warmUps() + plan.rounds(); round++) {
            List<byte[]> documents = documents(round);
            long journalBefore = JournalEnd.of(journal);
            Forces forces = new Forces(journal);
            Duration cpuBefore = cpu();
            long nanos = ingest(documents, round);
            long cpuNanos = cpu().minus(cpuBefore).toNanos();
            Forces.Count count = forces.end();
            long journalBytes = JournalEnd.of(journal) - journalBefore;
            long objectBytes = documents.stream().mapToLong(d -> d.length).sum();
            long rawEach = raw.append(journalBytes, documents.size());
            long rawShared = raw.append(journalBytes, count.calls());
            System.out.println(nanos + " " + count.calls() + " " + count.nanos() + " " + journalBytes + " "
                    + objectBytes + " " + rawEach + " " + rawShared + " " + cpuNanos);
        }
        List<byte[]> documents = documents(round);
        System.out.println(LAST);
        ingest(documents, round);
        Thread.sleep(Long.MAX_VALUE);
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Documents are made beforehand, since making them is the business of whoever sends them. */
    private List<byte[]> documents(int round) {
        List<byte[]> documents = new ArrayList<>(plan.documents());
        int first = round * plan.documents();
        for (int document = first; document < first + plan.documents(); document++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < plan.batch(); i++) {
                bytes.writeBytes(corpus.fresh(plan.run(), document * plan.batch() + i));
                bytes.write('\n');
            }
            documents.add(bytes.toByteArray());
        }
        return documents;
    }

    /** Returns nanoseconds from the first submission to the last answer. */
    private long ingest(List<byte[]> documents, int round) throws ExecutionException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(plan.submitters())) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < plan.submitters(); i++) {
                all.add(threads.submit(() -> {
                    for (int mine = next.getAndIncrement(); mine < documents.size(); mine = next.getAndIncrement()) {
                        submit(documents.get(mine));
                        acknowledged.put(round * plan.documents() + mine, (byte) 1);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        return System.nanoTime() - start;
    }

    private void submit(byte[] document) {
        Command.Imported imported =
                exchange.handle(new Command.ImportObjects(BenchNode.ACTOR, BenchNode.TAGS, Corpus.parse(document)));
        boolean allReleased = imported.released().values().stream().allMatch(count -> count == plan.batch());
        if (imported.added() != plan.batch() || imported.released().size() != 2 || !allReleased) {
            throw new IllegalStateException("a document was not added and released in full");
        }
    }
}
