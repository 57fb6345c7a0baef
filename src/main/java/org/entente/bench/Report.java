package org.entente.bench;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run measured.
 *
 * @param machine what it ran on and what else ran there, by name
 * @param quick whether the sizes were too small for the figures to mean anything
 * @param rows in the order of their parts
 */
public record Report(Map<String, String> machine, boolean quick, List<Row> rows) {
    /** The report for machines. Keys are stable; notes differ from row to row. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode on = json.putObject("machine");
        machine.forEach(on::put);
        json.put("quick", quick);
        ArrayNode list = json.putArray("rows");
        for (Row row : rows) {
            ObjectNode one = list.addObject();
            one.put("name", row.name()).put("part", row.part().word()).put("unit", row.unit());
            one.set("value", json(row.value()));
            one.set("bound", json(row.bound()));
            one.set("ratio", json(row.ratio()));
            one.put("boundIs", row.boundIs());
            row.notes().forEach(one.putObject("notes")::put);
        }
        return json;
    }

    private static ObjectNode json(Sample sample) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("median", sample.median())
                .put("min", sample.min())
                .put("max", sample.max())
                .put("rounds", sample.rounds());
    }
}
