package org.entente.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.exchange.Command;
import org.entente.exchange.Exchange;
import org.entente.exchange.NodeKeys;
import org.entente.exchange.Organisation;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.Reading;
import org.entente.memorandum.SignedMemorandum;
import org.entente.node.AdminClient;
import org.entente.node.NodeFolder;
import org.entente.release.Tags;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;

/**
 * The folder of a node that gives to two partners, under one memorandum and one grant each. The first grant releases all that
 * is imported here; the second looks at other facets and leaves out {@link Corpus#REFUSED_TYPE} and what needs it.
 */
record BenchNode(Path folder, int port, List<Reader> readers) {
    static final String ACTOR = "bench";
    static final String HOST = "127.0.0.1";

    /** The tags of every import; the grants ask for them. */
    static final Tags TAGS = new Tags(Tlp.GREEN, new TreeSet<>(List.of("bench")), null);

    static final String SELF = "did:web:a.example";
    static final Organisation PARTNER_B = new Organisation("did:web:b.example", "Organisation B", "http://b.example");
    private static final Organisation PARTNER_C =
            new Organisation("did:web:c.example", "Organisation C", "http://c.example");

    private static final String GRANT_B = "{\"tlp\":{\"lteq\":\"green\"}}";
    private static final String GRANT_C = """
            {"all":[{"topic":{"isAnyOf":["bench"]}},{"type":{"isNoneOf":["%s"]}}]}""".formatted(Corpus.REFUSED_TYPE);

    private static final int TOKEN_BYTES = 24;
    private static final int START_TRIES = 3000;
    private static final int TRY_MILLIS = 10;

    /** Objects of one command while the store is filled. */
    private static final int FILL_BATCH = 5000;

    /** A partner: the contract that it reads under, and its token. */
    record Reader(UUID contract, String token) {}

    /** Makes the folder, with the memoranda in force and no objects. */
    static BenchNode create(Path folder) {
        int port = freePort();
        NodeFolder.create(folder, new Organisation(SELF, "Organisation A", "http://" + HOST + ":" + port), HOST, port);
        List<Reader> readers = new ArrayList<>();
        BenchNode node = new BenchNode(folder, port, readers);
        try (Exchange exchange = node.exchange()) {
            readers.add(admit(exchange, PARTNER_B, GRANT_B));
            readers.add(admit(exchange, PARTNER_C, GRANT_C));
        }
        return new BenchNode(folder, port, List.copyOf(readers));
    }

    /** Opens the folder's exchange in this process. */
    Exchange exchange() {
        return exchange(folder, port);
    }

    static Exchange exchange(Path folder, int port) {
        Organisation self = new Organisation(SELF, "Organisation A", "http://" + HOST + ":" + port);
        return Exchange.open(folder, self, NodeKeys.open(folder.resolve("keys")), InstantSource.system());
    }

    /** Imports objects in this process. */
    void fill(List<StixObject> objects) {
        try (Exchange exchange = exchange()) {
            for (int from = 0; from < objects.size(); from += FILL_BATCH) {
                List<StixObject> batch = objects.subList(from, Math.min(objects.size(), from + FILL_BATCH));
                exchange.handle(new Command.ImportObjects(ACTOR, TAGS, batch));
            }
        }
    }

    /** Starts {@code serve} on the folder; it may not answer yet. */
    Child serve(String mainClass) {
        return Child.java(folder.resolveSibling("node.log"), mainClass, "serve", "--dir", folder.toString());
    }

    /** Waits until the node answers. */
    void await(Child serving) {
        AdminClient client = new AdminClient(folder);
        for (int tries = 0; !client.isRunning(); tries++) {
            if (tries == START_TRIES || !serving.isAlive()) {
                throw new IllegalStateException("the node did not start; its log says more");
            }
            pause(TRY_MILLIS);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Reader admit(Exchange exchange, Organisation partner, String constraint) {
        KeyPair keys = keys();
        exchange.handle(new Command.AddPartner(ACTOR, partner.did(), partner.name(), partner.url(), keys.getPublic()));
        String token = token();
        exchange.handle(new Command.IssueToken(ACTOR, partner.did(), "", sha256(token), null));
        Memorandum memorandum = memorandum(partner, constraint);
        SignedMemorandum signed = new SignedMemorandum(memorandum, List.of()).sign(partner.did(), keys.getPrivate());
        exchange.handle(new Command.AddMemorandum(ACTOR, signed));
        exchange.handle(new Command.SignMemorandum(ACTOR, memorandum.id()));
        return new Reader(memorandum.contracts().getFirst().id(), token);
    }

    private static Memorandum memorandum(Organisation partner, String constraint) {
        String document = """
                {"entente":"memorandum/1","id":"urn:uuid:%s","version":1,"title":"Bench",
                 "parties":[{"id":"%3$s","name":"Organisation A"},{"id":"%2$s","name":"Partner"}],
                 "term":{"from":"2026-01-01T00:00:00Z","until":"2126-01-01T00:00:00Z"},
                 "grants":[{"id":"all","title":"All","from":"%3$s","to":["%2$s"],"constraint":%4$s}]}""".formatted(UUID.randomUUID(), partner.did(), SELF, constraint);
        return switch (Memorandum.read(document.getBytes(UTF_8))) {
            case Reading.Accepted<Memorandum>(var value) -> value;
            case Reading.Refused<Memorandum>(var faults) -> throw new IllegalStateException(faults.toString());
        };
    }

    static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
