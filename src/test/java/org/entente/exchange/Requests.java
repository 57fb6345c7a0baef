package org.entente.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.entente.memorandum.Contract;
import org.entente.memorandum.Memorandum;
import org.jspecify.annotations.Nullable;

/**
 * Random requests of partner B: all that its client may ask, and much that it may not. What earlier answers said (cursors, tags,
 * times, ids of statuses) is used in later requests.
 */
final class Requests {
    static final String TOKEN = "token-of-b";
    static final String OTHER_TOKEN = "token-of-c";

    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]*)\"");
    private static final Pattern ADDED = Pattern.compile("\"date_added\":\"([^\"]*)\"");
    private static final Pattern OBJECT = Pattern.compile("\"id\":\"([a-z0-9-]+--[0-9a-f-]{36})\"");
    private static final Pattern SIZE = Pattern.compile("^[^\n]+\n([0-9]+)\n");
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final List<String> FEEDS = contracts(true);

    /** Names of feeds to B of the memoranda of one family. */
    private static final int FAMILY = FEEDS.size() / History.FAMILIES;

    private static final Pattern COLLECTION = Pattern.compile("\"id\":\"([0-9a-f-]{36})\",\"title\"");
    private static final List<String> FOREIGN = contracts(false);
    private static final List<String> TYPES = List.of(
            "identity",
            "malware",
            "tool",
            "relationship",
            "note",
            "marking-definition",
            "ipv4-addr",
            "x-thing",
            "extension-definition");

    /** @param target path and query */
    record Asked(String method, String target, List<String> headers, byte[] body) {
        byte[] bytes() {
            StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: a.example\r\n");
            headers.forEach(header -> head.append(header).append("\r\n"));
            if (body.length > 0) {
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
            byte[] start = head.append("\r\n").toString().getBytes(ISO_8859_1);
            byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
            System.arraycopy(body, 0, all, start.length, body.length);
            return all;
        }

        @Override
        public String toString() {
            return new String(bytes(), UTF_8);
        }
    }

    /** A page that said where it goes on. */
    private record Cursor(String path, String query, String next) {}

    private record Tag(String target, String value) {}

    private final List<Cursor> cursors = new ArrayList<>();
    private final List<Tag> tags = new ArrayList<>();
    private final List<String> added = new ArrayList<>();
    private final List<String> objects = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>(List.of(3));
    private final List<String> statuses = new ArrayList<>();
    private final List<String> collections = new ArrayList<>();

    /** The feed of which the last answer was that it is suspended, or has ended. */
    private @Nullable String held;

    private final int first;
    private final boolean destroys;
    private final String inbox;
    private final String foreignInbox;
    private final String foreignStatus;
    private Random random = new Random(0);

    /**
     * @param secret of the node, from which the ids of what is the other partner's follow
     * @param first of the memoranda of the history
     */
    Requests(byte[] secret, int first) {
        this.first = first / History.FAMILY * FAMILY;
        destroys = History.MEMORANDA.get(first).contains("deleteAtEnd");
        FeedSecret own = FeedSecret.ofPoster(secret, History.B.did());
        FeedSecret other = FeedSecret.ofPoster(secret, History.C.did());
        inbox = own.inbox().toString();
        foreignInbox = other.inbox().toString();
        foreignStatus = other.status(0).toString();
        statuses.add(own.status(0).toString());
        statuses.add(foreignStatus);
        statuses.add(UUID.nameUUIDFromBytes(new byte[1]).toString());
    }

    /** Both names of each feed to B, or of each feed to C. */
    private static List<String> contracts(boolean toB) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < History.MEMORANDA.size(); i++) {
            if (History.isWithB(i) == toB) {
                for (Contract contract : Node.accepted(
                                Memorandum.read(History.MEMORANDA.get(i).getBytes(UTF_8)))
                        .contracts()) {
                    String alias = contract.id().toString();
                    names.add(alias.substring(0, 14) + "4" + alias.substring(15));
                    names.add(alias);
                }
            }
        }
        return names;
    }

    /** The next requests are those of that seed. */
    void seed(long seed) {
        random = new Random(seed);
    }

    int upTo(int bound) {
        return random.nextInt(bound);
    }

    /** Learns from the answer to a request. */
    void learn(Asked asked, RawHttp.Answer answer) {
        int mark = asked.target.indexOf('?');
        String path = mark < 0 ? asked.target : asked.target.substring(0, mark);
        String query = mark < 0 ? "" : asked.target.substring(mark + 1);
        String feed = path.startsWith("/api/collections/") ? path.split("/", -1)[3] : "";
        held = answer.status() == 403 && FEEDS.contains(feed) ? feed : null;
        String tag = answer.header("ETag");
        if (tag != null) {
            tags.add(new Tag(asked.target, tag));
        }
        String last = answer.header("X-TAXII-Date-Added-Last");
        if (last != null) {
            added.add(last);
        }
        if (answer.header("Content-Encoding") != null) {
            return;
        }
        String body = new String(answer.body(), UTF_8);
        Matcher next = NEXT.matcher(body);
        if (next.find()) {
            cursors.add(new Cursor(path, query, next.group(1)));
        }
        Matcher times = ADDED.matcher(body);
        while (times.find()) {
            added.add(times.group(1));
        }
        Matcher ids = OBJECT.matcher(body);
        while (ids.find() && !objects.contains(ids.group(1))) {
            objects.add(ids.group(1));
        }
        Matcher listed = COLLECTION.matcher(path.equals("/api/collections/") ? body : "");
        while (listed.find()) {
            if (!collections.contains(listed.group(1))) {
                collections.add(listed.group(1));
            }
        }
        Matcher size = SIZE.matcher(body);
        if (path.endsWith("/checkpoint") && size.find()) {
            sizes.add(Integer.parseInt(size.group(1)));
        }
        if (answer.status() == 202) {
            Matcher id = ID.matcher(body);
            if (id.find()) {
                statuses.add(id.group(1));
            }
        }
    }

    /** What the partner posts as one step of a history. */
    Asked post(History.Post post) {
        return new Asked("POST", "/api/collections/" + inbox + "/objects/", headers(TAXII, TAXII), body(post.items()));
    }

    private static byte[] body(List<StixText> items) {
        String objects = items.stream().map(StixText::json).collect(Collectors.joining(","));
        return ("{\"objects\":[" + objects + ",{\"id\":\"x\"}]}").getBytes(UTF_8);
    }

    private static List<String> headers(String accept, String contentType) {
        List<String> headers = new ArrayList<>(List.of("Authorization: Bearer " + TOKEN, "Accept: " + accept));
        if (!contentType.isEmpty()) {
            headers.add("Content-Type: " + contentType);
        }
        return headers;
    }

    /** A request of the other partner, of whose answer nobody asks. */
    Asked ofOther(Random random) {
        if (random.nextInt(4) == 0) {
            int number = random.nextBoolean() ? History.HIDDEN + random.nextInt(3) : 1 + random.nextInt(5);
            StixText item = StixText.of(pick(List.of("malware", "tool"), random), number)
                    .at(random.nextInt(3));
            return ofOther(new History.Post(false, List.of(item.saying("t0"))));
        }
        String feed = FOREIGN.get(random.nextInt(FOREIGN.size()));
        String target = random.nextInt(4) == 0
                ? "/api/collections/"
                : "/api/collections/" + feed + "/" + (random.nextBoolean() ? "objects/?limit=2" : "manifest/");
        return new Asked("GET", target, List.of("Authorization: Bearer " + OTHER_TOKEN), new byte[0]);
    }

    /** The other partner's post to its inbox. */
    Asked ofOther(History.Post post) {
        return new Asked(
                "POST",
                "/api/collections/" + foreignInbox + "/objects/",
                List.of("Authorization: Bearer " + OTHER_TOKEN, "Accept: " + TAXII, "Content-Type: " + TAXII),
                body(post.items()));
    }

    Asked next() {
        if (destroys && random.nextInt(6) == 0) {
            int width = 1 + random.nextInt(sizes.getLast() + 3);
            return get("/api/collections/" + collection() + "/log/openings/000.p/" + width);
        }
        int dice = random.nextInt(100);
        if (random.nextInt(held == null ? 25 : 3) == 0) {
            return get(notice());
        } else if (dice < 7) {
            return get(pick(List.of("/taxii2/", "/api/", "/api/collections/", "/api/collections/")));
        } else if (dice < 12) {
            return get("/api/collections/" + collection() + "/");
        } else if (dice < 37) {
            return get("/api/collections/" + collection() + "/objects/" + query(true));
        } else if (dice < 50) {
            return get("/api/collections/" + collection() + "/manifest/" + query(true));
        } else if (dice < 58) {
            return get("/api/collections/" + collection() + "/objects/" + id() + "/" + query(false));
        } else if (dice < 65) {
            return get("/api/collections/" + collection() + "/objects/" + id() + "/versions/" + ofVersions());
        } else if (dice < 78) {
            return get("/api/collections/" + collection() + "/log/" + log());
        } else if (dice < 82) {
            return get("/api/status/" + pick(statuses) + "/");
        } else if (dice < 88 && !cursors.isEmpty()) {
            return get(onwards());
        } else if (dice < 91 && !tags.isEmpty()) {
            Tag tag = tags.get(random.nextInt(tags.size()));
            return conditional(tag.target(), tag.value());
        } else if (dice < 93) {
            return odd();
        }
        return write();
    }

    private <T> T pick(List<T> list) {
        return pick(list, random);
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    /** Mostly a feed of B's; its inbox, what is C's, our own, and what is not there. */
    private String collection() {
        return switch (random.nextInt(30)) {
            case 0 -> inbox;
            case 1 -> foreignInbox;
            case 2, 3 -> pick(FOREIGN);
            case 4 -> History.COLLECTION_ID.toString();
            case 5 ->
                pick(List.of("22222222-2222-4222-8222-222222222222", "x", "00000000-0000-4000-8000-00000000000A"));
            case 6, 7, 8 -> pick(collections.isEmpty() ? FEEDS : collections);
            // The first feeds of the family begin early.
            default -> random.nextInt(6) > 0 ? FEEDS.get(first + random.nextInt(4)) : pick(FEEDS);
        };
    }

    private String id() {
        if (random.nextBoolean() && !objects.isEmpty()) {
            return pick(objects);
        }
        int number = switch (random.nextInt(8)) {
            case 0 -> History.HIDDEN + random.nextInt(3);
            case 1 -> History.POSTED;
            default -> 1 + random.nextInt(5);
        };
        return random.nextInt(20) == 0 ? "nonsense" : StixText.id(pick(TYPES), number);
    }

    private String query(boolean ofMany) {
        List<String> query = new ArrayList<>();
        if (random.nextBoolean()) {
            query.add("limit=" + pick(List.of("1", "2", "3", "3", "5", "1000", "0", "x")));
        }
        if (random.nextInt(3) == 0) {
            query.add("match[version]=" + versions());
        }
        if (random.nextInt(5) == 0) {
            query.add("added_after="
                    + (added.isEmpty() || random.nextInt(4) == 0
                            ? Micros.text(Micros.of(History.BEGIN))
                            : pick(added)));
        }
        if (ofMany && random.nextInt(5) == 0) {
            query.add("match[type]=" + pick(TYPES) + (random.nextBoolean() ? "," + pick(TYPES) + "x" : ""));
        }
        if (ofMany && random.nextInt(5) == 0) {
            List<String> ids = new ArrayList<>();
            for (int n = 1 + random.nextInt(6); n > 0; n--) {
                ids.add(id());
            }
            query.add("match[id]=" + String.join(",", ids));
        }
        if (random.nextInt(12) == 0) {
            query.add("match[spec_version]=" + pick(List.of("2.1", "2.0", "2.0,2.1")));
        }
        if (random.nextInt(25) == 0) {
            query.add(pick(List.of("match[x]=1", "next=AAAA", "limit=1", "match[version]=yesterday", "x=1")));
        }
        return query.isEmpty() ? "" : "?" + encoded(String.join("&", query));
    }

    private String ofVersions() {
        return random.nextInt(3) > 0 ? pick(List.of("", "?limit=1", "?limit=2")) : query(false);
    }

    /** Only what a path may not hold, so that the target stays readable. */
    private static String encoded(String query) {
        return query.replace("[", "%5B").replace("]", "%5D");
    }

    private String versions() {
        List<String> versions = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            return "all";
        }
        if (random.nextBoolean()) {
            versions.add("first");
        }
        if (random.nextInt(3) == 0) {
            versions.add("last");
        }
        if (random.nextInt(3) == 0) {
            versions.add(StixText.time(random.nextInt(10)));
        }
        return versions.isEmpty() ? "last" : String.join(",", versions);
    }

    private String log() {
        int width = 1 + random.nextInt(random.nextInt(5) == 0 ? 40 : sizes.getLast());
        return switch (random.nextInt(7)) {
            case 0 -> "checkpoint";
            case 1, 2 -> "tile/entries/000.p/" + width;
            case 3 -> "openings/000.p/" + width;
            case 4 -> "tile/entries/" + pick(List.of("000", "001.p/1", "000.p/0", "x"));
            default -> "opening/" + (width - random.nextInt(2));
        };
    }

    private String notice() {
        String from = pick(List.of("", "", "?from=0", "?from=" + random.nextInt(sizes.getLast() + 2), "?from=x"));
        return "/api/notices/" + (held == null ? collection() : held) + from;
    }

    /** The page after one that was seen; now and then with another filter, of another resource, or of another feed. */
    private String onwards() {
        Cursor cursor = pick(cursors);
        String path = cursor.path();
        String query = cursor.query();
        switch (random.nextInt(8)) {
            case 0 -> path = path.replace("/objects/", "/manifest/");
            case 1 -> path = "/api/collections/" + pick(FEEDS) + "/objects/";
            case 2 -> query = "limit=2";
            default -> {}
        }
        return path + "?" + (query.isEmpty() ? "" : query + "&") + "next=" + URLEncoder.encode(cursor.next(), UTF_8);
    }

    private Asked conditional(String target, String tag) {
        Asked plain = get(target);
        List<String> headers = new ArrayList<>(plain.headers());
        headers.add("If-None-Match: " + pick(List.of(tag, tag, "*", "W/\"x\", " + tag, "\"x\"")));
        return new Asked(plain.method(), target, headers, new byte[0]);
    }

    private Asked get(String target) {
        String accept = random.nextInt(12) == 0 ? pick(List.of("text/html", "*/*", "application/json")) : TAXII;
        List<String> headers = headers(accept, "");
        if (random.nextInt(3) == 0) {
            headers.add("Accept-Encoding: gzip");
        }
        return new Asked(random.nextInt(8) == 0 ? "HEAD" : "GET", target, headers, new byte[0]);
    }

    private Asked odd() {
        String feed = "/api/collections/" + collection();
        String target =
                pick(List.of("/", "/api", "/api/x/", feed, feed + "/x/", feed + "/objects", feed + "/objects/?%zz"));
        List<String> headers = headers(TAXII, "");
        if (random.nextBoolean()) {
            headers.set(
                    0,
                    pick(List.of(
                            "Authorization: Bearer wrong",
                            "X-Nothing: at all",
                            "Authorization: Basic eDp0b2tlbi1vZi1i")));
            target = feed + "/objects/";
        }
        return new Asked(pick(List.of("GET", "PUT", "OPTIONS")), target, headers, new byte[0]);
    }

    private Asked write() {
        String objects = "/api/collections/" + (random.nextBoolean() ? inbox : collection()) + "/objects/";
        if (random.nextInt(4) == 0) {
            return new Asked("DELETE", objects + id() + "/", headers(TAXII, ""), new byte[0]);
        }
        List<StixText> items = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            boolean hidden = random.nextBoolean();
            items.add(StixText.of(
                            pick(List.of("malware", "tool", "x-thing")),
                            hidden ? History.HIDDEN + upTo(3) : 1 + upTo(5))
                    .at(upTo(3))
                    .saying("t" + upTo(2)));
        }
        byte[] body = random.nextInt(6) == 0 ? "{\"objects\":[{]}".getBytes(UTF_8) : body(items);
        return new Asked("POST", objects, headers(TAXII, random.nextInt(6) == 0 ? "text/plain" : TAXII), body);
    }

    /** Only for a message. */
    static @Nullable String firstDifference(String one, String other) {
        String[] left = one.split("(?<=\n)|(?<=,)", -1);
        String[] right = other.split("(?<=\n)|(?<=,)", -1);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            String a = i < left.length ? left[i] : "(nothing)";
            String b = i < right.length ? right[i] : "(nothing)";
            if (!a.equals(b)) {
                return "part " + i + ": <" + a.strip() + "> and <" + b.strip() + ">";
            }
        }
        return null;
    }
}
