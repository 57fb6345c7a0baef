package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.entente.exchange.Failure;
import org.entente.taxii.Credentials;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What commands on a TAXII server have in common: who asks, and whether they print JSON. */
final class ServerOptions {
    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "a file with the bearer token; - is standard input")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--basic-file",
            paramLabel = "FILE",
            description = "a file with user:password for Basic authentication; - is standard input")
    @Nullable
    Path basicFile;

    @Option(names = "--json", description = "print JSON")
    boolean json;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    Credentials credentials() {
        if (tokenFile != null && basicFile != null) {
            throw misused("Give either --token-file or --basic-file.");
        }
        if (tokenFile != null) {
            return new Credentials.Bearer(line(tokenFile));
        }
        if (basicFile == null) {
            return new Credentials.None();
        }
        String line = line(basicFile);
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new Failure(
                    Failure.Code.INVALID, "The file does not hold user:password.", "file", basicFile.toString());
        }
        return new Credentials.Basic(line.substring(0, colon), line.substring(colon + 1));
    }

    private static String line(Path file) {
        return new String(NamedFile.read(file, DataCommands.MAX_TOKEN_FILE_BYTES), UTF_8).strip();
    }

    /** What to throw when options do not fit together. */
    ParameterException misused(String sentence) {
        return new ParameterException(spec().commandLine(), sentence);
    }

    PrintWriter out() {
        return spec().commandLine().getOut();
    }

    PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private CommandSpec spec() {
        if (command == null) {
            throw new IllegalStateException("the options belong to no command");
        }
        return command;
    }
}
