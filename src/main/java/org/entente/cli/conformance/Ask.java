package org.entente.cli.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request, put together step by step and sent.
 *
 * @param target path and query, encoded
 * @param body null where there is none
 * @param waits whether the body is sent only when the server wants it (RFC 9110 section 10.1.1)
 */
record Ask(
        Wire wire,
        String method,
        String target,
        Map<String, String> headers,
        Credential credential,
        byte @Nullable [] body,
        boolean waits) {

    static final String TAXII = "application/taxii+json;version=2.1";

    /** A request for TAXII 2.1. */
    static Ask of(Wire wire, String method, String path, Credential credential) {
        return new Ask(wire, method, path, Map.of("Accept", TAXII), credential, null, false);
    }

    /** With one more parameter of the query. */
    Ask with(String parameter, String value) {
        String separator = target.contains("?") ? "&" : "?";
        return new Ask(
                wire,
                method,
                target + separator + URLEncoder.encode(parameter, UTF_8) + "=" + URLEncoder.encode(value, UTF_8),
                headers,
                credential,
                body,
                waits);
    }

    /** With more parameters: a name and a value in turn. */
    Ask with(String... parameters) {
        Ask ask = this;
        for (int i = 0; i < parameters.length; i += 2) {
            ask = ask.with(parameters[i], parameters[i + 1]);
        }
        return ask;
    }

    /** With that header instead of what it was; null for none. */
    Ask header(String name, @Nullable String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new Ask(wire, method, target, changed, credential, body, waits);
    }

    Ask accept(@Nullable String value) {
        return header("Accept", value);
    }

    /** By another client. */
    Ask as(Credential other) {
        return new Ask(wire, method, target, headers, other, body, waits);
    }

    /** With that body. */
    Ask body(String contentType, String text) {
        return body(contentType, text.getBytes(UTF_8));
    }

    /** With that body. */
    Ask body(String contentType, byte[] bytes) {
        return new Ask(wire, method, target, headers, credential, bytes, waits).header("Content-Type", contentType);
    }

    /** With a body that stays here when the server refuses it unseen. */
    Ask waiting() {
        return new Ask(wire, method, target, headers, credential, body, true);
    }

    Reply send() {
        return wire.send(this);
    }

    /** What was asked, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(method).append(' ').append(target);
        headers.forEach((name, value) -> {
            if (!name.equals("Accept") || !value.equals(TAXII)) {
                text.append(", ").append(name).append(": ").append(value);
            }
        });
        if (!headers.containsKey("Accept")) {
            text.append(", no Accept");
        }
        if (credential.header() == null) {
            text.append(", no credentials");
        }
        return Reply.cut(text.toString(), Reply.MAX_SHOWN);
    }
}
