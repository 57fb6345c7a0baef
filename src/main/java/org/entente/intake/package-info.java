/**
 * Conversions between STIX 2.1 and what people have: STIX 2.0 bundles, MISP events and CSV files.
 *
 * <p>The main type is {@link org.entente.intake.Conversion}: bytes go in, valid STIX 2.1 objects come out, with a
 * {@link org.entente.intake.Remark} for all that was dropped or changed. {@link org.entente.intake.Stix20},
 * {@link org.entente.intake.Misp} and {@link org.entente.intake.CsvIndicators} read; {@link org.entente.intake.Bundle} and
 * {@link org.entente.intake.CsvTable} write. The room is pure: it does no input or output and reads no clock, so the same
 * bytes always give the same objects. It knows the domain and the exchange; {@code cli} and {@code node} lean on it. The
 * rules are in docs/conversions.md.
 */
@org.jspecify.annotations.NullMarked
package org.entente.intake;
