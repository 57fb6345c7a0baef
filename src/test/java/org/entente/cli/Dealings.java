package org.entente.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entente.FreePort;
import tools.jackson.databind.json.JsonMapper;

/** What nodes of tests do with each other by the command line. A node is its folder, and named as that is. */
final class Dealings {
    private static final JsonMapper JSON = new JsonMapper();

    private Dealings() {}

    /** A new node of that name, which listens on a free port of the loopback address. */
    static Path init(Path under, String name) {
        Path folder = under.resolve(name);
        String listen = "127.0.0.1:" + FreePort.find();
        Run.ok(folder, "init", "--id", did(folder), "--name", name, "--listen", listen);
        return folder;
    }

    static String did(Path node) {
        return "did:web:" + node.getFileName() + ".example";
    }

    /** Each takes in the other's card. */
    static void introduce(Path one, Path other) throws IOException {
        shows(one, other);
        shows(other, one);
    }

    private static void shows(Path from, Path to) throws IOException {
        String card = Run.ok(from, "partner", "card");
        Path file = Files.writeString(files(from).resolve("card.json"), card);
        String fingerprint = JSON.readTree(card).get("fingerprint").asString();
        Run.ok(to, "partner", "add", file.toString(), "--fingerprint", fingerprint);
    }

    /** The receiver gets a token with which it pulls from the giver; in the file that is returned. */
    static Path admit(Path giver, Path receiver) throws IOException {
        String token = Run.ok(giver, "token", "new", "--partner", did(receiver));
        Path file = Files.writeString(files(giver).resolve("token"), token);
        Run.ok(receiver, "partner", "token", did(giver), "--file", file.toString());
        return file;
    }

    /** Both sign the newest version, which goes from the one to the other and back as a file. */
    static void sign(Path one, Path other, String memorandum) throws IOException {
        Path files = files(one);
        Run.ok(one, "memorandum", "sign", memorandum);
        pass(one, other, memorandum, files.resolve("half.json"));
        Run.ok(other, "memorandum", "sign", memorandum);
        pass(other, one, memorandum, files.resolve("whole.json"));
    }

    private static void pass(Path from, Path to, String memorandum, Path file) {
        Run.ok(from, "memorandum", "export", memorandum, "--out", file.toString());
        Run.ok(to, "memorandum", "import", file.toString());
    }

    /** A folder of its own beside the node, since files that are there are not written over. */
    private static Path files(Path node) throws IOException {
        return Files.createTempDirectory(node.toAbsolutePath().getParent(), "files");
    }
}
