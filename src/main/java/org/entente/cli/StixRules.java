package org.entente.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import org.entente.stix.Rule;
import org.entente.stix.Severity;
import org.entente.stix.StandardTable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Prints the rules that objects are checked by, and the tables of properties that they refer to. */
final class StixRules {
    private StixRules() {}

    /** All rules: identifier, severity, section and sentence. */
    static ObjectNode rules() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode rules = result.putArray("rules");
        for (Rule rule : Rule.values()) {
            rules.addObject()
                    .put("rule", rule.id())
                    .put("severity", severity(rule.severity()))
                    .put("section", rule.section())
                    .put("sentence", rule.sentence());
        }
        ArrayNode types = result.putArray("types");
        StandardTable.types().forEach(type -> types.add(type.name()));
        return result;
    }

    static void print(PrintWriter out) {
        Table table = new Table("RULE", "SEVERITY", "SECTION", "SENTENCE");
        Arrays.stream(Rule.values())
                .forEach(rule -> table.row(rule.id(), severity(rule.severity()), rule.section(), rule.sentence()));
        table.print(out);
        out.println();
        out.println(Rule.values().length + " rules; " + StandardTable.types().size()
                + " types, whose properties 'entente stix rules --type TYPE' shows.");
    }

    /** The properties of one type and the rules over them. */
    static ObjectNode type(StandardTable.Type type) {
        ObjectNode result = JsonNodeFactory.instance
                .objectNode()
                .put("type", type.name())
                .put("kind", type.kind())
                .put("section", type.section());
        ArrayNode properties = result.putArray("properties");
        for (StandardTable.Row row : type.rows()) {
            ObjectNode property = properties
                    .addObject()
                    .put("name", row.name())
                    .put("type", row.type())
                    .put("presence", row.presence());
            ArrayNode rules = property.putArray("rules");
            row.rules().forEach(rules::add);
        }
        ArrayNode rules = result.putArray("rules");
        type.rules()
                .forEach(rule -> rules.addObject()
                        .put("rule", rule.id())
                        .put("severity", severity(rule.severity()))
                        .put("message", rule.message()));
        ArrayNode extensions = result.putArray("extensions");
        type.extensions().forEach(extensions::add);
        return result;
    }

    static void print(StandardTable.Type type, PrintWriter out) {
        out.println(type.name() + " (" + type.kind() + ", STIX 2.1 section " + type.section() + ")");
        Table table = new Table("PROPERTY", "PRESENCE", "TYPE", "RULES");
        for (StandardTable.Row row : type.rows()) {
            table.row(row.name(), row.presence(), row.type(), String.join(" ", row.rules()));
        }
        table.print(out);
        for (StandardTable.Joint rule : type.rules()) {
            out.println(severity(rule.severity()) + "  " + rule.id() + "  " + rule.message());
        }
        if (!type.extensions().isEmpty()) {
            out.println("Predefined extensions: " + String.join(", ", type.extensions()));
        }
    }

    private static String severity(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
