package org.entente.exchange;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why an object version is released under a contract or is not: every check, in the order in which they are made. For our own
 * people; a partner gets no explanation of a refusal.
 *
 * @param id of the object
 * @param version the version explained
 * @param contract the contract
 * @param asOf the journal time of the moment that is explained
 * @param released whether it is live in the feed at that moment
 * @param entry number of its latest entry in the feed, or -1 when it never was released
 * @param sha256 of the bytes that this entry released, in hexadecimal; null when there is none
 * @param steps the checks in order
 */
public record Explanation(
        String id,
        String version,
        UUID contract,
        Instant asOf,
        boolean released,
        long entry,
        @Nullable String sha256,
        List<Step> steps) {

    /**
     * One check.
     *
     * @param check its name, such as {@code grant}
     * @param holds whether it lets the object pass
     * @param clause the clause, marking, rule or reference that it turned on
     * @param decides whether it is the first that fails
     */
    public record Step(String check, boolean holds, String clause, boolean decides) {}
}
