package org.entente.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.entente.exchange.State.ContractEntry;
import org.entente.stix.StixId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 2 in its first form: a history with and without the objects that every contract with a partner refuses gives it the
 * same bytes after every command. {@link NoninterferenceOverHttpPropertyTest} asks the same over HTTP. Hidden objects have ids of their own or are older than all else of their id, so that rules 6 and 7, which do
 * let a withheld version tell on others, have nothing to say; {@link History} says which one is left out besides. What the other
 * partner posts, and what our people take of it, is left out too; what the partner that is observed posts is answered alike.
 */
final class NoninterferencePropertyTest {
    private static final int HISTORIES = History.scaled(6);
    private static final int STEPS = 40;

    @TempDir
    private Path folder;

    @Test
    void withheldObjectsChangeNothingThatAPartnerSees() {
        long seed = History.seed();
        for (int i = 0; i < HISTORIES; i++) {
            Path directory = folder.resolve(Integer.toString(i));
            NodeKeys keys = NodeKeys.create(directory.resolve("keys"));
            try (Node with = new Node("a", directory.resolve("with"), keys);
                    Node without = new Node("a", directory.resolve("without"), keys)) {
                run(seed + i, with, without);
            }
        }
    }

    private static void run(long seed, Node with, Node without) {
        History.begin(with);
        History.begin(without);
        History.receives(with);
        History.receives(without);
        List<History.Step> steps = History.random(seed, STEPS);
        for (int i = 0; i < steps.size(); i++) {
            History.pass(with, i);
            History.pass(without, i);
            String at = History.at(seed, i, steps.get(i));
            if (steps.get(i) instanceof History.Post post && post.observed()) {
                assertEquals(answer(post, without), answer(post, with), at);
            } else if (!isOfOther(steps.get(i))) {
                History.apply(History.withoutHidden(steps.get(i)), without);
                History.apply(steps.get(i), with);
            } else {
                History.apply(steps.get(i), with);
            }
            assertEquals(
                    without.exchange().inbox(History.B.did()).status(),
                    with.exchange().inbox(History.B.did()).status(),
                    at);
            List<ContractEntry> contracts = with.exchange().state().contracts();
            assertEquals(
                    contracts.size(), without.exchange().state().contracts().size(), at);
            for (ContractEntry contract : contracts) {
                if (!contract.contract().receiver().equals(History.B.did())) {
                    continue;
                }
                Feed one = with.exchange().feed(contract.contract().id());
                Feed other = without.exchange().feed(contract.contract().id());
                compare(one, other, at);
            }
        }
    }

    /** What the partner that is observed is told of its post, and reads of it later. */
    private static String answer(History.Post post, Node node) {
        try {
            PostStatus status = History.post(post, node);
            PostStatus read = node.exchange().status(History.B.did(), status.id());
            assertEquals(status, read);
            assertNull(node.exchange().status(History.C.did(), status.id()));
            return status.toString();
        } catch (Failure failure) {
            return failure.code() + " " + failure.getMessage() + failure.fields();
        }
    }

    /** What another partner posts, and what our people take of it. */
    private static boolean isOfOther(History.Step step) {
        return step instanceof History.Take || step instanceof History.Post;
    }

    /** Asserts that the two feeds say the same, whatever is asked. */
    static void compare(Feed one, Feed other, String at) {
        assertEquals(other.access(), one.access(), at);
        assertEquals(other.size(), one.size(), at);
        assertEquals(other.live(), one.live(), at);
        assertEquals(other.checkpoint(), one.checkpoint(), at);
        for (long n = 0; n * 256 < other.size(); n++) {
            int width = (int) Math.min(256, other.size() - n * 256);
            assertArrayEquals(other.entryBundle(n, width), one.entryBundle(n, width), at);
            assertArrayEquals(other.openingBundle(n, width), one.openingBundle(n, width), at);
        }
        Set<StixId> ids = new TreeSet<>();
        for (int number : List.of(1, 2, History.HIDDEN)) {
            ids.add(new StixId(StixText.id("malware", number)));
            ids.add(new StixId(StixText.id("marking-definition", number)));
        }
        List<Feed.Filter> filters = List.of(
                Feed.Filter.NONE,
                new Feed.Filter(Long.MIN_VALUE, Set.of(), Set.of(), Feed.Versions.ALL),
                new Feed.Filter(Micros.of(History.BEGIN), ids, Set.of(), Feed.Versions.ALL),
                new Feed.Filter(
                        Long.MIN_VALUE,
                        Set.of(),
                        Set.of(),
                        new Feed.Versions(false, true, false, List.of(StixText.time(2), StixText.time(4)))),
                new Feed.Filter(Long.MIN_VALUE, ids, Set.of(), new Feed.Versions(false, true, true, List.of())),
                new Feed.Filter(
                        Micros.of(History.BEGIN) + 3, Set.of(), Set.of("malware", "relationship"), Feed.Versions.LAST));
        // A closed feed is not read; what it showed may be destroyed.
        for (Feed.Filter filter : one.access() == Feed.Access.CLOSED ? List.<Feed.Filter>of() : filters) {
            assertEquals(pages(other, filter), pages(one, filter), at);
        }
    }

    /** All that the pages of three say, as objects, manifest or versions: cursors, tags, times, labels, bytes. */
    private static List<String> pages(Feed feed, Feed.Filter filter) {
        List<String> said = new ArrayList<>();
        String next = null;
        do {
            Feed.Page page = feed.page(filter, next, 3);
            for (Feed.Item item : page.items()) {
                byte[] bytes = Node.bytes(feed, item);
                said.add(item.entry() + " " + item.micros() + " " + LiveSet.parse(bytes) + List.of(bytes.length));
                said.add(feed.label(item).toString());
            }
            next = page.next();
            said.add(page.tag() + " " + page.reachedMicros() + " " + next);
        } while (next != null);
        return said;
    }
}
