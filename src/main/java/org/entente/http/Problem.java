package org.entente.http;

import java.nio.charset.StandardCharsets;

/** RFC 9457 problem details, for paths that no site owns. */
final class Problem {
    private static final String MEDIA_TYPE = "application/problem+json";

    private Problem() {}

    /** The sentence is ours, and so needs no escaping. */
    static Answer answer(int status, String sentence) {
        String json = "{\"title\":\"" + sentence + "\",\"status\":" + status + "}";
        return Answer.of(status, MEDIA_TYPE, json.getBytes(StandardCharsets.UTF_8));
    }
}
