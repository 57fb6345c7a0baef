package org.entente.stix.model;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes JSON of typed records again, by the names of their components alone: nothing of it knows any type. */
public final class Retold {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Retold() {}

    static ObjectNode object(Record value) {
        ObjectNode object = JSON.objectNode();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object part = part(value, component);
            switch (component.getName()) {
                case "common" -> object.setAll(object((Record) Objects.requireNonNull(part)));
                // The content of these stands in the object itself.
                case "other", "properties" ->
                    ((Map<?, ?>) Objects.requireNonNull(part)).forEach((k, v) -> object.set((String) k, (JsonNode) v));
                case "extensionType" -> {}
                default -> set(object, name(component), part);
            }
        }
        return object;
    }

    /** False is what an absent value of these two means, and empty lists and dictionaries are those of absent properties. */
    private static void set(ObjectNode object, String name, @Nullable Object part) {
        boolean empty = (part instanceof List<?> list && list.isEmpty())
                || (part instanceof Map<?, ?> map && map.isEmpty())
                || (Boolean.FALSE.equals(part) && (name.equals("revoked") || name.equals("defanged")));
        if (part != null && !empty) {
            object.set(name, json(part));
        }
    }

    private static JsonNode json(Object part) {
        return switch (part) {
            case JsonNode node -> node;
            case String text -> JSON.stringNode(text);
            case Timestamp time -> JSON.stringNode(time.text());
            case StixId id -> JSON.stringNode(id.value());
            case Boolean value -> JSON.booleanNode(value);
            case Long number -> JSON.numberNode(number);
            case BigDecimal number -> JSON.numberNode(number);
            case List<?> list -> {
                ArrayNode array = JSON.arrayNode();
                list.forEach(item -> array.add(json(item)));
                yield array;
            }
            case Map<?, ?> map -> {
                ObjectNode object = JSON.objectNode();
                map.forEach((key, value) -> object.set((String) key, json(value)));
                yield object;
            }
            case Record value -> object(value);
            default -> throw new AssertionError("no JSON for " + part.getClass());
        };
    }

    /** The property's name in the standard. */
    public static String name(RecordComponent component) {
        return component.getName().equals("abstractText")
                ? "abstract"
                : component
                        .getName()
                        .replaceAll("([A-Z])", "_$1")
                        .replace("V3", "v3")
                        .toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object part(Record value, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
