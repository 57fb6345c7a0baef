package org.entente.exchange;

/**
 * The numbers that count up.
 *
 * @param objects ordinals given so far
 * @param classes release classes so far
 * @param control control events so far
 * @param micros journal time of the last command; it never runs backwards
 */
record Counters(long objects, int classes, long control, long micros) {
    static final Counters ZERO = new Counters(0, 0, 0, 0);

    byte[] encode() {
        return new Out(32).i64(objects).i32(classes).i64(control).i64(micros).done();
    }

    static Counters decode(byte[] bytes) {
        In in = new In(bytes);
        return new Counters(in.i64(), in.i32(), in.i64(), in.i64());
    }
}
