package org.entente.taxii;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.entente.exchange.Feed.Item;
import org.entente.exchange.Feed.Page;
import org.entente.exchange.Micros;
import org.entente.http.Answer;
import org.entente.http.Call;
import org.entente.http.Statuses;
import org.jspecify.annotations.Nullable;

/**
 * What every page of a feed is answered with, whatever its body: the dates of TAXII 2.1 section 3.2 and a validator, so that
 * a client that asks for a page again gets it only if it changed (RFC 9110 sections 8.8.3 and 13.1.2).
 */
final class PageAnswer {
    /** A client may keep what it read, but has to ask each time: a suspended feed answers nothing, not even that. */
    private static final String CACHING = "private, no-cache";

    private PageAnswer() {}

    /** The answer for that page; the body is only made where the client does not have it yet. */
    static Answer of(Call call, Page page, Supplier<ByteBuffer> body) {
        // Weak, because the same page may be coded or not.
        String tag = "W/\"" + page.tag() + "\"";
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", tag);
        headers.put("Cache-Control", CACHING);
        List<Item> items = page.items();
        if (!items.isEmpty()) {
            dates(headers, items.getFirst().micros(), items.getLast().micros());
        } else if (page.next() != null) {
            // The feed looked as far as one page may look; a client that pages by time goes on from there.
            dates(headers, page.reachedMicros(), page.reachedMicros());
        }
        return has(call.header("If-None-Match"), tag)
                ? new Answer(Statuses.NOT_MODIFIED, Media.TAXII, headers, ByteBuffer.allocate(0))
                : new Answer(Statuses.OK, Media.TAXII, headers, body.get());
    }

    private static void dates(Map<String, String> headers, long first, long last) {
        headers.put("X-TAXII-Date-Added-First", Micros.text(first));
        headers.put("X-TAXII-Date-Added-Last", Micros.text(last));
    }

    /** Whether the value of an If-None-Match header names the tag, weakly compared; ours hold no comma. */
    static boolean has(@Nullable String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        String opaque = opaque(tag);
        for (String one : ifNoneMatch.split(",", -1)) {
            String known = opaque(one.strip());
            if (known.equals("*") || known.equals(opaque)) {
                return true;
            }
        }
        return false;
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
