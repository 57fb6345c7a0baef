package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
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

/** An exchange in a directory of its own with a clock that the test moves. Partners reach each other without a network. */
final class Node implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    final String did;
    final Path directory;
    final TestClock clock = new TestClock();
    private final NodeKeys keys;
    private Exchange exchange;

    /** A clock that moves by a millisecond each time it is read, and further when told to. */
    static final class TestClock implements InstantSource {
        private Instant now = START;

        @Override
        public synchronized Instant instant() {
            now = now.plusMillis(1);
            return now;
        }

        synchronized void pass(Duration time) {
            now = now.plus(time);
        }
    }

    Node(String name, Path directory) {
        this.did = "did:web:" + name + ".example";
        this.directory = directory;
        this.keys = NodeKeys.create(directory.resolve("keys"));
        this.exchange = openAgain();
    }

    private Exchange openAgain() {
        return Exchange.open(directory, new Organisation(did, did, url()), keys, clock);
    }

    String url() {
        return "http://" + did.substring("did:web:".length());
    }

    Exchange exchange() {
        return exchange;
    }

    /** Closes the exchange and opens it on the same directory. */
    void restart() {
        exchange.close();
        exchange = openAgain();
    }

    static void introduce(Node one, Node other) {
        one.knows(other);
        other.knows(one);
    }

    private void knows(Node other) {
        exchange.handle(new Command.AddPartner("test", other.did, other.did, other.url(), other.keys.publicKey()));
    }

    /** A memorandum between the parties with these grants (a JSON list), in force on both when this returns. */
    static UUID conclude(Node one, Node other, String grants) {
        return conclude(one, other, grants, "");
    }

    /** As above, with further members of the document, each followed by a comma. */
    static UUID conclude(Node one, Node other, String grants, String more) {
        UUID id = UUID.nameUUIDFromBytes((one.did + other.did + grants + more).getBytes(UTF_8));
        String document = """
                {"entente":"memorandum/1","id":"urn:uuid:%s","version":1,"title":"Test",
                 "parties":[{"id":"%s","name":"One"},{"id":"%s","name":"Other"}],
                 "term":{"from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z"},%s
                 "grants":%s}""".formatted(id, one.did, other.did, more, grants);
        Memorandum memorandum = accepted(Memorandum.read(document.getBytes(UTF_8)));
        one.exchange.handle(new Command.AddMemorandum("test", new SignedMemorandum(memorandum, List.of())));
        one.exchange.handle(new Command.SignMemorandum("test", id));
        other.exchange.handle(new Command.AddMemorandum("test", one.memorandum(id)));
        other.exchange.handle(new Command.SignMemorandum("test", id));
        one.exchange.handle(new Command.AddMemorandum("test", other.memorandum(id)));
        return id;
    }

    SignedMemorandum memorandum(UUID id) {
        State.MemorandumEntry entry = exchange.state().memorandum(id);
        if (entry == null) {
            throw new AssertionError("no memorandum " + id);
        }
        return entry.signed();
    }

    static <T> T accepted(Reading<T> reading) {
        return switch (reading) {
            case Reading.Accepted<T>(var value) -> value;
            case Reading.Refused<T>(var faults) -> throw new AssertionError(faults.toString());
        };
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
        String document = "{\"entente\":\"house-rules/1\",\"rules\":" + rules + "}";
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
        Feed feed = exchange.feed(contract);
        Filter all = new Filter(Long.MIN_VALUE, java.util.Set.of(), java.util.Set.of(), true);
        List<StixObject> objects = new ArrayList<>();
        Feed.Page page = feed.page(all, null, 100);
        collect(feed, page, objects);
        for (String next = page.next(); next != null; next = page.next()) {
            page = feed.page(all, next, 100);
            collect(feed, page, objects);
        }
        return objects;
    }

    private static void collect(Feed feed, Feed.Page page, List<StixObject> to) {
        for (Feed.Item item : page.items()) {
            ByteBuffer bytes = ByteBuffer.allocate(item.length());
            feed.copy(item, bytes);
            to.add(LiveSet.parse(bytes.array()));
        }
    }

    /** Takes in whatever the giver's feed has that is not here yet, as a pull would. */
    void pull(Node giver, UUID contract) {
        Feed feed = giver.exchange.feed(contract);
        Received received = exchange.received(contract);
        List<Command.LogEntry> entries = new ArrayList<>();
        for (long number = received.size(); number < feed.size(); number++) {
            byte[] bundle = feed.entryBundle(number / 256, (int) (number % 256) + 1);
            if (bundle == null) {
                throw new AssertionError("no bundle for entry " + number);
            }
            byte[] entry = java.util.Arrays.copyOfRange(bundle, bundle.length - 32, bundle.length);
            entries.add(new Command.LogEntry(entry, feed.opening(number)));
        }
        exchange.handle(new Command.ReceiveLog("test", contract, received.size(), entries, feed.checkpoint()));
        exchange.handle(new Command.ReceiveObjects("test", contract, giver.page(contract), ""));
    }

    @Override
    public void close() {
        exchange.close();
    }
}
