/**
 * A running node: configuration, wiring by hand, start and stop, the pulling loop, the admin socket and the logs.
 *
 * <p>{@link org.entente.node.Node} opens everything in order and closes it in reverse. People reach it through
 * {@link org.entente.node.AdminClient} over a Unix domain socket; what they may ask is listed in {@code AdminActions}.
 * {@link org.entente.node.Config} is the file {@code DIR/entente.json}.
 *
 * <p>What lies in {@code DIR}: {@code entente.json} and {@code keys/} are trusted and belong in a backup, as does the
 * exchange's {@code journal/}; {@code admin.sock} and {@code admin.sock.path} mean nothing once the node has stopped.
 *
 * <p>On the top floor: knows all rooms below. Known by {@code cli}, {@code demo} and {@code bench}.
 */
@NullMarked
package org.entente.node;

import org.jspecify.annotations.NullMarked;
