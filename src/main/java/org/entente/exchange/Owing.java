package org.entente.exchange;

/**
 * What a feed is owed: chunks of entries that commands decided and that are not in it yet.
 *
 * @param first number of the next chunk
 * @param next number of the chunk after the last
 * @param entries in all of them
 */
record Owing(long first, long next, long entries) {
    static final Owing NOTHING = new Owing(0, 0, 0);

    boolean isNothing() {
        return first == next;
    }

    Owing more(int added) {
        return new Owing(first, next + 1, entries + added);
    }

    Owing less(int given) {
        return new Owing(first + 1, next, entries - given);
    }

    byte[] encode() {
        return new Out(24).i64(first).i64(next).i64(entries).done();
    }

    static Owing decode(byte[] bytes) {
        In in = new In(bytes);
        return new Owing(in.i64(), in.i64(), in.i64());
    }
}
