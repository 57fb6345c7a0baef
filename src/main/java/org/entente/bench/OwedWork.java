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
    private static final double MILLIS_PER_SECOND = 1000;

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
        int few = plan.hundredth();
        store.fill(1);
        try (Exchange exchange = store.exchange()) {
            double atOnce = aSecond(few, ReleasePart.millis(() -> store.amend(exchange, 1 + few, " few")));
            List<Double> between = new ArrayList<>();
            double answer = ReleasePart.millis(() -> store.amend(exchange, never, " all"));
            double rest = ReleasePart.millis(() -> {
                do {
                    between.add(importMillis(exchange));
                } while (exchange.status().owed() > 0);
            });
            Row.Rounds whole = new Row.Rounds();
            whole.add(aSecond(never - 1 - few, answer + rest), atOnce);
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
                            with(notes, "answer after", Math.round(answer) + " ms")),
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

    /** How many entries a second that is, where the objects of so many classes take so long. */
    private double aSecond(int classes, double millis) {
        return (double) classes * plan.objects() / plan.classes() * MILLIS_PER_SECOND / millis;
    }

    private double importMillis(Exchange exchange) {
        var objects = store.freshObjects(BATCH, never);
        return ReleasePart.millis(() -> store.add(exchange, objects));
    }
}
