package org.entente.cli.conformance;

import static org.entente.cli.conformance.Chapter.DELETING;

import java.util.List;
import java.util.UUID;
import org.entente.cli.conformance.MadeObjects.Made;

/** Deleting objects and versions (section 5.7). Nothing is deleted but what the suite posted itself. */
final class DeletingCases {
    private static final String GONE = "When a TAXII Server returns a successful response code of 200 to a DELETE, any"
            + " subsequent attempts to fetch that object/version from the collection by an authorized client using the Get"
            + " Objects Endpoint MUST return an HTTP 404 (Not Found) response. Furthermore, any subsequent attempts to fetch"
            + " the collection manifest or its contents MUST NOT return the object in the result.";
    private static final String TABLE =
            "If the collection specifies the following permissions for the authenticated client"
                    + " and the client attempts to delete an object at this endpoint, then this endpoint MUST return the error codes"
                    + " as defined in the following table.";
    private static final String NOT_FOUND =
            "404 - The API Root, Collection ID and/or Object ID are not found, or the client"
                    + " does not have access to the object";

    static final List<Case> ALL = List.of(
            DELETING.must("delete", "An object that was deleted is gone", "5.7", GONE, DeletingCases::objectIsGone)
                    .interop("3.12.1 Delete an object"),
            DELETING.must(
                    "delete-manifest",
                    "An object that was deleted is in the manifest no more",
                    "5.7",
                    GONE,
                    DeletingCases::objectIsNotListed),
            DELETING.must(
                    "delete-version",
                    "One version can be deleted, and the others stay",
                    "5.7",
                    "To support removing a particular version of an object, this Endpoint supports filtering as defined in"
                            + " section 3.4.",
                    DeletingCases::oneVersionIsGone),
            DELETING.must(
                            "delete-unknown",
                            "An object that does not exist cannot be deleted",
                            "5.7",
                            NOT_FOUND,
                            s -> s.ask("DELETE", object(s.readWrite(), "indicator--" + s.unknown))
                                    .send()
                                    .expect(404))
                    .interop("3.5.2.4 Delete not found"),
            DELETING.must(
                    "delete-twice",
                    "An object that was deleted cannot be deleted again",
                    "5.7",
                    NOT_FOUND,
                    DeletingCases::goneIsNotFound),
            DELETING.must(
                            "delete-read-only",
                            "Deleting in the read-only collection is forbidden",
                            "5.7",
                            TABLE + " can_read true, can_write false: HTTP 403 (Forbidden)",
                            s -> s.ask("DELETE", object(s.readOnly(), "indicator--" + s.unknown))
                                    .send()
                                    .expect(403))
                    .interop("3.5.2.3 Delete forbidden"),
            DELETING.must(
                    "delete-write-only",
                    "Deleting in the write-only collection is forbidden",
                    "5.7",
                    TABLE + " can_read false, can_write true: HTTP 403 (Forbidden)",
                    s -> s.ask("DELETE", object(s.writeOnly(), "indicator--" + s.unknown))
                            .send()
                            .expect(403)),
            DELETING.must(
                    "delete-closed",
                    "In the closed collection there is nothing to delete",
                    "5.7",
                    TABLE + " can_read false, can_write false: HTTP 404 (Not Found)",
                    s -> s.ask("DELETE", object(s.closed(), "indicator--" + s.unknown))
                            .send()
                            .expect(404)));

    private DeletingCases() {}

    private static String object(String collection, String id) {
        return collection + "objects/" + id + "/";
    }

    private static Made posted(Session s) {
        Made made = s.made.indicator();
        s.complete(s.post(s.readWrite(), made).expect(202));
        s.get(object(s.readWrite(), made.id())).ok();
        return made;
    }

    private static Made deleted(Session s) {
        Made made = posted(s);
        s.ask("DELETE", object(s.readWrite(), made.id())).send().expect(200);
        return made;
    }

    private static void objectIsGone(Session s) {
        Made made = deleted(s);
        s.get(object(s.readWrite(), made.id())).expect(404);
        Page.objects(s.get(s.readWrite() + "objects/", "match[id]", made.id()).ok())
                .isEmpty();
    }

    private static void objectIsNotListed(Session s) {
        Made made = deleted(s);
        Page.manifest(s.get(s.readWrite() + "manifest/", "match[id]", made.id(), "match[version]", "all")
                        .ok())
                .isEmpty();
    }

    private static void oneVersionIsGone(Session s) {
        UUID id = UUID.randomUUID();
        Made first = s.made.indicator(id, 1);
        Made second = s.made.indicator(id, 2);
        s.complete(s.post(s.readWrite(), first).expect(202));
        s.complete(s.post(s.readWrite(), second).expect(202));
        s.ask("DELETE", object(s.readWrite(), first.id()))
                .with("match[version]", first.version())
                .send()
                .expect(200);
        Page left = Page.objects(s.get(object(s.readWrite(), first.id()), "match[version]", "all")
                .ok());
        if (left.items().size() != 1
                || !second.version().equals(left.items().getFirst().version())) {
            throw left.reply().falls("the version " + second.version() + " alone");
        }
    }

    private static void goneIsNotFound(Session s) {
        Made made = deleted(s);
        s.ask("DELETE", object(s.readWrite(), made.id())).send().expect(404);
    }
}
