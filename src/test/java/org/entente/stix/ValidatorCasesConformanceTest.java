package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.entente.SharedData;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The recorded cases of OASIS' own validator, under the options that were recorded with them. Where the two differ, the line
 * stands in {@link #DIFFERENCES}, and docs/stix-validation.md has the sentence of the standard that decides.
 */
class ValidatorCasesConformanceTest {
    /** The lines, and the rules that we find broken there; none where only that validator finds something. */
    private static final Map<Integer, String> DIFFERENCES = new TreeMap<>(Map.of(
            // A reference whose UUID lacks a digit.
            130, "stix.id.form",
            132, "stix.id.form",
            133, "stix.id.form",
            134, "stix.id.form",
            135, "stix.id.form",
            139, "stix.id.form",
            // A registered language that is not on that validator's list.
            190, ""));

    /**
     * Verdicts that rest on schemas of a user's own, or on those of the interoperability tests. The command line agrees on them
     * where it is given such schemas: its test of schemas has these lines.
     */
    private static final Set<Integer> BEYOND_THE_STANDARD = Set.of(51, 54, 81, 82, 140);

    private static final int CASES = 250;

    /** What the six references lack. */
    private static final String CUT = "e42c19c8-f9fe-5ae9-9fc8-22c398f78fb\"";

    private static final String MENDED = "e42c19c8-f9fe-5ae9-9fc8-22c398f78fb0\"";

    /** That validator does not compute identifiers. */
    private static final Set<String> NEVER = Set.of("stix.id.deterministic");

    /** That validator looks at the names of custom content only where it does not ask for extensions. */
    private static final Set<String> SOURCES =
            Set.of("stix.custom.property.source", "stix.custom.type.source", "stix.custom.extension.source");

    private static final Set<String> PREFIXES =
            Set.of("stix.custom.property.prefix", "stix.custom.type.prefix", "stix.custom.extension.prefix");

    /** Its names of checks that can be turned off, and our rules. */
    private static final Map<String, Set<String>> CHECKS = Map.ofEntries(
            Map.entry(
                    "extensions-use",
                    Set.of(
                            "stix.custom.property",
                            "stix.custom.type",
                            "stix.custom.extension",
                            "stix.extension.observable",
                            "stix.marking.type")),
            Map.entry("marking-definition-type", Set.of("stix.marking.type")),
            Map.entry("hash-algo", Set.of("stix.hashes.algorithm")),
            // A hash of the wrong length breaks a MUST, which cannot be turned off.
            Map.entry("hash-length", Set.of()),
            Map.entry("indicator-properties", Set.of("stix.suggested")),
            Map.entry("network-traffic-ports", Set.of("stix.suggested")),
            Map.entry("extref-hashes", Set.of("stix.suggested")),
            Map.entry("extension-description", Set.of("stix.suggested")),
            Map.entry("protocols", Set.of("stix.protocol")),
            Map.entry("mime-type", Set.of("stix.media-type")),
            Map.entry("socket-options", Set.of("stix.dictionary.key.name")),
            // All dictionaries of the standard keep the case of the names in them.
            Map.entry("observable-dictionary-keys", Set.of()),
            Map.entry("kill-chain-names", Set.of("stix.kill-chain.name")),
            Map.entry(
                    "format-checks",
                    Set.of(
                            "stix.id.uuid4",
                            "stix.id.uuid5",
                            "stix.vocabulary.form",
                            "stix.kill-chain.name",
                            "stix.product",
                            "stix.process.priority")),
            Map.entry(
                    "approved-values",
                    Set.of(
                            "stix.vocabulary",
                            "stix.hashes.algorithm",
                            "stix.marking.type",
                            "stix.relationship.suggested",
                            "stix.media-type",
                            "stix.protocol",
                            "stix.dictionary.key.name",
                            "stix.country")));

    /** Names of checks that each stand for one vocabulary. */
    private static final Set<String> VOCABULARIES = Set.of(
            "account-type",
            "attack-motivation",
            "indicator-pattern-types",
            "indicator-types",
            "industry-sector",
            "malware-types",
            "region",
            "report-types",
            "tool-types");

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void agreesOnNinetySevenOfAHundred() {
        assertEquals(DIFFERENCES, differences(BEYOND_THE_STANDARD, line -> line));
        assertTrue(DIFFERENCES.size() <= CASES * 3 / 100);
    }

    @Test
    void agreesOnTheReferencesWhereTheyAreWhole() {
        assertEquals(
                Set.of(190),
                differences(BEYOND_THE_STANDARD, line -> line.replace(CUT, MENDED))
                        .keySet());
    }

    private static Map<Integer, String> differences(Set<Integer> without, UnaryOperator<String> edit) {
        Map<Integer, String> differences = new TreeMap<>();
        List<String> lines = new String(SharedData.bytes("stix-validator-cases.ndjson"), UTF_8)
                .lines()
                .toList();
        assertEquals(CASES, lines.size());
        for (int i = 0; i < CASES; i++) {
            JsonNode recorded = JSON.readTree(lines.get(i));
            JsonNode object = JSON.readTree(edit.apply(recorded.get("object").toString()));
            Set<String> broken = broken(object, recorded.get("options"));
            if (broken.isEmpty() != recorded.get("valid").booleanValue() && !without.contains(i + 1)) {
                differences.put(i + 1, broken.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
        return differences;
    }

    /** The rules that count under these options and that the object breaks. */
    private static Set<String> broken(JsonNode object, JsonNode options) {
        Set<String> broken = new HashSet<>();
        Set<String> ignored = ignored(options);
        boolean strict = options.path("strict").asBoolean(false);
        boolean types = options.path("strict_types").asBoolean(false);
        boolean properties = options.path("strict_properties").asBoolean(false);
        // Without extensions, all that the standard does not define is custom content to that validator.
        boolean prefixes = strict && names(options.path("disabled")).contains("extensions-use");
        for (Parsed parsed : StixReader.read(object.toString().getBytes(UTF_8), Limits.DEFAULT, Checks.ALL)) {
            if (parsed instanceof Parsed.Invalid invalid) {
                invalid.problems().forEach(problem -> broken.add(problem.rule()));
            }
            for (Problem problem : parsed.warnings()) {
                boolean counts = switch (problem.severity()) {
                    case MUST -> true;
                    case SHOULD -> strict && !ignored.contains(problem.rule());
                    case STANDARD_ONLY ->
                        problem.rule().equals("standard.type")
                                ? types
                                : properties || (prefixes && !isNamedWell(problem.path(), ignored));
                };
                if (counts) {
                    broken.add(problem.rule());
                }
            }
        }
        return broken;
    }

    private static boolean isNamedWell(String path, Set<String> ignored) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        return ignored.contains("stix.custom.property.source")
                ? ignored.contains("stix.custom.property.prefix") || CustomName.hasPrefix(name, '_')
                : CustomName.hasSource(name, '_');
    }

    private static Set<String> ignored(JsonNode options) {
        Set<String> disabled = names(options.path("disabled"));
        Set<String> enabled = names(options.path("enabled"));
        Set<String> ignored = new HashSet<>(NEVER);
        if (!enabled.isEmpty() && disabled.isEmpty()) {
            // Naming what is wanted turns all else off.
            for (Rule rule : Rule.values()) {
                ignored.add(rule.id());
            }
            ignored.removeAll(enabled.contains("custom-prefix") ? SOURCES : PREFIXES);
            return ignored;
        }
        for (String check : disabled) {
            if (VOCABULARIES.contains(check)) {
                ignored.add("stix.vocabulary");
            } else if (!check.startsWith("custom-prefix")) {
                ignored.addAll(CHECKS.get(check));
            }
        }
        if (!disabled.contains("extensions-use") || disabled.contains("format-checks")) {
            ignored.addAll(SOURCES);
            ignored.addAll(PREFIXES);
        } else if (disabled.contains("custom-prefix")) {
            ignored.addAll(SOURCES);
            if (disabled.contains("custom-prefix-lax")) {
                ignored.addAll(PREFIXES);
            }
        }
        return ignored;
    }

    private static Set<String> names(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::stringValue)
                .collect(Collectors.toSet());
    }
}
