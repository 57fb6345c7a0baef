package org.entente.cli.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How a client says who it is. What is secret in it appears in no text that this type gives. */
public sealed interface Credential {
    /** Nothing is said. */
    record None() implements Credential {
        @Override
        public @Nullable String header() {
            return null;
        }

        @Override
        public Credential spoiled() {
            return this;
        }

        @Override
        public String hidden(String text) {
            return text;
        }
    }

    /** A bearer token (RFC 6750). */
    record Bearer(String token) implements Credential {
        @Override
        public String header() {
            return "Bearer " + token;
        }

        @Override
        public Credential spoiled() {
            return new Bearer(NONSENSE);
        }

        @Override
        public String hidden(String text) {
            return text.replace(token, HIDDEN);
        }

        @Override
        public String toString() {
            return "Bearer[token=" + HIDDEN + "]";
        }
    }

    /** A user and a password (RFC 7617). */
    record Basic(String user, String password) implements Credential {
        @Override
        public String header() {
            return "Basic " + encoded();
        }

        private String encoded() {
            return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        }

        @Override
        public Credential spoiled() {
            return new Basic(user, NONSENSE);
        }

        @Override
        public String hidden(String text) {
            return text.replace(encoded(), HIDDEN).replace(password, HIDDEN);
        }

        @Override
        public String toString() {
            return "Basic[user=" + user + ", password=" + HIDDEN + "]";
        }
    }

    /** No server knows it. */
    String NONSENSE = "0-wrong-on-purpose-0";

    /** Stands where a secret stood. */
    String HIDDEN = "(hidden)";

    /** The value of the Authorization header, or null for none. */
    @Nullable
    String header();

    /** The same kind of credential, and wrong. */
    Credential spoiled();

    /** The text without what is secret, in case a server repeats it. */
    String hidden(String text);
}
