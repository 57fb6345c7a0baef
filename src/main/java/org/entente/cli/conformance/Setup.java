package org.entente.cli.conformance;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the suite is told of the server. It writes only to collections that are named as writable here.
 *
 * @param server scheme, host and port; no path
 * @param apiRoot path of the API root with both slashes, or null for the one that discovery names
 * @param second another client with other rights, or null
 * @param readCollection id of a collection that the client may only read, or null
 * @param writeCollection id of a collection that the client may only write, or null
 * @param readWriteCollection id of a collection in which the client may read, write and delete, or null
 * @param closedCollection id of a collection in which the client may do nothing, or null
 * @param objects STIX objects to post besides the suite's own
 * @param patience how long a request to add objects may stay pending
 */
public record Setup(
        URI server,
        @Nullable String apiRoot,
        Credential credential,
        @Nullable Credential second,
        @Nullable String readCollection,
        @Nullable String writeCollection,
        @Nullable String readWriteCollection,
        @Nullable String closedCollection,
        List<ObjectNode> objects,
        Duration patience) {

    /** How long a request to add objects may usually stay pending. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    public Setup {
        objects = List.copyOf(objects);
    }
}
