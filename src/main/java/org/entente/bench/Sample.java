package org.entente.bench;

import java.util.List;

/** What some rounds gave: the middle one, with the least and the greatest beside it. */
public record Sample(double median, double min, double max, int rounds) {
    static Sample of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
        return new Sample(median, sorted.getFirst(), sorted.getLast(), size);
    }
}
