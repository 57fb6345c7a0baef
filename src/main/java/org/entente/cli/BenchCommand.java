package org.entente.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.bench.Bench;
import org.entente.bench.Report;
import org.entente.bench.Row;
import org.entente.bench.Sample;
import org.entente.exchange.Failure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures this machine's node beside what the machine could do. */
@Command(
        name = "bench",
        description = {
            "Measure a node of its own, each figure beside a bound from the same run. Takes some minutes.",
            "docs/bench.md says what each row and each bound is."
        })
final class BenchCommand implements Callable<Integer> {
    /** From here on a figure is shown without decimals. */
    private static final double LARGE = 100;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Option(names = "--quick", description = "measure so little that the figures mean nothing, to see that it works")
    private boolean quick;

    @Option(names = "--bare", description = "take a bare handler of Jetty as the bound even where nginx is installed")
    private boolean bare;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "a new folder for what is measured, which is deleted at the end (default: a temporary one)")
    private @Nullable Path folder;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "what to measure: ingest, page, object, start, memory, import, stix (default: all)")
    private @Nullable List<String> names;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        CommandSpec spec = Objects.requireNonNull(command);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Set<Bench.Part> parts = parts(spec);
        Path in = create(folder);
        try {
            Report report = Bench.run(new Bench.Settings(parts, quick, bare, Main.class.getName(), in), text -> {
                err.println(text);
                err.flush();
            });
            if (json) {
                out.println(report.json().toPrettyString());
            } else {
                print(report, out);
            }
        } finally {
            Bench.delete(in);
        }
        return ExitCode.OK.number();
    }

    private Set<Bench.Part> parts(CommandSpec spec) {
        Set<Bench.Part> parts = EnumSet.noneOf(Bench.Part.class);
        for (String name : names == null ? List.<String>of() : names) {
            parts.add(Stream.of(Bench.Part.values())
                    .filter(part -> part.word().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(spec.commandLine(), "There is no row '" + name + "'.")));
        }
        return parts.isEmpty() ? EnumSet.allOf(Bench.Part.class) : parts;
    }

    private static Path create(@Nullable Path folder) {
        try {
            return folder == null
                    ? Files.createTempDirectory("entente-bench-")
                    : Files.createDirectory(folder).toAbsolutePath();
        } catch (IOException e) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "The folder for the bench cannot be made; it must not exist yet.",
                    e,
                    "folder",
                    String.valueOf(folder));
        }
    }

    private static void print(Report report, PrintWriter out) {
        Table table = new Table("ROW", "UNIT", "NODE", "BOUND", "RATIO", "BOUND IS");
        for (Row row : report.rows()) {
            table.row(row.name(), row.unit(), text(row.value()), text(row.bound()), text(row.ratio()), row.boundIs());
        }
        table.print(out);
        out.println();
        for (Row row : report.rows()) {
            if (!row.notes().isEmpty()) {
                out.println(row.name() + ": " + text(row.notes()));
            }
        }
        out.println("machine: " + text(report.machine()));
        out.println("Each figure is the median of its rounds, with the least and the greatest behind it.");
        if (report.quick()) {
            out.println("These are quick sizes: the figures mean nothing.");
        }
    }

    private static String text(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + " " + field.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String text(Sample sample) {
        String median = text(sample.median());
        return sample.rounds() == 1 ? median : median + " (" + text(sample.min()) + ".." + text(sample.max()) + ")";
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, value >= LARGE ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
