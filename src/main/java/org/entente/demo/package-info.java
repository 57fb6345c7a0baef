/**
 * The main job as a story that runs: two nodes as processes of their own, one memorandum after another, a real pull.
 *
 * <p>{@link org.entente.demo.Demo} tells it with the same commands that a person would type. Knows {@code node};
 * {@code cli} starts it and hands in how a command is typed.
 */
@NullMarked
package org.entente.demo;

import org.jspecify.annotations.NullMarked;
