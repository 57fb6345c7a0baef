package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.entente.exchange.Micros;
import org.entente.taxii.FaultyServer.Request;
import org.entente.taxii.FaultyServer.Response;

/**
 * Spoils answers by chance, as servers in the field do, until it is told to stop. It keeps to what a client that sees no log can
 * withstand:
 *
 * <ul>
 *   <li>no more than two wrong times follow each other, where a page sent again counts as one;
 *   <li>a page is sent again only after the first page of a walk: nothing tells the client for certain where that page should
 *       begin;
 *   <li>a page with a cursor is sent again only within the walk by cursor that it belongs to, since the client cannot know
 *       that a cursor is of another list.
 * </ul>
 */
final class RandomFaults implements FaultyServer.Fault {
    private static final String LAST = "X-TAXII-Date-Added-Last";

    /** A walk believes the earliest of three ends of pages; so more than two wrong ones in a row are too many. */
    private static final int MOST_LIES = 2;

    private static final Response NONE = Response.error(500);

    private final Random random;
    private final List<String> done = new ArrayList<>();
    private volatile boolean over;
    private Response previous = NONE;
    private String previousAfter = "";
    private String beginning = "";
    private int lies;

    RandomFaults(Random random) {
        this.random = random;
    }

    /** A pull begins after that time; its first page is not one that was sent before. */
    synchronized void begin(String addedAfter) {
        beginning = addedAfter;
    }

    void stop() {
        over = true;
    }

    /** What was done so far, for the message of a failure. */
    synchronized List<String> done() {
        return List.copyOf(done);
    }

    @Override
    public synchronized Response on(Request request, Response honest) {
        String after = request.query().getOrDefault("added_after", "");
        if (!isByCursor(request)
                && (after.equals(beginning) || new String(previous.body(), UTF_8).contains("\"next\""))) {
            previous = NONE;
        }
        Response answer = over || random.nextInt(3) > 0 ? honest : spoilt(request, honest);
        if (answer == honest) {
            // Only here: an answer that is spoilt otherwise may never be read, and then vouches for nothing.
            lies = 0;
            previous = honest;
            previousAfter = after;
        } else if (answer.status() == 200 && !sameTime(answer, honest)) {
            lies++;
        }
        return answer;
    }

    private static boolean isByCursor(Request request) {
        return request.query().containsKey("next");
    }

    private static boolean sameTime(Response one, Response other) {
        return one.headers().getOrDefault(LAST, "").equals(other.headers().getOrDefault(LAST, ""));
    }

    private boolean mayComeAgain(Request request, Response honest) {
        return previous.status() == 200
                && (!isByCursor(request)
                        || request.query().getOrDefault("added_after", "").equals(previousAfter))
                && (lies < MOST_LIES || sameTime(previous, honest));
    }

    private Response spoilt(Request request, Response honest) {
        int fault = random.nextInt(17);
        done.add(fault + " to " + request.path() + request.query());
        return switch (fault) {
            case 0, 1 -> honest.cut(random.nextInt(honest.bytes().length));
            case 2 -> Response.error(429).with("Retry-After", Integer.toString(random.nextInt(40)));
            case 3 -> Response.error(503).with("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT");
            case 4 -> Response.error(List.of(401, 403, 500, 502, 503, 404, 400).get(random.nextInt(7)));
            case 5 -> Response.of(200, "text/html", "<html>Please log in</html>");
            case 6 -> honest.with("Content-Type", "application/json");
            case 7 -> mayComeAgain(request, honest) ? previous : honest;
            case 8 -> honest.headers().containsKey(LAST) && lies < MOST_LIES ? jumped(honest) : honest;
            case 9 -> honest.without(LAST);
            case 10 -> honest.with(LAST, "yesterday");
            case 11 -> rearranged(honest);
            case 12 -> isByCursor(request) ? Response.error(random.nextBoolean() ? 400 : 404) : honest;
            case 13 -> honest.withBody(Arrays.copyOf(honest.body(), random.nextInt(honest.body().length)));
            case 14 ->
                isByCursor(request)
                        ? honest.withBody(
                                ("{\"more\":true,\"next\":\"" + request.query().get("next") + "\"}").getBytes(UTF_8))
                        : honest;
            case 15 -> new Response(304, honest.headers(), new byte[0], -1);
            default -> honest.with("Content-Encoding", "gzip");
        };
    }

    /** A clock that jumped: back, or ahead, in the past or into the future. */
    private Response jumped(Response honest) {
        long micros = Micros.parse(honest.headers().getOrDefault(LAST, ""));
        long by = (long) (random.nextDouble() * random.nextDouble() * 400_000_000_000_000L);
        return honest.with(LAST, Micros.text(random.nextBoolean() ? micros - by : micros + by));
    }

    /** The objects of the page in another order, some of them twice; each stands on a line of its own. */
    private Response rearranged(Response honest) {
        String text = new String(honest.body(), UTF_8);
        int from = text.indexOf("[\n");
        int to = text.lastIndexOf("]\n");
        if (from < 0 || to < from) {
            return honest;
        }
        List<String> items =
                new ArrayList<>(Arrays.asList(text.substring(from + 2, to).split(",\n", -1)));
        items.add(items.get(random.nextInt(items.size())));
        Collections.shuffle(items, random);
        return honest.withBody(
                (text.substring(0, from + 2) + String.join(",\n", items) + text.substring(to)).getBytes(UTF_8));
    }
}
