package org.entente.exchange;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.entente.exchange.Feed.Filter;
import org.entente.exchange.Feed.Item;
import org.entente.exchange.Feed.Label;
import org.entente.exchange.Feed.Page;
import org.entente.exchange.Feed.Versions;
import org.entente.journal.Journal;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * How the entries of a feed, or of a collection of our own, are read page by page. Reading writes nothing and asks the writer
 * thread nothing. Safe for many threads.
 */
final class Sequence {
    /** Entries that one page may pass over looking for what the filter asks; then it ends early, with a cursor. */
    private static final int MAX_PASSED = 1_000_000;

    /** The same where the filter needs more of each entry than the sequence's own records tell. */
    private static final int MAX_LOOKED_UP = 4096;

    private static final int CURSOR_BYTES = Long.BYTES + 16;

    private final int number;
    private final Tables tables;
    private final Journal journal;
    private final FeedSecret secret;

    /** @param number the contract's, or {@link State#sequence} of a collection */
    Sequence(int number, Tables tables, Journal journal, FeedSecret secret) {
        this.number = number;
        this.tables = tables;
        this.journal = journal;
        this.secret = secret;
    }

    /** A page, as {@link ObjectSequence#page} has it. */
    Page page(Filter filter, @Nullable String next, int limit) {
        if (limit < 1) {
            throw new Failure(Failure.Code.INVALID, "A page has at least one item.", "parameter", "limit");
        }
        long size = tables.feedHead(number).size();
        long from = next == null ? firstAfter(filter.addedAfterMicros(), size) : opened(next, filter) + 1;
        int most = Math.min(limit, Feed.MAX_LIMIT);
        return filter.ids().isEmpty() ? scan(filter, from, size, most) : ofIds(filter, from, size, most);
    }

    private Page scan(Filter filter, long from, long size, int most) {
        List<Item> items = new ArrayList<>(Math.min(most, 128));
        long end = Math.min(size, from + (filter.versions().needLookup() ? MAX_LOOKED_UP : MAX_PASSED));
        long reached = 0;
        FeedBlock block = null;
        for (long entry = from; entry < end; entry++) {
            int slot = (int) (entry % FeedBlock.WIDTH);
            if (block == null || slot == 0) {
                block = tables.feedRecords(number, entry / FeedBlock.WIDTH);
            }
            if (block == null) {
                break;
            }
            if (shows(filter, block, slot)) {
                if (items.size() == most) {
                    return full(items, filter);
                }
                items.add(item(entry, block, slot));
            }
            reached = block.micros(slot);
        }
        return new Page(items, end < size ? cursor(end - 1, filter) : null, reached);
    }

    /** Only the entries of some ids: their numbers are known, so the feed is not walked. */
    private Page ofIds(Filter filter, long from, long size, int most) {
        List<Long> entries = new ArrayList<>();
        for (StixId id : filter.ids()) {
            for (IdentifierEntry.Version version : tables.identifier(id).versions()) {
                IdentifierEntry.Shown shown = version.shownTo(number);
                if (shown != null && shown.live() && shown.entry() >= from && shown.entry() < size) {
                    entries.add(shown.entry());
                }
            }
        }
        entries.sort(Comparator.naturalOrder());
        List<Item> items = new ArrayList<>();
        for (long entry : entries) {
            FeedBlock block = tables.feedRecords(number, entry / FeedBlock.WIDTH);
            int slot = (int) (entry % FeedBlock.WIDTH);
            if (block != null && shows(filter, block, slot)) {
                if (items.size() == most) {
                    return full(items, filter);
                }
                items.add(item(entry, block, slot));
            }
        }
        return new Page(items, null, 0);
    }

    /** The page of these items where more follow. */
    private Page full(List<Item> items, Filter filter) {
        Item last = items.getLast();
        return new Page(items, cursor(last.entry(), filter), last.micros());
    }

    private static Item item(long entry, FeedBlock block, int slot) {
        return new Item(entry, block.micros(slot), block.about(slot), block.payload(slot));
    }

    private boolean shows(Filter filter, FeedBlock block, int slot) {
        Versions versions = filter.versions();
        boolean plain = versions.all() || (versions.last() && block.latest(slot));
        return block.live(slot)
                && (plain || versions.needLookup())
                && block.micros(slot) > filter.addedAfterMicros()
                && (filter.types().isEmpty()
                        || filter.types()
                                .contains(tables.facets(block.number(slot)).type()))
                && (plain || isAsked(versions, tables.object(block.about(slot))));
    }

    private boolean isAsked(Versions versions, ObjectEntry object) {
        if (versions.name(version(object))) {
            return true;
        }
        IdentifierEntry.Version first =
                versions.first() ? tables.identifier(object.id()).firstIn(number) : null;
        return first != null && first.text().equals(object.version());
    }

    /** Which object version an item of a page is. */
    Label label(Item item) {
        ObjectEntry object = tables.object(item.object());
        return new Label(object.id(), version(object));
    }

    private String version(ObjectEntry object) {
        if (!object.version().isEmpty()) {
            return object.version();
        }
        IdentifierEntry.Version version = tables.identifier(object.id()).version("");
        IdentifierEntry.Shown shown = version == null ? null : version.shownTo(number);
        if (shown == null) {
            throw new IllegalStateException("a feed has an object that it never showed");
        }
        return Micros.text(shown.firstMicros());
    }

    /** The number of the first entry that was added later: times rise strictly, so it is found by halving. */
    private long firstAfter(long micros, long size) {
        if (micros == Long.MIN_VALUE) {
            return 0;
        }
        long low = 0;
        long high = size;
        while (low < high) {
            long middle = (low + high) >>> 1;
            FeedBlock block = tables.feedRecords(number, middle / FeedBlock.WIDTH);
            if (block != null && block.micros((int) (middle % FeedBlock.WIDTH)) <= micros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private String cursor(long entry, Filter filter) {
        byte[] bytes = ByteBuffer.allocate(CURSOR_BYTES)
                .putLong(entry)
                .put(secret.seal(entry, filter.text()))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private long opened(String cursor, Filter filter) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw foreignCursor();
        }
        if (bytes.length != CURSOR_BYTES) {
            throw foreignCursor();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long entry = in.getLong();
        byte[] seal = new byte[in.remaining()];
        in.get(seal);
        if (!secret.sealed(entry, filter.text(), seal)) {
            throw foreignCursor();
        }
        return entry;
    }

    private static Failure foreignCursor() {
        return new Failure(
                Failure.Code.INVALID,
                "The value of next is not one that this collection gave for the same filters.",
                "parameter",
                "next");
    }

    /**
     * Copies exactly the released bytes to the buffer.
     *
     * @throws Failure {@code UNAVAILABLE} when they were destroyed since the page was looked up
     */
    void copy(Item item, ByteBuffer target) {
        int from = target.position();
        journal.read(item.payload(), target);
        int to = target.position();
        // Zeros begin at the front, so that of what was zeroed under the copying hand one end is zero; JSON has no
        // zero.
        if (to > from && (target.get(from) == 0 || target.get(to - 1) == 0)) {
            throw new Failure(
                    Failure.Code.UNAVAILABLE, "What the page shows was withdrawn while it was read; ask again.");
        }
    }
}
