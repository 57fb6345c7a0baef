package org.entente.demo;

import java.io.PrintWriter;

/** How a command is typed: the command line's own entry, handed in so that this room need not know that one. */
public interface Typing {
    /** Runs the command with these words, prints to the writers, and returns its exit code. */
    int run(PrintWriter out, PrintWriter err, String... words);
}
