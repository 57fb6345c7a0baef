package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.Error;
import java.util.List;
import java.util.stream.Stream;
import org.entente.stix.Complaint.By;
import tools.jackson.databind.JsonNode;

/** What the reader and the schema say of one object; a side without complaints takes it for valid. */
record Verdicts(JsonNode object, List<Complaint> reader, List<Complaint> schema) {
    static Verdicts of(JsonNode object, StixSchemas schemas) {
        Parsed parsed = StixReader.parseObject(object.toString().getBytes(UTF_8), Limits.DEFAULT);
        List<Problem> problems = parsed instanceof Parsed.Invalid invalid ? invalid.problems() : List.of();
        return new Verdicts(
                object,
                problems.stream().map(problem -> Complaint.of(problem, object)).toList(),
                schemas.errors(object).stream()
                        .filter(error -> !withinAlternative(error))
                        .map(error -> Complaint.of(error, object))
                        .toList());
    }

    /** An alternative that does not apply says nothing by itself; that none applies is an error of its own. */
    private static boolean withinAlternative(Error error) {
        return error.getEvaluationPath().toString().matches(".*/(oneOf|anyOf)/\\d+/.*");
    }

    boolean agree() {
        return reader.isEmpty() == schema.isEmpty();
    }

    boolean bothValid() {
        return reader.isEmpty() && schema.isEmpty();
    }

    /** Whether they agree, or each complaint of the one side that has some falls in a listed class. */
    boolean settled() {
        return agree() || Stream.concat(reader.stream(), schema.stream()).allMatch(Difference::explains);
    }

    /** The complaints without what differs from object to object, to put like with like. */
    String group() {
        List<String> all = Stream.concat(reader.stream(), schema.stream())
                .map(complaint -> complaint.rule() + " " + plain(complaint.path()))
                .distinct()
                .toList();
        By by = reader.isEmpty() ? By.SCHEMA : By.READER;
        return "only the " + by + " refuses " + object.path("type").asString("?") + ": " + all;
    }

    private static String plain(String path) {
        return path.replaceAll("--[0-9a-f-]{36}", "--*")
                .replaceAll("\\[\\d+]", "[*]")
                .replaceAll("/\\d+", "/*");
    }
}
