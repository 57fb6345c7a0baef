package org.entente.taxii;

import java.util.UUID;

/**
 * What a feed is called as a collection. TAXII 2.1 section 2 wants identifiers of version 4, and the identifier of a contract,
 * which both parties derive from what they signed, is of version 5. So the collection's id is the contract's with the other
 * version in its place, and its alias, which may stand in every path instead (section 5.2.1), is the contract's as it is.
 */
final class FeedNames {
    private static final long VERSION = 0xF000L;
    private static final int OF_COLLECTIONS = 4;
    private static final int OF_CONTRACTS = 5;
    private static final int VERSION_SHIFT = 12;

    private FeedNames() {}

    /** The id of the collection as which the feed of that contract is served. */
    static UUID collection(UUID contract) {
        return with(contract, OF_COLLECTIONS);
    }

    /** The contract whose feed would have that id or that alias as a collection. */
    static UUID contract(UUID idOrAlias) {
        return with(idOrAlias, OF_CONTRACTS);
    }

    private static UUID with(UUID id, long version) {
        return new UUID(
                (id.getMostSignificantBits() & ~VERSION) | version << VERSION_SHIFT, id.getLeastSignificantBits());
    }
}
