package org.entente.node;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.entente.exchange.Exchange;
import org.entente.exchange.Failure;
import org.entente.exchange.NodeKeys;
import org.entente.http.HttpServer;
import org.entente.http.ServerTls;
import org.entente.journal.JournalException;
import org.entente.taxii.Puller;
import org.entente.taxii.TaxiiSite;
import org.jspecify.annotations.Nullable;

/**
 * A node: the exchange of one folder, what partners reach over HTTP, what people reach over the admin socket, and the pulling
 * loop. Everything is put together here, by hand.
 *
 * <p>It may be killed at any time; what it acknowledged is there when it starts again.
 */
public final class Node implements AutoCloseable {
    private static final Set<String> PROCESSORS = Set.of("amd64", "aarch64");

    /** Who pulls, for the record. */
    private static final String PULLING_ACTOR = "node";

    private static final Logger LOG = System.getLogger("org.entente.node");

    private final Config config;

    /** What is open, the last opened first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private @Nullable Exchange exchange;

    private Node(Config config) {
        this.config = config;
    }

    /**
     * Starts the node of that folder. When this returns it answers.
     *
     * @throws Failure {@code NOT_FOUND} when the folder holds no node, {@code INVALID} when its configuration is not valid,
     *     {@code CONFLICT} when a node runs on it already, {@code UNAVAILABLE} when it cannot listen, {@code DURABILITY} when
     *     what is stored is damaged or the disk fails
     */
    public static Node open(Path directory) {
        checkPlatform();
        Node node = new Node(Config.read(directory));
        try {
            node.start(directory, NodeKeys.open(directory.resolve(NodeFolder.KEYS)));
            return node;
        } catch (JournalException e) {
            node.close();
            throw failure(e);
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private void start(Path directory, NodeKeys keys) {
        Exchange exchange = opened(Exchange.open(directory, config.organisation(), keys, InstantSource.system()));
        this.exchange = exchange;
        TaxiiSite taxii = new TaxiiSite(exchange, config.organisation());
        TlsFiles files = new TlsFiles(directory, config.tls());
        serve(files, taxii);
        PartnerTls partnerTls = new PartnerTls(keys, files);
        Puller puller = new Puller(exchange, keys, PULLING_ACTOR, partnerTls::of);
        Pulling pulling = opened(new Pulling(
                config.organisation().did(),
                exchange::state,
                did -> partnerTls.mayAsk(exchange.state().partner(did)),
                Duration.ofSeconds(config.pullIntervalSeconds()),
                puller::pull));
        // The admin socket comes last: whoever can reach it reaches a node that is whole.
        opened(AdminServer.open(
                directory, new AdminActions(new Parts(config, keys, exchange, pulling, files, taxii::cut))));
        pulling.start();
    }

    private void serve(TlsFiles files, TaxiiSite taxii) {
        ServerTls tls = files.server();
        HttpServer server = opened(HttpServer.start(config.host(), config.port(), tls, List.of(taxii)));
        if (tls != null) {
            opened(new CertificateWatch(files, tls, server::renew, InstantSource.system()))
                    .start();
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** Refuses platforms on which the node was never tried. Throws {@link Failure} {@code UNAVAILABLE}. */
    public static void checkPlatform() {
        String system = System.getProperty("os.name", "");
        String processor = System.getProperty("os.arch", "");
        if (!system.equals("Linux") || !PROCESSORS.contains(processor)) {
            throw new Failure(
                    Failure.Code.UNAVAILABLE,
                    "Entente runs on Linux on x86-64 or arm64 processors, not here.",
                    "system",
                    system,
                    "processor",
                    processor);
        }
    }

    /** What a failure of the journal means to whoever asked for something. */
    public static Failure failure(JournalException e) {
        Failure.Code code = switch (e.code()) {
            case LOCKED, VERSION -> Failure.Code.CONFLICT;
            case CORRUPT, IO -> Failure.Code.DURABILITY;
            case CLOSED, UNSUPPORTED_PLATFORM -> Failure.Code.UNAVAILABLE;
            case LIMIT -> Failure.Code.LIMIT;
        };
        String sentence = e.code() == JournalException.Code.LOCKED
                ? "A node runs on this folder already, or another command has it open."
                : String.valueOf(e.getMessage());
        return new Failure(code, sentence, e, "path", String.valueOf(e.path()));
    }

    /** Waits until the node can keep nothing any more, because its disk failed or it met a bug, and says why. */
    public Failure awaitFailure() throws InterruptedException {
        return Objects.requireNonNull(exchange).awaitFailure();
    }

    /** What the node was configured with. */
    public Config config() {
        return config;
    }

    /** Stops in order: no new questions, no new pulls, no new requests; then what is under way ends and the journal closes. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                // The rest is closed all the same, the journal above all.
                LOG.log(Level.ERROR, "A part of the node did not close in good order.", e);
            }
        }
    }
}
