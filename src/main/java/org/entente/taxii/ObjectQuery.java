package org.entente.taxii;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.entente.exchange.Failure;
import org.entente.exchange.Feed;
import org.entente.exchange.Micros;
import org.entente.exchange.ObjectSequence;
import org.entente.http.Query;
import org.entente.stix.StixId;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * What the query of a call for objects, or for what is said of them, asks for (TAXII 2.1 sections 3.4, 3.5, 5.3, 5.4, 5.6 and
 * 5.8). The same filter has the same cursors whether it is asked of the objects or of the manifest.
 *
 * @param filter what objects
 * @param next the cursor of an earlier page, or null
 * @param limit the most objects of the page
 * @param nothing whether the filter can fit no object at all: it names only ids that are none, or another STIX version
 */
record ObjectQuery(Feed.Filter filter, @Nullable String next, int limit, boolean nothing) {
    /** Objects of a page for which the client names no limit. */
    static final int DEFAULT_LIMIT = 100;

    /** The most objects of a page; a larger limit is cut to it. */
    static final int MAX_LIMIT = Feed.MAX_LIMIT;

    private static final String ADDED_AFTER = "added_after";
    private static final String LIMIT = "limit";
    private static final String NEXT = "next";
    private static final String MATCH = "match[";
    private static final String MATCH_ID = "match[id]";
    private static final String MATCH_TYPE = "match[type]";
    private static final String MATCH_VERSION = "match[version]";
    private static final String MATCH_SPEC_VERSION = "match[spec_version]";
    private static final String SPEC_VERSION = "2.1";
    private static final String ALL = "all";
    private static final String FIRST = "first";
    private static final String LAST = "last";
    private static final Set<String> KEYWORDS = Set.of(ALL, FIRST, LAST);

    /** What a collection of objects takes. Parameters that TAXII does not know are none of its business. */
    private static final Set<String> OF_OBJECTS =
            Set.of(ADDED_AFTER, LIMIT, NEXT, MATCH_ID, MATCH_TYPE, MATCH_VERSION, MATCH_SPEC_VERSION);

    /** What the versions of one object take. */
    private static final Set<String> OF_VERSIONS = Set.of(ADDED_AFTER, LIMIT, NEXT, MATCH_SPEC_VERSION);

    /** What one object takes: its id and type are given. */
    private static final Set<String> OF_ONE_OBJECT =
            Set.of(ADDED_AFTER, LIMIT, NEXT, MATCH_VERSION, MATCH_SPEC_VERSION);

    /** What the deletion of one object takes. */
    private static final Set<String> OF_DELETION = Set.of(MATCH_VERSION, MATCH_SPEC_VERSION);

    /**
     * Reads the query of a call for the objects of a collection.
     *
     * @throws Failure {@code INVALID} for anything that the standard or this server does not understand
     */
    static ObjectQuery ofObjects(Query query) {
        Map<String, String> values = values(query, OF_OBJECTS);
        Set<String> types = Set.copyOf(list(values, MATCH_TYPE));
        List<String> ids = list(values, MATCH_ID);
        Set<StixId> known = new HashSet<>();
        for (String id : ids) {
            StixId parsed = StixId.parse(id);
            if (parsed != null) {
                known.add(parsed);
            }
        }
        return of(values, known, types, !ids.isEmpty() && known.isEmpty());
    }

    /** Reads the query of a call for one object; null for an id that is none, which no object has. */
    static ObjectQuery ofObject(Query query, @Nullable StixId id) {
        return ofOne(values(query, OF_ONE_OBJECT), id);
    }

    /** Reads the query of a call for the versions of one object. */
    static ObjectQuery ofVersions(Query query, @Nullable StixId id) {
        Map<String, String> values = values(query, OF_VERSIONS);
        values.put(MATCH_VERSION, ALL);
        return ofOne(values, id);
    }

    /** Reads the query of a call to delete one object: without a version it is about all of them. */
    static ObjectQuery ofDeletion(Query query, @Nullable StixId id) {
        Map<String, String> values = values(query, OF_DELETION);
        values.putIfAbsent(MATCH_VERSION, ALL);
        return ofOne(values, id);
    }

    private static ObjectQuery ofOne(Map<String, String> values, @Nullable StixId id) {
        return of(values, id == null ? Set.of() : Set.of(id), Set.of(), id == null);
    }

    private static ObjectQuery of(Map<String, String> values, Set<StixId> ids, Set<String> types, boolean nothing) {
        String addedAfter = values.get(ADDED_AFTER);
        long after = addedAfter == null ? Long.MIN_VALUE : micros(addedAfter);
        List<String> specs = list(values, MATCH_SPEC_VERSION);
        return new ObjectQuery(
                new Feed.Filter(after, ids, types, versions(list(values, MATCH_VERSION))),
                values.get(NEXT),
                limit(values.get(LIMIT)),
                nothing || (!specs.isEmpty() && !specs.contains(SPEC_VERSION)));
    }

    /** The page of that collection. */
    Feed.Page page(ObjectSequence objects) {
        return nothing ? Feed.Page.NOTHING : objects.page(filter, next, limit);
    }

    private static Map<String, String> values(Query query, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        for (Query.Parameter parameter : query.parameters()) {
            String name = parameter.name();
            if (!known.contains(name)) {
                if (name.startsWith(MATCH)) {
                    throw invalid("A match field is not one that this address takes.", "match");
                }
            } else if (values.put(name, parameter.value()) != null) {
                throw invalid("A parameter is given more than once.", name);
            }
        }
        return values;
    }

    private static List<String> list(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            return List.of();
        }
        List<String> items = new ArrayList<>(Arrays.asList(value.split(",", -1)));
        if (items.contains("")) {
            throw invalid("A match parameter has an empty value.", name);
        }
        return items;
    }

    private static long micros(String text) {
        try {
            return Micros.parse(text);
        } catch (Failure failure) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "The value of added_after is not an RFC 3339 instant in UTC.",
                    failure,
                    "parameter",
                    ADDED_AFTER);
        }
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw invalid("The limit is not a whole number of at least 1.", LIMIT);
        }
        String digits = text.replaceFirst("^0+", "");
        if (digits.isEmpty()) {
            throw invalid("The limit is not a whole number of at least 1.", LIMIT);
        }
        // More digits than this are above the maximum whatever they are, and are cut to it.
        return digits.length() > 9 ? MAX_LIMIT : Math.min(Integer.parseInt(digits), MAX_LIMIT);
    }

    /** Section 3.4.1: each value once, {@code all} alone, and what is no keyword is a timestamp of STIX. */
    private static Feed.Versions versions(List<String> values) {
        if (values.isEmpty()) {
            return Feed.Versions.LAST;
        }
        Set<String> keywords = new HashSet<>();
        Set<String> exact = new TreeSet<>(StixTimestamp::compare);
        for (String value : values) {
            boolean keyword = KEYWORDS.contains(value);
            if (!keyword && !StixTimestamp.isValid(value)) {
                throw invalid("A version is neither first, last or all nor a timestamp of STIX 2.1.", MATCH_VERSION);
            }
            if (!(keyword ? keywords : exact).add(value)) {
                throw invalid("A version is given more than once.", MATCH_VERSION);
            }
        }
        if (keywords.contains(ALL) && values.size() > 1) {
            throw invalid("The version all goes with no other version.", MATCH_VERSION);
        }
        return new Feed.Versions(
                keywords.contains(ALL), keywords.contains(FIRST), keywords.contains(LAST), List.copyOf(exact));
    }

    private static Failure invalid(String sentence, String parameter) {
        return new Failure(Failure.Code.INVALID, sentence, "parameter", parameter);
    }
}
