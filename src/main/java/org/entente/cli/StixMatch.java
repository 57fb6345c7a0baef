package org.entente.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.entente.exchange.Failure;
import org.entente.stix.pattern.MatchResult;
import org.entente.stix.pattern.Observation;
import org.entente.stix.pattern.ObservedData;
import org.entente.stix.pattern.PatternFault;
import org.entente.stix.pattern.PatternMatcher;
import org.entente.stix.pattern.PatternReader;
import org.entente.stix.pattern.PatternReading;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Matches patterns with the observed data in files. */
final class StixMatch {
    static final String TOO_HARD = "Whether the pattern matches cannot be told within the limit of steps.";
    private static final String UNFIT = "A text that is no timestamp was compared with one (section 9.6.1).";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private StixMatch() {}

    /**
     * Matches one pattern with all observed data in files: {@code match}, {@code observed_data} with the ids, and
     * {@code warnings}. Throws {@link Failure} where that cannot be done.
     */
    static ObjectNode match(String pattern, List<Path> files) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        switch (PatternReader.read(pattern)) {
            case PatternReading.Unreadable(PatternFault fault) ->
                throw new Failure(
                        Failure.Code.INVALID,
                        fault.cause().sentence(),
                        "line",
                        Integer.toString(fault.line()),
                        "column",
                        Integer.toString(fault.column()));
            case PatternReading.Read readable -> {
                ObservedData data = ObservedData.of(
                        files.stream().flatMap(file -> documents(file).stream()).toList());
                MatchResult found = PatternMatcher.of(readable.pattern()).match(data.observations());
                fill(result, found);
                ArrayNode warnings = result.putArray("warnings");
                readable.remarks().forEach(remark -> warnings.add(words(remark)));
                data.refused().forEach(refused -> warnings.add(words(refused)));
                if (found.unfit()) {
                    warnings.add(UNFIT);
                }
            }
        }
        return result;
    }

    private static void fill(ObjectNode result, MatchResult found) {
        List<Observation> observations = switch (found) {
            case MatchResult.Matched matched -> matched.observations();
            case MatchResult.Unmatched _ -> List.of();
            case MatchResult.Undecided _ -> throw new Failure(Failure.Code.LIMIT, TOO_HARD);
        };
        ArrayNode ids = result.put("match", !observations.isEmpty()).putArray("observed_data");
        observations.forEach(observation -> ids.add(observation.id()));
    }

    static String words(PatternFault remark) {
        return "line " + remark.line() + ", column " + remark.column() + ": "
                + remark.cause().sentence();
    }

    static String words(ObservedData.Refused refused) {
        return "left out " + (refused.id() == null ? "observed-data without an id" : refused.id()) + ": "
                + refused.sentence();
    }

    /** The result of {@link #match} as a person reads it. */
    static void print(ObjectNode result, PrintWriter out, PrintWriter err) {
        result.path("warnings").forEach(warning -> err.println("entente: " + Table.printable(warning.asString())));
        out.println(result.path("match").booleanValue() ? "The pattern matches:" : "The pattern does not match.");
        result.path("observed_data").forEach(id -> out.println(id.isNull() ? "-" : Table.printable(id.stringValue())));
    }

    /**
     * Matches each case of a file that has one on a line: {@code pattern} and {@code observations}. Prints one line for each:
     * {@code line}, {@code match}, {@code error}; where there is an error, {@code match} is null.
     */
    static void cases(Path file, PrintWriter out) {
        int line = 0;
        for (JsonNode each : documents(file)) {
            line++;
            if (!each.path("pattern").isString() || !each.path("observations").isArray()) {
                throw new Failure(
                        Failure.Code.INVALID, "A case lacks its pattern or its observations.", "case", "" + line);
            }
            ObservedData data = ObservedData.of(each.path("observations"));
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("line", line);
            answer(answer, each.path("pattern").stringValue(), data);
            out.println(answer);
        }
    }

    private static void answer(ObjectNode answer, String pattern, ObservedData data) {
        @Nullable Boolean match = null;
        @Nullable String error = null;
        switch (PatternReader.read(pattern)) {
            case PatternReading.Unreadable(PatternFault fault) -> error = words(fault);
            case PatternReading.Read readable -> {
                MatchResult found = PatternMatcher.of(readable.pattern()).match(data.observations());
                error = found instanceof MatchResult.Undecided ? TOO_HARD : found.unfit() ? UNFIT : null;
                match = found instanceof MatchResult.Matched;
            }
        }
        if (error == null && !data.refused().isEmpty()) {
            error = words(data.refused().getFirst());
        }
        answer.put("match", error == null ? match : null).put("error", error);
    }

    static List<JsonNode> documents(Path file) {
        return documents(NamedFile.readUnpacked(file, StixCommand.MAX_FILE_BYTES), file);
    }

    /** The JSON documents in these bytes of a file. */
    static List<JsonNode> documents(byte[] bytes, Path file) {
        try (MappingIterator<JsonNode> documents =
                JSON.readerFor(JsonNode.class).readValues(bytes)) {
            return documents.readAll();
        } catch (JacksonException | NumberFormatException e) {
            // The latter for an exponent that no decimal number can have, which the parser does not tell as its own
            // fault.
            throw new Failure(Failure.Code.INVALID, "The file is not sound JSON.", e, "file", file.toString());
        }
    }
}
