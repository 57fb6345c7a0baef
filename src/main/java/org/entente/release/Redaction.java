package org.entente.release;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object without some of its parts. A list or object that loses its last part goes with it, since STIX 2.1 section 2.8 has no
 * empty lists. Granular markings follow: selectors of what is gone go too, and indexes of what stays are counted anew (section
 * 7.2.3).
 *
 * <p>A place in the object is written like a selector, with a zero character in the place of each full stop: a name may hold a
 * full stop, but never a zero character that a selector could spell.
 */
final class Redaction {
    static final char STEP = '\0';
    private static final String GRANULAR = "granular_markings";
    private static final String SELECTORS = "selectors";

    private final Set<String> doomed;

    /** Where each part stands now, by where it stood. */
    private final Map<String, String> moved = new HashMap<>();

    private Redaction(Set<String> doomed) {
        this.doomed = doomed;
    }

    /**
     * The object without the parts at these places, as a new tree.
     *
     * @param drops granular markings that go whatever they select
     */
    static ObjectNode without(ObjectNode object, Set<String> doomed, Predicate<StixId> drops) {
        Redaction redaction = new Redaction(new HashSet<>(doomed));
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(member -> {
            if (!member.getKey().equals(GRANULAR)) {
                JsonNode value = redaction.copy(member.getValue(), member.getKey(), member.getKey());
                if (value != null) {
                    copy.set(member.getKey(), value);
                }
            }
        });
        ArrayNode markings = redaction.granular(object.path(GRANULAR), drops);
        if (!markings.isEmpty()) {
            copy.set(GRANULAR, markings);
        }
        return copy;
    }

    /** The place that a selector names. */
    static String place(String selector) {
        return selector.replace('.', STEP);
    }

    static String member(String place, String name) {
        return place.isEmpty() ? name : place + STEP + name;
    }

    static String item(String place, int index) {
        return place + STEP + '[' + index + ']';
    }

    private @Nullable JsonNode copy(JsonNode node, String from, String to) {
        if (doomed.contains(from)) {
            return null;
        }
        moved.put(from, to);
        return switch (node) {
            case ObjectNode object -> copy(object, from, to);
            case ArrayNode list -> copy(list, from, to);
            default -> node;
        };
    }

    private @Nullable JsonNode copy(ObjectNode object, String from, String to) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(member -> {
            JsonNode value = copy(member.getValue(), member(from, member.getKey()), member(to, member.getKey()));
            if (value != null) {
                copy.set(member.getKey(), value);
            }
        });
        return emptied(object, copy, from);
    }

    private @Nullable JsonNode copy(ArrayNode list, String from, String to) {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < list.size(); i++) {
            JsonNode value = copy(list.get(i), item(from, i), item(to, copy.size()));
            if (value != null) {
                copy.add(value);
            }
        }
        return emptied(list, copy, from);
    }

    private @Nullable JsonNode emptied(JsonNode before, JsonNode after, String place) {
        if (after.isEmpty() && !before.isEmpty()) {
            moved.remove(place);
            return null;
        }
        return after;
    }

    private ArrayNode granular(JsonNode markings, Predicate<StixId> drops) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode marking : markings) {
            StixId id = StixId.parse(marking.path("marking_ref").asString(""));
            ArrayNode selectors = JsonNodeFactory.instance.arrayNode();
            for (JsonNode selector : marking.path(SELECTORS)) {
                String to = moved.get(place(selector.asString("")));
                if (to != null) {
                    selectors.add(to.replace(STEP, '.'));
                }
            }
            if (!selectors.isEmpty() && (id == null || !drops.test(id))) {
                ObjectNode copy = ((ObjectNode) marking).deepCopy();
                copy.set(SELECTORS, selectors);
                kept.add(copy);
            }
        }
        return kept;
    }
}
