package org.entente.taxii;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.entente.exchange.Feed;
import org.entente.exchange.Feed.Filter;
import org.entente.exchange.Feed.Item;
import org.entente.exchange.Feed.Page;
import org.entente.exchange.ObjectSequence;
import org.entente.http.Answer;
import org.entente.http.Call;
import org.entente.stix.StixId;

/**
 * A page of objects as the envelope of TAXII 2.1 section 3.7.
 *
 * <p>This is the path that matters for speed, so nothing is parsed and nothing is cached: one buffer takes the frame and the
 * released bytes straight from the journal, and is written once.
 */
final class Envelope {
    /** The most bytes of a page's objects; a page ends earlier rather than exceed it, save for one object alone. */
    static final int MAX_BYTES = 8 << 20;

    private static final byte[] EMPTY = ascii("{}");
    private static final byte[] LAST = ascii("{\"more\":false");
    private static final byte[] OBJECTS = ascii(",\"objects\":[");
    private static final byte[] END = ascii("]}");

    private Envelope() {}

    /** Whether the collection shows any version of any of these objects. */
    static boolean holds(ObjectSequence objects, Set<StixId> ids) {
        Page one = objects.page(new Filter(Long.MIN_VALUE, ids, Set.of(), Feed.Versions.ALL), null, 1);
        return !one.items().isEmpty();
    }

    /** The page, which is the one that the query asks for, or the beginning of it that fits into one answer. */
    static Answer answer(Call call, ObjectSequence objects, ObjectQuery query, Page page) {
        int fitting = fitting(page.items());
        Page sent = fitting < page.items().size() ? objects.page(query.filter(), query.next(), fitting) : page;
        return PageAnswer.of(call, sent, () -> sent.items().isEmpty() ? empty(sent) : full(call, objects, sent));
    }

    private static int fitting(List<Item> items) {
        long bytes = 0;
        for (int i = 0; i < items.size(); i++) {
            bytes += items.get(i).length();
            if (bytes > MAX_BYTES && i > 0) {
                return i;
            }
        }
        return items.size();
    }

    private static ByteBuffer empty(Page page) {
        return ByteBuffer.wrap(page.next() == null ? EMPTY : ascii(more(page.next()) + "}"));
    }

    private static ByteBuffer full(Call call, ObjectSequence objects, Page page) {
        List<Item> items = page.items();
        byte[] head = page.next() == null ? LAST : ascii(more(page.next()));
        int frame = head.length + OBJECTS.length + items.size() - 1 + END.length;
        ByteBuffer body = call.buffer(Math.addExact(frame, bytes(items)));
        body.put(head).put(OBJECTS);
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                body.put((byte) ',');
            }
            objects.copy(items.get(i), body);
        }
        return body.put(END).flip();
    }

    /** The cursor is base64url, which needs no escaping. */
    private static String more(String next) {
        return "{\"more\":true,\"next\":\"" + next + "\"";
    }

    private static int bytes(List<Item> items) {
        int bytes = 0;
        for (Item item : items) {
            bytes = Math.addExact(bytes, item.length());
        }
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
