/** Tests of the shared parts of HTTP edges, against a server on loopback. */
@org.jspecify.annotations.NullMarked
package org.entente.http;
