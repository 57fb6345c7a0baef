package org.entente.cli.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.entente.cli.conformance.Chapter.WRITING;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.entente.cli.conformance.MadeObjects.Made;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Adding objects, and the status of that (sections 4.3 and 5.5). */
final class WritingCases {
    private static final String UNPROCESSABLE =
            "422 - The object type or version is not supported or could not be processed. This can happen, for example, when"
                    + " sending a version of STIX that this TAXII Server does not support and cannot process, when sending a"
                    + " malformed body, or other unprocessable content";
    private static final String ADDS = "This Endpoint adds objects to a Collection.";

    /** The largest body that is posted to see whether it is too large. */
    private static final long MAX_TOO_LONG = 128L << 20;

    /** The largest body that is posted to see whether it is not. */
    private static final long MAX_LONG = 1L << 20;

    static final List<Case> ALL = List.of(
            WRITING.must(
                            "post",
                            "Objects are taken with 202 and a status resource",
                            "5.5",
                            "202 - The request was successful accepted; Payload: status",
                            WritingCases::isTaken)
                    .interop("3.10.1 Add objects"),
            WRITING.must(
                    "post-write-only",
                    "Objects are taken where nothing can be read",
                    "5.2.1",
                    "can_write: If true, users are allowed to access the Add Objects endpoint for this Collection.",
                    s -> s.post(s.writeOnly(), s.made.indicator()).expect(202).taxii()),
            WRITING.must(
                            "status-get",
                            "The status can be asked for until it is complete",
                            "4.3",
                            "This Endpoint provides information about the status of a previous request.",
                            WritingCases::statusIsGot)
                    .interop("3.11.1 Get status"),
            WRITING.must(
                            "status-properties",
                            "A status has its id, its state and its four counts",
                            "4.3.1",
                            "id (required), status (required), total_count (required), success_count (required),"
                                    + " failure_count (required), pending_count (required)",
                            WritingCases::statusIsWhole)
                    .interop("3.11.2 Get status with all properties"),
            WRITING.must(
                    "status-counts",
                    "A complete status counts each object once",
                    "4.3.1",
                    "total_count: The total number of objects that were in the request. success_count: The number of objects"
                            + " that were successfully created.",
                    WritingCases::statusCounts),
            WRITING.must(
                    "status-details",
                    "Each object of a status has its id and its version",
                    "4.3.1",
                    "For STIX objects the version MUST be the STIX modified timestamp Property.",
                    WritingCases::statusNamesVersions),
            WRITING.must(
                    "status-timestamp",
                    "The time of the request has six digits of fraction",
                    "2",
                    "Unlike the STIX timestamp type, the TAXII timestamp MUST have microsecond precision.",
                    WritingCases::statusIsDated),
            WRITING.must(
                    "status-unknown",
                    "A status that does not exist is not found",
                    "4.3",
                    "404 - The API Root or Status ID are not found, or the client does not have access to the resource",
                    s -> s.get(s.root() + "status/" + s.unknown + "/").expect(404)),
            WRITING.must(
                    "post-comes-back",
                    "What was posted comes back with the same content",
                    "5.5",
                    ADDS,
                    WritingCases::contentComesBack),
            WRITING.advice(
                    "post-bytes", "What was posted comes back byte for byte", "5.5", ADDS, WritingCases::bytesComeBack),
            WRITING.advice(
                    "post-custom-object",
                    "Properties of an object that no standard knows come back",
                    "STIX 2.1, 11.1.1",
                    "A STIX Object MAY have any number of Custom Properties.",
                    WritingCases::customPropertiesComeBack),
            WRITING.must(
                            "post-custom-envelope",
                            "Properties of the envelope that no standard knows are ignored, or refused with 422",
                            "7.1.1",
                            "Either refuse to process the content further and respond to the message with an HTTP 422"
                                    + " (Unprocessable Entity) status code, or silently ignore non-understood properties and"
                                    + " continue processing the message.",
                            WritingCases::customEnvelopeIsTaken)
                    .interop("3.15.1 Custom properties"),
            WRITING.must(
                    "post-given",
                    "The objects that were given come back with the same content",
                    "5.5",
                    ADDS,
                    WritingCases::givenComeBack),
            WRITING.must(
                    "post-again",
                    "An object that is there already is no error, and is not there twice afterwards",
                    "5.5",
                    "If a client publishes an exact duplicate of an Object already present in the Collection, the server MUST"
                            + " not return an error for that Object.",
                    WritingCases::duplicateIsNoError),
            WRITING.must(
                    "post-version",
                    "A later version becomes the latest, and the earlier one stays",
                    "3.4.1",
                    "If no version parameter is provided, the server MUST return only the latest version for each object"
                            + " matching the remainder of the request.",
                    WritingCases::laterVersionIsTaken),
            WRITING.must(
                    "post-unversioned",
                    "The version of an object that is never modified is its 'created'",
                    "5.8",
                    "If a STIX object is not versioned (and therefore does not have a modified timestamp), the server MUST"
                            + " use created timestamp.",
                    WritingCases::createdIsTheVersion),
            WRITING.must(
                    "post-invalid",
                    "What is no object among good ones is not reported as a success",
                    "5.5",
                    UNPROCESSABLE,
                    WritingCases::noObjectIsNoSuccess),
            WRITING.must(
                    "post-malformed",
                    "A body that is no JSON is 400 or 422",
                    "5.5",
                    "400 - The server did not understand the request; " + UNPROCESSABLE,
                    s -> bad(s, "{\"objects\": [").expect(400, 422)),
            WRITING.must(
                    "post-unacceptable",
                    "A body that is no envelope is 422 or 400",
                    "5.5",
                    UNPROCESSABLE,
                    s -> List.of("[]", "{\"objects\": \"none\"}", "\"text\"")
                            .forEach(body -> bad(s, body).expect(400, 422))),
            WRITING.must(
                    "post-too-long",
                    "A body that is longer than max_content_length is 413",
                    "5.5",
                    "413 - The POSTed payload exceeds the max_content_length of the API Root",
                    WritingCases::tooLongIsRefused),
            WRITING.must(
                    "post-long",
                    "A body that is shorter than max_content_length is not 413",
                    "4.2.1",
                    "Requests with total body length values smaller than this value MUST NOT result in an HTTP 413 (Request"
                            + " Entity Too Large) response.",
                    WritingCases::longIsTaken));

    private WritingCases() {}

    private static void isTaken(Session s) {
        Reply reply = s.post(s.writable(), s.made.identity(), s.made.indicator())
                .expect(202)
                .taxii();
        reply.string("id");
        reply.string("status");
    }

    private static Reply completed(Session s, Made... objects) {
        return s.complete(s.post(s.writable(), objects).expect(202));
    }

    private static void statusIsGot(Session s) {
        Reply posted = s.post(s.writable(), s.made.indicator()).expect(202);
        s.complete(posted);
        Reply status = s.get(s.root() + "status/" + posted.string("id") + "/").ok();
        if (!status.string("id").equals(posted.string("id"))) {
            throw status.falls("the 'id' " + posted.string("id"));
        }
    }

    private static void statusIsWhole(Session s) {
        Reply posted = s.post(s.writable(), s.made.indicator()).expect(202);
        for (Reply status : List.of(posted, s.complete(posted))) {
            if (!CollectionCases.UUID4.matcher(status.string("id")).matches()) {
                throw status.falls("an 'id' that is a UUID of version 4");
            }
            if (!List.of("complete", "pending").contains(status.string("status"))) {
                throw status.falls("the 'status' complete or pending");
            }
            for (String count : List.of("total_count", "success_count", "failure_count", "pending_count")) {
                status.number(count, 0);
            }
            for (String list : List.of("successes", "failures", "pendings")) {
                JsonNode details = status.json().path(list);
                if (!details.isMissingNode() && (!details.isArray() || details.isEmpty())) {
                    throw status.falls("'" + list + "' to be a list with something in it, or to be left out");
                }
            }
        }
    }

    private static void statusCounts(Session s) {
        Reply status = completed(s, s.made.identity(), s.made.indicator(), s.made.malware());
        boolean right = status.number("total_count", 0) == 3
                && status.number("success_count", 0) == 3
                && status.number("failure_count", 0) == 0
                && status.number("pending_count", 0) == 0;
        if (!right) {
            throw status.falls("3 objects in all, 3 successes, none failed and none pending");
        }
    }

    private static void statusNamesVersions(Session s) {
        Made made = s.made.indicator();
        Reply status = completed(s, made);
        JsonNode successes = status.json().path("successes");
        if (successes.isMissingNode()) {
            throw Shortfall.inapplicable("the status does not list the objects");
        }
        for (JsonNode detail : successes) {
            if (!made.id().equals(Reply.text(detail, "id")) || !made.version().equals(Reply.text(detail, "version"))) {
                throw status.falls("the id " + made.id() + " and the version " + made.version());
            }
        }
    }

    private static void statusIsDated(Session s) {
        Reply status = s.post(s.writable(), s.made.indicator()).expect(202);
        if (!status.json().has("request_timestamp")) {
            throw Shortfall.inapplicable("the status has no 'request_timestamp'");
        }
        if (!Reply.isTimestamp(status.string("request_timestamp"))) {
            throw status.falls("a 'request_timestamp' with six digits of fraction");
        }
    }

    /** The one object of that id in the collection that can be read and written. */
    private static Page read(Session s, String id) {
        return Page.objects(s.get(s.readWrite() + "objects/" + id + "/").ok());
    }

    private static Reply readBack(Session s, Made made) {
        s.complete(s.post(s.readWrite(), made).expect(202));
        return read(s, made.id()).reply();
    }

    private static Made odd(Session s) {
        return s.made.indicator(
                UUID.randomUUID(),
                1,
                ",  \"labels\": [\"caf\\u00e9\", \"na\u00efve\", \"a\\/b\"], \"confidence\" : 50,\n  \"lang\": \"en\"");
    }

    private static void same(Reply reply, JsonNode posted) {
        List<JsonNode> objects = new ArrayList<>();
        reply.json().path("objects").forEach(objects::add);
        if (!objects.contains(posted)) {
            throw reply.falls("the object as it was posted: " + Reply.cut(posted.toString(), Reply.MAX_SHOWN));
        }
    }

    private static void contentComesBack(Session s) {
        for (Made made : List.of(odd(s), s.made.malware(), s.made.address())) {
            same(readBack(s, made), Reply.tree(made.json()));
        }
    }

    private static void bytesComeBack(Session s) {
        Made made = odd(s);
        Reply reply = readBack(s, made);
        if (!new String(reply.body(), UTF_8).contains(made.json())) {
            throw reply.falls("the object in the very bytes in which it was posted");
        }
    }

    private static void customPropertiesComeBack(Session s) {
        Made made = s.made.indicator(
                UUID.randomUUID(),
                1,
                ", \"x_entente_conformance\": {\"numbers\": [1, 2.5, 9007199254740991], \"text\": \"\", \"no\": false}");
        same(readBack(s, made), Reply.tree(made.json()));
    }

    private static void customEnvelopeIsTaken(Session s) {
        String collection = s.writable();
        Made made = s.made.indicator();
        String body = "{\"x_entente_conformance\": {\"impact\": \"none\"}, \"objects\": [" + made.json() + "]}";
        s.post(collection, s.ask("POST", collection + "objects/").body(Ask.TAXII, body), made)
                .expect(202, 422);
    }

    private static void givenComeBack(Session s) {
        String collection = s.readWrite();
        if (s.setup().objects().isEmpty()) {
            throw Shortfall.inapplicable("no objects were given (--bundle)");
        }
        List<Made> given = new ArrayList<>();
        for (ObjectNode object : s.setup().objects()) {
            String id = object.path("id").asString("");
            if (s.get(collection + "objects/" + id + "/").expect(200, 404).status() == 200) {
                // Deleting it afterwards would take away what is not ours.
                throw Shortfall.inapplicable("the collection holds " + id + " already");
            }
            given.add(new Made(id, "", object.toString()));
        }
        s.complete(s.post(collection, given.toArray(Made[]::new)).expect(202));
        for (ObjectNode object : s.setup().objects()) {
            String path = collection + "objects/" + object.path("id").asString("") + "/";
            same(s.get(path, "match[version]", "all").ok(), Reply.tree(object.toString()));
        }
    }

    private static void duplicateIsNoError(Session s) {
        Made made = s.made.indicator();
        s.complete(s.post(s.readWrite(), made).expect(202));
        Reply status = s.complete(s.post(s.readWrite(), made).expect(202));
        if (status.number("failure_count", 0) != 0) {
            throw status.falls("no failure");
        }
        Page manifest =
                Page.manifest(s.get(s.readWrite() + "manifest/", "match[id]", made.id(), "match[version]", "all")
                        .ok());
        if (manifest.items().size() != 1) {
            throw manifest.reply().falls("the object once");
        }
    }

    private static void laterVersionIsTaken(Session s) {
        UUID id = UUID.randomUUID();
        Made second = s.made.indicator(id, 2);
        s.complete(s.post(s.readWrite(), s.made.indicator(id, 1)).expect(202));
        s.complete(s.post(s.readWrite(), second).expect(202));
        Page latest = read(s, second.id());
        if (latest.items().size() != 1
                || !second.version().equals(latest.items().getFirst().version())) {
            throw latest.reply().falls("the version " + second.version() + " alone");
        }
        Page versions = Page.versions(
                s.get(s.readWrite() + "objects/" + second.id() + "/versions/").ok());
        if (versions.items().size() != 2) {
            throw versions.reply().falls("both versions");
        }
    }

    private static void createdIsTheVersion(Session s) {
        Made made = s.made.statement();
        s.complete(s.post(s.readWrite(), made).expect(202));
        Page versions = Page.versions(
                s.get(s.readWrite() + "objects/" + made.id() + "/versions/").ok());
        if (versions.items().size() != 1
                || !made.version().equals(versions.items().getFirst().version())) {
            throw versions.reply().falls("the version " + made.version());
        }
    }

    private static void noObjectIsNoSuccess(Session s) {
        Reply reply = s.post(s.writable(), s.made.indicator(), MadeObjects.nothing(), s.made.malware());
        if (reply.expect(202, 400, 422).status() != 202) {
            return;
        }
        Reply status = s.complete(reply);
        if (status.number("failure_count", 0) < 1 || status.number("success_count", 0) > 2) {
            throw status.falls("a failure for what is no object, or 422 for all");
        }
    }

    private static Reply bad(Session s, String body) {
        return s.ask("POST", s.writable() + "objects/").body(Ask.TAXII, body).send();
    }

    /** The space around JSON counts, and there is nothing to keep of it. */
    private static byte[] padded(String json, long length) {
        byte[] bytes = json.getBytes(UTF_8);
        byte[] padded = Arrays.copyOf(bytes, (int) length);
        Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
        return padded;
    }

    private static long mostBytes(Session s) {
        return s.get(s.root()).ok().number("max_content_length", 1);
    }

    private static void tooLongIsRefused(Session s) {
        String collection = s.writable();
        long most = mostBytes(s);
        if (most >= MAX_TOO_LONG) {
            throw Shortfall.inapplicable("max_content_length is so large that no body of that length is posted");
        }
        Made made = s.made.indicator();
        byte[] body = padded(Session.envelope(made), Math.max(most, 4096) + 1);
        s.post(
                        collection,
                        s.ask("POST", collection + "objects/")
                                .body(Ask.TAXII, body)
                                .waiting(),
                        made)
                .expect(413);
    }

    private static void longIsTaken(Session s) {
        String collection = s.writable();
        Made made = s.made.indicator();
        String envelope = Session.envelope(made);
        long length = Math.min(mostBytes(s) - 1, MAX_LONG);
        if (length < envelope.length()) {
            throw Shortfall.inapplicable("max_content_length is too small for a single object");
        }
        Reply reply = s.post(
                collection, s.ask("POST", collection + "objects/").body(Ask.TAXII, padded(envelope, length)), made);
        if (reply.status() == 413) {
            throw reply.falls("a status other than 413 for " + length + " bytes");
        }
    }
}
