package org.entente.exchange;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.entente.exchange.Feed.Filter;
import org.entente.exchange.Feed.Item;
import org.entente.exchange.Feed.Label;
import org.entente.exchange.Feed.Page;
import org.jspecify.annotations.Nullable;

/**
 * Object versions in the order in which they were added, each at an instant of its own: a feed, or a collection of our own. What
 * is read is what was durable when the call began. Safe for many threads.
 */
public sealed interface ObjectSequence permits Feed, OwnCollection {
    /** The id of the collection as which it is read. */
    UUID id();

    /**
     * A page of live entries.
     *
     * @param next a cursor that an earlier page of the same filter gave, or null for the first page
     * @param limit the most items, at least one; more than {@link Feed#MAX_LIMIT} counts as that
     * @throws Failure {@code INVALID} when the cursor is not of this sequence and filter, or the limit is less than one
     */
    Page page(Filter filter, @Nullable String next, int limit);

    /** Which object version an item of a page is. */
    Label label(Item item);

    /** Copies exactly the bytes of the item to the buffer. */
    void copy(Item item, ByteBuffer target);
}
