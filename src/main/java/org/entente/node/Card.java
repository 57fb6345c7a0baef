package org.entente.node;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.entente.exchange.Failure;
import org.entente.exchange.NodeKeys;
import org.entente.exchange.Organisation;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What organisations hand each other before anything else: who they are, where their node is, and its key.
 *
 * <pre>
 * { "did": "did:web:a.example", "name": "…", "url": "https://entente.a.example",
 *   "key": "MCowBQYDK2VwAyEA…",              the Ed25519 key in X.509 form, base64
 *   "fingerprint": "0123-4567-…" }           see {@link NodeKeys#fingerprint}
 * </pre>
 *
 * <p>A card travels by any way; the fingerprint is compared over another one, since whoever alters the card alters both.
 */
public record Card(Organisation organisation, PublicKey key) {
    /** The largest card. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final List<String> NAMES = List.of("did", "name", "url", "key", "fingerprint");

    /** The card of the node whose configuration and keys these are. */
    public static Card of(Config config, NodeKeys keys) {
        return new Card(config.organisation(), keys.publicKey());
    }

    /** The fingerprint of the key on the card. */
    public String fingerprint() {
        return NodeKeys.fingerprint(key);
    }

    /** The card as JSON. */
    public ObjectNode json() {
        return Json.object()
                .put("did", organisation.did())
                .put("name", organisation.name())
                .put("url", organisation.url())
                .put("key", Base64.getEncoder().encodeToString(key.getEncoded()))
                .put("fingerprint", fingerprint());
    }

    /** Reads a card, strictly. Throws {@link Failure} {@code INVALID}, or {@code LIMIT} when it is too large. */
    static Card read(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw new Failure(Failure.Code.LIMIT, "The card is too large.", "most", Integer.toString(MAX_BYTES));
        }
        JsonNode card;
        try {
            card = Json.STRICT.readTree(json);
        } catch (JacksonException e) {
            throw new Failure(Failure.Code.INVALID, "The card is not sound JSON.", e);
        }
        for (String name : NAMES) {
            if (!card.path(name).isString()) {
                throw new Failure(Failure.Code.INVALID, "A card needs this text.", "name", name);
            }
        }
        if (card.size() != NAMES.size()) {
            throw new Failure(Failure.Code.INVALID, "The card holds something that is not known.");
        }
        check(card, "did", ConfigKey.ORGANISATION_ID);
        check(card, "name", ConfigKey.ORGANISATION_NAME);
        check(card, "url", ConfigKey.PUBLIC_URL);
        Card read = new Card(new Organisation(text(card, "did"), text(card, "name"), text(card, "url")), key(card));
        if (!read.fingerprint().equals(text(card, "fingerprint"))) {
            throw new Failure(Failure.Code.MISMATCH, "The fingerprint on the card is not that of its key.");
        }
        return read;
    }

    private static void check(JsonNode card, String name, ConfigKey rule) {
        if (!rule.rule().holds().test(card.path(name))) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "A value on the card is not what it must be.",
                    name,
                    "must be " + rule.rule().says());
        }
    }

    private static PublicKey key(JsonNode card) {
        try {
            byte[] x509 = Base64.getDecoder().decode(text(card, "key"));
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Failure(Failure.Code.INVALID, "The key on the card is no Ed25519 key in X.509 form.", e);
        }
    }

    private static String text(JsonNode card, String name) {
        return Objects.requireNonNull(card.path(name).stringValue());
    }
}
