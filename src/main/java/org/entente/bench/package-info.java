/**
 * How fast the node is, and how fast it could be: each figure stands beside a bound measured in the same run on the same
 * machine, since a figure alone says more about the machine than about us.
 *
 * <p>{@link org.entente.bench.Bench} runs the parts and gives a {@link org.entente.bench.Report}. Knows {@code node} and
 * {@code exchange}, and what these are made of; {@code cli} starts it.
 */
@NullMarked
package org.entente.bench;

import org.jspecify.annotations.NullMarked;
