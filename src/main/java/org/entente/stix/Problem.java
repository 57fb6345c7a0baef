package org.entente.stix;

/**
 * One rule that one object, or the document around it, breaks.
 *
 * @param rule the rule's stable identifier, such as {@code stix.id.form}; {@link Rule} lists them
 * @param severity whether it refuses the object or warns
 * @param path where, as a JSON path from the top of the document (of the line, where each line holds one object), such
 *     as {@code $.objects[3].created}
 * @param message a fixed sentence with the section that demands it; it repeats nothing of the object
 */
public record Problem(String rule, Severity severity, String path, String message) {
    static Problem of(Rule rule, String path) {
        return new Problem(rule.id(), rule.severity(), path, rule.message());
    }

    static Problem of(Rule rule, String path, String message) {
        return new Problem(rule.id(), rule.severity(), path, message);
    }
}
