package org.entente.stix;

import com.networknt.schema.Error;
import tools.jackson.databind.JsonNode;

/**
 * One thing that a side of the comparison holds against an object.
 *
 * @param by whose complaint it is
 * @param rule the reader's rule, or the keyword of the schema
 * @param path where, as the side writes it: {@code $.a[0]} or {@code /a/0}
 * @param schema the file of the schema and the place in it, empty for the reader
 * @param value what stands there, missing where nothing does
 */
record Complaint(By by, String rule, String path, String schema, JsonNode object, JsonNode value) {
    enum By {
        READER,
        SCHEMA
    }

    static Complaint of(Problem problem, JsonNode object) {
        return new Complaint(By.READER, problem.rule(), problem.path(), "", object, at(object, problem.path()));
    }

    static Complaint of(Error error, JsonNode object) {
        String schema = error.getSchemaLocation().toString();
        return new Complaint(
                By.SCHEMA,
                error.getKeyword(),
                error.getInstanceLocation().toString(),
                schema.substring(schema.indexOf("/schemas/") + 1),
                object,
                error.getInstanceNode());
    }

    /** Follows the reader's path; names with points in them are not told apart from two names. */
    private static JsonNode at(JsonNode object, String path) {
        JsonNode node = object;
        for (String step : path.substring(1).split("[.\\[\\]]+", -1)) {
            node = step.isEmpty() ? node : node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
        }
        return node;
    }

    String type() {
        return object.path("type").asString("");
    }

    /** The text that stands there, empty where it is none. */
    String text() {
        return value.isString() ? value.stringValue() : "";
    }
}
