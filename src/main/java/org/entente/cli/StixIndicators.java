package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.entente.exchange.Failure;
import org.entente.stix.StixTimestamp;
import org.entente.stix.pattern.Observation;
import org.entente.stix.pattern.ObservedData;
import org.entente.stix.pattern.PatternHits;
import org.entente.stix.pattern.PatternIndex;
import org.entente.stix.pattern.PatternReader;
import org.entente.stix.pattern.PatternReading;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Matches the patterns of many indicators with the observed data in files. Of several versions of one indicator (STIX 2.1
 * section 4.7) the newest counts, and it does not when it is revoked; when it is valid is not looked at.
 */
final class StixIndicators {
    /** A list of STIX objects begins so; a pattern that begins with a bracket goes on otherwise. */
    private static final Pattern JSON = Pattern.compile("\\s*(\\{|\\[\\s*[{\\]])");

    private final PrintWriter err;

    /** The names of the patterns: the id of an indicator, or the number of a line. */
    private final List<JsonNode> names = new ArrayList<>();

    private final List<org.entente.stix.pattern.Pattern> patterns = new ArrayList<>();

    private StixIndicators(PrintWriter err) {
        this.err = err;
    }

    /**
     * Prints one line for each observed-data object that matches an indicator, alone or together with others: {@code
     * observed_data} and {@code indicators}. What cannot be matched is left out with a warning.
     *
     * @throws Failure {@code LIMIT} after all lines are printed, when for an indicator it could not be told whether it matches
     */
    static void match(Path indicators, List<Path> observed, PrintWriter out, PrintWriter err) {
        StixIndicators all = new StixIndicators(err);
        all.read(indicators);
        List<JsonNode> documents = new ArrayList<>();
        observed.forEach(file -> documents.addAll(StixMatch.documents(file)));
        ObservedData data = ObservedData.of(documents);
        data.refused().forEach(refused -> all.warn(StixMatch.words(refused)));
        all.match(data.observations(), out);
    }

    private void match(List<Observation> observations, PrintWriter out) {
        PatternHits hits = PatternIndex.of(patterns).match(observations);
        IdentityHashMap<Observation, ArrayNode> matching = new IdentityHashMap<>();
        hits.matched().forEach((pattern, which) -> {
            for (Observation observation : which) {
                matching.computeIfAbsent(observation, _ -> JsonNodeFactory.instance.arrayNode())
                        .add(names.get(pattern));
            }
        });
        for (Observation observation : observations) {
            ArrayNode found = matching.get(observation);
            if (found != null) {
                ObjectNode line = JsonNodeFactory.instance.objectNode().put("observed_data", observation.id());
                line.set("indicators", found);
                out.println(line);
            }
        }
        hits.undecided().forEach(pattern -> warn(names.get(pattern).asString() + ": " + StixMatch.TOO_HARD));
        if (!hits.undecided().isEmpty()) {
            throw new Failure(
                    Failure.Code.LIMIT,
                    "Whether some indicators match cannot be told within the limit of steps.",
                    "indicators",
                    Integer.toString(hits.undecided().size()));
        }
    }

    private void read(Path file) {
        String text = new String(NamedFile.readUnpacked(file, StixCommand.MAX_FILE_BYTES), UTF_8);
        if (JSON.matcher(text).lookingAt()) {
            Map<String, JsonNode> newest = new LinkedHashMap<>();
            StixMatch.documents(text.getBytes(UTF_8), file).forEach(document -> collect(document, newest));
            newest.forEach(this::add);
            return;
        }
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                add(JsonNodeFactory.instance.numberNode(number), line);
            }
        }
    }

    private static void collect(JsonNode node, Map<String, JsonNode> newest) {
        if (node.isArray() || node.path("type").asString("").equals("bundle")) {
            for (JsonNode inner : node.isArray() ? node : node.path("objects")) {
                if (inner.isObject() && !inner.path("type").asString("").equals("bundle")) {
                    collect(inner, newest);
                }
            }
        } else if (node.path("type").asString("").equals("indicator")) {
            newest.merge(node.path("id").asString(""), node, StixIndicators::newer);
        }
    }

    private static JsonNode newer(JsonNode one, JsonNode other) {
        return StixTimestamp.compare(version(one), version(other)) > 0 ? one : other;
    }

    private static String version(JsonNode indicator) {
        String modified = indicator.path("modified").asString("");
        return StixTimestamp.isValid(modified) ? modified : "";
    }

    private void add(String id, JsonNode indicator) {
        if (indicator.path("revoked").asBoolean(false)) {
            return;
        }
        if (!indicator.path("pattern_type").asString("stix").equals("stix")) {
            warn("left out " + id + ": its pattern is in another language than that of STIX.");
        } else if (!indicator.path("pattern").isString()) {
            warn("left out " + id + ": it has no pattern.");
        } else {
            add(
                    JsonNodeFactory.instance.stringNode(id),
                    indicator.path("pattern").stringValue());
        }
    }

    private void add(JsonNode name, String text) {
        switch (PatternReader.read(text)) {
            case PatternReading.Unreadable(var fault) ->
                warn("left out " + name.asString() + ": " + StixMatch.words(fault));
            case PatternReading.Read(var pattern, var _) -> {
                names.add(name);
                patterns.add(pattern);
            }
        }
    }

    private void warn(String text) {
        err.println("entente: " + Table.printable(text));
    }
}
