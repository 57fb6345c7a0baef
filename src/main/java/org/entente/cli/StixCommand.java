package org.entente.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.entente.stix.Limits;
import org.entente.stix.StandardTable;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** Files of STIX objects, without a node. */
@Command(
        name = "stix",
        synopsisSubcommandLabel = "COMMAND",
        description = "STIX files; no node is needed.",
        subcommands = StixConvert.class)
final class StixCommand {
    /** The largest file, unpacked; it is held in memory. */
    static final int MAX_FILE_BYTES = 1 << 30;

    private static final Limits LIMITS = new Limits(
            MAX_FILE_BYTES,
            Integer.MAX_VALUE,
            Limits.DEFAULT_OBJECT_BYTES,
            Limits.DEFAULT_DEPTH,
            Limits.DEFAULT_STRING_BYTES,
            Limits.DEFAULT_REFERENCES,
            Limits.DEFAULT_PROBLEMS);

    @Spec
    @Nullable
    CommandSpec spec;

    @Command(
            name = "validate",
            description = {
                "Check files against STIX 2.1 and print one JSON object a line for each object:",
                "file, line, id, valid, errors and warnings with rule, path and message. Exit code 1 if any is invalid."
            })
    int validate(
            @Option(names = "--strict", description = "warnings refuse an object as errors do") boolean strict,
            @Option(names = "--strict-types", description = "a type that the standard does not define is an error")
                    boolean strictTypes,
            @Option(
                            names = "--strict-properties",
                            description = "a property that the standard does not define is an error")
                    boolean strictProperties,
            @Option(
                            names = "--schemas",
                            paramLabel = "FOLDER",
                            description = {
                                "JSON schemas of your own that objects must satisfy as well:",
                                "indicator.json for a type, extension-definition--….json for an extension"
                            })
                    @Nullable
                    Path schemas,
            @Option(
                            names = "--ignore",
                            paramLabel = "RULE",
                            description = "leave out a rule that only warns; may be given several times")
                    @Nullable
                    List<String> ignored,
            @Parameters(
                            arity = "1..*",
                            paramLabel = "FILE",
                            description = "the files, packed by gzip or not; - is standard input")
                    List<Path> files) {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        Set<String> left = ignored == null ? Set.of() : new HashSet<>(ignored);
        for (String rule : left) {
            if (!StixValidate.mayBeIgnored(rule)) {
                throw new ParameterException(line, "There is no rule '" + rule + "' that only warns.");
            }
        }
        StixValidate validate = new StixValidate(
                strict,
                strictTypes,
                strictProperties,
                schemas == null ? OwnSchemas.NONE : OwnSchemas.in(schemas),
                left);
        boolean valid = true;
        for (Path file : files) {
            valid &= validate.check(file, NamedFile.readUnpacked(file, MAX_FILE_BYTES), LIMITS, line.getOut());
        }
        return (valid ? ExitCode.OK : ExitCode.FINDING).number();
    }

    @Command(
            name = "rules",
            description = {
                "List the rules that objects are checked by: identifier, severity, section of the standard, sentence.",
                "With a type its properties, each with the rules that its value can break."
            })
    int rules(
            @Option(
                            names = "--type",
                            paramLabel = "TYPE",
                            description = "the properties of a type, such as malware or pdf-ext, instead")
                    @Nullable
                    String type,
            @Option(names = "--json", description = "print JSON") boolean json) {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = line.getOut();
        StandardTable.Type named = type == null ? null : StandardTable.type(type);
        if (type != null && named == null) {
            throw new ParameterException(line, "The standard has no type '" + type + "'.");
        }
        if (json) {
            out.println((named == null ? StixRules.rules() : StixRules.type(named)).toPrettyString());
        } else if (named == null) {
            StixRules.print(out);
        } else {
            StixRules.print(named, out);
        }
        return ExitCode.OK.number();
    }

    @Command(
            name = "match",
            description = {
                "Match STIX patterns with the observed data in files: bundles, lists, or one object a line.",
                "Prints whether a pattern matches and the ids of the observed data; with --indicators one",
                "JSON object a line for each observed-data object that matches: observed_data, indicators."
            })
    int match(
            @Option(names = "--pattern", paramLabel = "PATTERN", description = "the pattern") @Nullable String pattern,
            @Option(
                            names = "--cases",
                            paramLabel = "CASES",
                            description =
                                    "instead of both: a file with a case on each line, 'pattern' and 'observations';"
                                            + " prints line, match and error for each")
                    @Nullable
                    Path cases,
            @Option(
                            names = "--indicators",
                            paramLabel = "INDICATORS",
                            description =
                                    "instead of one pattern: a file of indicators, or of one pattern a line, which are"
                                            + " then called by the numbers of their lines")
                    @Nullable
                    Path indicators,
            @Option(names = "--json", description = "print JSON") boolean json,
            @Parameters(
                            arity = "0..*",
                            paramLabel = "FILE",
                            description = "the files, packed by gzip or not; - is standard input")
                    @Nullable
                    List<Path> files) {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        boolean hasFiles = files != null && !files.isEmpty();
        if (Stream.of(pattern, cases, indicators).filter(Objects::nonNull).count() != 1
                || hasFiles != (cases == null)) {
            throw new ParameterException(line, "Give --pattern or --indicators with a FILE, or --cases alone.");
        }
        if (cases != null) {
            StixMatch.cases(cases, line.getOut());
            return ExitCode.OK.number();
        }
        List<Path> observed = Objects.requireNonNull(files);
        if (indicators != null) {
            StixIndicators.match(indicators, observed, line.getOut(), line.getErr());
            return ExitCode.OK.number();
        }
        ObjectNode result = StixMatch.match(Objects.requireNonNull(pattern), observed);
        if (json) {
            line.getOut().println(result.toPrettyString());
        } else {
            StixMatch.print(result, line.getOut(), line.getErr());
        }
        return ExitCode.OK.number();
    }

    @Command(
            name = "show",
            description =
                    "Show the objects of a file to a person: what they are, their key facts, references and markings.")
    int show(
            @Parameters(paramLabel = "FILE", description = "the file, packed by gzip or not; - is standard input")
                    Path file,
            @Parameters(arity = "0..1", paramLabel = "ID", description = "show the versions of this object only")
                    @Nullable
                    String id) {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        StixId only = id == null ? null : StixId.parse(id);
        if (id != null && only == null) {
            throw new ParameterException(line, "ID must be a STIX identifier.");
        }
        byte[] document = NamedFile.readUnpacked(file, MAX_FILE_BYTES);
        return StixShow.show(document, LIMITS, only, line.getOut(), line.getErr())
                .number();
    }
}
