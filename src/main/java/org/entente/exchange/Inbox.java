package org.entente.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.entente.exchange.State.Status;
import org.entente.journal.Journal;
import org.entente.stix.StixId;

/**
 * What a partner posted to us: a space of its own, apart from the store, in which the partner's posts meet nothing but its own
 * earlier posts (release.md rule 18). The partner only writes to it; our people read it and take from it. Safe for many threads.
 *
 * <p>Every limit counts what this partner itself posted and nothing else, not even what our people took: so whoever is told of
 * a limit learns nothing of others.
 */
public final class Inbox {
    /** The most posts of a partner on one day of journal time, UTC. */
    public static final int MAX_POSTS_A_DAY = 2_000;

    /** The most objects of a partner that are kept from one day. */
    public static final int MAX_OBJECTS_A_DAY = 50_000;

    /** The most bytes of these objects. */
    public static final long MAX_BYTES_A_DAY = 64L << 20;

    /** How long an item is kept, counted when the partner posts next; what was taken is in the store by then. */
    public static final Duration KEPT = Duration.ofDays(30);

    /**
     * One object version in it.
     *
     * @param number within this inbox
     * @param micros when it arrived, in journal time
     * @param taken whether our people took it into the store
     */
    public record Item(long number, StixId id, String version, long micros, int bytes, boolean taken) {}

    private final String partner;
    private final UUID id;
    private final Status status;
    private final Tables tables;
    private final Journal journal;

    Inbox(String partner, UUID id, Status status, Tables tables, Journal journal) {
        this.partner = partner;
        this.id = id;
        this.status = status;
        this.tables = tables;
        this.journal = journal;
    }

    /** The id of the collection as which the partner posts to it. */
    public UUID id() {
        return id;
    }

    /**
     * Whether the partner may post: open while a contract with it is open; suspended while all that have not ended are; closed
     * where none is in force, and then there is no inbox for the partner.
     */
    public Status status() {
        return status;
    }

    /** What is kept, in the order in which it arrived. */
    public List<Item> items() {
        InboxHead head = tables.inboxHead(partner);
        List<Item> items = new ArrayList<>();
        for (long number = head.first(); number < head.next(); number++) {
            InboxItem item = tables.inboxItem(partner, number);
            if (item != null) {
                items.add(new Item(
                        number,
                        item.id(),
                        item.version(),
                        item.micros(),
                        item.payload().length(),
                        item.taken() != Event.NONE));
            }
        }
        return items;
    }

    /**
     * The bytes of an item, as they were posted.
     *
     * @throws Failure {@code NOT_FOUND} when it was forgotten or never was
     */
    public byte[] bytes(long number) {
        InboxItem item = tables.inboxItem(partner, number);
        if (item == null) {
            throw noItem(number);
        }
        return journal.read(item.payload());
    }

    static Failure noItem(long number) {
        return new Failure(
                Failure.Code.NOT_FOUND, "The inbox has no item of this number.", "item", Long.toString(number));
    }
}
