package org.entente.intake;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cyber-observable objects and a pattern, both drawn from the same statements: a path and the value that stands there.
 *
 * <p>A path is an object path of a pattern (STIX 2.1 section 9.7), save that a step over a reference names the type that is
 * referred to, after a slash: {@code network-traffic:dst_ref/ipv4-addr.value}. A list of references takes a new object for
 * each path, any other list a first element that the paths share; a value in a list is added to it.
 */
final class Sketch {
    /** A statement. */
    record Fact(String path, JsonNode value) {
        static Fact of(String path, String value) {
            return new Fact(path, JsonInput.NODES.stringNode(value));
        }

        static Fact of(String path, int value) {
            return new Fact(path, JsonInput.NODES.numberNode(value));
        }

        String type() {
            return path.substring(0, path.indexOf(':'));
        }

        /** The comparison that asks for it. */
        String comparison() {
            String constant = value.isString()
                    ? "'" + value.stringValue().replace("\\", "\\\\").replace("'", "\\'") + "'"
                    : value.toString();
            return path.replaceAll("/[a-z0-9-]+", "") + " = " + constant;
        }
    }

    private final Map<String, ObjectNode> main = new LinkedHashMap<>();
    private final List<ObjectNode> all = new ArrayList<>();

    /** A pattern that asks for all of these in one observation, or null for none. */
    static @Nullable String pattern(List<Fact> facts) {
        return facts.isEmpty()
                ? null
                : facts.stream().map(Fact::comparison).distinct().collect(Collectors.joining(" AND ", "[", "]"));
    }

    /** Whether there was a place for it; a place that is taken stays as it is. */
    boolean draw(Fact fact) {
        String type = fact.type();
        ObjectNode at = main.get(type);
        if (at == null) {
            at = fresh(type);
            main.put(type, at);
        }
        List<String> steps = steps(fact.path().substring(type.length() + 1));
        for (String step : steps.subList(0, steps.size() - 1)) {
            at = within(at, step);
        }
        String last = steps.getLast();
        String name = name(last);
        if (last.endsWith("[*]")) {
            list(at, name).add(fact.value());
            return true;
        }
        if (at.has(name)) {
            return at.get(name).equals(fact.value());
        }
        at.set(name, fact.value());
        return true;
    }

    /**
     * The objects, references first, each with its identifier; none whose type demands what was not said. Objects of these
     * types that lack a contributing property are named after the source.
     */
    List<ObjectNode> objects(String source) {
        List<ObjectNode> drawn = new ArrayList<>();
        IdentityHashMap<ObjectNode, String> ids = new IdentityHashMap<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            ObjectNode object = all.get(i);
            String type = object.path("type").asString();
            replaceReferences(object, ids);
            complete(type, object);
            if (!isWhole(type, object)) {
                continue;
            }
            String id = DerivedId.observable(type, object);
            ids.put(object, id != null ? id : DerivedId.unnamed(type, source, Integer.toString(i)));
            object.put("id", ids.get(object));
            drawn.add(object);
        }
        return drawn;
    }

    private ObjectNode fresh(String type) {
        ObjectNode object =
                JsonInput.object().put("type", type).put("spec_version", "2.1").put("id", "");
        all.add(object);
        return object;
    }

    private ObjectNode within(ObjectNode at, String step) {
        int slash = step.indexOf('/');
        String name = name(slash < 0 ? step : step.substring(0, slash));
        if (slash < 0) {
            if (!step.endsWith("[*]")) {
                return at.get(name) instanceof ObjectNode there ? there : at.putObject(name);
            }
            ArrayNode list = list(at, name);
            return list.get(0) instanceof ObjectNode first ? first : list.addObject();
        }
        String type = step.substring(slash + 1);
        if (step.contains("[*]")) {
            ObjectNode added = fresh(type);
            list(at, name).add(added);
            return added;
        }
        if (at.get(name) instanceof ObjectNode there) {
            return there;
        }
        ObjectNode referred = fresh(type);
        at.set(name, referred);
        return referred;
    }

    private static ArrayNode list(ObjectNode at, String name) {
        return at.get(name) instanceof ArrayNode there ? there : at.putArray(name);
    }

    /** The property of a step, without quotes and brackets. */
    private static String name(String step) {
        String bare = step.endsWith("[*]") ? step.substring(0, step.length() - 3) : step;
        return bare.startsWith("'") ? bare.substring(1, bare.length() - 1) : bare;
    }

    private static List<String> steps(String path) {
        List<String> steps = new ArrayList<>();
        StringBuilder step = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            quoted ^= c == '\'';
            if (c == '.' && !quoted) {
                steps.add(step.toString());
                step.setLength(0);
            } else {
                step.append(c);
            }
        }
        steps.add(step.toString());
        return steps;
    }

    private static void replaceReferences(ObjectNode object, IdentityHashMap<ObjectNode, String> ids) {
        for (String name : List.copyOf(object.propertyNames())) {
            JsonNode value = object.get(name);
            if (name.endsWith("_ref") && value instanceof ObjectNode referred) {
                replace(object, name, ids.get(referred));
            } else if (name.endsWith("_refs") && value instanceof ArrayNode list) {
                Set<String> found = new LinkedHashSet<>();
                for (JsonNode each : list) {
                    String id = each instanceof ObjectNode referred ? ids.get(referred) : null;
                    if (id != null) {
                        found.add(id);
                    }
                }
                object.remove(name);
                if (!found.isEmpty()) {
                    found.forEach(object.putArray(name)::add);
                }
            }
        }
    }

    private static void replace(ObjectNode object, String name, @Nullable String id) {
        if (id == null) {
            object.remove(name);
        } else {
            object.put(name, id);
        }
    }

    /** What the standard demands and the source does not say. */
    private static void complete(String type, ObjectNode object) {
        if (type.equals("email-message") && !object.has("is_multipart")) {
            object.put("is_multipart", false);
        }
        if (type.equals("network-traffic") && !object.has("protocols")) {
            String ends =
                    object.path("src_ref").asString("") + object.path("dst_ref").asString("");
            String protocol = ends.contains("ipv4-addr--") ? "ipv4" : ends.contains("ipv6-addr--") ? "ipv6" : "ip";
            object.putArray("protocols").add(protocol);
        }
    }

    /** Whether the object has what its section demands at the least (STIX 2.1 section 6). */
    private static boolean isWhole(String type, ObjectNode object) {
        return switch (type) {
            case "file" -> object.has("hashes") || object.has("name");
            case "network-traffic" -> object.has("src_ref") || object.has("dst_ref");
            case "software" -> object.has("name");
            case "directory" -> object.has("path");
            case "autonomous-system" -> object.has("number");
            case "domain-name", "url", "ipv4-addr", "ipv6-addr", "mac-addr", "email-addr" -> object.has("value");
            default -> object.size() > 3;
        };
    }
}
