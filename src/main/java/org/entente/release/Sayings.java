package org.entente.release;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.entente.memorandum.LeftOperand;
import org.entente.memorandum.Places;
import org.entente.stix.ObjectTree;
import org.entente.stix.StixObject;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an object says of itself beyond its type, labels and markings, as texts by operand. Taken from the object only where
 * a constraint asks for it (release.md, section 6), since dates and producers make almost a class of each object.
 */
final class Sayings {
    /**
     * The property that says the subtype, by type: every one whose values the standard takes from an open vocabulary or
     * an enumeration that divides the type into kinds.
     */
    private static final Map<String, String> KIND_PROPERTIES = Map.ofEntries(
            Map.entry("grouping", "context"),
            Map.entry("identity", "identity_class"),
            Map.entry("indicator", "indicator_types"),
            Map.entry("infrastructure", "infrastructure_types"),
            Map.entry("malware", "malware_types"),
            Map.entry("malware-analysis", "result"),
            Map.entry("marking-definition", "definition_type"),
            Map.entry("opinion", "opinion"),
            Map.entry("relationship", "relationship_type"),
            Map.entry("report", "report_types"),
            Map.entry("threat-actor", "threat_actor_types"),
            Map.entry("tool", "tool_types"));

    private Sayings() {}

    /**
     * What the object says on these operands; those that facets hold anyway are left out. No texts is an absent property. An
     * operand is missing where the property has not the form that the standard gives it, which only objects of custom types
     * can do: its terms are then undefined, also the one that asks whether it is absent.
     */
    static SortedMap<LeftOperand, SortedSet<String>> of(StixObject object, Set<LeftOperand> operands) {
        if (operands.isEmpty()) {
            return Collections.emptySortedMap();
        }
        var said = new TreeMap<LeftOperand, SortedSet<String>>();
        @Nullable JsonNode content = null;
        for (LeftOperand operand : operands) {
            if (needsContent(operand) && content == null) {
                content = ObjectTree.of(object.bytes());
            }
            List<String> texts = texts(operand, object, content);
            if (texts != null) {
                said.put(operand, new TreeSet<>(texts));
            }
        }
        said.keySet().removeIf(operand -> !isSaying(operand));
        return said;
    }

    /** Whether the standard has a property for the subtype of that type. */
    static boolean hasKind(String type) {
        return KIND_PROPERTIES.containsKey(type);
    }

    /** Whether facets hold it only where it is asked for. */
    static boolean isSaying(LeftOperand operand) {
        return switch (operand) {
            case TYPE, TLP, PAP, TOPIC, COLLECTION, RECEIVED_FROM, RECEIVED_UNDER -> false;
            case KIND,
                    PATTERN_TYPE,
                    KILL_CHAIN_PHASE,
                    CONFIDENCE,
                    PRODUCER,
                    SECTOR,
                    REGION,
                    CREATED,
                    MODIFIED,
                    VALID_FROM,
                    VALID_UNTIL,
                    AGE -> true;
        };
    }

    private static boolean needsContent(LeftOperand operand) {
        return switch (operand) {
            case KIND, PATTERN_TYPE, KILL_CHAIN_PHASE, SECTOR, REGION, VALID_FROM, VALID_UNTIL -> true;
            case TYPE,
                    TLP,
                    PAP,
                    TOPIC,
                    COLLECTION,
                    RECEIVED_FROM,
                    RECEIVED_UNDER,
                    CONFIDENCE,
                    PRODUCER,
                    CREATED,
                    MODIFIED,
                    AGE -> false;
        };
    }

    private static @Nullable List<String> texts(LeftOperand operand, StixObject object, @Nullable JsonNode content) {
        return switch (operand) {
            case TYPE, TLP, PAP, TOPIC, COLLECTION, RECEIVED_FROM, RECEIVED_UNDER -> null;
            case CONFIDENCE -> one(object.confidence());
            case PRODUCER -> one(object.createdBy());
            case CREATED -> instant(one(object.created()));
            case MODIFIED -> instant(one(object.modified()));
            case AGE -> instant(one(object.modified() != null ? object.modified() : object.created()));
            case KIND -> kind(object.type(), content);
            case PATTERN_TYPE -> strings(content, "pattern_type");
            case VALID_FROM -> instant(strings(content, "valid_from"));
            case VALID_UNTIL -> instant(strings(content, "valid_until"));
            case SECTOR -> strings(content, "sectors");
            case KILL_CHAIN_PHASE -> phases(content);
            case REGION -> places(content);
        };
    }

    private static List<String> one(@Nullable Object value) {
        return value == null ? List.of() : List.of(value.toString());
    }

    private static @Nullable List<String> kind(String type, @Nullable JsonNode content) {
        String property = KIND_PROPERTIES.get(type);
        return property == null ? List.of() : strings(content, property);
    }

    private static @Nullable List<String> instant(@Nullable List<String> texts) {
        return texts == null || texts.stream().allMatch(StixTimestamp::isValid) ? texts : null;
    }

    /** A text or a list of texts; null where it is something else. */
    private static @Nullable List<String> strings(@Nullable JsonNode content, String name) {
        JsonNode value = content == null ? null : content.get(name);
        if (value == null) {
            return List.of();
        }
        if (value.isString()) {
            return List.of(value.stringValue());
        }
        return value.isArray() && value.valueStream().allMatch(JsonNode::isString)
                ? value.valueStream().map(JsonNode::stringValue).toList()
                : null;
    }

    private static @Nullable List<String> phases(@Nullable JsonNode content) {
        JsonNode value = content == null ? null : content.get("kill_chain_phases");
        if (value == null) {
            return List.of();
        }
        List<String> phases = new ArrayList<>();
        for (JsonNode phase : value.isArray() ? value : List.of(value)) {
            String chain = phase.path("kill_chain_name").stringValue(null);
            String name = phase.path("phase_name").stringValue(null);
            if (chain == null || name == null) {
                return null;
            }
            phases.add(chain + ":" + name);
        }
        return phases;
    }

    /**
     * The narrowest places that the object names. The three properties lie in one another, so a text that names no known place
     * counts only where no other property names one.
     */
    private static @Nullable List<String> places(@Nullable JsonNode content) {
        List<String> said = new ArrayList<>();
        for (String name : List.of("region", "country", "administrative_area")) {
            List<String> texts = strings(content, name);
            if (texts == null || texts.size() > 1) {
                return null;
            }
            texts.forEach(text -> said.add(Places.spelling(text)));
        }
        List<String> known = said.stream().filter(Places::isKnown).toList();
        return known.isEmpty()
                ? said
                : known.stream().filter(place -> isNarrowest(place, known)).toList();
    }

    private static boolean isNarrowest(String place, List<String> known) {
        return known.stream()
                .noneMatch(other -> !other.equals(place) && Places.around(other).contains(place));
    }
}
