package org.entente.release;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.entente.stix.CanonicalJson;
import org.entente.stix.DeterministicId;
import org.entente.stix.ObjectTree;
import org.entente.stix.StixId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What may be left out of an object because what it refers to does not go: entries of lists that in full are an identifier, save
 * markings and what an observable's own id is computed from (release.md, rules 4 and 5).
 *
 * <p>What the standard lets no list be without is asked of the reader itself, by showing it the object without each list: so it is
 * never at odds with the rules by which the form is judged.
 */
final class Trimming {
    private static final String MARKINGS = "object_marking_refs";

    private final ObjectNode object;
    private final Predicate<StixId> refers;
    private final Set<String> kept;
    private final Map<String, Set<StixId>> lists = new LinkedHashMap<>();
    private final Set<StixId> fixed = new HashSet<>();

    /** @param refers whether that id is a reference that could be wanting */
    Trimming(ObjectNode object, Predicate<StixId> refers) {
        this.object = object;
        this.refers = refers;
        this.kept =
                new HashSet<>(DeterministicId.contributing(object.path("type").asString("")));
        kept.add(MARKINGS);
        walk("", object, this::met);
        object.properties().forEach(member -> {
            if (kept.contains(member.getKey())) {
                collect(member.getValue());
            }
        });
    }

    /** The ids that only such entries name. */
    List<StixId> trimmable() {
        var ids = new TreeSet<StixId>();
        lists.values().forEach(ids::addAll);
        ids.removeAll(fixed);
        return List.copyOf(ids);
    }

    /** Of each of these lists of ids one at least must go, or the reader refuses what is left. */
    List<List<StixId>> groups() {
        Set<StixId> trimmable = Set.copyOf(trimmable());
        if (trimmable.isEmpty() || isSound(id -> !trimmable.contains(id))) {
            return List.of();
        }
        List<List<StixId>> groups = new ArrayList<>();
        var settled = new HashSet<StixId>();
        for (Set<StixId> list : lists.values()) {
            Set<StixId> open = new TreeSet<>(list);
            open.retainAll(trimmable);
            if (!open.isEmpty() && open.size() == list.size() && !isSound(id -> !open.contains(id))) {
                List<StixId> group = sufficient(open, id -> !open.contains(id));
                groups.add(group);
                settled.addAll(group);
            }
        }
        Predicate<StixId> others = id -> !trimmable.contains(id) || settled.contains(id);
        if (!isSound(others)) {
            groups.add(sufficient(new TreeSet<>(trimmable), others));
        }
        return groups;
    }

    /** Those of the ids that by themselves, beside the others, are enough; the reader looks at no more than their type. */
    private List<StixId> sufficient(Set<StixId> ids, Predicate<StixId> others) {
        Map<String, Boolean> byType = new LinkedHashMap<>();
        List<StixId> enough = new ArrayList<>();
        for (StixId id : ids) {
            if (byType.computeIfAbsent(id.type(), _ -> isSound(other -> other.equals(id) || others.test(other)))) {
                enough.add(id);
            }
        }
        return enough;
    }

    private boolean isSound(Predicate<StixId> live) {
        return Forms.isSound(CanonicalJson.of(without(object, id -> refers.test(id) && !live.test(id))));
    }

    private void met(String place, JsonNode node) {
        if (kept.contains(top(place))) {
            return;
        }
        StixId id = node.isString() ? Forms.reference(node.stringValue()) : null;
        if (id != null && refers.test(id)) {
            if (isItem(place)) {
                lists.computeIfAbsent(place.substring(0, place.lastIndexOf(Redaction.STEP)), _ -> new TreeSet<>())
                        .add(id);
            } else {
                fixed.add(id);
            }
        }
        if (node instanceof ObjectNode inner) {
            inner.propertyNames().forEach(this::fix);
        }
    }

    private void collect(JsonNode node) {
        walk("", node, (_, inner) -> {
            if (inner.isString()) {
                fix(inner.stringValue());
            }
            inner.propertyNames().forEach(this::fix);
        });
    }

    private void fix(String text) {
        StixId id = Forms.reference(text);
        if (id != null) {
            fixed.add(id);
        }
    }

    /** The form without the entries that name one of the ids that is not live. */
    static byte[] of(byte[] form, Collection<StixId> trimmable, Predicate<StixId> live) {
        Set<StixId> gone = new HashSet<>(trimmable);
        gone.removeIf(live);
        return CanonicalJson.of(without(ObjectTree.of(form), gone::contains));
    }

    private static ObjectNode without(ObjectNode object, Predicate<StixId> gone) {
        var doomed = new HashSet<String>();
        walk("", object, (place, node) -> {
            StixId id = node.isString() && isItem(place) ? Forms.reference(node.stringValue()) : null;
            if (id != null && gone.test(id)) {
                doomed.add(place);
            }
        });
        return Redaction.without(object, doomed, _ -> false);
    }

    private static void walk(String place, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        visitor.accept(place, node);
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(member -> walk(Redaction.member(place, member.getKey()), member.getValue(), visitor));
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                walk(Redaction.item(place, i), list.get(i), visitor);
            }
        }
    }

    private static String top(String place) {
        int end = place.indexOf(Redaction.STEP);
        return end < 0 ? place : place.substring(0, end);
    }

    /** A name in square brackets is taken for an index too; what stands there is then needed or not as in a list. */
    private static boolean isItem(String place) {
        int start = place.lastIndexOf(Redaction.STEP);
        return start > 0 && place.startsWith("[", start + 1) && place.endsWith("]");
    }
}
