package org.entente.taxii;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Time for tests: a wait takes none, is noted, and moves the clock. */
final class Waits implements InstantSource, Patience.Sleep {
    private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    private volatile Instant now;

    Waits(Instant now) {
        this.now = now;
    }

    static Patience none() {
        return new Waits(Instant.now()).patience();
    }

    Patience patience() {
        return new Patience(this, this, new Random(1));
    }

    List<Duration> waits() {
        return List.copyOf(waits);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void sleep(Duration time) {
        waits.add(time);
        now = now.plus(time);
    }
}
