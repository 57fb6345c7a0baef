/**
 * TAXII 2.1 (OASIS Standard, 10 June 2021): feeds served as collections with their logs beside them, inboxes that partners
 * write, collections of our own that our tools read and write, and the client that pulls feeds.
 *
 * <p>The main types are {@link org.entente.taxii.TaxiiSite}, which answers, and {@link org.entente.taxii.Puller}, which asks a
 * partner's node and gives what it sent to the exchange for checking; {@link org.entente.taxii.ForeignPull} asks any other
 * TAXII server, and {@link org.entente.taxii.ApiRoot} makes every call of the standard for people. Knows {@code exchange}, the domain and {@code http}. Known by the rooms on top.
 */
@NullMarked
package org.entente.taxii;

import org.jspecify.annotations.NullMarked;
