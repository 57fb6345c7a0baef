package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.entente.http.ClientTls;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An API root of any TAXII 2.1 server as a client uses it, call by call. Resources come back as the server gave them; lists are
 * walked to their end as {@link Pages} does.
 *
 * <p>Every method throws {@link Failure} by what stood in the way: {@code UNAUTHORISED}, {@code FORBIDDEN}, {@code NOT_FOUND} and
 * {@code LIMIT} as the server says, {@code UNAVAILABLE} when it cannot be reached or has no time even when asked again, {@code
 * INVALID} when it does not keep to TAXII 2.1.
 */
public final class ApiRoot implements AutoCloseable {
    /** The most bytes of one POST, where the server takes as many. */
    static final int MAX_POST_BYTES = 8 << 20;

    /** How often a status is asked for until it is complete. */
    static final int MAX_POLLS = 60;

    /** Before a status is asked for the first time; each further wait is twice as long. */
    static final Duration FIRST_POLL = Duration.ofMillis(200);

    /** The longest wait between two questions for a status. */
    static final Duration LONGEST_POLL = Duration.ofSeconds(10);

    /** Roots of one discovery resource that are looked at. */
    static final int MAX_ROOTS = 100;

    private static final String DISCOVERY = "/taxii2";
    private static final byte[] HEAD = "{\"objects\":[".getBytes(UTF_8);
    private static final byte[] TAIL = "]}".getBytes(UTF_8);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TaxiiClient client;

    /**
     * The API root at that address, with or without its trailing slash.
     *
     * @throws Failure {@code INVALID} when the address is not one
     */
    public ApiRoot(String address, Credentials credentials) {
        this(address, credentials, Patience.ofThisMachine());
    }

    ApiRoot(String address, Credentials credentials, Patience patience) {
        client = new TaxiiClient(withoutSlash(address), credentials, true, ClientTls.PLATFORM, patience);
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    /**
     * What a server says of itself.
     *
     * @param resource section 4.1
     * @param roots in its order
     */
    public record Discovery(ObjectNode resource, List<Root> roots) {}

    /**
     * One API root that a discovery resource names.
     *
     * @param address as it stands there
     * @param elsewhere whether it lies outside the origin that was asked: then it was not asked, unless that was wanted
     * @param resource section 4.2, null where it was not asked or did not answer
     * @param failure why it did not answer, else null
     */
    public record Root(
            String address,
            boolean elsewhere,
            @Nullable ObjectNode resource,
            @Nullable Failure failure) {}

    /**
     * Asks a server which API roots it has, and each of them what it is.
     *
     * @param address of the server, or of its discovery resource
     * @param otherOrigins whether roots at another origin are asked too, with the same credentials
     */
    public static Discovery discover(String address, Credentials credentials, boolean otherOrigins) {
        return discover(address, credentials, otherOrigins, Patience.ofThisMachine());
    }

    static Discovery discover(String address, Credentials credentials, boolean otherOrigins, Patience patience) {
        String base = withoutSlash(address);
        base = base.endsWith(DISCOVERY) ? base : base + DISCOVERY;
        try (TaxiiClient client = new TaxiiClient(base, credentials, true, ClientTls.PLATFORM, patience)) {
            ObjectNode resource = resource(client, "/");
            List<Root> roots = new ArrayList<>();
            URI asked = URI.create(base + "/");
            for (JsonNode named : resource.path("api_roots")) {
                if (roots.size() == MAX_ROOTS) {
                    break;
                }
                roots.add(root(named.asString(""), asked, credentials, otherOrigins, patience));
            }
            return new Discovery(resource, roots);
        }
    }

    private static Root root(
            String named, URI asked, Credentials credentials, boolean otherOrigins, Patience patience) {
        URI address = Origin.resolve(asked, named);
        boolean elsewhere = address == null || !Origin.of(address).equals(Origin.of(asked));
        if (address == null || (elsewhere && !otherOrigins)) {
            return new Root(named, true, null, null);
        }
        try (ApiRoot root = new ApiRoot(address.toString(), credentials, patience)) {
            return new Root(named, elsewhere, root.describe(), null);
        } catch (Failure failure) {
            return new Root(named, elsewhere, null, failure);
        }
    }

    /** What the API root says of itself (section 4.2). */
    public ObjectNode describe() {
        return resource(client, "/");
    }

    /** Its collections (section 5.1). */
    public ObjectNode collections() {
        return resource(client, "/collections/");
    }

    /** One collection (section 5.2). */
    public ObjectNode collection(String collection) {
        return resource(client, path(collection, ""));
    }

    /** The status of an earlier {@link #add} (section 4.3). */
    public ObjectNode status(String id) {
        return resource(client, "/status/" + segment(id) + "/");
    }

    /** Gives out the manifest's records as they came (section 5.3). */
    public void manifest(String collection, Match match, Consumer<byte[]> item) {
        walk(path(collection, "manifest/"), match, "objects", item);
    }

    /** Gives out objects as they came, byte for byte (section 5.4). */
    public void objects(String collection, Match match, Consumer<byte[]> item) {
        walk(path(collection, TaxiiSite.OBJECTS), match, "objects", item);
    }

    /** Gives out versions of one object as they came, byte for byte (section 5.6). */
    public void object(String collection, String id, Match match, Consumer<byte[]> item) {
        walk(path(collection, TaxiiSite.OBJECTS + segment(id) + "/"), match, "objects", item);
    }

    /** Gives out the versions of one object, as texts (section 5.8). */
    public void versions(String collection, String id, Match match, Consumer<String> version) {
        walk(
                path(collection, TaxiiSite.OBJECTS + segment(id) + "/versions/"),
                match,
                "versions",
                item -> version.accept(new String(item, UTF_8)));
    }

    private void walk(String path, Match match, String property, Consumer<byte[]> item) {
        Pages pages = new Pages(client, path, match, property, false);
        while (pages.more()) {
            pages.page().items().forEach(item);
        }
    }

    /**
     * Adds objects (section 5.5), in as many POSTs as the server's {@code max_content_length} demands, and waits for each until
     * it is complete.
     *
     * @param objects the bytes of each, which are sent as they are
     * @param status takes the status resource of each POST when it is complete
     * @throws Failure besides the others {@code LIMIT} when one object alone is larger than the server takes, in which case
     *     nothing was sent or only what came before it; {@code UNAVAILABLE} when a status stays pending, its id among the fields
     */
    public void add(String collection, List<byte[]> objects, Consumer<ObjectNode> status) {
        long most = Math.min(describe().path("max_content_length").asLong(MAX_POST_BYTES), MAX_POST_BYTES);
        for (byte[] object : objects) {
            if (length(List.of(object)) > most) {
                throw tooLarge();
            }
        }
        List<byte[]> together = new ArrayList<>();
        long bytes = length(together);
        for (byte[] object : objects) {
            if (!together.isEmpty() && bytes + object.length + 1 > most) {
                post(collection, together, status);
                together.clear();
                bytes = length(together);
            }
            together.add(object);
            bytes += object.length + 1;
        }
        if (!together.isEmpty()) {
            post(collection, together, status);
        }
    }

    private void post(String collection, List<byte[]> objects, Consumer<ObjectNode> status) {
        ObjectNode first;
        try {
            TaxiiClient.Reply reply = client.post(path(collection, TaxiiSite.OBJECTS), envelope(objects));
            first = json(reply.inTaxii());
        } catch (Failure failure) {
            if (failure.code() != Code.LIMIT || !failure.fields().containsKey("status")) {
                throw failure;
            }
            // The server takes less than it said.
            if (objects.size() == 1) {
                throw tooLarge();
            }
            int half = objects.size() / 2;
            post(collection, objects.subList(0, half), status);
            post(collection, objects.subList(half, objects.size()), status);
            return;
        }
        status.accept(completed(first));
    }

    private ObjectNode completed(ObjectNode first) {
        ObjectNode status = first;
        String id = status.path("id").asString("");
        Duration wait = FIRST_POLL;
        for (int polls = 0; !status.path("status").asString("").equals("complete"); polls++) {
            if (polls == MAX_POLLS) {
                throw new Failure(
                        Code.UNAVAILABLE,
                        "The server has not finished with what was added; its status is pending.",
                        "id",
                        id);
            }
            client.patience().sleep(wait);
            wait = wait.compareTo(LONGEST_POLL.dividedBy(2)) > 0 ? LONGEST_POLL : wait.multipliedBy(2);
            status = status(id);
        }
        return status;
    }

    private static Failure tooLarge() {
        return new Failure(Code.LIMIT, "An object is larger than the server takes in one POST.");
    }

    private static long length(List<byte[]> objects) {
        long bytes = HEAD.length + TAIL.length + objects.size() - 1L;
        for (byte[] object : objects) {
            bytes += object.length;
        }
        return bytes;
    }

    private static byte[] envelope(List<byte[]> objects) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(length(objects)));
        out.writeBytes(HEAD);
        for (int i = 0; i < objects.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(objects.get(i));
        }
        out.writeBytes(TAIL);
        return out.toByteArray();
    }

    /** Deletes an object, or that version of it alone (section 5.7). */
    public void delete(String collection, String id, @Nullable String version) {
        String query = version == null ? "" : "?match%5Bversion%5D=" + URLEncoder.encode(version, UTF_8);
        client.delete(path(collection, TaxiiSite.OBJECTS + segment(id) + "/") + query);
    }

    private static String path(String collection, String rest) {
        return "/collections/" + segment(collection) + "/" + rest;
    }

    private static String segment(String text) {
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            throw new Failure(Code.INVALID, "This cannot stand in an address.");
        }
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static ObjectNode resource(TaxiiClient client, String path) {
        return client.get(path, Media.TAXII, TaxiiClient.MAX_RESOURCE_BYTES, reply -> json(reply.inTaxii()));
    }

    private static ObjectNode json(TaxiiClient.Reply reply) {
        try {
            if (JSON.readTree(reply.body()) instanceof ObjectNode object) {
                return object;
            }
            throw new Failure(Code.INVALID, NO_RESOURCE);
        } catch (JacksonException e) {
            throw new Failure(Code.INVALID, NO_RESOURCE, e);
        }
    }

    private static final String NO_RESOURCE = "The server did not answer with a resource of TAXII 2.1.";

    /** Ends all calls. */
    @Override
    public void close() {
        client.close();
    }
}
