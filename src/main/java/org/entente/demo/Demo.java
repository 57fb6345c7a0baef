package org.entente.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The story, step by step, with two nodes as processes of their own on loopback: quiet contact, a memorandum that is severed, a
 * narrower one that follows it, real objects released and withheld, the same Merkle root on both sides, suspension of one
 * contract, resumption. Each step says what must hold and the story ends where it does not.
 */
public final class Demo implements AutoCloseable {
    private static final int PORT_A = 8441;
    private static final int PORT_B = 8442;

    /** With ATT&CK both lists must be long; the sample alone is small. */
    private static final int MANY = 1000;

    private final Screen screen;
    private final Path folder;
    private final DemoNode a;
    private final DemoNode b;
    private final IntConsumer betweenSteps;
    private int steps;

    /**
     * A story to tell.
     *
     * @param folder a new folder for both nodes and their files
     * @param out where it is told
     * @param typing runs the commands
     * @param mainClass what a node's process runs, with {@code serve}
     * @param betweenSteps called with the number of each step that is done; tests use it to kill a node
     */
    public Demo(Path folder, PrintWriter out, Typing typing, String mainClass, IntConsumer betweenSteps) {
        this.folder = folder;
        this.screen = new Screen(out, folder);
        this.betweenSteps = betweenSteps;
        this.a = new DemoNode("A", folder.resolve("a"), PORT_A, screen, typing, mainClass);
        this.b = new DemoNode("B", folder.resolve("b"), PORT_B, screen, typing, mainClass);
    }

    /** Tells it. Returns whether every step held; where one did not, the reason has been shown. */
    public boolean tell() {
        try {
            contact();
            quiet();
            sever();
            narrow();
            reports();
            attack();
            roots();
            suspend();
            resume();
            screen.say("");
            screen.say("Every step held.");
            return true;
        } catch (DemoFailure e) {
            screen.say("");
            screen.say("FAILED: " + e.getMessage());
            screen.say("Logs: " + a.log() + " and " + b.log());
            return false;
        }
    }

    private void step(String title) {
        if (steps > 0) {
            betweenSteps.accept(steps);
        }
        screen.step(++steps, title);
    }

    private void contact() {
        step("Two services exchange keys and pin fingerprints; nobody else knows of it");
        introduce();
        screen.holds(a.json("partner", "list").path("partners").size() == 1, "A has pinned B's key");
        screen.holds(b.json("partner", "list").path("partners").size() == 1, "B has pinned A's key");
    }

    private void introduce() {
        for (DemoNode node : List.of(a, b)) {
            node.run(
                    "init",
                    "--id",
                    node.did,
                    "--name",
                    "Organisation " + node.letter,
                    "--listen",
                    "127.0.0.1:" + node.port);
            node.start();
        }
        pin(a, b);
        pin(b, a);
        giveToken(a, b);
        giveToken(b, a);
    }

    /** The card travels as a file; the fingerprint is told over another way, such as the telephone. */
    private static void pin(DemoNode node, DemoNode partner) {
        JsonNode card = partner.json("partner", "card");
        Path file = partner.file("card.json", card.toString());
        node.run(
                "partner",
                "add",
                file.toString(),
                "--fingerprint",
                card.path("fingerprint").asString());
    }

    /** The token with which the reader pulls travels as a file that only its owner can read. */
    private void giveToken(DemoNode giver, DemoNode reader) {
        Path token = folder.resolve(giver.letter + "-token-for-" + reader.letter);
        giver.run("token", "new", "--partner", reader.did, "--out", token.toString());
        reader.run("partner", "token", giver.did, "--file", token.toString());
    }

    private void quiet() {
        step("A quiet channel between the services: two items pass");
        conclude("quiet", Drafts.quiet(a, b));
        a.run(
                "import",
                a.file("quiet-1.json", Drafts.quietItem(1)).toString(),
                "--tlp",
                "red",
                "--collection",
                "quiet");
        b.run(
                "import",
                b.file("quiet-2.json", Drafts.quietItem(2)).toString(),
                "--tlp",
                "red",
                "--collection",
                "quiet");
        screen.holds(pulled(b, "quiet-ab").path("objects").asLong() == 1, "B holds A's item");
        screen.holds(pulled(a, "quiet-ba").path("objects").asLong() == 1, "A holds B's item");
    }

    private void sever() {
        step("Political break: the formal memorandum is severed, the quiet channel goes on");
        String formal = conclude("formal", Drafts.formal(a, b));
        a.run("memorandum", "sever", formal);
        b.run("memorandum", "sever", formal);
        a.run(
                "import",
                a.file("quiet-3.json", Drafts.quietItem(3)).toString(),
                "--tlp",
                "red",
                "--collection",
                "quiet");
        screen.holds(
                pulled(b, "quiet-ab").path("objects").asLong() == 2, "a second item passed over the quiet channel");
        screen.holds(status(a, "formal-ab").equals("closed"), "the contract of the severed memorandum is closed");
    }

    private void narrow() {
        step("Relations resume with a narrower memorandum: intelligence and procurement");
        String formal = memorandumOf(a, "formal-ab");
        a.run("rules", "set", a.file("rules.json", Drafts.houseRules()).toString());
        String narrow = conclude("narrow", Drafts.narrow(a, b, formal));
        a.run("memorandum", "show", narrow);
        screen.holds(
                a.json("memorandum", "show", narrow)
                        .path("memorandum")
                        .path("cites")
                        .toString()
                        .contains(formal),
                "the new memorandum cites the severed one");
        screen.holds(
                a.json("memorandum", "list").path("memoranda").size() == 3,
                "the history of all three memoranda is intact");
    }

    private void reports() {
        step("A adds 60 reports; memorandum and house rules let 40 through");
        a.run("import", Sample.own(folder).toString(), "--collection", "reports");
        String contract = contract(a, "intelligence");
        a.run("account", contract);
        screen.note("Why one report of the sample stays, though its own marking and topic would let it go:");
        a.run("explain", Sample.REPORT_WITH_SECRET, contract);
        JsonNode account = a.json("account", contract);
        screen.holds(count(account, "released", "report") == 40, "40 of 60 reports are released");
        screen.holds(count(account, "withheld", "report") == 20, "20 are withheld, each with its reason");
        JsonNode received = pulled(b, "intelligence");
        screen.holds(
                received.path("pending").asLong() == 0, "B holds all that was released, and knows of nothing else");
    }

    private void attack() {
        Path attack = Sample.attack();
        if (attack == null) {
            return;
        }
        step("A imports all of ATT&CK in three parts, with tags; most of it may go, much may not");
        Map<Sample.Part, Path> parts = Sample.split(attack, folder);
        a.run("import", part(parts, Sample.Part.PROCUREMENT), "--tlp", "green", "--label", "procurement");
        a.run("import", part(parts, Sample.Part.ATTRIBUTION), "--tlp", "amber", "--label", "attribution");
        a.run("import", part(parts, Sample.Part.TECHNIQUES), "--tlp", "green", "--label", "techniques");
        String contract = contract(a, "intelligence");
        a.run("account", contract);
        a.run("account", contract(a, "procurement"));
        JsonNode account = a.json("account", contract);
        screen.holds(
                count(account, "released", null) >= MANY && count(account, "withheld", null) >= MANY,
                "at least 1,000 are released and at least 1,000 withheld, by clauses, markings, rules and references");
        b.run("pull");
        screen.holds(pulled(b, "intelligence").path("pending").asLong() == 0, "B has pulled all that was released");
    }

    private void roots() {
        step("Both sides compute the same root, each from its own bytes");
        for (String grant : List.of("intelligence", "procurement", "quiet-ab")) {
            same(a, b, grant);
        }
        same(b, a, "quiet-ba");
        b.run("feed", "root", contract(b, "intelligence"));
    }

    private void same(DemoNode giver, DemoNode receiver, String grant) {
        JsonNode there = pulled(receiver, grant);
        JsonNode here = giver.json("feed", "root", contract(giver, grant));
        screen.holds(
                there.path("equal").asBoolean() && there.path("root").equals(here.path("root")),
                grant + ": " + giver.letter + " signed and " + receiver.letter + " computed "
                        + here.path("root").asString().substring(0, 16) + "… over "
                        + here.path("size").asLong() + " entries");
    }

    private void suspend() {
        step("A suspends intelligence and keeps procurement; B's next page is refused");
        String contract = contract(a, "intelligence");
        a.run("memorandum", "suspend", memorandumOf(a, "intelligence"), "--contract", contract);
        DemoNode.Ran pulled = b.type("pull", contract);
        screen.command("B", "pull", contract);
        screen.output(pulled.text());
        screen.holds(pulled.text().contains("suspended"), "B's pull is told that the contract is suspended");
        screen.holds(page(contract) == 403, "a page asked for by hand is answered 403");
        screen.holds(page(contract(a, "procurement")) == 200, "procurement does not notice");
        a.run("import", a.file("held.json", Drafts.heldItem()).toString());
        screen.holds(
                count(a.json("account", contract), "withheld", "indicator") >= 1,
                "a new indicator is held while suspended");
    }

    private void resume() {
        step("Resumption decides again what was held");
        String contract = contract(a, "intelligence");
        a.run("memorandum", "resume", memorandumOf(a, "intelligence"), "--contract", contract);
        screen.holds(
                count(a.json("account", contract), "released", "indicator") >= 1, "the held indicator is released now");
        same(a, b, "intelligence");
    }

    /** The first two steps alone: the nodes know each other and one grant from A to B, of all indicators, is in force. */
    String concludeOne() {
        introduce();
        conclude("one", Drafts.one(a, b));
        return contract(b, "indicators");
    }

    DemoNode first() {
        return a;
    }

    DemoNode second() {
        return b;
    }

    /** Leaves both nodes running and says where they are. Returns when they end. */
    public void stay() throws InterruptedException {
        screen.say("");
        screen.say("Both nodes go on running. Try:");
        screen.say("  curl -H \"Authorization: Bearer $(cat " + folder.resolve("A-token-for-B")
                + ")\" -H 'Accept: application/taxii+json;version=2.1' " + a.url() + "/api/collections/");
        screen.say("  ./entente status --dir " + a.folder + "      (A, " + a.url() + ")");
        screen.say("  ./entente status --dir " + b.folder + "      (B, " + b.url() + ")");
        screen.say("Ctrl-C stops them; their folders stay.");
        a.waitFor();
        b.waitFor();
    }

    /** Stops both nodes. */
    @Override
    public void close() {
        a.close();
        b.close();
    }

    /** Kills a node with SIGKILL and starts it again, as after a power cut. */
    public void killAndRestart(boolean first) {
        DemoNode node = first ? a : b;
        screen.note("kill -9 of node " + node.letter + ", then a new start");
        node.kill();
        node.start();
    }

    /** A memorandum from its draft to its last signature, as files between the two. */
    private String conclude(String name, String draft) {
        Path file = a.file(name + "-draft.json", draft);
        String id = a.json("memorandum", "new", "--from", file.toString())
                .path("id")
                .asString();
        screen.command("A", "memorandum", "new", "--from", file.toString());
        String fromA = folder.resolve("A-" + name + ".json").toString();
        String fromB = folder.resolve("B-" + name + ".json").toString();
        quietly(a, "memorandum", "sign", id);
        quietly(a, "memorandum", "export", id, "--out", fromA);
        quietly(b, "memorandum", "import", fromA);
        quietly(b, "memorandum", "sign", id);
        quietly(b, "memorandum", "export", id, "--out", fromB);
        quietly(a, "memorandum", "import", fromB);
        return id;
    }

    /** A command whose output says nothing new. */
    private void quietly(DemoNode node, String... command) {
        screen.command(node.letter, command);
        DemoNode.Ran ran = node.type(command);
        if (ran.code() != 0) {
            throw new DemoFailure(ran.text());
        }
    }

    /** Pulls under the contract of that grant and verifies what arrived. */
    private static JsonNode pulled(DemoNode receiver, String grant) {
        String contract = contract(receiver, grant);
        receiver.json("pull", contract);
        return receiver.json("feed", "root", contract);
    }

    private static String contract(DemoNode node, String grant) {
        return field(node, grant, "id");
    }

    private static String memorandumOf(DemoNode node, String grant) {
        return field(node, grant, "memorandum");
    }

    private static String status(DemoNode node, String grant) {
        return field(node, grant, "status");
    }

    private static String field(DemoNode node, String grant, String name) {
        for (JsonNode contract : node.json("contract", "list").path("contracts")) {
            if (contract.path("grant").asString().equals(grant)) {
                return contract.path(name).asString();
            }
        }
        throw new DemoFailure("node " + node.letter + " has no contract of grant " + grant);
    }

    private static long count(JsonNode account, String outcome, @Nullable String type) {
        return account.path("rows")
                .valueStream()
                .filter(row -> row.path("outcome").asString().equals(outcome))
                .filter(row -> type == null || row.path("type").asString().equals(type))
                .mapToLong(row -> row.path("count").asLong())
                .sum();
    }

    private static String part(Map<Sample.Part, Path> parts, Sample.Part part) {
        Path file = parts.get(part);
        if (file == null) {
            throw new IllegalStateException("a part of ATT&CK was not written");
        }
        return file.toString();
    }

    /** The status of a page of a collection of A, asked for with B's token. */
    private int page(String contract) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String token = Files.readString(folder.resolve("A-token-for-B")).strip();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(a.url() + "/api/collections/" + contract + "/objects/?limit=10"))
                    .header("Accept", "application/taxii+json;version=2.1")
                    .header("Authorization", "Bearer " + token)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted");
        }
    }
}
