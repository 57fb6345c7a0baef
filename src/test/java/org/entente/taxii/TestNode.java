package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.entente.FreePort;
import org.entente.exchange.Caller;
import org.entente.exchange.Command;
import org.entente.exchange.Exchange;
import org.entente.exchange.NodeKeys;
import org.entente.exchange.Organisation;
import org.entente.http.HttpServer;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.Reading;
import org.entente.memorandum.SignedMemorandum;
import org.entente.release.Tags;
import org.entente.stix.StixObject;
import org.jspecify.annotations.Nullable;

/** A whole node of one organisation in a folder, its TAXII server on a port of loopback. */
final class TestNode implements AutoCloseable {
    static final String ACTOR = "test";

    /** The loggers, held so that their levels stay. */
    private static final List<Logger> QUIET = Stream.of("org.entente.http", "org.eclipse.jetty")
            .map(Logger::getLogger)
            .toList();

    static {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    }

    final Path folder;
    final Organisation self;
    final NodeKeys keys;
    final TestClock clock = new TestClock();
    final int port;
    Exchange exchange;
    TaxiiSite site;
    HttpServer server;

    /** A clock that goes by itself, and can be set ahead. */
    static final class TestClock implements InstantSource {
        private volatile long aheadSeconds;

        @Override
        public Instant instant() {
            return Instant.now().plusSeconds(aheadSeconds);
        }

        void ahead(long seconds) {
            aheadSeconds = seconds;
        }
    }

    private TestNode(Path folder, String name, int port, int publicPort) {
        this.folder = folder;
        this.port = port;
        this.self = new Organisation("did:web:" + name + ".example", name, "http://127.0.0.1:" + publicPort);
        this.keys = NodeKeys.create(folder.resolve("keys"));
        this.exchange = Exchange.open(folder.resolve("data"), self, keys, clock);
        this.site = new TaxiiSite(exchange, self);
        this.server = HttpServer.start("127.0.0.1", port, List.of(site));
    }

    /** Starts a node in a new folder. */
    static TestNode start(Path folder, String name) {
        int port = FreePort.find();
        return new TestNode(folder.resolve(name), name, port, port);
    }

    /** Starts a node that its partners reach through something else, on that port. */
    static TestNode startBehind(Path folder, String name, int publicPort) {
        return new TestNode(folder.resolve(name), name, FreePort.find(), publicPort);
    }

    /** Stops everything and opens the same folder again, as after a restart. */
    void restart() {
        close();
        exchange = Exchange.open(folder.resolve("data"), self, keys, clock);
        site = new TaxiiSite(exchange, self);
        server = HttpServer.start("127.0.0.1", port, List.of(site));
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Pins the other's key and gives it a token; both ways. */
    void befriend(TestNode other) {
        know(other);
        other.know(this);
        other.keys.keepPartnerToken(self.did(), token(other, null));
        keys.keepPartnerToken(other.self.did(), other.token(this, null));
    }

    private void know(TestNode other) {
        exchange.handle(new Command.AddPartner(
                ACTOR, other.self.did(), other.self.name(), other.self.url(), other.keys.publicKey()));
    }

    /** A new token with which the other reads here. */
    String token(TestNode other, @Nullable Instant expires) {
        String token = UUID.randomUUID().toString();
        exchange.handle(new Command.IssueToken(ACTOR, other.self.did(), "test", sha256(token), expires));
        return token;
    }

    /** A collection of this organisation's own. */
    UUID collection(String title, Tags tags) {
        UUID id = UUID.randomUUID();
        exchange.handle(new Command.AddCollection(ACTOR, id, title, "", tags));
        return id;
    }

    /** A new token of this organisation's own. */
    String ownToken(String label, Caller.Scope... scopes) {
        String token = UUID.randomUUID().toString();
        exchange.handle(new Command.IssueToken(ACTOR, self.did(), label, sha256(token), null, List.of(scopes)));
        return token;
    }

    static String tokenId(String token) {
        return java.util.HexFormat.of().formatHex(sha256(token), 0, 8);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has both sign a memorandum with one grant each of those types from this node to the other; the contracts' ids. */
    List<UUID> sign(TestNode other, List<String> typesOfGrants) {
        return sign(other, typesOfGrants, "");
    }

    /** As above, with these duties in each grant: members of an object, or nothing. */
    List<UUID> sign(TestNode other, List<String> typesOfGrants, String duties) {
        UUID id = UUID.randomUUID();
        StringBuilder grants = new StringBuilder();
        for (int i = 0; i < typesOfGrants.size(); i++) {
            grants.append(i == 0 ? "" : ",").append("""
                    {"id": "G%d", "title": "Grant %d", "from": "%s", "to": ["%s"],
                     "constraint": {"type": {"isAnyOf": [%s]}}%s}""".formatted(
                            i + 1,
                            i + 1,
                            self.did(),
                            other.self.did(),
                            typesOfGrants.get(i),
                            duties.isEmpty() ? "" : ",\"duties\": {" + duties + "}"));
        }
        Memorandum memorandum = memorandum("""
                {"entente": "memorandum/1", "id": "urn:uuid:%s", "version": 1, "title": "Sharing for the test",
                 "parties": [{"id": "%s", "name": "Giver"}, {"id": "%s", "name": "Receiver"}],
                 "term": {"from": "2020-01-01T00:00:00Z", "until": "2050-01-01T00:00:00Z"},
                 "grants": [%s]}""".formatted(id, self.did(), other.self.did(), grants));
        exchange.handle(new Command.AddMemorandum(ACTOR, new SignedMemorandum(memorandum, List.of())));
        exchange.handle(new Command.SignMemorandum(ACTOR, id));
        other.exchange.handle(new Command.AddMemorandum(ACTOR, signed(id)));
        other.exchange.handle(new Command.SignMemorandum(ACTOR, id));
        exchange.handle(new Command.AddMemorandum(ACTOR, other.signed(id)));
        return memorandum.contracts().stream().map(contract -> contract.id()).toList();
    }

    private SignedMemorandum signed(UUID id) {
        var entry = exchange.state().memorandum(id);
        if (entry == null) {
            throw new AssertionError("the memorandum is not there");
        }
        return entry.signed();
    }

    UUID memorandumOf(UUID contract) {
        var entry = exchange.state().contract(contract);
        if (entry == null) {
            throw new AssertionError("the contract is not there");
        }
        return entry.contract().memorandum();
    }

    private static Memorandum memorandum(String json) {
        return switch (Memorandum.read(json.getBytes(UTF_8))) {
            case Reading.Accepted<Memorandum>(var memorandum) -> memorandum;
            case Reading.Refused<Memorandum> refused -> throw new AssertionError(refused.toString());
        };
    }

    Command.Imported add(List<StixObject> objects) {
        return exchange.handle(new Command.ImportObjects(ACTOR, Tags.NONE, objects));
    }

    /** Sets the one house rule that objects of those types, a JSON list, stay here. */
    void keep(String types) {
        String rules = """
                {"entente":"house-rules/1","rules":[
                  {"id":"H1","text":"Some stay","require":{"type":{"isNoneOf":[%s]}}}]}""".formatted(types);
        switch (HouseRules.read(rules.getBytes(UTF_8))) {
            case Reading.Accepted<HouseRules>(var accepted) ->
                exchange.handle(new Command.SetHouseRules(ACTOR, accepted));
            case Reading.Refused<HouseRules> refused -> throw new AssertionError(refused.toString());
        }
    }

    void suspend(UUID contract) {
        exchange.handle(new Command.Suspend(ACTOR, memorandumOf(contract), contract));
    }

    void resume(UUID contract) {
        exchange.handle(new Command.Resume(ACTOR, memorandumOf(contract), contract));
    }

    @Override
    public void close() {
        server.close();
        exchange.close();
    }
}
