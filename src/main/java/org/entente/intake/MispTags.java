package org.entente.intake;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tags of a MISP event or attribute: TLP becomes the predefined markings, PAP a statement, all else labels.
 *
 * @param markings ids of marking definitions
 * @param labels the names of the other tags
 */
record MispTags(Set<String> markings, Set<String> labels) {
    /** What a level that nobody knows counts as: it was meant to restrict. */
    private static final String RED = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed";

    /**
     * TLP 1 for the levels that STIX 2.1 section 7.2.1.4 itself defines, which every reader knows; TLP 2, by OASIS' extension,
     * for the two that only it has.
     */
    private static final Map<String, String> TLP = Map.of(
            "tlp:white", "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
            "tlp:green", "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
            "tlp:amber", "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
            "tlp:red", RED,
            "tlp:clear", "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
            "tlp:amber+strict", "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003");

    private static final Set<String> PAP = Set.of("pap:red", "pap:amber", "pap:green", "pap:clear", "pap:white");

    /** When the marking definitions of PAP were written. */
    private static final String WRITTEN = "2026-01-01T00:00:00.000Z";

    static MispTags read(JsonNode holder, String path, Harvest harvest, Remarks remarks) throws IntakeFault {
        Set<String> markings = new LinkedHashSet<>();
        Set<String> labels = new LinkedHashSet<>();
        JsonNode tags = holder.path("Tag");
        for (int i = 0; i < tags.size(); i++) {
            JsonNode tag = tags.path(i);
            String at = Paths.item(path + ".Tag", i);
            String name = MispText.text(tag, "name").strip();
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("tlp:")) {
                markings.add(TLP.getOrDefault(lower, RED));
                if (!TLP.containsKey(lower)) {
                    labels.add(name);
                    remarks.add(Loss.TLP_LEVEL, at);
                }
            } else if (PAP.contains(lower)) {
                remarks.once(Loss.PAP, at);
                ObjectNode statement = statement(name.toUpperCase(Locale.ROOT));
                harvest.add(statement, at);
                markings.add(statement.path("id").asString());
            } else if (MispText.truth(tag, "local")) {
                remarks.add(Loss.LOCAL_TAG, at);
            } else if (name.isEmpty()) {
                remarks.add(Loss.PROPERTY, at);
            } else {
                labels.add(name);
            }
        }
        return new MispTags(markings, labels);
    }

    /** A statement that says the PAP level; its id follows from the level. */
    static ObjectNode statement(String level) {
        ObjectNode marking = JsonInput.object()
                .put("type", "marking-definition")
                .put("spec_version", "2.1")
                .put("id", DerivedId.of("marking-definition", level))
                .put("created", WRITTEN)
                .put("definition_type", "statement")
                .put("name", level);
        marking.putObject("definition").put("statement", level);
        return marking;
    }
}
