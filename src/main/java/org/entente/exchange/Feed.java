package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.entente.exchange.State.ContractEntry;
import org.entente.journal.Journal;
import org.entente.journal.PayloadRef;
import org.entente.merkle.Checkpoint;
import org.entente.merkle.NoteSigner;
import org.entente.stix.StixId;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * A feed that this node gives, for reading: a TAXII collection and a Merkle log at once. Reading writes nothing and asks the
 * writer thread nothing; what is read is what was durable when the call began. Safe for many threads.
 */
public final class Feed implements ObjectSequence {
    /** The largest page, in objects. */
    public static final int MAX_LIMIT = 1000;

    /** Of a hash, for the tag of a page: no two pages of a feed ever share so much by chance. */
    private static final int TAG_BYTES = 16;

    /** Whether objects and log of the feed may be read now. */
    public enum Access {
        /** Objects and log may be read. */
        OPEN,
        /** Nothing may be read (release.md rule 14). */
        SUSPENDED,
        /** The log may be read, objects no longer. */
        CLOSED
    }

    /**
     * Which versions of its objects a page asks for (TAXII 2.1 section 3.4.1, {@code match[version]}): those for which any of
     * these holds. Only live versions count, so an object's first and last version are the earliest and the newest that the
     * feed shows now.
     *
     * @param exact versions that are these instants, valid timestamps of STIX, in any number of digits
     */
    public record Versions(boolean all, boolean first, boolean last, List<String> exact) {
        public static final Versions ALL = new Versions(true, false, false, List.of());
        public static final Versions LAST = new Versions(false, false, true, List.of());

        public Versions {
            exact = exact.stream().sorted(StixTimestamp::compare).toList();
        }

        /** Whether an entry's own record does not tell whether it is wanted. */
        boolean needLookup() {
            return first || !exact.isEmpty();
        }

        boolean name(String version) {
            return Collections.binarySearch(exact, version, StixTimestamp::compare) >= 0;
        }
    }

    /**
     * What a page asks for; all parts must hold.
     *
     * @param addedAfterMicros only entries added later than this; {@link Long#MIN_VALUE} for all
     * @param ids only these objects; empty for all
     * @param types only objects of these types; empty for all
     * @param versions only these versions
     */
    public record Filter(long addedAfterMicros, Set<StixId> ids, Set<String> types, Versions versions) {
        public static final Filter NONE = new Filter(Long.MIN_VALUE, Set.of(), Set.of(), Versions.LAST);

        /** The same text for the same filter, to seal cursors with. */
        String text() {
            return addedAfterMicros + "|"
                    + ids.stream().map(StixId::value).sorted().toList() + "|"
                    + types.stream().sorted().toList() + "|" + versions;
        }
    }

    /**
     * One released object version. {@code length} is the number of its bytes.
     *
     * @param micros {@code date_added}
     * @param object what this node knows the object by; it counts what no partner may count, so it is shown to none
     */
    public record Item(long entry, long micros, long object, PayloadRef payload) {
        public int length() {
            return payload.length();
        }
    }

    /**
     * Which object version an item is.
     *
     * @param version {@code modified}, else {@code created}, both as written, else when it was first shown in this feed
     *     (release.md rule 16)
     */
    public record Label(StixId id, String version) {}

    /**
     * Items in the order of their entries.
     *
     * @param next the cursor of the next page, or null when there was no more
     * @param reachedMicros {@code date_added} of the last entry that was looked at: where to go on after a page that ended
     *     early without an item
     */
    public record Page(List<Item> items, @Nullable String next, long reachedMicros) {
        /** The page of a filter that fits nothing. */
        public static final Page NOTHING = new Page(List.of(), null, 0);

        /**
         * The same text for the same entries and cursor of one feed, and so for the same bytes, since an entry's bytes never
         * change. It is made of nothing but what the page and the log tell anyway.
         */
        public String tag() {
            byte[] cursor = next == null ? new byte[0] : next.getBytes(UTF_8);
            ByteBuffer seen = ByteBuffer.allocate((items.size() + 2) * Long.BYTES + cursor.length);
            for (Item item : items) {
                seen.putLong(item.entry());
            }
            // The times tell this feed from another one that might begin anew under the same address.
            seen.putLong(items.isEmpty() ? 0 : items.getFirst().micros());
            seen.putLong(items.isEmpty() ? 0 : items.getLast().micros());
            byte[] hash = Opening.sha256(seen.put(cursor).array());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, TAG_BYTES));
        }
    }

    private final ContractEntry contract;
    private final Tables tables;
    private final Journal journal;
    private final Sequence sequence;
    private final NoteSigner signer;
    private final NoteSigner notices;
    private final long nowMicros;

    /**
     * @param signer signs checkpoints
     * @param notices signs notices
     */
    Feed(
            ContractEntry contract,
            Tables tables,
            Journal journal,
            FeedSecret secret,
            NoteSigner signer,
            NoteSigner notices,
            long nowMicros) {
        this.contract = contract;
        this.tables = tables;
        this.journal = journal;
        this.sequence = new Sequence(contract.number(), tables, journal, secret);
        this.signer = signer;
        this.notices = notices;
        this.nowMicros = nowMicros;
    }

    /** The contract that the feed carries out. */
    public ContractEntry contract() {
        return contract;
    }

    /** The contract's id, which is the collection's. */
    @Override
    public UUID id() {
        return contract.contract().id();
    }

    /** Whether it may be read; the clock counts, so that nothing leaves after the end even before the journal says so. */
    public Access access() {
        return switch (contract.statusAt(nowMicros)) {
            case CLOSED -> Access.CLOSED;
            case SUSPENDED -> Access.SUSPENDED;
            case OPEN -> Access.OPEN;
        };
    }

    /** Number of entries. */
    public long size() {
        return tables.feedHead(contract.number()).size();
    }

    /** Number of entries that still stand. */
    public long live() {
        return tables.feedHead(contract.number()).live();
    }

    /** The root of the tree over all entries, 32 bytes. */
    public byte[] root() {
        return tables.feedHead(contract.number()).root();
    }

    @Override
    public Page page(Filter filter, @Nullable String next, int limit) {
        return sequence.page(filter, next, limit);
    }

    @Override
    public Label label(Item item) {
        return sequence.label(item);
    }

    @Override
    public void copy(Item item, ByteBuffer target) {
        sequence.copy(item, target);
    }

    /** The checkpoint over all entries as a signed note (C2SP tlog-checkpoint). */
    public String checkpoint() {
        FeedHead head = tables.feedHead(contract.number());
        String text = new Checkpoint(signer.key().name(), head.size(), head.root()).text();
        return new String(signer.sign(text).bytes(), UTF_8);
    }

    /** Stands for the entry that began the suspension. */
    public static final long SINCE_SUSPENDED = -1;

    /**
     * While the feed is suspended, what its log recalls from that entry on, as a signed {@link Notice}; null when it is not
     * suspended, and when the log does not reach so far.
     *
     * @param from number of an entry, or {@link #SINCE_SUSPENDED}
     */
    public @Nullable String notice(long from) {
        if (access() != Access.SUSPENDED) {
            return null;
        }
        long size = size();
        long first = from == SINCE_SUSPENDED ? suspendedAt(size) : from;
        if (first < 0 || first > size) {
            return null;
        }
        return recalls(first, size).signed(notices);
    }

    /** What entries recall from that one on, as far as one notice goes. */
    private Notice recalls(long first, long size) {
        List<Long> recalled = new ArrayList<>();
        FeedBlock block = null;
        long to = first;
        while (to < size && to - first < Notice.MAX_ENTRIES && recalled.size() < Notice.MAX_NUMBERS) {
            int slot = (int) (to % FeedBlock.WIDTH);
            if (block == null || slot == 0) {
                block = tables.holding(contract.number(), to);
            }
            if (block.kind(slot) == EntryKind.WITHDRAWN) {
                recalled.add(block.about(slot));
            }
            to++;
        }
        return new Notice(notices.key().name(), first, to, size, recalled);
    }

    /** Number of the entry that began the suspension; none where the log says by now that it is over. */
    private long suspendedAt(long size) {
        FeedBlock block = null;
        for (long number = size - 1; number >= 0; number--) {
            int slot = (int) (number % FeedBlock.WIDTH);
            if (block == null || slot == FeedBlock.WIDTH - 1) {
                block = tables.holding(contract.number(), number);
            }
            switch (block.kind(slot)) {
                case SUSPENDED -> {
                    return number;
                }
                case RESUMED, CLOSED -> {
                    return Event.NONE;
                }
                case RELEASED, RESTATED, WITHDRAWN, TERMS_CHANGED -> {}
            }
        }
        return Event.NONE;
    }

    /** The key that checks notices, as a C2SP verifier key: the same key under another name. */
    public String noticeVerifierKey() {
        return notices.key().text();
    }

    /** The key that checks the checkpoint, as a C2SP verifier key. */
    public String verifierKey() {
        return signer.key().text();
    }

    /**
     * Entries {@code n·256} and on as a C2SP entry bundle.
     *
     * @param width 256 for a full bundle, less for a partial one
     * @return null when the feed has not so many entries
     */
    public byte @Nullable [] entryBundle(long n, int width) {
        if (!reaches(n, width)) {
            return null;
        }
        byte[] entries = tables.feedEntries(contract.number(), n);
        if (entries == null) {
            return null;
        }
        ByteBuffer bundle = ByteBuffer.allocate(width * (2 + FeedBlock.ENTRY_BYTES));
        for (int slot = 0; slot < width; slot++) {
            bundle.putShort((short) FeedBlock.ENTRY_BYTES)
                    .put(entries, slot * FeedBlock.ENTRY_BYTES, FeedBlock.ENTRY_BYTES);
        }
        return bundle.array();
    }

    /** The openings of the same entries: for each a big-endian length of 16 bits and the bytes; length 0 where it is gone. */
    public byte @Nullable [] openingBundle(long n, int width) {
        FeedBlock block = reaches(n, width) ? tables.feedRecords(contract.number(), n) : null;
        if (block == null) {
            return null;
        }
        ByteArrayOutputStream bundle = new ByteArrayOutputStream(width * 480);
        for (int slot = 0; slot < width; slot++) {
            byte[] opening = journal.read(block.opening(slot));
            int length = Destroying.isGone(opening) ? 0 : opening.length;
            bundle.write(length >>> 8);
            bundle.write(length);
            bundle.write(opening, 0, length);
        }
        return bundle.toByteArray();
    }

    /** The opening of one entry; null alike for one that is gone and one that never was. */
    public byte @Nullable [] opening(long number) {
        FeedBlock block =
                number >= 0 && number < size() ? tables.feedRecords(contract.number(), number / FeedBlock.WIDTH) : null;
        if (block == null) {
            return null;
        }
        byte[] opening = journal.read(block.opening((int) (number % FeedBlock.WIDTH)));
        return Destroying.isGone(opening) ? null : opening;
    }

    private boolean reaches(long n, int width) {
        return n >= 0
                && width >= 1
                && width <= FeedBlock.WIDTH
                && n <= (Long.MAX_VALUE - width) / FeedBlock.WIDTH
                && n * FeedBlock.WIDTH + width <= size();
    }
}
