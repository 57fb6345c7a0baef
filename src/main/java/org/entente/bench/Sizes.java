package org.entente.bench;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param entries objects in the store, each an entry of the first partner's feed
 * @param cursors places of each feed at which pages are read, and objects that are read by their ids
 * @param rounds rounds of each row; a row's figure is their median
 * @param load how long a server is loaded in one round
 * @param warmUp how long a server is loaded before the first round
 * @param starts how often the node is started
 * @param imports how often everything is imported into an empty node
 * @param ingestWarmUps rounds of ingest that are not counted
 * @param ingestSingles objects of a round of ingest one by one
 * @param ingestObjects objects of a round of ingest in larger batches
 * @param observations observed-data objects that patterns are matched with
 * @param indicators patterns that are matched at once
 * @param burst how long something of STIX is repeated in one round
 * @param releaseObjects objects of the largest store in which deciding is measured
 */
record Sizes(
        int entries,
        int cursors,
        int rounds,
        Duration load,
        Duration warmUp,
        int starts,
        int imports,
        int ingestWarmUps,
        int ingestSingles,
        int ingestObjects,
        int observations,
        int indicators,
        Duration burst,
        int releaseObjects) {
    static final Sizes FULL = new Sizes(
            20_000,
            200,
            5,
            Duration.ofSeconds(3),
            Duration.ofSeconds(20),
            7,
            3,
            3,
            5_000,
            40_000,
            20_000,
            10_000,
            Duration.ofSeconds(2),
            1_000_000);

    /** Enough to see that everything works; the figures mean nothing. */
    static final Sizes QUICK = new Sizes(
            600,
            5,
            2,
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            1,
            1,
            1,
            100,
            2_000,
            500,
            300,
            Duration.ofMillis(20),
            10_000);

    /** Objects of a round of ingest in batches of that size. */
    int ingestObjects(int batch) {
        return batch == 1 ? ingestSingles : ingestObjects;
    }
}
