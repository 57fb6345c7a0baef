package org.entente.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a journal at rest: every record and payload of the log, every destruction, and the views against a replay from
 * nothing. It changes neither log nor views. What the next opening will complete by itself is no problem: a torn tail that
 * was never acknowledged, views that lag behind the log, payloads whose destruction the views have not passed yet.
 */
public final class Fsck {
    private final Log log;
    private final List<String> problems;
    /** Which record destroys a payload. */
    private final Map<PayloadRef, Long> destroyers = new HashMap<>();

    private final Set<PayloadRef> unmatched = new HashSet<>();
    private long records;
    private long payloads;

    /**
     * What a check found.
     *
     * @param records how many the log holds
     * @param payloads how many they have, the destroyed ones included
     * @param destroyedPayloads how many of them were destroyed
     * @param problems a sentence each, with file and offset; empty if the journal is sound
     * @param viewDigests the SHA-256 of each view after a replay of the whole log, as {@link Journal#digests} gives them;
     *     empty if the log is too damaged to replay
     */
    public record Report(
            long records,
            long payloads,
            long destroyedPayloads,
            List<String> problems,
            Map<String, String> viewDigests) {
        public Report {
            problems = List.copyOf(problems);
            viewDigests = Map.copyOf(viewDigests);
        }

        public boolean sound() {
            return problems.isEmpty();
        }
    }

    private Fsck(Log log, List<String> problems) {
        this.log = log;
        this.problems = problems;
    }

    /**
     * Checks the journal in a directory that no process has open.
     *
     * @param views all views, as they are given to {@link Journal#open}
     * @param applier the one that the journal is opened with
     * @param scratch a folder for the replay; a folder {@code views} in it is deleted before and after
     * @throws JournalException with {@code LOCKED}, {@code UNSUPPORTED_PLATFORM} or {@code IO}; damage is reported, not thrown
     */
    public static Report check(Path directory, List<View> views, Applier applier, Path scratch) {
        List<String> problems = new ArrayList<>();
        try (DirectoryLock _ = DirectoryLock.take(directory)) {
            NativeLibrary.load(directory.resolve("lib"));
            try (Log log = Log.openToCheck(directory.resolve("journal"))) {
                if (log == null) {
                    problems.add("The directory holds no journal.");
                    return new Report(0, 0, 0, problems, Map.of());
                }
                return new Fsck(log, problems).report(directory.resolve("views"), views, applier, scratch);
            }
        } catch (IOException e) {
            throw JournalException.io(directory, e);
        } catch (JournalException e) {
            note(problems, e);
            return new Report(0, 0, 0, problems, Map.of());
        }
    }

    /** Notes what damage says; throws again what is none. */
    private static void note(List<String> problems, JournalException e) {
        switch (e.code()) {
            case CORRUPT, VERSION ->
                problems.add(
                        e.offset() == JournalException.NO_OFFSET
                                ? e.getMessage() + " (" + e.path() + ")"
                                : e.getMessage() + " (" + e.path() + ", offset " + e.offset() + ")");
            case LOCKED, IO, CLOSED, UNSUPPORTED_PLATFORM, LIMIT -> throw e;
        }
    }

    private void problem(String sentence, long address) {
        Segment segment = log.segmentAt(address);
        problems.add(sentence + " (" + segment.path() + ", offset " + (address - segment.base()) + ")");
    }

    private Report report(Path viewsFolder, List<View> views, Applier applier, Path scratch) throws IOException {
        try (Index present = openViews(viewsFolder, views)) {
            Watermark watermark = present == null ? Watermark.START : checkedWatermark(present);
            long cut = findCut(watermark);
            collectDestroyers(cut);
            long end = checkRecords(cut, watermark.next());
            Map<String, String> digests = end < 0 ? Map.of() : replay(present, watermark, end, views, applier, scratch);
            return new Report(records, payloads, destroyers.size(), problems, digests);
        }
    }

    private @Nullable Index openViews(Path folder, List<View> views) {
        try {
            return Index.openToCheck(folder, views, log.id());
        } catch (JournalException e) {
            note(problems, e);
            return null;
        }
    }

    private Watermark checkedWatermark(Index present) {
        Watermark watermark = present.watermark();
        try {
            Recovery.checkWatermark(log, watermark);
        } catch (JournalException e) {
            note(problems, e);
        }
        return watermark;
    }

    /** Where the next opening would cut a torn tail; beyond everything if it would not. */
    private long findCut(Watermark watermark) throws IOException {
        try {
            long bad = Recovery.firstBad(log, watermark);
            return bad >= 0 && Recovery.isTorn(log, bad) ? bad : Long.MAX_VALUE;
        } catch (JournalException e) {
            note(problems, e);
            return Long.MAX_VALUE;
        }
    }

    private void collectDestroyers(long cut) {
        Cursor cursor = new Cursor(log, 0, cut);
        boolean goesOn = true;
        while (goesOn) {
            switch (cursor.next()) {
                case Cursor.Found.Valid(var head) -> {
                    for (PayloadRef ref : log.record(head).destroyed()) {
                        destroyers.putIfAbsent(ref, head.address());
                    }
                }
                case Cursor.Found.Damaged _ -> goesOn = cursor.skipDamage();
                case Cursor.Found.End _ -> goesOn = false;
            }
        }
        unmatched.addAll(destroyers.keySet());
    }

    /** Returns where the log ends, or -1 if it cannot be replayed to its end. */
    private long checkRecords(long cut, long applied) throws IOException {
        Cursor cursor = new Cursor(log, 0, cut);
        boolean whole = true;
        while (true) {
            switch (cursor.next()) {
                case Cursor.Found.Valid(var head) -> checkRecord(head, applied);
                case Cursor.Found.Damaged(var address) -> {
                    problem("A record is damaged, or one is missing here.", address);
                    whole = false;
                    if (!cursor.skipDamage()) {
                        return -1;
                    }
                }
                case Cursor.Found.End(var address) -> {
                    checkEnd(address, cut, whole);
                    return whole ? address : -1;
                }
            }
        }
    }

    private void checkEnd(long address, long cut, boolean whole) throws IOException {
        if (whole) {
            unmatched.forEach(ref -> problem("A record destroys what is no payload.", ref.address()));
        }
        Segment last = log.last();
        if (cut == Long.MAX_VALUE && last.firstNonZero(address - last.base()) < last.capacity()) {
            problem("Bytes that are no record stand behind the last one.", address);
        }
    }

    private void checkRecord(RecordFormat.Head head, long applied) {
        Segment segment = log.segmentAt(head.address());
        JournalRecord record = log.record(head);
        records++;
        payloads += record.payloads().size();
        if (!RecordFormat.paddingIsZero(segment.map(), segment.base(), record, head)) {
            problem("The bytes that fill a record up are not zero.", head.address());
        }
        for (int i = 0; i < record.payloads().size(); i++) {
            checkPayload(
                    segment, record.payloads().get(i), record.payloadHashes().get(i), applied);
        }
    }

    private void checkPayload(Segment segment, PayloadRef ref, byte[] hash, long applied) {
        unmatched.remove(ref);
        var bytes = segment.map().asSlice(ref.address() - segment.base(), ref.length());
        Long destroyer = destroyers.get(ref);
        if (destroyer == null) {
            MessageDigest sha256 = Payload.newSha256();
            sha256.update(bytes.asByteBuffer());
            if (!MessageDigest.isEqual(sha256.digest(), hash)) {
                problem("A payload differs from its hash.", ref.address());
            }
        } else if (destroyer < applied && !RecordFormat.isZero(bytes)) {
            problem("A destroyed payload still has bytes.", ref.address());
        }
    }

    /** Replays into the scratch folder, comparing with the present views where these stand. */
    private Map<String, String> replay(
            @Nullable Index present, Watermark watermark, long end, List<View> views, Applier applier, Path scratch)
            throws IOException {
        Path folder = scratch.resolve("views");
        PrivateFiles.deleteTree(folder);
        try (Index replayed = Index.open(folder, views, log.id())) {
            if (present != null) {
                Journal.replay(log, replayed, watermark.next(), applier);
                compare(present, replayed.digests());
            }
            Journal.replay(log, replayed, end, applier);
            return replayed.digests();
        } finally {
            PrivateFiles.deleteTree(folder);
        }
    }

    private void compare(Index present, Map<String, String> replayed) {
        try {
            Map<String, String> found = present.digests();
            replayed.forEach((view, digest) -> {
                if (!digest.equals(found.get(view))) {
                    problems.add("A view differs from what replay builds. (" + view + ")");
                }
            });
        } catch (JournalException e) {
            note(problems, e);
        }
    }
}
