package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.entente.exchange.Feed.Filter;
import org.entente.exchange.State.ContractEntry;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.Reading;
import org.entente.memorandum.SignedMemorandum;
import org.entente.release.Tags;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An exchange in a directory of its own with a clock that the test moves. Partners reach each other without a network. */
final class Node implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    final String did;
    final Path directory;
    final TestClock clock = new TestClock();

    /** What was given to this node by a partner that has none. */
    final Giver giver = new Giver(History.E);

    private final NodeKeys keys;
    private final Exchange.Workings workings;
    private Exchange exchange;

    /**
     * A clock that moves by a millisecond each time it is read, and further when told to. Stopped, it moves only when told to:
     * for tests in which the number of readings must not matter.
     */
    static final class TestClock implements InstantSource {
        private Instant now = START;
        private boolean stopped;

        @Override
        public synchronized Instant instant() {
            now = stopped ? now : now.plusMillis(1);
            return now;
        }

        synchronized void stop() {
            stopped = true;
        }

        /** A negative time sets the clock back. */
        synchronized void pass(Duration time) {
            now = now.plus(time);
        }

        synchronized void set(Instant instant) {
            now = instant;
        }
    }

    /** A partner of which a test needs no more than its name and its signature. */
    record Partner(String did, KeyPair keys) {
        static Partner of(String name) {
            try {
                KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                return new Partner("did:web:" + name + ".example", keys);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }
    }

    Node(String name, Path directory) {
        this(name, directory, NodeKeys.create(directory.resolve("keys")));
    }

    /** A node with the keys of another, so that both make the same signatures and random values. */
    Node(String name, Path directory, NodeKeys keys) {
        this(name, directory, keys, Exchange.Workings.REAL);
    }

    /** As above, with a journal of that kind. */
    Node(String name, Path directory, NodeKeys keys, Exchange.JournalOpener opener) {
        this(name, directory, keys, new Exchange.Workings(opener, Chunk.MAX, () -> true));
    }

    /** As above, with these in the place of the real things. */
    Node(String name, Path directory, NodeKeys keys, Exchange.Workings workings) {
        this.workings = workings;
        this.did = "did:web:" + name + ".example";
        this.directory = directory;
        this.keys = keys;
        this.exchange = openAgain();
    }

    NodeKeys keys() {
        return keys;
    }

    private Exchange openAgain() {
        return Exchange.open(directory, new Organisation(did, did, url()), keys, clock, workings);
    }

    String url() {
        return "http://" + did.substring("did:web:".length());
    }

    Exchange exchange() {
        return exchange;
    }

    /** Waits until every feed has what it is owed, which must be allowed. */
    void settle() {
        // What asks how feeds stand has them given first what they are owed.
        exchange.handle(new Command.PreviewHouseRules("test", HouseRules.NONE));
        while (exchange.status().owed() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Closes the exchange and opens it on the same directory. */
    void restart() {
        exchange.close();
        exchange = openAgain();
    }

    /** Closes the exchange, forgets every view, and opens it again, so that all comes from the journal. */
    void replay() {
        exchange.close();
        delete(directory.resolve("views"));
        exchange = openAgain();
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A grant of what is at most green, in JSON; the duties are members, without braces, or none. */
    static String grant(String id, Node from, Node to, String duties) {
        return grant(id, from, to, "{\"tlp\":{\"lteq\":\"green\"}}", duties);
    }

    /** A grant in JSON. */
    static String grant(String id, Node from, Node to, String constraint, String duties) {
        return """
                {"id":"%s","title":"T","from":"%s","to":["%s"],"constraint":%s%s}""".formatted(id, from.did, to.did, constraint, duties.isEmpty() ? "" : ",\"duties\":{" + duties + "}");
    }

    /** A memorandum's grants in JSON. */
    static String grants(String... grants) {
        return "[" + String.join(",", grants) + "]";
    }

    static void introduce(Node one, Node other) {
        one.knows(other);
        other.knows(one);
    }

    private void knows(Node other) {
        exchange.handle(new Command.AddPartner("test", other.did, other.did, other.url(), other.keys.publicKey()));
    }

    void knows(Partner partner) {
        String url = "http://" + partner.did().substring("did:web:".length());
        exchange.handle(new Command.AddPartner(
                "test", partner.did(), partner.did(), url, partner.keys().getPublic()));
    }

    /** Takes in a memorandum that all partners have signed, and signs it: in force when this returns, if its term runs. */
    UUID conclude(String document, Partner... partners) {
        SignedMemorandum signed = new SignedMemorandum(accepted(Memorandum.read(document.getBytes(UTF_8))), List.of());
        for (Partner partner : partners) {
            signed = signed.sign(partner.did(), partner.keys().getPrivate());
        }
        return conclude(signed);
    }

    /** Takes in a memorandum that all partners have signed, and signs it. */
    UUID conclude(SignedMemorandum signed) {
        UUID id = signed.memorandum().id();
        exchange.handle(new Command.AddMemorandum("test", signed));
        exchange.handle(new Command.SignMemorandum("test", id));
        return id;
    }

    /** A memorandum between the parties with these grants (a JSON list), in force on both when this returns. */
    static UUID conclude(Node one, Node other, String grants) {
        return conclude(one, other, grants, "");
    }

    /** As above, with further members of the document, each followed by a comma. */
    static UUID conclude(Node one, Node other, String grants, String more) {
        String document = document(one.did, other.did, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", more, grants);
        Memorandum memorandum = accepted(Memorandum.read(document.getBytes(UTF_8)));
        UUID id = memorandum.id();
        one.exchange.handle(new Command.AddMemorandum("test", new SignedMemorandum(memorandum, List.of())));
        one.exchange.handle(new Command.SignMemorandum("test", id));
        other.exchange.handle(new Command.AddMemorandum("test", one.memorandum(id)));
        other.exchange.handle(new Command.SignMemorandum("test", id));
        one.exchange.handle(new Command.AddMemorandum("test", other.memorandum(id)));
        return id;
    }

    /** Takes in a later version that all partners have signed, and signs it. */
    void amend(String document, Partner... partners) {
        conclude(document, partners);
    }

    /** The next version of a memorandum that is in force on both, with these grants, signed by both. */
    static void amend(Node one, Node other, UUID id, String grants) {
        SignedMemorandum draft = new SignedMemorandum(
                accepted(Memorandum.read(one.amendment(id, grants).getBytes(UTF_8))), List.of());
        one.exchange.handle(new Command.AddMemorandum("test", draft));
        one.exchange.handle(new Command.SignMemorandum("test", id));
        other.exchange.handle(new Command.AddMemorandum("test", one.newest(id)));
        other.exchange.handle(new Command.SignMemorandum("test", id));
        one.exchange.handle(new Command.AddMemorandum("test", other.newest(id)));
    }

    /** The text of a next version with other grants. */
    String amendment(UUID id, String grants) {
        State.MemorandumEntry entry = versions(id);
        int next = entry.editions().getLast().version() + 1;
        ObjectNode document =
                (ObjectNode) Reference.json(new String(entry.memorandum().canonical(), UTF_8));
        return document.put("version", next)
                .set("grants", Reference.json(grants))
                .toString();
    }

    SignedMemorandum newest(UUID id) {
        return versions(id).editions().getLast().signed();
    }

    State.MemorandumEntry versions(UUID id) {
        State.MemorandumEntry entry = exchange.state().memorandum(id);
        if (entry == null) {
            throw new AssertionError("no memorandum " + id);
        }
        return entry;
    }

    ContractEntry entry(UUID contract) {
        ContractEntry entry = exchange.state().contract(contract);
        if (entry == null) {
            throw new AssertionError("no contract " + contract);
        }
        return entry;
    }

    /** The text of a memorandum between two parties; different texts have different ids. */
    static String document(String one, String other, String from, String until, String more, String grants) {
        UUID id = UUID.nameUUIDFromBytes((one + other + from + until + grants + more).getBytes(UTF_8));
        return """
                {"entente":"memorandum/1","id":"urn:uuid:%s","version":1,"title":"Test",
                 "parties":[{"id":"%s","name":"One"},{"id":"%s","name":"Other"}],
                 "term":{"from":"%s","until":"%s"},%s
                 "grants":%s}""".formatted(id, one, other, from, until, more, grants);
    }

    SignedMemorandum memorandum(UUID id) {
        return versions(id).signed();
    }

    static <T> T accepted(Reading<T> reading) {
        return switch (reading) {
            case Reading.Accepted<T>(var value) -> value;
            case Reading.Refused<T>(var faults) -> throw new AssertionError(faults.toString());
        };
    }

    /** The contracts under which the node gives. */
    List<ContractEntry> given() {
        return exchange.state().contracts().stream()
                .filter(entry -> entry.contract().giver().equals(did))
                .toList();
    }

    /** The contract of that grant. */
    UUID contract(String grant) {
        for (ContractEntry entry : exchange.state().contracts()) {
            if (entry.contract().grant().equals(grant)) {
                return entry.contract().id();
            }
        }
        throw new AssertionError("no contract of grant " + grant);
    }

    void rules(String rules) {
        rulesDocument("{\"entente\":\"house-rules/1\",\"rules\":" + rules + "}");
    }

    void rulesDocument(String document) {
        exchange.handle(new Command.SetHouseRules("test", accepted(HouseRules.read(document.getBytes(UTF_8)))));
    }

    Command.Imported add(String... objects) {
        return add(Tags.NONE, objects);
    }

    Command.Imported add(Tags tags, String... objects) {
        List<StixObject> parsed = new ArrayList<>();
        for (String object : objects) {
            parsed.addAll(objects(object.getBytes(UTF_8)));
        }
        return exchange.handle(new Command.ImportObjects("test", tags, parsed));
    }

    static Tags tagged(@Nullable Tlp tlp, String... labels) {
        return new Tags(tlp, new TreeSet<>(List.of(labels)), null);
    }

    static List<StixObject> objects(byte[] document) {
        List<StixObject> objects = new ArrayList<>();
        StixReader.read(document, Limits.DEFAULT, parsed -> {
            switch (parsed) {
                case Parsed.Valid valid -> objects.add(valid.object());
                case Parsed.Invalid invalid ->
                    throw new AssertionError(invalid.problems().toString());
            }
        });
        return objects;
    }

    /** What the feed shows of all versions, as ids, in order. */
    List<String> shown(UUID contract) {
        List<String> ids = new ArrayList<>();
        for (StixObject object : page(contract)) {
            ids.add(object.id().value());
        }
        return ids;
    }

    List<StixObject> page(UUID contract) {
        return page(exchange.feed(contract));
    }

    static List<StixObject> page(ObjectSequence feed) {
        Filter all = new Filter(Long.MIN_VALUE, Set.of(), Set.of(), Feed.Versions.ALL);
        List<StixObject> objects = new ArrayList<>();
        Feed.Page page = feed.page(all, null, 100);
        collect(feed, page, objects);
        for (String next = page.next(); next != null; next = page.next()) {
            page = feed.page(all, next, 100);
            collect(feed, page, objects);
        }
        return objects;
    }

    /** What one large page shows; no cursor is followed. */
    List<StixObject> largePage(UUID contract) {
        Feed feed = exchange.feed(contract);
        Filter all = new Filter(Long.MIN_VALUE, Set.of(), Set.of(), Feed.Versions.ALL);
        List<StixObject> objects = new ArrayList<>();
        collect(feed, feed.page(all, null, 1000), objects);
        return objects;
    }

    private static void collect(ObjectSequence feed, Feed.Page page, List<StixObject> to) {
        for (Feed.Item item : page.items()) {
            to.add(LiveSet.parse(bytes(feed, item)));
        }
    }

    static byte[] bytes(ObjectSequence feed, Feed.Item item) {
        ByteBuffer bytes = ByteBuffer.allocate(item.length());
        feed.copy(item, bytes);
        return bytes.array();
    }

    /** Every opening of the feed, in the order of its entries. */
    List<Opening> openings(UUID contract) {
        Feed feed = exchange.feed(contract);
        List<Opening> openings = new ArrayList<>();
        for (long number = 0; number < feed.size(); number++) {
            byte[] opening = feed.opening(number);
            if (opening == null) {
                throw new AssertionError("no opening of entry " + number);
            }
            openings.add(Opening.parse(opening));
        }
        return openings;
    }

    /** Entries of the feed from that number on, with their openings, as a pull would read them. */
    static List<Command.LogEntry> entries(Feed feed, long from) {
        List<Command.LogEntry> entries = new ArrayList<>();
        long size = feed.size();
        byte[] bundle = null;
        for (long number = from; number < size; number++) {
            int slot = (int) (number % 256);
            if (bundle == null || slot == 0) {
                bundle = feed.entryBundle(number / 256, (int) Math.min(256, size - (number - slot)));
            }
            if (bundle == null) {
                throw new AssertionError("no bundle for entry " + number);
            }
            byte[] entry = Arrays.copyOfRange(bundle, slot * 34 + 2, slot * 34 + 34);
            entries.add(new Command.LogEntry(entry, feed.opening(number)));
        }
        return entries;
    }

    /** Takes in whatever the giver's feed has that is not here yet, as a pull would. */
    void pull(Node giver, UUID contract) {
        Feed feed = giver.exchange.feed(contract);
        Received received = exchange.received(contract);
        List<Command.LogEntry> entries = entries(feed, received.size());
        exchange.handle(new Command.ReceiveLog("test", contract, received.size(), entries, feed.checkpoint()));
        exchange.handle(new Command.ReceiveObjects("test", contract, giver.page(contract), ""));
    }

    @Override
    public void close() {
        exchange.close();
    }
}
