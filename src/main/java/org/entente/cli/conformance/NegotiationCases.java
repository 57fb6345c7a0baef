package org.entente.cli.conformance;

import static org.entente.cli.conformance.Chapter.NEGOTIATION;

import java.util.ArrayList;
import java.util.List;
import org.entente.cli.conformance.MadeObjects.Made;
import org.jspecify.annotations.Nullable;

/** Media types in both directions (sections 1.6.8 and 3.1). */
final class NegotiationCases {
    private static final String NOT_406 =
            "Requests with media types in the Accept headers that are defined for that Endpoint MUST NOT result in an HTTP"
                    + " 406 (Not Acceptable) response.";
    private static final String MAY_406 =
            "Requests with media types in the Accept headers that are not defined for that Endpoint MAY be satisfied with"
                    + " the appropriate content or MAY result in an HTTP 406 (Not Acceptable) response.";
    private static final String NOT_415 =
            "Requests with a media type in the Content-Type header that is defined for that Endpoint MUST NOT result in an"
                    + " HTTP 415 (Unacceptable Media Type) response.";
    private static final String MAY_415 =
            "Requests with a media type in the Content-Type header that is not defined for that Endpoint MAY be satisfied"
                    + " with the appropriate content or MAY result in an HTTP 415 (Unacceptable Media Type) response.";

    private static final List<String> FOREIGN = List.of(
            "text/html", "application/json", "application/taxii+json;version=2.0", "application/vnd.oasis.taxii+json");

    static final List<Case> ALL = List.of(
            NEGOTIATION.must(
                    "content-type",
                    "Every answer is of the TAXII media type, with the version",
                    "3.1",
                    "All TAXII responses MUST include the appropriate media type and version parameter in the Content-Type"
                            + " header as defined for that Endpoint.",
                    s -> endpoints(s).forEach(path -> s.get(path).ok())),
            NEGOTIATION.must(
                    "serialisation",
                    "Every answer is JSON in UTF-8 without a name given twice",
                    "1.6.7",
                    "This specification uses UTF-8 encoded JSON as defined in [RFC7493] and [RFC8259] for the serialization"
                            + " of all TAXII resources.",
                    s -> endpoints(s).forEach(path -> s.get(path).ok().json())),
            NEGOTIATION.must(
                    "accept-version",
                    "Accept with the version is good everywhere",
                    "3.1",
                    NOT_406,
                    s -> endpoints(s).forEach(path -> accepted(s, path, Ask.TAXII))),
            NEGOTIATION.must(
                    "accept-space",
                    "Accept with a space before the version is good everywhere",
                    "3.1",
                    NOT_406,
                    s -> endpoints(s).forEach(path -> accepted(s, path, "application/taxii+json; version=2.1"))),
            NEGOTIATION.must(
                    "accept-bare",
                    "Accept without a version gets the newest one",
                    "1.6.8.2",
                    "application/taxii+json: Latest version of TAXII that the server supports",
                    s -> endpoints(s).forEach(path -> accepted(s, path, "application/taxii+json"))),
            NEGOTIATION.must(
                    "accept-several",
                    "Accept with several ranges and weights is good where one of them is",
                    "3.1",
                    NOT_406,
                    s -> accepted(s, s.collectionsPath(), "text/html, application/taxii+json;version=2.1;q=0.5")),
            NEGOTIATION.must(
                    "accept-manifest",
                    "A manifest may be asked for with the media type of STIX beside that of TAXII",
                    "5.3",
                    "Accept: application/taxii+json;version=2.1,application/stix+json;version=2.1",
                    s -> accepted(s, s.readable() + "manifest/", Ask.TAXII + ",application/stix+json;version=2.1")),
            NEGOTIATION.must(
                    "accept-foreign",
                    "Accept without a media type of TAXII 2.1 is 406 or gets TAXII 2.1",
                    "3.1",
                    MAY_406,
                    s -> FOREIGN.forEach(accept -> refusedOrTaxii(s, accept))),
            NEGOTIATION.advice(
                    "accept-406",
                    "Accept without a media type of TAXII 2.1 is 406",
                    "4.1",
                    "406 - The media type provided in the Accept header is invalid",
                    s -> FOREIGN.forEach(accept ->
                            s.ask("GET", s.root()).accept(accept).send().expect(406))),
            NEGOTIATION.advice(
                    "accept-q-zero",
                    "Accept that excludes TAXII 2.1 is 406",
                    "RFC 9110, 12.4.2",
                    "a value of 0 means \"not acceptable\"",
                    s -> s.ask("GET", s.root())
                            .accept("application/taxii+json;version=2.1;q=0, text/html")
                            .send()
                            .expect(406)),
            NEGOTIATION.advice(
                    "accept-any",
                    "Accept */* gets TAXII 2.1",
                    "RFC 9110, 12.5.1",
                    "The asterisk \"*\" character is used to group media types into ranges, with \"*/*\" indicating all media"
                            + " types",
                    s -> accepted(s, s.root(), "*/*")),
            NEGOTIATION.advice(
                    "accept-none",
                    "A request without Accept gets TAXII 2.1",
                    "RFC 9110, 12.4.1",
                    "a request that does not contain the field implies that the sender has no preference on that dimension"
                            + " of negotiation",
                    s -> accepted(s, s.root(), null)),
            NEGOTIATION.must(
                    "content-type-space",
                    "Objects may be posted with a space before the version",
                    "3.1",
                    NOT_415,
                    s -> posted(s, "application/taxii+json; version=2.1", 202)),
            NEGOTIATION.must(
                    "content-type-bare",
                    "Objects may be posted without a version",
                    "1.6.8.2",
                    "application/taxii+json: Latest version of TAXII that the server supports",
                    s -> posted(s, "application/taxii+json", 202)),
            NEGOTIATION.must(
                    "content-type-foreign",
                    "Objects posted as something else are 415 or taken",
                    "3.1",
                    MAY_415,
                    s -> posted(s, "text/plain", 202, 415)),
            NEGOTIATION.advice(
                    "content-type-415",
                    "Objects posted as something else are 415",
                    "5.5",
                    "415 - The client attempted to POST a payload with a content type the server does not support",
                    s -> posted(s, "text/plain", 415)),
            NEGOTIATION.advice(
                    "content-type-bundle",
                    "A STIX bundle is taken as well, since some clients post one",
                    "1.6.10",
                    "While additional content types are not prohibited, all specific requirements throughout the document"
                            + " are designed for STIX.",
                    NegotiationCases::bundleIsTaken));

    private NegotiationCases() {}

    /** All addresses that can be read: those of the server, and those of the readable collection where there is one. */
    private static List<String> endpoints(Session s) {
        List<String> paths = new ArrayList<>(List.of(Session.DISCOVERY, s.root(), s.collectionsPath()));
        if (s.collections().isEmpty()) {
            return paths;
        }
        String collection = s.readable();
        paths.addAll(List.of(collection, collection + "manifest/", collection + "objects/"));
        if (!s.content().all().isEmpty()) {
            String object = collection + "objects/" + s.content().some().id() + "/";
            paths.addAll(List.of(object, object + "versions/"));
        }
        return paths;
    }

    private static void accepted(Session s, String path, @Nullable String accept) {
        s.ask("GET", path).accept(accept).send().ok();
    }

    private static void refusedOrTaxii(Session s, String accept) {
        Reply reply = s.ask("GET", s.root()).accept(accept).send().expect(200, 406);
        if (reply.status() == 200) {
            reply.taxii();
        }
    }

    private static void posted(Session s, String contentType, int... statuses) {
        String collection = s.writable();
        Made made = s.made.indicator();
        s.post(collection, s.ask("POST", collection + "objects/").body(contentType, Session.envelope(made)), made)
                .expect(statuses);
    }

    private static void bundleIsTaken(Session s) {
        String collection = s.writable();
        Made made = s.made.indicator();
        String bundle =
                "{\"type\": \"bundle\", \"id\": \"bundle--%s\", \"objects\": [%s]}".formatted(s.unknown, made.json());
        Ask ask = s.ask("POST", collection + "objects/").body("application/stix+json;version=2.1", bundle);
        s.post(collection, ask, made).expect(202);
    }
}
