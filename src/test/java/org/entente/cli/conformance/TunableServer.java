package org.entente.cli.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.entente.cli.conformance.TinyTaxii.Parameter;
import org.entente.cli.conformance.TinyTaxii.Request;
import org.entente.cli.conformance.TinyTaxii.Response;

/** The tiny server on a port of loopback, with a fault between it and its clients. */
final class TunableServer implements AutoCloseable {
    private final TinyTaxii taxii = new TinyTaxii();
    private final Fault fault;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    TunableServer(Fault fault) {
        this.fault = fault;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    TinyTaxii taxii() {
        return taxii;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    Parameter.parse(exchange.getRequestURI().getRawQuery()),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            Request changed = fault.before().apply(request);
            Response response = fault.after().change(taxii, request, taxii.answer(changed));
            response.headers().forEach(exchange.getResponseHeaders()::set);
            boolean bodiless = request.method().equals("HEAD") || response.body().length == 0;
            exchange.sendResponseHeaders(response.status(), bodiless ? -1 : response.body().length);
            if (!bodiless) {
                exchange.getResponseBody().write(response.body());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
