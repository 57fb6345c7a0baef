package org.entente.exchange;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.entente.exchange.Feed.Filter;
import org.entente.exchange.Feed.Item;
import org.entente.exchange.Feed.Label;
import org.entente.exchange.Feed.Page;
import org.entente.journal.Journal;
import org.jspecify.annotations.Nullable;

/** A collection of our own, for reading: the own copies that are filed in it, at the time at which they arrived. */
public final class OwnCollection implements ObjectSequence {
    private final State.Collection collection;
    private final Tables tables;
    private final Sequence sequence;

    OwnCollection(State.Collection collection, Tables tables, Journal journal, FeedSecret secret) {
        this.collection = collection;
        this.tables = tables;
        this.sequence = new Sequence(collection.sequence(), tables, journal, secret);
    }

    @Override
    public UUID id() {
        return collection.id();
    }

    /** How many object versions are in it. */
    public long live() {
        return tables.feedHead(collection.sequence()).live();
    }

    @Override
    public Page page(Filter filter, @Nullable String next, int limit) {
        return sequence.page(filter, next, limit);
    }

    @Override
    public Label label(Item item) {
        return sequence.label(item);
    }

    @Override
    public void copy(Item item, ByteBuffer target) {
        sequence.copy(item, target);
    }
}
