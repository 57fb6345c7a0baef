package org.entente.http;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole response. It is sent with its length in one piece; to a HEAD request it goes without its body.
 *
 * @param status the HTTP status
 * @param mediaType the Content-Type
 * @param headers further headers; {@code Cache-Control} is {@code no-store} where it is not among them
 * @param body the bytes between position and limit; not to be changed, and sent once only
 */
public record Answer(int status, String mediaType, Map<String, String> headers, ByteBuffer body) implements Reply {
    /** An answer without further headers. */
    public static Answer of(int status, String mediaType, byte[] body) {
        return new Answer(status, mediaType, Map.of(), ByteBuffer.wrap(body));
    }

    /** The same answer with one more header. */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, mediaType, more, body);
    }
}
