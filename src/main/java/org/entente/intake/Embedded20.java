package org.entente.intake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.stix.DeterministicId;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects that observed data of STIX 2.0 embeds, each under a key by which the others refer to it, as objects of their
 * own with the identifiers of STIX 2.1 section 2.9.
 */
final class Embedded20 {
    private final Map<String, ObjectNode> byKey = new LinkedHashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Deque<String> underway = new ArrayDeque<>();
    private final String observedData;
    private final String path;
    private final Remarks remarks;

    private Embedded20(String observedData, String path, Remarks remarks) {
        this.observedData = observedData;
        this.path = path;
        this.remarks = remarks;
    }

    /** The objects by their keys, in the order of the source; what is not an object is left out with a remark. */
    static Map<String, ObjectNode> convert(ObjectNode graph, String observedData, String path, Remarks remarks) {
        Embedded20 embedded = new Embedded20(observedData, path, remarks);
        for (Map.Entry<String, JsonNode> member : graph.properties()) {
            if (member.getValue() instanceof ObjectNode source) {
                embedded.byKey.put(member.getKey(), embedded.renamed(source, Paths.member(path, member.getKey())));
            } else {
                remarks.add(Loss.NOT_AN_OBJECT, Paths.member(path, member.getKey()));
            }
        }
        embedded.byKey.keySet().forEach(embedded::id);
        embedded.byKey.forEach(embedded::resolve);
        return embedded.byKey;
    }

    private ObjectNode renamed(ObjectNode source, String at) {
        String type = source.path("type").asString("");
        ObjectNode object = JsonInput.object().put("type", type).put("spec_version", "2.1");
        // The identifier depends on the rest, but stands here.
        object.put("id", "");
        for (Map.Entry<String, JsonNode> member : source.properties()) {
            String name = Renamed20.property(type, member.getKey());
            if (!name.equals(member.getKey()) && name.startsWith("x_")) {
                remarks.add(Loss.CUSTOM_PROPERTY, Paths.member(at, member.getKey()));
            }
            if (!object.has(name)) {
                object.set(name, member.getValue().deepCopy());
            } else if (!name.equals("type")) {
                remarks.add(Loss.PROPERTY, Paths.member(at, member.getKey()));
            }
        }
        Hashes20.rename(object);
        listed(object.get("additional_header_fields"));
        if (object.get("extensions") instanceof ObjectNode extensions) {
            listed(extensions.path("http-request-ext").get("request_header"));
            Renamed20.IN_EXTENSIONS.forEach((name, moved) -> move(object, extensions, name, moved, at));
        }
        return object;
    }

    private void move(ObjectNode object, ObjectNode extensions, String name, Map<String, String> moved, String at) {
        if (!(extensions.get(name) instanceof ObjectNode extension)) {
            return;
        }
        moved.forEach((before, after) -> {
            JsonNode value = extension.get(before);
            if (value != null) {
                extension.remove(before);
                object.set(after, value);
                remarks.add(Loss.CUSTOM_PROPERTY, Paths.member(at + ".extensions." + name, before));
            }
        });
        if (extension.isEmpty()) {
            extensions.remove(name);
        }
        if (extensions.isEmpty()) {
            object.remove("extensions");
        }
    }

    /** STIX 2.1 has a list of values for each header field where 2.0 took one value also by itself. */
    private static void listed(@Nullable JsonNode fields) {
        if (fields instanceof ObjectNode named) {
            for (String name : List.copyOf(named.propertyNames())) {
                JsonNode value = named.get(name);
                if (!value.isArray()) {
                    named.putArray(name).add(value);
                }
            }
        }
    }

    /** The identifier of the object under that key, for which those that it is made from come first. */
    private String id(String key) {
        String known = ids.get(key);
        if (known != null) {
            return known;
        }
        ObjectNode object = byKey.get(key);
        String type = object == null ? "" : object.path("type").asString("");
        String made = null;
        if (object != null && !underway.contains(key) && underway.size() < IntakeLimits.MAX_CHAIN) {
            underway.push(key);
            made = DerivedId.observable(type, contributing(type, object));
            underway.pop();
        }
        // Another way may have come here meanwhile, where objects refer to one another in a ring.
        String settled = ids.get(key);
        if (settled != null) {
            return settled;
        }
        if (made == null) {
            made = DerivedId.unnamed(type, observedData, key);
            remarks.add(Loss.UNKNOWN_ID, Paths.member(path, key));
        }
        ids.put(key, made);
        return made;
    }

    private ObjectNode contributing(String type, ObjectNode object) {
        ObjectNode made = JsonInput.object();
        for (String name : DeterministicId.contributing(type)) {
            JsonNode value = object.get(name);
            if (value != null) {
                made.set(name, value.deepCopy());
            }
        }
        references(made, "", null);
        return made;
    }

    private void resolve(String key, ObjectNode object) {
        object.put("id", id(key));
        references(object, Paths.member(path, key), remarks);
    }

    /** Puts identifiers in the place of keys; a key that is none of the graph's is dropped. */
    private void references(ObjectNode object, String at, @Nullable Remarks told) {
        Set<String> dropped = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (name.endsWith("_ref") && value.isString()) {
                if (byKey.containsKey(value.stringValue())) {
                    member.setValue(JsonInput.NODES.stringNode(id(value.stringValue())));
                } else if (!StixId.isId(value.stringValue())) {
                    dropped.add(name);
                }
            } else if (name.endsWith("_refs") && value instanceof ArrayNode list) {
                if (!resolveAll(list) || list.isEmpty()) {
                    dropped.add(name);
                }
            } else {
                inside(value, Paths.member(at, name), told);
            }
        }
        for (String name : dropped) {
            JsonNode left = object.get(name);
            if (!(left instanceof ArrayNode list) || list.isEmpty()) {
                object.remove(name);
            }
            if (told != null) {
                told.add(Loss.REFERENCE, Paths.member(at, name));
            }
        }
    }

    private void inside(JsonNode value, String at, @Nullable Remarks told) {
        if (value instanceof ObjectNode object) {
            references(object, at, told);
        } else if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                inside(list.get(i), Paths.item(at, i), told);
            }
        }
    }

    /** Whether all keys of the list were found; the others are gone. */
    private boolean resolveAll(ArrayNode list) {
        List<String> found = new ArrayList<>();
        boolean all = true;
        for (JsonNode each : list) {
            if (each.isString() && byKey.containsKey(each.stringValue())) {
                found.add(id(each.stringValue()));
            } else if (StixId.isId(each.asString(""))) {
                found.add(each.stringValue());
            } else {
                all = false;
            }
        }
        list.removeAll();
        found.forEach(list::add);
        return all;
    }
}
