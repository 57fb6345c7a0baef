/** Tests of the logs that prove themselves, against the vectors of other implementations and a slow reference. */
@org.jspecify.annotations.NullMarked
package org.entente.merkle;
