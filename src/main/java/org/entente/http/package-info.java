/**
 * What every edge of a node that speaks HTTP shares: the server, its limits, how it answers when something goes wrong, and how
 * either end of a connection speaks TLS.
 *
 * <p>The main type is {@link org.entente.http.HttpServer}. An edge is a {@link org.entente.http.Site}: it owns some paths,
 * turns a {@link org.entente.http.Call} into an {@link org.entente.http.Answer}, or into {@link org.entente.http.Work} that
 * leads to one, and says what an error looks like there.
 * Knows {@code exchange} for its failures only. Known by the other edges, none of which needs to know Jetty, and by
 * {@code node}, which starts the server.
 */
@NullMarked
package org.entente.http;

import org.jspecify.annotations.NullMarked;
