package org.entente.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.entente.SharedData;
import org.entente.release.Tags;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main path on two exchanges: what is released, what is withheld, what arrives. */
final class ExchangeTest {
    private static final String GRANTS = """
            [{"id":"G1","title":"Threats","from":"did:web:a.example","to":["did:web:b.example"],
              "constraint":{"all":[{"type":{"isAnyOf":["identity","attack-pattern","malware","relationship"]}},
                                   {"tlp":{"lteq":"green"}}]}},
             {"id":"G2","title":"Tools","from":"did:web:a.example","to":["did:web:b.example"],
              "constraint":{"type":{"isAnyOf":["identity","tool"]}}}]""";

    @TempDir
    private Path folder;

    private Node a;
    private Node b;

    @BeforeEach
    void open() {
        a = new Node("a", folder.resolve("a"));
        b = new Node("b", folder.resolve("b"));
        Node.introduce(a, b);
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    @Test
    void realObjectsFlowAndBothSidesComputeTheSameRoot() {
        Node.conclude(a, b, GRANTS);
        List<StixObject> objects = Node.objects(SharedData.bytes("attack-enterprise.ndjson.gz"));
        long start = System.nanoTime();
        Command.Imported imported = a.exchange()
                .handle(new Command.ImportObjects(
                        "test", new Tags(Tlp.GREEN, new java.util.TreeSet<>(), null), objects));
        System.out.println(
                imported.added() + " " + imported.released() + " " + (System.nanoTime() - start) / 1_000_000 + " ms");
        UUID g1 = a.contract("G1");
        a.exchange().account(g1).forEach(System.out::println);
        b.pull(a, g1);
        Received.Verification verification = b.exchange().received(g1).verify();
        assertTrue(verification.equal(), verification.toString());
        assertEquals(a.exchange().feed(g1).live(), verification.objects());
    }
}
