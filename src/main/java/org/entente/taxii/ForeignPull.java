package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import java.util.function.Consumer;
import org.entente.exchange.Failure;
import org.entente.http.ClientTls;
import org.entente.stix.Parsed;
import org.jspecify.annotations.Nullable;

/**
 * Pulls a collection of any TAXII 2.1 server. Such a server keeps no log that it signs, so there is no root: that nothing was
 * left out, altered or shown to others differently cannot be proved, and {@link Report#proof} says so.
 */
public final class ForeignPull {
    /** What stands where the root of a partner's feed would. */
    public static final String NO_PROOF = "none: a TAXII server keeps no signed log, so there is no root to compare";

    private ForeignPull() {}

    /**
     * What one pull brought.
     *
     * @param pages pages that were read
     * @param objects places of the lists of objects, valid or not
     * @param addedAfter where the next pull goes on; empty when there has never been an object
     * @param proof {@link #NO_PROOF}
     */
    public record Report(int pages, long objects, String addedAfter, String proof) {}

    /**
     * Reads all versions of all objects.
     *
     * @param apiRoot the address of the API root, with or without its trailing slash
     * @param collection the collection's id or alias
     * @param token a bearer token, or null
     * @param addedAfter where an earlier pull ended, or empty
     * @param page takes each page's objects, in order, before the next page is asked for
     * @throws Failure when the server refuses, cannot be reached or does not keep to TAXII 2.1
     */
    public static Report pull(
            String apiRoot, String collection, @Nullable String token, String addedAfter, Consumer<List<Parsed>> page) {
        return pull(apiRoot, collection, token, ClientTls.PLATFORM, addedAfter, page);
    }

    /** The same with a way to speak TLS. */
    public static Report pull(
            String apiRoot,
            String collection,
            @Nullable String token,
            ClientTls tls,
            String addedAfter,
            Consumer<List<Parsed>> page) {
        String base = apiRoot.endsWith("/") ? apiRoot.substring(0, apiRoot.length() - 1) : apiRoot;
        String segment = URLEncoder.encode(collection, UTF_8).replace("+", "%20");
        try (TaxiiClient client = new TaxiiClient(base, token, tls)) {
            Pages walk = new Pages(client, "/collections/" + segment + "/" + TaxiiSite.OBJECTS, addedAfter);
            int pages = 0;
            long objects = 0;
            String last = addedAfter;
            while (walk.more()) {
                Pages.Page read = walk.page();
                page.accept(read.objects());
                pages++;
                objects += read.objects().size();
                last = read.addedLast() == null ? last : read.addedLast();
            }
            return new Report(pages, objects, last, NO_PROOF);
        }
    }
}
