package org.entente.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.memorandum.Consent;
import org.entente.memorandum.SignedConsent;
import org.entente.stix.StixId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Words of a giver about two organisations arrive late, twice, in any order or never: what goes on is always what the greatest
 * number that arrived says, and to that organisation alone.
 */
final class ConsentPropertyTest {
    private static final int HISTORIES = 12;
    private static final int STEPS = 40;
    private static final int OBJECTS = 3;

    @TempDir
    private Path folder;

    @Test
    void whatGoesOnIsWhatTheGreatestNumberSays() {
        int refused = 0;
        int shown = 0;
        for (long seed = 0; seed < HISTORIES; seed++) {
            Node a = new Node("a", folder.resolve("a" + seed));
            Node b = new Node("b", folder.resolve("b" + seed));
            try {
                Run run = new Run(seed, a, b);
                for (int step = 0; step < STEPS; step++) {
                    run.step();
                }
                run.replayed();
                refused += run.refused;
                shown += run.shown;
            } finally {
                a.close();
                b.close();
            }
        }
        assertTrue(refused > HISTORIES && shown > HISTORIES, "too little happened: " + refused + ", " + shown);
    }

    /** One history, and what a plain table says should be shown. */
    private static final class Run {
        private final long seed;
        private final Random random;
        private final Node a;
        private final Node b;
        private final UUID ab;
        private final List<Node.Partner> partners = List.of(Node.Partner.of("c"), Node.Partner.of("d"));
        private final List<SignedConsent> said = new ArrayList<>();
        private final Map<String, Consent> lastAtA = new HashMap<>();
        private final Map<String, Consent> lastAtB = new HashMap<>();
        private int refused;
        private int shown;

        Run(long seed, Node a, Node b) {
            this.seed = seed;
            this.random = new Random(seed);
            this.a = a;
            this.b = b;
            Node.introduce(a, b);
            Node.conclude(a, b, grant("AB", a.did, b.did, ",\"duties\":{\"onward\":\"with-consent\"}"));
            ab = a.contract("AB");
            for (Node.Partner partner : partners) {
                b.knows(partner);
                b.conclude(
                        Node.document(
                                b.did,
                                partner.did(),
                                "2026-01-01T00:00:00Z",
                                "2027-01-01T00:00:00Z",
                                "",
                                grant(name(partner), b.did, partner.did(), "")),
                        partner);
            }
            for (int number = 0; number < OBJECTS; number++) {
                a.add(object(number).json());
            }
            b.pull(a, ab);
        }

        private static String name(Node.Partner partner) {
            return partner.did().equals("did:web:c.example") ? "BC" : "BD";
        }

        private static String grant(String id, String from, String to, String duties) {
            return """
                    [{"id":"%s","title":"T","from":"%s","to":["%s"],"constraint":{"tlp":{"lteq":"green"}}%s}]""".formatted(id, from, to, duties);
        }

        private static StixText object(int number) {
            return StixText.of("tool", number).marked(StixText.GREEN);
        }

        void step() {
            StixText object = object(random.nextInt(OBJECTS));
            String to = partners.get(random.nextInt(2)).did();
            switch (random.nextInt(5)) {
                case 0, 1 -> says(object, to);
                default -> takes();
            }
            if (random.nextInt(20) == 0) {
                b.restart();
            }
            check();
        }

        private void says(StixText object, String to) {
            Consent last = lastAtA.get(object.id() + to);
            StixId id = new StixId(object.id());
            String version = StixText.time(object.version());
            SignedConsent signed = a.exchange()
                    .handle(
                            last == null || !last.given()
                                    ? new Command.GiveConsent("test", ab, id, version, to)
                                    : new Command.WithdrawConsent("test", ab, id, version, to));
            lastAtA.put(object.id() + to, signed.consent());
            said.add(signed);
        }

        private void takes() {
            if (said.isEmpty()) {
                return;
            }
            SignedConsent signed = said.get(random.nextInt(said.size()));
            Consent consent = signed.consent();
            String key = consent.object().value() + consent.to();
            Consent last = lastAtB.get(key);
            Command.TakeConsent take = new Command.TakeConsent("test", signed);
            if (last == null || last.number() < consent.number()) {
                b.exchange().handle(take);
                lastAtB.put(key, consent);
            } else {
                Failure failure = assertThrows(Failure.class, () -> b.exchange().handle(take), () -> "seed " + seed);
                assertEquals(Failure.Code.CONFLICT, failure.code());
                refused++;
            }
        }

        private void check() {
            for (Node.Partner partner : partners) {
                TreeSet<String> expected = new TreeSet<>();
                lastAtB.values().stream()
                        .filter(consent -> consent.given() && consent.to().equals(partner.did()))
                        .forEach(consent -> expected.add(consent.object().value()));
                assertEquals(expected, new TreeSet<>(b.shown(b.contract(name(partner)))), () -> "seed " + seed);
                shown += expected.size();
            }
        }

        void replayed() {
            Map<String, String> before = b.exchange().digests();
            b.replay();
            assertEquals(before, b.exchange().digests(), () -> "seed " + seed);
            check();
            b.rules("[]");
            check();
        }
    }
}
