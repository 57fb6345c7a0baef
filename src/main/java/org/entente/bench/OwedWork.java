package org.entente.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entente.bench.ReleaseStore.Plan;
import org.entente.exchange.Exchange;

/**
 * A version of the terms that releases nearly the whole store, so that most entries follow after the answer; and what others
 * wait meanwhile.
 */
final class OwedWork {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Objects of an import that goes on meanwhile. */
    private static final int BATCH = 100;

    private final ReleaseStore store;
    private final Plan plan;

    /** The class that no version releases: what comes in of it moves nothing. */
    private final int never;

    OwedWork(ReleaseStore store, Plan plan) {
        this.store = store;
        this.plan = plan;
        this.never = plan.classes() - 1;
    }

    List<Row> rows(String name, Map<String, String> notes) {
        int few = Math.max(1, plan.classes() / 100);
        store.fill(1);
        try (Exchange exchange = store.exchange()) {
            double atOnce = entries(few) / seconds(() -> store.amend(exchange, 1 + few, " few"));
            List<Double> between = new ArrayList<>();
            double answer = seconds(() -> store.amend(exchange, never, " all"));
            double rest = seconds(() -> {
                do {
                    between.add(importMillis(exchange));
                } while (exchange.status().owed() > 0);
            });
            Row.Rounds whole = new Row.Rounds();
            whole.add(entries(never - 1 - few) / (answer + rest), atOnce);
            Row.Rounds waits = new Row.Rounds();
            between.forEach(millis -> waits.add(millis, importMillis(exchange)));
            String longest =
                    Math.round(between.stream().mapToDouble(one -> one).max().orElse(0)) + " ms";
            return List.of(
                    whole.row(
                            Bench.Part.RELEASE,
                            "release-all-" + name,
                            "entries/s",
                            "a hundredth of the store, released at once",
                            with(notes, "answer after", Math.round(answer) + " s")),
                    waits.row(
                            Bench.Part.RELEASE,
                            "import-meanwhile-" + name,
                            "ms",
                            "the same once all entries are in the feed",
                            with(notes, "longest", longest)));
        }
    }

    private static Map<String, String> with(Map<String, String> notes, String name, String value) {
        var all = new LinkedHashMap<>(notes);
        all.put(name, value);
        return all;
    }

    /** How many objects so many classes have. */
    private double entries(int classes) {
        return (double) classes * plan.objects() / plan.classes();
    }

    private double importMillis(Exchange exchange) {
        var objects = store.freshObjects(BATCH, never);
        return seconds(() -> store.add(exchange, objects)) * NANOS_PER_SECOND / NANOS_PER_MILLI;
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }
}
