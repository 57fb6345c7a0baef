/**
 * Memoranda: the documents that organisations sign, and what follows from their text alone.
 *
 * <p>{@link org.entente.memorandum.Memorandum} is the main type: read strictly from JSON, written back in RFC 8785
 * form, signed by each party ({@link org.entente.memorandum.SignedMemorandum}) and moved through its states by
 * {@link org.entente.memorandum.Lifecycle}. {@link org.entente.memorandum.Constraint} is the vocabulary that grants
 * share with an organisation's own {@link org.entente.memorandum.HouseRules}.
 *
 * <p>The room is pure: no I/O, no clock, no keys of its own. It knows {@code stix}; {@code release} above it gives
 * constraints their meaning for objects.
 */
@NullMarked
package org.entente.memorandum;

import org.jspecify.annotations.NullMarked;
