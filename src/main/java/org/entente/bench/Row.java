package org.entente.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One thing that was measured.
 *
 * @param part what it belongs to
 * @param name what it is called, such as {@code ingest-100}
 * @param unit of value and bound
 * @param value what the node did
 * @param bound what the bound did in the same rounds
 * @param ratio value by bound, of each round; where the unit is a time or a size, less is better
 * @param boundIs what the bound is, in a few words
 * @param notes further figures of the same rounds, by name
 */
public record Row(
        Bench.Part part,
        String name,
        String unit,
        Sample value,
        Sample bound,
        Sample ratio,
        String boundIs,
        Map<String, String> notes) {

    /** Gathers the rounds of a row. Each round measures the node and its bound close together, so that both share the load. */
    static final class Rounds {
        private final List<Double> values = new ArrayList<>();
        private final List<Double> bounds = new ArrayList<>();
        private final List<Double> ratios = new ArrayList<>();

        void add(double value, double bound) {
            values.add(value);
            bounds.add(bound);
            ratios.add(value / bound);
        }

        /** The rounds in a form that {@link #of} reads: value and bound of each, all separated by spaces. */
        String words() {
            return IntStream.range(0, values.size())
                    .mapToObj(i -> values.get(i) + " " + bounds.get(i))
                    .collect(Collectors.joining(" "));
        }

        static Rounds of(String words) {
            String[] numbers = words.split(" ", -1);
            Rounds rounds = new Rounds();
            for (int i = 0; i + 1 < numbers.length; i += 2) {
                rounds.add(Double.parseDouble(numbers[i]), Double.parseDouble(numbers[i + 1]));
            }
            return rounds;
        }

        Row row(Bench.Part part, String name, String unit, String boundIs, Map<String, String> notes) {
            return new Row(
                    part,
                    name,
                    unit,
                    Sample.of(values),
                    Sample.of(bounds),
                    Sample.of(ratios),
                    boundIs,
                    new LinkedHashMap<>(notes));
        }
    }
}
