package org.entente.journal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A journal for tests that open thousands of them: its log is as always, but small and never forced to the disk; its views
 * are in memory, so that each opening builds them anew from the log.
 */
public final class MemoryJournal {
    private static final long SEGMENT_BYTES = 1 << 18;

    private MemoryJournal() {}

    /** As {@link Journal#open(Path, List, Applier)}. */
    public static Journal open(Path directory, List<View> views, Applier applier) {
        Journal.Workings workings =
                new Journal.Workings(SEGMENT_BYTES, MemoryJournal::unforced, _ -> {}, (_, all, _) -> new Views(all));
        return Journal.open(directory, views, applier, workings);
    }

    private static Disk.Handle unforced(Path file) throws java.io.IOException {
        Disk.Handle handle = Disk.REAL.open(file);
        return new Disk.Handle() {
            @Override
            public void write(ByteBuffer from, long position) throws java.io.IOException {
                handle.write(from, position);
            }

            @Override
            public void force() {}

            @Override
            public void close() throws java.io.IOException {
                handle.close();
            }
        };
    }

    /** A map for each view; a change replaces the map, so that a scan sees one state. */
    private static final class Views implements ViewStore {
        private final Map<View, NavigableMap<byte[], byte[]>> maps = new ConcurrentHashMap<>();
        private volatile Watermark watermark = Watermark.START;

        Views(List<View> views) {
            views.forEach(view -> maps.put(view, new TreeMap<>(Arrays::compareUnsigned)));
        }

        private NavigableMap<byte[], byte[]> map(View view) {
            NavigableMap<byte[], byte[]> map = maps.get(view);
            if (map == null) {
                throw new IllegalArgumentException("The journal was opened without this view.");
            }
            return map;
        }

        @Override
        public Watermark watermark() {
            return watermark;
        }

        @Override
        public void requireKnown(View view) {
            map(view);
        }

        @Override
        public byte @Nullable [] get(View view, byte[] key) {
            return map(view).get(key);
        }

        @Override
        public List<byte @Nullable []> get(View view, List<byte[]> keys) {
            List<byte @Nullable []> values = new ArrayList<>();
            keys.forEach(key -> values.add(map(view).get(key)));
            return values;
        }

        @Override
        public void scan(View view, byte[] from, byte[] to, Visitor visitor) {
            if (to.length > 0 && Arrays.compareUnsigned(from, to) >= 0) {
                return;
            }
            NavigableMap<byte[], byte[]> all = map(view);
            NavigableMap<byte[], byte[]> range =
                    to.length == 0 ? all.tailMap(from, true) : all.subMap(from, true, to, false);
            for (Map.Entry<byte[], byte[]> entry : range.entrySet()) {
                if (!visitor.visit(entry.getKey(), entry.getValue())) {
                    return;
                }
            }
        }

        @Override
        public void write(PendingViews changes, Watermark reached) {
            changes.changes().forEach((view, changed) -> {
                NavigableMap<byte[], byte[]> map = new TreeMap<>(map(view));
                changed.forEach((key, value) -> {
                    if (PendingViews.isDeletion(value)) {
                        map.remove(key.bytes());
                    } else {
                        map.put(key.bytes(), value);
                    }
                });
                maps.put(view, map);
            });
            watermark = reached;
        }

        @Override
        public void flush(boolean wait) {}

        @Override
        public Map<String, String> digests() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
