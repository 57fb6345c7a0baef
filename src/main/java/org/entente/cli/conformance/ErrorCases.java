package org.entente.cli.conformance;

import static org.entente.cli.conformance.Chapter.ERRORS;

import java.util.ArrayList;
import java.util.List;

/** What a server says when it refuses (section 3.6). */
final class ErrorCases {
    private static final String RESOURCE = "The error message is provided by TAXII Servers in the response body when"
            + " returning an HTTP error status; Content-Type: application/taxii+json;version=2.1; title (required)";

    static final List<Case> ALL = List.of(
            ERRORS.must(
                    "error-not-found",
                    "404 is an error resource of TAXII",
                    "3.6.1, 5.2",
                    RESOURCE,
                    s -> notFound(s).error()),
            ERRORS.must(
                    "error-bad-request",
                    "400 is an error resource of TAXII",
                    "3.6.1, 5.4",
                    RESOURCE,
                    s -> badRequest(s).expect(400).error()),
            ERRORS.must(
                    "error-unauthorised",
                    "401 is an error resource of TAXII",
                    "3.6.1, 5.1",
                    RESOURCE,
                    s -> unauthorised(s).error()),
            ERRORS.must(
                    "error-not-acceptable",
                    "406 is an error resource of TAXII",
                    "3.6.1, 4.2",
                    RESOURCE,
                    s -> notAcceptable(s).error()),
            ERRORS.must(
                    "error-forbidden",
                    "The refusal to add or to read is an error resource of TAXII",
                    "3.6.1, 5.5",
                    RESOURCE,
                    s -> forbidden(s).error()),
            ERRORS.must(
                    "error-post",
                    "The refusal of a body that is no JSON is an error resource of TAXII",
                    "3.6.1, 5.5",
                    RESOURCE,
                    s -> malformed(s).error()),
            ERRORS.must(
                    "error-http-status",
                    "The status in an error resource is that of the answer, as a string",
                    "3.6.1",
                    "http_status (optional), string: If this property is provided it MUST match the HTTP status code found in"
                            + " the HTTP header.",
                    ErrorCases::statusesAgree));

    private ErrorCases() {}

    private static Reply notFound(Session s) {
        return s.get(s.at(s.unknown)).expect(404);
    }

    private static Reply badRequest(Session s) {
        return s.get(s.readable() + "objects/", "added_after", "yesterday");
    }

    private static Reply unauthorised(Session s) {
        Reply reply =
                s.ask("GET", s.collectionsPath()).as(s.credential().spoiled()).send();
        if (reply.status() != 401) {
            throw Shortfall.inapplicable("the server does not answer with 401");
        }
        return reply;
    }

    private static Reply notAcceptable(Session s) {
        Reply reply = s.ask("GET", s.root()).accept("text/html").send();
        if (reply.status() != 406) {
            throw Shortfall.inapplicable("the server does not answer with 406");
        }
        return reply;
    }

    private static Reply forbidden(Session s) {
        return s.setup().readCollection() != null
                ? s.ask("POST", s.readOnly() + "objects/")
                        .body(Ask.TAXII, "{}")
                        .send()
                        .expect(403, 404)
                : s.get(s.writeOnly() + "objects/").expect(403, 404);
    }

    private static Reply malformed(Session s) {
        return s.ask("POST", s.writable() + "objects/")
                .body(Ask.TAXII, "{\"objects\": [")
                .send()
                .expect(400, 422);
    }

    private static void statusesAgree(Session s) {
        List<Reply> replies = new ArrayList<>(List.of(notFound(s)));
        if (!s.collections().isEmpty()) {
            replies.add(badRequest(s));
        }
        boolean said = false;
        for (Reply reply : replies) {
            if (reply.isTaxii() && reply.json().has("http_status")) {
                said = true;
                if (!Integer.toString(reply.status()).equals(reply.string("http_status"))) {
                    throw reply.falls("'http_status' \"" + reply.status() + "\"");
                }
            }
        }
        if (!said) {
            throw Shortfall.inapplicable("the server's errors do not say the status");
        }
    }
}
