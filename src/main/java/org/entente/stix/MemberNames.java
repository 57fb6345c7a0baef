package org.entente.stix;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The names of the members of all open objects, each as its hash and the place where it stands, so that names are compared
 * as text only where their hashes agree. The objects lie upon each other as on a stack.
 */
final class MemberNames {
    /** What {@link #duplicate} gives where no name repeats. */
    static final int NONE = -1;

    private static final int PLACE_BITS = 32;
    private static final int FIRST_SIZE = 64;

    /** Up to this many names are compared each with each; more are sorted first. */
    private static final int PAIRWISE_NAMES = 24;

    /** Up to this many names of one hash are compared each with each; an attacker can bring more. */
    private static final int PAIRWISE_EQUAL_HASHES = 8;

    /** The text of the name that stands at a place. */
    interface Text {
        String at(int place);
    }

    private long[] names = new long[FIRST_SIZE];
    private int count;

    /** How many names there are, which is where the names of an object that opens now begin. */
    int count() {
        return count;
    }

    void add(int hash, int place) {
        if (count == names.length) {
            names = Arrays.copyOf(names, names.length * 2);
        }
        names[count++] = ((long) hash << PLACE_BITS) | place;
    }

    /** Forgets the names from this one on. */
    void forgetFrom(int first) {
        count = first;
    }

    /** The place of a name that repeats one before it, among those from the first on; NONE if all differ. */
    int duplicate(int first, Text text) {
        if (count - first <= PAIRWISE_NAMES) {
            return amongFew(first, count, text);
        }
        Arrays.sort(names, first, count);
        int run = first;
        for (int i = first + 1; i <= count; i++) {
            if (i == count || hash(i) != hash(run)) {
                int duplicate = amongEqualHashes(run, i, text);
                if (duplicate != NONE) {
                    return duplicate;
                }
                run = i;
            }
        }
        return NONE;
    }

    private int amongFew(int from, int to, Text text) {
        for (int i = from + 1; i < to; i++) {
            int hash = hash(i);
            for (int j = from; j < i; j++) {
                if (hash(j) == hash && text.at((int) names[j]).equals(text.at((int) names[i]))) {
                    return Math.max((int) names[i], (int) names[j]);
                }
            }
        }
        return NONE;
    }

    private int amongEqualHashes(int from, int to, Text text) {
        if (to - from <= PAIRWISE_EQUAL_HASHES) {
            return amongFew(from, to, text);
        }
        // A set of strings falls back to trees where hashes collide, so this stays quick for any input.
        Set<String> seen = new HashSet<>();
        for (int i = from; i < to; i++) {
            if (!seen.add(text.at((int) names[i]))) {
                return (int) names[i];
            }
        }
        return NONE;
    }

    private int hash(int index) {
        return (int) (names[index] >>> PLACE_BITS);
    }
}
