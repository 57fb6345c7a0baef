/** Tests of the TAXII server and the pulling client: real nodes on loopback, a hand-written client, a proxy that cheats. */
@org.jspecify.annotations.NullMarked
package org.entente.taxii;
