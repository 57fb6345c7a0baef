package org.entente.memorandum;

import java.util.UUID;
import org.entente.stix.CanonicalJson;
import org.entente.stix.NameUuid;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A grant between one giver and one receiver; both nodes derive the same one from the signed text. Whether it is in
 * force or suspended is the {@link Standing} of its memorandum.
 *
 * @param id also the identifier of its feed as a TAXII collection; made by {@link #idOf}
 * @param memorandum the memorandum's identifier
 * @param version the memorandum's version that the terms are taken from
 * @param grant the grant's identifier in that memorandum
 * @param giver the organisation that releases
 * @param receiver the organisation that receives
 */
public record Contract(UUID id, UUID memorandum, int version, String grant, String giver, String receiver) {
    /** The namespace of contract identifiers; part of the format, never to change. */
    static final UUID NAMESPACE = UUID.fromString("2e84372e-50dd-4986-a212-33c34a8287a4");

    static Contract of(Memorandum memorandum, Grant grant, String receiver) {
        UUID id = idOf(memorandum.id(), grant.id(), grant.from(), receiver);
        return new Contract(id, memorandum.id(), memorandum.version(), grant.id(), grant.from(), receiver);
    }

    /**
     * The identifier, a UUID version 5 (RFC 9562 section 5.5) over the RFC 8785 form of the list of the memorandum's
     * URN, the grant, the giver and the receiver. The version is left out, so that an amended grant keeps its feed.
     */
    public static UUID idOf(UUID memorandum, String grant, String giver, String receiver) {
        byte[] name = CanonicalJson.of(JsonNodeFactory.instance
                .arrayNode()
                .add("urn:uuid:" + memorandum)
                .add(grant)
                .add(giver)
                .add(receiver));
        return NameUuid.version5(NAMESPACE, name);
    }
}
