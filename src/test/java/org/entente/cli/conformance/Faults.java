package org.entente.cli.conformance;

import static org.entente.cli.conformance.Fault.after;
import static org.entente.cli.conformance.Fault.before;
import static org.entente.cli.conformance.Fault.json;
import static org.entente.cli.conformance.TinyTaxii.BOTH;
import static org.entente.cli.conformance.TinyTaxii.CLOSED;
import static org.entente.cli.conformance.TinyTaxii.FIRST;
import static org.entente.cli.conformance.TinyTaxii.LAST;
import static org.entente.cli.conformance.TinyTaxii.READ;
import static org.entente.cli.conformance.TinyTaxii.TAXII;
import static org.entente.cli.conformance.TinyTaxii.WRITE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.entente.cli.conformance.TinyTaxii.Request;
import org.entente.cli.conformance.TinyTaxii.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** For each case a fault that it must find. */
final class Faults {
    private static final String EACH = "/api/collections/[^/]+/";
    private static final Predicate<Request> DISCOVERY = at("/taxii2/");
    private static final Predicate<Request> ROOT = at("/api/");
    private static final Predicate<Request> LIST = at("/api/collections/");
    private static final Predicate<Request> COLLECTION = at(EACH);
    private static final Predicate<Request> MANIFEST = at(EACH + "manifest/");
    private static final Predicate<Request> OBJECTS = at(EACH + "objects/");
    private static final Predicate<Request> OBJECT = at(EACH + "objects/[^/]+/");
    private static final Predicate<Request> VERSIONS = at(EACH + "objects/[^/]+/versions/");
    private static final Predicate<Request> STATUS = at("/api/status/[^/]+/");
    private static final Predicate<Request> POST = method("POST").and(path(EACH + "objects/"));
    private static final Predicate<Request> DELETE = method("DELETE").and(path(EACH + "objects/[^/]+/"));
    private static final Predicate<Request> NOBODY = header("authorization", "");
    private static final Predicate<Request> SECOND =
            header("authorization", Pattern.quote(String.valueOf(TinyTaxii.SECOND_CLIENT.header())));
    private static final Predicate<Request> FOREIGN = header("accept", "(?!.*taxii\\+json; ?version=2\\.1).+");
    private static final Predicate<Request> UNKNOWN =
            path("(?!.*(" + String.join("|", READ, WRITE, BOTH, CLOSED) + ")).*");

    /** Made anew for each use: some count. */
    static final Map<String, Supplier<Fault>> OF_CASES = new TreeMap<>();

    private Faults() {}

    static {
        discovery();
        access();
        negotiation();
        collections();
        reading();
        filters();
        paging();
        writing();
        deleting();
        errors();
    }

    private static void fault(String id, Supplier<Fault> fault) {
        if (OF_CASES.put(id, fault) != null) {
            throw new AssertionError("two faults for " + id);
        }
    }

    private static void discovery() {
        fault("discovery-get", () -> after(DISCOVERY, answer(404)));
        fault("discovery-title", () -> after(DISCOVERY, json(body -> body.remove("title"))));
        fault("discovery-default", () -> after(DISCOVERY, json(body -> body.put("default", "/other/"))));
        fault("discovery-roots", () -> after(DISCOVERY, json(add("api_roots", "//other.example/api/"))));
        fault("discovery-https", () -> after(DISCOVERY, json(add("api_roots", "http://other.example/api/"))));
        fault("root-get", () -> after(ROOT, type("application/json")));
        fault("root-title", () -> after(ROOT, json(body -> body.put("title", 1))));
        fault(
                "root-versions",
                () -> after(ROOT, json(body -> body.putArray("versions").add("taxii-2.1"))));
        fault("root-max-content-length", () -> after(ROOT, json(body -> body.put("max_content_length", 0))));
        fault("root-unknown", () -> after(path("/[0-9a-f-]{36}/"), answer(200)));
    }

    private static void access() {
        fault("access-missing", () -> before(LIST.and(NOBODY), Faults::asFirst));
        fault("access-wrong", () -> before(LIST, Faults::asFirst));
        fault("access-reading", () -> before(VERSIONS.and(NOBODY), Faults::asFirst));
        fault("access-writing", () -> after(POST.and(NOBODY), answer(202)));
        fault("access-challenge", () -> after(NOBODY, response -> response.header("WWW-Authenticate", null)));
        fault("access-basic", () -> after(NOBODY, response -> response.header("WWW-Authenticate", "Bearer")));
        fault("access-second-client", () -> before(OBJECTS.and(SECOND), Faults::asFirst));
        fault("access-second-status", () -> before(STATUS.and(SECOND), Faults::asFirst));
    }

    private static void negotiation() {
        fault("content-type", () -> after(OBJECTS, type("application/stix+json;version=2.1")));
        fault(
                "serialisation",
                () -> after(
                        COLLECTION,
                        body -> body.body("{\"title\":\"again\"," + body.text().substring(1))));
        fault("accept-version", () -> after(VERSIONS, answer(406)));
        fault("accept-space", () -> after(accept("application/taxii+json; version=2.1"), answer(406)));
        fault("accept-bare", () -> after(accept("application/taxii+json"), answer(406)));
        fault("accept-several", () -> after(accept("text/html, " + TAXII + ";q=0.5"), answer(406)));
        fault("accept-manifest", () -> after(accept(TAXII + ",application/stix+json;version=2.1"), answer(406)));
        fault("accept-foreign", () -> after(FOREIGN, answer(500)));
        fault("accept-406", () -> before(FOREIGN, request -> request.header("accept", TAXII)));
        fault(
                "accept-q-zero",
                () -> before(
                        request -> request.header("accept").contains("q=0"),
                        request -> request.header("accept", TAXII)));
        fault("accept-any", () -> after(accept("*/*"), answer(406)));
        fault("accept-none", () -> after(accept(""), answer(406)));
        fault("content-type-space", () -> after(posted("application/taxii+json; version=2.1"), answer(415)));
        fault("content-type-bare", () -> after(posted("application/taxii+json"), answer(415)));
        fault("content-type-foreign", () -> after(posted("text/plain"), answer(500)));
        fault("content-type-415", () -> before(posted("text/plain"), request -> request.header("content-type", TAXII)));
        fault("content-type-bundle", () -> after(posted("application/stix+json;version=2.1"), answer(415)));
    }

    private static void collections() {
        fault("collections-get", () -> after(LIST, json(body -> body.putArray("collections"))));
        fault(
                "collections-properties",
                () -> after(LIST, json(first("collections", one -> one.put("can_read", "true")))));
        fault("collections-identifier", () -> after(LIST, json(first("collections", one -> one.put("id", "main")))));
        fault(
                "collections-media-types",
                () -> after(LIST, json(first("collections", one -> one.putArray("media_types")))));
        fault("collections-alias", () -> after(LIST, json(all("collections", one -> one.put("alias", "same")))));
        fault("collections-order", () -> {
            AtomicInteger calls = new AtomicInteger();
            return after(
                    LIST, response -> calls.getAndIncrement() % 2 == 0 ? response : reversed("collections", response));
        });
        fault("collection-get", () -> after(COLLECTION, json(body -> body.put("title", "Another"))));
        fault("collection-unknown", () -> after(COLLECTION.and(UNKNOWN), answer(200)));
        fault("collection-unknown-content", () -> after(VERSIONS.and(UNKNOWN), answer(200)));
        fault("collection-can-read", () -> after(OBJECTS.and(in(CLOSED)), answer(200)));
        fault("permission-write-only", () -> after(COLLECTION, json(body -> body.put("can_read", true))));
        fault("permission-read-write", () -> after(COLLECTION, json(body -> body.put("can_write", false))));
        fault("permission-read-only", () -> after(COLLECTION, json(body -> body.put("can_write", true))));
        fault("permission-closed", () -> after(COLLECTION, json(body -> body.put("can_read", true))));
        fault("read-forbidden", () -> after(OBJECT.and(in(WRITE)), answer(200)));
        fault("read-closed", () -> after(MANIFEST.and(in(CLOSED)), answer(200)));
        fault("write-forbidden", () -> after(POST.and(in(READ)), answer(202)));
        fault("write-closed", () -> after(POST.and(in(CLOSED)), answer(202)));
        fault("write-unknown", () -> after(POST.and(UNKNOWN), answer(400)));
    }

    private static void reading() {
        fault("manifest-get", () -> after(MANIFEST, json(first("objects", one -> one.remove("version")))));
        fault("manifest-dates", () -> after(MANIFEST, replace("\\.\\d{6}Z", "Z")));
        fault("manifest-order", () -> after(MANIFEST, response -> reversed("objects", response)));
        fault("manifest-version", () -> after(MANIFEST, replace("\\.000Z", ".000000Z")));
        fault(
                "manifest-media-type",
                () -> after(MANIFEST, json(first("objects", one -> one.put("media_type", "text/plain")))));
        fault("manifest-none", () -> after(MANIFEST, replace("^\\{\\}$", "{\"objects\":[]}")));
        fault("objects-get", () -> after(OBJECTS, response -> reversed("objects", response)));
        fault("objects-none", () -> after(OBJECTS, replace("^\\{\\}$", "{\"objects\":[]}")));
        fault("object-get", () -> before(OBJECT, request -> request.with("match[version]", "all")));
        fault("object-unknown", () -> after(OBJECT, Faults::found));
        fault(
                "versions-get",
                () -> after(VERSIONS, json(body -> list(body, "versions").remove(0))));
        fault("versions-consistent", () -> after(VERSIONS.and(in("ipv4-addr")), replace("2024", "2023")));
        fault("versions-unknown", () -> after(VERSIONS, Faults::found));
        fault("versions-none", () -> after(VERSIONS, replace("^\\{\\}$", "{\"versions\":[]}")));
        fault("headers-present", () -> after(VERSIONS, response -> response.header(LAST, null)));
        fault(
                "headers-true",
                () -> after(
                        OBJECTS,
                        response -> response.header(LAST, response.headers().get(FIRST))));
        fault("slash-missing", () -> before(path(".*[^/]"), request -> request.path(request.path() + "/")));
        fault("head", () -> after(method("HEAD"), response -> response.header(FIRST, null)));
        fault("gzip", () -> before(OBJECTS, request -> request.header("accept-encoding", null)));
    }

    private static void filters() {
        fault("match-id", () -> before(OBJECTS, without("match[id]")));
        fault("match-id-several", () -> before(OBJECTS, onlyFirst("match[id]")));
        fault("match-id-none", () -> after(OBJECTS.and(with("match[id]")), answer(404)));
        fault("match-type", () -> before(OBJECTS, without("match[type]")));
        fault("match-type-or", () -> before(OBJECTS, onlyFirst("match[type]")));
        fault("match-type-stix", () -> after(OBJECTS.and(with("match[type]", "language-content")), answer(400)));
        fault(
                "match-version-default",
                () -> before(
                        OBJECTS.and(with("match[version]").negate()),
                        request -> request.with("match[version]", "all")));
        fault("match-version-last", () -> before(OBJECTS, instead("match[version]", "last", "all")));
        fault("match-version-first", () -> before(OBJECTS, instead("match[version]", "first", "last")));
        fault("match-version-all", () -> before(OBJECTS, instead("match[version]", "all", "last")));
        fault("match-version-value", () -> before(OBJECTS, instead("match[version]", "2024.*", "last")));
        fault("match-version-several", () -> before(OBJECTS, onlyFirst("match[version]")));
        fault("match-version-all-alone", () -> before(OBJECTS, instead("match[version]", "all,last", "all")));
        fault("match-version-twice", () -> before(OBJECTS, instead("match[version]", "first,first", "first")));
        fault("match-version-malformed", () -> before(OBJECTS, instead("match[version]", "yesterday", "last")));
        fault("match-version-object", () -> before(OBJECT, without("match[version]")));
        fault("match-spec-version", () -> before(OBJECTS, instead("match[spec_version]", "2.1", "2.0")));
        fault("match-spec-version-other", () -> before(OBJECTS, without("match[spec_version]")));
        fault("match-and", () -> before(OBJECTS.and(with("match[id]")), without("match[type]")));
        fault("match-or-and", () -> before(OBJECTS.and(with("match[id]")), onlyFirst("match[type]")));
        fault("match-duplicate", () -> before(OBJECTS, once("match[type]")));
        fault("match-manifest", () -> before(MANIFEST, without("match[type]")));
        fault(
                "added-after",
                () -> before(
                        OBJECTS.and(with("added_after", "2024.*")),
                        request -> request.with("added_after", earlier(request.parameter("added_after")))));
        fault("added-after-seconds", () -> after(with("added_after", "[^.]*Z"), answer(400)));
        fault(
                "added-after-malformed",
                () -> before(OBJECTS, instead("added_after", "2024-02-30.*", "2024-03-01T00:00:00Z")));
        fault("added-after-twice", () -> before(OBJECTS, once("added_after")));
        fault("limit", () -> before(MANIFEST, instead("limit", "1", "2")));
        fault("limit-zero", () -> before(OBJECTS, instead("limit", "0", "100")));
        fault("limit-negative", () -> before(OBJECTS, instead("limit", "-1", "1")));
        fault("limit-malformed", () -> before(OBJECTS, instead("limit", "1\\.5", "1")));
    }

    private static void paging() {
        fault("paging-more", () -> after(MANIFEST.and(with("limit", "1")), json(body -> body.remove("more"))));
        fault("paging-end", () -> after(OBJECTS, json(body -> body.put("more", true))));
        fault("paging-next", () -> after(OBJECTS.and(with("next")).and(with("limit", "3")), lastIsLost()));
        fault("paging-next-versions", () -> after(OBJECTS.and(with("next")).and(with("match[version]")), lastIsLost()));
        fault("paging-next-filter", () -> after(OBJECTS.and(with("next")).and(with("match[type]")), lastIsLost()));
        fault("paging-time", () -> after(OBJECTS, shifted(LAST, 1)));
        fault("paging-time-manifest", () -> after(MANIFEST.and(with("limit", "2")), shifted(LAST, 1)));
        fault("paging-time-versions", () -> after(VERSIONS, shifted(LAST, -1)));
        fault(
                "paging-order",
                () -> after(
                        OBJECTS.and(with("next")), response -> response.header(FIRST, "2000-01-01T00:00:00.000000Z")));
        fault("paging-next-malformed", () -> before(OBJECTS, instead("next", "~.*", null)));
        fault("paging-next-tampered", () -> after(OBJECTS.and(with("next")), again(without("next"))));
        fault(
                "paging-next-other-filter",
                () -> after(OBJECTS.and(with("next")).and(with("match[type]")), again(without("match[type]"))));
    }

    private static void writing() {
        fault("post", () -> after(POST, response -> response.status(200)));
        fault("post-write-only", () -> after(POST.and(in(WRITE)), answer(403)));
        fault("status-get", () -> after(STATUS, json(body -> body.put("id", READ))));
        fault("status-properties", () -> after(STATUS, json(body -> body.remove("total_count"))));
        fault("status-counts", () -> after(STATUS, json(body -> body.put("success_count", 1))));
        fault("status-details", () -> after(STATUS, json(first("successes", one -> one.put("version", "1")))));
        fault("status-timestamp", () -> after(POST, replace("\\.\\d{6}Z", "Z")));
        fault("status-unknown", () -> after(STATUS, Faults::found));
        fault("post-comes-back", () -> after(OBJECT, json(first("objects", one -> one.remove("confidence")))));
        fault("post-bytes", () -> after(OBJECT, json(_ -> {})));
        fault(
                "post-custom-object",
                () -> after(OBJECT, json(first("objects", one -> one.remove("x_entente_conformance")))));
        fault(
                "post-custom-envelope",
                () -> after(POST.and(request -> request.text().contains("\"impact\"")), answer(400)));
        fault("post-given", () -> after(OBJECT, json(first("objects", one -> one.remove("name")))));
        fault("post-again", () -> {
            AtomicInteger calls = new AtomicInteger();
            return after(STATUS, json(body -> body.put("failure_count", calls.getAndIncrement())));
        });
        fault("post-version", () -> before(OBJECT, request -> request.with("match[version]", "first")));
        fault(
                "post-unversioned",
                () -> after(VERSIONS, replace("2024-01-01T00:00:00.000Z", "2024-05-01T12:00:00.000137Z")));
        fault(
                "post-invalid",
                () -> after(STATUS, json(body -> body.put("failure_count", 0).put("success_count", 3))));
        fault("post-malformed", () -> after(POST.and(request -> request.text().endsWith("[")), answer(500)));
        fault(
                "post-unacceptable",
                () -> after(POST.and(request -> request.text().startsWith("[")), answer(202)));
        fault(
                "post-too-long",
                () -> after(POST, (_, _, response) -> response.status() == 413 ? Response.of(202, "{}") : response));
        fault("post-long", () -> after(POST.and(request -> request.body().length > 10_000), answer(413)));
    }

    private static void deleting() {
        fault("delete", () -> before(DELETE, request -> request.method("GET")));
        fault("delete-manifest", () -> before(DELETE, request -> request.method("GET")));
        fault("delete-version", () -> before(DELETE, without("match[version]")));
        fault("delete-unknown", () -> after(DELETE, Faults::found));
        fault("delete-twice", () -> after(DELETE, Faults::found));
        fault("delete-read-only", () -> after(DELETE.and(in(READ)), answer(404)));
        fault("delete-write-only", () -> after(DELETE.and(in(WRITE)), answer(404)));
        fault("delete-closed", () -> after(DELETE.and(in(CLOSED)), answer(403)));
    }

    private static void errors() {
        fault("error-not-found", () -> onError(404, type("application/json")));
        fault("error-bad-request", () -> onError(400, json(body -> body.remove("title"))));
        fault("error-unauthorised", () -> onError(401, type("text/html")));
        fault("error-not-acceptable", () -> onError(406, response -> response.body("Not acceptable")));
        fault("error-forbidden", () -> onError(403, json(body -> body.put("title", 403))));
        fault("error-post", () -> after(POST, type("text/plain")));
        fault("error-http-status", () -> onError(400, json(body -> body.put("http_status", 400))));
    }

    private static Predicate<Request> method(String method) {
        return request -> request.method().equals(method);
    }

    private static Predicate<Request> path(String pattern) {
        return request -> request.path().matches(pattern);
    }

    /** Requests that read that path. */
    private static Predicate<Request> at(String pattern) {
        return path(pattern).and(method("GET").or(method("HEAD")));
    }

    private static Predicate<Request> in(String collection) {
        return request -> request.path().contains(collection);
    }

    private static Predicate<Request> with(String parameter) {
        return with(parameter, ".*");
    }

    private static Predicate<Request> with(String parameter, String pattern) {
        return request -> {
            String value = request.parameter(parameter);
            return value != null && value.matches(pattern);
        };
    }

    private static Predicate<Request> header(String name, String pattern) {
        return request -> request.header(name).matches(pattern);
    }

    private static Predicate<Request> accept(String value) {
        return header("accept", Pattern.quote(value));
    }

    private static Predicate<Request> posted(String contentType) {
        return POST.and(request -> request.header("content-type").equals(contentType));
    }

    private static UnaryOperator<Request> without(String parameter) {
        return request -> request.with(parameter, null);
    }

    private static UnaryOperator<Request> onlyFirst(String parameter) {
        return request -> {
            String value = request.parameter(parameter);
            return value == null ? request : request.with(parameter, value.split(",", -1)[0]);
        };
    }

    /** The last of a parameter that is given twice. */
    private static UnaryOperator<Request> once(String parameter) {
        return request -> request.has(parameter) ? request.with(parameter, request.parameter(parameter)) : request;
    }

    private static UnaryOperator<Request> instead(String parameter, String pattern, @Nullable String value) {
        return request -> with(parameter, pattern).test(request) ? request.with(parameter, value) : request;
    }

    private static String earlier(@Nullable String instant) {
        return Instant.parse(Objects.requireNonNull(instant)).minusNanos(1000).toString();
    }

    /** That status, with a body as empty as can be where it is a success. */
    private static UnaryOperator<Response> answer(int status) {
        return _ -> status < 300 ? Response.of(status, "{}") : Response.error(status);
    }

    /** 200 for what is not found. */
    private static Response found(Response response) {
        return response.status() == 404 ? Response.of(200, "{}") : response;
    }

    private static Request asFirst(Request request) {
        return request.header("authorization", TinyTaxii.FIRST_CLIENT.header());
    }

    private static UnaryOperator<Response> type(String contentType) {
        return response -> response.header("Content-Type", contentType);
    }

    private static UnaryOperator<Response> replace(String pattern, String by) {
        return response -> response.body(response.text().replaceAll(pattern, by));
    }

    private static Fault onError(int status, UnaryOperator<Response> change) {
        return after(_ -> true, (_, _, response) -> response.status() == status ? change.apply(response) : response);
    }

    /** Answers a changed request instead. */
    private static Fault.Change again(UnaryOperator<Request> change) {
        return (taxii, request, response) -> response.status() == 400 ? taxii.answer(change.apply(request)) : response;
    }

    private static ArrayNode list(ObjectNode body, String name) {
        return body.path(name).isArray() ? (ArrayNode) body.path(name) : body.putArray(name);
    }

    private static Consumer<ObjectNode> add(String name, String value) {
        return body -> list(body, name).add(value);
    }

    private static Consumer<ObjectNode> all(String name, Consumer<ObjectNode> edit) {
        return body -> {
            for (JsonNode one : body.path(name)) {
                edit.accept((ObjectNode) one);
            }
        };
    }

    private static Consumer<ObjectNode> first(String name, Consumer<ObjectNode> edit) {
        return body -> {
            if (body.path(name).path(0) instanceof ObjectNode one) {
                edit.accept(one);
            }
        };
    }

    private static Response reversed(String name, Response response) {
        return json(body -> {
                    if (body.path(name) instanceof ArrayNode list) {
                        var items = new ArrayList<JsonNode>();
                        list.forEach(items::add);
                        Collections.reverse(items);
                        list.removeAll();
                        list.addAll(items);
                    }
                })
                .apply(response);
    }

    private static UnaryOperator<Response> lastIsLost() {
        return json(body -> {
            if (body.path("objects") instanceof ArrayNode list && list.size() > 1) {
                list.remove(list.size() - 1);
            } else {
                body.remove("objects");
            }
        });
    }

    private static UnaryOperator<Response> shifted(String header, int seconds) {
        return response -> {
            String value = response.headers().get(header);
            return value == null
                    ? response
                    : response.header(
                            header, Instant.parse(value).plusSeconds(seconds).toString());
        };
    }
}
