package org.entente.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.entente.exchange.Echo;
import org.entente.stix.StixId;

/**
 * How long it takes to look up what was decided under a contract: of a class, and of an object by its id. Each round asks for
 * ids that were made anew, as those are that come in, in an order of its own.
 */
final class DecidedWork {
    /** Fewer objects than the exchange keeps decoded. */
    private static final int KEPT = 10_000;

    /** How often is asked in one round; no more often than there are objects. */
    private static final int ASKED_FOR = 200_000;

    private static final int WARM_UPS = 10;
    private static final int ROUNDS = 15;

    /** With what the names of these rows begin. */
    static final String DECIDED = "decided-";

    static final String BOUND = "one look-up in a hash map and one in an array";

    private final ReleaseStore store;
    private final Path copy;
    private final int objects;
    private final int asks;
    private final boolean[] released;
    private final Random random = new Random(1);

    /**
     * @param copy of the store's folder, with the same records
     * @param second before which the objects of the store are released
     */
    DecidedWork(ReleaseStore store, Path copy, ReleaseStore.Plan plan, int second) {
        this.store = store;
        this.copy = copy;
        this.objects = plan.objects();
        this.asks = Math.min(ASKED_FOR, objects);
        this.released = new boolean[plan.classes()];
        for (int one = 0; one < released.length; one++) {
            released[one] = one < second;
        }
    }

    /** The nanoseconds of each look-up, by the names of the rows. */
    Map<String, Row.Rounds> rounds() {
        Map<String, Row.Rounds> rounds = new LinkedHashMap<>();
        rounds.put(DECIDED + "class", ofClasses());
        rounds.put(DECIDED + "id", ofKept());
        rounds.put(DECIDED + "id-cold", ofOthers());
        return rounds;
    }

    private Row.Rounds ofClasses() {
        try (Echo echo = Echo.open(copy)) {
            Echo.Decided decided = echo.decided(store.contract());
            Map<Integer, Integer> places = new HashMap<>();
            boolean[] permitted = new boolean[decided.classes()];
            for (int number = 0; number < permitted.length; number++) {
                places.put(number, number);
                permitted[number] = decided.permits(number);
            }
            Row.Rounds rounds = new Row.Rounds();
            for (int round = -WARM_UPS; round < ROUNDS; round++) {
                List<Integer> asked =
                        random.ints(asks, 0, permitted.length).boxed().toList();
                Timed node = Timed.of(asked, decided::permits);
                add(rounds, round, node, Timed.of(asked, number -> permitted[places.getOrDefault(number, 0)]));
            }
            return rounds;
        }
    }

    /** Objects that the exchange has at hand, since they were asked for a moment ago. */
    private Row.Rounds ofKept() {
        List<Integer> numbers = shuffled();
        numbers = numbers.subList(0, Math.min(KEPT, objects));
        Map<StixId, Integer> seconds = seconds(numbers);
        try (Echo echo = Echo.open(copy)) {
            Echo.Decided decided = echo.decided(store.contract());
            Row.Rounds rounds = new Row.Rounds();
            for (int round = -WARM_UPS; round < ROUNDS; round++) {
                addIds(rounds, round, drawn(numbers), decided, seconds);
            }
            return rounds;
        }
    }

    /** Objects that nobody asked for yet, so that each has to be read from the views. */
    private Row.Rounds ofOthers() {
        List<Integer> numbers = shuffled();
        Map<StixId, Integer> seconds = seconds(numbers);
        int some = objects / ROUNDS;
        try (Echo echo = Echo.open(copy)) {
            Echo.Decided decided = echo.decided(store.contract());
            Row.Rounds rounds = new Row.Rounds();
            for (int round = 0; round < ROUNDS; round++) {
                addIds(rounds, round - 1, numbers.subList(round * some, (round + 1) * some), decided, seconds);
            }
            return rounds;
        }
    }

    private void addIds(
            Row.Rounds rounds, int round, List<Integer> numbers, Echo.Decided decided, Map<StixId, Integer> seconds) {
        Timed node = Timed.of(ids(numbers), decided::permits);
        add(rounds, round, node, Timed.of(ids(numbers), id -> released[seconds.getOrDefault(id, 0)]));
    }

    private static void add(Row.Rounds rounds, int round, Timed node, Timed bound) {
        if (node.permitted() != bound.permitted()) {
            throw new IllegalStateException("the node looked up other decisions than were made");
        }
        if (round >= 0) {
            rounds.add(node.nanos(), bound.nanos());
        }
    }

    private List<Integer> shuffled() {
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, objects).boxed().toList());
        Collections.shuffle(numbers, random);
        return numbers;
    }

    private List<Integer> drawn(List<Integer> numbers) {
        return random.ints(asks, 0, numbers.size()).mapToObj(numbers::get).toList();
    }

    private Map<StixId, Integer> seconds(List<Integer> numbers) {
        Map<StixId, Integer> seconds = new HashMap<>();
        numbers.forEach(number -> seconds.put(store.id(number), store.second(number)));
        return seconds;
    }

    private List<StixId> ids(List<Integer> numbers) {
        return numbers.stream().map(store::id).toList();
    }

    /**
     * What asking came to.
     *
     * @param nanos for each
     * @param permitted how many were permitted
     */
    private record Timed(double nanos, int permitted) {
        static <T> Timed of(List<T> asked, Predicate<T> permits) {
            long start = System.nanoTime();
            int permitted = 0;
            for (T one : asked) {
                permitted += permits.test(one) ? 1 : 0;
            }
            return new Timed((double) (System.nanoTime() - start) / asked.size(), permitted);
        }
    }
}
