package org.entente.taxii;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.exchange.Caller;
import org.entente.exchange.Failure;
import org.entente.exchange.Feed;
import org.entente.exchange.Feed.Page;
import org.entente.exchange.ObjectSequence;
import org.entente.http.Answer;
import org.entente.http.Call;
import org.entente.http.Query;
import org.entente.http.Reply;
import org.entente.http.Statuses;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of the objects of a collection, to read them (TAXII 2.1 sections 5.3, 5.4, 5.6 and 5.8), to add some (5.5) and
 * to delete one (5.7). The four that read show the same live entries.
 *
 * <p>What is wrong is found in this order: what the caller may do here at all (403), the method (405), the media type that it
 * accepts (406), the one that it sends (415), the size (413), the parameters or the body (400, 422), and only then whether
 * there is such an object (404).
 */
final class ObjectResources {
    private static final String MANIFEST_PATH = "manifest/";
    private static final String OBJECTS_PATH = TaxiiSite.OBJECTS;
    private static final String VERSIONS_PATH = "versions/";

    static final String NO_OBJECT = "There is no such object.";
    private static final String CLOSED = "The contract has ended; its objects can no longer be read.";
    private static final String NOT_READABLE = "This collection cannot be read with this token.";
    private static final String NOT_WRITABLE = "This collection cannot be written with this token.";
    private static final String NOT_BOTH = "To delete from this collection a token has to read and to write it.";
    private static final String METHOD = "This address does not take this method.";

    private enum Resource {
        MANIFEST,
        OBJECTS,
        OBJECT,
        VERSIONS
    }

    private final Writes writes;

    ObjectResources(Writes writes) {
        this.writes = writes;
    }

    /**
     * What is said at that address.
     *
     * @param rest what follows the collection's address
     * @return null where the address is none of these
     */
    @Nullable
    Reply reply(Call call, Caller caller, VisibleCollection collection, String rest) {
        Resource resource = resource(rest);
        if (resource == null) {
            return null;
        }
        boolean adds = resource == Resource.OBJECTS && call.method().equals("POST");
        boolean deletes = resource == Resource.OBJECT && call.method().equals("DELETE");
        if (adds) {
            refuseAdding(collection);
        } else if (deletes) {
            refuseDeleting(collection);
        } else if (TaxiiSite.reads(call)) {
            refuseReading(collection);
        } else {
            String allowed = allowed(collection, resource);
            return Resources.error(Statuses.METHOD_NOT_ALLOWED, METHOD, Map.of("allowed", allowed))
                    .with("Allow", allowed);
        }
        if (!Media.acceptsTaxii(call.header("Accept"))) {
            return TaxiiSite.notAcceptable();
        }
        if (adds) {
            return writes.add(call, caller, collection);
        }
        return deletes
                ? writes.delete(call, caller, collection, id(rest))
                : page(call, readable(collection).objects(), resource, rest);
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

    private static void refuseReading(VisibleCollection collection) {
        if (!collection.canRead()) {
            throw new Failure(Failure.Code.FORBIDDEN, isClosed(collection) ? CLOSED : NOT_READABLE);
        }
    }

    private static void refuseAdding(VisibleCollection collection) {
        if (!collection.canWrite()) {
            throw new Failure(Failure.Code.FORBIDDEN, NOT_WRITABLE);
        }
    }

    /** The table of section 5.7: 404 where the object can be neither read nor written, 403 where it can be one of both. */
    private static void refuseDeleting(VisibleCollection collection) {
        if (isClosed(collection)) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_OBJECT);
        }
        refuseAdding(collection);
        if (!collection.canRead()) {
            throw new Failure(Failure.Code.FORBIDDEN, NOT_BOTH);
        }
    }

    private static boolean isClosed(VisibleCollection collection) {
        return collection instanceof VisibleCollection.OfFeed(var feed) && feed.access() == Feed.Access.CLOSED;
    }

    private static String allowed(VisibleCollection collection, Resource resource) {
        List<String> methods = new ArrayList<>();
        if (collection instanceof VisibleCollection.WithObjects) {
            methods.add(TaxiiSite.METHODS);
        }
        if (resource == Resource.OBJECTS && collection.canWrite()) {
            methods.add("POST");
        }
        if (resource == Resource.OBJECT && collection.canWrite() && collection.canRead()) {
            methods.add("DELETE");
        }
        return String.join(", ", methods);
    }

    /** Only what can be read gets so far. */
    private static VisibleCollection.WithObjects readable(VisibleCollection collection) {
        return switch (collection) {
            case VisibleCollection.WithObjects readable -> readable;
            case VisibleCollection.OfInbox _ -> throw new IllegalStateException("an inbox cannot be read");
        };
    }

    private static Answer page(Call call, ObjectSequence objects, Resource resource, String rest) {
        Query asked = call.query();
        ObjectQuery query = switch (resource) {
            case MANIFEST, OBJECTS -> ObjectQuery.ofObjects(asked);
            case OBJECT -> ObjectQuery.ofObject(asked, id(rest));
            case VERSIONS -> ObjectQuery.ofVersions(asked, id(rest));
        };
        Page page = query.page(objects);
        return switch (resource) {
            case MANIFEST -> Metadata.manifest(call, objects, page);
            case OBJECTS -> Envelope.answer(call, objects, query, page);
            case OBJECT -> Envelope.answer(call, objects, query, held(objects, query, page));
            case VERSIONS -> Metadata.versions(call, objects, held(objects, query, page));
        };
    }

    private static @Nullable StixId id(String rest) {
        return StixId.parse(rest.substring(OBJECTS_PATH.length(), rest.indexOf('/', OBJECTS_PATH.length())));
    }

    /** The page of one object; it may be empty, but not where the collection shows no version of the object at all. */
    private static Page held(ObjectSequence objects, ObjectQuery query, Page page) {
        Set<StixId> id = query.filter().ids();
        if (page.items().isEmpty() && (id.isEmpty() || !Envelope.holds(objects, id))) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_OBJECT);
        }
        return page;
    }
}
