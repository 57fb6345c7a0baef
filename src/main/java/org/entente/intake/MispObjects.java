package org.entente.intake;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.entente.intake.MispAttributes.Part;
import org.entente.intake.Sketch.Fact;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects of one event: each becomes observed data that holds all it says, and an indicator besides where an attribute of it
 * is marked for detection.
 */
final class MispObjects {
    private static final Set<String> TAKEN = Set.of("uuid", "timestamp", "deleted", "Attribute", "ObjectReference");
    private static final List<String> KEPT = List.of(
            "name",
            "meta-category",
            "description",
            "template_uuid",
            "comment",
            "distribution",
            "first_seen",
            "last_seen");

    /** A reference that waits until all objects have names. */
    private record Waiting(JsonNode node, String path, String source) {}

    private final MispEvent event;
    private final MispAttributes attributes;
    private final List<Waiting> waiting = new ArrayList<>();

    MispObjects(MispEvent event, MispAttributes attributes) {
        this.event = event;
        this.attributes = attributes;
    }

    /** What is gathered from the attributes of one object. */
    private static final class Gathered {
        final Sketch sketch = new Sketch();
        final List<Fact> asked = new ArrayList<>();
        final List<ObjectNode> drawn = new ArrayList<>();
        final List<String> alternatives = new ArrayList<>();
        final Set<String> markings = new LinkedHashSet<>();
        final Set<String> labels = new LinkedHashSet<>();
        final List<Part> parts = new ArrayList<>();
        final ArrayNode kept = JsonInput.NODES.arrayNode();
    }

    void convert(JsonNode node, String path) throws IntakeFault {
        if (MispText.truth(node, "deleted")) {
            event.remarks.add(Loss.DELETED, path);
            return;
        }
        String uuid = MispText.uuid(node);
        if (uuid == null) {
            event.remarks.add(Loss.NO_UUID, path);
            return;
        }
        Gathered gathered = gather(node, path);
        List<ObjectNode> all = new ArrayList<>(gathered.sketch.objects(uuid));
        all.addAll(gathered.drawn);
        String observed = observed(node, path, uuid, gathered, all);
        if (observed == null) {
            event.remarks.add(Loss.EMPTY, path);
            return;
        }
        String main = indicator(node, path, uuid, gathered, observed);
        event.name(uuid, main);
        for (Part part : gathered.parts) {
            event.name(part.uuid(), main);
            attributes.around(part, main);
        }
        event.forEach(node, path, "ObjectReference", (reference, at) -> waiting.add(new Waiting(reference, at, main)));
        leftOver(node, path);
    }

    private Gathered gather(JsonNode node, String path) throws IntakeFault {
        Gathered gathered = new Gathered();
        String template = MispText.text(node, "name");
        event.limit(node, path, gathered.labels);
        event.forEach(node, path, "Attribute", (attribute, at) -> {
            String own = MispText.uuid(attribute);
            if (MispText.truth(attribute, "deleted")) {
                event.remarks.add(Loss.DELETED, at);
            } else if (own == null) {
                event.remarks.add(Loss.NO_UUID, at);
            } else {
                take(attributes.part(attribute, at, own), template, gathered);
                attributes.leftOver(attribute, at);
            }
        });
        return gathered;
    }

    private void take(Part part, String template, Gathered gathered) {
        gathered.parts.add(part);
        gathered.markings.addAll(part.markings());
        gathered.labels.addAll(part.labels());
        ObjectNode kept = gathered.kept.addObject().put("uuid", part.uuid());
        MispAttributes.keep(part, kept);
        String path = ObjectTemplates.path(template, MispText.text(part.node(), "object_relation"));
        Fact fact = path == null ? null : ValueForm.fact(path, part.value());
        if (fact != null && gathered.sketch.draw(fact)) {
            if (part.toIds()) {
                gathered.asked.add(fact);
            }
        } else {
            alone(part, template, gathered);
        }
    }

    /** An attribute that the template has no place for: the objects of its type, and a pattern of its own. */
    private void alone(Part part, String template, Gathered gathered) {
        List<Fact> facts = attributes.facts(part);
        if (facts != null
                && template.equals("file")
                && facts.stream().allMatch(fact -> fact.type().equals("file"))) {
            List<Fact> placed = facts.stream().filter(gathered.sketch::draw).toList();
            if (placed.size() == facts.size()) {
                if (part.toIds()) {
                    placed.stream()
                            .filter(fact -> !fact.path().contains("content_ref"))
                            .forEach(gathered.asked::add);
                }
                return;
            }
        }
        Sketch own = new Sketch();
        List<Fact> drawn = facts == null ? List.of() : facts;
        drawn.forEach(own::draw);
        List<ObjectNode> objects = own.objects(part.uuid());
        if (objects.isEmpty() && !part.type().isEmpty() && !part.value().isEmpty()) {
            event.remarks.add(Loss.CUSTOM_ATTRIBUTE, part.path());
            objects = List.of(MispOrigin.attribute(part.type(), part.value()));
        }
        gathered.drawn.addAll(objects);
        String pattern = part.toIds() ? pattern(part, drawn) : null;
        if (pattern != null) {
            gathered.alternatives.add(pattern);
        } else if (part.toIds()) {
            event.remarks.add(Loss.NO_PATTERN, part.path());
        }
    }

    private static @Nullable String pattern(Part part, List<Fact> facts) {
        if (AttributeTypes.of(part.type()) instanceof AttributeTypes.Rule(String type) && type.equals("stix")) {
            return MispAttributes.isPattern(part.value()) ? "(" + part.value() + ")" : null;
        }
        String pattern = Sketch.pattern(facts.stream()
                .filter(fact -> !fact.path().contains("content_ref"))
                .toList());
        return pattern != null && MispAttributes.isPattern(pattern) ? pattern : null;
    }

    private @Nullable String observed(JsonNode node, String path, String uuid, Gathered gathered, List<ObjectNode> all)
            throws IntakeFault {
        String time = MispText.seconds(node, "timestamp");
        Set<String> ids = new LinkedHashSet<>();
        for (ObjectNode object : all) {
            event.frame.mark(object, gathered.markings);
            if (event.put(object, path)) {
                ids.add(object.path("id").asString());
            }
        }
        if (ids.isEmpty()) {
            return null;
        }
        ObjectNode observed = event.frame.object("observed-data", "observed-data--" + uuid, time, gathered.markings);
        MispAttributes.seen(observed, node, time != null ? time : event.frame.time());
        ids.forEach(observed.putArray("object_refs")::add);
        MispEvent.labels(observed, gathered.labels);
        ObjectNode extension = MispOrigin.extend(observed);
        for (String name : KEPT) {
            String text = MispText.text(node, name);
            if (!text.isEmpty()) {
                extension.put(name.replace('-', '_'), text);
            }
        }
        if (!gathered.kept.isEmpty()) {
            extension.set("attributes", gathered.kept);
        }
        return event.put(observed, path) ? observed.path("id").asString() : null;
    }

    /** The id of the indicator that is based on the observed data, or that of the observed data where there is none. */
    private String indicator(JsonNode node, String path, String uuid, Gathered gathered, String observed)
            throws IntakeFault {
        List<String> patterns = new ArrayList<>();
        String together = Sketch.pattern(gathered.asked);
        if (together != null) {
            patterns.add(together);
        }
        patterns.addAll(gathered.alternatives);
        String pattern = String.join(" OR ", patterns);
        if (pattern.isEmpty()) {
            return observed;
        }
        if (!MispAttributes.isPattern(pattern)) {
            event.remarks.add(Loss.NO_PATTERN, path);
            return observed;
        }
        String time = MispText.seconds(node, "timestamp");
        ObjectNode indicator = event.frame.object("indicator", "indicator--" + uuid, time, gathered.markings);
        String comment = MispText.text(node, "comment");
        if (!comment.isEmpty()) {
            indicator.put("description", comment);
        }
        String from = MispText.time(node, "first_seen");
        indicator.put("pattern", pattern).put("pattern_type", "stix");
        indicator.put("valid_from", from != null ? from : time != null ? time : event.frame.time());
        MispEvent.labels(indicator, gathered.labels);
        if (!event.put(indicator, path)) {
            return observed;
        }
        String id = indicator.path("id").asString();
        event.relate(id, "based-on", observed, null, "", path);
        return id;
    }

    /** The references between objects, now that all have names. */
    void references() throws IntakeFault {
        for (Waiting reference : waiting) {
            JsonNode node = reference.node();
            String target = event.named(MispText.text(node, "referenced_uuid").toLowerCase(Locale.ROOT));
            if (MispText.truth(node, "deleted")) {
                event.remarks.add(Loss.DELETED, reference.path());
            } else if (target == null || target.equals(reference.source())) {
                event.remarks.add(Loss.REFERENCE, reference.path());
            } else {
                relate(reference, target);
            }
        }
    }

    private void relate(Waiting reference, String target) throws IntakeFault {
        String written = MispText.text(reference.node(), "relationship_type");
        String type =
                written.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        if (!type.equals(written)) {
            event.remarks.add(Loss.RELATIONSHIP_TYPE, reference.path());
        }
        event.relate(
                reference.source(),
                type.isEmpty() ? "related-to" : type,
                target,
                MispText.uuid(reference.node()),
                MispText.text(reference.node(), "comment"),
                reference.path());
    }

    private void leftOver(JsonNode node, String path) {
        for (String name : node.propertyNames()) {
            if (!TAKEN.contains(name) && !KEPT.contains(name)) {
                Leftover.say(node, name, path, event.remarks);
            }
        }
    }
}
