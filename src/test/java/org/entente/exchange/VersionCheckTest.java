package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entente.SharedData;
import org.entente.exchange.Command.Imported;
import org.entente.release.Tags;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules across versions: own imports against own versions, received ones against those of the same feed. */
class VersionCheckTest {
    private static final String US = StixText.id("identity", 1);
    private static final StixText TOOL = StixText.of("x-tool", 1).by(US);
    private static final String GRANTS = """
            [{"id":"G1","title":"All","from":"did:web:a.example","to":["did:web:b.example"],\
            "constraint":{"tlp":{"lteq":"amber"}}}]""";

    @TempDir
    private Path folder;

    private Node a;

    @BeforeEach
    void open() {
        a = new Node("a", folder.resolve("a"));
    }

    @AfterEach
    void close() {
        a.close();
    }

    private List<String> broken(StixText... objects) {
        String[] json = new String[objects.length];
        for (int i = 0; i < json.length; i++) {
            json[i] = objects[i].json();
        }
        return rules(a.add(json).broken());
    }

    private static List<String> rules(List<Command.BrokenRule> broken) {
        return broken.stream()
                .map(each ->
                        each.version().substring(14, 16) + " " + each.problem().rule())
                .toList();
    }

    private static String createdLater(StixText object) {
        return object.json()
                .replace(
                        "\"created\":\"" + StixText.time(0),
                        "\"created\":\"" + StixText.time(1).replace("Z", "1Z"));
    }

    @Test
    void newVersionsAreHeldAgainstThoseOfTheStore() {
        assertEquals(List.of(), broken(TOOL.at(2), TOOL.at(3), TOOL.at(1)));
        assertEquals(List.of("04 stix.version.creator"), broken(TOOL.at(4).by(StixText.id("identity", 2))));
        assertEquals(
                List.of("06 stix.version.created"),
                rules(a.add(createdLater(TOOL.at(6).by(StixText.id("identity", 2))))
                        .broken()));
    }

    @Test
    void bothNeighboursCount() {
        a.add(TOOL.at(1).json(), createdLater(TOOL.at(9)));
        assertEquals(List.of("05 stix.version.created"), broken(TOOL.at(5)));
    }

    @Test
    void nothingComesAfterARevocationNotEvenMuchLater() {
        assertEquals(List.of(), broken(TOOL.at(1), TOOL.at(2).revoking()));
        assertEquals(
                List.of("03 stix.version.revoked", "05 stix.version.revoked", "04 stix.version.revoked"),
                broken(TOOL.at(3), TOOL.at(5), TOOL.at(4)));
        StixText late = StixText.of("x-tool", 2).by(US);
        assertEquals(
                List.of("02 stix.version.revoked"),
                broken(late.at(3), late.at(2).revoking()));
    }

    @Test
    void aStrictImportIsRefusedWhole() {
        a.add(TOOL.json());
        Map<String, String> before = a.exchange().digests();
        List<StixObject> objects =
                new ArrayList<>(Node.objects(StixText.of("x-tool", 2).json().getBytes(UTF_8)));
        objects.addAll(
                Node.objects(TOOL.at(2).by(StixText.id("identity", 2)).json().getBytes(UTF_8)));
        Failure failure = assertThrows(
                Failure.class,
                () -> a.exchange().handle(new Command.ImportObjects("test", Tags.NONE, objects, true, false)));
        assertEquals(Failure.Code.INVALID, failure.code());
        assertEquals(TOOL.id(), failure.fields().get("object"));
        assertEquals(
                "stix.version.creator at $.created_by_ref", failure.fields().get("rule"));
        assertTrue(String.valueOf(failure.fields().get("reason")).contains("section"));
        assertEquals(before, a.exchange().digests());
        objects.removeLast();
        assertEquals(
                1,
                a.exchange()
                        .handle(new Command.ImportObjects("test", Tags.NONE, objects, true, false))
                        .added());
    }

    /** What a partner sent is kept, and nothing of it is held against our own import of the same object. */
    @Test
    void provenancesDoNotMix() {
        try (Node b = new Node("b", folder.resolve("b"))) {
            Node.introduce(a, b);
            Node.conclude(a, b, GRANTS, "\"defaults\":{\"tlp\":\"green\"},");
            a.add(StixText.of("identity", 1).json(), StixText.of("identity", 2).json());
            a.add(
                    TOOL.at(1).json(),
                    TOOL.at(2).revoking().json(),
                    TOOL.at(3).by(StixText.id("identity", 2)).json());
            var contract = a.contract("G1");
            Feed feed = a.exchange().feed(contract);
            b.exchange().handle(new Command.ReceiveLog("test", contract, 0, Node.entries(feed, 0), feed.checkpoint()));
            var received = b.exchange().handle(new Command.ReceiveObjects("test", contract, a.page(contract), ""));
            assertEquals(5, received.added());
            assertEquals(List.of("03 stix.version.creator", "03 stix.version.revoked"), rules(received.broken()));
            Imported own = b.add(createdLater(TOOL.at(4)), createdLater(TOOL.at(5)));
            assertEquals(List.of(), own.broken());
            assertEquals(2, own.added());
        }
    }

    /** Real history breaks the rules too, since its publisher did; it is taken in all the same. */
    @Test
    void theHistoryOfAttackComesIn() {
        List<StixObject> valid = new ArrayList<>();
        StixReader.read(SharedData.bytes("attack-history-ics-mobile.ndjson.gz"), Limits.DEFAULT, parsed -> {
            if (parsed instanceof Parsed.Valid good) {
                valid.add(good.object());
            }
        });
        Map<String, Integer> counts = new TreeMap<>();
        Imported imported = a.exchange().handle(new Command.ImportObjects("test", Tags.NONE, valid));
        imported.broken().forEach(each -> counts.merge(each.problem().rule(), 1, Integer::sum));
        assertEquals(valid.size(), imported.added());
        assertEquals(
                Map.of("stix.version.created", 17, "stix.version.creator", 45, "stix.version.revoked", 145), counts);
    }
}
