package org.entente.taxii;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.http.Call;

/**
 * The responses in progress, by contract, so that a suspension can cut them (release.md rule 14).
 *
 * <p>A response is entered before it is asked whether the contract is open. So whoever suspends first and cuts then reaches
 * every response that found the contract open.
 */
final class Departures {
    private final ConcurrentHashMap<UUID, Set<Call>> calls = new ConcurrentHashMap<>();

    /** Enters a response until its call ends. */
    void enter(UUID contract, Call call) {
        // Both steps hold the map's lock on the contract, so that a set is never dropped while a call enters it.
        calls.compute(contract, (_, open) -> {
            Set<Call> set = open == null ? ConcurrentHashMap.newKeySet() : open;
            set.add(call);
            return set;
        });
        call.atEnd(() -> calls.computeIfPresent(contract, (_, open) -> {
            open.remove(call);
            return open.isEmpty() ? null : open;
        }));
    }

    /** Closes the connections of all responses of that contract that are in progress. */
    void cut(UUID contract) {
        Set<Call> open = calls.get(contract);
        if (open != null) {
            open.forEach(Call::cut);
        }
    }
}
