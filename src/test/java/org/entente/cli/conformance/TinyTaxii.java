package org.entente.cli.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A TAXII 2.1 server in memory that does what the standard says, written for its being short: from requests to answers. */
final class TinyTaxii {
    static final String TAXII = "application/taxii+json;version=2.1";
    static final String FIRST = "X-TAXII-Date-Added-First";
    static final String LAST = "X-TAXII-Date-Added-Last";
    static final String ROOT = "/api/";
    static final int MAX_CONTENT_LENGTH = 100_000;

    static final String READ = "1f0b3c4e-6f8d-4a53-9b10-5c7b5a1d0001";
    static final String WRITE = "1f0b3c4e-6f8d-4a53-9b10-5c7b5a1d0002";
    static final String BOTH = "1f0b3c4e-6f8d-4a53-9b10-5c7b5a1d0003";
    static final String CLOSED = "1f0b3c4e-6f8d-4a53-9b10-5c7b5a1d0004";

    static final Credential FIRST_CLIENT = new Credential.Bearer("token-of-the-first");
    static final Credential SECOND_CLIENT = new Credential.Bearer("token-of-the-second");
    static final Credential BASIC_CLIENT = new Credential.Basic("first", "password-of-the-first");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int WORTH_COMPRESSING = 1000;
    private static final int DEFAULT_LIMIT = 100;
    private static final Instant EPOCH = Instant.parse("2024-05-01T12:00:00.000137Z");

    /** A request; names of headers are in lower case. */
    record Request(String method, String path, List<Parameter> query, Map<String, String> headers, byte[] body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        @Nullable
        String parameter(String name) {
            return query.stream()
                    .filter(each -> each.name().equals(name))
                    .map(Parameter::value)
                    .findFirst()
                    .orElse(null);
        }

        boolean has(String name) {
            return parameter(name) != null;
        }

        /** With that value of the header, null for none. */
        Request header(String name, @Nullable String value) {
            Map<String, String> changed = new TreeMap<>(headers);
            if (value == null) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
            return new Request(method, path, query, changed, body);
        }

        /** With that value of the parameter once, null for none. */
        Request with(String name, @Nullable String value) {
            List<Parameter> changed = new ArrayList<>(query);
            changed.removeIf(each -> each.name().equals(name));
            if (value != null) {
                changed.add(new Parameter(name, value));
            }
            return new Request(method, path, changed, headers, body);
        }

        Request method(String other) {
            return new Request(other, path, query, headers, body);
        }

        Request path(String other) {
            return new Request(method, other, query, headers, body);
        }

        String text() {
            return new String(body, UTF_8);
        }
    }

    record Parameter(String name, String value) {
        static List<Parameter> parse(@Nullable String query) {
            List<Parameter> all = new ArrayList<>();
            for (String each : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
                String[] parts = each.split("=", 2);
                all.add(new Parameter(
                        URLDecoder.decode(parts[0], UTF_8),
                        parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8)));
            }
            return all;
        }
    }

    record Response(int status, Map<String, String> headers, byte[] body) {
        static Response of(int status, String body) {
            return new Response(status, new TreeMap<>(Map.of("Content-Type", TAXII)), body.getBytes(UTF_8));
        }

        static Response error(int status) {
            return of(status, "{\"title\":\"Refused\",\"http_status\":\"%d\"}".formatted(status));
        }

        Response header(String name, @Nullable String value) {
            Map<String, String> changed = new TreeMap<>(headers);
            if (value == null) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
            return new Response(status, changed, body);
        }

        Response status(int other) {
            return new Response(other, headers, body);
        }

        Response body(String text) {
            return new Response(status, headers, text.getBytes(UTF_8));
        }

        String text() {
            return new String(body, UTF_8);
        }
    }

    /** Ends the answering of a request with a status. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status) {
            super(Integer.toString(status), null, false, false);
            this.status = status;
        }
    }

    private record Stored(String id, String version, String dateAdded, String json) {
        String type() {
            return id.substring(0, id.indexOf("--"));
        }
    }

    private record Collection(String id, boolean canRead, boolean canWrite, List<Stored> objects) {
        Collection as(boolean first) {
            return new Collection(id, first && canRead, first && canWrite, objects);
        }
    }

    private final Map<String, Collection> collections = new LinkedHashMap<>();
    private final Map<String, String> statuses = new LinkedHashMap<>();
    private int added;

    TinyTaxii() {
        collections.put(READ, new Collection(READ, true, false, new ArrayList<>()));
        collections.put(WRITE, new Collection(WRITE, false, true, new ArrayList<>()));
        collections.put(BOTH, new Collection(BOTH, true, true, new ArrayList<>()));
        collections.put(CLOSED, new Collection(CLOSED, false, false, new ArrayList<>()));
        MadeObjects made = new MadeObjects();
        UUID indicator = UUID.randomUUID();
        List<MadeObjects.Made> held = new ArrayList<>(List.of(
                made.identity(), made.indicator(indicator, 1), made.malware(), made.indicator(), made.address()));
        held.addAll(
                List.of(made.indicator(indicator, 2), made.statement(), made.indicator(indicator, 3), made.malware()));
        held.forEach(
                each -> store(Objects.requireNonNull(collections.get(READ)), JSON.readTree(each.json()), each.json()));
    }

    /** What a person who asks for the objects of that collection would get without any limit. */
    int size(String collection) {
        return Objects.requireNonNull(collections.get(collection)).objects().size();
    }

    synchronized Response answer(Request request) {
        try {
            return coded(request, answered(request));
        } catch (Refused refused) {
            Response error = Response.error(refused.status);
            return refused.status == 401
                    ? error.header("WWW-Authenticate", "Bearer realm=\"t\", Basic realm=\"t\"")
                    : error;
        }
    }

    private static Response coded(Request request, Response plain) {
        if (!request.header("accept-encoding").contains("gzip") || plain.body().length < WORTH_COMPRESSING) {
            return plain;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Response(plain.status(), plain.headers(), bytes.toByteArray()).header("Content-Encoding", "gzip");
    }

    private Response answered(Request request) {
        boolean first = isFirst(request);
        if (!accepts(request.headers().get("accept"))) {
            throw new Refused(406);
        }
        String path = request.path();
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (reads && path.equals("/taxii2/")) {
            return Response.of(200, "{\"title\":\"Tiny\",\"default\":\"/api/\",\"api_roots\":[\"/api/\"]}");
        }
        if (reads && path.equals(ROOT)) {
            return Response.of(
                    200,
                    "{\"title\":\"Tiny\",\"versions\":[\"%s\"],\"max_content_length\":%d}"
                            .formatted(TAXII, MAX_CONTENT_LENGTH));
        }
        if (reads && path.equals("/api/collections/")) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            collections.values().forEach(each -> json.withArray("collections").add(describe(each.as(first))));
            return Response.of(200, json.toString());
        }
        if (reads && path.matches("/api/status/[^/]+/")) {
            String status = first ? statuses.get(path.split("/", -1)[3]) : null;
            return status == null ? Response.error(404) : Response.of(200, status);
        }
        String[] parts = path.split("/", -1);
        Collection held = path.startsWith("/api/collections/") && path.endsWith("/") ? collections.get(parts[3]) : null;
        if (held == null) {
            throw new Refused(404);
        }
        return inCollection(request, held.as(first), Arrays.asList(parts).subList(4, parts.length - 1));
    }

    private static boolean isFirst(Request request) {
        String said = request.header("authorization");
        if (said.equals(FIRST_CLIENT.header()) || said.equals(BASIC_CLIENT.header())) {
            return true;
        }
        if (said.equals(SECOND_CLIENT.header())) {
            return false;
        }
        throw new Refused(401);
    }

    private static boolean accepts(@Nullable String accept) {
        if (accept == null) {
            return true;
        }
        return Arrays.stream(accept.toLowerCase(Locale.ROOT).replace(" ", "").split(",", -1))
                .filter(range -> !range.endsWith(";q=0"))
                .map(range -> range.replaceFirst(";q=.*", ""))
                .anyMatch(range -> Set.of("*/*", "application/*", "application/taxii+json", TAXII)
                        .contains(range));
    }

    private static ObjectNode describe(Collection collection) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", collection.id()).put("title", "Collection").put("alias", "alias-" + collection.id());
        json.put("can_read", collection.canRead()).put("can_write", collection.canWrite());
        json.putArray("media_types").add("application/stix+json;version=2.1");
        return json;
    }

    private Response inCollection(Request request, Collection collection, List<String> rest) {
        String shape =
                rest.stream().map(part -> part.contains("--") ? "ID" : part).reduce("", (a, b) -> a + "/" + b);
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (shape.equals("/objects") && request.method().equals("POST")) {
            demand(collection.canWrite(), 403);
            return post(request, collection);
        }
        if (shape.equals("/objects/ID") && request.method().equals("DELETE")) {
            demand(collection.canRead() || collection.canWrite(), 404);
            demand(collection.canRead() && collection.canWrite(), 403);
            return delete(request, collection, rest.get(1));
        }
        demand(reads, 405);
        if (shape.isEmpty()) {
            return Response.of(200, describe(collection).toString());
        }
        demand(collection.canRead(), collection.canWrite() ? 403 : 404);
        return switch (shape) {
            case "/manifest", "/objects" -> page(request, collection.objects(), shape);
            case "/objects/ID" -> page(request, existing(collection, rest.get(1)), "/objects");
            case "/objects/ID/versions" ->
                page(request.with("match[version]", "all"), existing(collection, rest.get(1)), "/versions");
            default -> throw new Refused(404);
        };
    }

    private static void demand(boolean holds, int otherwise) {
        if (!holds) {
            throw new Refused(otherwise);
        }
    }

    private static List<Stored> existing(Collection collection, String id) {
        List<Stored> found = collection.objects().stream()
                .filter(each -> each.id().equals(id))
                .toList();
        demand(!found.isEmpty(), 404);
        return found;
    }

    private static Response page(Request request, List<Stored> all, String shape) {
        Set<String> names = new HashSet<>();
        demand(request.query().stream().allMatch(each -> names.add(each.name())), 400);
        String filter = filter(request);
        int limit = limit(request.parameter("limit"));
        String after = instant(request.parameter("added_after"));
        String next = request.parameter("next");
        String from = next == null ? "" : opened(next, filter);
        List<Stored> fitting = versions(request, matching(request, all)).stream()
                .filter(each -> each.dateAdded().compareTo(after) > 0
                        && each.dateAdded().compareTo(from) > 0)
                .toList();
        return page(fitting, limit, shape, filter);
    }

    private static Response page(List<Stored> fitting, int limit, String shape, String filter) {
        List<Stored> shown = fitting.subList(0, Math.min(limit, fitting.size()));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (shown.isEmpty()) {
            return Response.of(200, "{}");
        }
        String last = shown.getLast().dateAdded();
        boolean more = fitting.size() > shown.size();
        StringBuilder body = new StringBuilder("{");
        if (more) {
            body.append("\"more\":true,");
            if (shape.equals("/objects")) {
                body.append("\"next\":\"").append(cursor(last, filter)).append("\",");
            }
        }
        body.append(shape.equals("/versions") ? "\"versions\":[" : "\"objects\":[");
        for (Stored each : shown) {
            body.append(each.equals(shown.getFirst()) ? "" : ",")
                    .append(
                            switch (shape) {
                                case "/objects" -> each.json();
                                case "/versions" -> "\"" + each.version() + "\"";
                                default ->
                                    json.put("id", each.id())
                                            .put("date_added", each.dateAdded())
                                            .put("version", each.version())
                                            .put("media_type", "application/stix+json;version=2.1");
                            });
        }
        return Response.of(200, body.append("]}").toString())
                .header(FIRST, shown.getFirst().dateAdded())
                .header(LAST, last);
    }

    private static int limit(@Nullable String text) {
        demand(text == null || text.matches("0*[1-9][0-9]{0,8}"), 400);
        return text == null ? DEFAULT_LIMIT : Integer.parseInt(text);
    }

    private static String instant(@Nullable String text) {
        try {
            return text == null ? "" : digits(Instant.parse(text));
        } catch (DateTimeException e) {
            throw new Refused(400);
        }
    }

    private static String digits(Instant instant) {
        return instant.toString().length() == 20
                ? instant.toString().replace("Z", ".000000Z")
                : (instant.toString().replace("Z", "") + "000000").substring(0, 26) + "Z";
    }

    private static String filter(Request request) {
        return request.query().stream()
                .filter(each -> !Set.of("limit", "next").contains(each.name()))
                .map(each -> each.name() + "=" + each.value())
                .sorted()
                .toList()
                .toString();
    }

    private static String cursor(String place, String filter) {
        CRC32 check = new CRC32();
        check.update((place + filter).getBytes(UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString((place + "|" + check.getValue()).getBytes(UTF_8));
    }

    private static String opened(String cursor, String filter) {
        try {
            String place = new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split("\\|", -1)[0];
            demand(cursor(place, filter).equals(cursor), 400);
            return place;
        } catch (IllegalArgumentException e) {
            throw new Refused(400);
        }
    }

    private static List<Stored> matching(Request request, List<Stored> all) {
        List<String> ids = values(request, "match[id]");
        List<String> types = values(request, "match[type]");
        List<String> specs = values(request, "match[spec_version]");
        return all.stream()
                .filter(each -> ids.isEmpty() || ids.contains(each.id()))
                .filter(each -> types.isEmpty() || types.contains(each.type()))
                .filter(_ -> specs.isEmpty() || specs.contains("2.1"))
                .toList();
    }

    private static List<String> values(Request request, String name) {
        String value = request.parameter(name);
        return value == null ? List.of() : Arrays.asList(value.split(",", -1));
    }

    private static List<Stored> versions(Request request, List<Stored> all) {
        List<String> asked = request.has("match[version]") ? values(request, "match[version]") : List.of("last");
        demand(new HashSet<>(asked).size() == asked.size() && (!asked.contains("all") || asked.size() == 1), 400);
        asked.stream()
                .filter(each -> !Set.of("all", "first", "last").contains(each))
                .forEach(TinyTaxii::instant);
        Comparator<Stored> byVersion = Comparator.comparing(Stored::version);
        return all.stream()
                .filter(each -> {
                    List<Stored> same = all.stream()
                            .filter(other -> other.id().equals(each.id()))
                            .sorted(byVersion)
                            .toList();
                    return asked.contains("all")
                            || asked.contains(each.version())
                            || (asked.contains("first") && same.getFirst().equals(each))
                            || (asked.contains("last") && same.getLast().equals(each));
                })
                .toList();
    }

    private Response post(Request request, Collection collection) {
        String type = request.header("content-type").replace(" ", "");
        demand(
                Set.of(TAXII, "application/taxii+json", "application/stix+json;version=2.1")
                        .contains(type),
                415);
        demand(request.body().length <= MAX_CONTENT_LENGTH, 413);
        JsonNode envelope = parsed(request);
        demand(
                envelope.isObject()
                        && (!envelope.has("objects") || envelope.path("objects").isArray()),
                422);
        String id = UUID.randomUUID().toString();
        int total = envelope.path("objects").size();
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("id", id)
                .put("status", "complete")
                .put("request_timestamp", digits(EPOCH))
                .put("total_count", total);
        int failures = 0;
        for (JsonNode object : envelope.path("objects")) {
            boolean sound = object.path("id").isString() && object.path("type").isString();
            failures += sound ? 0 : 1;
            Stored stored = sound ? store(collection, object, text(request, object)) : null;
            status.withArray(sound ? "successes" : "failures")
                    .addObject()
                    .put("id", stored == null ? "none" : stored.id())
                    .put("version", stored == null ? "none" : stored.version());
        }
        status.put("success_count", total - failures)
                .put("failure_count", failures)
                .put("pending_count", 0);
        statuses.put(id, status.toString());
        return Response.of(202, """
                {"id":"%s","status":"pending","request_timestamp":"%s","total_count":%d,\
                "success_count":0,"failure_count":0,"pending_count":%d}""".formatted(id, digits(EPOCH), total, total));
    }

    private static JsonNode parsed(Request request) {
        try {
            return JSON.readTree(request.body());
        } catch (JacksonException e) {
            throw new Refused(400);
        }
    }

    /** The object as it was written: its braces are found by counting, since no string of a test has one. */
    private static String text(Request request, JsonNode object) {
        String body = request.text();
        int start = body.lastIndexOf('{', body.indexOf("\"" + object.path("id").asString("") + "\""));
        int depth = 0;
        for (int i = start; i < body.length(); i++) {
            depth += body.charAt(i) == '{' ? 1 : body.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return body.substring(start, i + 1);
            }
        }
        throw new Refused(422);
    }

    private Stored store(Collection collection, JsonNode object, String json) {
        String id = object.path("id").asString("");
        String date = digits(EPOCH.plusSeconds(added));
        String version = object.path("modified").asString(object.path("created").asString(""));
        for (Stored each : collection.objects()) {
            if (each.id().equals(id) && (version.isEmpty() || each.version().equals(version))) {
                return each;
            }
        }
        added++;
        Stored stored = new Stored(id, version.isEmpty() ? date : version, date, json);
        collection.objects().add(stored);
        return stored;
    }

    private static Response delete(Request request, Collection collection, String id) {
        List<Stored> gone = versions(
                request.has("match[version]") ? request : request.with("match[version]", "all"),
                existing(collection, id));
        demand(!gone.isEmpty(), 404);
        collection.objects().removeAll(gone);
        return Response.of(200, "");
    }
}
