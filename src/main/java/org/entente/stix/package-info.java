/**
 * STIX 2.1: objects, identifiers, timestamps, markings and the checks of the standard.
 *
 * <p>The main type is {@link org.entente.stix.StixReader}: bytes in, one {@link org.entente.stix.Parsed} per object out,
 * each with the bytes that it came in. The room is pure: it does no input or output, reads no clock and knows no other
 * room. All other rooms of the domain, the exchange and the edges lean on it.
 */
@org.jspecify.annotations.NullMarked
package org.entente.stix;
