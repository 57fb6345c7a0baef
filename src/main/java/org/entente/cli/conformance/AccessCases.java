package org.entente.cli.conformance;

import static org.entente.cli.conformance.Chapter.ACCESS;

import java.util.List;
import java.util.Locale;

/** Who a client is, and what it may know (section 1.6.9). */
final class AccessCases {
    private static final String FAILS_AUTHENTICATION =
            "If a client fails authentication then this endpoint MUST return either an HTTP 401 (Unauthorized) or an"
                    + " HTTP 404 (Not Found).";

    static final List<Case> ALL = List.of(
            ACCESS.must(
                            "access-missing",
                            "Without credentials the collections are not shown",
                            "5.1",
                            FAILS_AUTHENTICATION,
                            s -> s.ask("GET", s.collectionsPath())
                                    .as(nobody(s))
                                    .send()
                                    .expect(401, 404))
                    .interop("3.1.1 Missing authorization"),
            ACCESS.must(
                            "access-wrong",
                            "With wrong credentials the collections are not shown",
                            "5.1",
                            FAILS_AUTHENTICATION,
                            s -> s.ask("GET", s.collectionsPath())
                                    .as(s.credential().spoiled())
                                    .send()
                                    .expect(401, 404))
                    .interop("3.1.2 Authorization error"),
            ACCESS.must(
                    "access-reading",
                    "Without credentials nothing of a collection is shown",
                    "5.2, 5.3, 5.4, 5.6, 5.8",
                    FAILS_AUTHENTICATION,
                    AccessCases::nothingIsRead),
            ACCESS.must(
                    "access-writing",
                    "Without credentials nothing is added or deleted",
                    "5.5, 5.7",
                    FAILS_AUTHENTICATION,
                    AccessCases::nothingIsWritten),
            ACCESS.must(
                    "access-challenge",
                    "401 says how to authenticate",
                    "1.6.9",
                    "the TAXII Server will respond with an HTTP 401 (Unauthorized) status code and a WWW-Authenticate"
                            + " HTTP header.",
                    AccessCases::challenges),
            ACCESS.advice(
                            "access-basic",
                            "Basic authentication is offered",
                            "8.2.2",
                            "It SHOULD implement the HTTP Basic authentication scheme per [RFC 7617]",
                            AccessCases::offersBasic)
                    .interop("3.1.4 HTTP Basic"),
            ACCESS.must(
                    "access-second-client",
                    "A collection that another client may not read is not shown to it",
                    "5.4",
                    "If the Collection specifies can_read as false for a particular client, this Endpoint MUST return an"
                            + " HTTP 403 (Forbidden) or HTTP 404 (Not Found) error.",
                    AccessCases::secondClientIsKeptOut),
            ACCESS.advice(
                    "access-second-status",
                    "The status of one client's request is not shown to another",
                    "4.3",
                    "404 - The API Root or Status ID are not found, or the client does not have access to the resource",
                    AccessCases::statusIsPrivate));

    private AccessCases() {}

    private static Credential nobody(Session s) {
        s.credential();
        return new Credential.None();
    }

    private static void nothingIsRead(Session s) {
        Credential nobody = nobody(s);
        String object = "objects/" + s.content().some().id() + "/";
        for (String rest : List.of("", "manifest/", "objects/", object, object + "versions/")) {
            s.ask("GET", s.readable() + rest).as(nobody).send().expect(401, 404);
        }
    }

    /** An empty envelope and an object that does not exist: a server that lets these through has lost nothing. */
    private static void nothingIsWritten(Session s) {
        Credential nobody = nobody(s);
        String objects = s.readable() + "objects/";
        s.ask("POST", objects).as(nobody).body(Ask.TAXII, "{}").send().expect(401, 404);
        s.ask("DELETE", objects + "indicator--" + s.unknown + "/")
                .as(nobody)
                .send()
                .expect(401, 404);
    }

    private static Reply refusal(Session s) {
        Reply reply = s.ask("GET", s.collectionsPath()).as(nobody(s)).send();
        if (reply.status() != 401) {
            throw Shortfall.inapplicable("the server does not answer with 401");
        }
        return reply;
    }

    private static void challenges(Session s) {
        Reply reply = refusal(s);
        String challenge = reply.header("WWW-Authenticate");
        if (challenge == null || challenge.isBlank()) {
            throw reply.falls("the header WWW-Authenticate with a challenge");
        }
    }

    private static void offersBasic(Session s) {
        Reply reply = refusal(s);
        boolean offered = reply.headers().allValues("WWW-Authenticate").stream()
                .anyMatch(value -> (" " + value.toLowerCase(Locale.ROOT)).matches(".*[ ,]basic( .*|,.*|)"));
        if (!offered) {
            throw reply.falls("a challenge of the scheme Basic");
        }
    }

    private static void secondClientIsKeptOut(Session s) {
        Credential second = s.second();
        Reply seen = s.ask("GET", s.readable()).as(second).send();
        if (seen.status() == 200 && seen.json().path("can_read").booleanValue(false)) {
            throw Shortfall.inapplicable("the second client may read the collection too");
        }
        for (String rest : List.of("manifest/", "objects/")) {
            s.ask("GET", s.readable() + rest).as(second).send().expect(403, 404);
        }
    }

    private static void statusIsPrivate(Session s) {
        Credential second = s.second();
        String collection = s.writable();
        Reply reply = s.post(collection, s.made.indicator()).expect(202);
        s.ask("GET", s.root() + "status/" + reply.string("id") + "/")
                .as(second)
                .send()
                .expect(403, 404);
    }
}
