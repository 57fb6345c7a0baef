package org.entente.stix;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The references of an object found the slow and obvious way: a tree, a walk and a regular expression. */
final class ReferenceWalk {
    private static final Pattern ID = Pattern.compile(
            "(?=.{3,250}--.{36}$)[a-z](-?[a-z0-9])*-?--[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final JsonMapper JSON = new JsonMapper();

    private ReferenceWalk() {}

    static List<StixId> of(byte[] object) {
        TreeSet<String> found = new TreeSet<>();
        JsonNode tree = JSON.readTree(object);
        walk(tree, found);
        found.remove(tree.get("id").stringValue());
        return found.stream()
                .map(StixId::new)
                .filter(id -> !id.isOfType("extension-definition"))
                .toList();
    }

    private static void walk(JsonNode node, Set<String> found) {
        if (node.isString()) {
            look(node.stringValue(), found);
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            look(member.getKey(), found);
            walk(member.getValue(), found);
        }
        if (node.isArray()) {
            for (JsonNode item : node) {
                walk(item, found);
            }
        }
    }

    private static void look(String text, Set<String> found) {
        if (ID.matcher(text).matches()) {
            found.add(text.substring(0, text.length() - 36)
                    + text.substring(text.length() - 36).toLowerCase(Locale.ROOT));
        }
    }
}
