package org.entente.exchange;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.entente.stix.StixId;

/** The secret of each feed and of each who posts, derived from the node's. */
final class FeedSecrets {
    private final byte[] nodeSecret;
    private final Map<UUID, FeedSecret> secrets = new ConcurrentHashMap<>();

    FeedSecrets(byte[] nodeSecret) {
        this.nodeSecret = nodeSecret;
    }

    private final Map<String, FeedSecret> posters = new ConcurrentHashMap<>();

    /** Of whoever posts, as {@link Caller#poster()}. */
    FeedSecret ofPoster(String poster) {
        return posters.computeIfAbsent(poster, name -> FeedSecret.ofPoster(nodeSecret, name));
    }

    /** What one organisation sees of sources, whatever the contract. */
    UnaryOperator<StixId> pseudonyms(String organisation) {
        return organisations.computeIfAbsent(organisation, name -> FeedSecret.ofOrganisation(nodeSecret, name))
                ::pseudonym;
    }

    private final Map<String, FeedSecret> organisations = new ConcurrentHashMap<>();

    FeedSecret of(UUID contract) {
        return secrets.computeIfAbsent(contract, id -> FeedSecret.of(nodeSecret, id));
    }
}
