package org.entente.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.entente.node.AdminClient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One node of the story: its folder, the process that serves it, and the commands that are typed to it. */
final class DemoNode implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int START_TRIES = 1200;
    private static final int TRY_MILLIS = 50;
    private static final int STOP_SECONDS = 20;

    final String letter;
    final String did;
    final Path folder;
    final int port;
    private final Screen screen;
    private final Typing typing;
    private final String mainClass;
    private @Nullable Process process;

    DemoNode(String letter, Path folder, int preferredPort, Screen screen, Typing typing, String mainClass) {
        this.letter = letter;
        this.did = "did:web:" + letter.toLowerCase(Locale.ROOT) + ".example";
        this.folder = folder;
        this.port = free(preferredPort) ? preferredPort : anyFreePort();
        this.screen = screen;
        this.typing = typing;
        this.mainClass = mainClass;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What a command printed, and how it ended. */
    record Ran(int code, String text) {}

    /** Types a command, shows it and what it prints; it must end well. */
    String run(String... command) {
        screen.command(letter, command);
        Ran ran = type(command);
        screen.output(ran.text());
        if (ran.code() != 0) {
            throw new DemoFailure("the command ended with " + ran.code());
        }
        return ran.text();
    }

    /** Types a command without showing anything. */
    Ran type(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.add("--dir");
        words.add(folder.toString());
        StringWriter text = new StringWriter();
        PrintWriter to = new PrintWriter(text);
        int code = typing.run(to, to, words.toArray(String[]::new));
        return new Ran(code, text.toString());
    }

    /** What a command answers in JSON; it must end well. */
    JsonNode json(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.add("--json");
        Ran ran = type(words.toArray(String[]::new));
        if (ran.code() != 0) {
            throw new DemoFailure(
                    "entente " + String.join(" ", command) + " ended with " + ran.code() + ": " + ran.text());
        }
        return JSON.readTree(ran.text());
    }

    /** Starts the node as a process of its own and waits until it answers. */
    void start() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass, "serve"));
        command.addAll(List.of("--dir", folder.toString()));
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            AdminClient client = new AdminClient(folder);
            for (int tries = 0; !client.isRunning(); tries++) {
                if (tries == START_TRIES || !process.isAlive()) {
                    throw new DemoFailure("node " + letter + " did not start; its log is " + log());
                }
                Thread.sleep(TRY_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted while node " + letter + " started");
        }
    }

    /** Ends the process with SIGKILL, as a power cut would. */
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            await(process);
        }
    }

    Path log() {
        return folder.resolveSibling(letter + ".log");
    }

    /** Asks the process to stop and waits. */
    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            await(process);
        }
    }

    /** Waits until the process ends by itself. */
    void waitFor() throws InterruptedException {
        if (process != null) {
            process.waitFor();
        }
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolveSibling(letter + "-" + name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean free(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int anyFreePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
