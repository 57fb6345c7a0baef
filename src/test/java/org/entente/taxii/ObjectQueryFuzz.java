package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.function.Function;
import org.entente.exchange.Failure;
import org.entente.http.Query;
import org.entente.stix.StixId;

/**
 * Any query, to the three kinds of calls for objects: it is refused for what the client did wrong, or asks for a page within
 * the limits, the same each time.
 */
public final class ObjectQueryFuzz {
    private static final Set<Failure.Code> REFUSALS = Set.of(Failure.Code.INVALID, Failure.Code.LIMIT);
    private static final StixId ID = new StixId("identity--f431f809-377b-45e0-aa1c-6a4751cae5ff");

    private ObjectQueryFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, UTF_8);
        check(text, ObjectQuery::ofObjects);
        check(text, query -> ObjectQuery.ofObject(query, ID));
        check(text, query -> ObjectQuery.ofVersions(query, ID));
        check(text, query -> ObjectQuery.ofVersions(query, null));
    }

    private static void check(String text, Function<Query, ObjectQuery> reading) {
        ObjectQuery asked;
        try {
            asked = reading.apply(Query.parse(text));
        } catch (Failure failure) {
            assertTrue(REFUSALS.contains(failure.code()));
            return;
        }
        assertTrue(asked.limit() >= 1 && asked.limit() <= ObjectQuery.MAX_LIMIT);
        assertEquals(asked, reading.apply(Query.parse(text)));
    }
}
