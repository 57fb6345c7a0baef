package org.entente.stix.pattern;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An object path made ready (STIX 2.1 section 9.7). A reference is followed when a step goes on from it, and only to objects
 * of the same observation (section 9.7.4); where the path ends at it, it is the identifier. A path that leads nowhere
 * satisfies nothing, whatever the operator (section 9.6).
 */
final class PathWalk {
    private final String type;
    private final ObjectPath.Step[] steps;
    private final Form[] forms;
    private final boolean branchesTwice;

    PathWalk(ObjectPath path) {
        type = path.type();
        steps = path.steps().toArray(ObjectPath.Step[]::new);
        forms = forms(path.steps());
        branchesTwice =
                path.steps().stream().filter(ObjectPath.Any.class::isInstance).count() > 1;
    }

    /** What the value after each step is, by the name of the property that it stands in. */
    private static Form[] forms(List<ObjectPath.Step> steps) {
        Form[] forms = new Form[steps.size()];
        Form before = Form.PLAIN;
        for (int i = 0; i < forms.length; i++) {
            before = steps.get(i) instanceof ObjectPath.Key(String name)
                    ? Form.of(name)
                    : before == Form.REFERENCES ? Form.REFERENCE : Form.PLAIN;
            forms[i] = before;
        }
        return forms;
    }

    boolean startsAt(JsonNode object) {
        JsonNode found = object.get("type");
        return found != null && found.isString() && found.stringValue().equals(type);
    }

    /** Whether the path leads from the object to a value that passes the test. */
    boolean leads(JsonNode object, Scope scope, ValueTest test) {
        return startsAt(object) && from(object, 0, scope, test, branchesTwice ? seen() : null);
    }

    /**
     * Lists of references can lead back to where they came from, so that the number of ways doubles with every step; each
     * object is therefore visited once for each step.
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private Set<JsonNode>[] seen() {
        Set<JsonNode>[] seen = new Set[steps.length];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        return seen;
    }

    private boolean from(JsonNode node, int i, Scope scope, ValueTest test, Set<JsonNode> @Nullable [] seen) {
        if (i == steps.length) {
            return test.passes(node, forms[i - 1], scope);
        }
        return switch (steps[i]) {
            case ObjectPath.Key(String name) -> {
                JsonNode owner = i > 0 && forms[i - 1] == Form.REFERENCE ? referred(node, scope) : node;
                JsonNode value = owner == null ? null : owner.get(name);
                yield value != null && (seen == null || seen[i].add(owner)) && from(value, i + 1, scope, test, seen);
            }
            case ObjectPath.Index(int index) -> {
                JsonNode value = node.isArray() && index >= 0 ? node.get(index) : null;
                yield value != null && from(value, i + 1, scope, test, seen);
            }
            case ObjectPath.Any _ -> {
                boolean found = false;
                for (int item = 0; !found && node.isArray() && item < node.size(); item++) {
                    found = from(node.get(item), i + 1, scope, test, seen);
                }
                yield found;
            }
        };
    }

    private static @Nullable JsonNode referred(JsonNode node, Scope scope) {
        return node.isString() ? scope.objects().get(node.stringValue()) : node;
    }
}
