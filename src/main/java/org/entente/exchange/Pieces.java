package org.entente.exchange;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;

/** Pieces of what is long: each is read ahead by several threads before it is looked at one by one, and not all is in memory. */
final class Pieces {
    /** Of a piece; the caches keep several. */
    private static final int PIECE = 1024;

    private Pieces() {}

    /** The same in their order, in pieces. */
    static <T> List<List<T>> of(Collection<T> all) {
        List<T> list = List.copyOf(all);
        return new AbstractList<>() {
            @Override
            public List<T> get(int index) {
                return list.subList(index * PIECE, Math.min((index + 1) * PIECE, list.size()));
            }

            @Override
            public int size() {
                return Math.ceilDiv(list.size(), PIECE);
            }
        };
    }
}
