package org.entente.cli.conformance;

import static org.entente.cli.conformance.Chapter.DISCOVERY;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Discovery and the API root (sections 4.1 and 4.2). */
final class DiscoveryCases {
    static final List<Case> ALL = List.of(
            DISCOVERY
                    .must(
                            "discovery-get",
                            "Discovery is at /taxii2/",
                            "8.2.1",
                            "It MUST define the URL of the Discovery API to be /taxii2/ and it MUST be located at the"
                                    + " root of the server",
                            s -> s.get(Session.DISCOVERY).ok().json())
                    .interop("3.2.1 Get discovery"),
            DISCOVERY.must(
                    "discovery-title",
                    "Discovery has a title",
                    "4.1.1",
                    "title (required): A human readable plain text name used to identify this server.",
                    s -> s.get(Session.DISCOVERY).ok().string("title")),
            DISCOVERY.must(
                    "discovery-default",
                    "The default API root is one of the API roots",
                    "4.1.1",
                    "The default API Root MUST be an item in api_roots.",
                    DiscoveryCases::defaultIsListed),
            DISCOVERY.must(
                    "discovery-roots",
                    "API roots are absolute addresses or begin with one slash, and have no query",
                    "4.1.1",
                    "API Root relative URLs MUST begin with a single `/` character and MUST NOT begin with `//` or"
                            + " '../\". API Root URLs MUST NOT contain a URL query component.",
                    DiscoveryCases::rootsAreWellFormed),
            DISCOVERY.must(
                    "discovery-https",
                    "Absolute API roots are HTTPS (one at the plain address that was given is taken as given)",
                    "4.1.1",
                    "API Root URLs MUST be HTTPS absolute URLs or relative URLs.",
                    DiscoveryCases::rootsAreHttps),
            DISCOVERY
                    .must(
                            "root-get",
                            "The API root answers",
                            "4.2",
                            "200 - The request was successful; Content-Type: application/taxii+json;version=2.1",
                            s -> s.get(s.root()).ok().json())
                    .interop("3.3.1 Get API root"),
            DISCOVERY.must(
                    "root-title",
                    "The API root has a title",
                    "4.2.1",
                    "title (required): A human readable plain text name used to identify this API instance.",
                    s -> s.get(s.root()).ok().string("title")),
            DISCOVERY.must(
                    "root-versions",
                    "The API root says that it speaks TAXII 2.1",
                    "4.2.1",
                    "A value of \"application/taxii+json;version=2.1\" MUST be included in this list to indicate"
                            + " conformance with this specification.",
                    DiscoveryCases::versionsNameThisOne),
            DISCOVERY.must(
                    "root-max-content-length",
                    "The API root says how much it takes",
                    "4.2.1",
                    "The value of the max_content_length MUST be a positive integer greater than zero.",
                    s -> s.get(s.root()).ok().number("max_content_length", 1)),
            DISCOVERY
                    .must(
                            "root-unknown",
                            "An API root that does not exist is not found",
                            "4.2",
                            "404 - The API Root is not found, or the client does not have access to the resource",
                            s -> s.get("/" + s.unknown + "/").expect(404))
                    .interop("3.3.2 Incorrect API root"));

    private DiscoveryCases() {}

    private static List<String> roots(Reply discovery) {
        JsonNode list = discovery.json().path("api_roots");
        List<String> roots = new ArrayList<>();
        for (JsonNode each : list) {
            if (!each.isString()) {
                throw discovery.falls("a list of strings in 'api_roots'");
            }
            roots.add(each.stringValue());
        }
        if (!list.isMissingNode() && roots.isEmpty()) {
            throw discovery.falls("a list with something in it in 'api_roots', or none");
        }
        return roots;
    }

    private static void defaultIsListed(Session s) {
        Reply discovery = s.get(Session.DISCOVERY).ok();
        if (discovery.json().has("default") && !roots(discovery).contains(discovery.string("default"))) {
            throw discovery.falls("the value of 'default' among 'api_roots'");
        }
    }

    private static void rootsAreWellFormed(Session s) {
        Reply discovery = s.get(Session.DISCOVERY).ok();
        for (String root : roots(discovery)) {
            boolean relative = root.startsWith("/") && !root.startsWith("//");
            boolean absolute = root.startsWith("https://") || root.startsWith("http://");
            if (!(relative || absolute) || root.contains("?")) {
                throw discovery.falls("API roots that are absolute or begin with one slash, without a query");
            }
        }
    }

    private static void rootsAreHttps(Session s) {
        Reply discovery = s.get(Session.DISCOVERY).ok();
        for (String root : roots(discovery)) {
            boolean given = root.startsWith(s.setup().server() + "/");
            if (root.startsWith("http:") && !given) {
                throw discovery.falls("API roots that are HTTPS, and not http");
            }
        }
    }

    private static void versionsNameThisOne(Session s) {
        Reply root = s.get(s.root()).ok();
        for (JsonNode version : root.json().path("versions")) {
            if (version.asString("").equals(Ask.TAXII)) {
                return;
            }
        }
        throw root.falls(Ask.TAXII + " among 'versions'");
    }
}
