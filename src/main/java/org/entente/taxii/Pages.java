package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
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
 * time, from one microsecond before the end of the last page: so items that share one {@code date_added} and were split over
 * two pages are all met. The page after that must hold something of the last one again. Where it does not, the time was wrong,
 * and the walk goes back page by page to one that fits.
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

    /** How often a walk may fall back on time, go back, or ask again, without coming further. */
    static final int MAX_STANDSTILLS = 20;

    /** The most items that a page is asked for, when many share one time. */
    static final int MAX_LIMIT = 64_000;

    private static final int LIMIT_GROWTH = 4;

    /** Some servers cut the time that they are asked for to whole seconds. */
    private static final long COARSEST_MICROS = 2_000_000;

    /** How often it is asked whether the walk ended where it seems to. */
    private static final int MAX_CLOSINGS = 3;

    /** Ends of pages that are remembered, to go back to. */
    private static final int MAX_PLACES = 16;

    /** Ends of pages of which the earliest is believed where nothing else vouches for it. */
    private static final int WITNESSES = 3;

    /** Stands for a time that is not known. */
    private static final long NEVER = Long.MIN_VALUE;

    /**
     * One page.
     *
     * @param items those that were not met before
     * @param reached up to where all was given out, as the server says; null where it does not. It is never later than our
     *     clock, since an instant of the future would skip what is added until then
     */
    record Page(List<byte[]> items, @Nullable String reached) {}

    /** The end of a page: the time that the server states, and what was on it. */
    private record Place(long time, Set<Seen.Mark> page) {}

    private record Answer(Listing listing, long addedFirst, long addedLast) {}

    private final TaxiiClient client;
    private final String path;
    private final Match match;
    private final String property;
    private final boolean confirms;
    private final Seen seen = new Seen();
    private final Set<Seen.Mark> pages = new HashSet<>();
    private final Set<Seen.Mark> cursors = new HashSet<>();

    /** The ends of the last pages, the latest first. */
    private final Deque<Place> places = new ArrayDeque<>();

    private String after;
    private int limit;
    private @Nullable String next;
    private boolean more = true;

    /** What the next page must hold something of. */
    private @Nullable Place expected;

    /** Whether the page asked for only confirms where the walk ended. */
    private boolean closing;

    private int closings;
    private long certain = NEVER;
    private int read;
    private int empty;
    private int repeated;
    private int standstills;

    /** Walks the objects of a collection. */
    static Pages ofObjects(TaxiiClient client, String path, Match match) {
        return new Pages(client, path, match, "objects", false);
    }

    /** Walks the objects of a collection and asks once more at its end, so that {@link #certain} is where it ended. */
    static Pages confirmed(TaxiiClient client, String path, Match match) {
        return new Pages(client, path, match, "objects", true);
    }

    /**
     * @param path of the list, with its trailing slash
     * @param property that holds the items
     */
    Pages(TaxiiClient client, String path, Match match, String property, boolean confirms) {
        this.client = client;
        this.path = path;
        this.match = match;
        this.property = property;
        this.confirms = confirms;
        this.after = match.addedAfter();
        this.limit = match.limit();
    }

    /** Whether there is a further page to ask for. */
    boolean more() {
        return more;
    }

    /**
     * Up to where all was given out for certain: a later page agreed with it, or the two before it did. Null where that is not
     * beyond the beginning.
     */
    @Nullable
    String certain() {
        long time = certain;
        if (places.size() >= WITNESSES) {
            time = Math.max(
                    time,
                    places.stream()
                            .limit(WITNESSES)
                            .mapToLong(Place::time)
                            .min()
                            .orElse(NEVER));
        }
        return time == NEVER ? null : capped(time);
    }

    /**
     * The next page. It may be empty.
     *
     * @throws Failure when the server refuses, or what it sends is no page, or leads nowhere; what was given out before stands
     */
    Page page() {
        Answer answer = answer();
        if (isAstray(answer)) {
            standStill();
            return new Page(List.of(), null);
        }
        List<Seen.Mark> marks = answer.listing.items().stream().map(seen::mark).toList();
        count(marks);
        List<byte[]> fresh = new ArrayList<>(marks.size());
        for (int i = 0; i < marks.size(); i++) {
            if (seen.add(marks.get(i))) {
                fresh.add(answer.listing.items().get(i));
            }
        }
        Place before = expected;
        if (before != null && Collections.disjoint(before.page, marks)) {
            goBack();
            return new Page(fresh, null);
        }
        if (before != null) {
            certain = before.time;
        }
        if (closing && fresh.isEmpty() && !answer.listing.more()) {
            more = false;
            return new Page(fresh, null);
        }
        goOn(answer, marks, !fresh.isEmpty());
        return new Page(fresh, marks.isEmpty() || answer.addedLast == NEVER ? null : capped(answer.addedLast));
    }

    private String capped(long time) {
        return Micros.text(Math.min(time, Micros.of(client.patience().now())));
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
        return new Answer(
                listing,
                micros(reply.header("X-TAXII-Date-Added-First")),
                micros(reply.header("X-TAXII-Date-Added-Last")));
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

    /** Whether the page begins long before the time that was asked for: then it is the answer to another question. */
    private boolean isAstray(Answer answer) {
        return expected != null && answer.addedFirst != NEVER && answer.addedFirst + COARSEST_MICROS < expected.time;
    }

    private void count(List<Seen.Mark> marks) {
        if (++read > MAX_PAGES) {
            throw new Failure(
                    Code.LIMIT,
                    "The server has more pages than one walk reads.",
                    "max_pages",
                    Integer.toString(MAX_PAGES));
        }
        empty = marks.isEmpty() ? empty + 1 : 0;
        if (empty > MAX_EMPTY_PAGES) {
            throw new Failure(Code.INVALID, "The server promises more again and again but sends none.");
        }
        if (!marks.isEmpty() && !pages.add(seen.mark(marks)) && ++repeated > MAX_REPEATED_PAGES) {
            throw new Failure(Code.INVALID, "The server sends the same pages again and again.");
        }
    }

    private void goOn(Answer answer, List<Seen.Mark> marks, boolean brought) {
        closing = false;
        Place before = places.peek();
        if (!marks.isEmpty() && answer.addedLast != NEVER) {
            // Also when it is earlier than the one before: whichever of the two is wrong, the earlier skips nothing.
            places.push(new Place(answer.addedLast, Set.copyOf(marks)));
            if (places.size() > MAX_PLACES) {
                places.removeLast();
            }
        }
        if (brought) {
            standstills = 0;
            closings = 0;
        }
        String cursor = answer.listing.next();
        if (!answer.listing.more()) {
            end();
        } else if (cursor != null && cursors.add(seen.mark(cursor.getBytes(UTF_8)))) {
            next = cursor;
            expected = null;
        } else if (cursor != null) {
            byTime();
        } else if (marks.isEmpty() || answer.addedLast == NEVER) {
            throw new Failure(Code.INVALID, "The server promises more without saying where that begins.");
        } else {
            if (before != null && answer.addedLast <= before.time) {
                stand();
            } else {
                limit = match.limit();
            }
            byTime(places.element());
        }
    }

    /** The server has no more; where that matters it is asked once more, whether the time of the last page was right. */
    private void end() {
        more = confirms && !places.isEmpty() && closings < MAX_CLOSINGS;
        if (more) {
            closings++;
            closing = true;
            byTime(places.element());
        }
    }

    /** Goes on by time because the cursor is of no use; the page that comes begins before the one that came last ended. */
    private void byTime() {
        standStill();
        // What was read is read again up to where the cursor led, and that is no circle.
        pages.clear();
        cursors.clear();
        byTime(places.peek());
    }

    private void byTime(@Nullable Place place) {
        next = null;
        expected = place;
        after = place == null ? match.addedAfter() : Micros.text(place.time - 1);
    }

    /** The time of the last page was wrong, or all that it held is gone since: reads on from the page before it. */
    private void goBack() {
        places.pop();
        certain = NEVER;
        closing = false;
        more = true;
        byTime();
    }

    /** A page that ends no later than the one before it: asks for more at once, since many may share that time. */
    private void stand() {
        if (limit >= MAX_LIMIT) {
            throw nowhere();
        }
        standStill();
        limit = Math.min(limit * LIMIT_GROWTH, MAX_LIMIT);
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
}
