package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.jspecify.annotations.Nullable;

/** What a client shows a TAXII server to say who it is. None of its forms tells a secret as text. */
public sealed interface Credentials {
    /** The longest user name with its password, in characters. */
    int MAX_BASIC = 2000;

    /** The longest token, in characters. */
    int MAX_TOKEN = 4096;

    /** The value of the header {@code Authorization}; null where there is none. */
    @Nullable
    String header();

    /** For servers that ask for nothing, or for a certificate only. */
    record None() implements Credentials {
        @Override
        public @Nullable String header() {
            return null;
        }
    }

    /** A bearer token (RFC 6750). */
    record Bearer(String token) implements Credentials {
        /** Throws {@link Failure} {@code INVALID} when it is not one line of printable ASCII. */
        public Bearer {
            if (token.length() > MAX_TOKEN || !token.matches("[!-~]+")) {
                throw new Failure(Code.INVALID, "A token is one line of printable ASCII without spaces.");
            }
        }

        @Override
        public String header() {
            return "Bearer " + token;
        }

        @Override
        public String toString() {
            return "Bearer";
        }
    }

    /** User name and password (RFC 7617). */
    record Basic(String user, String password) implements Credentials {
        /** Throws {@link Failure} {@code INVALID} when they cannot be sent. */
        public Basic {
            if (user.contains(":")
                    || user.length() + password.length() > MAX_BASIC
                    || (user + password).chars().anyMatch(Character::isISOControl)) {
                throw new Failure(Code.INVALID, "User name and password are one line, and the user name has no colon.");
            }
        }

        @Override
        public String header() {
            return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        }

        @Override
        public String toString() {
            return "Basic";
        }
    }
}
