package org.entente.cli.conformance;

import static org.entente.cli.conformance.Chapter.COLLECTIONS;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Collections and what a client may do in them (sections 5.1 and 5.2). */
final class CollectionCases {
    /** RFC 4122 section 4.4. */
    static final Pattern UUID4 = Pattern.compile(
            "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

    private static final String NO_READING =
            "If the Collection specifies can_read as false for a particular client, this Endpoint MUST return an HTTP 403"
                    + " (Forbidden) or HTTP 404 (Not Found) error.";
    private static final String NO_WRITING =
            "If the Collection specifies can_write as false for a particular client, this Endpoint MUST return an HTTP 403"
                    + " (Forbidden) or HTTP 404 (Not Found) error.";
    private static final String CAN_READ =
            "can_read (required), boolean: Indicates if the requester can read (i.e., GET)"
                    + " objects from this Collection.";
    private static final String UNKNOWN =
            "404 - The API Root or Collection ID are not found, or the client does not have"
                    + " access to the collection resource";

    /** The most collections that are asked one by one. */
    private static final int MAX_COLLECTIONS = 50;

    static final List<Case> ALL = List.of(
            COLLECTIONS
                    .must(
                            "collections-get",
                            "The collections are listed, or the resource is empty",
                            "5.1.1",
                            "If there are no Collections in the list, this key MUST be omitted, and the response is an empty"
                                    + " object.",
                            CollectionCases::areListed)
                    .interop("3.4.1 Get collections"),
            COLLECTIONS.must(
                    "collections-properties",
                    "Each collection has id, title, can_read and can_write",
                    "5.2.1",
                    "Properties marked required in the property tables MUST be present in the JSON serialization of that"
                            + " resource. (3.8)",
                    CollectionCases::haveTheirProperties),
            COLLECTIONS.must(
                    "collections-identifier",
                    "The id of each collection is a UUID of version 4",
                    "2",
                    "An identifier is an RFC 4122-compliant Version 4 UUID.",
                    CollectionCases::haveIdentifiers),
            COLLECTIONS.must(
                    "collections-media-types",
                    "The media types of a collection are a list of strings with something in it",
                    "5.2.1",
                    "This list MUST describe all media types that the Collection can store.",
                    CollectionCases::nameMediaTypes),
            COLLECTIONS.must(
                    "collections-alias",
                    "No two collections have the same alias",
                    "5.2.1",
                    "If defined, the alias MUST be unique within a single api-root on a single TAXII server.",
                    CollectionCases::haveTheirOwnAliases),
            COLLECTIONS.must(
                    "collections-order",
                    "The collections come in the same order each time",
                    "3.3",
                    "The Collections Endpoint MUST return Collection Resources in a consistent sort order across multiple"
                            + " requests.",
                    CollectionCases::keepTheirOrder),
            COLLECTIONS.must(
                    "collection-get",
                    "Each collection by itself says what the list says of it",
                    "5.2",
                    "This is similar to the response to get a Collection, but rather than providing information about one"
                            + " Collection it provides information about all of the Collections. (5.1)",
                    CollectionCases::agreeWithTheList),
            COLLECTIONS
                    .must(
                            "collection-unknown",
                            "A collection that does not exist is not found",
                            "5.2",
                            UNKNOWN,
                            s -> s.get(s.at(s.unknown)).expect(404))
                    .interop("3.5.3 Incorrect collection"),
            COLLECTIONS.must(
                    "collection-unknown-content",
                    "Nothing of a collection that does not exist is found",
                    "5.3, 5.4, 5.6, 5.8",
                    "404 - The API Root or Collection ID are not found, or the client does not have access to the objects"
                            + " resource",
                    CollectionCases::unknownHoldsNothing),
            COLLECTIONS.must(
                    "collection-can-read",
                    "What a collection says of reading is so",
                    "5.2.1",
                    "If true, users are allowed to access the Get Objects, Get an Object, or Get Object Manifests endpoints"
                            + " for this Collection. If false, users are not allowed to access these endpoints.",
                    CollectionCases::canReadIsTrue),
            COLLECTIONS
                    .must(
                            "permission-write-only",
                            "The write-only collection says so",
                            "5.2.1",
                            CAN_READ,
                            s -> says(s, s.writeOnly(), false, true))
                    .interop("3.5.1.1 Write-only collection"),
            COLLECTIONS
                    .must(
                            "permission-read-write",
                            "The read-write collection says so",
                            "5.2.1",
                            CAN_READ,
                            s -> says(s, s.readWrite(), true, true))
                    .interop("3.5.1.2 Read-write collection"),
            COLLECTIONS
                    .must(
                            "permission-read-only",
                            "The read-only collection says so",
                            "5.2.1",
                            CAN_READ,
                            s -> says(s, s.readOnly(), true, false))
                    .interop("3.5.1.3 Read-only collection"),
            COLLECTIONS
                    .must(
                            "permission-closed",
                            "The closed collection says so, or is not found",
                            "5.2",
                            UNKNOWN,
                            CollectionCases::closedSaysSo)
                    .interop("3.5.1.4 Collection that can be neither read nor written"),
            COLLECTIONS
                    .must(
                            "read-forbidden",
                            "Nothing can be read in the write-only collection",
                            "5.3, 5.4, 5.6, 5.8",
                            NO_READING,
                            s -> cannotBeRead(s, s.writeOnly()))
                    .interop("3.5.2.1 Read forbidden"),
            COLLECTIONS.must(
                    "read-closed",
                    "Nothing can be read in the closed collection",
                    "5.3, 5.4, 5.6, 5.8",
                    NO_READING,
                    s -> cannotBeRead(s, s.closed())),
            COLLECTIONS
                    .must(
                            "write-forbidden",
                            "Nothing can be added to the read-only collection",
                            "5.5",
                            NO_WRITING,
                            s -> cannotBeWritten(s, s.readOnly()))
                    .interop("3.5.2.2 Write forbidden"),
            COLLECTIONS.must(
                    "write-closed",
                    "Nothing can be added to the closed collection",
                    "5.5",
                    NO_WRITING,
                    s -> cannotBeWritten(s, s.closed())),
            COLLECTIONS.must(
                    "write-unknown",
                    "Nothing can be added to a collection that does not exist",
                    "5.5",
                    "404 - The API Root or Collection ID are not found, or the client can not write to this objects"
                            + " resource",
                    s -> cannotBeWritten(s, s.at(s.unknown))));

    private CollectionCases() {}

    private static Reply list(Session s) {
        return s.get(s.collectionsPath()).ok();
    }

    private static List<JsonNode> collections(Reply list) {
        List<JsonNode> all = new ArrayList<>();
        list.json().path("collections").forEach(all::add);
        return all;
    }

    private static void areListed(Session s) {
        Reply list = list(s);
        JsonNode collections = list.json().path("collections");
        if (!collections.isMissingNode() && (!collections.isArray() || collections.isEmpty())) {
            throw list.falls("a list with something in it in 'collections', or none");
        }
    }

    private static void haveTheirProperties(Session s) {
        Reply list = list(s);
        for (JsonNode collection : collections(list)) {
            boolean complete = Reply.text(collection, "id") != null
                    && Reply.text(collection, "title") != null
                    && collection.path("can_read").isBoolean()
                    && collection.path("can_write").isBoolean();
            if (!complete) {
                throw list.falls(
                        "collections with 'id' and 'title', strings, and 'can_read' and 'can_write', booleans");
            }
        }
    }

    private static void haveIdentifiers(Session s) {
        Reply list = list(s);
        for (JsonNode collection : collections(list)) {
            String id = collection.path("id").asString("");
            if (!UUID4.matcher(id).matches()) {
                throw list.falls("ids that are UUIDs of version 4, and not " + Reply.cut(id, Reply.MAX_SHOWN));
            }
        }
    }

    private static void nameMediaTypes(Session s) {
        Reply list = list(s);
        for (JsonNode collection : collections(list)) {
            JsonNode types = collection.path("media_types");
            boolean sound =
                    types.isArray() && !types.isEmpty() && types.valueStream().allMatch(JsonNode::isString);
            if (!types.isMissingNode() && !sound) {
                throw list.falls("'media_types' to be a list of strings with something in it, or to be left out");
            }
        }
    }

    private static void haveTheirOwnAliases(Session s) {
        Reply list = list(s);
        Set<String> aliases = new HashSet<>();
        for (JsonNode collection : collections(list)) {
            String alias = Reply.text(collection, "alias");
            if (alias != null && !aliases.add(alias)) {
                throw list.falls("each alias once, and not twice " + Reply.cut(alias, Reply.MAX_SHOWN));
            }
        }
        if (aliases.isEmpty()) {
            throw Shortfall.inapplicable("no collection has an alias");
        }
    }

    private static List<String> ids(Reply list) {
        return collections(list).stream()
                .map(collection -> collection.path("id").asString(""))
                .toList();
    }

    private static void keepTheirOrder(Session s) {
        List<String> first = ids(list(s));
        if (first.size() < 2) {
            throw Shortfall.inapplicable("there are fewer than two collections");
        }
        Reply again = list(s);
        if (!ids(again).equals(first)) {
            throw again.falls("the order of the request before: " + String.join(", ", first));
        }
    }

    private static void agreeWithTheList(Session s) {
        for (JsonNode listed : s.collections().stream().limit(MAX_COLLECTIONS).toList()) {
            Reply reply = s.get(s.at(listed.path("id").asString(""))).ok();
            for (String property : List.of("id", "title", "can_read", "can_write")) {
                if (!reply.json().path(property).equals(listed.path(property))) {
                    throw reply.falls("the same '" + property + "' as in the list: " + listed.path(property));
                }
            }
        }
    }

    private static void unknownHoldsNothing(Session s) {
        String object = "objects/indicator--" + s.unknown + "/";
        for (String rest : List.of("manifest/", "objects/", object, object + "versions/")) {
            s.get(s.at(s.unknown) + rest).expect(404);
        }
    }

    private static void canReadIsTrue(Session s) {
        for (JsonNode listed : s.collections().stream().limit(MAX_COLLECTIONS).toList()) {
            String path = s.at(listed.path("id").asString(""));
            boolean canRead = listed.path("can_read").booleanValue(false);
            for (String rest : List.of("manifest/", "objects/")) {
                Reply reply = s.get(path + rest, "limit", "1");
                if (canRead) {
                    reply.ok();
                } else {
                    reply.expect(403, 404);
                }
            }
        }
    }

    private static void says(Session s, String path, boolean canRead, boolean canWrite) {
        says(s.get(path).ok(), canRead, canWrite);
    }

    private static void says(Reply reply, boolean canRead, boolean canWrite) {
        JsonNode json = reply.json();
        if (json.path("can_read").booleanValue(!canRead) != canRead
                || json.path("can_write").booleanValue(!canWrite) != canWrite) {
            throw reply.falls("'can_read' " + canRead + " and 'can_write' " + canWrite);
        }
    }

    private static void closedSaysSo(Session s) {
        Reply reply = s.get(s.closed()).expect(200, 403, 404);
        if (reply.status() == 200) {
            says(reply, false, false);
        }
    }

    private static void cannotBeRead(Session s, String collection) {
        String object = "objects/indicator--" + s.unknown + "/";
        for (String rest : List.of("manifest/", "objects/", object, object + "versions/")) {
            s.get(collection + rest).expect(403, 404);
        }
    }

    /** With an empty envelope: it is a valid one, and a server that takes it has taken nothing. */
    private static void cannotBeWritten(Session s, String collection) {
        s.ask("POST", collection + "objects/").body(Ask.TAXII, "{}").send().expect(403, 404);
    }
}
