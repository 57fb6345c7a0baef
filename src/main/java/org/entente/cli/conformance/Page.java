package org.entente.cli.conformance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One page of objects, of a manifest or of versions (sections 3.7, 5.3.1 and 5.8.1).
 *
 * @param more whether the page says that there is more
 * @param next the cursor of the page, or null
 */
record Page(
        Reply reply,
        List<Item> items,
        boolean more,
        @Nullable String next) {
    /**
     * What a page lists.
     *
     * @param id empty in a list of versions
     * @param version null for an object that has neither {@code modified} nor {@code created}
     */
    record Item(String id, @Nullable String version, JsonNode json) {}

    /** An envelope. */
    static Page objects(Reply reply) {
        List<Item> items = new ArrayList<>();
        for (JsonNode object : list(reply, "objects")) {
            String id = Reply.text(object, "id");
            if (id == null || Reply.text(object, "type") == null) {
                throw reply.falls("objects of STIX, each with 'type' and 'id'");
            }
            String modified = Reply.text(object, "modified");
            items.add(new Item(id, modified != null ? modified : Reply.text(object, "created"), object));
        }
        return of(reply, items);
    }

    /** A manifest. */
    static Page manifest(Reply reply) {
        List<Item> items = new ArrayList<>();
        for (JsonNode item : list(reply, "objects")) {
            String id = Reply.text(item, "id");
            String version = Reply.text(item, "version");
            if (id == null || version == null || Reply.text(item, "date_added") == null) {
                throw reply.falls("manifest records, each with 'id', 'date_added' and 'version', all strings");
            }
            items.add(new Item(id, version, item));
        }
        return of(reply, items);
    }

    /** The versions of an object. */
    static Page versions(Reply reply) {
        List<Item> items = new ArrayList<>();
        for (JsonNode version : list(reply, "versions")) {
            if (!version.isString()) {
                throw reply.falls("a list of strings in 'versions'");
            }
            items.add(new Item("", version.stringValue(), version));
        }
        return of(reply, items);
    }

    private static Page of(Reply reply, List<Item> items) {
        JsonNode more = reply.json().path("more");
        if (!more.isMissingNode() && !more.isBoolean()) {
            throw reply.falls("'more' to be true or false, unquoted");
        }
        return new Page(reply, items, more.booleanValue(false), reply.text("next"));
    }

    private static JsonNode list(Reply reply, String property) {
        JsonNode list = reply.json().path(property);
        if (!list.isMissingNode() && (!list.isArray() || list.isEmpty())) {
            throw reply.falls("'" + property + "' to be a list with something in it, or to be left out");
        }
        return list;
    }

    /** It lists nothing and says that nothing follows. */
    void isEmpty() {
        if (!items.isEmpty() || more) {
            throw reply.falls("an empty resource: no objects, and nothing more");
        }
    }
}
