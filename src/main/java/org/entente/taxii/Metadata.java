package org.entente.taxii;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.entente.exchange.Feed.Item;
import org.entente.exchange.Feed.Label;
import org.entente.exchange.Feed.Page;
import org.entente.exchange.Micros;
import org.entente.exchange.ObjectSequence;
import org.entente.http.Answer;
import org.entente.http.Call;

/**
 * Pages that tell of objects without showing them: the manifest (TAXII 2.1 section 5.3.1) and the versions of one object
 * (section 5.8.1). Neither resource has the property {@code next}; after {@code "more":true} a client goes on with
 * {@code added_after}, or with the cursor that the objects of the same filter have at that place.
 *
 * <p>Identifiers, timestamps and media types need no escaping.
 */
final class Metadata {
    private static final String MEDIA_TYPE = "\",\"media_type\":\"" + Media.STIX + "\"}";

    private Metadata() {}

    /** The page as a manifest. */
    static Answer manifest(Call call, ObjectSequence objects, Page page) {
        return answer(call, page, "objects", item -> {
            Label label = objects.label(item);
            return "{\"id\":\"" + label.id() + "\",\"date_added\":\"" + Micros.text(item.micros()) + "\",\"version\":\""
                    + label.version() + MEDIA_TYPE;
        });
    }

    /** The page, which is of one object, as its versions. */
    static Answer versions(Call call, ObjectSequence objects, Page page) {
        return answer(call, page, "versions", item -> '"' + objects.label(item).version() + '"');
    }

    private static Answer answer(Call call, Page page, String property, Function<Item, String> record) {
        return PageAnswer.of(call, page, () -> body(page, property, record));
    }

    private static ByteBuffer body(Page page, String property, Function<Item, String> record) {
        StringBuilder json = new StringBuilder("{");
        if (page.next() != null) {
            json.append("\"more\":true");
        } else if (!page.items().isEmpty()) {
            json.append("\"more\":false");
        }
        String before = ",\"" + property + "\":[";
        for (Item item : page.items()) {
            json.append(before).append(record.apply(item));
            before = ",";
        }
        json.append(page.items().isEmpty() ? "}" : "]}");
        return ByteBuffer.wrap(json.toString().getBytes(US_ASCII));
    }
}
