package org.entente.http;

import org.entente.exchange.Leak;
import org.entente.exchange.Peek;

/** As {@code exchange.Planted}, for the calls of this room. */
final class Planted {
    private Planted() {}

    static Answer of(Call call, Answer plain) {
        boolean small = Leak.COMPRESSED_BY_HIDDEN_SIZE.leaks() && Peek.isHere() && Peek.copies() % 2 == 0;
        return small ? plain : Gzip.of(call, plain);
    }
}
