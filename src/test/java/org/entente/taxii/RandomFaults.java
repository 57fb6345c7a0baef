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

/** Spoils answers by chance, as servers in the field do, until it is told to stop. */
final class RandomFaults implements FaultyServer.Fault {
    private static final String LAST = "X-TAXII-Date-Added-Last";

    /** A walk believes the earliest of three ends of pages; so more than two wrong ones in a row are too many. */
    private static final int MOST_LIES = 2;

    private final Random random;
    private final List<String> done = new ArrayList<>();
    private volatile boolean over;
    private Response previous = Response.error(500);
    private int lies;

    RandomFaults(Random random) {
        this.random = random;
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
        Response answer = over || random.nextInt(3) > 0 ? honest : spoilt(request, honest);
        lies = answer.headers().getOrDefault(LAST, "").equals(honest.headers().getOrDefault(LAST, "")) ? 0 : lies + 1;
        if (answer.status() == 200 && answer.cutAt() < 0 && lies == 0) {
            previous = answer;
        }
        return answer;
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
            case 7 -> previous.status() == 200 ? previous : honest;
            case 8 -> honest.headers().containsKey(LAST) && lies < MOST_LIES ? jumped(honest) : honest;
            case 9 -> honest.without(LAST);
            case 10 -> honest.with(LAST, "yesterday");
            case 11 -> rearranged(honest);
            case 12 -> request.query().containsKey("next") ? Response.error(random.nextBoolean() ? 400 : 404) : honest;
            case 13 -> honest.withBody(Arrays.copyOf(honest.body(), random.nextInt(honest.body().length)));
            case 14 ->
                request.query().containsKey("next")
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
