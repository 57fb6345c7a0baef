package org.entente.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A bound: Jetty with one handler that writes mapped files as they are, to whoever asks. Arguments: a port of loopback and a
 * folder. Prints a line when it listens.
 */
final class BareServer extends Handler.Abstract {
    private static final int MAX_THREADS = 16;

    private final Map<String, ByteBuffer> files;

    private BareServer(Map<String, ByteBuffer> files) {
        this.files = files;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, ByteBuffer> files = new HashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of(arguments[1]))) {
            for (Path file : all) {
                files.put("/" + file.getFileName(), map(file));
            }
        }
        Server server = new Server(new QueuedThreadPool(MAX_THREADS));
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setHost(BenchNode.HOST);
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        server.setHandler(new BareServer(files));
        server.start();
        System.out.println("ready");
        server.join();
    }

    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(MapMode.READ_ONLY, 0, channel.size());
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        ByteBuffer file = files.get(Request.getPathInContext(request));
        if (file == null) {
            return false;
        }
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/taxii+json;version=2.1");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, file.remaining());
        response.write(true, file.duplicate(), callback);
        return true;
    }
}
