package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.entente.exchange.Feed.Filter;
import org.entente.exchange.Feed.Versions;
import org.jspecify.annotations.Nullable;

/**
 * Any text as the cursor of a page, and any change of a genuine one: a feed takes exactly the cursors that it gave for the
 * filter, and refuses all else as such.
 */
public final class CursorFuzz {
    private static final Filter ALL = new Filter(Long.MIN_VALUE, Set.of(), Set.of(), Versions.ALL);
    private static final List<Filter> FILTERS =
            List.of(ALL, Filter.NONE, new Filter(Long.MIN_VALUE, Set.of(), Set.of("tool"), Versions.ALL));
    private static final Node.Partner B = Node.Partner.of("b");
    private static final String GRANT = """
            {"id":"%s","title":"All","from":"did:web:a.example","to":["did:web:b.example"],"constraint":{"tlp":{"lteq":"amber"}}}""";

    /** Two feeds with the same objects: the cursors of one are none of the other. */
    private static final List<Feed> FEEDS = feeds();

    /** Every cursor of every feed and filter. */
    private static final List<Given> GIVEN = given();

    private CursorFuzz() {}

    private record Given(Feed feed, Filter filter, String cursor) {}

    public static void fuzzerTestOneInput(byte[] input) {
        check(new String(input, UTF_8));
        check(Base64.getUrlEncoder().withoutPadding().encodeToString(input));
        if (input.length > 0) {
            check(changed(GIVEN.get((input[0] & 0xff) % GIVEN.size()).cursor, input));
        }
    }

    /** The genuine cursor with the bytes after the first laid over its own; zeros change nothing. */
    private static String changed(String genuine, byte[] input) {
        byte[] bytes = Base64.getUrlDecoder().decode(genuine);
        for (int i = 1; i < input.length; i++) {
            bytes[(i - 1) % bytes.length] ^= input[i];
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void check(String cursor) {
        for (Feed feed : FEEDS) {
            for (Filter filter : FILTERS) {
                assertEquals(GIVEN.contains(new Given(feed, filter, cursor)), isTaken(feed, filter, cursor));
            }
        }
    }

    private static boolean isTaken(Feed feed, Filter filter, @Nullable String cursor) {
        try {
            return feed.page(filter, cursor, 2).items().size() <= 2;
        } catch (Failure failure) {
            assertEquals(Failure.Code.INVALID, failure.code());
            return false;
        }
    }

    private static List<Given> given() {
        List<Given> given = new ArrayList<>();
        for (Feed feed : FEEDS) {
            for (Filter filter : FILTERS) {
                for (String next = feed.page(filter, null, 1).next(); next != null; ) {
                    given.add(new Given(feed, filter, next));
                    next = feed.page(filter, next, 1).next();
                }
            }
        }
        assertTrue(given.size() > FEEDS.size() * FILTERS.size());
        return given;
    }

    private static List<Feed> feeds() {
        try {
            Path folder = Files.createTempDirectory("entente-cursors-");
            Node node = new Node("a", folder.resolve("a"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                node.close();
                Node.delete(folder);
            }));
            node.knows(B);
            String grants = "[" + GRANT.formatted("G1") + "," + GRANT.formatted("G2") + "]";
            String defaults = "\"defaults\":{\"tlp\":\"green\"},";
            node.conclude(
                    Node.document(node.did, B.did(), "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", defaults, grants),
                    B);
            node.add(IntStream.range(0, 12)
                    .mapToObj(i -> StixText.of(i % 2 == 0 ? "tool" : "malware", i / 2)
                            .at(1 + i % 3)
                            .json())
                    .toArray(String[]::new));
            UUID one = node.contract("G1");
            UUID other = node.contract("G2");
            return List.of(node.exchange().feed(one), node.exchange().feed(other));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
