package org.entente.taxii;

import java.util.Set;
import org.entente.exchange.Failure;
import org.entente.exchange.Feed;
import org.entente.exchange.Feed.Page;
import org.entente.http.Answer;
import org.entente.http.Call;
import org.entente.http.Query;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * The addresses at which the objects of a collection are read (TAXII 2.1 sections 5.3, 5.4, 5.6 and 5.8). All four show the
 * same live entries.
 *
 * <p>What is wrong is found in this order: what the caller may do here at all (403), the method (405), the media type (406),
 * the parameters (400), and only then whether there is such an object (404).
 */
final class ObjectResources {
    private static final String MANIFEST_PATH = "manifest/";
    private static final String OBJECTS_PATH = TaxiiSite.OBJECTS;
    private static final String VERSIONS_PATH = "versions/";

    private static final String NO_OBJECT = "There is no such object.";
    private static final String CLOSED = "The contract has ended; its objects can no longer be read.";
    private static final String NOT_WRITABLE = "This collection can only be read.";

    private enum Resource {
        MANIFEST,
        OBJECTS,
        OBJECT,
        VERSIONS
    }

    private ObjectResources() {}

    /**
     * The answer at that address.
     *
     * @param rest what follows the collection's address
     * @return null where the address is none of these
     */
    static @Nullable Answer answer(Call call, Feed feed, String rest) {
        Resource resource = resource(rest);
        if (resource == null) {
            return null;
        }
        if (TaxiiSite.reads(call) && feed.access() == Feed.Access.CLOSED) {
            throw new Failure(Failure.Code.FORBIDDEN, CLOSED);
        }
        refuseWriting(call, feed, resource);
        Answer refusal = TaxiiSite.refusal(call, true);
        return refusal != null ? refusal : page(call, feed, resource, rest);
    }

    private static @Nullable Resource resource(String rest) {
        if (rest.equals(MANIFEST_PATH)) {
            return Resource.MANIFEST;
        }
        if (rest.equals(OBJECTS_PATH)) {
            return Resource.OBJECTS;
        }
        int slash = rest.startsWith(OBJECTS_PATH) ? rest.indexOf('/', OBJECTS_PATH.length()) : -1;
        return switch (slash < 0 ? "/" : rest.substring(slash + 1)) {
            case "" -> Resource.OBJECT;
            case VERSIONS_PATH -> Resource.VERSIONS;
            default -> null;
        };
    }

    /** Sections 5.5 and 5.7: the methods that write, on a collection whose {@code can_write} is false. */
    private static void refuseWriting(Call call, Feed feed, Resource resource) {
        boolean adds = resource == Resource.OBJECTS && call.method().equals("POST");
        boolean deletes = resource == Resource.OBJECT && call.method().equals("DELETE");
        if (deletes && feed.access() == Feed.Access.CLOSED) {
            // The table of section 5.7: 404 where the object can be neither read nor written.
            throw new Failure(Failure.Code.NOT_FOUND, NO_OBJECT);
        }
        if (adds || deletes) {
            throw new Failure(Failure.Code.FORBIDDEN, NOT_WRITABLE);
        }
    }

    private static Answer page(Call call, Feed feed, Resource resource, String rest) {
        Query asked = call.query();
        ObjectQuery query = switch (resource) {
            case MANIFEST, OBJECTS -> ObjectQuery.ofObjects(asked);
            case OBJECT -> ObjectQuery.ofObject(asked, id(rest));
            case VERSIONS -> ObjectQuery.ofVersions(asked, id(rest));
        };
        Page page = query.page(feed);
        return switch (resource) {
            case MANIFEST -> Metadata.manifest(call, feed, page);
            case OBJECTS -> Envelope.answer(call, feed, query, page);
            case OBJECT -> Envelope.answer(call, feed, query, held(feed, query, page));
            case VERSIONS -> Metadata.versions(call, feed, held(feed, query, page));
        };
    }

    private static @Nullable StixId id(String rest) {
        return StixId.parse(rest.substring(OBJECTS_PATH.length(), rest.indexOf('/', OBJECTS_PATH.length())));
    }

    /** The page of one object; it may be empty, but not where the feed shows no version of the object at all. */
    private static Page held(Feed feed, ObjectQuery query, Page page) {
        Set<StixId> id = query.filter().ids();
        if (page.items().isEmpty() && (id.isEmpty() || !Envelope.holds(feed, id))) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_OBJECT);
        }
        return page;
    }
}
