package org.entente.exchange;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.entente.stix.StixTimestamp;

/** Rule 11 and the root of RFC 9162 section 2.1.1, written down again to hold feeds against. */
final class EntryRules {
    private EntryRules() {}

    /**
     * The entries from that number on stand, command by command, in the order of rule 11. What is due while time passes comes in
     * commands of their own, at least a second apart.
     */
    static void ordered(List<Opening> openings, int from, String at) {
        int begin = from;
        for (int i = from + 1; i <= openings.size(); i++) {
            if (i == openings.size() || !second(openings.get(i)).equals(second(openings.get(i - 1)))) {
                ordered(openings, openings.subList(begin, i), at);
                begin = i;
            }
        }
    }

    private static String second(Opening opening) {
        return opening.time().substring(0, "2026-01-01T00:00:00".length());
    }

    private static void ordered(List<Opening> openings, List<Opening> command, String at) {
        int phase = 0;
        for (Opening opening : command) {
            int next = phase(opening, phase);
            assertTrue(next >= phase, () -> opening.kind() + " comes too late\n" + at);
            phase = next;
        }
        Comparator<Opening> releases = Comparator.comparingInt((Opening o) -> group(type(o)))
                .thenComparing(o -> String.valueOf(o.id()))
                .thenComparing(o -> String.valueOf(o.version()), EntryRules::versions);
        List<Opening> released = of(command, EntryKind.RELEASED);
        assertTrue(rises(released, releases), () -> "releases in order\n" + at);
        List<Opening> withdrawn = new ArrayList<>();
        for (Opening opening : of(command, EntryKind.WITHDRAWN)) {
            withdrawn.add(openings.get((int) opening.entry()));
        }
        Collections.reverse(withdrawn);
        assertTrue(rises(withdrawn, releases), () -> "withdrawals in reverse order\n" + at);
    }

    /** A restatement that loses comes before withdrawals, one that completes after releases. */
    private static int phase(Opening opening, int phase) {
        return switch (opening.kind()) {
            case TERMS_CHANGED -> 1;
            case RESUMED -> 2;
            case RESTATED -> phase <= 3 ? 3 : 6;
            case WITHDRAWN -> 4;
            case RELEASED -> 5;
            case SUSPENDED, CLOSED -> 7;
        };
    }

    private static int versions(String one, String other) {
        boolean both = StixTimestamp.isValid(one) && StixTimestamp.isValid(other);
        return both ? StixTimestamp.compare(one, other) : one.compareTo(other);
    }

    private static List<Opening> of(List<Opening> openings, EntryKind kind) {
        return openings.stream().filter(opening -> opening.kind() == kind).toList();
    }

    private static String type(Opening opening) {
        String id = String.valueOf(opening.id());
        return id.substring(0, id.indexOf("--"));
    }

    private static int group(String type) {
        return switch (type) {
            case "marking-definition", "extension-definition" -> 0;
            case "identity" -> 1;
            case "relationship", "sighting" -> 3;
            case "note", "opinion", "report", "grouping" -> 4;
            default -> 2;
        };
    }

    private static boolean rises(List<Opening> list, Comparator<Opening> order) {
        for (int i = 1; i < list.size(); i++) {
            if (order.compare(list.get(i - 1), list.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    static byte[] root(List<byte[]> entries) {
        int n = entries.size();
        if (n == 0) {
            return Opening.sha256(new byte[0]);
        }
        if (n == 1) {
            return hash(0, entries.getFirst(), new byte[0]);
        }
        int k = Integer.highestOneBit(n - 1);
        return hash(1, root(entries.subList(0, k)), root(entries.subList(k, n)));
    }

    private static byte[] hash(int prefix, byte[] one, byte[] other) {
        var all = new ByteArrayOutputStream();
        all.write(prefix);
        all.writeBytes(one);
        all.writeBytes(other);
        return Opening.sha256(all.toByteArray());
    }
}
