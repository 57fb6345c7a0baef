package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.entente.exchange.Failure;
import org.entente.intake.Bundle;
import org.entente.intake.Conversion;
import org.entente.intake.CsvIndicators;
import org.entente.intake.CsvTable;
import org.entente.intake.IntakeLimits;
import org.entente.intake.Loss;
import org.entente.intake.Misp;
import org.entente.intake.Remark;
import org.entente.intake.Stix20;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Converts files to and from STIX 2.1, without a node. */
@Command(
        name = "convert",
        description = {
            "Convert files to STIX 2.1, or STIX 2.1 to a table, and say what was dropped or changed.",
            "Exit code 1 if anything was not converted."
        })
final class StixConvert implements Callable<Integer> {
    /** A remark with the file that it is about. */
    private record Said(Path file, Remark remark) {}

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "FORMAT",
            description = "misp, stix20, csv, or stix for STIX 2.1")
    String from = "";

    @Option(names = "--to", paramLabel = "FORMAT", description = "stix (a bundle; the default) or csv")
    String to = "stix";

    @Option(
            names = "--time",
            paramLabel = "TIME",
            description =
                    "for csv: when rows without times were made; without it 1970, so that any real version is newer")
    String time = CsvIndicators.NO_TIME;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "the file to make; without it standard output")
    @Nullable
    Path output;

    @Option(
            names = "--remarks",
            paramLabel = "FILE",
            description = "write the remarks to this new file, one JSON object a line")
    @Nullable
    Path remarksFile;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "the files, packed by gzip or not; - is standard input")
    List<Path> files = List.of();

    @Override
    public Integer call() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        if (!to.equals("stix") && !to.equals("csv")) {
            throw new ParameterException(line, "--to takes stix or csv.");
        }
        Set<StixObject> objects = new LinkedHashSet<>();
        List<Said> said = new ArrayList<>();
        for (Path file : files) {
            Conversion.Converted converted = convert(from, file, IntakeLimits.MAX_INPUT_BYTES, time, line);
            objects.addAll(converted.objects());
            converted.remarks().forEach(remark -> said.add(new Said(file, remark)));
        }
        byte[] result = result(List.copyOf(objects), said);
        if (output != null) {
            NamedFile.create(output, result, false);
        } else {
            line.getOut().print(new String(result, UTF_8));
        }
        tell(said, line.getErr());
        return code(said.stream().map(Said::remark).toList());
    }

    private byte[] result(List<StixObject> objects, List<Said> said) {
        if (to.equals("stix")) {
            return Bundle.of(objects);
        }
        CsvTable table = CsvTable.of(objects);
        table.remarks().forEach(remark -> said.add(new Said(Path.of("result"), remark)));
        return table.bytes();
    }

    private void tell(List<Said> said, PrintWriter err) {
        if (remarksFile == null) {
            said.forEach(each -> print(each.file(), each.remark(), err));
            return;
        }
        StringBuilder lines = new StringBuilder();
        said.forEach(each -> lines.append(json(each.file(), each.remark())).append('\n'));
        NamedFile.create(remarksFile, lines.toString().getBytes(UTF_8), false);
    }

    /** A remark as a person reads it. */
    static void print(Path file, Remark remark, PrintWriter err) {
        String because = remark.because() == null ? "" : " (" + remark.because() + ")";
        err.println("entente: "
                + Table.printable(
                        file + " " + remark.path() + ": " + remark.loss().sentence() + because));
    }

    private static ObjectNode json(Path file, Remark remark) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("file", file.toString())
                .put(
                        "effect",
                        remark.loss().effect().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("remark", remark.loss().id())
                .put("path", remark.path())
                .put("message", remark.loss().sentence())
                .put("because", remark.because());
    }

    /** 1 where something is missing from the result, else 0. */
    static int code(List<Remark> remarks) {
        boolean missing = remarks.stream().anyMatch(remark -> remark.loss().effect() == Loss.Effect.NOT_CONVERTED);
        return (missing ? ExitCode.FINDING : ExitCode.OK).number();
    }

    /** What a file becomes. Throws {@link Failure} where the file as a whole is refused. */
    static Conversion.Converted convert(String format, Path file, int most, String time, CommandLine line) {
        if (!StixTimestamp.isValid(time)) {
            throw new ParameterException(line, "The time must be as in 2026-11-05T09:30:00.000Z.");
        }
        Conversion conversion = switch (format) {
            case "misp" -> Misp.read(NamedFile.readUnpacked(file, most));
            case "stix20" -> Stix20.read(NamedFile.readUnpacked(file, most));
            case "csv" -> CsvIndicators.read(NamedFile.readUnpacked(file, most), time);
            case "stix" -> stix(NamedFile.readUnpacked(file, most));
            default -> throw new ParameterException(line, "The formats are misp, stix20, csv and stix.");
        };
        return switch (conversion) {
            case Conversion.Converted converted -> converted;
            case Conversion.Refused(Remark reason) ->
                throw new Failure(
                        reason.loss().id().endsWith("limit") || reason.loss() == Loss.INPUT_SIZE
                                ? Failure.Code.LIMIT
                                : Failure.Code.INVALID,
                        reason.loss().sentence(),
                        "file",
                        file.toString(),
                        "at",
                        reason.path());
        };
    }

    private static Conversion stix(byte[] document) {
        List<StixObject> objects = new ArrayList<>();
        List<Remark> remarks = new ArrayList<>();
        StixReader.read(document, Limits.DEFAULT, parsed -> {
            switch (parsed) {
                case Parsed.Valid valid -> objects.add(valid.object());
                case Parsed.Invalid invalid ->
                    remarks.add(new Remark(
                            Loss.NOT_VALID,
                            invalid.problems().getFirst().path(),
                            invalid.problems().getFirst().rule()));
            }
        });
        return new Conversion.Converted(objects, remarks);
    }
}
