package org.entente.exchange;

import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.entente.http.Answer;
import org.entente.http.Call;
import org.entente.http.HttpServer;
import org.entente.http.Reply;
import org.entente.http.Site;
import org.entente.taxii.TaxiiSite;
import org.jspecify.annotations.Nullable;

/** A server on a port of loopback on which one node after the other is served, since a server takes longer to start than a history. */
final class Stage implements Site, AutoCloseable {
    /** The loggers, held so that their levels stay. */
    private static final List<Logger> QUIET = Stream.of("org.entente.http", "org.eclipse.jetty")
            .map(Logger::getLogger)
            .toList();

    static {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    }

    private volatile @Nullable TaxiiSite site;
    private final HttpServer server = HttpServer.start("127.0.0.1", 0, List.of(this));
    private final RawHttp partner = new RawHttp(server.port());
    private final RawHttp other = new RawHttp(server.port());

    void serve(Exchange exchange) {
        site = new TaxiiSite(exchange, exchange.self());
    }

    /** Both partners come over new connections. */
    void connectAnew() {
        partner.close();
        other.close();
    }

    /** The connection of the partner that is observed. */
    RawHttp partner() {
        return partner;
    }

    /** The connection of the other partner. */
    RawHttp other() {
        return other;
    }

    private TaxiiSite site() {
        TaxiiSite now = site;
        if (now == null) {
            throw new IllegalStateException("nothing is served");
        }
        return now;
    }

    @Override
    public boolean owns(String path) {
        return site().owns(path);
    }

    @Override
    public Reply answer(Call call) {
        return site().answer(call);
    }

    @Override
    public Answer error(int status, String sentence, Map<String, String> fields) {
        return site().error(status, sentence, fields);
    }

    @Override
    public void close() {
        partner.close();
        other.close();
        server.close();
    }
}
