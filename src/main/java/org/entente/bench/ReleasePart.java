package org.entente.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.entente.bench.ReleaseStore.Plan;
import org.entente.exchange.Exchange;
import org.entente.stix.StixObject;

/**
 * What deciding costs: amendments that change nothing or release some classes, house rules, and imports beside contracts that
 * release nothing. Each command of the node stands beside a copy of its folder that appends and applies the same record.
 */
final class ReleasePart {
    private static final double MILLIS = 1e6;
    private static final double SECONDS = 1e9;
    private static final int WARM_UPS = 3;

    /** So many times the rounds, where a class has so many objects. */
    private static final int MORE_ROUNDS = 3;

    private static final int MANY = 100;

    private static final String ECHO = "the same record appended and applied, nothing decided";

    private final Path folder;
    private final Sizes sizes;
    private final Consumer<String> progress;

    ReleasePart(Path folder, Sizes sizes, Consumer<String> progress) {
        this.folder = folder;
        this.sizes = sizes;
        this.progress = progress;
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        int objects = sizes.releaseObjects();
        int classes = objects / 1000;
        for (int fewer : List.of(objects / 100, objects / 10, objects)) {
            rows.addAll(amendments(new Plan(fewer, Math.min(fewer, classes), 0, 0, false), ""));
        }
        rows.addAll(amendments(new Plan(objects, objects / 10, 0, 0, false), "-many-classes"));
        rows.addAll(amendments(new Plan(objects, objects, 0, 0, false), "-a-class-each"));
        rows.addAll(amendments(new Plan(objects, classes, 0, 0, true), "-cut"));
        rows.addAll(amendments(new Plan(objects / 10, classes, 0, objects / 10, false), "-waiting"));
        rows.addAll(owed(new Plan(objects, classes, 0, 0, false)));
        for (int idle : List.of(9, 50, 199)) {
            rows.addAll(idle(idle, classes));
        }
        return rows;
    }

    /**
     * An amendment that changes no decision, and one that releases a hundredth of the store; and looking decisions up. Each store has
     * a process of its own: in one that has done other things before, the same work takes another time.
     */
    private List<Row> amendments(Plan plan, String suffix) {
        String name = plan.objects() + suffix;
        boolean looksUp = plan.objects() == sizes.releaseObjects() && !plan.cut();
        progress.accept("release: filling a store, %s".formatted(plan));
        Path store = folder.resolve("release-" + name);
        Map<String, Row.Rounds> measured = new LinkedHashMap<>();
        // Where a class has few objects, one amendment takes seconds.
        int rounds = plan.objects() / plan.classes() >= MANY ? MORE_ROUNDS * sizes.rounds() : sizes.rounds();
        String[] words = AmendWork.words(store, plan, rounds, looksUp);
        Path log = folder.resolve("release-" + name + ".log");
        try (Child child = Child.java(log, AmendWork.class.getName(), words)) {
            for (String line = child.line(); !line.isEmpty(); line = child.line()) {
                if (line.startsWith(AmendWork.STEP)) {
                    progress.accept("release %s: %s".formatted(name, line.substring(AmendWork.STEP.length())));
                } else {
                    String[] row = line.split(" ", 2);
                    measured.put(row[0], Row.Rounds.of(row[1]));
                }
            }
        }
        Bench.delete(store);
        Map<String, String> notes = notes(plan);
        Map<String, String> released = new LinkedHashMap<>(notes);
        released.put("released", Integer.toString(plan.hundredth() * (plan.objects() / plan.classes())));
        List<Row> rows = new ArrayList<>();
        measured.forEach((row, all) -> {
            boolean decided = row.startsWith(DecidedWork.DECIDED);
            rows.add(all.row(
                    Bench.Part.RELEASE,
                    row + "-" + name,
                    decided ? "ns" : "ms",
                    decided ? DecidedWork.BOUND : ECHO,
                    row.equals(AmendWork.SOME) ? released : notes));
        });
        return rows;
    }

    /** A version that releases nearly the whole store. */
    private List<Row> owed(Plan plan) {
        ReleaseStore store = store(plan);
        progress.accept("release %d: nearly all at once".formatted(plan.objects()));
        List<Row> rows = new OwedWork(store, plan).rows(Integer.toString(plan.objects()), notes(plan));
        Bench.delete(store.folder());
        return rows;
    }

    /** Imports beside contracts that release nothing, and beside none; and house rules that bar nothing. */
    private List<Row> idle(int idle, int classes) {
        int objects = sizes.releaseObjects() / 10;
        Plan plan = new Plan(objects, classes, idle, 0, false);
        ReleaseStore with = store(plan);
        ReleaseStore without = store(new Plan(objects, classes, 0, 0, false));
        with.fill(plan.hundredth());
        without.fill(plan.hundredth());
        Row.Rounds ingest = new Row.Rounds();
        Row.Rounds rules = new Row.Rounds();
        try (Exchange some = with.exchange();
                Exchange none = without.exchange()) {
            for (int round = 0; round < sizes.rounds() + WARM_UPS; round++) {
                double value = objectsASecond(with, some);
                double bound = objectsASecond(without, none);
                String note = "Rule " + round;
                double all = millis(() -> with.setHouseRules(some, note));
                double one = millis(() -> without.setHouseRules(none, note));
                if (round >= WARM_UPS) {
                    ingest.add(value, bound);
                    rules.add(all, one);
                }
                progress.accept("release beside %d contracts: round %d".formatted(idle, round + 1));
            }
        }
        Map<String, String> notes = notes(plan);
        Bench.delete(with.folder());
        Bench.delete(without.folder());
        return List.of(
                ingest.row(Bench.Part.RELEASE, "ingest-beside-" + idle, "objects/s", "beside no other contract", notes),
                rules.row(Bench.Part.RELEASE, "house-rules-" + (idle + 1), "ms", "the same for one contract", notes));
    }

    private double objectsASecond(ReleaseStore store, Exchange exchange) {
        int batch = 100;
        List<List<StixObject>> batches = new ArrayList<>();
        for (int i = 0; i < sizes.ingestObjects() / batch; i++) {
            batches.add(store.freshObjects(batch, 0));
        }
        long start = System.nanoTime();
        batches.forEach(next -> store.add(exchange, next));
        return batches.size() * batch * SECONDS / (System.nanoTime() - start);
    }

    private ReleaseStore store(Plan plan) {
        progress.accept("release: filling a store, %s".formatted(plan));
        return new ReleaseStore(folder.resolve("release-" + System.nanoTime()), plan);
    }

    private static Map<String, String> notes(Plan plan) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("objects", Integer.toString(plan.objects()));
        notes.put("classes", Integer.toString(plan.classes()));
        notes.put("contracts", Integer.toString(plan.idle() + 1));
        notes.put("waiting", Integer.toString(plan.waiting()));
        return notes;
    }

    static double millis(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / MILLIS;
    }
}
