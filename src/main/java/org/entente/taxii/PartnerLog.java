package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.entente.exchange.Command.LogEntry;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.entente.exchange.LogAhead;
import org.entente.exchange.Opening;
import org.jspecify.annotations.Nullable;

/** Reads the log of one feed from a partner's node. Nothing is checked here but the form; the exchange checks the rest. */
final class PartnerLog {
    /** The most entries by which a log may have grown since the last pull. */
    static final int MAX_GROWTH = 1 << 24;

    private static final int MAX_CHECKPOINT_BYTES = 64 * 1024;
    private static final int LENGTH_BYTES = 2;
    private static final int ENTRY_BYTES = 32;
    private static final int MAX_ENTRIES_BYTES = BundlePath.FULL * (LENGTH_BYTES + ENTRY_BYTES);
    private static final int MAX_OPENINGS_BYTES = BundlePath.FULL * (LENGTH_BYTES + Opening.MAX_BYTES);

    private final TaxiiClient client;
    private final String path;

    /** @param path of the log, with its trailing slash */
    PartnerLog(TaxiiClient client, String path) {
        this.client = client;
        this.path = path;
    }

    /** The signed note over the log's present size. */
    String checkpoint() {
        return new String(
                client.get(path + "checkpoint", Media.TEXT, MAX_CHECKPOINT_BYTES)
                        .body(),
                UTF_8);
    }

    /** The size that a checkpoint states on its second line; whether the note is genuine is checked with its root. */
    static long sizeOf(String checkpoint) {
        String[] lines = checkpoint.split("\n", 3);
        if (lines.length < 3 || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new Failure(Code.MISMATCH, "The partner's checkpoint states no size.");
        }
        return Long.parseLong(lines[1]);
    }

    /** Refuses a log that has grown by more than a pull takes in. */
    static void checkGrowth(long from, long to) {
        if (to - from > MAX_GROWTH) {
            throw new Failure(
                    Code.LIMIT,
                    "The partner's log has grown by more entries than one pull takes in.",
                    "max_entries",
                    Integer.toString(MAX_GROWTH));
        }
    }

    /** Reads the entries from one number up to another, exclusive, without their openings; the first begins a bundle. */
    LogAhead ahead(int height, long from, long to) {
        LogAhead ahead = new LogAhead(height, from);
        for (long n = from / BundlePath.FULL; n * BundlePath.FULL < to; n++) {
            BundlePath bundle = new BundlePath(n, (int) Math.min(BundlePath.FULL, to - n * BundlePath.FULL));
            for (byte[] entry : parts("tile/entries/", bundle, MAX_ENTRIES_BYTES)) {
                ahead.append(entry);
            }
        }
        return ahead;
    }

    /** The entries from one number up to another, exclusive, with their openings. */
    List<LogEntry> entries(long from, long to) {
        List<LogEntry> all = new ArrayList<>((int) (to - from));
        for (long n = from / BundlePath.FULL; n * BundlePath.FULL < to; n++) {
            BundlePath bundle = new BundlePath(n, (int) Math.min(BundlePath.FULL, to - n * BundlePath.FULL));
            List<LogEntry> entries = bundle(bundle);
            int held = (int) Math.max(0, from - n * BundlePath.FULL);
            all.addAll(entries.subList(held, entries.size()));
        }
        return all;
    }

    private List<LogEntry> bundle(BundlePath bundle) {
        List<byte[]> entries = parts("tile/entries/", bundle, MAX_ENTRIES_BYTES);
        List<byte[]> openings = parts("openings/", bundle, MAX_OPENINGS_BYTES);
        List<LogEntry> both = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            byte @Nullable [] opening = openings.get(i).length == 0 ? null : openings.get(i);
            both.add(new LogEntry(entries.get(i), opening));
        }
        return both;
    }

    /** The parts of a bundle, each preceded by its length; exactly as many as its path says. */
    private List<byte[]> parts(String folder, BundlePath bundle, int maxBytes) {
        ByteBuffer in = ByteBuffer.wrap(
                client.get(path + folder + bundle.text(), Media.BYTES, maxBytes).body());
        List<byte[]> parts = new ArrayList<>(bundle.width());
        for (int i = 0; i < bundle.width(); i++) {
            int length = in.remaining() < LENGTH_BYTES ? Integer.MAX_VALUE : Short.toUnsignedInt(in.getShort());
            if (length > in.remaining()) {
                throw new Failure(
                        Code.MISMATCH, "A bundle of the partner's log ends too early.", "bundle", bundle.text());
            }
            byte[] part = new byte[length];
            in.get(part);
            parts.add(part);
        }
        if (in.hasRemaining()) {
            throw new Failure(Code.MISMATCH, "A bundle of the partner's log is too long.", "bundle", bundle.text());
        }
        return parts;
    }
}
