package org.entente.intake;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Properties of MISP's JSON that have no place in the result: what is said of each. */
final class Leftover {
    private static final Set<String> INSTANCE = Set.of(
            "id",
            "event_id",
            "object_id",
            "org_id",
            "orgc_id",
            "sharing_group_id",
            "attribute_count",
            "locked",
            "proposal_email_lock",
            "disable_correlation",
            "template_version",
            "protected",
            "CryptographicKey");
    private static final Set<String> CORRELATION =
            Set.of("RelatedEvent", "RelatedAttribute", "value1", "value2", "Feed", "warnings", "event_uuid");

    private Leftover() {}

    static void say(JsonNode holder, String name, String path, Remarks remarks) {
        JsonNode value = holder.path(name);
        boolean empty = value.isNull()
                || (value.isContainer() && value.isEmpty())
                || value.asString("x").isEmpty();
        if (empty) {
            return;
        }
        String at = Paths.member(path, name);
        if (INSTANCE.contains(name)) {
            remarks.once(Loss.INSTANCE, at);
        } else if (CORRELATION.contains(name)) {
            remarks.once(Loss.CORRELATION, at);
        } else if (name.equals("ShadowAttribute")) {
            remarks.add(Loss.PROPOSAL, at);
        } else if (name.equals("event_creator_email")) {
            remarks.add(Loss.PERSON, at);
        } else {
            remarks.add(Loss.PROPERTY, at);
        }
    }
}
