package org.entente.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes that are not in the index yet, laid over it: in plain memory, so that reading a key written a moment ago costs a
 * hash lookup and no call into native code. While another group is being committed its changes lie between.
 */
final class PendingViews implements ViewWriter {
    /** Stands for a removed key; recognised by identity. */
    private static final byte[] DELETED = new byte[0];

    private final ViewStore index;
    /** The group whose commit may not be done; null once it is. */
    private @Nullable Group before;

    private final Map<View, Map<Key, byte[]>> changes = new HashMap<>();
    /** The same changes in order, for the views that were scanned since. */
    private final Map<View, NavigableMap<byte[], byte[]>> ordered = new HashMap<>();

    private long bytes;

    @SuppressWarnings("ArrayRecordComponent") // Equality by content is what this record is for.
    record Key(byte[] bytes) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    PendingViews(ViewStore index, @Nullable Group before) {
        this.index = index;
        this.before = before;
    }

    /** The group before, while its changes are not in the index. */
    @Nullable
    Group before() {
        Group known = before;
        if (known != null && known.isCommitted()) {
            before = null;
            return null;
        }
        return known;
    }

    private ViewReader below() {
        Group known = before();
        return known == null ? index : known.views();
    }

    /** All changes; a value may be a deletion. */
    Map<View, Map<Key, byte[]>> changes() {
        return changes;
    }

    @SuppressWarnings("ReferenceEquality") // An empty array of a caller's is a value; only our own is a deletion.
    static boolean isDeletion(byte[] value) {
        return value == DELETED;
    }

    /** The size of keys and values in bytes, overwritten ones included. */
    long bytes() {
        return bytes;
    }

    @Override
    public byte @Nullable [] get(View view, byte[] key) {
        Map<Key, byte[]> pending = changes.get(view);
        byte[] value = pending == null ? null : pending.get(new Key(key));
        if (value == null) {
            return below().get(view, key);
        }
        return isDeletion(value) ? null : value;
    }

    @Override
    public List<byte @Nullable []> get(View view, List<byte[]> keys) {
        Map<Key, byte[]> pending = changes.get(view);
        List<byte @Nullable []> values = new ArrayList<>(below().get(view, keys));
        for (int i = 0; pending != null && i < values.size(); i++) {
            byte[] value = pending.get(new Key(keys.get(i)));
            if (value != null) {
                values.set(i, isDeletion(value) ? null : value);
            }
        }
        return values;
    }

    @Override
    public void put(View view, byte[] key, byte[] value) {
        change(view, key, value);
    }

    @Override
    public void delete(View view, byte[] key) {
        change(view, key, DELETED);
    }

    private void change(View view, byte[] key, byte[] value) {
        Map<Key, byte[]> pending = changes.get(view);
        if (pending == null) {
            index.requireKnown(view);
            pending = new HashMap<>();
            changes.put(view, pending);
        }
        pending.put(new Key(key), value);
        bytes += key.length + value.length;
        NavigableMap<byte[], byte[]> inOrder = ordered.get(view);
        if (inOrder != null) {
            inOrder.put(key, value);
        }
    }

    @Override
    public void scan(View view, byte[] from, byte[] to, Visitor visitor) {
        Map<Key, byte[]> pending = changes.get(view);
        if (pending == null) {
            below().scan(view, from, to, visitor);
            return;
        }
        NavigableMap<byte[], byte[]> inOrder = ordered.computeIfAbsent(view, _ -> inOrder(pending));
        boolean isEmpty = to.length > 0 && Arrays.compareUnsigned(from, to) >= 0;
        if (!isEmpty) {
            NavigableMap<byte[], byte[]> range =
                    to.length == 0 ? inOrder.tailMap(from, true) : inOrder.subMap(from, true, to, false);
            Merge merge = new Merge(range, visitor);
            below().scan(view, from, to, merge);
            merge.visitRest();
        }
    }

    private static NavigableMap<byte[], byte[]> inOrder(Map<Key, byte[]> pending) {
        NavigableMap<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
        pending.forEach((key, value) -> sorted.put(key.bytes(), value));
        return sorted;
    }

    /** Shows a visitor the committed entries with the pending changes in their places. */
    private static final class Merge implements Visitor {
        private final Visitor visitor;
        private final Iterator<Map.Entry<byte[], byte[]>> pending;
        private Map.@Nullable Entry<byte[], byte[]> head;
        private boolean goesOn = true;

        Merge(NavigableMap<byte[], byte[]> range, Visitor visitor) {
            this.visitor = visitor;
            this.pending = range.entrySet().iterator();
            advance();
        }

        private void advance() {
            head = pending.hasNext() ? pending.next() : null;
        }

        @Override
        public boolean visit(byte[] key, byte[] value) {
            byte[] shown = value;
            while (goesOn && head != null) {
                Map.Entry<byte[], byte[]> change = head;
                int order = Arrays.compareUnsigned(change.getKey(), key);
                if (order > 0) {
                    break;
                }
                advance();
                if (order == 0) {
                    shown = change.getValue();
                    break;
                }
                show(change.getKey(), change.getValue());
            }
            show(key, shown);
            return goesOn;
        }

        void visitRest() {
            while (goesOn && head != null) {
                Map.Entry<byte[], byte[]> change = head;
                advance();
                show(change.getKey(), change.getValue());
            }
        }

        private void show(byte[] key, byte[] value) {
            if (goesOn && !isDeletion(value)) {
                goesOn = visitor.visit(key, value);
            }
        }
    }
}
