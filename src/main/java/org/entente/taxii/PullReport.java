package org.entente.taxii;

import java.util.UUID;

/**
 * What one pull brought.
 *
 * @param contract under which it came
 * @param entries log entries that are new here
 * @param pages pages of objects that were read
 * @param added object versions that are new here
 * @param unchanged object versions that were here already
 * @param size entries of the partner's log that are held now, all under the root that it signed
 * @param broken rules across versions of an object (STIX 2.1 section 3.6) that new versions break; they are kept
 * @param suspended whether the rest cannot be read now, because the contract is suspended, there or here
 * @param recalled copies that count as recalled since now because the partner gave notice of it
 */
public record PullReport(
        UUID contract,
        long entries,
        int pages,
        int added,
        int unchanged,
        long size,
        int broken,
        boolean suspended,
        int recalled) {}
