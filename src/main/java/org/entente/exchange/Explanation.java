package org.entente.exchange;

import java.util.List;
import java.util.UUID;

/**
 * Why an object version is released under a contract or is not: every check, in the order in which they are made. For our own
 * people; a partner gets no explanation of a refusal.
 *
 * @param id of the object
 * @param version the version explained
 * @param contract the contract
 * @param released whether it is live in the feed now
 * @param entry number of its latest entry in the feed, or -1 when it never was released
 * @param steps the checks in order
 */
public record Explanation(String id, String version, UUID contract, boolean released, long entry, List<Step> steps) {

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
