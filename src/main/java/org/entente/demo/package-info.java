/**
 * The main job as a story that runs: two nodes as processes of their own, one memorandum after another, a real pull.
 *
 * <p>{@link org.entente.demo.Demo} tells it with the same commands that a person would type. Knows {@code cli} and
 * {@code node}; nothing knows it but {@code cli}, which starts it.
 */
@NullMarked
package org.entente.demo;

import org.jspecify.annotations.NullMarked;
