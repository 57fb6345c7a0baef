package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.entente.exchange.Micros;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Walks the objects of a collection, all versions, page by page in the order in which they were added (TAXII 2.1 sections
 * 3.5 and 5.4). Whether the server goes on for ever is its own affair; that it goes forward is checked.
 */
final class Pages {
    /** Objects that a page is asked for. */
    static final int LIMIT = 1000;

    /** Pages without an object that may follow each other before the server is taken to lead nowhere. */
    static final int MAX_EMPTY_PAGES = 1000;

    private static final int MAX_NEXT = 4096;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * One page.
     *
     * @param objects what was found at each place of the list of objects
     * @param addedLast when the last of them was added; null when there are none
     */
    record Page(List<Parsed> objects, @Nullable String addedLast) {}

    private record Envelope(boolean more, @Nullable String next, boolean hasObjects) {}

    private final TaxiiClient client;
    private final String objectsPath;
    private String addedAfter;
    private @Nullable String next;
    private boolean more = true;
    private String lastSeen = "";
    private int emptyPages;

    /**
     * @param objectsPath the path of the collection's objects, with its trailing slash
     * @param addedAfter where to begin, empty for the beginning
     */
    Pages(TaxiiClient client, String objectsPath, String addedAfter) {
        this.client = client;
        this.objectsPath = objectsPath;
        this.addedAfter = addedAfter;
    }

    /** Whether there is a further page to ask for. */
    boolean more() {
        return more;
    }

    /**
     * The next page. It may be empty.
     *
     * @throws Failure when the server refuses, or what it sends is no page; then the same page may be asked for again
     */
    Page page() {
        TaxiiClient.Reply reply = client.get(objectsPath + query(), Media.TAXII, TaxiiClient.MAX_PAGE_BYTES);
        if (!Media.isTaxii(reply.contentType())) {
            throw new Failure(Code.INVALID, "The server did not answer in the media type of TAXII 2.1.");
        }
        Envelope envelope = envelope(reply.body());
        List<Parsed> objects = envelope.hasObjects ? StixReader.read(reply.body(), Limits.DEFAULT) : List.of();
        Page page = new Page(objects, objects.isEmpty() ? null : addedLast(reply));
        emptyPages = objects.isEmpty() ? emptyPages + 1 : 0;
        if (emptyPages > MAX_EMPTY_PAGES) {
            throw new Failure(Code.INVALID, "The server promises more objects again and again but sends none.");
        }
        goOn(envelope, page);
        return page;
    }

    private void goOn(Envelope envelope, Page page) {
        more = envelope.more;
        if (more && envelope.next == null && page.addedLast == null) {
            throw new Failure(Code.INVALID, "The server promises more objects without saying where they begin.");
        }
        // Without a cursor the walk goes on by time (section 3.5).
        next = envelope.next;
        if (page.addedLast != null) {
            lastSeen = page.addedLast;
            if (next == null) {
                addedAfter = page.addedLast;
            }
        }
    }

    private String addedLast(TaxiiClient.Reply reply) {
        if (reply.addedLast() == null) {
            throw new Failure(Code.INVALID, "The server does not say when the last object of the page was added.");
        }
        long micros = Micros.parse(reply.addedLast());
        String before = lastSeen.isEmpty() ? addedAfter : lastSeen;
        if (!before.isEmpty() && micros <= Micros.parse(before)) {
            throw new Failure(Code.INVALID, "The pages of the server do not go forward in time.");
        }
        return Micros.text(micros);
    }

    private String query() {
        StringBuilder query = new StringBuilder("?match%5Bversion%5D=all&limit=").append(LIMIT);
        if (!addedAfter.isEmpty()) {
            query.append("&added_after=").append(URLEncoder.encode(addedAfter, UTF_8));
        }
        if (next != null) {
            query.append("&next=").append(URLEncoder.encode(next, UTF_8));
        }
        return query.toString();
    }

    /** The envelope's own members; the objects are only stepped over. */
    private static Envelope envelope(byte[] body) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw malformed(null);
            }
            boolean more = false;
            String next = null;
            boolean hasObjects = false;
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "more" -> more = flag(value);
                    case "next" -> next = cursor(json, value);
                    case "objects" -> hasObjects = list(value);
                    default -> {}
                }
                json.skipChildren();
            }
            if (json.nextToken() != null) {
                throw malformed(null);
            }
            return new Envelope(more, next, hasObjects);
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    private static boolean flag(JsonToken value) {
        if (value != JsonToken.VALUE_TRUE && value != JsonToken.VALUE_FALSE) {
            throw malformed(null);
        }
        return value == JsonToken.VALUE_TRUE;
    }

    private static boolean list(JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            throw malformed(null);
        }
        return true;
    }

    private static String cursor(JsonParser json, JsonToken value) {
        if (value != JsonToken.VALUE_STRING || json.getString().length() > MAX_NEXT) {
            throw malformed(null);
        }
        return json.getString();
    }

    private static Failure malformed(@Nullable JacksonException cause) {
        String sentence = "The server did not answer with an envelope of TAXII 2.1.";
        return cause == null ? new Failure(Code.INVALID, sentence) : new Failure(Code.INVALID, sentence, cause);
    }
}
