package org.entente.intake;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Markings of observed data whose objects are taken out. What marks the whole marks each of them too, and a granular
 * marking with a selector such as {@code objects.0.value} goes to the object that it means: nothing may lose its marking by
 * being converted.
 */
final class Markings20 {
    private static final String WHOLE = "object_marking_refs";
    private static final String GRANULAR = "granular_markings";
    private static final String EMBEDDED = "objects";

    private Markings20() {}

    static void handOver(ObjectNode observed, Map<String, ObjectNode> taken, String path, Remarks remarks)
            throws IntakeFault {
        if (taken.isEmpty()) {
            return;
        }
        long reaching = observed.path(WHOLE).size() + selectorsOfWholeObjects(observed);
        if (reaching > IntakeLimits.MAX_MARKINGS || reaching * taken.size() > IntakeLimits.MAX_MARKED) {
            throw new IntakeFault(Loss.TOO_MANY, path);
        }
        for (JsonNode marking : observed.path(WHOLE)) {
            taken.values().forEach(object -> mark(object, marking));
        }
        if (!(observed.get(GRANULAR) instanceof ArrayNode granular)) {
            return;
        }
        ArrayNode left = JsonInput.NODES.arrayNode();
        for (int i = 0; i < granular.size(); i++) {
            JsonNode rest = granular.get(i) instanceof ObjectNode marking ? split(marking, taken) : granular.get(i);
            if (!rest.equals(granular.get(i))) {
                remarks.add(Loss.SELECTOR, Paths.item(path + "." + GRANULAR, i));
            }
            if (!rest.path("selectors").isEmpty()) {
                left.add(rest);
            }
        }
        observed.remove(GRANULAR);
        if (!left.isEmpty()) {
            observed.set(GRANULAR, left);
        }
    }

    private static long selectorsOfWholeObjects(ObjectNode observed) {
        return observed.path(GRANULAR)
                .valueStream()
                .flatMap(marking -> marking.path("selectors").valueStream())
                .map(selector -> selector.asString(""))
                .filter(selector -> selector.equals(EMBEDDED)
                        || (selector.startsWith(EMBEDDED + ".") && selector.indexOf('.', EMBEDDED.length() + 1) < 0))
                .count();
    }

    /** The marking with the selectors that stay; those of embedded objects are with these now. */
    private static ObjectNode split(ObjectNode marking, Map<String, ObjectNode> taken) {
        ObjectNode stays = marking.deepCopy();
        ArrayNode selectors = stays.putArray("selectors");
        JsonNode reference = marking.path("marking_ref");
        if (!reference.isString()) {
            return marking;
        }
        for (JsonNode selector : marking.path("selectors")) {
            String text = selector.asString("");
            if (text.equals(EMBEDDED)) {
                taken.values().forEach(object -> mark(object, reference));
                continue;
            }
            String[] steps = text.split("\\.", 3);
            ObjectNode object = steps.length > 1 && steps[0].equals(EMBEDDED) ? taken.get(steps[1]) : null;
            if (object == null) {
                selectors.add(selector);
            } else if (steps.length == 2) {
                mark(object, reference);
            } else {
                String rest = Renamed20.path(object.path("type").asString(""), steps[2]);
                ObjectNode moved = withGranular(object).addObject().put("marking_ref", reference.stringValue());
                moved.putArray("selectors").add(rest);
            }
        }
        return stays;
    }

    private static ArrayNode withGranular(ObjectNode object) {
        return object.get(GRANULAR) instanceof ArrayNode list ? list : object.putArray(GRANULAR);
    }

    private static void mark(ObjectNode object, JsonNode marking) {
        ArrayNode all = object.get(WHOLE) instanceof ArrayNode list ? list : object.putArray(WHOLE);
        if (all.valueStream().noneMatch(marking::equals)) {
            all.add(marking);
        }
    }
}
