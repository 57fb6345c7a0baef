package org.entente.taxii;

import java.util.List;
import java.util.Map;
import org.entente.exchange.Micros;
import org.entente.exchange.Organisation;
import org.entente.exchange.PostStatus;
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

    /**
     * Section 4.2.
     *
     * @param maxContentLength the most bytes that this caller's requests may have
     */
    byte[] apiRoot(int maxContentLength) {
        ObjectNode json = object();
        json.put("title", self.name());
        json.putArray("versions").add(Media.TAXII);
        json.put("max_content_length", maxContentLength);
        return bytes(json);
    }

    /** Section 5.1. */
    static byte[] collections(List<VisibleCollection> collections) {
        ObjectNode json = object();
        if (!collections.isEmpty()) {
            ArrayNode list = json.putArray("collections");
            collections.forEach(collection -> list.add(describe(collection)));
        }
        return bytes(json);
    }

    /** Section 5.2. */
    static byte[] collection(VisibleCollection collection) {
        return bytes(describe(collection));
    }

    private static ObjectNode describe(VisibleCollection collection) {
        ObjectNode json = object();
        json.put("id", collection.id().toString());
        json.put("title", collection.title());
        if (!collection.description().isEmpty()) {
            json.put("description", collection.description());
        }
        if (!collection.alias().isEmpty()) {
            json.put("alias", collection.alias());
        }
        json.put("can_read", collection.canRead());
        json.put("can_write", collection.canWrite());
        json.putArray("media_types").add(Media.STIX);
        return json;
    }

    /** Section 4.3.1. */
    static byte[] status(PostStatus status) {
        ObjectNode json = object();
        json.put("id", status.id().toString());
        json.put("status", "complete");
        json.put("request_timestamp", Micros.text(status.micros()));
        json.put("total_count", status.details().size());
        details(json, "success", "successes", status, true);
        details(json, "failure", "failures", status, false);
        json.put("pending_count", 0);
        return bytes(json);
    }

    private static void details(ObjectNode json, String one, String many, PostStatus status, boolean success) {
        List<PostStatus.Detail> details = status.details().stream()
                .filter(detail -> detail.success() == success)
                .toList();
        json.put(one + "_count", details.size());
        if (!details.isEmpty()) {
            ArrayNode list = json.putArray(many);
            for (PostStatus.Detail detail : details) {
                ObjectNode item = list.addObject().put("id", detail.id()).put("version", detail.version());
                if (!detail.message().isEmpty()) {
                    item.put("message", detail.message());
                }
            }
        }
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
