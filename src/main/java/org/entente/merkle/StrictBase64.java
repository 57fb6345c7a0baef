package org.entente.merkle;

import java.util.Base64;
import java.util.Optional;

/**
 * Base64 of RFC 4648 section 4 with one spelling for each value. The platform's decoder forgives missing padding and stray
 * trailing bits; a note whose bytes can change without anyone noticing would not be worth signing.
 */
final class StrictBase64 {
    private StrictBase64() {}

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static Optional<byte[]> decode(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
