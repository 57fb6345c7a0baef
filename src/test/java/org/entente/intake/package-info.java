/** Tests of the conversions: golden files, the OASIS schemas as oracle, and damaged documents. */
@org.jspecify.annotations.NullMarked
package org.entente.intake;
