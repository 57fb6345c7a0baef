package org.entente.taxii;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.jspecify.annotations.Nullable;

/**
 * How long and how often the client tries again. Clock, sleep and chance come in here and nowhere else, so that a test sees
 * every wait and spends none.
 *
 * <p>A wait holds up the one call that waits; an interrupt ends it. Safe for many threads when its parts are.
 */
final class Patience {
    /** How often one request is made before its failure is final. */
    static final int MAX_TRIES = 5;

    /** Before the second try; each further wait is twice as long. */
    static final Duration FIRST_WAIT = Duration.ofMillis(250);

    /** The longest that a server may have one call wait ({@code Retry-After}, RFC 9110 section 10.2.3). */
    static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(30);

    /** The name of the failure's field with the seconds that a server asked for beyond that. */
    static final String RETRY_AFTER = "retry_after_s";

    /** Lets time pass. */
    interface Sleep {
        /** Waits that long. */
        void sleep(Duration time) throws InterruptedException;
    }

    private final InstantSource clock;
    private final Sleep sleep;
    private final RandomGenerator chance;

    Patience(InstantSource clock, Sleep sleep, RandomGenerator chance) {
        this.clock = clock;
        this.sleep = sleep;
        this.chance = chance;
    }

    /** The machine's clock, and waits that take their time. */
    static Patience ofThisMachine() {
        return new Patience(InstantSource.system(), Thread::sleep, RandomGenerator.getDefault());
    }

    /** What the clock says. */
    Instant now() {
        return clock.instant();
    }

    /**
     * Waits before a request is made once more.
     *
     * @param tries how often it was made
     * @param setback what became of the last try
     * @param asked how long the server asked to be left alone, null where it did not say
     * @throws Failure the setback, when there were enough tries or the server asked for more than {@link #MAX_RETRY_AFTER};
     *     {@code UNAVAILABLE} when the wait is interrupted
     */
    void beforeNext(int tries, Failure setback, @Nullable Duration asked) {
        if (tries >= MAX_TRIES) {
            throw setback;
        }
        if (asked == null) {
            sleep(jittered(FIRST_WAIT.multipliedBy(1L << (tries - 1))));
        } else if (asked.compareTo(MAX_RETRY_AFTER) > 0) {
            throw setback;
        } else {
            sleep(asked);
        }
    }

    /** Between half of it and all, so that those whom one failure hit do not come back together. */
    private Duration jittered(Duration wait) {
        return Duration.ofNanos(wait.toNanos() / 2 + chance.nextLong(wait.toNanos() / 2));
    }

    /** Waits; throws {@link Failure} {@code UNAVAILABLE} when interrupted, and leaves the thread so. */
    void sleep(Duration time) {
        try {
            sleep.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Code.UNAVAILABLE, "The wait was interrupted.", e);
        }
    }
}
