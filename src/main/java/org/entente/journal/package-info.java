/**
 * The ordered, durable log and its atomic views: an engine that keeps bytes and knows no meaning.
 *
 * <p>The log (segment files in {@code journal/}) is the truth. The views (RocksDB in {@code views/}) are ordered maps that
 * can be rebuilt from it at any time; they carry, in the same atomic batch, the watermark up to which they were applied.
 * One writer thread appends records in groups, a second may commit one group while the first fills the next; any number of
 * threads read.
 *
 * <table>
 * <caption>What is trusted, and what its loss costs</caption>
 * <tr><td>{@code journal/}</td><td>trusted: its loss is the loss of everything acknowledged</td></tr>
 * <tr><td>{@code views/}</td><td>derived: its loss costs the time of a replay</td></tr>
 * <tr><td>{@code lib/}</td><td>RocksDB's native library, unpacked once: its loss costs a tenth of a second</td></tr>
 * <tr><td>{@code lock}</td><td>holds nothing; keeps a second process out</td></tr>
 * </table>
 *
 * <p>The main type is {@link org.entente.journal.Journal}; {@link org.entente.journal.Fsck} checks one at rest. The record
 * format is drawn at {@link org.entente.journal.RecordFormat}, the segment file at {@link org.entente.journal.Segment},
 * the recovery rule at {@link org.entente.journal.Recovery}. Neighbours: none.
 */
@org.jspecify.annotations.NullMarked
package org.entente.journal;
