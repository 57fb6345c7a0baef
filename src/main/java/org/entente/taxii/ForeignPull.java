package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.entente.exchange.Failure;
import org.entente.exchange.Micros;
import org.entente.http.ClientTls;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixReader;

/**
 * Pulls a collection of any TAXII 2.1 server. Such a server keeps no log that it signs, so there is no root: that nothing was
 * left out, altered or shown to others differently cannot be proved, and {@link Report#proof} says so.
 */
public final class ForeignPull {
    /** What stands where the root of a partner's feed would. */
    public static final String NO_PROOF = "none: a TAXII server keeps no signed log, so there is no root to compare";

    /** The name of a failure's field that says where a pull that failed may go on. */
    public static final String ADDED_AFTER = "added_after";

    private ForeignPull() {}

    /**
     * What one pull brought.
     *
     * @param pages pages that were read
     * @param objects objects that were read, valid or not; what the server repeated is counted once
     * @param addedAfter where the next pull goes on; empty when there has never been an object. It lies one microsecond before
     *     the last object that was read, so that what shares its time is not missed; the next pull meets that object again
     * @param proof {@link #NO_PROOF}
     */
    public record Report(int pages, long objects, String addedAfter, String proof) {}

    /**
     * Reads all versions of all objects.
     *
     * @param apiRoot the address of the API root, with or without its trailing slash
     * @param collection the collection's id or alias
     * @param addedAfter where an earlier pull ended, or empty
     * @param page takes each page's objects, in order, before the next page is asked for; a page that brings none is not given
     * @throws Failure when the server refuses, cannot be reached or does not keep to TAXII 2.1. What the pages before held was
     *     given out; the field {@link #ADDED_AFTER} says where to go on
     */
    public static Report pull(
            String apiRoot,
            String collection,
            Credentials credentials,
            ClientTls tls,
            String addedAfter,
            Consumer<List<Parsed>> page) {
        return pull(apiRoot, collection, credentials, tls, addedAfter, page, Patience.ofThisMachine());
    }

    static Report pull(
            String apiRoot,
            String collection,
            Credentials credentials,
            ClientTls tls,
            String addedAfter,
            Consumer<List<Parsed>> page,
            Patience patience) {
        String base = apiRoot.endsWith("/") ? apiRoot.substring(0, apiRoot.length() - 1) : apiRoot;
        String segment = URLEncoder.encode(collection, UTF_8).replace("+", "%20");
        try (TaxiiClient client = new TaxiiClient(base, credentials, true, tls, patience)) {
            String path = "/collections/" + segment + "/" + TaxiiSite.OBJECTS;
            Pages walk = Pages.confirmed(client, path, Match.allAfter(addedAfter));
            int pages = 0;
            long objects = 0;
            try {
                while (walk.more()) {
                    Pages.Page read = walk.page();
                    if (!read.items().isEmpty()) {
                        page.accept(parsed(read.items()));
                    }
                    pages++;
                    objects += read.items().size();
                }
            } catch (Failure failure) {
                throw with(failure, goOn(walk, addedAfter));
            }
            return new Report(pages, objects, goOn(walk, addedAfter), NO_PROOF);
        }
    }

    /** Each by itself: one that cannot be read keeps none of the others from being read. */
    private static List<Parsed> parsed(List<byte[]> items) {
        return items.stream()
                .map(item -> StixReader.parseObject(item, Limits.DEFAULT))
                .toList();
    }

    private static String goOn(Pages walk, String addedAfter) {
        String certain = walk.certain();
        return certain == null ? addedAfter : Micros.text(Micros.parse(certain) - 1);
    }

    private static Failure with(Failure failure, String addedAfter) {
        List<String> fields = new ArrayList<>();
        for (Map.Entry<String, String> field : failure.fields().entrySet()) {
            fields.add(field.getKey());
            fields.add(field.getValue());
        }
        fields.add(ADDED_AFTER);
        fields.add(addedAfter);
        return new Failure(
                failure.code(), String.valueOf(failure.getMessage()), failure, fields.toArray(String[]::new));
    }
}
