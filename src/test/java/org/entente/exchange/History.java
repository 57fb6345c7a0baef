package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.Seeds;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.SignedMemorandum;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * Random things that happen to a node with two partners and two memoranda with each, five grants in all at first; the same for the same
 * seed. Partner B is the one that tests of noninterference observe. A third partner, E, gives.
 */
final class History {
    static final Node.Partner B = Node.Partner.of("b");
    static final Node.Partner C = Node.Partner.of("c");
    static final Node.Partner E = Node.Partner.of("e");

    /** Later than any reading of a clock that was not stopped yet. */
    static final Instant BEGIN = Node.START.plusSeconds(3600);

    /** Numbers of ids that only hidden objects have. */
    static final int HIDDEN = 100;

    /** Numbers of ids that only posts have. */
    static final int POSTED = 200;

    static final String COLLECTION = "Filed";
    static final UUID COLLECTION_ID = UUID.fromString("11111111-1111-4111-8111-111111111111");

    private static final String OWN = "did:web:a.example";
    private static final String MARKINGS = """
            "markings":[{"marking":"%s","as":"non-restrictive"},{"marking":"%s","as":"restrictive"},
                        {"marking":"%s","as":{"tlp":"amber"}}],""".formatted(
                    StixText.id("marking-definition", 3),
                    StixText.id("marking-definition", 4),
                    StixText.id("marking-definition", 5));

    /** Soon after the beginning, so that short histories see it end. */
    private static final String EMBARGO = "2026-03-03T00:00:00Z";

    /** How many memoranda one history has: a family, of which there are some without duties and some with others. */
    static final int FAMILY = 4;

    static final int FAMILIES = 6;

    /** The memoranda, by turns with B and with C; no grant to B allows TLP red, or an {@code x-thing} without a topic. */
    static final List<String> MEMORANDA = memoranda();

    /** What E gives under may be passed on, or not. */
    static final String ONWARD = "R1";

    static final String NOT_ONWARD = "R2";

    /** It may be passed on, and is destroyed here when E recalls it. */
    static final String DESTROYED = "R3";

    /** It may be passed on with E's consent; what comes under the second is destroyed besides. */
    static final String WITH_CONSENT = "R4";

    static final String WITH_CONSENT_DESTROYED = "R5";

    /** The grants of E's, as often as they are drawn. */
    private static final List<String> GIVEN_UNDER = List.of(
            NOT_ONWARD,
            NOT_ONWARD,
            ONWARD,
            ONWARD,
            DESTROYED,
            DESTROYED,
            WITH_CONSENT,
            WITH_CONSENT,
            WITH_CONSENT_DESTROYED);

    /** An organisation that nothing is given to. */
    static final String NOBODY = "did:web:x.example";

    /** What E signed. */
    private static final SignedMemorandum GIVING = giving();

    private static List<String> memoranda() {
        List<String> all = new ArrayList<>(memoranda("", "", "", ""));
        all.addAll(memoranda(
                "",
                ",\"duties\":{\"trim\":true}",
                ",\"duties\":{\"cutMarked\":true,\"trim\":true,\"anonymise\":true}",
                ",\"duties\":{\"cut\":[\"x_text\",\"name\"],\"cutMarked\":true,\"anonymise\":true}"));
        all.addAll(memoranda(
                ",\"duties\":{\"cutMarked\":true,\"trim\":true}",
                ",\"duties\":{\"approval\":1,\"cut\":[\"name\"]}",
                ",\"duties\":{\"cut\":[\"x_text\"],\"retainFor\":\"P1D\"}",
                ",\"duties\":{\"anonymise\":true,\"embargoUntil\":\"" + EMBARGO + "\"}"));
        all.addAll(memoranda(
                ",\"duties\":{\"cutMarked\":true,\"trim\":true,\"anonymise\":true,\"retainFor\":\"P2D\"}",
                ",\"duties\":{\"embargoUntil\":\"" + EMBARGO + "\",\"cut\":[\"labels\"]}",
                ",\"duties\":{\"trim\":true,\"retainFor\":\"P1D\"}",
                ""));
        all.addAll(memoranda(
                ",\"duties\":{\"deleteAtEnd\":true}",
                ",\"duties\":{\"deleteAtEnd\":true,\"retainFor\":\"P1D\"}",
                ",\"duties\":{\"deleteAtEnd\":true,\"cutMarked\":true,\"trim\":true}",
                ",\"duties\":{\"onward\":\"allowed\"}"));
        all.addAll(memoranda(
                ",\"duties\":{\"deleteAtEnd\":true,\"cutMarked\":true,\"trim\":true}",
                ",\"duties\":{\"approval\":1,\"cut\":[\"labels\"]}",
                ",\"duties\":{\"onward\":\"allowed\"}",
                ",\"duties\":{\"deleteAtEnd\":true,\"onward\":\"with-consent\"}"));
        return List.copyOf(all);
    }

    private static List<String> memoranda(String g1, String g2, String g3, String g4) {
        return List.of(
                memorandum(B.did(), "\"defaults\":{\"tlp\":\"green\"}," + MARKINGS, """
                    [{"id":"G1","title":"Most","from":"did:web:a.example","to":["did:web:b.example"],
                      "constraint":{"all":[{"type":{"isNoneOf":["tool","x-thing"]}},{"tlp":{"lteq":"amber"}}]}%s},
                     {"id":"G2","title":"Topics","from":"did:web:a.example","to":["did:web:b.example"],
                      "constraint":{"all":[{"tlp":{"lteq":"green"}},
                                           {"any":[{"topic":{"isAnyOf":["x","y"]}},{"type":{"isAnyOf":["identity"]}}]}]}%s}]""".formatted(g1, g2)),
                memorandum(C.did(), "", """
                    [{"id":"G3","title":"All that is tagged","from":"did:web:a.example","to":["did:web:c.example"],
                      "constraint":{"not":{"tlp":{"gteq":"red"}}}%s}]""".formatted(g3)),
                memorandum(B.did(), "\"defaults\":{\"tlp\":\"amber\"},", """
                    [{"id":"G4","title":"Late","from":"did:web:a.example","to":["did:web:b.example"],
                      "constraint":{"all":[{"tlp":{"lteq":"amber+strict"}},
                                            {"not":{"type":{"isAnyOf":["note","relationship","x-thing"]}}}]}%s}]""".formatted(g4)),
                memorandum(C.did(), "\"defaults\":{\"tlp\":\"green\"},", """
                    [{"id":"G5","title":"Red","from":"did:web:a.example","to":["did:web:c.example"],
                      "constraint":{"tlp":{"lteq":"red"}}%s}]""".formatted(g3)));
    }

    /** The same, read and signed by the partner; signing takes longer than all the rest of a short history. */
    private static final List<SignedMemorandum> SIGNED = signed();

    static final List<String> GRANTS = List.of("G1", "G2", "G3", "G4", "G5", "G6");

    /** The grants of which some version asks for approval. */
    private static final List<String> APPROVED = List.of("G1", "G1", "G2", "G2", "G3");

    /**
     * What later versions of the memoranda grant: by memorandum of a family, the choices. A grant that one drops never comes back.
     * What is said above of grants to B holds here too.
     */
    private static final List<List<String>> AMENDED = List.of(
            List.of(
                    toB("G1", "Less", "\"note\",\"x-thing\"", "green", "")
                            + toB("G2", "Topics", "\"x-thing\"", "amber", ""),
                    toB("G1", "Most", "\"x-thing\"", "amber+strict", "") + """
                    ,{"id":"G2","title":"Fewer topics","from":"did:web:a.example","to":["did:web:b.example"],
                      "constraint":{"all":[{"tlp":{"lteq":"amber"}},{"topic":{"isAnyOf":["y"]}}]}}""",
                    toB("G1", "Same", "\"tool\",\"x-thing\"", "amber", "")
                            + toB("G6", "New", "\"x-thing\"", "green", ""),
                    toB(
                                    "G1",
                                    "Waiting",
                                    "\"x-thing\"",
                                    "amber",
                                    "\"embargoUntil\":\"2026-03-15T00:00:00Z\",\"retainFor\":\"P9D\"")
                            + toB("G2", "Approved", "\"x-thing\"", "amber", "\"approval\":1"),
                    toB(
                                    "G1",
                                    "Approved twice",
                                    "\"note\",\"x-thing\"",
                                    "amber+strict",
                                    "\"approval\":2,\"retainFor\":\"P4D\"")
                            + toB("G2", "Later", "\"x-thing\"", "amber", "\"embargoUntil\":\"2026-04-15T00:00:00Z\""),
                    toB("G1", "Approved trimmed", "\"x-thing\"", "amber", "\"approval\":1,\"trim\":true")
                            + toB(
                                    "G2",
                                    "Cut for a while",
                                    "\"x-thing\"",
                                    "amber",
                                    "\"cut\":[\"x_text\"],\"retainFor\":\"P2D\""),
                    toB("G1", "Cut", "\"x-thing\"", "amber", "\"cutMarked\":true,\"trim\":true,\"retainFor\":\"P3D\"")
                            + toB("G2", "Approved", "\"x-thing\"", "amber", "\"approval\":1,\"anonymise\":true"),
                    toB("G1", "Deleted", "\"x-thing\"", "amber", "\"deleteAtEnd\":true")
                            + toB("G2", "Deleted", "\"x-thing\"", "amber", "\"deleteAtEnd\":true,\"trim\":true"),
                    toB(
                                    "G1",
                                    "Deleted, cut",
                                    "\"note\",\"x-thing\"",
                                    "amber",
                                    "\"deleteAtEnd\":true,\"cutMarked\":true")
                            + toB("G2", "Going on", "\"x-thing\"", "amber", "\"onward\":\"allowed\"")),
            List.of(
                    toC("G3", "amber", ""),
                    toC("G3", "red", ""),
                    toC("G3", "red", ",\"duties\":{\"retainFor\":\"P3D\"}"),
                    toC("G3", "red", ",\"duties\":{\"trim\":true,\"retainFor\":\"P2D\",\"approval\":1}"),
                    toC("G3", "red", ",\"duties\":{\"cutMarked\":true,\"embargoUntil\":\"2026-03-15T00:00:00Z\"}")),
            List.of(
                    toB("G4", "Later", "\"x-thing\"", "amber+strict", ""),
                    toB("G4", "Cut", "\"x-thing\"", "amber+strict", "\"cut\":[\"x_text\"],\"trim\":true")),
            List.of(toC("G5", "red", ",\"duties\":{\"trim\":true}"), toC("G5", "amber", "")));

    /** Places in that list: of the first memorandum of a family two, and of the second one. */
    static final int EMBARGO_ON_G1 = 3;

    static final int EMBARGO_ON_G2 = 4;
    static final int RETENTION_ON_G3 = 2;
    static final int EMBARGO_ON_G3 = 4;

    static final List<String> HOUSE_RULES = List.of(
            rules("[]", ""),
            rules("""
                    [{"id":"H1","text":"No z","require":{"any":[{"topic":{"isAbsent":true}},{"topic":{"isNoneOf":["z"]}}]}}]""", ""),
            rules("""
                    [{"id":"H2","text":"Amber","require":{"tlp":{"lteq":"amber"}}}]""", "\"defaults\":{\"tlp\":\"green\"},"),
            rules("""
                    [{"id":"H3","text":"No tools","require":{"type":{"isNoneOf":["tool","x-thing"]}}}]""", ""),
            rules("""
                    [{"id":"H4","text":"Green","require":{"tlp":{"lteq":"green"}}}]""", "\"defaults\":{\"tlp\":\"amber\"},"),
            rules("""
                    [{"id":"H5","text":"Later ones","require":{"any":[
                       {"modified":{"isAbsent":true}},{"modified":{"gteq":"2026-01-01T00:03:00Z"}}]}}]""", ""),
            rules("""
                    [{"id":"H6","text":"Not by the first","require":{"any":[{"type":{"isAnyOf":["identity"]}},
                       {"not":{"producer":{"isAnyOf":["%s"]}}}]}}]""".formatted(StixText.id("identity", 1)), ""));

    private static final List<String> TYPES = List.of(
            "identity",
            "malware",
            "malware",
            "malware",
            "tool",
            "relationship",
            "relationship",
            "note",
            "report",
            "marking-definition",
            "ipv4-addr",
            "x-thing",
            "x-thing",
            "extension-definition");

    /** What a relationship may join: none of the meta objects, and no other relationship. */
    private static final List<String> ENDS =
            List.of("identity", "malware", "malware", "tool", "note", "ipv4-addr", "x-thing");

    private static final int NUMBERS = 5;
    private static final int VERSIONS = 6;

    /** The most objects of an import of a busy history: enough for most references to be met soon. */
    private static final int MANY = 16;

    /** One thing that happens. */
    sealed interface Step {}

    /**
     * @param filed whether the objects are filed in the collection
     * @param attested whether a releaser answers for it that they are ours too
     */
    record Import(List<Item> items, @Nullable Tlp tlp, Set<String> labels, boolean filed, boolean attested)
            implements Step {}

    /** @param hidden whether every contract with B refuses it at all times, so that B may not notice it */
    record Item(StixText text, boolean hidden) {}

    record Rules(int index) implements Step {}

    record Conclude(int memorandum) implements Step {}

    record Suspend(int memorandum, @Nullable String grant) implements Step {}

    record Resume(int memorandum, @Nullable String grant) implements Step {}

    record Sever(int memorandum) implements Step {}

    /** The next version of a memorandum comes into force. */
    record Amend(int memorandum, int choice) implements Step {}

    /** A releaser approves half of what waits under the contract of a grant, or takes back half of what was approved. */
    record Approve(String grant, String actor, boolean back, int salt) implements Step {}

    /** Days go by, and what is due comes. */
    record Wait(int hours) implements Step {}

    /** Declares the collection that some imports name; what was filed before is in it then. */
    record Declare() implements Step {}

    /** @param version the only version that is removed, or null for all */
    record Remove(String id, @Nullable Integer version) implements Step {}

    /** @param observed whose post it is: the one partner whose answers are compared, or the other one */
    record Post(boolean observed, List<StixText> items) implements Step {}

    /** Our people take all that the other partner posted and that nobody imports. */
    record Take() implements Step {}

    /**
     * E gives objects.
     *
     * @param grant of E's, by which they may go on or not
     * @param round whether they bear a token that B got from here, as they do when they come back
     */
    record Receive(List<Item> items, String grant, boolean round) implements Step {}

    /** @param version the only version that E recalls, or null for all */
    record Recall(String id, @Nullable Integer version, String grant) implements Step {}

    /**
     * E says of most of what it gave on such terms that it may go to an organisation.
     *
     * @param back that it no longer may
     */
    record Consent(String to, boolean back, int salt) implements Step {}

    /** The next round minute: what is to be completed is due. */
    record Tick() implements Step {}

    private final Random random;

    /** The first of the memoranda of this history. */
    private final int first;

    /** What was filed in the collection, if it was declared then, and what E gave to be passed on, by its grant. */
    private final List<StixText> filed = new ArrayList<>();

    private final Map<String, List<StixText>> given = new HashMap<>();

    private History(Random random, int first) {
        this.random = random;
        this.first = first;
    }

    /** That many steps, most of which are imports; the first two memoranda are concluded early, and at last time goes by. */
    static List<Step> busy(long seed, int steps) {
        Random random = scattered(seed);
        int first = first(seed);
        History history = new History(random, first);
        List<Step> all = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            if (i == 1 || i == 2) {
                all.add(new Conclude(first + i - 1));
            } else if (i == steps - 1) {
                all.add(random.nextInt(3) == 0 ? new Tick() : new Wait(1 + random.nextInt(100)));
            } else {
                all.add(history.next(i, all));
            }
        }
        all.add(steps / 2, new Declare());
        return all;
    }

    /** Imports at first, and now and then what a partner gives; of this, more is made than a random step would. */
    private Step next(int at, List<Step> before) {
        if (at == 5 && random.nextBoolean()) {
            return received();
        }
        boolean follows = at > 5 && (before.getLast() instanceof Receive || before.getLast() instanceof Consent);
        return !follows && (at < 5 || random.nextInt(2) == 0) ? imports(MANY) : change(before.getLast());
    }

    /** Neighbouring seeds take one family after the other. */
    private static int first(long seed) {
        return FAMILY * Math.floorMod(seed, FAMILIES);
    }

    /** The first memorandum of the family of which a history concludes some. */
    static int first(List<Step> steps) {
        for (Step step : steps) {
            if (step instanceof Conclude(var memorandum)) {
                return memorandum / FAMILY * FAMILY;
            }
        }
        return 0;
    }

    /** That many steps; the first two memoranda are concluded early. */
    static List<Step> random(long seed, int steps) {
        Random random = scattered(seed);
        int first = first(seed);
        History history = new History(random, first);
        List<Step> all = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            all.add(
                    i == 2
                            ? new Conclude(first)
                            : i == 4 ? new Conclude(first + 1) : i == 7 ? new Declare() : history.step(all));
        }
        return all;
    }

    private static List<SignedMemorandum> signed() {
        List<SignedMemorandum> signed = new ArrayList<>();
        for (int i = 0; i < MEMORANDA.size(); i++) {
            Memorandum memorandum =
                    Node.accepted(Memorandum.read(MEMORANDA.get(i).getBytes(UTF_8)));
            Node.Partner partner = isWithB(i) ? B : C;
            signed.add(new SignedMemorandum(memorandum, List.of())
                    .sign(partner.did(), partner.keys().getPrivate()));
        }
        return List.copyOf(signed);
    }

    private static SignedMemorandum giving() {
        String document = memorandum(E.did(), "", """
                [{"id":"R1","title":"To pass on","from":"did:web:e.example","to":["did:web:a.example"],
                  "constraint":{"tlp":{"lteq":"red"}},"duties":{"onward":"allowed"}},
                 {"id":"R2","title":"To keep","from":"did:web:e.example","to":["did:web:a.example"],
                  "constraint":{"tlp":{"lteq":"red"}}},
                 {"id":"R3","title":"To pass on and delete","from":"did:web:e.example","to":["did:web:a.example"],
                  "constraint":{"tlp":{"lteq":"red"}},"duties":{"onward":"allowed","deleteAtEnd":true}},
                 {"id":"R4","title":"To ask","from":"did:web:e.example","to":["did:web:a.example"],
                  "constraint":{"tlp":{"lteq":"red"}},"duties":{"onward":"with-consent"}},
                 {"id":"R5","title":"To ask and delete","from":"did:web:e.example","to":["did:web:a.example"],
                  "constraint":{"tlp":{"lteq":"red"}},"duties":{"onward":"with-consent","deleteAtEnd":true}}]""");
        return new SignedMemorandum(Node.accepted(Memorandum.read(document.getBytes(UTF_8))), List.of())
                .sign(E.did(), E.keys().getPrivate());
    }

    /** Neighbouring seeds give a {@link Random} that begins alike; here they do not. */
    static Random scattered(long seed) {
        return new Random(new SplittableRandom(seed).nextLong());
    }

    /** A grant to B, after a comma where it is a second one. */
    private static String toB(String id, String title, String types, String tlp, String duties) {
        return """
                %s{"id":"%s","title":"%s","from":"did:web:a.example","to":["did:web:b.example"],
                 "constraint":{"all":[{"type":{"isNoneOf":[%s]}},{"tlp":{"lteq":"%s"}}]}%s}""".formatted(
                        id.equals("G2") || id.equals("G6") ? "," : "",
                        id,
                        title,
                        types,
                        tlp,
                        duties.isEmpty() ? "" : ",\"duties\":{" + duties + "}");
    }

    private static String toC(String id, String below, String duties) {
        return """
                {"id":"%s","title":"To C","from":"did:web:a.example","to":["did:web:c.example"],
                 "constraint":{"not":{"tlp":{"gteq":"%s"}}}%s}""".formatted(id, below, duties);
    }

    private static String memorandum(String partner, String more, String grants) {
        return Node.document(OWN, partner, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", more, grants);
    }

    private static String rules(String rules, String defaults) {
        return "{\"entente\":\"house-rules/1\"," + defaults + "\"rules\":" + rules + "}";
    }

    private Step step(List<Step> before) {
        Step answer = before.isEmpty() ? null : answer(before.getLast(), 5);
        if (answer != null) {
            return answer;
        }
        int dice = random.nextInt(100);
        if (dice < 22) {
            return imports(8);
        } else if (dice < 31) {
            return received();
        } else if (dice < 34) {
            return consent();
        }
        return change(dice);
    }

    /** Anything but an import of ours; mostly something that bears on what B gets, and often on what the step before did. */
    private Step change(Step before) {
        if (before instanceof Suspend(var memorandum, var grant) && random.nextInt(3) > 0) {
            return random.nextBoolean() ? new Resume(memorandum, grant) : removalOf(filed);
        }
        if (before instanceof Approve(var grant, var actor, var back, var salt) && !back && random.nextInt(4) > 0) {
            return new Approve(grant, actor, true, salt);
        }
        Step answer = answer(before, 6);
        if (answer != null) {
            return answer;
        }
        if (before instanceof Receive(var _, var grant, var _) && goesOn(grant) && random.nextBoolean()) {
            return recallOf(grant);
        }
        if (before instanceof Consent(var to, var back, var salt) && !back && random.nextInt(3) > 0) {
            return random.nextInt(3) > 0
                    ? new Consent(to, true, salt)
                    : recallOf(random.nextBoolean() ? WITH_CONSENT : WITH_CONSENT_DESTROYED);
        }
        int dice = random.nextInt(100);
        int memorandum = first + 2 * random.nextInt(2);
        if (dice < 20) {
            return received();
        } else if (dice < 32) {
            boolean approved = first == 2 * FAMILY || first == 5 * FAMILY;
            return new Approve(approved ? "G2" : pick(APPROVED), "uid:1", false, random.nextInt(2));
        } else if (dice < 40) {
            return amend(first);
        } else if (dice < 52) {
            return removalOf(filed);
        } else if (dice < 64) {
            return new Suspend(memorandum, random.nextInt(4) == 0 ? pick(GRANTS) : null);
        } else if (dice < 70) {
            return new Sever(memorandum);
        } else if (dice < 77) {
            return new Rules(random.nextInt(HOUSE_RULES.size()));
        }
        return change(34 + random.nextInt(66));
    }

    /** Of one of those, all versions or the one; of a random one where there are none. */
    private Remove removalOf(List<StixText> known) {
        if (known.isEmpty()) {
            return removal();
        }
        StixText one = pick(known);
        return new Remove(one.id(), random.nextBoolean() ? one.version() : null);
    }

    private Step change(int dice) {
        int memorandum = first + random.nextInt(FAMILY);
        if (dice < 40) {
            return new Approve(
                    pick(APPROVED), pick(List.of("uid:1", "uid:2")), random.nextInt(5) == 0, random.nextInt(2));
        } else if (dice < 44) {
            return new Wait(1 + random.nextInt(100));
        } else if (dice < 50) {
            return amend(memorandum);
        } else if (dice < 64) {
            return removal();
        } else if (dice < 71) {
            return post();
        } else if (dice < 72) {
            return new Take();
        } else if (dice < 74) {
            return new Tick();
        } else if (dice < 77) {
            return consent();
        } else if (dice < 79) {
            return new Rules(random.nextInt(HOUSE_RULES.size()));
        } else if (dice < 86) {
            return new Suspend(memorandum, grant());
        } else if (dice < 95) {
            return new Resume(memorandum, grant());
        } else if (dice < 99) {
            return new Conclude(memorandum);
        }
        return new Sever(memorandum);
    }

    private Amend amend(int memorandum) {
        return new Amend(
                memorandum, random.nextInt(AMENDED.get(memorandum % FAMILY).size()));
    }

    /** Of the forbidden ones only such as nothing visible depends on; see {@link #red}. */
    private Step received() {
        String grant = pick(GIVEN_UNDER);
        List<StixText> before = given.computeIfAbsent(grant, _ -> new ArrayList<>());
        if (random.nextInt(before.isEmpty() ? 8 : 3) == 0) {
            return recallOf(grant);
        }
        List<Item> items = new ArrayList<>();
        for (int n = 1 + random.nextInt(6); n > 0; n--) {
            boolean hidden = !goesOn(grant) || random.nextInt(4) == 0;
            items.add(new Item(hidden ? red() : visible(), hidden));
        }
        items.stream().map(Item::text).forEach(before::add);
        return new Receive(items, grant, goesOn(grant) && random.nextInt(8) == 0);
    }

    private Recall recallOf(String grant) {
        Remove removal = removalOf(given.getOrDefault(grant, List.of()));
        return new Recall(removal.id(), random.nextBoolean() ? removal.version() : null, grant);
    }

    /** Mostly to B; B may not notice the others. */
    private Consent consent() {
        String to = random.nextInt(3) > 0 ? B.did() : random.nextInt(4) > 0 ? C.did() : NOBODY;
        return new Consent(to, random.nextInt(6) == 0, random.nextInt(3));
    }

    static boolean goesOn(String grant) {
        return !grant.equals(NOT_ONWARD);
    }

    static boolean asksForConsent(String grant) {
        return grant.equals(WITH_CONSENT) || grant.equals(WITH_CONSENT_DESTROYED);
    }

    static boolean isDestroyed(String grant) {
        return grant.equals(DESTROYED) || grant.equals(WITH_CONSENT_DESTROYED);
    }

    private @Nullable String grant() {
        return random.nextBoolean() ? null : pick(GRANTS);
    }

    private Import imports(int most) {
        Tlp tlp = tag();
        Set<String> labels = random.nextInt(4) == 0 ? Set.of(pick(List.of("x", "y", "z"))) : Set.of();
        boolean tagged = tlp != null || !labels.isEmpty();
        List<Item> items = new ArrayList<>();
        for (int n = 1 + random.nextInt(most); n > 0; n--) {
            items.add(
                    random.nextInt(most == MANY ? 3 : 4) > 0
                            ? new Item(visible(), false)
                            : new Item(tagged || random.nextBoolean() ? red() : withoutTopic(), true));
        }
        boolean isFiled = random.nextInt(3) > 0;
        if (isFiled) {
            remember(items, filed);
        }
        return new Import(items, tlp, labels, isFiled, random.nextInt(4) == 0);
    }

    /** What is done about what E just gave, one time in so many by our people; null where nothing is. */
    private @Nullable Step answer(Step before, int oneIn) {
        if (!(before instanceof Receive(var items, var grant, var _))) {
            return null;
        }
        if (random.nextInt(oneIn) == 0) {
            return again(items);
        }
        return asksForConsent(grant) && random.nextInt(4) > 0 ? consent() : null;
    }

    private @Nullable Tlp tag() {
        return random.nextInt(4) == 0 ? pick(List.of(Tlp.values())) : null;
    }

    /** Our people bring in what E just gave: mostly from sources of their own, as they say. */
    private Import again(List<Item> items) {
        boolean isFiled = random.nextBoolean();
        if (isFiled) {
            remember(items, filed);
        }
        Tlp tlp = tag();
        return new Import(items, tlp, Set.of(), isFiled, random.nextInt(4) > 0);
    }

    private static void remember(List<Item> items, List<StixText> in) {
        items.stream().filter(item -> !item.hidden()).map(Item::text).forEach(in::add);
    }

    private Remove removal() {
        int number = random.nextInt(12) == 0 ? HIDDEN + random.nextInt(3) : 1 + random.nextInt(NUMBERS);
        return new Remove(StixText.id(pick(TYPES), number), random.nextBoolean() ? random.nextInt(VERSIONS) : null);
    }

    private Post post() {
        List<StixText> items = new ArrayList<>();
        for (int n = 1 + random.nextInt(5); n > 0; n--) {
            StixText text = visible();
            items.add(
                    random.nextBoolean() && !text.type().equals("marking-definition")
                            ? StixText.of("malware", POSTED + random.nextInt(3)).at(1 + random.nextInt(3))
                            : text);
        }
        return new Post(random.nextBoolean(), items);
    }

    private StixText visible() {
        String type = pick(TYPES);
        StixText text = StixText.of(type, 1 + random.nextInt(NUMBERS)).at(1 + random.nextInt(VERSIONS));
        if (random.nextInt(5) == 0 && !type.equals("marking-definition")) {
            text = text.revoking();
        }
        if (type.equals("extension-definition") || random.nextInt(3) == 0) {
            text = text.by(StixText.id("identity", 1 + random.nextInt(2)));
        }
        text = text.refers(references(type));
        if (type.equals("x-thing") || random.nextInt(3) == 0) {
            text = text.labelled(pick(List.of("x", "y", "z")));
        }
        if (random.nextInt(2) == 0) {
            text = text.marked(marking(text));
        }
        text = text.saying(random.nextInt(12) == 0 ? StixText.RESTRICTING : "t" + random.nextInt(2));
        for (int n = random.nextInt(8) - 5; n > 0; n--) {
            text = text.marking(selector(text), marking(text));
        }
        // A hidden version that is newer cuts nothing, and so might undo cuts of what its creator marked in part (rule
        // 4).
        return type.equals("x-thing") && !text.parts().isEmpty() ? text.by(StixText.id("identity", 1)) : text;
    }

    private String selector(StixText of) {
        List<String> selectors = new ArrayList<>(List.of("x_text", "x_text", "type"));
        String list = of.type().equals("report") ? "object_refs" : "x_refs";
        if (!of.type().equals("relationship") && !of.references().isEmpty()) {
            selectors.addAll(
                    List.of(list, list + ".[0]", list + ".[" + (of.references().size() - 1) + "]"));
        }
        if (!of.labels().isEmpty()) {
            selectors.addAll(List.of("labels", "labels.[0]"));
        }
        if (of.creator() != null) {
            selectors.add("created_by_ref");
        }
        return pick(selectors);
    }

    private String marking(StixText of) {
        int dice = random.nextInt(14);
        String own = StixText.id("marking-definition", 1 + dice % NUMBERS);
        return switch (dice) {
            case 0, 1, 2 -> StixText.GREEN;
            case 3, 4 -> StixText.AMBER;
            case 5 -> StixText.RED;
            case 6 -> StixText.CLEAR;
            default -> own.equals(of.id()) ? StixText.CLEAR : own;
        };
    }

    private String[] references(String from) {
        boolean relationship = from.equals("relationship");
        int count = relationship ? 2 : random.nextInt(3);
        String[] ids = new String[count];
        for (int i = 0; i < count; i++) {
            int number = random.nextInt(12) == 0 ? HIDDEN + random.nextInt(3) : 1 + random.nextInt(NUMBERS);
            ids[i] = StixText.id(pick(relationship ? ENDS : TYPES), number);
        }
        return ids;
    }

    /**
     * Marked red, which no grant to B allows: of an id of its own, or older than all else of its id, since rule 6 lets it bar what
     * is older. It may define a marking that others carry.
     */
    private StixText red() {
        String type = pick(TYPES);
        boolean own = type.equals("ipv4-addr") || random.nextBoolean();
        int number = own ? HIDDEN + random.nextInt(3) : 1 + random.nextInt(NUMBERS);
        int version = own ? random.nextInt(VERSIONS) : 0;
        StixText text = StixText.of(type, number).at(version);
        if (type.equals("extension-definition")) {
            text = text.by(StixText.id("identity", 1));
        }
        return text.refers(references(type)).marked(StixText.RED);
    }

    /**
     * Of a type that no grant gives to B without a topic, and neither marked nor tagged, so that no marking and no house rule bars
     * what is older: it may be the newest version of its id.
     */
    private StixText withoutTopic() {
        boolean own = random.nextInt(3) == 0;
        int number = own ? HIDDEN + random.nextInt(3) : 1 + random.nextInt(NUMBERS);
        int version = random.nextInt(4) == 0 ? 0 : VERSIONS + 1 + random.nextInt(3);
        return StixText.of("x-thing", number)
                .at(version)
                .refers(references("x-thing"))
                .marked(StixText.CLEAR);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Does the step to the node; a step that cannot be done does nothing. */
    static void apply(Step step, Node node) {
        try {
            switch (step) {
                case Import(var items, var tlp, var labels, var filed, var attested) -> {
                    List<StixObject> objects = new ArrayList<>();
                    for (Item item : items) {
                        objects.addAll(Node.objects(item.text().json().getBytes(UTF_8)));
                    }
                    Tags tags = new Tags(tlp, new TreeSet<>(labels), filed ? COLLECTION : null);
                    node.exchange().handle(new Command.ImportObjects("test", tags, objects, false, attested));
                }
                case Rules(var index) -> node.rulesDocument(HOUSE_RULES.get(index));
                case Conclude(var index) -> {
                    State.MemorandumEntry known = node.exchange().state().memorandum(id(index));
                    if (known == null) {
                        node.conclude(SIGNED.get(index));
                    } else if (known.signed().signatureOf(node.did) == null) {
                        node.exchange().handle(new Command.SignMemorandum("test", id(index)));
                    }
                }
                case Suspend(var index, var grant) ->
                    node.exchange().handle(new Command.Suspend("test", id(index), contract(node, grant)));
                case Resume(var index, var grant) ->
                    node.exchange().handle(new Command.Resume("test", id(index), contract(node, grant)));
                case Amend(var index, var choice) -> {
                    if (node.exchange().state().memorandum(id(index)) != null) {
                        String text = node.amendment(
                                id(index), "[" + AMENDED.get(index % FAMILY).get(choice) + "]");
                        node.amend(text, isWithB(index) ? B : C);
                    }
                }
                case Approve approve -> approve(approve, node);
                case Wait(var hours) -> {
                    node.clock.pass(Duration.ofHours(hours));
                    // What is due is taken before any command, and else when the node looks at the clock by itself.
                    node.knows(B);
                }
                case Sever(var index) -> node.exchange().handle(new Command.Sever("test", id(index)));
                case Declare() ->
                    node.exchange().handle(new Command.AddCollection("test", COLLECTION_ID, COLLECTION, "", Tags.NONE));
                case Remove(var object, var version) ->
                    node.exchange()
                            .handle(new Command.RemoveObject(
                                    "test", COLLECTION_ID, new StixId(object), versions(version)));
                case Post post -> post(post, node);
                case Receive(var items, var grant, var round) -> {
                    UUID contract = Objects.requireNonNull(contract(node, grant));
                    List<StixObject> objects = new ArrayList<>();
                    for (Item item : items) {
                        objects.addAll(Node.objects(item.text().json().getBytes(UTF_8)));
                    }
                    node.giver.give(node, contract, objects, round ? tokens(node) : List.of());
                }
                case Recall(var id, var version, var grant) ->
                    node.giver.recall(
                            node,
                            Objects.requireNonNull(contract(node, grant)),
                            new StixId(id),
                            version == null ? null : StixText.time(version));
                case Consent(var to, var back, var salt) -> node.giver.consent(node, to, !back, salt);
                case Tick() -> {
                    node.clock.pass(Duration.ofSeconds(61));
                    node.exchange().handle(new Command.TimePassed("test", node.clock.instant()));
                }
                case Take() -> {
                    List<Long> items = node.exchange().inbox(C.did()).items().stream()
                            .filter(item -> item.id().value().contains("-000000000" + POSTED / 100))
                            .map(Inbox.Item::number)
                            .toList();
                    node.exchange().handle(new Command.TakeFromInbox("test", C.did(), items));
                }
            }
        } catch (Failure failure) {
            expected(failure);
        }
    }

    /** The first token that B got from here. */
    private static List<String> tokens(Node node) {
        for (State.ContractEntry entry : node.exchange().state().contracts()) {
            if (entry.contract().receiver().equals(B.did())) {
                Feed feed = node.exchange().feed(entry.contract().id());
                for (long number = 0; number < feed.size(); number++) {
                    byte[] bytes = feed.opening(number);
                    // Not parsed, since a planted leak may have told in it what is not told any more.
                    String opening = bytes == null ? "" : new String(bytes, UTF_8);
                    if (opening.contains("\"kind\":\"Released\"")) {
                        int end = opening.indexOf("\"]", opening.indexOf("\"lineage\":["));
                        return List.of(opening.substring(end - Giver.TOKEN_DIGITS, end));
                    }
                }
            }
        }
        return List.of();
    }

    private static void approve(Approve step, Node node) {
        for (Reference.Key key : chosen(step, node)) {
            UUID contract = contract(node, step.grant());
            StixId id = new StixId(key.id());
            if (contract != null) {
                quietly(() -> node.exchange()
                        .handle(
                                step.back()
                                        ? new Command.WithdrawApproval(step.actor(), contract, id, key.version())
                                        : new Command.Approve(step.actor(), contract, id, key.version(), null)));
            }
        }
    }

    /** About half of what waits for approval, or of what is shown: a function of what the partner is entitled to. */
    static List<Reference.Key> chosen(Approve step, Node node) {
        UUID contract;
        try {
            contract = contract(node, step.grant());
        } catch (Failure notConcluded) {
            return List.of();
        }
        if (contract == null || node.entry(contract).status() == State.Status.CLOSED) {
            return List.of();
        }
        List<Reference.Key> keys = step.back()
                ? node.largePage(contract).stream()
                        .map(object -> new Reference.Key(object.id().value(), object.version()))
                        .toList()
                : node.exchange().awaitedApprovals(contract).stream()
                        .map(awaited -> new Reference.Key(awaited.id(), awaited.version()))
                        .toList();
        return keys.stream()
                .filter(key -> (key.hashCode() + step.salt()) % 2 == 0)
                .toList();
    }

    /** Whether the command was done. */
    static boolean quietly(Runnable command) {
        try {
            command.run();
            return true;
        } catch (Failure failure) {
            expected(failure);
            return false;
        }
    }

    private static void expected(Failure failure) {
        boolean expected = failure.code() == Failure.Code.CONFLICT
                || failure.code() == Failure.Code.NOT_FOUND
                || failure.code() == Failure.Code.FORBIDDEN;
        if (!expected) {
            throw failure;
        }
    }

    private static Feed.Versions versions(@Nullable Integer version) {
        return version == null
                ? Feed.Versions.ALL
                : new Feed.Versions(false, false, false, List.of(StixText.time(version)));
    }

    /** Posts, and gives the answer. */
    static PostStatus post(Post post, Node node) {
        List<Command.Posted> objects = new ArrayList<>();
        for (StixText item : post.items()) {
            Node.objects(item.json().getBytes(UTF_8)).forEach(object -> objects.add(new Command.Whole(object)));
        }
        objects.add(new Command.Broken("x", "Broken."));
        String partner = post.observed() ? B.did() : C.did();
        return node.exchange().handle(new Command.PostToInbox(partner, partner, objects));
    }

    /** Stops the node's clock at the beginning. */
    static void atBeginning(Node node) {
        node.clock.stop();
        node.clock.set(BEGIN);
    }

    /** A node that knows both partners, with a clock that moves between steps only. */
    static void begin(Node node) {
        atBeginning(node);
        node.knows(B);
        node.knows(C);
    }

    /** Has E give to the node from now on. */
    static void receives(Node node) {
        node.knows(E);
        node.conclude(GIVING);
    }

    /** The step without what B may not see. */
    static Step withoutHidden(Step step) {
        return switch (step) {
            case Import(var items, var tlp, var labels, var filed, var attested) ->
                new Import(visible(items), tlp, labels, filed, attested);
            case Receive(var items, var grant, var round) -> new Receive(visible(items), grant, round);
            default -> step;
        };
    }

    private static List<Item> visible(List<Item> items) {
        return items.stream().filter(item -> !item.hidden()).toList();
    }

    /** All memoranda as the partners signed them; the node has only to sign them too. */
    static void propose(Node node) {
        SIGNED.forEach(signed -> node.exchange().handle(new Command.AddMemorandum("test", signed)));
    }

    static void pass(Node node, int step) {
        node.clock.pass(Duration.ofNanos(1000L * (1 + step * 7L % 5)));
    }

    static boolean isWithB(int memorandum) {
        return memorandum % 2 == 0;
    }

    static boolean isToB(String grant) {
        return !grant.equals("G3") && !grant.equals("G5");
    }

    static UUID id(int memorandum) {
        return SIGNED.get(memorandum).memorandum().id();
    }

    static @Nullable UUID contract(Node node, @Nullable String grant) {
        if (grant == null) {
            return null;
        }
        for (State.ContractEntry entry : node.exchange().state().contracts()) {
            if (entry.contract().grant().equals(grant)) {
                return entry.contract().id();
            }
        }
        throw new Failure(Failure.Code.NOT_FOUND, "Not concluded yet.");
    }

    static int scaled(int count) {
        return count * Integer.getInteger("entente.test.scale", 1);
    }

    static long seed() {
        return Seeds.first();
    }

    static String at(long seed, int step, Step what) {
        return String.format(Locale.ROOT, "seed %d, step %d: %s", seed, step, what);
    }
}
