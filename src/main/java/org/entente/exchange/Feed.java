package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
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
public final class Feed {
    /** The largest page, in objects. */
    public static final int MAX_LIMIT = 1000;

    /** Entries that one page may pass over looking for what the filter asks; then it ends early, with a cursor. */
    private static final int MAX_PASSED = 1_000_000;

    /** The same where the filter needs more of each entry than the feed's own records tell. */
    private static final int MAX_LOOKED_UP = 4096;

    private static final int CURSOR_BYTES = Long.BYTES + 16;

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
        private boolean needLookup() {
            return first || !exact.isEmpty();
        }

        private boolean name(String version) {
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
    private final FeedSecret secret;
    private final NoteSigner signer;
    private final long nowMicros;

    Feed(ContractEntry contract, Tables tables, Journal journal, FeedSecret secret, NoteSigner signer, long nowMicros) {
        this.contract = contract;
        this.tables = tables;
        this.journal = journal;
        this.secret = secret;
        this.signer = signer;
        this.nowMicros = nowMicros;
    }

    /** The contract that the feed carries out. */
    public ContractEntry contract() {
        return contract;
    }

    /** The contract's id, which is the collection's. */
    public UUID id() {
        return contract.contract().id();
    }

    /** Whether it may be read; the clock counts, so that nothing leaves after the end even before the journal says so. */
    public Access access() {
        return switch (contract.status()) {
            case CLOSED -> Access.CLOSED;
            case SUSPENDED -> over() ? Access.CLOSED : Access.SUSPENDED;
            case OPEN -> over() ? Access.CLOSED : Access.OPEN;
        };
    }

    private boolean over() {
        return contract.memorandum().memorandum().term().isOverAt(Micros.instant(nowMicros));
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

    /**
     * A page of live entries.
     *
     * @param next a cursor that an earlier page of the same filter gave, or null for the first page
     * @param limit the most items, at least one; more than {@link #MAX_LIMIT} counts as that
     * @throws Failure {@code INVALID} when the cursor is not of this feed and filter, or the limit is less than one
     */
    public Page page(Filter filter, @Nullable String next, int limit) {
        if (limit < 1) {
            throw new Failure(Failure.Code.INVALID, "A page has at least one item.", "parameter", "limit");
        }
        long size = size();
        long from = next == null ? firstAfter(filter.addedAfterMicros(), size) : opened(next, filter) + 1;
        int most = Math.min(limit, MAX_LIMIT);
        return filter.ids().isEmpty() ? scan(filter, from, size, most) : ofIds(filter, from, size, most);
    }

    private Page scan(Filter filter, long from, long size, int most) {
        List<Item> items = new ArrayList<>(Math.min(most, 128));
        long end = Math.min(size, from + (filter.versions().needLookup() ? MAX_LOOKED_UP : MAX_PASSED));
        long reached = 0;
        FeedBlock block = null;
        for (long number = from; number < end; number++) {
            int slot = (int) (number % FeedBlock.WIDTH);
            if (block == null || slot == 0) {
                block = tables.feedRecords(contract.number(), number / FeedBlock.WIDTH);
            }
            if (block == null) {
                break;
            }
            if (shows(filter, block, slot)) {
                if (items.size() == most) {
                    return full(items, filter);
                }
                items.add(item(number, block, slot));
            }
            reached = block.micros(slot);
        }
        return new Page(items, end < size ? cursor(end - 1, filter) : null, reached);
    }

    /** Only the entries of some ids: their numbers are known, so the feed is not walked. */
    private Page ofIds(Filter filter, long from, long size, int most) {
        List<Long> numbers = new ArrayList<>();
        for (StixId id : filter.ids()) {
            for (IdentifierEntry.Version version : tables.identifier(id).versions()) {
                IdentifierEntry.Shown shown = version.shownTo(contract.number());
                if (shown != null && shown.live() && shown.entry() >= from && shown.entry() < size) {
                    numbers.add(shown.entry());
                }
            }
        }
        numbers.sort(Comparator.naturalOrder());
        List<Item> items = new ArrayList<>();
        for (long number : numbers) {
            FeedBlock block = tables.feedRecords(contract.number(), number / FeedBlock.WIDTH);
            int slot = (int) (number % FeedBlock.WIDTH);
            if (block != null && shows(filter, block, slot)) {
                if (items.size() == most) {
                    return full(items, filter);
                }
                items.add(item(number, block, slot));
            }
        }
        return new Page(items, null, 0);
    }

    /** The page of these items where more follow. */
    private Page full(List<Item> items, Filter filter) {
        Item last = items.getLast();
        return new Page(items, cursor(last.entry(), filter), last.micros());
    }

    private static Item item(long number, FeedBlock block, int slot) {
        return new Item(number, block.micros(slot), block.about(slot), block.payload(slot));
    }

    private boolean shows(Filter filter, FeedBlock block, int slot) {
        Versions versions = filter.versions();
        boolean plain = versions.all() || (versions.last() && block.latest(slot));
        return block.live(slot)
                && (plain || versions.needLookup())
                && block.micros(slot) > filter.addedAfterMicros()
                && (filter.types().isEmpty()
                        || filter.types()
                                .contains(tables.facets(block.number(slot)).type()))
                && (plain || isAsked(versions, tables.object(block.about(slot))));
    }

    private boolean isAsked(Versions versions, ObjectEntry object) {
        if (versions.name(version(object))) {
            return true;
        }
        IdentifierEntry.Version first =
                versions.first() ? tables.identifier(object.id()).firstIn(contract.number()) : null;
        return first != null && first.text().equals(object.version());
    }

    /** Which object version an item of a page is. */
    public Label label(Item item) {
        ObjectEntry object = tables.object(item.object());
        return new Label(object.id(), version(object));
    }

    private String version(ObjectEntry object) {
        if (!object.version().isEmpty()) {
            return object.version();
        }
        IdentifierEntry.Version version = tables.identifier(object.id()).version("");
        IdentifierEntry.Shown shown = version == null ? null : version.shownTo(contract.number());
        if (shown == null) {
            throw new IllegalStateException("a feed has an object that it never showed");
        }
        return Micros.text(shown.firstMicros());
    }

    /** The number of the first entry that was added later: times rise strictly, so it is found by halving. */
    private long firstAfter(long micros, long size) {
        if (micros == Long.MIN_VALUE) {
            return 0;
        }
        long low = 0;
        long high = size;
        while (low < high) {
            long middle = (low + high) >>> 1;
            FeedBlock block = tables.feedRecords(contract.number(), middle / FeedBlock.WIDTH);
            if (block != null && block.micros((int) (middle % FeedBlock.WIDTH)) <= micros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private String cursor(long entry, Filter filter) {
        byte[] bytes = ByteBuffer.allocate(CURSOR_BYTES)
                .putLong(entry)
                .put(secret.seal(entry, filter.text()))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private long opened(String cursor, Filter filter) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw foreignCursor();
        }
        if (bytes.length != CURSOR_BYTES) {
            throw foreignCursor();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long entry = in.getLong();
        byte[] seal = new byte[in.remaining()];
        in.get(seal);
        if (!secret.sealed(entry, filter.text(), seal)) {
            throw foreignCursor();
        }
        return entry;
    }

    private static Failure foreignCursor() {
        return new Failure(
                Failure.Code.INVALID,
                "The value of next is not one that this collection gave for the same filters.",
                "parameter",
                "next");
    }

    /** Copies exactly the released bytes to the buffer. */
    public void copy(Item item, ByteBuffer target) {
        journal.read(item.payload(), target);
    }

    /** The checkpoint over all entries as a signed note (C2SP tlog-checkpoint). */
    public String checkpoint() {
        FeedHead head = tables.feedHead(contract.number());
        String text = new Checkpoint(signer.key().name(), head.size(), head.root()).text();
        return new String(signer.sign(text).bytes(), UTF_8);
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
            int length = gone(opening) ? 0 : opening.length;
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
        return gone(opening) ? null : opening;
    }

    /** A payload that was destroyed is zeros; an opening begins with a brace. */
    private static boolean gone(byte[] opening) {
        return opening.length == 0 || opening[0] == 0;
    }

    private boolean reaches(long n, int width) {
        return n >= 0
                && width >= 1
                && width <= FeedBlock.WIDTH
                && n <= (Long.MAX_VALUE - width) / FeedBlock.WIDTH
                && n * FeedBlock.WIDTH + width <= size();
    }
}
