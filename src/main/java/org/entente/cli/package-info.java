/**
 * The command line: {@link org.entente.cli.Main} and one class for each group of commands.
 *
 * <p>Commands that change or read a node ask it over its admin socket; only {@code init}, {@code serve}, {@code config},
 * {@code partner card}, {@code stix} and {@code fsck} work on files themselves, and {@code conformance} asks any TAXII server.
 * Nothing here decides anything.
 *
 * <p>On the top floor: knows {@code node}, and of the rooms below what files are made of.
 */
@NullMarked
package org.entente.cli;

import org.jspecify.annotations.NullMarked;
