package org.entente.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A preview as a person reads it: one part for each contract. */
final class PreviewTable {
    private PreviewTable() {}

    static void print(PrintWriter out, JsonNode preview) {
        if (preview.path("contracts").isEmpty()) {
            out.println("We give nothing under it.");
        }
        boolean first = true;
        for (JsonNode contract : preview.path("contracts")) {
            if (!first) {
                out.println();
            }
            first = false;
            new Table()
                    .row("grant", contract.path("grant"))
                    .row("receiver", contract.path("receiver"))
                    .row(
                            "contract",
                            contract.path("id").asString()
                                    + (contract.path("new").asBoolean() ? ", new" : ""))
                    .row("would see", contract.path("live").asLong() + " object versions")
                    .row("of types", counts(contract.path("types")))
                    .row("of topics", counts(contract.path("topics")))
                    .row("released anew", contract.path("released"))
                    .row("withdrawn", contract.path("withdrawn"))
                    .print(out);
            samples(out, "Samples", contract.path("samples"));
            samples(out, "Released anew", contract.path("releasedSamples"));
            samples(out, "Withdrawn", contract.path("withdrawnSamples"));
        }
    }

    private static String counts(JsonNode counts) {
        String text = counts.properties().stream()
                .map(count -> count.getKey() + " " + count.getValue().asLong())
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "none" : text;
    }

    private static void samples(PrintWriter out, String title, JsonNode samples) {
        if (samples.isEmpty()) {
            return;
        }
        out.println();
        Table table = new Table(title.toUpperCase(Locale.ROOT), "VERSION", "BY");
        samples.forEach(sample -> table.row(sample.path("object"), sample.path("version"), sample.path("clause")));
        table.print(out);
    }
}
