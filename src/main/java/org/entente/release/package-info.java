/**
 * What a partner may see: the meaning of constraints, markings, references and versions.
 *
 * <p>{@link org.entente.release.Decide} is the main type: it decides one class of objects ({@link
 * org.entente.release.Facets}) under one contract's {@link org.entente.release.Terms} and says why. {@link
 * org.entente.release.Closure}, {@link org.entente.release.Versions} and {@link org.entente.release.Revocation} make
 * the live set out of decisions, {@link org.entente.release.Forms} gives objects their form under duties, and {@link org.entente.release.EntryOrder} puts its changes in order.
 *
 * <p>The room is pure: no I/O, no clock. It knows {@code stix} and {@code memorandum}; {@code exchange} above it feeds
 * it.
 */
@NullMarked
package org.entente.release;

import org.jspecify.annotations.NullMarked;
