package org.entente.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.entente.node.AdminClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** What commands on a node have in common: its folder, and whether they print JSON. */
final class NodeOptions {
    private static final String VARIABLE = "ENTENTE_DIR";

    @Option(names = "--dir", paramLabel = "DIR", description = "the node's folder; without it ENTENTE_DIR says which")
    @Nullable
    Path dir;

    @Option(names = "--json", description = "print JSON")
    boolean json;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    /** The node's folder, as an absolute path. */
    Path directory() {
        String variable = System.getenv(VARIABLE);
        if (dir == null && (variable == null || variable.isEmpty())) {
            throw misused("Give the node's folder as --dir DIR, or in " + VARIABLE + ".");
        }
        return (dir != null ? dir : Path.of(String.valueOf(variable)))
                .toAbsolutePath()
                .normalize();
    }

    AdminClient client() {
        return new AdminClient(directory());
    }

    PrintWriter out() {
        return spec().commandLine().getOut();
    }

    PrintWriter err() {
        return spec().commandLine().getErr();
    }

    CommandLine commandLine() {
        return spec().commandLine();
    }

    /** What to throw when options do not fit together. */
    ParameterException misused(String sentence) {
        return new ParameterException(commandLine(), sentence);
    }

    private CommandSpec spec() {
        if (command == null) {
            throw new IllegalStateException("the options belong to no command");
        }
        return command;
    }

    /** Prints a result as JSON where that was asked for, else in words. */
    void print(ObjectNode result, Consumer<PrintWriter> words) {
        if (json) {
            out().println(result.toPrettyString());
        } else {
            words.accept(out());
        }
    }
}
