/** Tests of the bench. */
@org.jspecify.annotations.NullMarked
package org.entente.bench;
