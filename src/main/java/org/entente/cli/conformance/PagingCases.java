package org.entente.cli.conformance;

import static org.entente.cli.conformance.Chapter.PAGING;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.entente.cli.conformance.Content.Entry;
import org.jspecify.annotations.Nullable;

/** Pages (section 3.5): everything comes, once, in order, however it is cut. */
final class PagingCases {
    private static final String BY_NEXT =
            "If the more property is set to true and the next property is populated then the"
                    + " client can paginate through the remaining records using the next URL parameter along with the same original"
                    + " query options.";
    private static final String BY_TIME =
            "If the more property is set to true and the next property is empty then the client"
                    + " may paginate through the remaining records by using the added_after URL parameter with the date/time value"
                    + " from the X-TAXII-Date-Added-Last header along with the same original query options.";

    /** The most pages of one walk; a longer one is compared as far as it went. */
    private static final int MAX_PAGES = 60;

    private static final List<Integer> LIMITS = List.of(1, 2, 3);

    static final List<Case> ALL = List.of(
            PAGING.must(
                    "paging-more",
                    "A page that is not the last says that there is more",
                    "3.5",
                    "If more objects are available, [...] then the response envelope MUST have a value of true in the more"
                            + " property",
                    PagingCases::moreIsSaid),
            PAGING.advice(
                    "paging-end",
                    "A page that is the last does not say that there is more",
                    "3.5",
                    "It is possible for the server to return \"more\": true in a response, yet present no additional objects"
                            + " in the follow-on query. This can occur when the additional objects are deleted from a"
                            + " collection between requests.",
                    PagingCases::endIsSaid),
            PAGING.must(
                    "paging-next",
                    "By 'next' all objects come once and in order, with limits of 1, 2 and 3",
                    "3.5",
                    BY_NEXT,
                    s -> byNext(s, s.content().atLeast(2))),
            PAGING.must(
                    "paging-next-versions",
                    "By 'next' all versions of all objects come once and in order",
                    "3.5",
                    BY_NEXT,
                    s -> byNext(s, all(s), "match[version]", "all")),
            PAGING.must(
                    "paging-next-filter",
                    "By 'next' all objects of a type come, and no others",
                    "3.5",
                    BY_NEXT,
                    PagingCases::byNextOfOneType),
            PAGING.must(
                    "paging-time",
                    "By added_after all objects come once and in order, with limits of 1, 2 and 3",
                    "3.5",
                    BY_TIME,
                    s -> byTime(s, "objects/", Page::objects, s.content().atLeast(2))),
            PAGING.must(
                    "paging-time-manifest",
                    "By added_after the whole manifest comes",
                    "3.5",
                    BY_TIME,
                    s -> byTime(s, "manifest/", Page::manifest, all(s), "match[version]", "all")),
            PAGING.must(
                            "paging-time-versions",
                            "By added_after all versions of an object come",
                            "3.5",
                            BY_TIME,
                            PagingCases::versionsByTime)
                    .interop("3.14.1 Pagination"),
            PAGING.must(
                    "paging-order",
                    "No page begins earlier than the one before ended",
                    "3.3",
                    "objects returned MUST be sorted in ascending order by the date it was added.",
                    PagingCases::pagesAscend),
            PAGING.must(
                    "paging-next-malformed",
                    "A 'next' that the server never gave is refused",
                    "3.4",
                    "If any of the URL query parameters are malformed, the TAXII Server MUST return an HTTP 400 (Bad Request)"
                            + " status code.",
                    PagingCases::madeUpCursorIsRefused),
            PAGING.advice(
                    "paging-next-tampered",
                    "A 'next' in which one character was changed is refused",
                    "3.4",
                    "next: This value is opaque to clients and may vary between server implementations.",
                    PagingCases::changedCursorIsRefused),
            PAGING.must(
                    "paging-next-other-filter",
                    "A 'next' under another filter is refused, or gives what fits the filter",
                    "3.4",
                    "A client would get this value from the TAXII Envelope and would use this value along with the original"
                            + " query/filter parameters to paginate through additional records.",
                    PagingCases::cursorKeepsToTheFilter));

    private PagingCases() {}

    private static List<Entry> all(Session s) {
        s.content().atLeast(2);
        return s.content().all();
    }

    private static String objects(Session s) {
        return s.readable() + "objects/";
    }

    private static void moreIsSaid(Session s) {
        s.content().atLeast(2);
        for (Page page : List.of(
                Page.objects(s.get(objects(s), "limit", "1").ok()),
                Page.manifest(s.get(s.readable() + "manifest/", "limit", "1").ok()))) {
            if (!page.more()) {
                throw page.reply().falls("\"more\": true, since there are more objects");
            }
        }
    }

    private static void endIsSaid(Session s) {
        int count = s.content().atLeast(1).size();
        Page page =
                Page.objects(s.get(objects(s), "limit", Integer.toString(count)).ok());
        if (page.items().size() == count && page.more()) {
            throw page.reply().falls("no \"more\": true, since these are all");
        }
    }

    /** What a walk gathered; where it did not come to its end, there is more. */
    private static Page walk(Ask first, Function<Reply, Page> read, int limit, boolean byNext) {
        List<Page.Item> items = new ArrayList<>();
        Set<String> places = new HashSet<>();
        Ask ask = first.with("limit", Integer.toString(limit));
        Page page = read.apply(ask.send().ok());
        for (int i = 0; i < MAX_PAGES; i++) {
            if (page.items().size() > limit) {
                throw page.reply().falls("no more than " + limit + " objects");
            }
            items.addAll(page.items());
            if (!page.more()) {
                return new Page(page.reply(), items, false, null);
            }
            String place = byNext ? next(page, i) : page.reply().timestampHeader(Reply.LAST);
            if (!places.add(place)) {
                throw page.reply().falls("another place to go on from than on a page before");
            }
            page = read.apply(
                    ask.with(byNext ? "next" : "added_after", place).send().ok());
        }
        return new Page(page.reply(), items, true, null);
    }

    private static String next(Page page, int pagesBefore) {
        String next = page.next();
        if (next != null) {
            return next;
        }
        if (pagesBefore > 0) {
            throw page.reply().falls("a 'next', as on the pages before");
        }
        throw Shortfall.inapplicable("the server gives no 'next'; it leaves clients to added_after");
    }

    private static void byNext(Session s, List<Entry> expected, String... filter) {
        for (int limit : LIMITS) {
            Ask first = s.ask("GET", objects(s)).with(filter);
            Content.shows(walk(first, Page::objects, limit, true), expected);
        }
    }

    private static void byNextOfOneType(Session s) {
        s.content().twoTypes();
        List<Entry> expected = s.content().latest().stream()
                .collect(Collectors.groupingBy(Entry::type, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .filter(ofOneType -> ofOneType.size() > 1)
                .findFirst()
                .orElseThrow(() -> Shortfall.inapplicable("the collection has no two objects of one type"));
        byNext(s, expected, "match[type]", expected.getFirst().type());
    }

    private static void byTime(
            Session s, String resource, Function<Reply, Page> read, List<Entry> expected, String... filter) {
        for (int limit : LIMITS) {
            Ask first = s.ask("GET", s.readable() + resource).with(filter);
            Content.shows(walk(first, read, limit, false), expected);
        }
    }

    private static void versionsByTime(Session s) {
        String id = s.content().withVersions(2);
        Ask first = s.ask("GET", objects(s) + id + "/versions/");
        Page all = walk(first, Page::versions, 1, false);
        List<String> versions =
                all.items().stream().map(item -> String.valueOf(item.version())).toList();
        List<String> expected = s.content().of(id).stream().map(Entry::version).toList();
        if (all.more() ? !expected.containsAll(versions) : !expected.equals(versions)) {
            throw all.reply().falls("on all pages together " + expected + ", and not " + versions);
        }
    }

    private static void pagesAscend(Session s) {
        s.content().atLeast(2);
        Ask ask = s.ask("GET", objects(s)).with("limit", "2");
        String before = "";
        Reply reply = ask.send().ok();
        for (int i = 0; i < MAX_PAGES; i++) {
            String first = reply.timestampHeader(Reply.FIRST);
            String last = reply.timestampHeader(Reply.LAST);
            if (first.compareTo(before) < 0 || last.compareTo(first) < 0) {
                throw reply.falls("dates that ascend, the page before ended at " + before);
            }
            Page page = Page.objects(reply);
            if (!page.more()) {
                return;
            }
            before = last;
            String next = page.next();
            reply = (next == null ? ask.with("added_after", last) : ask.with("next", next))
                    .send()
                    .ok();
        }
    }

    private static String cursor(Session s, String... filter) {
        s.content().atLeast(2);
        Page page = Page.objects(
                s.ask("GET", objects(s)).with(filter).with("limit", "1").send().ok());
        String next = page.next();
        if (next == null) {
            throw Shortfall.inapplicable("the server gives no 'next'");
        }
        return next;
    }

    private static void madeUpCursorIsRefused(Session s) {
        cursor(s);
        s.get(objects(s), "limit", "1", "next", "~no such place~ " + s.unknown).expect(400, 404);
    }

    private static void changedCursorIsRefused(Session s) {
        String cursor = cursor(s);
        int place = cursor.length() / 2;
        char changed = cursor.charAt(place) == 'A' ? 'B' : 'A';
        String tampered = cursor.substring(0, place) + changed + cursor.substring(place + 1);
        Reply reply = s.get(objects(s), "limit", "1", "next", tampered);
        if (reply.status() / 100 != 4) {
            throw reply.falls("a status of the 400 series");
        }
    }

    private static void cursorKeepsToTheFilter(Session s) {
        List<Entry> two = s.content().twoTypes();
        String cursor = cursor(s);
        for (Entry entry : two) {
            Reply reply = s.get(objects(s), "limit", "3", "next", cursor, "match[type]", entry.type());
            if (reply.status() / 100 == 4) {
                continue;
            }
            Page page = Page.objects(reply.ok());
            Page.@Nullable Item foreign = page.items().stream()
                    .filter(item -> !item.id().startsWith(entry.type() + "--"))
                    .findFirst()
                    .orElse(null);
            if (foreign != null) {
                throw reply.falls("objects of the type " + entry.type() + ", and not " + foreign.id());
            }
        }
    }
}
