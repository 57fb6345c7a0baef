package org.entente.exchange;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An operating failure: the one exception that this room and the edges above it throw for what can go wrong in good
 * order. The message is a static sentence; what it is about is in the fields. Edges map the code once to an HTTP status
 * and once to an exit code.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure; each has one HTTP status and one exit code. */
    public enum Code {
        /** The input breaks a rule of its format. */
        INVALID,
        /** The caller did not say who it is, or its token is unknown or expired. */
        UNAUTHORISED,
        /** The caller may not do that, now or ever. */
        FORBIDDEN,
        /** There is no such thing, or the caller may not know of it. */
        NOT_FOUND,
        /** The state of things does not allow it. */
        CONFLICT,
        /** A named limit was exceeded. */
        LIMIT,
        /** The caller has used up what it may do in a time; the field {@code retry_after_seconds} says when there is more. */
        QUOTA,
        /** What a partner sent does not agree with what it signed. */
        MISMATCH,
        /** A partner, or this node, cannot be reached or cannot answer now. */
        UNAVAILABLE,
        /** The disk did not take what had to be durable. */
        DURABILITY
    }

    private final Code code;
    private final transient Map<String, String> fields;

    /** A failure with fields given as name and value in turn. */
    public Failure(Code code, String sentence, String... fields) {
        super(sentence);
        this.code = code;
        this.fields = pairs(fields);
    }

    /** A failure that another exception caused. */
    public Failure(Code code, String sentence, Throwable cause, String... fields) {
        super(sentence, cause);
        this.code = code;
        this.fields = pairs(fields);
    }

    /** The kind of failure. */
    public Code code() {
        return code;
    }

    /** What the sentence is about, in the order given. Never a secret, never an object's content. */
    public Map<String, String> fields() {
        return fields;
    }

    private static Map<String, String> pairs(String... fields) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i + 1 < fields.length; i += 2) {
            map.put(fields[i], fields[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }
}
