package org.entente.intake;

import tools.jackson.databind.JsonNode;

/**
 * Reads MISP events (draft-dulaunoy-misp-core-format) and gives STIX 2.1: one event as {@code {"Event": …}} or bare, a list of
 * such, or the answer of MISP's search, {@code {"response": …}}. The rules are in docs/conversions.md.
 */
public final class Misp {
    private final Remarks remarks = new Remarks();
    private final Harvest harvest = new Harvest(remarks);

    private Misp() {}

    /** Converts one document. */
    public static Conversion read(byte[] document) {
        try {
            Misp reading = new Misp();
            reading.document(JsonInput.read(document), "$");
            return new Conversion.Converted(reading.harvest.objects(), reading.remarks.list());
        } catch (IntakeFault fault) {
            return new Conversion.Refused(fault.reason());
        }
    }

    private void document(JsonNode tree, String path) throws IntakeFault {
        if (tree.isArray()) {
            for (int i = 0; i < tree.size(); i++) {
                event(tree.get(i), Paths.item(path, i));
            }
        } else if (tree.has("response")) {
            JsonNode response = tree.get("response");
            if (response.isArray()) {
                document(response, path + ".response");
            } else {
                event(response, path + ".response");
            }
        } else {
            event(tree, path);
        }
    }

    private void event(JsonNode tree, String path) throws IntakeFault {
        if (tree.path("Event").isObject()) {
            MispEvent.convert(tree.get("Event"), path + ".Event", harvest, remarks);
        } else if (tree.isObject() && tree.has("info") && tree.has("uuid")) {
            MispEvent.convert(tree, path, harvest, remarks);
        } else {
            throw new IntakeFault(Loss.FORM, path);
        }
    }
}
