package org.entente.taxii;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.entente.exchange.Micros;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small TAXII 2.1 server that keeps to the standard, written apart from ours, until a fault is done to an answer. It speaks
 * HTTP on a raw socket, so that a connection can be cut at any byte; one request a connection.
 */
public final class FaultyServer implements AutoCloseable {
    /** The one collection. */
    public static final String COLLECTION = "91a7b528-80eb-42ed-a74d-c6fbd5a26116";

    /** The media type of TAXII 2.1. */
    public static final String TAXII = "application/taxii+json;version=2.1";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What is asked. */
    public record Request(
            String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /**
     * What is answered.
     *
     * @param cutAt bytes after which the connection is cut; -1 for none
     */
    public record Response(int status, Map<String, String> headers, byte[] body, int cutAt) {
        public static Response of(int status, String type, String body) {
            return new Response(status, Map.of("Content-Type", type), body.getBytes(UTF_8), -1);
        }

        public static Response error(int status) {
            return of(status, TAXII, "{\"title\":\"refused\",\"http_status\":\"" + status + "\"}");
        }

        public Response with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Response(status, more, body, cutAt);
        }

        public Response without(String name) {
            Map<String, String> fewer = new LinkedHashMap<>(headers);
            fewer.remove(name);
            return new Response(status, fewer, body, cutAt);
        }

        public Response withBody(byte[] other) {
            return new Response(status, headers, other, cutAt);
        }

        public Response cut(int at) {
            return new Response(status, headers, body, at);
        }

        byte[] bytes() {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            if (status != 304) {
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
            head.append("Connection: close\r\n\r\n");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(head.toString().getBytes(ISO_8859_1));
            out.writeBytes(body);
            byte[] all = out.toByteArray();
            return cutAt < 0 ? all : Arrays.copyOf(all, Math.min(cutAt, all.length));
        }
    }

    /** What is done to an answer. */
    public interface Fault {
        Response on(Request request, Response honest);
    }

    /** One object version in the collection. */
    private record Entry(long micros, String id, String type, String version, String spec, byte[] bytes) {}

    private final ServerSocket socket;
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, JsonNode> statuses = new HashMap<>();
    private final Map<String, Integer> pending = new HashMap<>();
    private volatile Fault fault = (_, honest) -> honest;

    /** What the header Authorization must hold; empty for none. */
    public volatile String authorization = "";

    /** The most that a page holds, whatever limit says. */
    public volatile int mostPerPage = 1000;

    /** Whether limit is not looked at. */
    public volatile boolean ignoresLimit;

    /** Whether envelopes have a cursor. */
    public volatile boolean givesNext = true;

    /** What the API root says. */
    public volatile int maxContentLength = 1 << 20;

    /** What the collection allows. */
    public volatile boolean canRead = true;

    public volatile boolean canWrite = true;

    /** How often a status is asked for before it is complete. */
    public volatile int pendingPolls;

    /** The roots of the discovery resource. */
    public volatile List<String> roots;

    /** The clock, which ticks with each object that is posted. */
    final AtomicLong nowMicros = new AtomicLong(Micros.parse("2024-05-01T00:00:00Z"));

    public FaultyServer() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        roots = List.of(root());
        Thread.ofVirtual().start(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    public String root() {
        return url() + "/root/";
    }

    public void does(Fault now) {
        fault = now;
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Adds an object at that time; whether it was not there. */
    public synchronized boolean add(byte[] object, long micros) {
        JsonNode json = JSON.readTree(object);
        String id = json.path("id").asString();
        String version = json.path("modified").asString(json.path("created").asString(Micros.text(micros)));
        if (entries.stream().anyMatch(e -> e.id.equals(id) && e.version.equals(version))) {
            return false;
        }
        String spec = json.path("spec_version").asString("2.0");
        entries.add(new Entry(micros, id, json.path("type").asString(), version, spec, object));
        entries.sort((a, b) -> Long.compare(a.micros, b.micros));
        return true;
    }

    /** The bytes of all objects, in order. */
    public synchronized List<byte[]> objects() {
        return entries.stream().map(Entry::bytes).toList();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Request request = read(client.getInputStream());
            requests.add(request);
            Response response = fault.on(request, answer(request));
            if (request.header("Accept-Encoding").contains("gzip")
                    && response.cutAt < 0
                    && response.body.length > 200) {
                response = response.with("Content-Encoding", "gzip").withBody(gzip(response.body));
            }
            client.getOutputStream().write(response.bytes());
            client.getOutputStream().flush();
        } catch (IOException e) {
            // Whoever broke off finds out at the other end.
            return;
        }
    }

    public static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(bytes);
        }
        return out.toByteArray();
    }

    private static Request read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the head is cut off");
            }
            head.append((char) next);
        }
        String[] lines = head.toString().split("\r\n", -1);
        String[] first = lines[0].split(" ", -1);
        Map<String, String> headers = new HashMap<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String[] target = first[1].split("\\?", 2);
        return new Request(
                first[0], target[0], query(target.length > 1 ? target[1] : ""), headers, in.readNBytes(length));
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                query.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
            }
        }
        return query;
    }

    private synchronized Response answer(Request request) {
        if (!authorization.isEmpty() && !request.header("Authorization").equals(authorization)) {
            return Response.error(401).with("WWW-Authenticate", "Bearer realm=\"test\"");
        }
        String collection = "/root/collections/" + COLLECTION + "/";
        String path = request.path;
        if (!request.header("Accept").equals(TAXII)) {
            return Response.error(406);
        }
        if (path.equals("/taxii2/")) {
            ObjectNode json = JSON.createObjectNode().put("title", "Test").put("default", roots.getFirst());
            roots.forEach(json.putArray("api_roots")::add);
            return ok(json);
        } else if (path.equals("/root/")) {
            ObjectNode json = JSON.createObjectNode().put("title", "Root").put("max_content_length", maxContentLength);
            json.putArray("versions").add(TAXII);
            return ok(json);
        } else if (path.equals("/root/collections/")) {
            ObjectNode json = JSON.createObjectNode();
            json.putArray("collections").add(describe());
            return ok(json);
        } else if (path.equals(collection)) {
            return ok(describe());
        } else if (path.startsWith("/root/status/")) {
            return status(path.substring("/root/status/".length(), path.length() - 1));
        } else if (path.startsWith(collection)) {
            return inCollection(request, path.substring(collection.length()));
        }
        return Response.error(404);
    }

    private ObjectNode describe() {
        return JSON.createObjectNode()
                .put("id", COLLECTION)
                .put("title", "Everything")
                .put("can_read", canRead)
                .put("can_write", canWrite);
    }

    private Response inCollection(Request request, String rest) {
        String id = rest.startsWith("objects/")
                ? rest.substring("objects/".length()).split("/", -1)[0]
                : "";
        boolean known = id.isEmpty() || entries.stream().anyMatch(e -> e.id.equals(id));
        switch (request.method) {
            case "POST" -> {
                return canWrite ? add(request) : Response.error(403);
            }
            case "DELETE" -> {
                String version = request.query.getOrDefault("match[version]", "all");
                boolean gone = canWrite
                        && canRead
                        && entries.removeIf(
                                e -> e.id.equals(id) && (version.equals("all") || version.equals(e.version)));
                return gone ? ok(JSON.createObjectNode()) : Response.error(canWrite && canRead ? 404 : 403);
            }
            default -> {
                if (!canRead) {
                    return Response.error(403);
                }
                if (!known) {
                    return Response.error(404);
                }
            }
        }
        if (rest.equals("manifest/")) {
            return list(
                    request,
                    id,
                    "objects",
                    e -> JSON.createObjectNode()
                            .put("id", e.id)
                            .put("date_added", Micros.text(e.micros))
                            .put("version", e.version)
                            .put("media_type", "application/stix+json;version=2.1")
                            .toString()
                            .getBytes(UTF_8));
        } else if (rest.endsWith("/versions/")) {
            return list(request, id, "versions", e -> ('"' + e.version + '"').getBytes(UTF_8));
        }
        return list(request, id, "objects", Entry::bytes);
    }

    private interface Form {
        byte[] of(Entry entry);
    }

    private Response list(Request request, String id, String property, Form form) {
        Map<String, String> query = request.query;
        List<Entry> all = fitting(query, id, property);
        int from = 0;
        String next = query.get("next");
        if (next != null) {
            if (!next.matches("n[0-9]+-.*")) {
                return Response.error(400);
            }
            from = Math.min(Integer.parseInt(next.substring(1, next.indexOf('-'))), all.size());
        }
        int limit = Integer.parseInt(query.getOrDefault("limit", "100"));
        int size = ignoresLimit ? mostPerPage : Math.min(limit, mostPerPage);
        List<Entry> page = all.subList(from, Math.min(from + size, all.size()));
        boolean more = from + page.size() < all.size();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("{ \"more\": " + more).getBytes(UTF_8));
        if (more && givesNext && property.equals("objects") && !request.path.endsWith("/manifest/")) {
            body.writeBytes(
                    (", \"next\": \"n" + (from + page.size()) + "-" + UUID.randomUUID() + "\"").getBytes(UTF_8));
        }
        for (int i = 0; i < page.size(); i++) {
            body.writeBytes((i == 0 ? ", \"" + property + "\": [\n" : ",\n").getBytes(UTF_8));
            body.writeBytes(form.of(page.get(i)));
        }
        body.writeBytes((page.isEmpty() ? "}" : "]\n}").getBytes(UTF_8));
        Response response = Response.of(200, TAXII, "").withBody(body.toByteArray());
        return page.isEmpty()
                ? response
                : response.with("X-TAXII-Date-Added-First", Micros.text(page.getFirst().micros))
                        .with("X-TAXII-Date-Added-Last", Micros.text(page.getLast().micros));
    }

    private List<Entry> fitting(Map<String, String> query, String id, String property) {
        long after = query.containsKey("added_after") ? Micros.parse(query.get("added_after")) : Long.MIN_VALUE;
        String versions = query.getOrDefault("match[version]", property.equals("versions") ? "all" : "last");
        Stream<Entry> fitting = entries.stream()
                .filter(e -> e.micros > after)
                .filter(e -> id.isEmpty() || e.id.equals(id))
                .filter(e -> fits(query, "match[id]", e.id))
                .filter(e -> fits(query, "match[type]", e.type))
                .filter(e -> fits(query, "match[spec_version]", e.spec));
        Set<String> wanted = Set.of(versions.split(",", -1));
        return fitting.filter(e -> wanted.contains("all")
                        || wanted.contains(e.version)
                        || (wanted.contains("last") && isEdge(e, true))
                        || (wanted.contains("first") && isEdge(e, false)))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private boolean isEdge(Entry entry, boolean last) {
        return entries.stream()
                .filter(e -> e.id.equals(entry.id))
                .noneMatch(e -> last ? e.version.compareTo(entry.version) > 0 : e.version.compareTo(entry.version) < 0);
    }

    private static boolean fits(Map<String, String> query, String name, String value) {
        String wanted = query.get(name);
        return wanted == null || Arrays.asList(wanted.split(",", -1)).contains(value);
    }

    private Response add(Request request) {
        if (!request.header("Content-Type").equals(TAXII)) {
            return Response.error(415);
        }
        if (request.body.length > maxContentLength) {
            return Response.error(413);
        }
        JsonNode envelope = JSON.readTree(request.body);
        ArrayNode successes = JSON.createArrayNode();
        ArrayNode failures = JSON.createArrayNode();
        String text = new String(request.body, UTF_8);
        for (JsonNode object : envelope.path("objects")) {
            String id = object.path("id").asString("");
            String version =
                    object.path("modified").asString(object.path("created").asString(""));
            ObjectNode detail = JSON.createObjectNode().put("id", id).put("version", version);
            if (object.path("x_refused").asBoolean(false)) {
                failures.add(detail.put("message", "This one is not wanted."));
            } else {
                add(raw(text, object), nowMicros.getAndIncrement());
                successes.add(detail);
            }
        }
        String id = UUID.randomUUID().toString();
        ObjectNode status = JSON.createObjectNode()
                .put("id", id)
                .put("status", "complete")
                .put("request_timestamp", Micros.text(nowMicros.get()))
                .put("total_count", successes.size() + failures.size())
                .put("success_count", successes.size());
        status.set("successes", successes);
        status.put("failure_count", failures.size());
        status.set("failures", failures);
        status.put("pending_count", 0);
        statuses.put(id, status);
        pending.put(id, pendingPolls);
        return Response.of(202, TAXII, shown(id).toString());
    }

    /** The bytes of an object as they stand in the envelope; objects of tests hold no nested braces before their end. */
    private static byte[] raw(String envelope, JsonNode object) {
        int at = envelope.indexOf(object.path("id").asString());
        while (!JSON.readTree(span(envelope, at)).equals(object)) {
            at = envelope.indexOf(object.path("id").asString(), at + 1);
        }
        return span(envelope, at).getBytes(UTF_8);
    }

    private static String span(String text, int at) {
        return text.substring(text.lastIndexOf('{', at), text.indexOf('}', at) + 1);
    }

    private JsonNode shown(String id) {
        int left = pending.getOrDefault(id, 0);
        ObjectNode status =
                (ObjectNode) Objects.requireNonNull(statuses.get(id)).deepCopy();
        if (left > 0) {
            pending.put(id, left - 1);
            status.put("status", "pending")
                    .put("pending_count", status.path("total_count").asInt())
                    .put("success_count", 0)
                    .put("failure_count", 0)
                    .remove(List.of("successes", "failures"));
        }
        return status;
    }

    private Response status(String id) {
        return statuses.containsKey(id) ? ok(shown(id)) : Response.error(404);
    }

    private static Response ok(JsonNode json) {
        return Response.of(200, TAXII, json.toString());
    }

    /** The query parameter of a request, null where it has none. */
    static @Nullable String parameter(Request request, String name) {
        return request.query.get(name);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
