package org.entente.exchange;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The secret of each feed, derived from the node's. */
final class FeedSecrets {
    private final byte[] nodeSecret;
    private final Map<UUID, FeedSecret> secrets = new ConcurrentHashMap<>();

    FeedSecrets(byte[] nodeSecret) {
        this.nodeSecret = nodeSecret;
    }

    FeedSecret of(UUID contract) {
        return secrets.computeIfAbsent(contract, id -> FeedSecret.of(nodeSecret, id));
    }
}
