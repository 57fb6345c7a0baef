package org.entente.intake;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of one conversion. Only what the reader of STIX 2.1 finds valid gets in, so a mapping that makes something
 * else is a remark and never a wrong object. Cyber-observable objects of one identifier become one.
 */
final class Harvest {
    /** Lists that add up, as no marking may be lost. */
    private static final Set<String> MARKINGS = Set.of("object_marking_refs", "granular_markings");

    private final Remarks remarks;
    private final Map<String, StixObject> byVersion = new LinkedHashMap<>();
    private final Map<String, ObjectNode> observables = new HashMap<>();
    private final Map<String, Integer> merges = new HashMap<>();
    private final Set<String> ids = new HashSet<>();

    Harvest(Remarks remarks) {
        this.remarks = remarks;
    }

    /** Whether the object is in the harvest now, because it is valid or was there before. */
    boolean add(ObjectNode object, String path) throws IntakeFault {
        String type = object.path("type").asString("");
        boolean versioned = object.has("created");
        if (versioned || type.equals("marking-definition")) {
            return put(object, path, false);
        }
        String id = object.path("id").asString("");
        ObjectNode before = observables.get(id);
        ObjectNode merged = before == null ? object : merge(before, object, path);
        if (merged.equals(before)) {
            return true;
        }
        if (before != null && merges.merge(id, 1, Integer::sum) > IntakeLimits.MAX_MERGES) {
            throw new IntakeFault(Loss.TOO_MANY, path);
        }
        boolean added = put(merged, path, before != null);
        if (added) {
            observables.put(id, merged);
        }
        return added || before != null;
    }

    private boolean put(ObjectNode object, String path, boolean replace) throws IntakeFault {
        StixObject valid = valid(object, path);
        if (valid == null) {
            return false;
        }
        if (byVersion.size() == IntakeLimits.MAX_OBJECTS) {
            throw new IntakeFault(Loss.TOO_MANY, path);
        }
        String key = valid.id().value() + ' ' + valid.version();
        ids.add(valid.id().value());
        StixObject before = byVersion.get(key);
        if (before == null || replace) {
            byVersion.put(key, valid);
        } else if (!Arrays.equals(before.bytes(), valid.bytes())) {
            remarks.add(Loss.SAME_ID, path);
        }
        return true;
    }

    private @Nullable StixObject valid(ObjectNode object, String path) {
        byte[] bytes = bytes(object);
        if (bytes == null) {
            remarks.add(Loss.NOT_VALID, path, "json.surrogate");
            return null;
        }
        return switch (StixReader.parseObject(bytes, Limits.DEFAULT)) {
            case Parsed.Valid valid -> valid.object();
            case Parsed.Invalid invalid -> {
                remarks.add(Loss.NOT_VALID, path, invalid.problems().getFirst().rule());
                yield null;
            }
        };
    }

    /** The object in UTF-8, or null where a string of it cannot be written so. */
    private static byte @Nullable [] bytes(ObjectNode object) {
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(object.toString()));
            return Arrays.copyOfRange(utf8.array(), utf8.arrayOffset() + utf8.position(), utf8.limit());
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** All properties of both; markings add up, and of two values the first stands. */
    private ObjectNode merge(ObjectNode first, ObjectNode second, String path) throws IntakeFault {
        ObjectNode merged = first.deepCopy();
        for (Map.Entry<String, JsonNode> member : second.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            JsonNode before = merged.get(name);
            if (before == null) {
                merged.set(name, value);
            } else if (MARKINGS.contains(name) && before instanceof ArrayNode all && value.isArray()) {
                if (all.size() + value.size() > 2 * IntakeLimits.MAX_MARKINGS) {
                    throw new IntakeFault(Loss.TOO_MANY, path);
                }
                addMissing(all, value);
            } else if (!before.equals(value)) {
                remarks.add(Loss.MERGED, path + "." + name);
            }
        }
        return merged;
    }

    private static void addMissing(ArrayNode all, JsonNode more) {
        for (JsonNode each : more) {
            if (all.valueStream().noneMatch(each::equals)) {
                all.add(each);
            }
        }
    }

    /** Whether any version of that object is in the harvest. */
    boolean has(String id) {
        return ids.contains(id);
    }

    List<StixObject> objects() {
        return new ArrayList<>(byVersion.values());
    }
}
