package org.entente.intake;

import org.entente.intake.MispAttributes.Part;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sightings of an attribute: seen, a false positive, or the day on which the attribute expires. */
final class MispSightings {
    private static final String SEEN = "0";
    private static final String FALSE_POSITIVE = "1";
    private static final String EXPIRES = "2";

    private MispSightings() {}

    static void convert(Part part, String id, MispEvent event) throws IntakeFault {
        event.forEach(part.node(), part.path(), "Sighting", (sighting, at) -> {
            String uuid = MispText.uuid(sighting);
            String time = MispText.seconds(sighting, "date_sighting");
            String type = MispText.text(sighting, "type");
            if (uuid == null) {
                event.remarks.add(Loss.NO_UUID, at);
            } else if (time == null) {
                event.remarks.add(Loss.NO_TIME, at);
            } else if ((type.isEmpty() || type.equals(SEEN)) && !id.startsWith("note--")) {
                seen(part, sighting, "sighting--" + uuid, id, time, at, event);
            } else if (type.equals(FALSE_POSITIVE)) {
                falsePositive(part, "opinion--" + uuid, id, time, at, event);
            } else if (!type.equals(EXPIRES) || !id.startsWith("indicator--")) {
                event.remarks.add(Loss.SIGHTING, at);
            }
        });
    }

    /** The earliest day on which a sighting lets the attribute expire, or null. */
    static @Nullable String expiration(JsonNode attribute) {
        String earliest = null;
        for (JsonNode sighting : attribute.path("Sighting")) {
            String time = MispText.seconds(sighting, "date_sighting");
            if (MispText.text(sighting, "type").equals(EXPIRES)
                    && time != null
                    && (earliest == null || StixTimestamp.compare(time, earliest) < 0)) {
                earliest = time;
            }
        }
        return earliest;
    }

    private static void seen(Part part, JsonNode source, String id, String of, String time, String at, MispEvent event)
            throws IntakeFault {
        ObjectNode sighting = event.frame.object("sighting", id, time, part.markings());
        String text = MispText.text(source, "source");
        if (!text.isEmpty()) {
            sighting.put("description", text);
        }
        sighting.put("first_seen", time).put("last_seen", time).put("count", 1).put("sighting_of_ref", of);
        String where =
                MispOrganisations.put(source.path("Organisation"), at + ".Organisation", event.harvest, event.remarks);
        if (where != null) {
            sighting.putArray("where_sighted_refs").add(where);
        }
        event.put(sighting, at);
    }

    private static void falsePositive(Part part, String id, String of, String time, String at, MispEvent event)
            throws IntakeFault {
        ObjectNode opinion = event.frame.object("opinion", id, time, part.markings());
        opinion.put("explanation", "Sighted in MISP as a false positive.").put("opinion", "strongly-disagree");
        opinion.putArray("object_refs").add(of);
        event.put(opinion, at);
    }
}
