package org.entente.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.entente.exchange.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query, in order. Names and values are percent-decoded UTF-8, {@code +} is a space, and what is not
 * well formed is refused rather than guessed.
 */
public record Query(List<Parameter> parameters) {
    /** The most parameters of one request. */
    public static final int MAX_PARAMETERS = 100;

    /** A name and its value; the value is empty where there is no {@code =}. */
    public record Parameter(String name, String value) {}

    public Query {
        parameters = List.copyOf(parameters);
    }

    /**
     * Reads the part of an address after the question mark; null has no parameters.
     *
     * @throws Failure {@code INVALID} when it is not well formed, {@code LIMIT} when there are too many parameters
     */
    public static Query parse(@Nullable String text) {
        List<Parameter> parameters = new ArrayList<>();
        int from = 0;
        while (text != null && from < text.length()) {
            int ampersand = text.indexOf('&', from);
            int end = ampersand < 0 ? text.length() : ampersand;
            if (end > from) {
                parameters.add(parameter(text.substring(from, end)));
            }
            if (parameters.size() > MAX_PARAMETERS) {
                throw new Failure(Failure.Code.LIMIT, "The query has too many parameters.");
            }
            from = end + 1;
        }
        return new Query(parameters);
    }

    private static Parameter parameter(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? new Parameter(decode(text), "")
                : new Parameter(decode(text.substring(0, equals)), decode(text.substring(equals + 1)));
    }

    private static String decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                if (i + 2 >= bytes.length) {
                    throw malformed();
                }
                decoded.put((byte) (hex(bytes[i + 1]) << 4 | hex(bytes[i + 2])));
                i += 2;
            } else {
                decoded.put(bytes[i] == '+' ? (byte) ' ' : bytes[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static int hex(byte digit) {
        int value = Character.digit(digit, 16);
        if (value < 0) {
            throw malformed();
        }
        return value;
    }

    private static Failure malformed() {
        return new Failure(Failure.Code.INVALID, "The query is not well-formed percent-encoded UTF-8.");
    }
}
