package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.entente.exchange.Micros;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a list (TAXII 2.1 sections 3.4 and 3.5). Values of one field are alternatives; different fields must
 * all fit.
 *
 * @param addedAfter only what was added strictly later, RFC 3339 in UTC; empty for all
 * @param limit how many a page should hold
 * @param ids {@code match[id]}
 * @param types {@code match[type]}
 * @param versions {@code match[version]}: {@code last}, {@code first}, {@code all}, or instants
 * @param specVersions {@code match[spec_version]}
 */
public record Match(
        String addedAfter,
        int limit,
        List<String> ids,
        List<String> types,
        List<String> versions,
        List<String> specVersions) {
    /** Objects that a page is asked for where nobody says otherwise. */
    public static final int LIMIT = 1000;

    /** The most values of one field. */
    public static final int MAX_VALUES = 100;

    private static final int MAX_VALUE = 300;

    /** Throws {@link Failure} {@code INVALID} for what no server could take. */
    public Match {
        ids = List.copyOf(ids);
        types = List.copyOf(types);
        versions = List.copyOf(versions);
        specVersions = List.copyOf(specVersions);
        if (limit < 1) {
            throw new Failure(Code.INVALID, "The limit of a page is at least one.");
        }
        if (!addedAfter.isEmpty()) {
            Micros.parse(addedAfter);
        }
        for (List<String> values : List.of(ids, types, versions, specVersions)) {
            if (values.size() > MAX_VALUES || values.stream().anyMatch(Match::isUnfit)) {
                throw new Failure(
                        Code.INVALID,
                        "A filter takes a limited number of short values without commas.",
                        "max_values",
                        Integer.toString(MAX_VALUES));
            }
        }
    }

    private static boolean isUnfit(String value) {
        return value.isEmpty() || value.length() > MAX_VALUE || value.indexOf(',') >= 0;
    }

    /** All versions of all objects that were added later than that. */
    static Match allAfter(String addedAfter) {
        return new Match(addedAfter, LIMIT, List.of(), List.of(), List.of("all"), List.of());
    }

    /** The query of one page, with its question mark. */
    String query(String after, int most, @Nullable String next) {
        StringBuilder query = new StringBuilder("?limit=").append(most);
        field(query, "match%5Bid%5D", ids);
        field(query, "match%5Btype%5D", types);
        field(query, "match%5Bversion%5D", versions);
        field(query, "match%5Bspec_version%5D", specVersions);
        if (!after.isEmpty()) {
            query.append("&added_after=").append(URLEncoder.encode(after, UTF_8));
        }
        if (next != null) {
            query.append("&next=").append(URLEncoder.encode(next, UTF_8));
        }
        return query.toString();
    }

    private static void field(StringBuilder query, String name, List<String> values) {
        if (!values.isEmpty()) {
            query.append('&').append(name).append('=');
            query.append(URLEncoder.encode(String.join(",", values), UTF_8));
        }
    }
}
