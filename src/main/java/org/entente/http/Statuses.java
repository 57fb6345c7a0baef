package org.entente.http;

import org.entente.exchange.Failure;

/** The one place where a kind of failure gets its HTTP status. */
public final class Statuses {
    public static final int OK = 200;
    public static final int ACCEPTED = 202;
    public static final int NOT_MODIFIED = 304;
    public static final int BAD_REQUEST = 400;
    public static final int UNAUTHORISED = 401;
    public static final int FORBIDDEN = 403;
    public static final int NOT_FOUND = 404;
    public static final int METHOD_NOT_ALLOWED = 405;
    public static final int NOT_ACCEPTABLE = 406;
    public static final int TIMEOUT = 408;
    public static final int CONFLICT = 409;
    public static final int CONTENT_TOO_LARGE = 413;
    public static final int UNSUPPORTED_MEDIA_TYPE = 415;
    public static final int UNPROCESSABLE_CONTENT = 422;
    public static final int TOO_MANY_REQUESTS = 429;
    public static final int INTERNAL_ERROR = 500;
    public static final int BAD_GATEWAY = 502;
    public static final int UNAVAILABLE = 503;

    private Statuses() {}

    /** The status of that kind of failure. */
    public static int of(Failure.Code code) {
        return switch (code) {
            case INVALID -> BAD_REQUEST;
            case UNAUTHORISED -> UNAUTHORISED;
            case FORBIDDEN -> FORBIDDEN;
            case NOT_FOUND -> NOT_FOUND;
            case CONFLICT -> CONFLICT;
            case LIMIT -> CONTENT_TOO_LARGE;
            case QUOTA -> TOO_MANY_REQUESTS;
            // A partner's node is at fault, and ours stands between it and the caller.
            case MISMATCH -> BAD_GATEWAY;
            case UNAVAILABLE, DURABILITY -> UNAVAILABLE;
        };
    }
}
