package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entente.FreePort;
import org.entente.TestCertificates;
import org.entente.TestCertificates.Issued;
import org.entente.TestCertificates.Kind;
import org.entente.TestCertificates.Wish;
import org.entente.node.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Two nodes that speak TLS themselves pull from each other: one proves itself by a token, the other by a certificate. */
class SecureNodesEndToEndTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String A = "did:web:a.example";
    private static final String B = "did:web:b.example";

    @TempDir
    private Path temporary;

    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void end() {
        nodes.forEach(Node::close);
    }

    private Path init(String name, Issued server) throws IOException {
        int port = FreePort.find();
        Path folder = temporary.resolve(name);
        String listen = "127.0.0.1:" + port;
        Run.on(
                        folder,
                        "init",
                        "--id",
                        "did:web:" + name + ".example",
                        "--name",
                        name,
                        "--listen",
                        listen,
                        "--public-url",
                        "https://" + listen)
                .well();
        server.write(folder.resolve("tls.pem"), folder.resolve("tls.key"));
        configure(folder, "tls", "certificate", "tls.pem");
        configure(folder, "tls", "key", "tls.key");
        configure(folder, "tls", "clientCertificates", "on");
        return folder;
    }

    private static void configure(Path folder, String group, String key, String value) throws IOException {
        Path file = folder.resolve("entente.json");
        ObjectNode document = (ObjectNode) JSON.readTree(Files.readString(file));
        document.withObject("/" + group).put(key, value);
        Files.writeString(file, document.toString());
    }

    private Path file(String name, String text) throws IOException {
        return Files.write(temporary.resolve(name), text.getBytes(UTF_8));
    }

    @Test
    void nodesPullFromEachOtherOverTls() throws Exception {
        Issued authority =
                TestCertificates.selfSigned(Wish.of(Kind.EC, "authority").asAuthority());
        Issued serverA = TestCertificates.selfSigned(Wish.of(Kind.ED25519, "a").forHosts("a.example"));
        Issued serverB = TestCertificates.issued(Wish.of(Kind.RSA, "b"), authority);
        Issued clientA = TestCertificates.selfSigned(Wish.of(Kind.EC, "client a"));
        Path a = init("a", serverA);
        Path b = init("b", serverB);
        clientA.write(a.resolve("client.pem"), a.resolve("client.key"));
        configure(a, "pull", "certificate", "client.pem");
        configure(a, "pull", "key", "client.key");
        for (Path folder : List.of(a, b)) {
            Run.on(folder, "config", "check").well();
            nodes.add(Node.open(folder));
        }
        pin(a, b);
        pin(b, a);
        String memorandum = conclude(a, b);
        Run.on(a, "import", file("a.json", identity(1)).toString()).well();
        Run.on(b, "import", file("b.json", identity(2)).toString()).well();
        String aToB = contract(a, A);
        String bToA = contract(b, B);

        // B holds a token, but does not know A's certificate yet; A has a certificate that B does not know yet.
        Path token = temporary.resolve("token");
        Run.on(a, "token", "new", "--partner", B, "--out", token.toString()).well();
        Run.on(b, "partner", "token", A, "--file", token.toString()).well();
        assertEquals(ExitCode.UNAVAILABLE.number(), Run.on(b, "pull", aToB).code());
        Run.on(b, "partner", "certificate", A, "--file", a.resolve("tls.pem").toString())
                .well();
        Run.on(b, "pull", aToB).well();
        assertEqualRoots(aToB, a, b);

        Path authorityFile = file("authority.pem", new String(authority.chainPem(), UTF_8));
        Run.on(a, "partner", "certificate", B, "--file", authorityFile.toString())
                .well();
        assertEquals(ExitCode.UNAUTHORISED.number(), Run.on(a, "pull", bToA).code(), "no token, unknown certificate");
        JsonNode registered = Run.on(
                        b,
                        "token",
                        "certificate",
                        "--partner",
                        A,
                        "--file",
                        a.resolve("client.pem").toString(),
                        "--json")
                .json();
        Run.on(a, "pull", bToA).well();
        assertEqualRoots(bToA, b, a);
        JsonNode listed =
                Run.on(b, "token", "list", "--json").json().path("tokens").get(0);
        assertEquals("certificate", listed.path("proof").asString());
        assertEquals(registered.path("id"), listed.path("id"));
        assertTrue(Run.on(a, "partner", "list", "--json")
                .json()
                .path("partners")
                .get(0)
                .path("certificateKept")
                .asBoolean());

        // What is revoked or suspended ends at once, on connections that TLS took before too.
        Run.on(b, "token", "revoke", listed.path("id").asString()).well();
        assertEquals(ExitCode.UNAUTHORISED.number(), Run.on(a, "pull", bToA).code());
        Run.on(a, "memorandum", "suspend", memorandum).well();
        assertTrue(Run.on(b, "pull", aToB).well().out().contains("suspended"));
        Run.on(b, "partner", "certificate", A).well();
        assertEquals(ExitCode.UNAVAILABLE.number(), Run.on(b, "pull", aToB).code(), "the platform does not know it");
    }

    @Test
    void aCertificateThatCannotBeUsedIsRefusedByName() throws Exception {
        Issued server = TestCertificates.selfSigned(Wish.of(Kind.EC, "a"));
        Path a = init("a", server);
        TestCertificates.replace(
                a.resolve("tls.key"),
                TestCertificates.selfSigned(Wish.of(Kind.EC, "x")).keyPem());
        Run run = Run.on(a, "config", "check");
        assertEquals(ExitCode.INVALID.number(), run.code());
        assertTrue(run.err().contains("tls.key") && !run.err().contains("PRIVATE"), run.err());
    }

    private static String identity(int number) {
        return """
                {"type": "identity", "spec_version": "2.1", "id": "identity--00000000-0000-4000-8000-00000000000%d",
                 "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "name": "I"}""".formatted(number);
    }

    private void pin(Path from, Path to) throws IOException {
        JsonNode card = Run.on(from, "partner", "card").json();
        Path file = file("card.json", card.toString());
        Run.on(
                        to,
                        "partner",
                        "add",
                        file.toString(),
                        "--fingerprint",
                        card.path("fingerprint").asString())
                .well();
    }

    private String conclude(Path a, Path b) throws IOException {
        Path draft = file("draft.json", """
                {"title": "T",
                 "parties": [{"id": "did:web:a.example", "name": "A"}, {"id": "did:web:b.example", "name": "B"}],
                 "term": {"from": "2026-01-01T00:00:00Z"}, "defaults": {"tlp": "green"},
                 "grants": [{"id": "G1", "title": "G", "from": "did:web:a.example", "to": ["did:web:b.example"],
                             "constraint": {"type": {"isAnyOf": ["identity"]}}},
                            {"id": "G2", "title": "G", "from": "did:web:b.example", "to": ["did:web:a.example"],
                             "constraint": {"type": {"isAnyOf": ["identity"]}}}]}""");
        String id = Run.on(a, "memorandum", "new", "--from", draft.toString(), "--json")
                .json()
                .path("id")
                .asString();
        Run.on(a, "memorandum", "sign", id).well();
        Path half = temporary.resolve("half.json");
        Run.on(a, "memorandum", "export", id, "--out", half.toString()).well();
        Run.on(b, "memorandum", "import", half.toString()).well();
        Run.on(b, "memorandum", "sign", id).well();
        Path whole = temporary.resolve("whole.json");
        Run.on(b, "memorandum", "export", id, "--out", whole.toString()).well();
        Run.on(a, "memorandum", "import", whole.toString()).well();
        return id;
    }

    private static String contract(Path folder, String giver) {
        for (JsonNode contract :
                Run.on(folder, "contract", "list", "--json").json().path("contracts")) {
            if (contract.path("giver").asString().equals(giver)) {
                return contract.path("id").asString();
            }
        }
        throw new AssertionError("no contract by which " + giver + " gives");
    }

    private static void assertEqualRoots(String contract, Path giver, Path receiver) {
        JsonNode given = Run.on(giver, "feed", "root", contract, "--json").json();
        JsonNode received = Run.on(receiver, "feed", "root", contract, "--json").json();
        assertEquals(1, received.path("objects").asInt(), received.toString());
        assertEquals(given.path("root"), received.path("root"));
    }
}
