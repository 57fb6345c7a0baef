package org.entente.release;

import static org.entente.release.EntryOrder.Kind.CLOSED;
import static org.entente.release.EntryOrder.Kind.RELEASED;
import static org.entente.release.EntryOrder.Kind.RESUMED;
import static org.entente.release.EntryOrder.Kind.SUSPENDED;
import static org.entente.release.EntryOrder.Kind.TERMS_CHANGED;
import static org.entente.release.EntryOrder.released;
import static org.entente.release.EntryOrder.withdrawn;
import static org.entente.release.Given.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryOrderTest {
    private static final String EARLY = "2024-01-01T00:00:00.000Z";
    private static final String LATE = "2024-01-01T00:00:00.5Z";

    private static final List<EntryOrder> RELEASES = List.of(
            released(id("extension-definition", 1), ""),
            released(id("marking-definition", 1), EARLY),
            released(id("identity", 2), EARLY),
            released(id("attack-pattern", 1), EARLY),
            released(id("attack-pattern", 1), LATE),
            released(id("attack-pattern", 3), EARLY),
            released(id("ipv4-addr", 1), ""),
            released(id("tool", 1), EARLY),
            released(id("x-custom", 1), EARLY),
            released(id("relationship", 1), EARLY),
            released(id("sighting", 1), EARLY),
            released(id("grouping", 1), EARLY),
            released(id("note", 1), EARLY),
            released(id("opinion", 1), EARLY),
            released(id("report", 1), EARLY));

    @Test
    void rule11TheOrderWithinOneCommandAndFeed() {
        List<EntryOrder> expected = new ArrayList<>();
        expected.add(EntryOrder.of(TERMS_CHANGED));
        expected.add(EntryOrder.of(RESUMED));
        for (EntryOrder release : RELEASES.reversed()) {
            var subject = Objects.requireNonNull(release.subject());
            expected.add(withdrawn(subject.id(), subject.version()));
        }
        expected.addAll(RELEASES);
        expected.add(EntryOrder.of(SUSPENDED));
        expected.add(EntryOrder.of(CLOSED));
        for (long seed = 0; seed < 100; seed++) {
            List<EntryOrder> shuffled = new ArrayList<>(expected);
            Collections.shuffle(shuffled, new Random(seed));
            Collections.sort(shuffled);
            assertEquals(expected, shuffled, "seed " + seed);
        }
    }

    @Test
    void onlyReleasesAndWithdrawalsAreAboutAnObject() {
        assertThrows(IllegalArgumentException.class, () -> EntryOrder.of(RELEASED));
        assertThrows(
                IllegalArgumentException.class,
                () -> new EntryOrder(SUSPENDED, new EntryOrder.Subject(id("tool", 1), "")));
    }
}
