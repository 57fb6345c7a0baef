package org.entente.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.entente.journal.View;
import org.entente.stix.StixId;

/** The views and the keys in them. Numbers are big-endian, so that they sort. */
final class Keys {
    static final View CONTROL = new View("control");
    static final View COUNTERS = new View("counters");
    static final View IDENTIFIERS = new View("identifiers");
    static final View OBJECTS = new View("objects");
    static final View CLASSES = new View("classes");
    static final View MEMBERS = new View("members");
    static final View DECISIONS = new View("decisions");
    static final View WAITING = new View("waiting");
    static final View FEEDS = new View("feeds");
    static final View RECEIVED = new View("received");
    static final View INBOXES = new View("inboxes");
    static final View STATUSES = new View("statuses");
    static final View DUTIES = new View("duties");

    static final List<View> ALL = List.of(
            CONTROL,
            COUNTERS,
            IDENTIFIERS,
            OBJECTS,
            CLASSES,
            MEMBERS,
            DECISIONS,
            WAITING,
            FEEDS,
            RECEIVED,
            INBOXES,
            STATUSES,
            DUTIES);

    /** The one key of {@link #COUNTERS}. */
    static final byte[] COUNTERS_KEY = {'c'};

    private Keys() {}

    static byte[] number(long number) {
        return new Out(8).i64(number).done();
    }

    static byte[] identifier(StixId id) {
        return id.value().getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] classFacets(int number) {
        return new Out(16).u8('n').i32(number).done();
    }

    static byte[] classOf(byte[] facets) {
        return new Out(facets.length + 1).u8('f').raw(facets).done();
    }

    /** A copy of a class. */
    static byte[] member(int number, long ordinal) {
        return new Out(12).i32(number).i64(ordinal).done();
    }

    static byte[] members(int number) {
        return new Out(4).i32(number).done();
    }

    /** What contracts decided of a class. */
    static byte[] decisions(int number) {
        return new Out(4).i32(number).done();
    }

    /** What one object waits for. */
    static byte[] waitingObject(int contract, long ordinal) {
        return new Out(16).u8('o').i32(contract).i64(ordinal).done();
    }

    /** The objects that wait for one id: the id ends in a zero byte, which none contains. */
    static byte[] waitingFor(int contract, StixId id, long ordinal) {
        return new Out(80)
                .u8('m')
                .i32(contract)
                .raw(identifier(id))
                .u8(0)
                .i64(ordinal)
                .done();
    }

    static byte[] waitingFor(int contract, StixId id) {
        return new Out(80).u8('m').i32(contract).raw(identifier(id)).u8(0).done();
    }

    static byte[] waitingObjects(int contract) {
        return new Out(16).u8('o').i32(contract).done();
    }

    static byte[] waitingIds(int contract) {
        return new Out(16).u8('m').i32(contract).done();
    }

    /** The live objects that refer to one id, like those that wait for it. */
    static byte[] referringTo(int contract, StixId id, long ordinal) {
        return new Out(80)
                .u8('l')
                .i32(contract)
                .raw(identifier(id))
                .u8(0)
                .i64(ordinal)
                .done();
    }

    static byte[] referringTo(int contract, StixId id) {
        return new Out(80).u8('l').i32(contract).raw(identifier(id)).u8(0).done();
    }

    /** Whether every live object of the contract is among those. */
    static byte[] tracked(int contract) {
        return new Out(8).u8('t').i32(contract).done();
    }

    /** A live object that is to be restated. */
    static byte[] incomplete(int contract, long ordinal) {
        return new Out(16).u8('p').i32(contract).i64(ordinal).done();
    }

    static byte[] incomplete(int contract) {
        return new Out(8).u8('p').i32(contract).done();
    }

    static byte[] incomplete() {
        return new Out(1).u8('p').done();
    }

    /** The one key of {@link #WAITING} that says when the next restatements are due. */
    static byte[] completionDue() {
        return new Out(1).u8('d').done();
    }

    static byte[] feedHead(int contract) {
        return new Out(16).u8('h').i32(contract).done();
    }

    static byte[] feedEntries(int contract, long block) {
        return new Out(16).u8('e').i32(contract).i64(block).done();
    }

    static byte[] feedRecords(int contract, long block) {
        return new Out(16).u8('r').i32(contract).i64(block).done();
    }

    /** What a feed is owed. */
    static byte[] owing(int contract) {
        return new Out(8).u8('o').i32(contract).done();
    }

    static byte[] owing() {
        return new Out(1).u8('o').done();
    }

    /** A chunk of what a feed is owed. */
    static byte[] owed(int contract, long chunk) {
        return new Out(16).u8('c').i32(contract).i64(chunk).done();
    }

    static byte[] receivedHead(int contract) {
        return new Out(16).u8('h').i32(contract).done();
    }

    static byte[] receivedEntry(int contract, long number) {
        return new Out(16).u8('e').i32(contract).i64(number).done();
    }

    /** Up to which entry of a partner's feed its notices told. */
    static byte[] noticedTo(int contract) {
        return new Out(8).u8('n').i32(contract).done();
    }

    /** The notice of a partner that begins at that entry of its feed. */
    static byte[] notice(int contract, long from) {
        return new Out(16).u8('s').i32(contract).i64(from).done();
    }

    static byte[] notices(int contract) {
        return new Out(8).u8('s').i32(contract).done();
    }

    /** The terms of a partner's feed from that entry on. */
    static byte[] receivedTerms(int contract, long from) {
        return new Out(16).u8('t').i32(contract).i64(from).done();
    }

    static byte[] receivedBytes(int contract, String id, String sha256) {
        return new Out(128)
                .u8('i')
                .i32(contract)
                .raw(id.getBytes(StandardCharsets.UTF_8))
                .u8(0)
                .raw(sha256.getBytes(StandardCharsets.UTF_8))
                .done();
    }

    /** Where a partner's inbox stands; a name ends in a zero byte, which none contains. */
    static byte[] inboxHead(String partner) {
        return new Out(64).u8('h').raw(utf8(partner)).u8(0).done();
    }

    static byte[] inboxItem(String partner, long item) {
        return new Out(64).u8('i').raw(utf8(partner)).u8(0).i64(item).done();
    }

    /** Which item of the inbox is that object version. */
    static byte[] inboxVersion(String partner, StixId id, String version) {
        return new Out(192)
                .u8('v')
                .raw(utf8(partner))
                .u8(0)
                .raw(identifier(id))
                .u8(0)
                .raw(utf8(version))
                .done();
    }

    /** How many posts a poster made. */
    static byte[] posts(String poster) {
        return new Out(64).u8('h').raw(utf8(poster)).done();
    }

    static byte[] status(UUID id) {
        return new Out(17)
                .u8('s')
                .i64(id.getMostSignificantBits())
                .i64(id.getLeastSignificantBits())
                .done();
    }

    /** What releasers said of one version under one contract. */
    static byte[] approvals(int contract, StixId id, String version) {
        return new Out(128)
                .u8('a')
                .i32(contract)
                .raw(identifier(id))
                .u8(0)
                .raw(utf8(version))
                .done();
    }

    /** What a giver said last of passing one version on to one organisation. */
    static byte[] consent(int contract, StixId id, String version, String to) {
        return new Out(256)
                .u8('c')
                .i32(contract)
                .raw(identifier(id))
                .u8(0)
                .raw(utf8(version))
                .u8(0)
                .raw(utf8(to))
                .done();
    }

    static byte[] consents(int contract) {
        return new Out(8).u8('c').i32(contract).done();
    }

    /** A lineage token that this node gave. */
    static byte[] minted(byte[] token) {
        return new Out(20).u8('t').raw(token).done();
    }

    /** The live entries of a feed whose grant has a retention, by when each version was first shown. */
    static byte[] retained(int contract, long firstMicros, long entry) {
        return new Out(24).u8('r').i32(contract).i64(firstMicros).i64(entry).done();
    }

    static byte[] retained(int contract) {
        return new Out(8).u8('r').i32(contract).done();
    }

    /** Who answers for it that an own copy is ours, though a partner sent the same. */
    static byte[] attested(long ordinal) {
        return new Out(16).u8('o').i64(ordinal).done();
    }

    /** When a copy was destroyed. */
    static byte[] destroyed(long ordinal) {
        return new Out(16).u8('d').i64(ordinal).done();
    }

    /** The forms that were made of received copies of an id, each by its entry of a feed that we give. */
    static byte[] made(StixId id, int contract, long entry) {
        return new Out(128)
                .u8('f')
                .raw(identifier(id))
                .u8(0)
                .i32(contract)
                .i64(entry)
                .done();
    }

    static byte[] made(StixId id) {
        return new Out(128).u8('f').raw(identifier(id)).u8(0).done();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The first key after all that begin with the prefix. */
    static byte[] after(byte[] prefix) {
        byte[] end = prefix.clone();
        for (int i = end.length - 1; i >= 0; i--) {
            if (++end[i] != 0) {
                return Arrays.copyOf(end, i + 1);
            }
        }
        throw new IllegalStateException("no key comes after the prefix");
    }
}
