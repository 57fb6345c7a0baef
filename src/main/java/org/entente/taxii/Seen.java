package org.entente.taxii;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The items that a walk met last, known by half of their SHA-256, and forgotten in the order in which they came. */
final class Seen {
    /** The most that are remembered: as many as one page holds at most, in some ten megabytes. */
    static final int MAX = Listing.MAX_ITEMS;

    /** Half of a SHA-256: enough that no two differing items are taken for one. */
    record Mark(long high, long low) {}

    private final MessageDigest sha256;
    private final Set<Mark> marks = new LinkedHashSet<>();

    Seen() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    Mark mark(byte[] item) {
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest(item));
        return new Mark(hash.getLong(), hash.getLong());
    }

    /** What stands for a whole page: its items in their order. */
    Mark mark(List<Mark> page) {
        ByteBuffer all = ByteBuffer.allocate(page.size() * 2 * Long.BYTES);
        page.forEach(mark -> all.putLong(mark.high).putLong(mark.low));
        return mark(all.array());
    }

    /** Whether it was not met lately; from now on it was. */
    boolean add(Mark mark) {
        boolean isNew = marks.add(mark);
        if (marks.size() > MAX) {
            Iterator<Mark> oldest = marks.iterator();
            oldest.next();
            oldest.remove();
        }
        return isNew;
    }
}
