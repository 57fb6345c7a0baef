/**
 * The main path: commands in, events out.
 *
 * <p>{@link org.entente.exchange.Exchange} is the room's door. One writer thread takes commands, decides them against the
 * views, appends what was decided to the journal and applies it to the views; a second thread commits and then answers.
 * Everything that a node knows is in the journal; every view is rebuilt from it by {@link org.entente.exchange.Replay},
 * which applies events and never decides again.
 *
 * <p>Knows the engines ({@code journal}, {@code merkle}) and the domain ({@code stix}, {@code memorandum},
 * {@code release}). Known by the edges and by {@code node}.
 */
@NullMarked
package org.entente.exchange;

import org.jspecify.annotations.NullMarked;
