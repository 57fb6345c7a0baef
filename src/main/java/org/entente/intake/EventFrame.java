package org.entente.intake;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What all objects of one MISP event have in common.
 *
 * <p>{@code created} is the event's date, as that is what does not change when the event does; {@code modified} is the later
 * of the thing's own time and the event's. MISP moves the event's time when its tags change, and the tags mark all that
 * is in it: so a stricter marking always comes as a newer version.
 *
 * @param date the event's date at midnight, or null
 * @param time the event's time
 * @param creator the identity of the organisation that made the event, or null
 * @param markings ids of what marks the whole event
 */
record EventFrame(
        @Nullable String date, String time, @Nullable String creator, List<String> markings) {
    EventFrame {
        markings = List.copyOf(markings);
    }

    /** A versioned object with its common properties; all others are still to be set. */
    ObjectNode object(String type, String id, @Nullable String ownTime, Set<String> ownMarkings) {
        String modified = ownTime == null || StixTimestamp.compare(ownTime, time) < 0 ? time : ownTime;
        String created = date == null || StixTimestamp.compare(modified, date) < 0 ? modified : date;
        ObjectNode object =
                JsonInput.object().put("type", type).put("spec_version", "2.1").put("id", id);
        if (creator != null) {
            object.put("created_by_ref", creator);
        }
        object.put("created", created).put("modified", modified);
        mark(object, ownMarkings);
        return object;
    }

    /** A cyber-observable object marked as the event is; its identifier is set already. */
    void mark(ObjectNode object, Set<String> ownMarkings) {
        Set<String> all = new LinkedHashSet<>(markings);
        all.addAll(ownMarkings);
        if (!all.isEmpty()) {
            new ArrayList<>(all).forEach(object.putArray("object_marking_refs")::add);
        }
    }
}
