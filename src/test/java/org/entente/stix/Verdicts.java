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
        List<Error> errors = schemas.errors(object);
        List<Error> plain =
                errors.stream().filter(error -> !withinAlternative(error)).toList();
        return new Verdicts(
                object,
                problems.stream().map(problem -> Complaint.of(problem, object)).toList(),
                (plain.isEmpty() ? errors : plain)
                        .stream().map(error -> Complaint.of(error, object)).toList());
    }

    /** An alternative that does not apply says little by itself; mostly there is an error that none applies, too. */
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
        By by = reader.isEmpty() ? By.SCHEMA : By.READER;
        return "only the " + by + " refuses: "
                + Stream.concat(reader.stream(), schema.stream())
                        .map(complaint -> complaint.rule() + " " + complaint.schema())
                        .distinct()
                        .toList();
    }

    /** What to look at. */
    String example() {
        String paths = Stream.concat(reader.stream(), schema.stream())
                .map(complaint -> complaint.path() + " " + complaint.value())
                .toList()
                .toString();
        return object.path("type").asString("?") + " " + paths;
    }
}
