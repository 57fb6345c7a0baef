package org.entente.cli.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.entente.cli.conformance.Chapter.READING;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.entente.cli.conformance.Content.Entry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Objects, what is said of them, and their versions (sections 5.3, 5.4, 5.6 and 5.8). */
final class ReadingCases {
    private static final String HEADERS = "All HTTP 200 series responses to the following endpoints MUST include the"
            + " X-TAXII-Date-Added-First header [and X-TAXII-Date-Added-Last]: manifest, objects, object, versions";
    private static final String NOTHING =
            "If no STIX objects are returned, the response MUST include an empty envelope.";

    /** Nothing was added later than that. */
    static final String NEVER = "2999-01-01T00:00:00.000000Z";

    /** What is shorter need not be compressed. */
    private static final int WORTH_COMPRESSING = 1500;

    static final List<Case> ALL = List.of(
            READING.must(
                            "manifest-get",
                            "The manifest lists records with id, date_added and version",
                            "5.3.1",
                            "id (required), date_added (required), version (required)",
                            s -> Page.manifest(s.get(s.readable() + "manifest/").ok()))
                    .interop("3.6.1 Get manifest"),
            READING.must(
                    "manifest-dates",
                    "date_added is a timestamp in UTC with six digits of fraction",
                    "2",
                    "Unlike the STIX timestamp type, the TAXII timestamp MUST have microsecond precision.",
                    ReadingCases::datesAreTimestamps),
            READING.must(
                    "manifest-order",
                    "What was added later stands later in the manifest",
                    "3.3",
                    "For Object and Manifest Endpoints, objects returned MUST be sorted in ascending order by the date it was"
                            + " added.",
                    ReadingCases::manifestAscends),
            READING.must(
                    "manifest-version",
                    "The version of a record is the object's 'modified', to the letter, or its 'created'",
                    "5.3.1",
                    "For objects in STIX format, the STIX modified property is the version. If a STIX object is not versioned"
                            + " (and therefore does not have a modified timestamp), the server MUST use the created"
                            + " timestamp.",
                    ReadingCases::versionsAreTheObjects),
            READING.must(
                    "manifest-media-type",
                    "The media type of a record is one of the collection's",
                    "5.3.1",
                    "This value MUST be one of the media types listed on the collection resource.",
                    ReadingCases::mediaTypesAreListed),
            READING.must(
                    "manifest-none",
                    "A manifest without records is an empty object",
                    "5.3.1",
                    "If there are no manifest-record items in the list, this key MUST be omitted, and the response is an empty"
                            + " object.",
                    s -> isEmptyObject(s.get(s.readable() + "manifest/", "added_after", NEVER))),
            READING.must(
                            "objects-get",
                            "Objects come in an envelope, and are those of the manifest in the same order",
                            "5.4",
                            "It supports filtering identical to the get objects Endpoint but rather than returning the object"
                                    + " itself it returns metadata about the object. (5.3)",
                            s -> Content.shows(
                                    Page.objects(
                                            s.get(s.readable() + "objects/").ok()),
                                    s.content().latest()))
                    .interop("3.7.1 Get objects"),
            READING.must(
                            "objects-none",
                            "Where there are no objects the envelope has none, and no empty list",
                            "5.4",
                            NOTHING,
                            s -> Page.objects(s.get(s.readable() + "objects/", "added_after", NEVER)
                                            .ok())
                                    .isEmpty())
                    .interop("3.7.2 No objects"),
            READING.must(
                            "object-get",
                            "An object is got by its id, in its latest version",
                            "5.6",
                            "It can be thought of as a search where the match[id] parameter is set to the {object-id} in the"
                                    + " path.",
                            ReadingCases::objectIsGot)
                    .interop("3.8.1 Get an object"),
            READING.must(
                            "object-unknown",
                            "An object that does not exist is not found",
                            "5.6",
                            "404 - The API Root, Collection ID and/or Object ID are not found, or the client does not have"
                                    + " access to the object resource",
                            s -> s.get(s.readable() + "objects/indicator--" + s.unknown + "/")
                                    .expect(404))
                    .interop("3.8.2 Object not found"),
            READING.must(
                            "versions-get",
                            "The versions of an object are listed",
                            "5.8.1",
                            "The list of object versions returned by the request.",
                            ReadingCases::versionsAreListed)
                    .interop("3.9.1 Get versions"),
            READING.advice(
                    "versions-consistent",
                    "An object without 'modified' and 'created' has the same version wherever it is named",
                    "5.3.1",
                    "If the STIX object does not have a created or modified timestamp then the server SHOULD use a value for"
                            + " the version that is consistent to the server.",
                    ReadingCases::versionIsConsistent),
            READING.must(
                    "versions-unknown",
                    "An object that does not exist has no versions",
                    "5.8",
                    "404 - The API Root, Collection ID and/or Object ID are not found, or the client does not have access to"
                            + " the versions resource",
                    s -> s.get(s.readable() + "objects/indicator--" + s.unknown + "/versions/")
                            .expect(404)),
            READING.must(
                    "versions-none",
                    "A list of no versions is an empty object (or 404)",
                    "5.8.1",
                    "If there are no versions returned, this key MUST be omitted, and the response is an empty object.",
                    ReadingCases::noVersions),
            READING.must(
                    "headers-present",
                    "All four resources say when their first and last object was added",
                    "3.2",
                    HEADERS,
                    ReadingCases::headersArePresent),
            READING.must(
                    "headers-true",
                    "The two headers are the date_added of the first and the last object of the answer",
                    "3.2",
                    "It indicates the date_added timestamp of the first [last] object of the response.",
                    ReadingCases::headersAreTrue),
            READING.advice(
                    "slash-missing",
                    "An address without its slash at the end is redirected to the one that has it, or not found",
                    "3.1",
                    "The endpoint path in a requests to a TAXII server MUST end in a trailing slash \"/\".",
                    ReadingCases::slashMatters),
            READING.advice(
                    "head",
                    "HEAD has the headers of GET",
                    "RFC 9110, 9.3.2",
                    "The server SHOULD send the same header fields in response to a HEAD request as it would have sent if"
                            + " the request method had been GET.",
                    ReadingCases::headIsLikeGet),
            READING.advice(
                    "gzip",
                    "Large answers are compressed for those who take it",
                    "RFC 9110, 8.4",
                    "Content-Encoding is primarily used to allow a representation's data to be compressed without losing the"
                            + " identity of its underlying media type.",
                    ReadingCases::compresses));

    private ReadingCases() {}

    private static Page manifest(Session s) {
        Page page = Page.manifest(
                s.get(s.readable() + "manifest/", "match[version]", "all").ok());
        if (page.items().isEmpty()) {
            throw Shortfall.inapplicable("the collection holds no object");
        }
        return page;
    }

    private static List<String> dates(Page manifest) {
        return manifest.items().stream()
                .map(item -> item.json().path("date_added").asString(""))
                .toList();
    }

    private static void datesAreTimestamps(Session s) {
        Page manifest = manifest(s);
        for (String date : dates(manifest)) {
            if (!Reply.isTimestamp(date)) {
                throw manifest.reply()
                        .falls("date_added with six digits of fraction, and not " + Reply.cut(date, Reply.MAX_SHOWN));
            }
        }
    }

    private static void manifestAscends(Session s) {
        Page manifest = manifest(s);
        List<String> dates = dates(manifest);
        if (!dates.stream().sorted().toList().equals(dates)) {
            throw manifest.reply().falls("records in ascending order of date_added");
        }
    }

    private static void versionsAreTheObjects(Session s) {
        List<Entry> entries = s.content().atLeast(1);
        Page page = Page.objects(s.get(s.readable() + "objects/").ok());
        if (page.items().stream().allMatch(item -> item.version() == null)) {
            throw Shortfall.inapplicable("the objects have neither 'modified' nor 'created'");
        }
        Content.shows(page, entries);
    }

    private static void mediaTypesAreListed(Session s) {
        Page manifest = manifest(s);
        Set<String> listed = new HashSet<>();
        for (JsonNode type : s.get(s.readable()).ok().json().path("media_types")) {
            listed.add(plain(type));
        }
        if (listed.isEmpty()) {
            listed.add("application/stix+json");
        }
        List<JsonNode> types = manifest.items().stream()
                .map(item -> item.json().path("media_type"))
                .filter(type -> !type.isMissingNode())
                .toList();
        if (types.isEmpty()) {
            throw Shortfall.inapplicable("the manifest names no media types");
        }
        for (JsonNode type : types) {
            if (!listed.contains(plain(type))) {
                throw manifest.reply().falls("media types of " + listed + ", and not " + type);
            }
        }
    }

    private static String plain(JsonNode mediaType) {
        return mediaType.asString("").replace(" ", "");
    }

    private static void isEmptyObject(Reply reply) {
        if (!reply.ok().json().isEmpty()) {
            throw reply.falls("{}");
        }
    }

    private static void objectIsGot(Session s) {
        for (Entry entry : s.content().few()) {
            Page page = Page.objects(
                    s.get(s.readable() + "objects/" + entry.id() + "/").ok());
            Content.shows(page, List.of(entry));
        }
    }

    private static void versionsAreListed(Session s) {
        for (Entry entry : s.content().few()) {
            Page page = Page.versions(
                    s.get(s.readable() + "objects/" + entry.id() + "/versions/").ok());
            List<String> expected = s.content().of(entry.id()).stream()
                    .map(Entry::version)
                    .sorted()
                    .toList();
            List<String> versions = page.items().stream()
                    .map(item -> String.valueOf(item.version()))
                    .sorted()
                    .toList();
            if (!page.more() && !versions.equals(expected)) {
                throw page.reply().falls("the versions that the manifest lists: " + expected);
            }
        }
    }

    private static void versionIsConsistent(Session s) {
        Page page = Page.objects(s.get(s.readable() + "objects/").ok());
        String id = page.items().stream()
                .filter(item -> item.version() == null)
                .map(Page.Item::id)
                .findFirst()
                .orElseThrow(() -> Shortfall.inapplicable("all objects have 'modified' or 'created'"));
        List<String> expected = s.content().of(id).stream().map(Entry::version).toList();
        Page versions = Page.versions(
                s.get(s.readable() + "objects/" + id + "/versions/").ok());
        if (!versions.items().stream().map(Page.Item::version).toList().equals(expected)) {
            throw versions.reply().falls("the version that the manifest has: " + expected);
        }
    }

    private static void noVersions(Session s) {
        String id = s.content().some().id();
        Reply reply = s.get(s.readable() + "objects/" + id + "/versions/", "added_after", NEVER)
                .expect(200, 404);
        if (reply.status() == 200) {
            isEmptyObject(reply);
        }
    }

    private static List<Reply> fourResources(Session s) {
        String collection = s.readable();
        String object = collection + "objects/" + s.content().some().id() + "/";
        List<Reply> replies = new ArrayList<>();
        for (String path : List.of(collection + "manifest/", collection + "objects/", object, object + "versions/")) {
            replies.add(s.get(path, "limit", "2").ok());
        }
        return replies;
    }

    private static void headersArePresent(Session s) {
        for (Reply reply : fourResources(s)) {
            reply.timestampHeader(Reply.FIRST);
            reply.timestampHeader(Reply.LAST);
        }
    }

    private static void headersAreTrue(Session s) {
        List<Reply> replies = fourResources(s);
        dated(s, Page.manifest(replies.get(0)), "");
        dated(s, Page.objects(replies.get(1)), "");
        dated(s, Page.objects(replies.get(2)), "");
        dated(s, Page.versions(replies.get(3)), s.content().some().id());
    }

    private static void dated(Session s, Page page, String id) {
        List<Page.Item> items = page.items();
        if (items.isEmpty()) {
            throw page.reply().falls("at least one object");
        }
        dated(s, page.reply(), Reply.FIRST, items.getFirst(), id);
        dated(s, page.reply(), Reply.LAST, items.getLast(), id);
    }

    private static void dated(Session s, Reply reply, String header, Page.Item item, String id) {
        String wanted = item.id().isEmpty() ? id : item.id();
        for (Entry entry : s.content().of(wanted)) {
            boolean meant = item.version() == null || item.version().equals(entry.version());
            if (meant && !entry.dateAdded().equals(reply.header(header))) {
                throw reply.falls(header + ": " + entry.dateAdded() + ", the date_added of " + wanted);
            }
        }
    }

    private static void slashMatters(Session s) {
        String collection = s.readable();
        for (String path : List.of(
                Session.DISCOVERY,
                s.root(),
                s.collectionsPath(),
                collection,
                collection + "manifest/",
                collection + "objects/")) {
            if (path.equals("/")) {
                continue;
            }
            Reply reply = s.get(path.substring(0, path.length() - 1));
            if (reply.status() / 100 != 3 || !path.equals(target(path, reply.header("Location")))) {
                reply.expect(404);
            }
        }
    }

    /** The path to which a redirect leads; empty where it leads nowhere. */
    private static String target(String path, @Nullable String location) {
        try {
            return location == null ? "" : URI.create(path).resolve(location).getPath();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static void headIsLikeGet(Session s) {
        String path = s.readable() + "objects/";
        Reply get = s.get(path).ok();
        Reply head = s.ask("HEAD", path).send().expect(200);
        for (String name : List.of("Content-Type", Reply.FIRST, Reply.LAST)) {
            if (!Objects.equals(head.header(name), get.header(name))) {
                throw head.falls(name + " as GET has it: " + get.header(name));
            }
        }
    }

    private static void compresses(Session s) {
        String path = s.readable() + "objects/";
        Reply plain = s.get(path).ok();
        if (plain.body().length < WORTH_COMPRESSING) {
            throw Shortfall.inapplicable("the objects are too short to be worth it");
        }
        Reply coded =
                s.ask("GET", path).header("Accept-Encoding", "gzip").send().ok();
        if (!"gzip".equals(coded.header("Content-Encoding")) || !Arrays.equals(unpacked(coded), plain.body())) {
            throw coded.falls("the same body, compressed by gzip");
        }
    }

    private static byte[] unpacked(Reply reply) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(reply.body()))) {
            return in.readNBytes(Wire.MAX_BODY_BYTES);
        } catch (IOException e) {
            return "not gzip".getBytes(UTF_8);
        }
    }
}
