package org.entente.intake;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Organisations of MISP as identities, which keep their UUID. */
final class MispOrganisations {
    private MispOrganisations() {}

    /** The id of the identity, which is in the harvest then; null where there is no organisation with a UUID. */
    static @Nullable String put(JsonNode organisation, String path, Harvest harvest, Remarks remarks)
            throws IntakeFault {
        if (!organisation.isObject()) {
            return null;
        }
        String uuid = MispText.uuid(organisation);
        if (uuid == null) {
            remarks.add(Loss.NO_UUID, path);
            return null;
        }
        String id = "identity--" + uuid;
        String name = MispText.text(organisation, "name");
        boolean added = harvest.has(id)
                || harvest.add(
                        JsonInput.object()
                                .put("type", "identity")
                                .put("spec_version", "2.1")
                                .put("id", id)
                                .put("created", MispEvent.NO_TIME)
                                .put("modified", MispEvent.NO_TIME)
                                .put("name", name.isEmpty() ? uuid : name)
                                .put("identity_class", "organization"),
                        path);
        return added ? id : null;
    }
}
