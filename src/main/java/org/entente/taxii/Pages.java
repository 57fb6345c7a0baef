package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.entente.exchange.Micros;
import org.jspecify.annotations.Nullable;

/**
 * Walks a list of a collection page by page in the order in which its items were added (TAXII 2.1 section 3.5), whatever the
 * server does: every item that it shows is given out, and what it repeats is given out once as far as {@link Seen} goes back.
 *
 * <p>The walk goes on by {@code next} where the server gives one. Where it gives none, or refuses or repeats one, it goes on by
 * time, from one microsecond before the last item that it met: so items that share one {@code date_added} and were split over
 * two pages are all met. The page after that must hold that last item again. Where it does not, the time was wrong, and the
 * walk goes back by one page.
 *
 * <p>A walk that leads nowhere ends with a failure: when the server sends the same pages again and again, many empty ones, or
 * one time for more items than it puts on a page.
 */
final class Pages {
    /** Pages without an item that may follow each other. */
    static final int MAX_EMPTY_PAGES = 100;

    /** Pages that may be the same as an earlier one. */
    static final int MAX_REPEATED_PAGES = 20;

    /** Pages of one walk. */
    static final int MAX_PAGES = 100_000;

    /** How often a walk may fall back on time, or ask again, without coming further. */
    static final int MAX_STANDSTILLS = 5;

    /** The most items that a page is asked for, when many share one time. */
    static final int MAX_LIMIT = 64_000;

    private static final int LIMIT_GROWTH = 4;

    /** Before every instant; no page ends here. */
    private static final long NEVER = Long.MIN_VALUE;

    /**
     * One page.
     *
     * @param items those that were not met before
     * @param reached up to where everything was given out: the {@code added_after} with which a later walk goes on; null where
     *     that is not known. It is never later than our clock, since an instant of the future would skip what is added until
     *     then
     */
    record Page(List<byte[]> items, @Nullable String reached) {}

    private final TaxiiClient client;
    private final String path;
    private final Match match;
    private final String property;
    private final Seen seen = new Seen();
    private final Set<Seen.Mark> pages = new HashSet<>();
    private final Set<Seen.Mark> cursors = new HashSet<>();

    private String after;
    private int limit;
    private @Nullable String next;
    private boolean more = true;

    /** When the last item of the last page was added, and the same of the page before. */
    private long point = NEVER;

    private long pointBefore = NEVER;

    /** The last item met, and whether the next page must hold it again. */
    private Seen.@Nullable Mark last;

    private boolean overlaps;

    private int doubts;

    private int read;
    private int fullest;
    private int empty;
    private int repeated;
    private int standstills;

    /** Walks the objects of a collection. */
    static Pages ofObjects(TaxiiClient client, String path, Match match) {
        return new Pages(client, path, match, "objects");
    }

    /**
     * @param path of the list, with its trailing slash
     * @param property that holds the items
     */
    Pages(TaxiiClient client, String path, Match match, String property) {
        this.client = client;
        this.path = path;
        this.match = match;
        this.property = property;
        this.after = match.addedAfter();
        this.limit = match.limit();
    }

    private record Answer(Listing listing, long addedLast) {}

    /** Whether there is a further page to ask for. */
    boolean more() {
        return more;
    }

    /**
     * The next page. It may be empty.
     *
     * @throws Failure when the server refuses, or what it sends is no page, or leads nowhere; what was given out before stands
     */
    Page page() {
        Answer answer = answer();
        List<Seen.Mark> marks =
                answer.listing.items().stream().map(seen::mark).toList();
        count(marks);
        List<byte[]> fresh = new ArrayList<>(marks.size());
        for (int i = 0; i < marks.size(); i++) {
            if (seen.add(marks.get(i))) {
                fresh.add(answer.listing.items().get(i));
            }
        }
        if (overlaps && !marks.contains(last)) {
            goBack();
            return new Page(fresh, null);
        }
        doubts = overlaps ? 0 : doubts;
        goOn(answer, marks);
        return new Page(fresh, marks.isEmpty() ? null : reached());
    }

    private Answer answer() {
        while (true) {
            try {
                return client.get(
                        path + match.query(after, limit, next), Media.TAXII, TaxiiClient.MAX_PAGE_BYTES, this::read);
            } catch (Failure failure) {
                if (next == null || !refusesCursor(failure)) {
                    throw failure;
                }
                byTime();
            }
        }
    }

    private Answer read(TaxiiClient.Reply reply) {
        Listing listing = Listing.read(reply.inTaxii().body(), property);
        return new Answer(listing, micros(reply.header("X-TAXII-Date-Added-Last")));
    }

    /** A time that cannot be read counts as none: then the walk needs a cursor. */
    private static long micros(@Nullable String instant) {
        try {
            return instant == null ? NEVER : Micros.parse(instant);
        } catch (Failure e) {
            return NEVER;
        }
    }

    /** Cursors may expire; servers say so with 400, 404 or 410. */
    private static boolean refusesCursor(Failure failure) {
        String status = failure.fields().getOrDefault("status", "");
        return status.equals("400") || status.equals("404") || status.equals("410");
    }

    private void count(List<Seen.Mark> marks) {
        if (++read > MAX_PAGES) {
            throw new Failure(
                    Code.LIMIT, "The server has more pages than one walk reads.", "max_pages", Integer.toString(MAX_PAGES));
        }
        empty = marks.isEmpty() ? empty + 1 : 0;
        if (empty > MAX_EMPTY_PAGES) {
            throw new Failure(Code.INVALID, "The server promises more again and again but sends none.");
        }
        if (!marks.isEmpty() && !pages.add(seen.mark(marks)) && ++repeated > MAX_REPEATED_PAGES) {
            throw new Failure(Code.INVALID, "The server sends the same pages again and again.");
        }
    }

    /** The time of the last page was wrong, or its last item is gone since: reads on from the page before that one. */
    private void goBack() {
        if (++doubts > MAX_STANDSTILLS) {
            throw new Failure(Code.INVALID, "The times that the server states do not agree with what it sends.");
        }
        pages.clear();
        point = pointBefore;
        after = point == NEVER ? match.addedAfter() : Micros.text(point - 1);
        overlaps = false;
        next = null;
        more = true;
    }

    private void goOn(Answer answer, List<Seen.Mark> marks) {
        int size = marks.size();
        long before = point;
        boolean forward = answer.addedLast > point;
        if (size > 0) {
            last = marks.getLast();
            if (answer.addedLast != NEVER) {
                pointBefore = point;
                // Also when it is earlier than the one before: whichever of the two is wrong, the earlier skips nothing.
                point = answer.addedLast;
            }
        }
        more = answer.listing.more();
        if (!more) {
            return;
        }
        String cursor = answer.listing.next();
        if (cursor != null && cursors.add(seen.mark(cursor.getBytes(UTF_8)))) {
            next = cursor;
            overlaps = false;
            standstills = forward ? 0 : standstills;
        } else if (cursor != null) {
            byTime();
        } else if (size == 0 || answer.addedLast == NEVER) {
            throw new Failure(Code.INVALID, "The server promises more without saying where that begins.");
        } else if (forward) {
            standstills = 0;
            stepTo(point);
        } else {
            stand(before, size);
        }
        fullest = Math.max(fullest, size);
    }

    /** Goes on by time because the cursor is of no use; the page that comes begins before the one that came last ended. */
    private void byTime() {
        standStill();
        next = null;
        if (point == NEVER) {
            after = match.addedAfter();
            overlaps = false;
        } else {
            stepTo(point);
        }
        // What was read is read again up to where the cursor led, and that is no circle.
        pages.clear();
        cursors.clear();
    }

    private void stepTo(long time) {
        next = null;
        overlaps = true;
        after = Micros.text(time - 1);
    }

    /** A page that ends no later than the one before it. */
    private void stand(long before, int size) {
        standStill();
        if (point < before) {
            // A clock that went back. The same question may be answered better the next time.
            point = before;
        } else if (size < fullest) {
            // The page has room left, so there is no more of this time.
            overlaps = false;
            after = Micros.text(point);
        } else if (limit < MAX_LIMIT) {
            limit = Math.min(limit * LIMIT_GROWTH, MAX_LIMIT);
        } else {
            throw nowhere();
        }
    }

    private void standStill() {
        if (++standstills > MAX_STANDSTILLS) {
            throw nowhere();
        }
    }

    private static Failure nowhere() {
        return new Failure(
                Code.INVALID,
                "The server promises more but does not go forward, or more items share one time than it puts on a page.");
    }

    private @Nullable String reached() {
        if (point == NEVER) {
            return null;
        }
        return Micros.text(Math.min(point, Micros.of(client.patience().now())));
    }
}
