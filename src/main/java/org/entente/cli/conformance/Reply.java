package org.entente.cli.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer, and what can be demanded of it. Each demand that is not met ends the case with this answer as the evidence. */
record Reply(Ask ask, int status, HttpHeaders headers, byte[] body) {
    static final String FIRST = "X-TAXII-Date-Added-First";
    static final String LAST = "X-TAXII-Date-Added-Last";

    /** The most characters of a request or a body that a failure shows. */
    static final int MAX_SHOWN = 300;

    private static final List<String> SHOWN_HEADERS =
            List.of("Content-Type", "WWW-Authenticate", FIRST, LAST, "Location", "Content-Encoding", "Content-Length");

    /** Section 2: RFC 3339 in UTC with six digits of fraction. */
    private static final Pattern TIMESTAMP = Pattern.compile(
            "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)\\.\\d{6}Z");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** It has one of these statuses. */
    Reply expect(int... statuses) {
        if (Arrays.stream(statuses).noneMatch(wanted -> wanted == status)) {
            throw falls("the status "
                    + Arrays.stream(statuses).mapToObj(Integer::toString).collect(Collectors.joining(" or ")));
        }
        return this;
    }

    /** It is 200 and of the media type of TAXII 2.1, with the version. */
    Reply ok() {
        return expect(200).taxii();
    }

    /** It is of the media type of TAXII 2.1, with the version. */
    Reply taxii() {
        if (!isTaxii()) {
            throw falls("Content-Type: " + Ask.TAXII);
        }
        return this;
    }

    boolean isTaxii() {
        String type = header("Content-Type");
        String[] parts =
                type == null ? new String[] {""} : type.toLowerCase(Locale.ROOT).split(";", -1);
        return parts[0].strip().equals("application/taxii+json")
                && Arrays.stream(parts)
                        .anyMatch(part -> part.strip().replace("\"", "").equals("version=2.1"));
    }

    /** It is an error resource (section 3.6.1). */
    Reply error() {
        taxii();
        if (text("title") == null) {
            throw falls("an error resource with a title");
        }
        return this;
    }

    /** Its body, which is a JSON object as RFC 7493 has it. */
    JsonNode json() {
        try {
            JsonNode json = JSON.readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException e) {
            throw falls("a body that is sound JSON, in UTF-8 and without a name given twice");
        }
        throw falls("a body that is a JSON object");
    }

    /** JSON of our own, read as answers are read. */
    static JsonNode tree(String json) {
        return JSON.readTree(json);
    }

    /** That property where it is a string, else null. */
    @Nullable
    String text(String property) {
        return text(json(), property);
    }

    static @Nullable String text(JsonNode json, String property) {
        JsonNode value = json.path(property);
        return value.isString() ? value.stringValue() : null;
    }

    /** That property is a string; gives it. */
    String string(String property) {
        String value = text(property);
        if (value == null) {
            throw falls("the property '" + property + "', a string");
        }
        return value;
    }

    /** That property is a whole number of at least so much; gives it. */
    long number(String property, long least) {
        JsonNode value = json().path(property);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least) {
            throw falls("the property '" + property + "', a whole number of at least " + least);
        }
        return value.longValue();
    }

    @Nullable
    String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    /** That header is a timestamp; gives it. */
    String timestampHeader(String name) {
        String value = header(name);
        if (value == null || !isTimestamp(value)) {
            throw falls("the header " + name + ", a timestamp with six digits of fraction");
        }
        return value;
    }

    static boolean isTimestamp(String text) {
        return TIMESTAMP.matcher(text).matches();
    }

    /** What ends a case with this answer as the evidence. */
    Shortfall falls(String expected) {
        return new Shortfall(
                new Verdict.Failed(expected, ask.toString(), ask.credential().hidden(toString())));
    }

    /** What came, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(status);
        for (String name : SHOWN_HEADERS) {
            List<String> values = headers.allValues(name);
            if (!values.isEmpty()) {
                text.append(", ").append(name).append(": ").append(cut(String.join(", ", values), MAX_SHOWN));
            }
        }
        if (body.length > 0) {
            text.append("; ").append(cut(new String(body, 0, Math.min(body.length, 4 * MAX_SHOWN), UTF_8), MAX_SHOWN));
        }
        return text.toString();
    }

    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + " …";
    }
}
