package org.entente.node;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.entente.exchange.Failure;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A question on the admin socket, with strict access to its arguments: each getter throws {@link Failure} {@code INVALID}
 * when the argument is missing or of another type.
 *
 * @param actor who asks, such as {@code uid:1000}
 * @param action what is to be done
 * @param arguments for the action
 * @param body bytes that belong to the question; not to be changed
 */
record Call(String actor, String action, ObjectNode arguments, byte[] body) {
    /** Refuses all arguments but these: one that is not understood would be a wish that is ignored. */
    void takes(String... names) {
        for (String name : arguments.propertyNames()) {
            if (!List.of(names).contains(name)) {
                throw new Failure(Failure.Code.INVALID, "The action does not take this argument.", "argument", name);
            }
        }
    }

    String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw new Failure(Failure.Code.INVALID, "The action needs this argument.", "argument", name);
        }
        return text;
    }

    @Nullable
    String optionalText(String name) {
        JsonNode node = arguments.get(name);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isString() || node.stringValue().isEmpty()) {
            throw new Failure(Failure.Code.INVALID, "The argument must be a text that is not empty.", "argument", name);
        }
        return node.stringValue();
    }

    /** False where it is absent. */
    boolean flag(String name) {
        JsonNode node = arguments.get(name);
        if (node != null && !node.isBoolean()) {
            throw new Failure(Failure.Code.INVALID, "The argument must be true or false.", "argument", name);
        }
        return node != null && node.booleanValue();
    }

    List<String> texts(String name) {
        JsonNode node = arguments.get(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray() || !node.valueStream().allMatch(JsonNode::isString)) {
            throw new Failure(Failure.Code.INVALID, "The argument must be a list of texts.", "argument", name);
        }
        return node.valueStream().map(JsonNode::stringValue).toList();
    }

    StixId stixId(String name) {
        StixId id = StixId.parse(text(name));
        if (id == null) {
            throw new Failure(Failure.Code.INVALID, "This is not a STIX identifier.", "argument", name);
        }
        return id;
    }

    UUID uuid(String name) {
        return parse(name, text(name));
    }

    @Nullable
    UUID optionalUuid(String name) {
        String text = optionalText(name);
        return text == null ? null : parse(name, text);
    }

    @Nullable
    Instant optionalInstant(String name) {
        String text = optionalText(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "The argument must be an instant like 2026-01-31T12:00:00Z: UTC, never a bare date.",
                    e,
                    "argument",
                    name);
        }
    }

    /** With or without {@code urn:uuid:} before it, as memoranda write it. */
    private static UUID parse(String name, String text) {
        String bare = text.startsWith("urn:uuid:") ? text.substring("urn:uuid:".length()) : text;
        try {
            UUID uuid = UUID.fromString(bare);
            if (uuid.toString().equals(bare)) {
                return uuid;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new Failure(Failure.Code.INVALID, "The argument must be a UUID in lower case.", "argument", name);
    }
}
