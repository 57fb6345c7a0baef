package org.entente.exchange;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and what it may do with our own collections.
 *
 * @param organisation the DID of the organisation
 * @param label which tool of our own organisation it is; of a partner nothing depends on it
 * @param scopes which of our own collections it may read and write; empty for a partner, which has its feeds and its inbox
 */
public record Caller(String organisation, String label, List<Scope> scopes) {
    /** What a token of our own organisation may do with one of our collections: read it, write it, or both. */
    public record Scope(UUID collection, boolean read, boolean write) {}

    public Caller {
        scopes = List.copyOf(scopes);
    }

    /** Under which name its posts are counted and its statuses are kept: a partner is one, each tool of ours is one. */
    public String poster() {
        // A DID has no space, so that no tool is taken for a partner.
        return scopes.isEmpty() ? organisation : organisation + " " + label;
    }

    /** Its scope on that collection, or null where it has none. */
    public @Nullable Scope scope(UUID collection) {
        for (Scope scope : scopes) {
            if (scope.collection().equals(collection)) {
                return scope;
            }
        }
        return null;
    }
}
