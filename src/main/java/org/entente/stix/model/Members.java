package org.entente.stix.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entente.stix.Limits;
import org.entente.stix.StixId;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The members of one JSON object, taken out one by one. A member is taken only where its value is of the kind that is asked
 * for; what was not taken is the {@link #rest}.
 */
final class Members {
    /** As deep and with strings as long as {@link org.entente.stix.StixReader} accepts; numbers have Jackson's limit. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Limits.MAX_DEPTH + 1)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Map<String, JsonNode> rest = new LinkedHashMap<>();

    /** Turns a JSON value into a value of the model. */
    interface Reading<T> {
        T read(Members in) throws Misfit;
    }

    /** The members of an object; none where the value is something else. */
    Members(JsonNode object) {
        object.properties().forEach(member -> rest.put(member.getKey(), member.getValue()));
    }

    static Members parse(byte[] bytes) {
        return new Members(JSON.readTree(bytes));
    }

    /** The object's type, which stays. */
    String type() throws Misfit {
        JsonNode type = rest.get("type");
        if (type == null || !type.isString()) {
            throw new Misfit("type");
        }
        return type.stringValue();
    }

    String text(String name) throws Misfit {
        return required(name, optionalText(name));
    }

    @Nullable
    String optionalText(String name) {
        return take(name, Members::string);
    }

    List<String> texts(String name) {
        return list(name, Members::string);
    }

    Timestamp time(String name) throws Misfit {
        return required(name, optionalTime(name));
    }

    @Nullable
    Timestamp optionalTime(String name) {
        return take(name, value -> {
            String text = string(value);
            return text != null && StixTimestamp.isValid(text) ? new Timestamp(text) : null;
        });
    }

    StixId id(String name) throws Misfit {
        return required(name, optionalId(name));
    }

    @Nullable
    StixId optionalId(String name) {
        return take(name, Members::identifier);
    }

    List<StixId> ids(String name) {
        return list(name, Members::identifier);
    }

    long integer(String name) throws Misfit {
        return required(name, optionalInteger(name));
    }

    @Nullable
    Long optionalInteger(String name) {
        return take(
                name,
                value -> value.isNumber() && value.canConvertToLong() && value.canConvertToExactIntegral()
                        ? Long.valueOf(value.longValue())
                        : null);
    }

    @Nullable
    BigDecimal optionalNumber(String name) {
        return take(name, value -> value.isNumber() ? value.decimalValue() : null);
    }

    boolean bool(String name) throws Misfit {
        return required(name, optionalBool(name));
    }

    @Nullable
    Boolean optionalBool(String name) {
        return take(name, value -> value.isBoolean() ? Boolean.valueOf(value.booleanValue()) : null);
    }

    /** The members of an object, in order. */
    Map<String, JsonNode> dictionary(String name) {
        return map(name, value -> value);
    }

    /** A dictionary of hashes (section 2.7). */
    Map<String, String> hashes(String name) {
        return map(name, Members::string);
    }

    <T> @Nullable T one(String name, Reading<T> reading) {
        return take(name, value -> inner(value, reading));
    }

    <T> List<T> each(String name, Reading<T> reading) {
        return list(name, value -> inner(value, reading));
    }

    /** The common properties; {@code other} is all that nothing took before. To be called last. */
    Common common() throws Misfit {
        String type = text("type");
        return new Common(
                type,
                optionalText("spec_version"),
                id("id"),
                optionalId("created_by_ref"),
                optionalTime("created"),
                optionalTime("modified"),
                Boolean.TRUE.equals(optionalBool("revoked")),
                texts("labels"),
                optionalInteger("confidence"),
                optionalText("lang"),
                each("external_references", ExternalReference::read),
                ids("object_marking_refs"),
                each("granular_markings", GranularMarking::read),
                Boolean.TRUE.equals(optionalBool("defanged")),
                extensions(type),
                rest());
    }

    private Map<String, Extension> extensions(String type) {
        Map<String, Extension> extensions = new LinkedHashMap<>();
        map("extensions", value -> value.isObject() ? value : null)
                .forEach((key, value) -> extensions.put(key, Extension.read(type, key, value)));
        return Collections.unmodifiableMap(extensions);
    }

    /** What was not taken, in order. */
    Map<String, JsonNode> rest() {
        return rest.isEmpty() ? Map.of() : Collections.unmodifiableMap(rest);
    }

    private interface Conversion<T> {
        /** Null where the value is of another kind. */
        @Nullable
        T of(JsonNode value);
    }

    private <T> @Nullable T take(String name, Conversion<T> conversion) {
        JsonNode value = rest.get(name);
        T taken = value == null ? null : conversion.of(value);
        if (taken != null) {
            rest.remove(name);
        }
        return taken;
    }

    private <T> List<T> list(String name, Conversion<T> conversion) {
        List<T> list = take(name, value -> {
            List<T> items = new ArrayList<>(value.size());
            for (JsonNode item : value) {
                T taken = conversion.of(item);
                if (taken == null) {
                    return null;
                }
                items.add(taken);
            }
            return value.isArray() && !items.isEmpty() ? List.copyOf(items) : null;
        });
        return list == null ? List.of() : list;
    }

    private <T> Map<String, T> map(String name, Conversion<T> conversion) {
        Map<String, T> map = take(name, value -> {
            Map<String, T> members = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                T taken = conversion.of(member.getValue());
                if (taken == null) {
                    return null;
                }
                members.put(member.getKey(), taken);
            }
            return value.isObject() && !members.isEmpty() ? Collections.unmodifiableMap(members) : null;
        });
        return map == null ? Map.of() : map;
    }

    private static <T> @Nullable T inner(JsonNode value, Reading<T> reading) {
        try {
            return value.isObject() ? reading.read(new Members(value)) : null;
        } catch (Misfit _) {
            return null;
        }
    }

    private static @Nullable String string(JsonNode value) {
        return value.isString() ? value.stringValue() : null;
    }

    private static @Nullable StixId identifier(JsonNode value) {
        String text = string(value);
        return text == null ? null : StixId.parse(text);
    }

    private static <T> T required(String name, @Nullable T value) throws Misfit {
        if (value == null) {
            throw new Misfit(name);
        }
        return value;
    }
}
