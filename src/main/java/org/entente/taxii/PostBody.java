package org.entente.taxii;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.entente.exchange.Command;
import org.entente.exchange.Command.Posted;
import org.entente.exchange.Failure;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.Problem;
import org.entente.stix.Rule;
import org.entente.stix.StixReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of a request to add objects: an envelope (TAXII 2.1 sections 3.7 and 5.5), or a bundle of STIX, which some clients
 * send instead. One pass over the text finds where each object begins and ends; then each is read by itself, so that one that
 * breaks a rule harms no other, and each keeps exactly its bytes.
 */
sealed interface PostBody {
    /** What is said of an object whose id could not be read. */
    String UNKNOWN_ID = "unknown--00000000-0000-0000-0000-000000000000";

    /** What stands at each place of the list of objects; at least one. */
    record Objects(List<Posted> posted) implements PostBody {}

    /** JSON, but not what can be added. */
    record Unacceptable(String sentence) implements PostBody {}

    /**
     * Reads a body.
     *
     * @param bundle whether it is said to be a bundle
     * @param maxObjects the most objects that it may hold
     * @throws Failure {@code INVALID} when it is not JSON
     */
    static PostBody read(byte[] body, boolean bundle, int maxObjects) {
        return new Reading(body, bundle, maxObjects).read();
    }

    /** One body while it is read. */
    final class Reading {
        private static final String MALFORMED = "The body of the request is not well-formed JSON in UTF-8.";
        private static final String NO_ENVELOPE = "The body is neither an envelope nor a bundle with objects.";
        private static final String NO_BUNDLE = "The body is said to be STIX and is not a bundle with objects.";
        private static final String NO_OBJECTS = "The list of objects is empty.";
        private static final String TOO_MANY = "The body holds more objects than one request may.";

        /** Around an object: the envelope and its list. */
        private static final int LEVELS_AROUND = 2;

        /** The longest id that is repeated to whoever posted it, in characters. */
        private static final int MAX_ID = 300;

        /** Broken rules that the message about one object names. */
        private static final int MAX_NAMED = 3;

        private static final int DETECTED_BYTES = 4;

        private static final JsonFactory JSON = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(Limits.MAX_DEPTH + LEVELS_AROUND)
                        .build())
                .build();

        private final byte[] body;
        private final boolean bundle;
        private final int maxObjects;
        private final List<Posted> posted = new ArrayList<>();
        private boolean isObject;
        private boolean isBundle;
        private boolean hasList;
        private int count;

        private Reading(byte[] body, boolean bundle, int maxObjects) {
            this.body = body;
            this.bundle = bundle;
            this.maxObjects = maxObjects;
        }

        private PostBody read() {
            refuseOtherEncodings();
            try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
                JsonToken first = json.nextToken();
                if (first == JsonToken.START_OBJECT) {
                    isObject = true;
                    members(json);
                } else {
                    json.skipChildren();
                }
                if (first == null || json.nextToken() != null) {
                    throw malformed(null);
                }
            } catch (JacksonException e) {
                throw malformed(e);
            }
            return judged();
        }

        /** JSON between systems is UTF-8 without a byte order mark (RFC 8259 section 8.1); others begin with one, or with zeros. */
        private void refuseOtherEncodings() {
            for (int i = 0; i < Math.min(body.length, DETECTED_BYTES); i++) {
                if (body[i] == 0 || body[i] == (byte) 0xEF || body[i] == (byte) 0xFE || body[i] == (byte) 0xFF) {
                    throw malformed(null);
                }
            }
        }

        private void members(JsonParser json) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("objects")) {
                    if (hasList) {
                        throw malformed(null);
                    }
                    hasList = value == JsonToken.START_ARRAY;
                    if (hasList) {
                        objects(json);
                        continue;
                    }
                } else if (name.equals("type")) {
                    isBundle =
                            value == JsonToken.VALUE_STRING && json.getString().equals("bundle");
                }
                json.skipChildren();
            }
        }

        private void objects(JsonParser json) {
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                int from = Math.toIntExact(json.currentTokenLocation().getByteOffset());
                json.skipChildren();
                int to = Math.toIntExact(json.currentLocation().getByteOffset());
                if (count < maxObjects) {
                    posted.add(
                            token == JsonToken.START_OBJECT
                                    ? object(Arrays.copyOfRange(body, from, to))
                                    : new Command.Broken(
                                            UNKNOWN_ID, message(Rule.OBJECT.id(), "$", Rule.OBJECT.message())));
                }
                count++;
            }
        }

        private Posted object(byte[] bytes) {
            return switch (StixReader.parseObject(bytes, Limits.DEFAULT)) {
                case Parsed.Valid(var _, var _, var object, var _) -> new Command.Whole(object);
                case Parsed.Invalid(var _, var _, var id, var problems, var _) ->
                    new Command.Broken(
                            id == null || id.isEmpty() || id.length() > MAX_ID ? UNKNOWN_ID : id, messages(problems));
            };
        }

        private String messages(List<Problem> problems) {
            return problems.stream()
                    .limit(MAX_NAMED)
                    .map(problem -> message(problem.rule(), problem.path(), problem.message()))
                    .collect(Collectors.joining(" "));
        }

        /** The path is made that of the body, in which the object is one of many. */
        private String message(String rule, String path, String sentence) {
            return rule + " at $.objects[" + count + "]" + path.substring(1) + ": " + sentence;
        }

        private PostBody judged() {
            if (bundle && !(isBundle && hasList)) {
                return new Unacceptable(NO_BUNDLE);
            }
            if (!isObject || !hasList) {
                return new Unacceptable(NO_ENVELOPE);
            }
            if (count == 0) {
                return new Unacceptable(NO_OBJECTS);
            }
            return count > maxObjects ? new Unacceptable(TOO_MANY) : new Objects(List.copyOf(posted));
        }

        private static Failure malformed(@Nullable JacksonException cause) {
            return cause == null
                    ? new Failure(Failure.Code.INVALID, MALFORMED)
                    : new Failure(Failure.Code.INVALID, MALFORMED, cause);
        }
    }
}
