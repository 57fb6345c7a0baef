package org.entente.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.entente.bench.BenchNode.Reader;
import org.entente.bench.LoadClient.Connection;
import org.entente.bench.LoadClient.Target;

/** From the start of the {@code serve} process to its first page under a token, with the store filled. */
final class StartPart {
    private static final int TRY_MILLIS = 2;
    private static final long GIVE_UP_NANOS = 120_000_000_000L;
    private static final double MILLIS = 1e6;

    private final BenchNode node;
    private final Sizes sizes;
    private final String mainClass;
    private final Consumer<String> progress;

    StartPart(BenchNode node, Sizes sizes, String mainClass, Consumer<String> progress) {
        this.node = node;
        this.sizes = sizes;
        this.mainClass = mainClass;
        this.progress = progress;
    }

    Row row() {
        Row.Rounds rounds = new Row.Rounds();
        List<Double> cpu = new ArrayList<>();
        for (int round = 0; round <= sizes.starts(); round++) {
            double hello = hello();
            double answer = answer(cpu);
            // The first start of all reads what no later one has to.
            if (round > 0) {
                rounds.add(answer, hello);
                progress.accept("start: round %d of %d".formatted(round, sizes.starts()));
            }
        }
        return rounds.row(
                Bench.Part.START,
                "start",
                "ms",
                "a JVM with the same options that prints one line",
                Map.of(
                        "entries",
                        Integer.toString(sizes.entries()),
                        "CPU ms",
                        Long.toString(Math.round(Sample.of(cpu).median()))));
    }

    private double hello() {
        long start = System.nanoTime();
        try (Child child = Child.java(node.folder().resolveSibling("hello.log"), Hello.class.getName())) {
            child.line();
            return (System.nanoTime() - start) / MILLIS;
        }
    }

    private double answer(List<Double> cpu) {
        Reader reader = node.readers().getFirst();
        Target page = new Target("/api/collections/" + reader.contract() + "/objects/?limit=100", reader.token(), -1);
        long start = System.nanoTime();
        try (Child serving = node.serve(mainClass)) {
            while (System.nanoTime() - start < GIVE_UP_NANOS && serving.isAlive()) {
                try (Connection connection = new Connection(node.port())) {
                    connection.get(page);
                    double millis = (System.nanoTime() - start) / MILLIS;
                    cpu.add((double) serving.cpu().toMillis());
                    return millis;
                } catch (IOException e) {
                    BenchNode.pause(TRY_MILLIS);
                }
            }
            throw new IllegalStateException("the node did not start; its log says more");
        }
    }
}
