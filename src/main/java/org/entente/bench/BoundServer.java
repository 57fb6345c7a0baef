package org.entente.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server that does nothing but serve the same bytes as files from a folder, to the same client: nginx where it is
 * installed, a bare handler of Jetty where it is not.
 *
 * @param is which of them, in a few words
 */
record BoundServer(Child process, int port, String is) implements AutoCloseable {
    private static final int TRIES = 500;
    private static final int TRY_MILLIS = 10;

    /** Starts nginx if there is one and it is wanted, else the bare handler. */
    static BoundServer start(Path scratch, Path files, boolean bare) {
        Path nginx = bare ? null : nginx();
        return nginx == null ? bare(scratch, files) : nginx(nginx, scratch, files);
    }

    static BoundServer bare(Path scratch, Path files) {
        int port = BenchNode.freePort();
        Child process = Child.java(
                scratch.resolve("bare.log"), BareServer.class.getName(), Integer.toString(port), files.toString());
        process.line();
        return new BoundServer(process, port, "bare Jetty handler, the same bytes from mapped files");
    }

    private static BoundServer nginx(Path nginx, Path scratch, Path files) {
        int port = BenchNode.freePort();
        Path configuration = scratch.resolve("nginx.conf");
        try {
            Files.createDirectories(scratch.resolve("nginx"));
            Files.writeString(configuration, configuration(scratch, files, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = List.of(
                nginx.toString(),
                "-p",
                scratch.toString(),
                "-c",
                configuration.toString(),
                "-e",
                scratch.resolve("nginx.log").toString());
        Child process = Child.start(scratch.resolve("nginx.log"), command);
        await(process, port);
        return new BoundServer(process, port, "nginx, 2 workers, sendfile, access log, the same bytes as files");
    }

    /** It logs each request as the node does. Workers of a superuser's nginx must be told who they are, or they read nothing. */
    private static String configuration(Path scratch, Path files, int port) {
        String user = System.getProperty("user.name", "").equals("root") ? "user root;" : "";
        return """
               %1$s
               daemon off;
               worker_processes 2;
               pid %2$s/nginx/pid;
               events { worker_connections 1024; }
               http {
                 client_body_temp_path %2$s/nginx/body;
                 proxy_temp_path %2$s/nginx/proxy;
                 fastcgi_temp_path %2$s/nginx/fastcgi;
                 uwsgi_temp_path %2$s/nginx/uwsgi;
                 scgi_temp_path %2$s/nginx/scgi;
                 access_log %2$s/nginx/access.log;
                 default_type application/taxii+json;
                 sendfile on;
                 tcp_nopush on;
                 tcp_nodelay on;
                 keepalive_requests 1000000000;
                 open_file_cache max=10000 inactive=600s;
                 open_file_cache_valid 600s;
                 server { listen %3$s:%4$d; root %5$s; }
               }
               """.formatted(user, scratch, BenchNode.HOST, port, files);
    }

    private static @Nullable Path nginx() {
        List<Path> folders = new ArrayList<>();
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            folders.add(Path.of(folder));
        }
        folders.add(Path.of("/usr/sbin"));
        return folders.stream()
                .map(folder -> folder.resolve("nginx"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static void await(Child process, int port) {
        for (int tries = 0; tries < TRIES && process.isAlive(); tries++) {
            try (SocketChannel _ = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                return;
            } catch (IOException e) {
                BenchNode.pause(TRY_MILLIS);
            }
        }
        process.close();
        throw new IllegalStateException("nginx does not answer; its log says more");
    }

    @Override
    public void close() {
        process.close();
    }
}
