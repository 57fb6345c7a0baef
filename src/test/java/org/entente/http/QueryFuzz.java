package org.entente.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.exchange.Failure;

/** Any text, to the reader of queries: it is refused, or what was read, written anew, reads as the same. */
public final class QueryFuzz {
    private static final Set<Failure.Code> REFUSALS = Set.of(Failure.Code.INVALID, Failure.Code.LIMIT);

    private QueryFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Query query;
        try {
            query = Query.parse(new String(input, UTF_8));
        } catch (Failure failure) {
            assertTrue(REFUSALS.contains(failure.code()));
            return;
        }
        assertTrue(query.parameters().size() <= Query.MAX_PARAMETERS);
        String anew = query.parameters().stream()
                .map(each -> URLEncoder.encode(each.name(), UTF_8) + "=" + URLEncoder.encode(each.value(), UTF_8))
                .collect(Collectors.joining("&"));
        assertEquals(query, Query.parse(anew));
    }
}
