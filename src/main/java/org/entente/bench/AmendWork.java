package org.entente.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entente.bench.ReleaseStore.Plan;
import org.entente.exchange.Echo;
import org.entente.exchange.Exchange;

/**
 * The process that fills a store and amends its memorandum: each time by a version that changes no decision, then by one that
 * releases a hundredth of the store. It prints each step that it takes after {@link #STEP}, at the end the rounds of each row on
 * a line of its own, its name and {@link Row.Rounds#words}, and then an empty line.
 */
final class AmendWork {
    static final String STEP = "# ";
    static final String NOTHING = "release-nothing";
    static final String SOME = "release-some";

    private static final int WARM_UPS = 5;

    private final Path folder;
    private final Plan plan;
    private final int rounds;

    private AmendWork(Path folder, Plan plan, int rounds) {
        this.folder = folder;
        this.plan = plan;
        this.rounds = rounds;
    }

    /** What {@link #main} is to be told: whether decisions are looked up afterwards too. */
    static String[] words(Path folder, Plan plan, int rounds, boolean looksUp) {
        return new String[] {
            folder.toString(),
            Integer.toString(plan.objects()),
            Integer.toString(plan.classes()),
            Integer.toString(plan.waiting()),
            Boolean.toString(plan.cut()),
            Integer.toString(rounds),
            Boolean.toString(looksUp)
        };
    }

    public static void main(String[] words) {
        Plan plan = new Plan(
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                0,
                Integer.parseInt(words[3]),
                Boolean.parseBoolean(words[4]));
        new AmendWork(Path.of(words[0]), plan, Integer.parseInt(words[5]))
                .run(Boolean.parseBoolean(words[6]))
                .forEach((name, measured) -> System.out.println(name + " " + measured.words()));
        System.out.println();
    }

    private Map<String, Row.Rounds> run(boolean looksUp) {
        ReleaseStore store = new ReleaseStore(folder.resolve("node"), plan);
        int step = plan.hundredth();
        int second = step;
        store.fill(second);
        Path copy = store.copy(folder.resolve("echo"));
        List<Double> nothing = new ArrayList<>();
        List<Double> some = new ArrayList<>();
        int all = rounds + WARM_UPS;
        try (Exchange exchange = store.exchange()) {
            for (int round = 0; round < all; round++) {
                int same = second;
                String note = " " + round;
                nothing.add(ReleasePart.millis(() -> store.amend(exchange, same, note)));
                second += step;
                int later = second;
                some.add(ReleasePart.millis(() -> store.amend(exchange, later, note)));
                System.out.println(STEP + "amendment %d of %d".formatted(round + 1, all));
            }
        }
        List<Double> echoes = echoes(store, copy);
        Map<String, Row.Rounds> rows = new LinkedHashMap<>();
        for (int round = WARM_UPS; round < all; round++) {
            add(rows, NOTHING, nothing.get(round), echoes.get(2 * round));
            add(rows, SOME, some.get(round), echoes.get(2 * round + 1));
        }
        if (looksUp) {
            System.out.println(STEP + "looking decisions up");
            rows.putAll(new DecidedWork(store, copy, plan, second).rounds());
        }
        return rows;
    }

    private static void add(Map<String, Row.Rounds> rows, String name, double value, double bound) {
        rows.computeIfAbsent(name, _ -> new Row.Rounds()).add(value, bound);
    }

    /** How long the copy takes for each amendment: the memorandum that comes in, and our signature that puts it in force. */
    private static List<Double> echoes(ReleaseStore store, Path copy) {
        List<Double> echoes = new ArrayList<>();
        try (Echo echo = Echo.open(copy)) {
            List<Echo.Ready> records = echo.missing(store.folder());
            for (int i = 0; i + 1 < records.size(); i += 2) {
                Echo.Ready in = records.get(i);
                Echo.Ready signed = records.get(i + 1);
                echoes.add(ReleasePart.millis(() -> {
                    echo.take(in);
                    echo.take(signed);
                }));
            }
        }
        return echoes;
    }
}
