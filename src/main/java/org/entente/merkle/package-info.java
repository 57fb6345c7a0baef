/**
 * Append-only logs that prove themselves: tree roots, the bundles and paths a log is served under, checkpoints and the
 * signed notes that carry them.
 *
 * <p>An engine: it sees bytes, never their meaning, knows no other room and stands on {@code java.security} alone.
 * {@link org.entente.merkle.Frontier} is the main type; {@link org.entente.merkle.Checkpoint} states what it computed and
 * {@link org.entente.merkle.NoteSigner} and {@link org.entente.merkle.SignedNote} put a name to it and check one. The
 * exchange is the only neighbour. The room {@code verify} checks the same formats and is written apart on purpose: share
 * no code with it, or one mistake would pass both.
 */
@NullMarked
package org.entente.merkle;

import org.jspecify.annotations.NullMarked;
