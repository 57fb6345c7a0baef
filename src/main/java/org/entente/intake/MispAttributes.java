package org.entente.intake;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.entente.intake.AttributeTypes.Form;
import org.entente.intake.MispGalaxies.Clusters;
import org.entente.intake.Sketch.Fact;
import org.entente.stix.StixTimestamp;
import org.entente.stix.pattern.PatternReader;
import org.entente.stix.pattern.PatternReading;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Attributes of one event, each by itself. */
final class MispAttributes {
    /** The longest payload, in characters of base64, that an object can hold. */
    private static final int MAX_PAYLOAD = IntakeLimits.MAX_STRING_CHARS - (1 << 16);

    private static final Set<String> TAKEN = Set.of(
            "uuid",
            "type",
            "value",
            "to_ids",
            "timestamp",
            "deleted",
            "data",
            "Tag",
            "Galaxy",
            "Sighting",
            "object_relation",
            "Attribute");

    private static final List<String> KEPT =
            List.of("category", "comment", "to_ids", "distribution", "first_seen", "last_seen", "object_relation");

    private final MispEvent event;
    private final String reportId;
    private final List<ObjectNode> notes = new ArrayList<>();
    private final List<String> notePaths = new ArrayList<>();

    MispAttributes(MispEvent event, String reportId) {
        this.event = event;
        this.reportId = reportId;
    }

    /** One attribute with its tags, clusters and sightings. */
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
        Part part = part(node, path, uuid);
        String id = make(part);
        if (id != null) {
            event.name(uuid, id);
            around(part, id);
        }
        leftOver(node, path);
    }

    /**
     * An attribute that is not deleted.
     *
     * @param time its own time, or null
     * @param clusters ids of the objects of its clusters
     */
    record Part(
            JsonNode node,
            String path,
            String uuid,
            String type,
            String value,
            boolean toIds,
            @Nullable String time,
            Set<String> markings,
            Set<String> labels,
            Set<String> clusters) {}

    Part part(JsonNode node, String path, String uuid) throws IntakeFault {
        MispTags tags = MispTags.read(node, path, event.harvest, event.remarks);
        Clusters clusters = MispGalaxies.convert(node, path, event, tags.markings());
        Set<String> labels = clusters.labels(tags);
        event.limit(node, path, labels);
        return new Part(
                node,
                path,
                uuid,
                MispText.text(node, "type"),
                MispText.text(node, "value"),
                MispText.truth(node, "to_ids"),
                MispText.seconds(node, "timestamp"),
                tags.markings(),
                labels,
                clusters.ids());
    }

    /** Relationships to its clusters, and its sightings. */
    void around(Part part, String id) throws IntakeFault {
        String verb = id.startsWith("indicator--") ? "indicates" : "related-to";
        for (String cluster : part.clusters()) {
            boolean indicates = verb.equals("indicates")
                    && !cluster.startsWith("course-of-action--")
                    && !cluster.startsWith("vulnerability--");
            event.relate(id, indicates ? verb : "related-to", cluster, null, "", part.path());
        }
        MispSightings.convert(part, id, event);
    }

    private @Nullable String make(Part part) throws IntakeFault {
        Form form = AttributeTypes.of(part.type());
        return switch (form) {
            case null -> custom(part);
            case AttributeTypes.Observable _, AttributeTypes.PatternOnly _, AttributeTypes.Payload _ ->
                observable(part);
            case AttributeTypes.Rule(String patternType) -> rule(part, patternType);
            case AttributeTypes.Named(String type) -> named(part, type);
            case AttributeTypes.Note _ -> note(part);
            case AttributeTypes.Link _ -> link(part);
        };
    }

    private @Nullable String observable(Part part) throws IntakeFault {
        List<Fact> facts = facts(part);
        if (facts == null) {
            return custom(part);
        }
        String pattern = part.toIds() ? Sketch.pattern(facts) : null;
        if (pattern != null && isPattern(pattern) && !hasPayload(facts)) {
            return indicator(part, "stix", pattern);
        }
        if (part.toIds() && !hasPayload(facts)) {
            event.remarks.add(Loss.NO_PATTERN, part.path());
        }
        Sketch sketch = new Sketch();
        facts.forEach(sketch::draw);
        List<ObjectNode> drawn = sketch.objects(part.uuid());
        if (drawn.isEmpty()) {
            return custom(part);
        }
        String observed = observed(part, drawn);
        if (observed == null || !part.toIds()) {
            return observed;
        }
        return payloadIndicator(part, facts, observed);
    }

    /** A payload is kept whole; what is asked for is its name and hash. */
    private String payloadIndicator(Part part, List<Fact> facts, String observed) throws IntakeFault {
        String pattern = Sketch.pattern(facts.stream()
                .filter(fact -> !fact.path().contains("content_ref"))
                .toList());
        String indicator = pattern != null && isPattern(pattern) ? indicator(part, "stix", pattern) : null;
        if (indicator == null) {
            return observed;
        }
        event.relate(indicator, "based-on", observed, null, "", part.path());
        return indicator;
    }

    private static boolean hasPayload(List<Fact> facts) {
        return facts.stream().anyMatch(fact -> fact.path().contains("content_ref"));
    }

    /** The statements that the attribute makes by its type, or null where it makes none. */
    @Nullable
    List<Fact> facts(Part part) {
        return switch (AttributeTypes.of(part.type())) {
            case AttributeTypes.Observable observable -> AttributeTypes.facts(observable, part.value());
            case AttributeTypes.PatternOnly(String path) -> {
                Fact fact = ValueForm.fact(path, part.value());
                yield fact == null ? null : List.of(fact);
            }
            case AttributeTypes.Payload(boolean sample) -> payload(part, sample);
            case AttributeTypes.Rule _, AttributeTypes.Named _, AttributeTypes.Note _, AttributeTypes.Link _ -> null;
            case null -> null;
        };
    }

    private @Nullable List<Fact> payload(Part part, boolean sample) {
        List<Fact> facts = new ArrayList<>();
        int bar = sample ? part.value().lastIndexOf('|') : -1;
        Fact name = ValueForm.fact(
                "file:name", bar < 0 ? part.value() : part.value().substring(0, bar));
        Fact hash =
                bar < 0 ? null : ValueForm.fact("file:hashes.MD5", part.value().substring(bar + 1));
        if (name == null || (bar >= 0 && hash == null)) {
            return null;
        }
        facts.add(name);
        if (hash != null) {
            facts.add(hash);
        }
        String data = MispText.text(part.node(), "data");
        if (!data.isEmpty() && !isPayload(data)) {
            event.remarks.add(Loss.PROPERTY, part.path() + ".data");
        } else if (!data.isEmpty()) {
            facts.add(Fact.of("file:content_ref/artifact.payload_bin", data));
            if (sample) {
                facts.add(Fact.of("file:content_ref/artifact.mime_type", "application/zip"));
                facts.add(Fact.of("file:content_ref/artifact.encryption_algorithm", "mime-type-indicated"));
                facts.add(Fact.of("file:content_ref/artifact.decryption_key", "infected"));
            }
        }
        return facts;
    }

    private static boolean isPayload(String base64) {
        if (base64.length() > MAX_PAYLOAD) {
            return false;
        }
        try {
            Base64.getDecoder().decode(base64);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The id of an indicator, or null where it is not valid. */
    @Nullable
    String indicator(Part part, String patternType, String pattern) throws IntakeFault {
        ObjectNode indicator =
                event.frame.object("indicator", "indicator--" + part.uuid(), part.time(), part.markings());
        String comment = MispText.text(part.node(), "comment");
        if (!comment.isEmpty()) {
            indicator.put("description", comment);
        }
        String from = MispText.time(part.node(), "first_seen");
        String start = from != null ? from : part.time() != null ? part.time() : event.frame.time();
        indicator.put("pattern", pattern).put("pattern_type", patternType).put("valid_from", start);
        String end = MispSightings.expiration(part.node());
        if (end != null && StixTimestamp.compare(end, start) > 0) {
            indicator.put("valid_until", end);
        }
        MispEvent.labels(indicator, part.labels());
        keep(part, MispOrigin.extend(indicator));
        return event.put(indicator, part.path()) ? indicator.path("id").asString() : null;
    }

    static boolean isPattern(String pattern) {
        return PatternReader.read(pattern) instanceof PatternReading.Read read && read.valid();
    }

    /** The id of observed data that holds these objects, or null where nothing of it is valid. */
    private @Nullable String observed(Part part, List<ObjectNode> drawn) throws IntakeFault {
        ObjectNode observed =
                event.frame.object("observed-data", "observed-data--" + part.uuid(), part.time(), part.markings());
        return observed(observed, part, drawn) ? observed.path("id").asString() : null;
    }

    private boolean observed(ObjectNode observed, Part part, List<ObjectNode> drawn) throws IntakeFault {
        Set<String> ids = new LinkedHashSet<>();
        for (ObjectNode object : drawn) {
            event.frame.mark(object, part.markings());
            if (event.put(object, part.path())) {
                ids.add(object.path("id").asString());
            }
        }
        if (ids.isEmpty()) {
            return false;
        }
        seen(observed, part.node(), part.time() != null ? part.time() : event.frame.time());
        ids.forEach(observed.putArray("object_refs")::add);
        MispEvent.labels(observed, part.labels());
        keep(part, MispOrigin.extend(observed));
        return event.put(observed, part.path());
    }

    /** When it was seen, and how often: MISP gives one observation. */
    static void seen(ObjectNode observed, JsonNode node, String time) {
        String first = MispText.time(node, "first_seen");
        String last = MispText.time(node, "last_seen");
        String from = first != null ? first : last != null && StixTimestamp.compare(last, time) < 0 ? last : time;
        String until = last != null && StixTimestamp.compare(last, from) >= 0 ? last : from;
        observed.put("first_observed", from).put("last_observed", until).put("number_observed", 1);
    }

    private @Nullable String custom(Part part) throws IntakeFault {
        if (part.type().isEmpty() || part.value().isEmpty()) {
            event.remarks.add(Loss.PROPERTY, part.path());
            return null;
        }
        event.remarks.add(part.toIds() ? Loss.NO_PATTERN : Loss.CUSTOM_ATTRIBUTE, part.path());
        if (!MispText.text(part.node(), "data").isEmpty()) {
            event.remarks.add(Loss.PROPERTY, part.path() + ".data");
        }
        return observed(part, List.of(MispOrigin.attribute(part.type(), part.value())));
    }

    private @Nullable String rule(Part part, String patternType) throws IntakeFault {
        boolean good = !part.value().isBlank() && (!patternType.equals("stix") || isPattern(part.value()));
        return good ? indicator(part, patternType, part.value()) : custom(part);
    }

    private @Nullable String named(Part part, String type) throws IntakeFault {
        if (part.value().isBlank()) {
            return custom(part);
        }
        ObjectNode object = event.frame.object(type, type + "--" + part.uuid(), part.time(), part.markings());
        object.put("name", part.value());
        String comment = MispText.text(part.node(), "comment");
        if (!comment.isEmpty()) {
            object.put("description", comment);
        }
        if (type.equals("identity")) {
            object.put("identity_class", "organization");
        }
        if (part.value().matches("CVE-\\d{4}-\\d{4,}")) {
            object.putArray("external_references")
                    .addObject()
                    .put("source_name", "cve")
                    .put("external_id", part.value());
        }
        MispEvent.labels(object, part.labels());
        keep(part, MispOrigin.extend(object));
        return event.put(object, part.path()) ? object.path("id").asString() : null;
    }

    private @Nullable String note(Part part) {
        if (part.value().isEmpty()) {
            event.remarks.add(Loss.PROPERTY, part.path());
            return null;
        }
        ObjectNode note = event.frame.object("note", "note--" + part.uuid(), part.time(), part.markings());
        String comment = MispText.text(part.node(), "comment");
        if (!comment.isEmpty()) {
            note.put("abstract", comment);
        }
        note.put("content", part.value());
        note.putArray("object_refs").add(reportId);
        MispEvent.labels(note, part.labels());
        keep(part, MispOrigin.extend(note));
        // The note speaks of the report, so the report does not hold it: neither could go before the other.
        notes.add(note);
        notePaths.add(part.path());
        return note.path("id").asString();
    }

    private @Nullable String link(Part part) {
        if (ValueForm.fact("url:value", part.value()) == null) {
            event.remarks.add(Loss.CELL, part.path());
            return null;
        }
        ObjectNode reference = JsonInput.object().put("source_name", "MISP link");
        String comment = MispText.text(part.node(), "comment");
        if (!comment.isEmpty()) {
            reference.put("description", comment);
        }
        event.link(reference.put("url", part.value().strip()).put("external_id", part.uuid()));
        return null;
    }

    /** What waited until the report was sure to come. */
    void finish() throws IntakeFault {
        for (int i = 0; i < notes.size(); i++) {
            event.harvest.add(notes.get(i), notePaths.get(i));
        }
    }

    /** All that the attribute says, as it says it. */
    static void keep(Part part, ObjectNode extension) {
        extension.put("misp_type", part.type()).put("misp_value", part.value());
        KEPT.forEach(name -> MispEvent.keep(part.node(), name, extension));
    }

    void leftOver(JsonNode node, String path) {
        for (String name : node.propertyNames()) {
            if (!TAKEN.contains(name) && !KEPT.contains(name)) {
                Leftover.say(node, name, path, event.remarks);
            }
        }
    }
}
