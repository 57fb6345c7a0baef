package org.entente.exchange;

import java.util.List;
import java.util.SortedMap;
import java.util.UUID;

/**
 * What partners would see of our objects if terms were in force that are not: one part for each contract by which we give. It is
 * decided exactly as it would be, over the store of this moment, and nothing comes of it.
 *
 * @param contracts in the order of the memorandum
 */
public record Preview(List<Contract> contracts) {
    /** The most objects that are named as samples of each kind. */
    public static final int MAX_SAMPLES = 5;

    public Preview {
        contracts = List.copyOf(contracts);
    }

    /**
     * What one partner would see under one contract.
     *
     * @param id the contract
     * @param grant the grant that makes it
     * @param receiver the partner
     * @param isNew whether there is no such contract yet, so that all it shows would be new
     * @param live object versions that would be live
     * @param types how many of these are of each STIX type
     * @param topics how many of these have each topic; one that has several counts under each
     * @param samples some of these
     * @param released how many of these are not live now
     * @param releasedSamples some of them
     * @param withdrawn how many that are live now would be withdrawn
     * @param withdrawnSamples some of them
     */
    public record Contract(
            UUID id,
            String grant,
            String receiver,
            boolean isNew,
            long live,
            SortedMap<String, Long> types,
            SortedMap<String, Long> topics,
            List<Sample> samples,
            long released,
            List<Sample> releasedSamples,
            long withdrawn,
            List<Sample> withdrawnSamples) {}

    /**
     * One object version.
     *
     * @param id of the object
     * @param version its version, empty where the object has none
     * @param clause what would decide: the grant, or the clause, marking, rule or reference that withholds it
     */
    public record Sample(String id, String version, String clause) {}
}
