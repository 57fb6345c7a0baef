package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A client written from the standard alone: it knows the address of the discovery and a token, and nothing of our node. */
final class StandardClient {
    private final TestNode node;
    private final String token;

    StandardClient(TestNode node, String token) {
        this.node = node;
        this.token = token;
    }

    /** Follows discovery, API root and collections to the addresses of all readable collections' objects. */
    List<String> collections() {
        JsonNode discovery = get("/taxii2/").json();
        String root = URI.create(discovery.get("default").asString()).getPath();
        if (!get(root).json().get("versions").toString().contains("application/taxii+json;version=2.1")) {
            throw new AssertionError("the API root does not speak TAXII 2.1");
        }
        List<String> readable = new ArrayList<>();
        for (JsonNode collection : get(root + "collections/").json().path("collections")) {
            String path = root + "collections/" + collection.get("id").asString() + "/";
            if (get(path).json().get("can_read").asBoolean()) {
                readable.add(path + "objects/");
            }
        }
        return readable;
    }

    /** All objects, going on by the cursor. */
    List<JsonNode> byNext(String objects, Map<String, String> parameters) {
        List<JsonNode> all = new ArrayList<>();
        String next = null;
        while (true) {
            Http.Answer page = get(objects + query(parameters, "next", next));
            page.json().path("objects").forEach(all::add);
            if (!page.json().path("more").asBoolean(false)) {
                return all;
            }
            next = page.json().get("next").asString();
        }
    }

    /** All objects, records of a manifest or versions, going on by the time at which the last one was added. */
    List<JsonNode> byTime(String path, Map<String, String> parameters) {
        List<JsonNode> all = new ArrayList<>();
        Map<String, String> others = new LinkedHashMap<>(parameters);
        String after = others.remove("added_after");
        while (true) {
            Http.Answer page = get(path + query(others, "added_after", after));
            page.json()
                    .path(path.endsWith("/versions/") ? "versions" : "objects")
                    .forEach(all::add);
            if (!page.json().path("more").asBoolean(false)) {
                return all;
            }
            after = page.header("X-TAXII-Date-Added-Last");
        }
    }

    Http.Answer get(String path) {
        Http.Answer answer = Http.get(node, path, token, "Accept", "application/taxii+json;version=2.1");
        if (answer.status() != 200) {
            throw new AssertionError(path + ": " + answer.status() + " " + answer.body());
        }
        return answer;
    }

    static String query(Map<String, String> parameters, String name, @Nullable String value) {
        StringBuilder query = new StringBuilder("?");
        parameters.forEach((key, one) ->
                query.append(encode(key)).append('=').append(encode(one)).append('&'));
        if (value != null) {
            query.append(encode(name)).append('=').append(encode(value));
        }
        return query.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
