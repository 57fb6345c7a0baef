package org.entente.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.entente.stix.Checks;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.Problem;
import org.entente.stix.Rule;
import org.entente.stix.Severity;
import org.entente.stix.StixReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks files and prints one line of JSON for each object.
 *
 * @param strict whether warnings refuse as errors do
 * @param strictTypes whether a type that the standard does not define is an error
 * @param strictProperties whether a property that the standard does not define is an error
 * @param schemas schemas of one's own that objects must satisfy as well
 * @param ignored identifiers of rules that only warn, which are left out
 */
record StixValidate(
        boolean strict, boolean strictTypes, boolean strictProperties, OwnSchemas schemas, Set<String> ignored) {
    StixValidate {
        ignored = Set.copyOf(ignored);
    }

    /** Whether a rule of that identifier exists and may be ignored: a MUST may not. */
    static boolean mayBeIgnored(String rule) {
        return Arrays.stream(Rule.values())
                .anyMatch(known -> known.id().equals(rule) && known.severity() != Severity.MUST);
    }

    /** Whether all objects of the file are valid. */
    boolean check(Path file, byte[] content, Limits limits, PrintWriter out) {
        boolean[] valid = {true};
        StixReader.read(content, limits, checks(), parsed -> {
            ObjectNode line = line(file, parsed);
            valid[0] &= line.path("valid").booleanValue();
            out.println(line);
        });
        return valid[0];
    }

    private Checks checks() {
        return strictTypes || strictProperties ? Checks.ALL : Checks.WARNINGS;
    }

    private ObjectNode line(Path file, Parsed parsed) {
        List<Problem> errors = new ArrayList<>();
        String id = idAndErrors(parsed, errors);
        List<Problem> warnings = new ArrayList<>();
        for (Problem problem : parsed.warnings()) {
            if (isError(problem)) {
                errors.add(problem);
            } else if (problem.severity() == Severity.SHOULD && !ignored.contains(problem.rule())) {
                warnings.add(problem);
            }
        }
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("file", file.toString())
                .put("line", parsed.line())
                .put("id", id)
                .put("valid", errors.isEmpty());
        put(line.putArray("errors"), errors);
        put(line.putArray("warnings"), warnings);
        return line;
    }

    private @Nullable String idAndErrors(Parsed parsed, List<Problem> errors) {
        return switch (parsed) {
            case Parsed.Valid valid -> {
                errors.addAll(schemas.problems(valid.object()));
                yield valid.object().id().value();
            }
            case Parsed.Invalid invalid -> {
                errors.addAll(invalid.problems());
                yield invalid.id();
            }
        };
    }

    private boolean isError(Problem problem) {
        return switch (problem.severity()) {
            case MUST -> true;
            case SHOULD -> strict && !ignored.contains(problem.rule());
            case STANDARD_ONLY -> problem.rule().equals(Rule.STANDARD_TYPE.id()) ? strictTypes : strictProperties;
        };
    }

    private static void put(ArrayNode array, List<Problem> problems) {
        for (Problem problem : problems) {
            array.addObject()
                    .put("rule", problem.rule())
                    .put("path", problem.path())
                    .put("message", problem.message());
        }
    }
}
