package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * A page as it came: an envelope, a manifest or a list of versions (TAXII 2.1 sections 3.7, 5.3.1, 5.8.1). The items are cut
 * out byte for byte and not looked into.
 *
 * @param more whether the server has more
 * @param next where it goes on, or null
 * @param items the bytes of each item; of a text, what it says
 */
record Listing(boolean more, @Nullable String next, List<byte[]> items) {
    /** The most items of one page, which is what one command takes. */
    static final int MAX_ITEMS = 100_000;

    /** The longest cursor, in characters. */
    static final int MAX_NEXT = 4096;

    private static final JsonFactory JSON = JsonFactory.builder().build();

    /**
     * Reads a page.
     *
     * @param property which holds the items
     * @throws Failure {@code INVALID} when it is not one, {@code UNAVAILABLE} when it ends too early, as after a cut, {@code
     *     LIMIT} when it holds too many items
     */
    static Listing read(byte[] body, String property) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                throw cut(null);
            }
            if (first != JsonToken.START_OBJECT) {
                throw malformed(null);
            }
            Listing listing = members(json, body, property);
            if (json.nextToken() != null) {
                throw malformed(null);
            }
            return listing;
        } catch (UnexpectedEndOfInputException e) {
            throw cut(e);
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    private static Listing members(JsonParser json, byte[] body, String property) {
        boolean more = false;
        String next = null;
        List<byte[]> items = List.of();
        Set<String> names = new HashSet<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if ((name.equals("more") || name.equals("next") || name.equals(property)) && !names.add(name)) {
                throw malformed(null);
            }
            if (name.equals("more")) {
                more = flag(value);
            } else if (name.equals("next")) {
                next = cursor(json, value);
            } else if (name.equals(property)) {
                items = items(json, body, value);
            } else {
                json.skipChildren();
            }
        }
        return new Listing(more, next, items);
    }

    private static List<byte[]> items(JsonParser json, byte[] body, JsonToken list) {
        if (list != JsonToken.START_ARRAY) {
            throw malformed(null);
        }
        List<byte[]> items = new ArrayList<>();
        for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
            if (items.size() == MAX_ITEMS) {
                throw new Failure(
                        Code.LIMIT,
                        "The server puts more on one page than is taken.",
                        "max_items",
                        Integer.toString(MAX_ITEMS));
            }
            if (item.isScalarValue()) {
                items.add(json.getString().getBytes(UTF_8));
            } else {
                int from = Math.toIntExact(json.currentTokenLocation().getByteOffset());
                json.skipChildren();
                int to = Math.toIntExact(json.currentLocation().getByteOffset());
                items.add(Arrays.copyOfRange(body, from, to));
            }
        }
        return items;
    }

    private static boolean flag(JsonToken value) {
        if (value != JsonToken.VALUE_TRUE && value != JsonToken.VALUE_FALSE) {
            throw malformed(null);
        }
        return value == JsonToken.VALUE_TRUE;
    }

    private static @Nullable String cursor(JsonParser json, JsonToken value) {
        if (value == JsonToken.VALUE_NULL) {
            // Against the standard, but what it means is plain.
            return null;
        }
        if (value != JsonToken.VALUE_STRING || json.getString().length() > MAX_NEXT) {
            throw malformed(null);
        }
        return json.getString();
    }

    private static Failure cut(@Nullable JacksonException cause) {
        String sentence = "The server's answer ends too early.";
        return cause == null ? new Failure(Code.UNAVAILABLE, sentence) : new Failure(Code.UNAVAILABLE, sentence, cause);
    }

    private static Failure malformed(@Nullable JacksonException cause) {
        String sentence = "The server did not answer with an envelope of TAXII 2.1.";
        return cause == null ? new Failure(Code.INVALID, sentence) : new Failure(Code.INVALID, sentence, cause);
    }
}
