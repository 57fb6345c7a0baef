package org.entente.intake;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.entente.stix.DeterministicId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads STIX 2.0 (a bundle, a list of objects, or one object) and gives STIX 2.1. Objects of 2.1 among them pass as they
 * are. The rules are in docs/conversions.md; what they rest on are the two standards and appendix C of STIX 2.1.
 */
public final class Stix20 {
    /** The TLP markings of STIX 2.1 section 7.2.1.4, which have the ids that STIX 2.0 section 4.1.4 gave them. */
    private static final Map<String, String> TLP = Map.of(
            "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "white",
            "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", "green",
            "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "amber",
            "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "red");

    private final Remarks remarks = new Remarks();
    private final Harvest harvest = new Harvest(remarks);
    private final DomainObjects20 domain = new DomainObjects20(remarks);

    private Stix20() {}

    /** Converts one document. */
    public static Conversion read(byte[] document) {
        try {
            Stix20 reading = new Stix20();
            reading.document(JsonInput.read(document));
            return new Conversion.Converted(reading.harvest.objects(), reading.remarks.list());
        } catch (IntakeFault fault) {
            return new Conversion.Refused(fault.reason());
        }
    }

    private void document(JsonNode tree) throws IntakeFault {
        if (tree.isArray()) {
            list(tree, "$");
        } else if (tree.isObject() && tree.path("type").asString("").equals("bundle")) {
            bundle(tree);
        } else if (tree.isObject()) {
            object(tree, "$");
        } else {
            throw new IntakeFault(Loss.FORM, "$");
        }
    }

    private void bundle(JsonNode bundle) throws IntakeFault {
        for (String name : bundle.propertyNames()) {
            switch (name) {
                case "type", "id", "spec_version" -> {}
                case "objects" -> list(bundle.get(name), "$.objects");
                default -> remarks.add(Loss.PROPERTY, Paths.member("$", name));
            }
        }
    }

    private void list(JsonNode list, String path) throws IntakeFault {
        if (!list.isArray()) {
            throw new IntakeFault(Loss.FORM, path);
        }
        if (list.size() > IntakeLimits.MAX_OBJECTS) {
            throw new IntakeFault(Loss.TOO_MANY, path);
        }
        for (int i = 0; i < list.size(); i++) {
            object(list.get(i), path + "[" + i + "]");
        }
    }

    private void object(JsonNode source, String path) throws IntakeFault {
        if (!(source instanceof ObjectNode object)) {
            remarks.add(Loss.NOT_AN_OBJECT, path);
            return;
        }
        String type = object.path("type").asString("");
        if (object.path("spec_version").asString("").equals("2.1") || DeterministicId.isObservable(type)) {
            harvest.add(object, path);
        } else if (type.equals("marking-definition")) {
            harvest.add(marking(object, path), path);
        } else if (type.equals("observed-data") && object.has("objects")) {
            observedData(object, path);
        } else {
            ObjectNode converted = domain.convert(object, path);
            if (converted != null) {
                harvest.add(converted, path);
            }
        }
    }

    private ObjectNode marking(ObjectNode source, String path) {
        String level = TLP.get(source.path("id").asString(""));
        if (level == null) {
            return domain.common(source, path);
        }
        ObjectNode predefined = JsonInput.object()
                .put("type", "marking-definition")
                .put("spec_version", "2.1")
                .put("id", source.path("id").asString())
                .put("created", "2017-01-20T00:00:00.000Z")
                .put("definition_type", "tlp")
                .put("name", "TLP:" + level.toUpperCase(Locale.ROOT));
        predefined.putObject("definition").put("tlp", level);
        if (source.propertyStream().anyMatch(member -> !member.getValue().equals(predefined.get(member.getKey())))) {
            remarks.add(Loss.TLP_FORM, path);
        }
        return predefined;
    }

    private void observedData(ObjectNode source, String path) throws IntakeFault {
        if (!(source.get("objects") instanceof ObjectNode graph)) {
            remarks.add(Loss.NOT_AN_OBJECT, path + ".objects");
            return;
        }
        ObjectNode observed = domain.common(source, path);
        observed.remove("objects");
        Map<String, ObjectNode> taken =
                Embedded20.convert(graph, source.path("id").asString(""), path + ".objects", remarks);
        Markings20.handOver(observed, taken, path, remarks);
        Set<String> refs = new LinkedHashSet<>();
        for (Map.Entry<String, ObjectNode> each : taken.entrySet()) {
            if (harvest.add(each.getValue(), Paths.member(path + ".objects", each.getKey()))) {
                refs.add(each.getValue().path("id").asString());
            }
        }
        refs.forEach(observed.putArray("object_refs")::add);
        harvest.add(observed, path);
    }
}
