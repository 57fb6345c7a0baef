package org.entente.stix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds which selectors of granular markings select something that is present on the object (STIX 2.1 section 7.2.3). All
 * selectors are followed in one walk over the object.
 */
final class Selectors {
    /** A place in the object that a selector names or leads through. */
    private static final class Place {
        private @Nullable Map<String, Place> parts;
        private boolean present;

        Place part(String component) {
            if (parts == null) {
                parts = new HashMap<>();
            }
            return parts.computeIfAbsent(component, _ -> new Place());
        }

        @Nullable
        Place find(String component) {
            return parts == null ? null : parts.get(component);
        }
    }

    private Selectors() {}

    /** The selectors that select nothing, in their order. */
    static List<ObjectFacts.Selector> unresolved(byte[] object, List<ObjectFacts.Selector> selectors) {
        Place root = new Place();
        List<@Nullable Place> places = new ArrayList<>();
        for (ObjectFacts.Selector selector : selectors) {
            places.add(place(root, selector.text()));
        }
        try {
            JsonScanner json = new JsonScanner(object, Limits.MAX_DEPTH, object.length);
            walk(json, root);
        } catch (JsonFault fault) {
            throw new IllegalStateException("an object that was read is not well-formed", fault);
        }
        List<ObjectFacts.Selector> unresolved = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            if (place == null || !place.present) {
                unresolved.add(selectors.get(i));
            }
        }
        return unresolved;
    }

    /** The place that a selector names, or null where it is deeper than any object. */
    private static @Nullable Place place(Place root, String selector) {
        Place place = root;
        int start = 0;
        for (int depth = 0; depth < Limits.MAX_DEPTH; depth++) {
            int point = selector.indexOf('.', start);
            place = place.part(selector.substring(start, point < 0 ? selector.length() : point));
            if (point < 0) {
                return place;
            }
            start = point + 1;
        }
        return null;
    }

    private static void walk(JsonScanner json, @Nullable Place place) throws JsonFault {
        if (place == null || place.parts == null) {
            json.skip();
        } else if (json.peek() == '{') {
            if (json.openObject()) {
                do {
                    json.name();
                    Place member = place.find(json.text());
                    json.toValue();
                    meet(json, member);
                } while (json.moreMembers());
            }
        } else if (json.peek() == '[') {
            if (json.openList()) {
                int index = 0;
                do {
                    meet(json, place.find("[" + index + "]"));
                    index++;
                } while (json.moreItems());
            }
        } else {
            json.skip();
        }
    }

    private static void meet(JsonScanner json, @Nullable Place place) throws JsonFault {
        if (place != null) {
            place.present = true;
        }
        walk(json, place);
    }
}
