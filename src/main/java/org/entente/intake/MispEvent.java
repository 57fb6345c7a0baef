package org.entente.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.intake.MispGalaxies.Clusters;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One MISP event on its way to STIX: what its parts share, and what was made so far. */
final class MispEvent {
    /**
     * The time of what has none in MISP, organisations and public clusters: any version with a real time is newer, and two
     * events give the same bytes.
     */
    static final String NO_TIME = "1970-01-01T00:00:00.000Z";

    private static final Set<String> TAKEN = Set.of(
            "uuid", "info", "timestamp", "Orgc", "Attribute", "Object", "Tag", "Galaxy", "EventReport", "published");

    /** What the extension keeps, so that nothing that an analyst entered is lost. */
    private static final List<String> KEPT = List.of(
            "date",
            "threat_level_id",
            "analysis",
            "distribution",
            "published",
            "publish_timestamp",
            "timestamp",
            "extends_uuid");

    private static final String ORGANISATIONS_ONLY = "0";
    private static final String SHARING_GROUP = "4";
    private static final String INHERITED = "5";

    final String path;
    final Harvest harvest;
    final Remarks remarks;
    final EventFrame frame;
    final MispTags tags;
    private final JsonNode event;
    private final Set<String> refs = new LinkedHashSet<>();
    private final Map<String, String> byUuid = new HashMap<>();
    private final List<ObjectNode> links = new ArrayList<>();

    private MispEvent(JsonNode event, String path, EventFrame frame, MispTags tags, Harvest harvest, Remarks remarks) {
        this.event = event;
        this.path = path;
        this.frame = frame;
        this.tags = tags;
        this.harvest = harvest;
        this.remarks = remarks;
    }

    static void convert(JsonNode event, String path, Harvest harvest, Remarks remarks) throws IntakeFault {
        String uuid = MispText.uuid(event);
        if (uuid == null) {
            remarks.add(Loss.NO_UUID, path);
            return;
        }
        String date = MispText.date(event, "date");
        String own = MispText.seconds(event, "timestamp");
        String time = own != null ? own : MispText.seconds(event, "publish_timestamp");
        if (time == null && date == null) {
            remarks.add(Loss.NO_TIME, path);
            return;
        }
        MispTags tags = MispTags.read(event, path, harvest, remarks);
        String creator = MispOrganisations.put(event.path("Orgc"), path + ".Orgc", harvest, remarks);
        EventFrame frame =
                new EventFrame(date, time != null ? time : String.valueOf(date), creator, List.copyOf(tags.markings()));
        new MispEvent(event, path, frame, tags, harvest, remarks).run(uuid);
    }

    private void run(String uuid) throws IntakeFault {
        harvest.add(MispOrigin.author(), path);
        harvest.add(MispOrigin.definition(), path);
        boolean published = MispText.truth(event, "published");
        String id = (published ? "report--" : "grouping--") + uuid;
        byUuid.put(uuid, id);
        MispAttributes attributes = new MispAttributes(this, id);
        MispObjects objects = new MispObjects(this, attributes);
        forEach(event, path, "Attribute", attributes::convert);
        forEach(event, path, "Object", objects::convert);
        Clusters clusters = MispGalaxies.convert(event, path, this, Set.of());
        attributes.finish();
        objects.references();
        report(id, published, clusters.labels(tags));
        forEach(event, path, "EventReport", (report, at) -> eventReport(report, at, id));
        leftOver();
    }

    /** Something to do with one item of a list. */
    interface Step {
        void take(JsonNode node, String at) throws IntakeFault;
    }

    void forEach(JsonNode holder, String at, String name, Step step) throws IntakeFault {
        JsonNode list = holder.path(name);
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.path(i);
            String where = Paths.item(at + "." + name, i);
            if (item.isObject()) {
                step.take(item, where);
            } else {
                remarks.add(Loss.NOT_AN_OBJECT, where);
            }
        }
    }

    /** Puts an object of this event in the harvest and among what the report holds; whether it is valid. */
    boolean put(ObjectNode object, String at) throws IntakeFault {
        boolean added = harvest.add(object, at);
        if (added) {
            refs.add(object.path("id").asString());
        }
        return added;
    }

    void name(@Nullable String uuid, String id) {
        if (uuid != null) {
            byUuid.put(uuid, id);
        }
    }

    /** The object that a thing of this event became, or null. */
    @Nullable
    String named(String uuid) {
        return byUuid.get(uuid);
    }

    void link(ObjectNode reference) {
        links.add(reference);
    }

    /** The label for a limited distribution, where the thing has one of its own or inherits one. */
    void limit(JsonNode thing, String at, Collection<String> labels) {
        String own = MispText.text(thing, "distribution");
        String level = own.isEmpty() || own.equals(INHERITED) ? MispText.text(event, "distribution") : own;
        if (level.equals(ORGANISATIONS_ONLY) || level.equals(SHARING_GROUP)) {
            labels.add(
                    level.equals(SHARING_GROUP) ? "misp-distribution:sharing-group" : "misp-distribution:organisation");
            remarks.once(Loss.DISTRIBUTION, at);
        }
    }

    static void labels(ObjectNode object, Collection<String> labels) {
        if (!labels.isEmpty()) {
            new LinkedHashSet<>(labels).forEach(object.putArray("labels")::add);
        }
    }

    /** A relationship of this event, with an identifier of its own or one made from its ends. */
    void relate(String source, String type, String target, @Nullable String uuid, String description, String at)
            throws IntakeFault {
        String id = uuid != null ? "relationship--" + uuid : DerivedId.of("relationship", source, type, target);
        ObjectNode relationship = frame.object("relationship", id, null, Set.of());
        relationship.put("relationship_type", type);
        if (!description.isEmpty()) {
            relationship.put("description", description);
        }
        put(relationship.put("source_ref", source).put("target_ref", target), at);
    }

    private void report(String id, boolean published, Set<String> labels) throws IntakeFault {
        ObjectNode report = frame.object(published ? "report" : "grouping", id, null, Set.of());
        report.put("name", MispText.text(event, "info"));
        if (published) {
            String at = MispText.seconds(event, "publish_timestamp");
            report.put("published", at != null ? at : frame.time());
        } else {
            report.put("context", "unspecified");
        }
        limit(event, path, labels);
        labels(report, labels);
        if (!links.isEmpty()) {
            report.putArray("external_references").addAll(links);
        }
        if (refs.isEmpty()) {
            // A report must hold something; an event without content holds the name of who made it, or of the
            // extension.
            refs.add(frame.creator() != null ? frame.creator() : MispOrigin.ID);
        }
        refs.forEach(report.putArray("object_refs")::add);
        ObjectNode extension = MispOrigin.extend(report);
        KEPT.forEach(name -> keep(event, name, extension));
        keep(event.path("Org"), "uuid", "org_uuid", extension);
        keep(event.path("Org"), "name", "org_name", extension);
        harvest.add(report, path);
    }

    static void keep(JsonNode source, String name, ObjectNode extension) {
        keep(source, name, name, extension);
    }

    private static void keep(JsonNode source, String name, String as, ObjectNode extension) {
        String text = MispText.text(source, name);
        if (!text.isEmpty()) {
            extension.put(as, text);
        }
    }

    private void eventReport(JsonNode source, String at, String id) throws IntakeFault {
        String uuid = MispText.uuid(source);
        if (MispText.truth(source, "deleted")) {
            remarks.add(Loss.DELETED, at);
        } else if (uuid == null) {
            remarks.add(Loss.NO_UUID, at);
        } else {
            ObjectNode note = frame.object("note", "note--" + uuid, MispText.seconds(source, "timestamp"), Set.of());
            note.put("abstract", MispText.text(source, "name")).put("content", MispText.text(source, "content"));
            note.putArray("object_refs").add(id);
            harvest.add(note, at);
        }
    }

    private void leftOver() {
        for (String name : event.propertyNames()) {
            if (!TAKEN.contains(name) && !KEPT.contains(name) && !name.equals("Org")) {
                Leftover.say(event, name, path, remarks);
            }
        }
    }
}
