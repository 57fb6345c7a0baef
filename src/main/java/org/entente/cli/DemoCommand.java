package org.entente.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.entente.demo.Demo;
import org.entente.exchange.Failure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells the story of the main job with two nodes of its own. */
@Command(
        name = "demo",
        description = {
            "Run the main job: two nodes on loopback, memoranda, real objects, a pull, a suspension.",
            "Ends with 0 only if every step held. Needs no node and leaves its two running until Ctrl-C."
        })
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--once", description = "stop both nodes at the end")
    private boolean once;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "a new folder for both nodes (default: a temporary one)")
    private @Nullable Path folder;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
        try (Demo demo = new Demo(create(folder), out, Main::run, Main.class.getName(), _ -> {})) {
            Thread stop = new Thread(demo::close, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            boolean held = demo.tell();
            if (held && !once) {
                demo.stay();
            }
            Runtime.getRuntime().removeShutdownHook(stop);
            return (held ? ExitCode.OK : ExitCode.FINDING).number();
        }
    }

    private static Path create(@Nullable Path folder) {
        try {
            return folder == null
                    ? Files.createTempDirectory("entente-demo-")
                    : Files.createDirectory(folder).toAbsolutePath();
        } catch (IOException e) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "The folder for the demonstration cannot be made; it must not exist yet.",
                    e,
                    "folder",
                    String.valueOf(folder));
        }
    }
}
