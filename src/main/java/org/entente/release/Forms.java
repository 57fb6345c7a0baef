package org.entente.release;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.entente.stix.CanonicalJson;
import org.entente.stix.DeterministicId;
import org.entente.stix.Limits;
import org.entente.stix.ObjectTree;
import org.entente.stix.Parsed;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The forms of objects under duties to cut, trim and anonymise (release.md, rule 4). */
public final class Forms {
    /** What makes an object what it is, and what marks it: a granular marking that covers these bars the whole. */
    private static final Set<String> NEVER_CUT = Set.of(
            "type", "spec_version", "id", "created", "modified", "revoked", "object_marking_refs", "granular_markings");

    private static final int UUID_CHARS = 36;
    private static final int VERSION_FROM_END = 22;

    private Forms() {}

    /**
     * What the form of an object depends on, beside the object and the rules.
     *
     * @param bars whether a marking would bar the object if it covered the whole; asked of granular markings only
     * @param inherited places that go wherever they are, as {@link #cuts} gives them: of the newest version (for language
     *     content, of the newest version of what it is about)
     * @param pseudonym the id in the place of a source's
     */
    public record Context(Predicate<StixId> bars, Set<String> inherited, UnaryOperator<StixId> pseudonym) {
        public Context {
            inherited = Set.copyOf(inherited);
        }
    }

    /** The form of an object after cuts and before trimming. */
    public static Form of(StixObject object, FormRules rules, Context context) {
        if (rules.asTheyCame()) {
            return new Form.Goes(object.bytes(), Closure.needs(object), List.of(), List.of(), Set.of(), List.of());
        }
        ObjectNode before;
        try {
            before = ObjectTree.of(CanonicalJson.of(object.bytes()));
        } catch (CanonicalJson.Refused refused) {
            return new Form.Refused("a number does not survive RFC 8785");
        }
        List<String> changes = new ArrayList<>();
        Set<String> doomed = doomed(object, before, rules, context, changes);
        if (doomed.stream().anyMatch(Forms::isNeverCut)) {
            return new Form.Refused("a granular marking covers what cannot be cut");
        }
        Predicate<StixId> drops =
                id -> rules.cutMarked() != null && context.bars().test(id);
        ObjectNode after = doomed.isEmpty() ? before : Redaction.without(before, doomed, drops);
        StixId source = rules.anonymise() == null ? null : object.createdBy();
        StixId pseudonym = source == null ? null : context.pseudonym().apply(source);
        if (source != null && pseudonym != null) {
            if (source.equals(object.id())) {
                return new Form.Refused("an identity that made itself is the card of a source");
            }
            after = (ObjectNode) replaced(after, source, pseudonym);
            changes.add("source replaced by a pseudonym: grant " + rules.anonymise());
        }
        if (!after.equals(before) && isNamedBy(object, before, after)) {
            return new Form.Refused("the object's id is computed from what is cut");
        }
        byte[] bytes = CanonicalJson.of(after);
        return switch (StixReader.parseObject(bytes, Limits.NONE)) {
            case Parsed.Invalid _ -> new Form.Refused("what is left after cuts breaks a rule of STIX 2.1");
            case Parsed.Valid(var _, var _, var form, var _) -> goes(form, after, rules, pseudonym, changes);
        };
    }

    private static Form goes(
            StixObject form, ObjectNode tree, FormRules rules, @Nullable StixId pseudonym, List<String> changes) {
        List<StixId> references = new ArrayList<>(Closure.needs(form));
        references.remove(pseudonym);
        Set<StixId> kept = pseudonym == null ? Set.of() : Set.of(pseudonym);
        if (rules.trim() == null) {
            return new Form.Goes(form.bytes(), references, List.of(), List.of(), kept, changes);
        }
        Trimming trimming = new Trimming(tree, Set.copyOf(references)::contains);
        List<StixId> trimmable = trimming.trimmable();
        List<StixId> needs = new ArrayList<>(references);
        needs.removeAll(Set.copyOf(trimmable));
        return new Form.Goes(form.bytes(), needs, trimming.groups(), trimmable, kept, changes);
    }

    /**
     * The places that granular markings have cut out of this version, for its other versions and for language content about it.
     * A list in another version may be another, so a place within a list is the whole list.
     */
    public static Set<String> cuts(StixObject object, Predicate<StixId> bars) {
        Set<String> cuts = new TreeSet<>();
        for (String selector : selected(ObjectTree.of(object.bytes()), bars)) {
            int list = selector.indexOf(".[");
            cuts.add(list < 0 ? selector : selector.substring(0, list));
        }
        return cuts;
    }

    /** The object that language content is about, or null for any other object. */
    public static @Nullable StixId about(StixObject object) {
        return object.type().equals("language-content")
                ? reference(ObjectTree.of(object.bytes()).path("object_ref").asString(""))
                : null;
    }

    private static Set<String> doomed(
            StixObject object, ObjectNode tree, FormRules rules, Context context, List<String> changes) {
        Set<String> doomed = new HashSet<>();
        rules.cut().forEach((property, grant) -> {
            if (cut(object, tree, property, doomed)) {
                changes.add("cut " + property + ": grant " + grant);
            }
        });
        if (rules.cutMarked() != null) {
            Collection<String> marked = selected(tree, context.bars());
            marked.forEach(selector -> doomed.add(Redaction.place(selector)));
            boolean more = !marked.isEmpty();
            for (String selector : context.inherited()) {
                more |= cut(object, tree, selector, doomed);
            }
            if (more) {
                changes.add("cut what granular markings cover: grant " + rules.cutMarked());
            }
        }
        return doomed;
    }

    /** Cuts a place of the object, or its translations where the object is language content; says whether there is one. */
    private static boolean cut(StixObject object, ObjectNode tree, String selector, Set<String> doomed) {
        boolean found = false;
        if (object.type().equals("language-content")) {
            for (String language : tree.path("contents").propertyNames()) {
                JsonNode translated = tree.path("contents").path(language);
                if (find(translated, selector) != null) {
                    String place = Redaction.member(Redaction.member("contents", language), Redaction.place(selector));
                    found |= doomed.add(place);
                }
            }
        }
        if (find(tree, selector) != null) {
            found |= doomed.add(Redaction.place(selector));
        }
        return found;
    }

    private static @Nullable JsonNode find(JsonNode node, String selector) {
        JsonNode at = node;
        for (String step : selector.split("\\.", -1)) {
            at = at == null ? null : at.get(step);
        }
        return at;
    }

    /** The selectors of the granular markings that bar. */
    private static Set<String> selected(ObjectNode object, Predicate<StixId> bars) {
        Set<String> selected = new TreeSet<>();
        for (JsonNode marking : object.path("granular_markings")) {
            StixId id = reference(marking.path("marking_ref").asString(""));
            if (id != null && bars.test(id)) {
                marking.path("selectors").forEach(selector -> selected.add(selector.asString("")));
            }
        }
        return selected;
    }

    private static boolean isNeverCut(String place) {
        int end = place.indexOf(Redaction.STEP);
        return NEVER_CUT.contains(end < 0 ? place : place.substring(0, end));
    }

    private static JsonNode replaced(JsonNode node, StixId source, StixId pseudonym) {
        if (node.isString()) {
            return source.equals(reference(node.stringValue())) ? StringNode.valueOf(pseudonym.value()) : node;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode copy = list.arrayNode();
            list.forEach(item -> copy.add(replaced(item, source, pseudonym)));
            return copy;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(member -> {
                boolean names = source.equals(reference(member.getKey()));
                copy.set(names ? pseudonym.value() : member.getKey(), replaced(member.getValue(), source, pseudonym));
            });
            return copy;
        }
        return node;
    }

    /**
     * Whether the id of a cyber-observable object follows from what was changed. What names an observable of an unknown type is not
     * known, so that any change counts unless its id is a random one.
     */
    private static boolean isNamedBy(StixObject object, ObjectNode before, ObjectNode after) {
        if (DeterministicId.isObservable(object.type())) {
            return DeterministicId.contributing(object.type()).stream()
                    .anyMatch(name -> !Objects.equals(before.get(name), after.get(name)));
        }
        String id = object.id().value();
        return object.created() == null && id.charAt(id.length() - VERSION_FROM_END) != '4';
    }

    /** Whether one form shows nothing that the other does not show too, in the same places and order. */
    public static boolean isPartOf(byte[] one, byte[] other) {
        return isPartOf(ObjectTree.of(one), ObjectTree.of(other));
    }

    private static boolean isPartOf(JsonNode one, @Nullable JsonNode other) {
        if (other == null) {
            return false;
        }
        if (one instanceof ObjectNode && other instanceof ObjectNode) {
            return one.properties().stream()
                    .allMatch(member -> isPartOf(member.getValue(), other.get(member.getKey())));
        }
        if (one instanceof ArrayNode && other instanceof ArrayNode) {
            int at = 0;
            for (int i = 0; i < other.size() && at < one.size(); i++) {
                at += isPartOf(one.get(at), other.get(i)) ? 1 : 0;
            }
            return at == one.size();
        }
        return one.equals(other);
    }

    /** Whether these bytes are an object that keeps every MUST of the standard. */
    static boolean isSound(byte[] object) {
        return StixReader.parseObject(object, Limits.NONE) instanceof Parsed.Valid;
    }

    /** The identifier that the text is in full, where a UUID in upper case is the one in lower case; else null. */
    static @Nullable StixId reference(String text) {
        int type = text.length() - UUID_CHARS;
        return type < 0
                ? null
                : StixId.parse(text.substring(0, type) + text.substring(type).toLowerCase(Locale.ROOT));
    }
}
