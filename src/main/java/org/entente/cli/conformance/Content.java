package org.entente.cli.conformance;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a collection holds, as its manifest says: every version of every object, the oldest addition first. The cases on
 * filters and pages are held against this.
 *
 * @param path the collection's path
 */
record Content(String path, List<Entry> all) {
    /** The most versions of objects of a collection that the suite works with. */
    static final int MAX_ENTRIES = 20_000;

    private static final int MAX_PAGES = 1_000;
    private static final String PAGE = "1000";
    private static final int FEW = 4;

    /** One version of one object. */
    record Entry(String id, String version, String dateAdded) {
        String type() {
            int end = id.indexOf("--");
            return end < 0 ? id : id.substring(0, end);
        }
    }

    /** Versions of STIX are instants; others have some order of their own. */
    private static final Comparator<String> BY_VERSION = (a, b) -> {
        Instant first = instant(a);
        Instant second = instant(b);
        return first == null || second == null ? a.compareTo(b) : first.compareTo(second);
    };

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Reads the manifest to its end, going on by {@code added_after}. */
    static Content read(Session session, String path) {
        List<Entry> all = new ArrayList<>();
        Ask first = session.ask("GET", path + "manifest/").with("match[version]", "all", "limit", PAGE);
        String after = "";
        for (int i = 0; i < MAX_PAGES && all.size() <= MAX_ENTRIES; i++) {
            Page page = Page.manifest((after.isEmpty() ? first : first.with("added_after", after))
                    .send()
                    .ok());
            page.items()
                    .forEach(item -> all.add(new Entry(
                            item.id(),
                            String.valueOf(item.version()),
                            String.valueOf(Reply.text(item.json(), "date_added")))));
            if (!page.more()) {
                return new Content(path, List.copyOf(all));
            }
            String last = page.reply().timestampHeader(Reply.LAST);
            if (last.equals(after)) {
                throw page.reply().falls(Reply.LAST + " to move on");
            }
            after = last;
        }
        throw Shortfall.inapplicable(
                "the collection holds more than " + MAX_ENTRIES + " versions of objects; name a smaller one");
    }

    /** The latest version of each object. */
    List<Entry> latest() {
        return oneOfEach((a, b) -> BY_VERSION.compare(a.version(), b.version()) <= 0);
    }

    /** The earliest version of each object. */
    List<Entry> earliest() {
        return oneOfEach((a, b) -> BY_VERSION.compare(a.version(), b.version()) > 0);
    }

    private interface Preference {
        boolean isForLater(Entry earlierAdded, Entry laterAdded);
    }

    private List<Entry> oneOfEach(Preference preference) {
        Map<String, Entry> chosen = new LinkedHashMap<>();
        for (Entry entry : all) {
            chosen.merge(entry.id(), entry, (a, b) -> preference.isForLater(a, b) ? b : a);
        }
        Set<Entry> entries = new LinkedHashSet<>(chosen.values());
        return all.stream().filter(entries::contains).toList();
    }

    /** All versions of one object. */
    List<Entry> of(String id) {
        return all.stream().filter(entry -> entry.id().equals(id)).toList();
    }

    /** The latest version of the first object; the case cannot be tried where there is none. */
    Entry some() {
        return latest().stream()
                .findFirst()
                .orElseThrow(() -> Shortfall.inapplicable("the collection holds no object"));
    }

    /** The latest versions of at least that many objects, if there are so many. */
    List<Entry> atLeast(int count) {
        List<Entry> latest = latest();
        if (latest.size() < count) {
            throw Shortfall.inapplicable("the collection holds fewer than " + count + " objects");
        }
        return latest;
    }

    /** The latest versions of a few objects, if there are any; among them one that has several versions, if there is one. */
    List<Entry> few() {
        Set<Entry> few = new LinkedHashSet<>(atLeast(1).subList(0, Math.min(FEW, latest().size())));
        latest().stream().filter(entry -> of(entry.id()).size() > 1).findFirst().ifPresent(few::add);
        return List.copyOf(few);
    }

    /** The id of an object that has at least that many versions. */
    String withVersions(int count) {
        return latest().stream()
                .map(Entry::id)
                .filter(id -> of(id).size() >= count)
                .findFirst()
                .orElseThrow(() -> Shortfall.inapplicable("no object of the collection has " + count + " versions"));
    }

    /** Two entries of different types. */
    List<Entry> twoTypes() {
        Entry first = some();
        Entry other = latest().stream()
                .filter(entry -> !entry.type().equals(first.type()))
                .findFirst()
                .orElseThrow(() -> Shortfall.inapplicable("all objects of the collection are of one type"));
        return List.of(first, other);
    }

    /** The page lists these, in this order; where it says that there is more, the first of them. */
    static void shows(Page page, List<Entry> expected) {
        List<Page.Item> items = page.items();
        for (int i = 0; i < items.size(); i++) {
            if (i >= expected.size()) {
                throw page.reply()
                        .falls("no more than " + expected.size() + " objects, and not "
                                + items.get(i).id());
            }
            same(page, items.get(i), expected.get(i), i);
        }
        if (!page.more() && items.size() < expected.size()) {
            throw page.reply()
                    .falls(expected.size() + " objects, among them "
                            + expected.get(items.size()).id() + " of version "
                            + expected.get(items.size()).version());
        }
    }

    private static void same(Page page, Page.Item item, Entry entry, int index) {
        String version = item.version();
        boolean right = item.id().equals(entry.id()) && (version == null || version.equals(entry.version()));
        if (!right) {
            throw page.reply()
                    .falls("as number " + (index + 1) + " " + entry.id() + " of version " + entry.version()
                            + ", and not " + item.id() + " of version " + version);
        }
    }
}
