package org.entente.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.entente.journal.JournalException.Code;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The views in RocksDB: a column family each, and the journal's own, which holds three keys.
 *
 * <pre>
 *   "format"     version (4)
 *   "journal"    id of the journal whose views these are (16)
 *   "watermark"  next address (8), address of the last applied record (8), its CRC32C (4)
 * </pre>
 *
 * <p>RocksDB's own log is off: after a crash the views are those of the last flush, and all column families are flushed
 * together, so the watermark is always that of the views beside it.
 */
final class Index implements ViewStore {
    /** Every RocksDB has a column family of this name. */
    static final String OWN_COLUMN_FAMILY = "default";

    static final int FORMAT = 1;
    /** Memory for blocks of the views that were read lately, in bytes. */
    static final long BLOCK_CACHE_BYTES = 64L << 20;
    /** Memory for changes of all views together before they are flushed, in bytes. */
    static final long WRITE_BUFFER_BYTES = 64L << 20;
    /** The bits that a Bloom filter spends on a key: about one look in a hundred is in vain. */
    static final double BLOOM_BITS = 10;

    /** The part of a write buffer that goes to its own Bloom filter. */
    static final double MEMTABLE_BLOOM_RATIO = 0.005;

    /** Keys that one thread reads at once; where there are more, several threads read. */
    private static final int KEYS_AT_ONCE = 256;

    private static final int KEPT_LOG_FILES = 2;
    private static final int BACKGROUND_JOBS = 2;
    private static final int WRITE_BUFFERS = 4;
    private static final byte[] FORMAT_KEY = "format".getBytes(US_ASCII);
    private static final byte[] JOURNAL_KEY = "journal".getBytes(US_ASCII);
    private static final byte[] WATERMARK_KEY = "watermark".getBytes(US_ASCII);

    private final Path folder;
    private final Gate gate = new Gate();
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final WriteOptions writeOptions;
    private final RocksDB database;
    private final List<ColumnFamilyHandle> handles = new ArrayList<>();
    private final Map<View, ColumnFamilyHandle> families = new HashMap<>();

    private Index(Path folder, List<View> views, boolean readOnly) throws RocksDBException {
        this.folder = folder;
        try {
            writeOptions = keep(new WriteOptions()).setDisableWAL(true);
            ColumnFamilyOptions familyOptions = familyOptions();
            List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
            descriptors.add(new ColumnFamilyDescriptor(OWN_COLUMN_FAMILY.getBytes(US_ASCII), familyOptions));
            for (View view : views) {
                descriptors.add(new ColumnFamilyDescriptor(view.name().getBytes(US_ASCII), familyOptions));
            }
            DBOptions options = databaseOptions();
            database = readOnly
                    ? RocksDB.openReadOnly(options, folder.toString(), descriptors, handles)
                    : RocksDB.open(options, folder.toString(), descriptors, handles);
        } catch (RocksDBException | RuntimeException e) {
            closeResources();
            throw e;
        }
        for (int i = 0; i < views.size(); i++) {
            families.put(views.get(i), handles.get(i + 1));
        }
    }

    /** Opens the views of the journal in that directory as {@link #open} does, loading RocksDB first. */
    static Index openIn(Path directory, List<View> views, byte[] journalId) throws IOException {
        NativeLibrary.load(directory.resolve("lib"));
        return open(directory.resolve("views"), views, journalId);
    }

    /**
     * Opens the views, creating them where there are none. Views that lack one of those asked for are deleted, to be
     * rebuilt whole by replay: a new view must see the past too.
     *
     * @throws JournalException with {@code VERSION}, {@code CORRUPT} or {@code IO}
     */
    static Index open(Path folder, List<View> views, byte[] journalId) {
        try {
            Set<String> present = columnFamilies(folder);
            refuseUnknown(folder, present, views);
            if (!present.isEmpty() && present.size() < views.size() + 1) {
                PrivateFiles.deleteTree(folder);
            }
            PrivateFiles.createFolder(folder);
            Index index = new Index(folder, views, false);
            index.checkOrStamp(journalId);
            return index;
        } catch (IOException e) {
            throw JournalException.io(folder, e);
        } catch (RocksDBException e) {
            throw failure(folder, e);
        }
    }

    /** Opens the views to be looked at only; null where there are none, or not all of those asked for. */
    static @Nullable Index openToCheck(Path folder, List<View> views, byte[] journalId) {
        try {
            Set<String> present = columnFamilies(folder);
            refuseUnknown(folder, present, views);
            if (present.size() < views.size() + 1) {
                return null;
            }
            Index index = new Index(folder, views, true);
            index.checkOwn(journalId);
            return index;
        } catch (RocksDBException e) {
            throw failure(folder, e);
        }
    }

    private static Set<String> columnFamilies(Path folder) throws RocksDBException {
        Set<String> names = new HashSet<>();
        if (Files.exists(folder.resolve("CURRENT"))) {
            try (Options options = new Options()) {
                for (byte[] name : RocksDB.listColumnFamilies(options, folder.toString())) {
                    names.add(new String(name, US_ASCII));
                }
            }
        }
        return names;
    }

    private static void refuseUnknown(Path folder, Set<String> present, List<View> views) {
        Set<String> unknown = new HashSet<>(present);
        unknown.remove(OWN_COLUMN_FAMILY);
        views.forEach(view -> unknown.remove(view.name()));
        if (!unknown.isEmpty()) {
            throw new JournalException(
                    Code.VERSION, "The directory holds views that this version does not know.", folder);
        }
    }

    private ColumnFamilyOptions familyOptions() {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(keep(new LRUCache(BLOCK_CACHE_BYTES)))
                .setFilterPolicy(keep(new BloomFilter(BLOOM_BITS)));
        return keep(new ColumnFamilyOptions())
                .setTableFormatConfig(table)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setMaxWriteBufferNumber(WRITE_BUFFERS)
                // Most keys that a new object asks for are not there; the filter says so without a search.
                .setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_RATIO)
                .setMemtableWholeKeyFiltering(true)
                // Keys come in random order: merging runs of like size writes each of them less often than levels do.
                .setCompactionStyle(CompactionStyle.UNIVERSAL)
                .setCompactionOptionsUniversal(
                        keep(new org.rocksdb.CompactionOptionsUniversal().setAllowTrivialMove(true)))
                // The views take a fifth of what the journal takes and can be rebuilt: not worth the processor.
                .setCompressionType(CompressionType.NO_COMPRESSION);
    }

    private DBOptions databaseOptions() {
        return keep(new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setAtomicFlush(true)
                .setDbWriteBufferSize(WRITE_BUFFER_BYTES)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setAllowConcurrentMemtableWrite(false)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setKeepLogFileNum(KEPT_LOG_FILES)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setSkipStatsUpdateOnDbOpen(true);
    }

    private <T extends AutoCloseable> T keep(T resource) {
        resources.add(resource);
        return resource;
    }

    private void checkOrStamp(byte[] journalId) throws RocksDBException {
        try {
            if (database.get(FORMAT_KEY) != null) {
                checkOwn(journalId);
                return;
            }
            try (WriteBatch batch = new WriteBatch()) {
                batch.put(
                        FORMAT_KEY,
                        ByteBuffer.allocate(Integer.BYTES).putInt(FORMAT).array());
                batch.put(JOURNAL_KEY, journalId);
                batch.put(WATERMARK_KEY, Watermark.START.toBytes());
                database.write(writeOptions, batch);
            }
        } catch (RocksDBException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void checkOwn(byte[] journalId) throws RocksDBException {
        byte[] format = database.get(FORMAT_KEY);
        if (format == null) {
            return;
        }
        if (ByteBuffer.wrap(format).getInt() != FORMAT) {
            throw new JournalException(Code.VERSION, "The views have a format that this version cannot read.", folder);
        }
        if (!Arrays.equals(journalId, database.get(JOURNAL_KEY))) {
            throw new JournalException(Code.CORRUPT, "The views belong to another journal.", folder);
        }
    }

    @Override
    public Watermark watermark() {
        long stamp = gate.enter();
        try {
            byte[] bytes = database.get(WATERMARK_KEY);
            return bytes == null ? Watermark.START : Watermark.of(bytes);
        } catch (RocksDBException e) {
            throw failure(folder, e);
        } finally {
            gate.leave(stamp);
        }
    }

    @Override
    public byte @Nullable [] get(View view, byte[] key) {
        ColumnFamilyHandle family = family(view);
        long stamp = gate.enter();
        try {
            return database.get(family, key);
        } catch (RocksDBException e) {
            throw failure(folder, e);
        } finally {
            gate.leave(stamp);
        }
    }

    @Override
    public List<byte @Nullable []> get(View view, List<byte[]> keys) {
        ColumnFamilyHandle family = family(view);
        if (keys.size() <= KEYS_AT_ONCE) {
            return get(family, keys);
        }
        int pieces = Math.ceilDiv(keys.size(), KEYS_AT_ONCE);
        List<List<byte @Nullable []>> values = IntStream.range(0, pieces)
                .parallel()
                .mapToObj(i -> keys.subList(i * KEYS_AT_ONCE, Math.min((i + 1) * KEYS_AT_ONCE, keys.size())))
                .map(piece -> get(family, piece))
                .toList();
        List<byte @Nullable []> all = new ArrayList<>(keys.size());
        values.forEach(all::addAll);
        return all;
    }

    private List<byte @Nullable []> get(ColumnFamilyHandle family, List<byte[]> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        long stamp = gate.enter();
        try {
            return new ArrayList<byte @Nullable []>(
                    database.multiGetAsList(Collections.nCopies(keys.size(), family), keys));
        } catch (RocksDBException e) {
            throw failure(folder, e);
        } finally {
            gate.leave(stamp);
        }
    }

    @Override
    public void scan(View view, byte[] from, byte[] to, Visitor visitor) {
        ColumnFamilyHandle family = family(view);
        long stamp = gate.enter();
        try (ReadOptions options = new ReadOptions();
                Slice upper = to.length == 0 ? null : new Slice(to)) {
            if (upper != null) {
                options.setIterateUpperBound(upper);
            }
            try (RocksIterator entries = database.newIterator(family, options)) {
                entries.seek(from);
                while (entries.isValid() && visitor.visit(entries.key(), entries.value())) {
                    entries.next();
                }
                entries.status();
            }
        } catch (RocksDBException e) {
            throw failure(folder, e);
        } finally {
            gate.leave(stamp);
        }
    }

    private ColumnFamilyHandle family(View view) {
        ColumnFamilyHandle family = families.get(view);
        if (family == null) {
            throw new IllegalArgumentException("The journal was opened without this view.");
        }
        return family;
    }

    @Override
    public void requireKnown(View view) {
        family(view);
    }

    @Override
    public void write(PendingViews changes, Watermark watermark) {
        long stamp = gate.enter();
        try (WriteBatch batch = new WriteBatch()) {
            for (Map.Entry<View, Map<PendingViews.Key, byte[]>> view :
                    changes.changes().entrySet()) {
                ColumnFamilyHandle family = family(view.getKey());
                for (Map.Entry<PendingViews.Key, byte[]> change :
                        view.getValue().entrySet()) {
                    if (PendingViews.isDeletion(change.getValue())) {
                        batch.delete(family, change.getKey().bytes());
                    } else {
                        batch.put(family, change.getKey().bytes(), change.getValue());
                    }
                }
            }
            batch.put(WATERMARK_KEY, watermark.toBytes());
            database.write(writeOptions, batch);
        } catch (RocksDBException e) {
            throw failure(folder, e);
        } finally {
            gate.leave(stamp);
        }
    }

    @Override
    public void flush(boolean wait) {
        long stamp = gate.enter();
        try (FlushOptions options = new FlushOptions().setWaitForFlush(wait).setAllowWriteStall(true)) {
            database.flush(options, handles);
        } catch (RocksDBException e) {
            throw failure(folder, e);
        } finally {
            gate.leave(stamp);
        }
    }

    @Override
    public Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>();
        byte[] all = new byte[0];
        for (View view : families.keySet()) {
            MessageDigest sha256 = Payload.newSha256();
            ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
            scan(view, all, all, (key, value) -> {
                sha256.update(length.putInt(0, key.length).array());
                sha256.update(key);
                sha256.update(length.putInt(0, value.length).array());
                sha256.update(value);
                return true;
            });
            digests.put(view.name(), HexFormat.of().formatHex(sha256.digest()));
        }
        return digests;
    }

    private static JournalException failure(Path folder, RocksDBException e) {
        Status status = e.getStatus();
        if (status != null && status.getCode() == Status.Code.Corruption) {
            return new JournalException(
                    Code.CORRUPT,
                    "The views are damaged; they can be deleted and are then rebuilt from the log.",
                    folder,
                    JournalException.NO_OFFSET,
                    e);
        }
        return JournalException.io(folder, e);
    }

    @Override
    public void close() {
        if (gate.close()) {
            handles.forEach(ColumnFamilyHandle::close);
            database.close();
            closeResources();
        }
    }

    private void closeResources() {
        for (AutoCloseable resource : resources.reversed()) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new AssertionError("RocksDB's options close without an exception.", e);
            }
        }
    }
}
