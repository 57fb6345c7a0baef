package org.entente.stix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes one thing in an object, as a careless producer might. */
public final class ObjectMutations {
    private static final JsonMapper JSON = new JsonMapper();

    private static final List<JsonNode> OTHER_VALUES = Stream.of(
                    "null",
                    "true",
                    "false",
                    "0",
                    "-1",
                    "1.5",
                    "1e2",
                    "99999999999",
                    "65536",
                    "\"\"",
                    "\"x\"",
                    "\"Some text\"",
                    "[]",
                    "[\"x\"]",
                    "[[]]",
                    "[null]",
                    "[1]",
                    "{}",
                    "{\"a\":1}",
                    "{\"key\":\"x\"}",
                    "{\"key\":null}",
                    "[{\"a\":1}]")
            .map(JSON::readTree)
            .toList();
    private static final String[] TIMES = {
        "2026-03-05T08:00:00Z",
        "2026-03-05T08:00:00.1Z",
        "2026-03-05T08:00:00.123456789Z",
        "2026-03-05T08:00:00.000",
        "2026-03-05T08:00:00.000+00:00",
        "2026-03-05t08:00:00.000z",
        "2026-03-05 08:00:00.000Z",
        "2026-13-05T08:00:00.000Z",
        "2026-02-30T08:00:00.000Z",
        "2026-03-05T24:00:00.000Z",
        "2016-12-31T23:59:60.000Z",
        "2026-03-05T08:00:60.000Z",
        "2026-03-05",
        "1999-03-05T08:00:00.000Z",
        "2099-03-05T08:00:00.000Z",
        "0000-01-01T00:00:00.000Z"
    };
    private static final String[] NEW_NAMES = {
        "x_custom",
        "custom",
        "Custom",
        "ab",
        "a",
        "id2",
        "a-b",
        "a b",
        "\u00e9t\u00e9",
        "_private",
        "1st",
        "foo_bin",
        "foo_hex",
        "severity",
        "action",
        "username",
        "phone_numbers",
        "foo_ref",
        "foo_refs",
        "name",
        "description",
        "value",
        "defanged",
        "created",
        "revoked",
        "aliases",
        "lang",
        "confidence",
        "n".repeat(250),
        "n".repeat(251)
    };
    private static final String[] TYPES = {
        "campaign",
        "identity",
        "relationship",
        "marking-definition",
        "bundle",
        "file",
        "software",
        "artifact",
        "user-account",
        "ipv4-addr",
        "language-content",
        "sighting",
        "observed-data",
        "x-unknown"
    };
    private static final String[] TEXTS = {
        "",
        " ",
        "x",
        "Some text",
        "some-term",
        "\u00e9t\u00e9",
        "http://[bad",
        "no url",
        "https://example.com/\u00e9",
        "urn:uuid:1",
        "clerk",
        "clerk@",
        "-host-.example.com",
        "a b.example.com",
        "xn--bcher-kva.example.com",
        "300.1.1.1",
        "198.51.100.3",
        "198.51.100.3/33",
        "2001:db8::g",
        "2001:db8::1",
        "::ffff:192.0.2.1",
        "D2-FB-49-24-37-18",
        "D2:FB:49:24:37:18",
        "0",
        "abc",
        "abcd",
        "ABCD",
        "0g",
        "YQ==",
        "YQ=",
        "YQ",
        "Y Q==",
        "_-_-",
        "en",
        "en-US",
        "english language",
        "e",
        "AF_INET",
        "strongly-agree",
        "CVE-2026-1",
        "CVE-2026-12345",
        "CAPEC-1",
        "cve",
        "capec",
        "name",
        "labels.[0]",
        "labels.[9]",
        "[0]",
        "cpe:/a:x",
        "[a:b = 'c']",
        "[a:b = "
    };

    /** A changed copy, and what was changed. */
    public record Mutated(String what, ObjectNode object) {}

    private final Random random;

    public ObjectMutations(Random random) {
        this.random = random;
    }

    public Mutated mutate(ObjectNode original) {
        ObjectNode object = original.deepCopy();
        List<Place> places = new ArrayList<>();
        collect(object, "", places);
        Place place = places.get(random.nextInt(places.size()));
        String what = switch (random.nextInt(6)) {
            case 0 -> remove(place);
            case 1, 2 -> set(place, "replace", OTHER_VALUES.get(random.nextInt(OTHER_VALUES.size())));
            case 3 -> add(place);
            default -> breakValue(place);
        };
        return new Mutated(what, object);
    }

    /** A value and where it stands: in an object under a name, or in a list at an index. */
    private record Place(JsonNode holder, String name, int index, String path) {
        JsonNode value() {
            return holder instanceof ObjectNode object ? object.get(name) : holder.get(index);
        }
    }

    private static void collect(JsonNode node, String path, List<Place> places) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> {
                String here = path + "/" + entry.getKey();
                places.add(new Place(object, entry.getKey(), -1, here));
                collect(entry.getValue(), here, places);
            });
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                places.add(new Place(list, "", i, path + "/" + i));
                collect(list.get(i), path + "/" + i, places);
            }
        }
    }

    private static String remove(Place place) {
        switch (place.holder()) {
            case ObjectNode object -> object.remove(place.name());
            case ArrayNode list -> list.remove(place.index());
            default -> throw new IllegalStateException();
        }
        return "remove " + place.path();
    }

    private static String set(Place place, String how, JsonNode value) {
        switch (place.holder()) {
            case ObjectNode object -> object.set(place.name(), value.deepCopy());
            case ArrayNode list -> list.set(place.index(), value.deepCopy());
            default -> throw new IllegalStateException();
        }
        return how + " " + place.path() + " by " + value;
    }

    private String add(Place place) {
        if (place.holder() instanceof ArrayNode list) {
            JsonNode more =
                    random.nextBoolean() ? place.value() : OTHER_VALUES.get(random.nextInt(OTHER_VALUES.size()));
            list.add(more.deepCopy());
            return "add to the list of " + place.path() + " " + more;
        }
        ObjectNode object = (ObjectNode) place.holder();
        String name = NEW_NAMES[random.nextInt(NEW_NAMES.length)];
        JsonNode value = random.nextBoolean()
                ? JSON.getNodeFactory().stringNode("x")
                : OTHER_VALUES.get(random.nextInt(OTHER_VALUES.size()));
        object.set(name, value.deepCopy());
        return "add beside " + place.path() + " " + name + " " + value;
    }

    private String breakValue(Place place) {
        JsonNode value = place.value();
        if (value.isString()) {
            return set(place, "break", JSON.getNodeFactory().stringNode(broken(value.stringValue())));
        }
        if (value.isNumber()) {
            long[] numbers = {-1, 0, 1, 91, 101, 181, 65536, 1_000_000_000, 9_007_199_254_740_992L};
            return set(place, "break", JSON.getNodeFactory().numberNode(numbers[random.nextInt(numbers.length)]));
        }
        if (value.isObject() && !value.isEmpty()) {
            ObjectNode object = (ObjectNode) value;
            String name = object.propertyNames().iterator().next();
            String other = NEW_NAMES[random.nextInt(NEW_NAMES.length)];
            object.set(other, object.remove(name));
            return "rename the first of " + place.path() + " to " + other;
        }
        if (value.isArray() && !value.isEmpty()) {
            return set(place, "break", value.get(0));
        }
        return set(place, "break", JSON.getNodeFactory().booleanNode(!value.asBoolean(false)));
    }

    private String broken(String text) {
        if (StixTimestamp.isValid(text) && random.nextInt(8) > 0) {
            return TIMES[random.nextInt(TIMES.length)];
        }
        if (StixId.isId(text) && random.nextInt(8) > 0) {
            StixId id = new StixId(text);
            String uuid = text.substring(id.type().length() + 2);
            return switch (random.nextInt(6)) {
                case 0 -> id.type() + "--" + uuid.toUpperCase(Locale.ROOT);
                case 1 -> id.type() + "-" + uuid;
                case 2 -> id.type() + "--" + uuid.substring(1);
                case 3 ->
                    id.type() + "--" + uuid.substring(0, 14) + "0178".charAt(random.nextInt(4)) + uuid.substring(15);
                case 4 -> id.type() + "--" + uuid.substring(0, 19) + "c" + uuid.substring(20);
                default -> TYPES[random.nextInt(TYPES.length)] + "--" + uuid;
            };
        }
        return switch (random.nextInt(5)) {
            case 0 -> text.toUpperCase(Locale.ROOT);
            case 1 -> text.isEmpty() ? "x" : text.substring(1);
            case 2 -> text + " ";
            default -> TEXTS[random.nextInt(TEXTS.length)];
        };
    }
}
