package org.entente.cli.conformance;

import static org.entente.cli.conformance.Chapter.FILTERS;

import java.util.List;
import java.util.Set;
import org.entente.cli.conformance.Content.Entry;

/** Filters (section 3.4). Each is asked of the objects; one case asks the same of the manifest. */
final class FilterCases {
    private static final String ID = "match[id]";
    private static final String TYPE = "match[type]";
    private static final String VERSION = "match[version]";
    private static final String SPEC_VERSION = "match[spec_version]";
    private static final String ADDED_AFTER = "added_after";
    private static final String LIMIT = "limit";

    private static final String MALFORMED =
            "If any of the URL query parameters are malformed, the TAXII Server MUST return an HTTP 400 (Bad Request) status"
                    + " code.";
    private static final String OR = "If multiple values are present, the match is treated as a logical OR.";
    private static final String AND = "Said another way, all match fields are ANDed together.";
    private static final String LATEST = "If no version parameter is provided, the server MUST return only the latest"
            + " version for each object matching the remainder of the request.";

    /** Types of STIX 2.1 of every kind. */
    private static final List<String> STIX_TYPES = List.of(
            "attack-pattern",
            "sighting",
            "language-content",
            "extension-definition",
            "marking-definition",
            "windows-registry-key");

    static final List<Case> ALL = List.of(
            FILTERS.must(
                            "match-id",
                            "An id gets that object",
                            "3.4.1",
                            "id: The identifier of the object(s) that are being requested.",
                            s -> matches(s, ids(s.content().atLeast(1), 1)))
                    .interop("3.13.1.3 Match id"),
            FILTERS.must(
                    "match-id-several",
                    "Several ids get these objects, in the order of their addition",
                    "3.4",
                    OR,
                    s -> matches(s, ids(s.content().atLeast(2).reversed(), 2))),
            FILTERS.must(
                    "match-id-none",
                    "An id that no object has gets nothing",
                    "5.4",
                    "If no STIX objects are returned, the response MUST include an empty envelope.",
                    s -> objects(s, ID, "indicator--" + s.unknown).isEmpty()),
            FILTERS.must(
                            "match-type",
                            "A type gets the objects of that type and no others",
                            "3.4.1",
                            "type: Only the types listed in this parameter are permitted in the response.",
                            s -> s.content().twoTypes().forEach(entry -> ofTypes(s, Set.of(entry.type()))))
                    .interop("3.13.1.4 Match type"),
            FILTERS.must(
                            "match-type-or",
                            "Several types get the objects of any of them",
                            "3.4",
                            OR,
                            FilterCases::severalTypes)
                    .interop("3.13.1.7 Logical OR"),
            FILTERS.must(
                    "match-type-stix",
                    "No type of STIX 2.1 is an error",
                    "3.4.1",
                    "Requests for types defined in [STIX Version 2.1] MUST NOT result in an error due to an invalid type.",
                    s -> STIX_TYPES.forEach(type -> objects(s, TYPE, type))),
            FILTERS.must(
                    "match-version-default",
                    "Without a version the latest one of each object comes",
                    "3.4.1",
                    LATEST,
                    s -> Content.shows(objects(s, ID, s.content().withVersions(2)), latest(s))),
            FILTERS.must(
                    "match-version-last",
                    "'last' gets the latest version",
                    "3.4.1",
                    "last - requests the latest version of an object.",
                    s -> Content.shows(versions(s, "last"), latest(s))),
            FILTERS.must(
                            "match-version-first",
                            "'first' gets the earliest version",
                            "3.4.1",
                            "first - requests the earliest version of an object.",
                            s -> Content.shows(versions(s, "first"), earliest(s)))
                    .interop("3.13.1.5 Match version"),
            FILTERS.must(
                    "match-version-all",
                    "'all' gets all versions",
                    "3.4.1",
                    "all - requests all versions of an object.",
                    s -> Content.shows(
                            versions(s, "all"), s.content().of(s.content().withVersions(2)))),
            FILTERS.must(
                    "match-version-value",
                    "An instant gets the version of exactly that instant",
                    "3.4.1",
                    "this filter option requests objects whose modified time matches exactly the provided value",
                    FilterCases::exactVersions),
            FILTERS.must(
                    "match-version-several",
                    "'first', 'last' and instants combine",
                    "3.4.1",
                    "However, multiple different specific versions MAY be specified in the same request.",
                    FilterCases::severalVersions),
            FILTERS.must(
                    "match-version-all-alone",
                    "'all' with another version is 400",
                    "3.4.1",
                    "The all keyword MUST NOT be used with any other version parameter.",
                    s -> refused(s, VERSION, "all,last")),
            FILTERS.must(
                    "match-version-twice",
                    "The same version twice is 400",
                    "3.4.1",
                    "each keyword (all, first, and last) and any specific version (<value>) MUST NOT occur more than once in a"
                            + " request.",
                    s -> refused(s, VERSION, "first,first")),
            FILTERS.must(
                    "match-version-malformed",
                    "A version that is neither a word of the standard nor an instant is 400",
                    "3.4",
                    MALFORMED,
                    s -> refused(s, VERSION, "yesterday")),
            FILTERS.must(
                    "match-version-object",
                    "The versions of one object by its address are chosen alike",
                    "5.6",
                    "To support getting a particular version of an object, this Endpoint supports filtering as defined in"
                            + " section 3.4.",
                    FilterCases::versionsOfOneObject),
            FILTERS.must(
                            "match-spec-version",
                            "A version of the specification gets objects of that version",
                            "3.4.1",
                            "A response to a request with the spec_version match MUST NOT include any specification versions"
                                    + " that are not included in this parameter.",
                            s -> ofSpecVersion(s, "2.1", true))
                    .interop("3.13.1.6 Match spec_version"),
            FILTERS.must(
                    "match-spec-version-other",
                    "A version of the specification that was not asked for does not come",
                    "3.4.1",
                    "A response to a request with the spec_version match MUST NOT include any specification versions that are"
                            + " not included in this parameter.",
                    s -> ofSpecVersion(s, "2.0", false)),
            FILTERS.must("match-and", "Several fields must all fit", "3.4", AND, FilterCases::allFieldsFit)
                    .interop("3.13.1.8 Logical AND"),
            FILTERS.must(
                            "match-or-and",
                            "Within a field one value must fit, and every field must",
                            "3.4",
                            AND + " " + OR,
                            FilterCases::oneValueOfEachField)
                    .interop("3.13.1.9 Logical OR and AND"),
            FILTERS.must(
                            "match-duplicate",
                            "The same field twice is 400",
                            "3.4",
                            "each <field> MUST NOT occur more than once in a request.",
                            s -> refused(s, TYPE, "indicator", TYPE, "malware"))
                    .interop("3.13.1.10 Duplicate filter"),
            FILTERS.must(
                    "match-manifest",
                    "The manifest takes the same filters",
                    "5.3",
                    "It supports filtering identical to the get objects Endpoint",
                    FilterCases::manifestIsFilteredAlike),
            FILTERS.must(
                            "added-after",
                            "What was added strictly later comes, and nothing else",
                            "3.4",
                            "A single timestamp that filters objects to only include those objects added after the specified"
                                    + " timestamp.",
                            FilterCases::onlyLaterOnes)
                    .interop("3.13.1.1 added_after"),
            FILTERS.advice(
                    "added-after-seconds",
                    "An instant without a fraction is understood, though it is no timestamp of TAXII",
                    "RFC 3339, 5.6",
                    "partial-time = time-hour \":\" time-minute \":\" time-second [time-secfrac]",
                    FilterCases::secondsWillDo),
            FILTERS.must(
                    "added-after-malformed",
                    "An added_after that is no instant is 400",
                    "3.4",
                    MALFORMED,
                    s -> List.of("yesterday", "2024-13-01T00:00:00.000000Z", "2024-02-30T00:00:00.000000Z", "")
                            .forEach(value -> refused(s, ADDED_AFTER, value))),
            FILTERS.must(
                    "added-after-twice",
                    "added_after twice is 400",
                    "3.4",
                    "A request MUST NOT have more than one instance of this URL query parameter.",
                    s -> refused(
                            s, ADDED_AFTER, "2024-01-01T00:00:00.000000Z", ADDED_AFTER, "2024-01-02T00:00:00.000000Z")),
            FILTERS.must(
                            "limit",
                            "No more objects come than the limit allows",
                            "3.4",
                            "Responses to requests where the client provided a limit MUST NOT contain more objects than"
                                    + " requested.",
                            FilterCases::limitHolds)
                    .interop("3.13.1.2 Limit"),
            FILTERS.must(
                    "limit-zero",
                    "A limit of 0 is 400",
                    "3.4",
                    "The value of the limit MUST be a positive integer greater than zero.",
                    s -> refused(s, LIMIT, "0")),
            FILTERS.must(
                    "limit-negative",
                    "A negative limit is 400",
                    "3.4",
                    "The value of the limit MUST be a positive integer greater than zero.",
                    s -> refused(s, LIMIT, "-1")),
            FILTERS.must(
                    "limit-malformed",
                    "A limit that is no whole number is 400",
                    "3.4",
                    MALFORMED,
                    s -> List.of("many", "1.5", "").forEach(value -> refused(s, LIMIT, value))));

    private FilterCases() {}

    private static Page objects(Session s, String... parameters) {
        return Page.objects(s.get(s.readable() + "objects/", parameters).ok());
    }

    private static void refused(Session s, String... parameters) {
        s.get(s.readable() + "objects/", parameters).expect(400);
    }

    private static List<Entry> ids(List<Entry> entries, int count) {
        return entries.stream().limit(count).toList();
    }

    /** Asks for these by their ids, in this order; they come in the order of their addition. */
    private static void matches(Session s, List<Entry> wanted) {
        String ids = String.join(",", wanted.stream().map(Entry::id).toList());
        List<Entry> expected =
                s.content().latest().stream().filter(wanted::contains).toList();
        Content.shows(objects(s, ID, ids), expected);
    }

    private static List<Entry> ofTypes(List<Entry> entries, Set<String> types) {
        return entries.stream().filter(entry -> types.contains(entry.type())).toList();
    }

    private static void ofTypes(Session s, Set<String> types) {
        Content.shows(
                objects(s, TYPE, String.join(",", types)), ofTypes(s.content().latest(), types));
    }

    private static void severalTypes(Session s) {
        List<Entry> two = s.content().twoTypes();
        ofTypes(s, Set.of(two.getFirst().type(), two.getLast().type()));
    }

    private static List<Entry> latest(Session s) {
        return s.content().latest().stream()
                .filter(entry -> entry.id().equals(s.content().withVersions(2)))
                .toList();
    }

    private static List<Entry> earliest(Session s) {
        return s.content().earliest().stream()
                .filter(entry -> entry.id().equals(s.content().withVersions(2)))
                .toList();
    }

    /** Asks for these versions of an object that has several. */
    private static Page versions(Session s, String versions) {
        return objects(s, ID, s.content().withVersions(2), VERSION, versions);
    }

    private static void exactVersions(Session s) {
        for (Entry entry : s.content().of(s.content().withVersions(2))) {
            Content.shows(versions(s, entry.version()), List.of(entry));
        }
    }

    private static void severalVersions(Session s) {
        List<Entry> all = s.content().of(s.content().withVersions(3));
        Entry first = earliest(s).getFirst();
        Entry last = latest(s).getFirst();
        Entry middle = all.stream()
                .filter(entry -> !entry.equals(first) && !entry.equals(last))
                .toList()
                .getFirst();
        shows(s, "first,last", all, first, last);
        shows(s, "first," + middle.version(), all, first, middle);
        shows(s, middle.version() + "," + last.version(), all, middle, last);
        shows(s, "first," + middle.version() + ",last", all, first, middle, last);
    }

    private static void shows(Session s, String versions, List<Entry> all, Entry... expected) {
        Page page = objects(s, ID, all.getFirst().id(), VERSION, versions);
        Content.shows(page, all.stream().filter(List.of(expected)::contains).toList());
    }

    private static void versionsOfOneObject(Session s) {
        String id = s.content().withVersions(2);
        String path = s.readable() + "objects/" + id + "/";
        Content.shows(Page.objects(s.get(path, VERSION, "first").ok()), earliest(s));
        Content.shows(Page.objects(s.get(path, VERSION, "last").ok()), latest(s));
        Content.shows(
                Page.objects(s.get(path, VERSION, "all").ok()), s.content().of(id));
    }

    private static void ofSpecVersion(Session s, String version, boolean some) {
        Page all = objects(s);
        boolean held = all.items().stream().anyMatch(item -> specVersion(item).equals("2.1"));
        if (!held) {
            throw Shortfall.inapplicable("the collection holds no objects of STIX 2.1");
        }
        Page page = objects(s, SPEC_VERSION, version);
        for (Page.Item item : page.items()) {
            if (!specVersion(item).equals(version)) {
                throw page.reply().falls("objects of STIX " + version + ", and not " + item.id());
            }
        }
        if (some && page.items().isEmpty() && !page.more()) {
            throw page.reply().falls("the objects of STIX " + version);
        }
    }

    /** Observables of STIX 2.1 may leave it out; they have no created, which objects of 2.0 have. */
    private static String specVersion(Page.Item item) {
        String said = Reply.text(item.json(), "spec_version");
        return said != null ? said : item.version() == null ? "2.1" : "2.0";
    }

    private static void allFieldsFit(Session s) {
        List<Entry> two = s.content().twoTypes();
        Entry one = two.getFirst();
        Content.shows(objects(s, TYPE, one.type(), ID, one.id()), List.of(one));
        objects(s, TYPE, two.getLast().type(), ID, one.id()).isEmpty();
    }

    private static void oneValueOfEachField(Session s) {
        List<Entry> two = s.content().twoTypes();
        Entry one = two.getFirst();
        Entry other = two.getLast();
        String bothTypes = one.type() + "," + other.type();
        String bothIds = one.id() + "," + other.id();
        List<Entry> both = s.content().latest().stream().filter(two::contains).toList();
        Content.shows(objects(s, TYPE, bothTypes, ID, bothIds), both);
        Content.shows(objects(s, TYPE, other.type(), ID, bothIds), List.of(other));
        Content.shows(objects(s, TYPE, bothTypes, ID, one.id()), List.of(one));
    }

    private static void manifestIsFilteredAlike(Session s) {
        List<Entry> two = s.content().twoTypes();
        Content.shows(
                manifest(s, TYPE, two.getLast().type()),
                ofTypes(s.content().latest(), Set.of(two.getLast().type())));
        Content.shows(manifest(s, ID, two.getFirst().id()), List.of(two.getFirst()));
        Content.shows(manifest(s), s.content().latest());
        Content.shows(manifest(s, VERSION, "first"), s.content().earliest());
    }

    private static Page manifest(Session s, String... parameters) {
        return Page.manifest(s.get(s.readable() + "manifest/", parameters).ok());
    }

    private static List<Entry> after(List<Entry> entries, String date) {
        return entries.stream()
                .filter(entry -> entry.dateAdded().compareTo(date) > 0)
                .toList();
    }

    private static void onlyLaterOnes(Session s) {
        List<Entry> latest = s.content().atLeast(2);
        String date = latest.getFirst().dateAdded();
        Content.shows(objects(s, ADDED_AFTER, date), after(latest, date));
        String last = latest.getLast().dateAdded();
        objects(s, ADDED_AFTER, last).isEmpty();
    }

    private static void secondsWillDo(Session s) {
        List<Entry> latest = s.content().atLeast(1);
        String date = latest.getFirst().dateAdded();
        if (!Reply.isTimestamp(date)) {
            throw Shortfall.inapplicable("date_added is no timestamp: see manifest-dates");
        }
        String second = date.substring(0, "2024-01-01T00:00:00".length());
        Content.shows(objects(s, ADDED_AFTER, second + "Z"), after(latest, second + ".000000Z"));
    }

    private static void limitHolds(Session s) {
        s.content().atLeast(2);
        for (String collection : List.of("objects/", "manifest/")) {
            Reply reply = s.get(s.readable() + collection, LIMIT, "1").ok();
            Page page = collection.equals("objects/") ? Page.objects(reply) : Page.manifest(reply);
            if (page.items().size() > 1) {
                throw reply.falls("no more than 1 object");
            }
        }
    }
}
