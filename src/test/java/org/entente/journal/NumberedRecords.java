package org.entente.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Records whose content depends on their number alone, so that whoever finds one after a crash can tell if it is right. */
final class NumberedRecords {
    private static final int MAX_PAYLOAD = 4000;

    private NumberedRecords() {}

    /** Commits a group of one to four records, and adds them to those that were there. */
    static void commitGroup(Journal journal, List<JournalRecord> records) {
        Group group = journal.begin();
        List<JournalRecord> all = new ArrayList<>(records);
        append(group, all);
        group.commit();
        records.addAll(all.subList(records.size(), all.size()));
    }

    /** Appends one to four records to a group, and adds them to those before. */
    static void append(Group group, List<JournalRecord> records) {
        for (int i = (records.size() * 0x9E3779B9) >>> 30; i >= 0; i--) {
            int next = records.size();
            records.add(Sample.append(group, events(next), payloads(next), destroyed(next, records)));
        }
    }

    private static List<byte[]> events(int number) {
        int key = number % 40;
        return List.of(
                number % 5 == 4 ? Sample.delete("key" + key) : Sample.put("key" + key), Sample.put("n" + number));
    }

    private static List<Payload> payloads(int number) {
        Random random = new Random(number);
        List<Payload> payloads = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            byte[] bytes = new byte[1 + random.nextInt(MAX_PAYLOAD)];
            random.nextBytes(bytes);
            payloads.add(Payload.of(bytes));
        }
        return payloads;
    }

    /** Every third record destroys the first payload of one before it, sometimes of its own group. */
    private static List<PayloadRef> destroyed(int number, List<JournalRecord> records) {
        int victim = number - 1 - number % 7;
        return number % 3 == 2 && victim >= 0
                ? List.of(records.get(victim).payloads().getFirst())
                : List.of();
    }

    /** Fails unless these are the records of their numbers, with destroyed payloads gone and all others there. */
    static void verify(Journal journal, List<JournalRecord> records, String where) {
        Set<PayloadRef> destroyed = new HashSet<>();
        for (int i = 0; i < records.size(); i++) {
            assertEquals(destroyed(i, records), records.get(i).destroyed(), where);
            destroyed.addAll(records.get(i).destroyed());
        }
        for (int i = 0; i < records.size(); i++) {
            JournalRecord record = records.get(i);
            List<byte[]> events = events(i);
            assertEquals(events.size(), record.events().size(), where);
            for (int e = 0; e < events.size(); e++) {
                assertArrayEquals(events.get(e), record.events().get(e), where);
            }
            assertNotNull(journal.committed().get(Sample.THINGS, ("n" + i).getBytes(UTF_8)));
            verifyPayloads(journal, record, payloads(i), destroyed, where);
        }
    }

    private static void verifyPayloads(
            Journal journal, JournalRecord record, List<Payload> written, Set<PayloadRef> destroyed, String where) {
        assertEquals(written.size(), record.payloads().size(), where);
        for (int i = 0; i < written.size(); i++) {
            PayloadRef ref = record.payloads().get(i);
            byte[] expected = destroyed.contains(ref)
                    ? new byte[ref.length()]
                    : written.get(i).bytes();
            assertArrayEquals(expected, journal.read(ref), where);
            assertArrayEquals(written.get(i).sha256(), record.payloadHashes().get(i), where);
        }
    }
}
