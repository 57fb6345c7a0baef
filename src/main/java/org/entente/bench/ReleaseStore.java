package org.entente.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entente.exchange.Command;
import org.entente.exchange.Exchange;
import org.entente.exchange.Organisation;
import org.entente.memorandum.Contract;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.Reading;
import org.entente.memorandum.SignedMemorandum;
import org.entente.node.NodeFolder;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;

/**
 * The folder of a node with many objects in some number of classes. An object's class is the second in which it was created; the
 * grant of the main contract lets go what was created before some second, so that a later one releases whole classes.
 */
final class ReleaseStore {
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    private static final int FILL_BATCH = 5000;
    private static final UUID MAIN = new UUID(0x8000_0000_4000L, 0x8000_0000_0000_0001L);
    private static final String MAIN_GRANT = "main";
    private static final String NOTE = "What our own people think of it, which is nobody else's business. ".repeat(4);

    /**
     * What is in the store.
     *
     * @param objects how many objects
     * @param classes in how many classes
     * @param idle contracts that release nothing, beside the main one
     * @param waiting relationships that wait for an object that is not there
     * @param cut whether a property of each object is cut
     */
    record Plan(int objects, int classes, int idle, int waiting, boolean cut) {
        /** How many classes are a hundredth of the store. */
        int hundredth() {
            return Math.max(1, classes / 100);
        }
    }

    private final Path folder;
    private final Plan plan;
    private final int port = BenchNode.freePort();
    private final KeyPair partner = BenchNode.keys();
    private int version;
    private int fresh;

    ReleaseStore(Path folder, Plan plan) {
        this.folder = folder;
        this.plan = plan;
        NodeFolder.create(
                folder,
                new Organisation(BenchNode.SELF, "Organisation A", "http://" + BenchNode.HOST + ":" + port),
                BenchNode.HOST,
                port);
    }

    Path folder() {
        return folder;
    }

    /** The contract whose grant amendments change. */
    UUID contract() {
        return Contract.idOf(MAIN, MAIN_GRANT, BenchNode.SELF, BenchNode.PARTNER_B.did());
    }

    /** The id of the object of that number, as new as if it had just come in. */
    StixId id(int number) {
        return new StixId("tool--" + uuid(1, number));
    }

    /** The second in which the object of that number was created, which makes its class. */
    int second(int number) {
        return number % plan.classes();
    }

    Exchange exchange() {
        return BenchNode.exchange(folder, port);
    }

    /** Memoranda in force, and all objects, of which the classes before that second are released. */
    void fill(int second) {
        try (Exchange exchange = exchange()) {
            Organisation b = BenchNode.PARTNER_B;
            exchange.handle(new Command.AddPartner(BenchNode.ACTOR, b.did(), b.name(), b.url(), partner.getPublic()));
            amend(exchange, second, "");
            for (int from = 0; from < plan.idle(); from += Memorandum.MAX_GRANTS) {
                sign(exchange, idle(Math.min(Memorandum.MAX_GRANTS, plan.idle() - from)));
            }
            addAll(exchange, plan.objects(), this::object);
            addAll(exchange, plan.waiting(), this::waiting);
        }
    }

    private void addAll(Exchange exchange, int count, IntFunction<StixObject> made) {
        for (int from = 0; from < count; from += FILL_BATCH) {
            int to = Math.min(count, from + FILL_BATCH);
            add(exchange, IntStream.range(from, to).mapToObj(made).toList());
        }
    }

    /** Imports these objects by one command. */
    void add(Exchange exchange, List<StixObject> objects) {
        exchange.handle(new Command.ImportObjects(BenchNode.ACTOR, BenchNode.TAGS, objects));
    }

    /** So many objects that are new, of the class of that second. */
    List<StixObject> freshObjects(int count, int second) {
        List<StixObject> objects = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            objects.add(tool(plan.objects() + fresh++, second));
        }
        return objects;
    }

    /** Puts a version of the memorandum in force that releases the classes before that second; the note changes nothing. */
    void amend(Exchange exchange, int second, String note) {
        String before = START.plusSeconds(second).toString();
        String constraint = "{\"created\":{\"lt\":\"%s\"}}".formatted(before);
        String duties = plan.cut() ? ",\"duties\":{\"cut\":[\"x_note\"]}" : "";
        sign(exchange, memorandum(MAIN, ++version, grant(MAIN_GRANT, "Main" + note, constraint, duties)));
    }

    /** Sets house rules that bar nothing. */
    void setHouseRules(Exchange exchange, String note) {
        String document = """
                {"entente":"house-rules/1","rules":[{"id":"H1","text":"%s","require":{"tlp":{"lteq":"amber"}}}]}""".formatted(note);
        exchange.handle(
                new Command.SetHouseRules(BenchNode.ACTOR, accepted(HouseRules.read(document.getBytes(UTF_8)))));
    }

    private void sign(Exchange exchange, Memorandum memorandum) {
        SignedMemorandum signed =
                new SignedMemorandum(memorandum, List.of()).sign(BenchNode.PARTNER_B.did(), partner.getPrivate());
        exchange.handle(new Command.AddMemorandum(BenchNode.ACTOR, signed));
        exchange.handle(new Command.SignMemorandum(BenchNode.ACTOR, memorandum.id()));
    }

    private static Memorandum idle(int count) {
        String grants = IntStream.range(0, count)
                .mapToObj(
                        i -> grant("idle-" + i, "Idle", "{\"topic\":{\"isAnyOf\":[\"nothing-%d\"]}}".formatted(i), ""))
                .collect(Collectors.joining(","));
        return memorandum(UUID.randomUUID(), 1, grants);
    }

    private static String grant(String id, String title, String constraint, String duties) {
        return """
                {"id":"%s","title":"%s","from":"%s","to":["%s"],"constraint":%s%s}""".formatted(id, title, BenchNode.SELF, BenchNode.PARTNER_B.did(), constraint, duties);
    }

    private static Memorandum memorandum(UUID id, int version, String grants) {
        return accepted(Memorandum.read("""
                {"entente":"memorandum/1","id":"urn:uuid:%s","version":%d,"title":"Bench",
                 "parties":[{"id":"%s","name":"Organisation A"},{"id":"%s","name":"Partner"}],
                 "term":{"from":"2026-01-01T00:00:00Z","until":"2126-01-01T00:00:00Z"},
                 "grants":[%s]}""".formatted(id, version, BenchNode.SELF, BenchNode.PARTNER_B.did(), grants)
                .getBytes(UTF_8)));
    }

    private static <T> T accepted(Reading<T> reading) {
        return switch (reading) {
            case Reading.Accepted<T>(var value) -> value;
            case Reading.Refused<T>(var faults) -> throw new IllegalStateException(faults.toString());
        };
    }

    private StixObject object(int number) {
        return tool(number, second(number));
    }

    private StixObject tool(int number, int second) {
        String created = START.plusSeconds(second).toString().replace("Z", ".000Z");
        String note = plan.cut() ? ",\"x_note\":\"" + NOTE + "\"" : "";
        return parsed("""
                {"type":"tool","spec_version":"2.1","id":"tool--%s","created":"%s","modified":"%s","name":"Tool %d"%s}""".formatted(uuid(1, number), created, created, number, note));
    }

    private StixObject waiting(int number) {
        String created = START.toString().replace("Z", ".000Z");
        return parsed("""
                {"type":"relationship","spec_version":"2.1","id":"relationship--%s","created":"%s","modified":"%s",\
                "relationship_type":"related-to","source_ref":"tool--%s","target_ref":"tool--%s"}""".formatted(uuid(2, number), created, created, uuid(1, 0), uuid(3, number)));
    }

    private static UUID uuid(int kind, int number) {
        return new UUID((long) kind << 32 | 0x4000, 0x8000_0000_0000_0000L | number);
    }

    private static StixObject parsed(String json) {
        return switch (StixReader.parseObject(json.getBytes(UTF_8), Limits.NONE)) {
            case Parsed.Valid valid -> valid.object();
            case Parsed.Invalid invalid -> throw new IllegalStateException(invalid.toString());
        };
    }

    /** Copies the folder, which no process may have open. */
    Path copy(Path to) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(folder.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
