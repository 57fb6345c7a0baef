package org.entente.node;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.entente.exchange.Failure;
import org.entente.exchange.Micros;
import org.entente.http.ServerTls;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the server's certificate files at an interval and takes what is new in them without a restart. Files that cannot be
 * used leave the server with what it has, and are logged once: those who renew a certificate write two files, one after the
 * other. It also says when the end of the certificate is near.
 */
final class CertificateWatch implements AutoCloseable {
    /** How long after a change it may take until the server takes it. */
    static final Duration INTERVAL = Duration.ofMinutes(1);

    /** How long before its end a certificate is warned of. */
    static final Duration WARNING = Duration.ofDays(14);

    private static final Logger LOG = System.getLogger("org.entente.node");

    private final TlsFiles files;
    private final Consumer<ServerTls> renew;
    private final InstantSource clock;
    private volatile ServerTls current;
    private byte[] seen;
    private @Nullable Instant warnedOf;
    private @Nullable Thread thread;

    /**
     * @param current what the server uses now
     * @param renew gives the server something else; throws {@link Failure} when that cannot be used
     */
    CertificateWatch(TlsFiles files, ServerTls current, Consumer<ServerTls> renew, InstantSource clock) {
        this.files = files;
        this.current = current;
        this.renew = renew;
        this.clock = clock;
        this.seen = files.serverState();
    }

    void start() {
        warn();
        thread = Thread.ofVirtual().name("certificates").start(() -> {
            try {
                while (true) {
                    Thread.sleep(INTERVAL);
                    check();
                }
            } catch (InterruptedException _) {
                // The node is ending.
            }
        });
    }

    /** When the certificate in use ends. */
    Instant expires() {
        return current.identity().expires();
    }

    /** Looks once. */
    void check() {
        byte[] state = files.serverState();
        if (!Arrays.equals(state, seen)) {
            seen = state;
            try {
                ServerTls next = Objects.requireNonNull(files.server());
                renew.accept(next);
                current = next;
                LOG.log(Level.INFO, "The server has a new certificate. expires={0}", Micros.text(Micros.of(expires())));
            } catch (Failure failure) {
                LOG.log(
                        Level.ERROR,
                        "The server''s new certificate cannot be used; the one before stays. key={0} file={1} reason={2}",
                        failure.fields().getOrDefault("key", ""),
                        failure.fields().getOrDefault("file", ""),
                        failure.getMessage());
            }
        }
        warn();
    }

    private void warn() {
        Instant expires = expires();
        if (!expires.equals(warnedOf) && clock.instant().plus(WARNING).isAfter(expires)) {
            warnedOf = expires;
            LOG.log(
                    Level.WARNING,
                    "The server''s certificate ends soon, or has ended. expires={0}",
                    Micros.text(Micros.of(expires)));
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
