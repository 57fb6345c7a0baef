package org.entente;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port on loopback for a node whose address must be known before it starts, since it is part of what the node signs. */
public final class FreePort {
    private FreePort() {}

    /** A port that is free, from below those that the system gives to connections, so that none takes it in between. */
    public static int find() {
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException _) {
                // It is taken: another one.
            }
        }
        throw new AssertionError("no port is free");
    }
}
