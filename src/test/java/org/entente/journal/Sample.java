package org.entente.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.entente.journal.Journal.Workings;

/**
 * A small use of the journal for the tests: each event is "put" or "del" and a key; payloads are indexed by their record.
 * What an event does depends on what the views hold, so that a replay in another order or from another state would show.
 */
final class Sample {
    static final View THINGS = new View("things");
    static final View PLACES = new View("places");
    static final List<View> VIEWS = List.of(THINGS, PLACES);
    static final Applier APPLIER = Sample::apply;
    /** Small, so that tests cross segments often. */
    static final long SEGMENT_BYTES = 16384;

    static final Workings SMALL = new Workings(SEGMENT_BYTES, Disk.REAL, _ -> {});

    private Sample() {}

    static Journal open(Path directory) {
        return Journal.open(directory, VIEWS, APPLIER, SMALL);
    }

    static Journal open(Path directory, Disk disk) {
        return Journal.open(directory, VIEWS, APPLIER, new Workings(SEGMENT_BYTES, disk, _ -> {}));
    }

    private static void apply(JournalRecord record, ViewWriter views) {
        for (byte[] event : record.events()) {
            String text = new String(event, UTF_8);
            byte[] key = text.substring(4).getBytes(UTF_8);
            if (text.startsWith("del ")) {
                views.delete(THINGS, key);
            } else {
                byte[] old = views.get(THINGS, key);
                views.put(
                        THINGS,
                        key,
                        longs(
                                record.address(),
                                old == null ? 1 : ByteBuffer.wrap(old).getLong(8) + 1));
            }
        }
        for (int i = 0; i < record.payloads().size(); i++) {
            PayloadRef ref = record.payloads().get(i);
            views.put(PLACES, longs(record.address(), i), longs(ref.address(), ref.length()));
        }
    }

    static byte[] longs(long first, long second) {
        return ByteBuffer.allocate(16).putLong(first).putLong(second).array();
    }

    static byte[] put(String key) {
        return ("put " + key).getBytes(UTF_8);
    }

    static byte[] delete(String key) {
        return ("del " + key).getBytes(UTF_8);
    }

    static Payload payload(String text) {
        return Payload.of(text.getBytes(UTF_8));
    }

    /** Appends to a group and applies, as the writer of a node does. */
    static JournalRecord append(Group group, List<byte[]> events, List<Payload> payloads, List<PayloadRef> destroy) {
        JournalRecord record = group.append(events, payloads, destroy);
        apply(record, group);
        return record;
    }

    /** Commits one record in a group of its own. */
    static JournalRecord commit(Journal journal, List<byte[]> events, List<Payload> payloads, PayloadRef... destroy) {
        Group group = journal.begin();
        JournalRecord record = append(group, events, payloads, List.of(destroy));
        group.commit();
        return record;
    }

    /** A record of up to three events and four payloads of up to {@code maxPayload} bytes. */
    static JournalRecord appendRandom(Group group, Random random, int maxPayload) {
        List<byte[]> events = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String key = "key" + random.nextInt(50);
            events.add(random.nextInt(3) == 0 ? delete(key) : put(key));
        }
        List<Payload> payloads = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            byte[] bytes = new byte[random.nextInt(maxPayload + 1)];
            random.nextBytes(bytes);
            payloads.add(Payload.of(bytes));
        }
        return append(group, events, payloads, List.of());
    }

    static List<JournalRecord> records(Journal journal) {
        List<JournalRecord> records = new ArrayList<>();
        journal.replay(0, records::add);
        return records;
    }
}
