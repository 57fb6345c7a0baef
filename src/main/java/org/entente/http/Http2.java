package org.entente.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.jspecify.annotations.Nullable;

/** HTTP/2 (RFC 9113) with limits on what a connection may ask of the server. */
final class Http2 {
    /** The most requests of one connection that are answered at once; further ones are refused, to be sent again. */
    static final int MAX_STREAMS = 32;

    /**
     * The most requests of one connection that are not wholly answered. A client that keeps to {@link #MAX_STREAMS} never gets
     * there; one that lets answers wait for a window would, since Jetty counts what is being sent as answered.
     */
    static final int MAX_UNANSWERED = 2 * MAX_STREAMS;

    /**
     * The most events of one connection within a second that cost the server more than the client: resets of streams that were
     * just opened, pings, settings, priorities, empty frames. The connection is closed beyond.
     */
    static final int MAX_EVENTS_PER_SECOND = 64;

    /** The most settings that one frame may hold. */
    private static final int MAX_SETTINGS = 16;

    /** What header compression may keep of earlier headers, in bytes, for each connection and direction. */
    private static final int MAX_HEADER_TABLE_BYTES = 4096;

    /** What a client may send of all bodies of one connection before they were read. */
    private static final int RECEIVE_WINDOW_BYTES = 1 << 20;

    private Http2() {}

    /** For connections on which ALPN chose it. */
    static HTTP2ServerConnectionFactory chosen(HttpConfiguration configuration) {
        return limited(new Chosen(configuration));
    }

    /** For connections in the clear that begin with its preface, and for none that asks for an upgrade. */
    static HTTP2ServerConnectionFactory known(HttpConfiguration configuration) {
        return limited(new Known(configuration));
    }

    private static HTTP2ServerConnectionFactory limited(HTTP2ServerConnectionFactory http2) {
        http2.setMaxConcurrentStreams(MAX_STREAMS);
        http2.setRateControlFactory(new WindowRateControl.Factory(MAX_EVENTS_PER_SECOND));
        http2.setMaxSettingsKeys(MAX_SETTINGS);
        http2.setMaxDecoderTableCapacity(MAX_HEADER_TABLE_BYTES);
        http2.setMaxEncoderTableCapacity(MAX_HEADER_TABLE_BYTES);
        http2.setInitialSessionRecvWindow(RECEIVE_WINDOW_BYTES);
        http2.setInitialStreamRecvWindow(RECEIVE_WINDOW_BYTES);
        http2.setStreamIdleTimeout(HttpServer.IDLE_TIMEOUT.toMillis());
        http2.setConnectProtocolEnabled(false);
        return http2;
    }

    private static final class Chosen extends HTTP2ServerConnectionFactory {
        Chosen(HttpConfiguration configuration) {
            super(configuration);
        }

        @Override
        protected ServerSessionListener newSessionListener(Connector connector, EndPoint endPoint) {
            return new HTTPServerSessionListener(endPoint) {
                @Override
                public Stream.@Nullable Listener onNewStream(Stream stream, HeadersFrame frame) {
                    return keepsLimit(stream, endPoint) ? super.onNewStream(stream, frame) : null;
                }
            };
        }
    }

    private static final class Known extends HTTP2CServerConnectionFactory {
        Known(HttpConfiguration configuration) {
            super(configuration);
        }

        @Override
        protected ServerSessionListener newSessionListener(Connector connector, EndPoint endPoint) {
            return new HTTPServerSessionListener(endPoint) {
                @Override
                public Stream.@Nullable Listener onNewStream(Stream stream, HeadersFrame frame) {
                    return keepsLimit(stream, endPoint) ? super.onNewStream(stream, frame) : null;
                }
            };
        }

        @Override
        public @Nullable Connection upgradeConnection(
                Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable response) {
            return HttpMethod.PRI.is(request.getMethod())
                    ? super.upgradeConnection(connector, endPoint, request, response)
                    : null;
        }
    }

    /** Whether the connection keeps to its limit of unanswered requests; it is closed if not. */
    private static boolean keepsLimit(Stream stream, EndPoint endPoint) {
        boolean keeps = stream.getSession().getStreams().size() <= MAX_UNANSWERED;
        if (!keeps) {
            sever(endPoint);
        }
        return keeps;
    }

    /**
     * Closes the connection of the network itself, since what lies above it may have bytes that it would still send: TLS its
     * farewell, HTTP/2 frames that wait for a window. Closing waits for a write in progress and lets none follow.
     */
    static void sever(EndPoint endPoint) {
        EndPoint connection = endPoint;
        while (connection instanceof EndPoint.Wrapper wrapper) {
            connection = wrapper.unwrap();
        }
        connection.close();
    }
}
