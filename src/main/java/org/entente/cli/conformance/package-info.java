/**
 * A conformance suite for TAXII 2.1 servers, ours and others': it asks over HTTP and holds what comes against sentences of the
 * standard.
 *
 * <p>The main type is {@link org.entente.cli.conformance.TaxiiSuite}. Each {@link org.entente.cli.conformance.Case} is one
 * sentence with a short check; the cases stand in one class for each {@link org.entente.cli.conformance.Chapter}. The suite is
 * a part of the room {@code cli} and knows nothing of our own server, so that a misunderstanding there is not repeated here;
 * of the other rooms it needs {@code exchange} for its failures only.
 */
@NullMarked
package org.entente.cli.conformance;

import org.jspecify.annotations.NullMarked;
