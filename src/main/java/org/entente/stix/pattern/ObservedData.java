package org.entente.stix.pattern;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The observations in STIX objects: each observed-data object (STIX 2.1 section 4.14) with the cyber-observable objects that
 * its {@code object_refs} name, or with those in its {@code objects}, the deprecated form and that of STIX 2.0. Objects that
 * are not named take no part (section 9.7.4). Of several versions of one observed-data object the newest counts.
 *
 * @param refused what calls itself observed-data and lacks what matching needs
 */
public record ObservedData(List<Observation> observations, List<Refused> refused) {
    /** The most observations that one object may stand for (section 4.14). */
    private static final int MAX_NUMBER_OBSERVED = 999_999_999;

    public ObservedData {
        observations = List.copyOf(observations);
        refused = List.copyOf(refused);
    }

    /** An observed-data object that cannot be matched, and why. */
    public record Refused(@Nullable String id, String sentence) {}

    /** Reads objects, lists of objects and bundles, which may refer to each other. */
    public static ObservedData of(Iterable<JsonNode> documents) {
        List<JsonNode> unnamed = new ArrayList<>();
        Map<String, JsonNode> observed = new LinkedHashMap<>();
        Map<String, JsonNode> objects = new LinkedHashMap<>();
        for (JsonNode document : documents) {
            sort(document, unnamed, observed, objects);
        }
        unnamed.addAll(observed.values());
        List<Observation> observations = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (JsonNode each : unnamed) {
            String fault = fault(each);
            if (fault == null) {
                observations.add(observation(each, objects));
            } else {
                refused.add(new Refused(text(each, "id"), fault));
            }
        }
        return new ObservedData(observations, refused);
    }

    private static void sort(
            JsonNode node, List<JsonNode> unnamed, Map<String, JsonNode> observed, Map<String, JsonNode> objects) {
        String type = text(node, "type");
        String id = text(node, "id");
        if (node.isArray() || "bundle".equals(type)) {
            for (JsonNode inner : node.isArray() ? node : node.path("objects")) {
                if (inner.isObject() && !"bundle".equals(text(inner, "type"))) {
                    sort(inner, unnamed, observed, objects);
                }
            }
        } else if (!"observed-data".equals(type)) {
            if (id != null) {
                objects.put(id, node);
            }
        } else if (id == null) {
            unnamed.add(node);
        } else {
            observed.merge(id, node, ObservedData::newer);
        }
    }

    private static JsonNode newer(JsonNode one, JsonNode other) {
        String ofOne = time(one, "modified").orElse("");
        String ofOther = time(other, "modified").orElse("");
        return StixTimestamp.compare(ofOne, ofOther) > 0 ? one : other;
    }

    private static @Nullable String fault(JsonNode node) {
        Optional<String> first = time(node, "first_observed");
        Optional<String> last = time(node, "last_observed");
        if (first.isEmpty() || last.isEmpty()) {
            return "It lacks a valid first_observed or last_observed (section 4.14).";
        }
        if (StixTimestamp.toInstant(last.get()).isBefore(StixTimestamp.toInstant(first.get()))) {
            return "Its last_observed is before its first_observed (section 4.14).";
        }
        JsonNode number = node.path("number_observed");
        if (!number.canConvertToInt() || number.intValue() < 1 || number.intValue() > MAX_NUMBER_OBSERVED) {
            return "It lacks a valid number_observed (section 4.14).";
        }
        if (!node.path("object_refs").isArray() && !node.path("objects").isObject()) {
            return "It has neither object_refs nor objects (section 4.14).";
        }
        return null;
    }

    private static Observation observation(JsonNode node, Map<String, JsonNode> objects) {
        Map<String, JsonNode> own = new LinkedHashMap<>();
        if (node.path("object_refs").isArray()) {
            for (JsonNode reference : node.path("object_refs")) {
                JsonNode object = reference.isString() ? objects.get(reference.stringValue()) : null;
                if (object != null) {
                    own.put(reference.stringValue(), object);
                }
            }
        } else {
            node.path("objects").properties().forEach(entry -> own.put(entry.getKey(), entry.getValue()));
        }
        return new Observation(
                text(node, "id"),
                instant(node, "first_observed"),
                instant(node, "last_observed"),
                node.path("number_observed").intValue(),
                own);
    }

    private static Instant instant(JsonNode node, String property) {
        return StixTimestamp.toInstant(time(node, property).orElseThrow());
    }

    private static Optional<String> time(JsonNode node, String property) {
        return Optional.ofNullable(text(node, property)).filter(StixTimestamp::isValid);
    }

    private static @Nullable String text(JsonNode node, String property) {
        JsonNode value = node.path(property);
        return value.isString() ? value.stringValue() : null;
    }
}
