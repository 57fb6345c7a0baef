package org.entente.taxii;

import java.util.List;
import java.util.Map;
import org.entente.exchange.Command;
import org.entente.exchange.Feed;
import org.entente.exchange.Organisation;
import org.entente.http.Answer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The small resources of TAXII 2.1 as JSON. Lists that would be empty are left out, as the standard demands. */
record Resources(Organisation self) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Section 4.1. */
    byte[] discovery() {
        String root = self.url() + TaxiiSite.API_ROOT;
        ObjectNode json = object();
        json.put("title", self.name());
        json.put("default", root);
        json.putArray("api_roots").add(root);
        return bytes(json);
    }

    /** Section 4.2. */
    byte[] apiRoot() {
        ObjectNode json = object();
        json.put("title", self.name());
        json.putArray("versions").add(Media.TAXII);
        json.put("max_content_length", Command.MAX_OBJECT_BYTES);
        return bytes(json);
    }

    /** Section 5.1. */
    static byte[] collections(List<Feed> feeds) {
        ObjectNode json = object();
        if (!feeds.isEmpty()) {
            ArrayNode list = json.putArray("collections");
            feeds.forEach(feed -> list.add(describe(feed)));
        }
        return bytes(json);
    }

    /** Section 5.2. */
    static byte[] collection(Feed feed) {
        return bytes(describe(feed));
    }

    private static ObjectNode describe(Feed feed) {
        ObjectNode json = object();
        json.put("id", feed.id().toString());
        json.put("title", feed.contract().grant().title());
        json.put("description", feed.contract().memorandum().memorandum().title());
        json.put("can_read", feed.access() == Feed.Access.OPEN);
        json.put("can_write", false);
        json.putArray("media_types").add(Media.STIX);
        return json;
    }

    /** Section 3.6.1. */
    static Answer error(int status, String sentence, Map<String, String> fields) {
        ObjectNode json = object();
        json.put("title", sentence);
        json.put("http_status", Integer.toString(status));
        if (!fields.isEmpty()) {
            ObjectNode details = json.putObject("details");
            fields.forEach(details::put);
        }
        return Answer.of(status, Media.TAXII, bytes(json));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static byte[] bytes(ObjectNode json) {
        return MAPPER.writeValueAsBytes(json);
    }
}
