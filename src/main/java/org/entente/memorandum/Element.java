package org.entente.memorandum;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A JSON value and where it stands in its document. Every method checks what it returns and refuses by {@link Refusal},
 * so that reading code states the shape of a document and nothing else.
 */
record Element(JsonNode node, String path) {
    /** Deep enough for a constraint of {@link Constraint#MAX_DEPTH}, two levels each, inside a signed memorandum. */
    private static final int MAX_JSON_DEPTH = 64;

    /** The longest property name that is quoted in a path. */
    private static final int MAX_NAME_IN_PATH = 64;

    /** The longest {@code did:web} identifier. */
    private static final int MAX_DID_LENGTH = 512;

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern URN_UUID =
            Pattern.compile("urn:uuid:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");
    private static final Pattern DID_WEB =
            Pattern.compile("did:web:[a-z0-9]([a-z0-9.-]*[a-z0-9])?(%3A[0-9]{1,5})?(:[A-Za-z0-9._-]+)*");
    private static final Pattern INSTANT = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
    private static final Pattern CLAUSE_ID = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_JSON_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The root of a document in UTF-8. Duplicate names, trailing text and malformed UTF-8 are refused. */
    static Element parse(byte[] bytes, int maxBytes) {
        if (bytes.length > maxBytes) {
            throw new Refusal(
                    new Fault("too-long", "$", "The document has more bytes than this kind of document may have."));
        }
        try {
            // Decoded first, because the JSON parser would guess other encodings and let some malformed sequences pass.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonNode root = JSON.readTree(text);
            if (root.isMissingNode()) {
                throw new Refusal(new Fault("json", "$", "The document is empty."));
            }
            return new Element(root, "$");
        } catch (CharacterCodingException malformed) {
            throw new Refusal(new Fault("json", "$", "The document is not valid UTF-8."));
        } catch (JacksonException malformed) {
            throw new Refusal(new Fault(
                    "json",
                    "$",
                    "The document is not well-formed JSON, repeats a property name or is nested too deeply."));
        }
    }

    Refusal refuse(String rule, String message) {
        return new Refusal(new Fault(rule, path, message));
    }

    /** Checks that this is an object with exactly these properties and returns it. */
    Element object(Set<String> required, Set<String> optional) {
        if (!node.isObject()) {
            throw refuse("wrong-type", "An object is expected here.");
        }
        List<Fault> faults = new ArrayList<>();
        for (String name : node.propertyNames()) {
            if (!required.contains(name) && !optional.contains(name)) {
                faults.add(new Fault("unknown-property", path + step(name), "This property is not known here."));
            }
        }
        for (String name : required.stream().sorted().toList()) {
            if (!node.has(name)) {
                faults.add(new Fault("missing-property", path + step(name), "This property is required."));
            }
        }
        if (!faults.isEmpty()) {
            throw new Refusal(faults);
        }
        return this;
    }

    /** The only property of this object, for constraints and operators. */
    String onlyName(String messageIfNot) {
        if (!node.isObject() || node.size() != 1) {
            throw refuse("wrong-type", messageIfNot);
        }
        return node.propertyNames().iterator().next();
    }

    /** The property, which must be there. */
    Element get(String name) {
        Element found = find(name);
        if (found == null) {
            throw new Refusal(new Fault("missing-property", path + step(name), "This property is required."));
        }
        return found;
    }

    @Nullable
    Element find(String name) {
        JsonNode member = node.get(name);
        return member == null ? null : new Element(member, path + step(name));
    }

    /** The name of a property of this object, for objects whose names are data. */
    Element named(String name) {
        return new Element(JsonNodeFactory.instance.stringNode(name), path + step(name));
    }

    /** Reads every item of this array; faults of all items are reported together. */
    <T> List<T> list(int min, int max, Function<Element, T> reader) {
        if (!node.isArray()) {
            throw refuse("wrong-type", "A list is expected here.");
        }
        if (node.size() < min) {
            throw refuse(min == 1 ? "empty-list" : "too-few", "The list has fewer items than it must have.");
        }
        if (node.size() > max) {
            throw refuse("too-many", "The list has more items than it may have.");
        }
        List<T> items = new ArrayList<>();
        Refusal.Collector refused = new Refusal.Collector();
        for (int i = 0; i < node.size(); i++) {
            Element item = new Element(node.get(i), path + "[" + i + "]");
            T value = refused.attempt(() -> reader.apply(item));
            if (value != null) {
                items.add(value);
            }
        }
        refused.finish();
        return List.copyOf(items);
    }

    /** Like {@link #list}, and no two items may have the same key. */
    <T> List<T> distinct(int min, int max, Function<Element, T> reader, Function<T, Object> key) {
        List<T> items = list(min, max, reader);
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (!seen.add(key.apply(items.get(i)))) {
                throw new Refusal(new Fault("duplicate", path + "[" + i + "]", "The list already has this item."));
            }
        }
        return items;
    }

    /** A text of one line. */
    String line(int maxLength) {
        String text = text(maxLength);
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw refuse("bad-text", "Control characters are not allowed here.");
        }
        return text;
    }

    /** A text that may have several lines, separated by line feeds. */
    String lines(int maxLength) {
        String text = text(maxLength);
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
            throw refuse("bad-text", "Control characters other than tab and line feed are not allowed here.");
        }
        return text;
    }

    private String text(int maxLength) {
        String text = node.stringValue(null);
        if (text == null) {
            throw refuse("wrong-type", "A text is expected here.");
        }
        if (text.isBlank()) {
            throw refuse("bad-text", "The text must not be empty.");
        }
        if (text.length() > maxLength) {
            throw refuse("too-long", "The text is longer than it may be.");
        }
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw refuse("bad-text", "The text has half of a surrogate pair.");
        }
        return text;
    }

    /** Checks that this is exactly the given text. */
    void constant(String expected, String messageIfNot) {
        if (!expected.equals(node.stringValue(null))) {
            throw refuse("unknown-format", messageIfNot);
        }
    }

    UUID urnUuid() {
        var matcher = URN_UUID.matcher(line(100));
        if (!matcher.matches()) {
            throw refuse("bad-id", "An identifier of the form urn:uuid:… in lower case is expected here.");
        }
        return UUID.fromString(matcher.group(1));
    }

    /** The identifier of an organisation. */
    String did() {
        String text = line(MAX_DID_LENGTH);
        if (!DID_WEB.matcher(text).matches()) {
            throw refuse(
                    "bad-id", "An identifier of the form did:web:host is expected here, with the host in lower case.");
        }
        return text;
    }

    /** The identifier of a grant or a house rule. */
    String clauseId() {
        String text = line(100);
        if (!CLAUSE_ID.matcher(text).matches()) {
            throw refuse(
                    "bad-id",
                    "An identifier has up to 64 letters, digits, dots, hyphens and underscores, a letter first.");
        }
        return text;
    }

    /** A TLP level by its one name; the old name {@code white} is refused, so that each document has one spelling. */
    Tlp tlp() {
        String text = line(100);
        for (Tlp tlp : Tlp.values()) {
            if (tlp.text().equals(text)) {
                return tlp;
            }
        }
        throw refuse("unknown-tlp", "The TLP levels are clear, green, amber, amber+strict and red.");
    }

    /** A PAP level by its one name. */
    Pap pap() {
        String text = line(100);
        for (Pap pap : Pap.values()) {
            if (pap.text().equals(text)) {
                return pap;
            }
        }
        throw refuse("unknown-pap", "The PAP levels are clear, green, amber and red.");
    }

    /** An instant in its one spelling: RFC 3339 in UTC, whole seconds. */
    Instant instant() {
        String text = line(100);
        if (INSTANT.matcher(text).matches()) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException noSuchDay) {
                // Falls through to the one refusal.
            }
        }
        throw refuse(
                "bad-instant",
                "An instant is written like 2026-01-01T00:00:00Z: UTC, whole seconds, never a bare date.");
    }

    private static String step(String name) {
        if (PLAIN_NAME.matcher(name).matches() && name.length() <= MAX_NAME_IN_PATH) {
            return "." + name;
        }
        // Names that came in are not repeated at length, nor with characters that could garble a terminal.
        String shown = name.length() <= MAX_NAME_IN_PATH ? name : name.substring(0, MAX_NAME_IN_PATH);
        return "['" + shown.replaceAll("[^ -&(-\\[\\]-~]", "?") + "']";
    }
}
