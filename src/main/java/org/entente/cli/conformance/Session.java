package org.entente.cli.conformance;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.entente.cli.conformance.MadeObjects.Made;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the cases share: how to ask the server, what was found out about it once, and what was posted and must go again. What
 * a case needs and the server does not have makes the case inapplicable.
 */
final class Session {
    static final String DISCOVERY = "/taxii2/";

    /** What no server knows: random, and the same for one run. */
    final String unknown = UUID.randomUUID().toString();

    final MadeObjects made = new MadeObjects();

    private final Setup setup;
    private final Wire wire;
    private final Once<String> root = new Once<>(this::findRoot);
    private final Once<List<JsonNode>> collections = new Once<>(this::findCollections);
    private final Once<String> readable = new Once<>(this::findReadable);
    private final Once<Content> content = new Once<>(this::findContent);
    private final Set<Posted> posted = new LinkedHashSet<>();
    private final Set<Posted> seeds = new LinkedHashSet<>();
    private final List<String> left = new ArrayList<>();

    /** An object that the suite put into the collection at that path. */
    private record Posted(String collection, String id) {}

    /** Finds something out when it is first needed; that it could not be found out holds as well. */
    private static final class Once<T> {
        private final Supplier<T> find;
        private @Nullable T found;
        private @Nullable Shortfall missing;

        Once(Supplier<T> find) {
            this.find = find;
        }

        T get() {
            if (missing != null) {
                throw missing;
            }
            if (found == null) {
                try {
                    found = find.get();
                } catch (Shortfall e) {
                    missing = switch (e.verdict()) {
                        case Verdict.Failed failed ->
                            Shortfall.inapplicable("what this needs could not be found out: " + failed.asked()
                                    + " gave " + Reply.cut(failed.came(), Reply.MAX_SHOWN));
                        case Verdict.NotApplicable _, Verdict.Passed _ -> e;
                    };
                    throw missing;
                }
            }
            return found;
        }
    }

    Session(Setup setup, Wire wire) {
        this.setup = setup;
        this.wire = wire;
    }

    Setup setup() {
        return setup;
    }

    Ask ask(String method, String path) {
        return Ask.of(wire, method, path, setup.credential());
    }

    /** Gets that address; a parameter's name and its value in turn. */
    Reply get(String path, String... parameters) {
        return ask("GET", path).with(parameters).send();
    }

    /** The path of the API root. */
    String root() {
        return root.get();
    }

    private String findRoot() {
        if (setup.apiRoot() != null) {
            return setup.apiRoot();
        }
        JsonNode discovery = get(DISCOVERY).expect(200).json();
        List<String> roots = new ArrayList<>();
        String preferred = Reply.text(discovery, "default");
        if (preferred != null) {
            roots.add(preferred);
        }
        discovery.path("api_roots").forEach(each -> roots.add(each.asString("")));
        return roots.stream()
                .map(this::here)
                .filter(path -> !path.isEmpty())
                .findFirst()
                .orElseThrow(() -> Shortfall.inapplicable(
                        "discovery names no API root at the address that was given; name one with --api-root"));
    }

    /** The path of an API root that lies on this server, else empty: credentials go nowhere else. */
    private String here(String address) {
        try {
            URI uri = setup.server().resolve(address);
            String path = uri.getRawPath();
            boolean ours = origin(uri).equals(origin(setup.server())) && path != null && path.startsWith("/");
            return !ours ? "" : path.endsWith("/") ? path : path + "/";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    static String origin(URI uri) {
        int usual = "https".equals(uri.getScheme()) ? 443 : 80;
        return uri.getScheme() + "://" + uri.getHost() + ":" + (uri.getPort() < 0 ? usual : uri.getPort());
    }

    /** The path of the list of collections. */
    String collectionsPath() {
        return root() + "collections/";
    }

    /** The path of the collection of that id. */
    String at(String id) {
        return collectionsPath() + id + "/";
    }

    /** The collections that the client sees. */
    List<JsonNode> collections() {
        return collections.get();
    }

    private List<JsonNode> findCollections() {
        List<JsonNode> all = new ArrayList<>();
        get(collectionsPath()).expect(200).json().path("collections").forEach(all::add);
        return all;
    }

    /** The path of the collection that was named as one that may only be read. */
    String readOnly() {
        return named(setup.readCollection(), "read-only", "--read-collection");
    }

    String writeOnly() {
        return named(setup.writeCollection(), "write-only", "--write-collection");
    }

    String readWrite() {
        return named(setup.readWriteCollection(), "read-write", "--read-write-collection");
    }

    String closed() {
        return named(setup.closedCollection(), "closed", "--closed-collection");
    }

    private String named(@Nullable String id, String kind, String option) {
        if (id == null) {
            throw Shortfall.inapplicable("no " + kind + " collection was named (" + option + ")");
        }
        return at(id);
    }

    /** The path of a collection that was named as writable. */
    String writable() {
        if (setup.readWriteCollection() == null && setup.writeCollection() == null) {
            throw Shortfall.inapplicable("no writable collection was named");
        }
        return setup.readWriteCollection() != null ? readWrite() : writeOnly();
    }

    /** The path of the collection that the cases on reading read. */
    String readable() {
        return readable.get();
    }

    private String findReadable() {
        if (setup.readCollection() != null) {
            return readOnly();
        }
        if (setup.readWriteCollection() != null) {
            return readWrite();
        }
        return collections().stream()
                .filter(each -> each.path("can_read").booleanValue(false))
                .map(each -> Reply.text(each, "id"))
                .filter(id -> id != null && !id.isEmpty())
                .map(this::at)
                .findFirst()
                .orElseThrow(() -> Shortfall.inapplicable("there is no collection that can be read"));
    }

    /** What that collection holds. One that may be written is given something to hold first. */
    Content content() {
        return content.get();
    }

    private Content findContent() {
        if (setup.readCollection() == null && setup.readWriteCollection() != null) {
            seed(readWrite());
        }
        return Content.read(this, readable());
    }

    private void seed(String collection) {
        UUID indicator = UUID.randomUUID();
        Set<Posted> before = Set.copyOf(posted);
        complete(post(collection, made.identity(), made.indicator(indicator, 1), made.malware(), made.address()));
        complete(post(collection, made.indicator(indicator, 2), made.malware()));
        complete(post(collection, made.indicator(indicator, 3)));
        posted.stream().filter(each -> !before.contains(each)).forEach(seeds::add);
        posted.removeAll(seeds);
    }

    /** The client with other rights. */
    Credential second() {
        if (setup.second() == null) {
            throw Shortfall.inapplicable("no second client was named (--second-token-file)");
        }
        return setup.second();
    }

    /** A client who is sent away; without credentials nobody is. */
    Credential credential() {
        if (setup.credential() instanceof Credential.None) {
            throw Shortfall.inapplicable("no credentials were given, so the server may be open to all");
        }
        return setup.credential();
    }

    static String envelope(Made... objects) {
        return Arrays.stream(objects).map(Made::json).collect(Collectors.joining(",\n", "{\"objects\": [", "]}"));
    }

    /** Posts these objects and notes them, so that they go again. */
    Reply post(String collection, Made... objects) {
        return post(collection, ask("POST", collection + "objects/").body(Ask.TAXII, envelope(objects)), objects);
    }

    /** Sends that request, which posts these objects, and notes them. */
    Reply post(String collection, Ask ask, Made... objects) {
        for (Made object : objects) {
            if (!object.id().isEmpty()) {
                posted.add(new Posted(collection, object.id()));
            }
        }
        return ask.send();
    }

    /** The status resource of a request to add objects once it is complete; asks again for as long as the patience lasts. */
    Reply complete(Reply reply) {
        reply.expect(202);
        String id = reply.string("id");
        long end = System.nanoTime() + setup.patience().toNanos();
        long pause = 10;
        Reply status = reply;
        while (!"complete".equals(status.text("status"))) {
            if (System.nanoTime() > end) {
                throw status.falls(
                        "the status 'complete' within " + setup.patience().toSeconds() + " s");
            }
            sleep(pause);
            pause = Math.min(2 * pause, 1_000);
            status = get(root() + "status/" + id + "/").ok();
        }
        return status;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Shortfall.inapplicable("the run was interrupted");
        }
    }

    /** Deletes what the last case posted. */
    void tidy() {
        delete(posted);
    }

    /** Deletes all that the suite posted, as far as the server lets it, and gives what stays. */
    List<String> end() {
        delete(posted);
        delete(seeds);
        return List.copyOf(left);
    }

    private void delete(Set<Posted> objects) {
        for (Posted object : objects) {
            try {
                int status = ask("DELETE", object.collection() + "objects/" + object.id() + "/")
                        .send()
                        .status();
                if (status != 200 && status != 204 && status != 404) {
                    left.add(object.collection() + "objects/" + object.id() + "/");
                }
            } catch (Shortfall e) {
                left.add(object.collection() + "objects/" + object.id() + "/");
            }
        }
        objects.clear();
    }
}
