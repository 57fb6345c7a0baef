package org.entente.taxii;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.entente.exchange.Exchange;
import org.entente.exchange.Failure;
import org.entente.exchange.Feed;
import org.entente.exchange.Organisation;
import org.entente.exchange.State.ContractEntry;
import org.entente.http.Answer;
import org.entente.http.Call;
import org.entente.http.Site;
import org.entente.http.Statuses;
import org.jspecify.annotations.Nullable;

/**
 * The TAXII 2.1 server: each feed that this node gives is a collection, to its receiver and to nobody else, with the feed's
 * log beside the objects. Read-only; every call carries a token, or comes over a TLS connection
 * whose client certificate is registered. A path that lacks its trailing slash (section 3.1) is an
 * unknown one.
 *
 * <pre>
 * /taxii2/                                      discovery (section 4.1)
 * /api/                                         the API root (4.2)
 * /api/collections/                             the collections of the token's organisation (5.1)
 * /api/collections/ID/                          one collection (5.2)
 * /api/status/ID/                               the status of a request to add objects (4.3)
 * /api/collections/ID/manifest/                 what is said of the objects (5.3)
 * /api/collections/ID/objects/                  objects (5.4)
 * /api/collections/ID/objects/OBJECT/           one object (5.6)
 * /api/collections/ID/objects/OBJECT/versions/  its versions (5.8)
 * /api/collections/ID/log/checkpoint            the signed size and root (C2SP tlog-tiles)
 * /api/collections/ID/log/tile/entries/N[.p/W]  entries (C2SP tlog-tiles)
 * /api/collections/ID/log/openings/N[.p/W]      openings of the same entries, length 0 where one is gone
 * /api/collections/ID/log/opening/NUMBER        the opening of one entry
 * </pre>
 *
 * <p>What is withheld and what does not exist take the same way through the code and get the same answer.
 */
public final class TaxiiSite implements Site {
    static final String DISCOVERY = "/taxii2/";
    static final String API_ROOT = "/api/";
    static final String COLLECTIONS = API_ROOT + "collections/";
    static final String STATUS = API_ROOT + "status/";
    static final String OBJECTS = "objects/";
    static final String LOG = "log/";

    private static final String IMMUTABLE = "private, max-age=31536000, immutable";

    private static final String NO_COLLECTION = "There is no such collection.";
    private static final String NO_STATUS = "There is no such status.";
    private static final String NO_RESOURCE = "There is no such resource.";
    private static final String NO_LOG_RESOURCE = "The log has no such resource.";
    private static final String SUSPENDED = "The contract is suspended.";

    private static final String ACCEPT = "This address answers in application/taxii+json;version=2.1 only.";
    private static final String METHODS = "GET, HEAD";

    private final Exchange exchange;
    private final Resources resources;
    private final Departures departures = new Departures();

    /** A server for the feeds of that exchange, which is that organisation's. */
    public TaxiiSite(Exchange exchange, Organisation self) {
        this.exchange = exchange;
        this.resources = new Resources(self);
    }

    /**
     * Closes the connections on which an answer under that contract is on its way. Called after the contract was suspended:
     * when this returns no further byte leaves under it (design.md promise 6).
     */
    public void cut(UUID contract) {
        departures.cut(contract);
    }

    @Override
    public boolean owns(String path) {
        return (path + "/").startsWith(DISCOVERY) || (path + "/").startsWith(API_ROOT);
    }

    @Override
    public Answer error(int status, String sentence, Map<String, String> fields) {
        return Resources.error(status, sentence, fields);
    }

    @Override
    public Answer answer(Call call) {
        String token = call.bringsToken() ? call.token() : null;
        String organisation = exchange.authenticate(token, call.certificateSha256());
        if (organisation == null) {
            throw new Failure(Failure.Code.UNAUTHORISED, Call.UNAUTHORISED);
        }
        call.calledBy(organisation);
        String path = call.path();
        return switch (path) {
            case DISCOVERY -> document(call, resources.discovery());
            case API_ROOT -> document(call, resources.apiRoot());
            case COLLECTIONS -> document(call, Resources.collections(feeds(organisation)));
            default -> path.startsWith(STATUS) ? status(call, path) : inCollection(call, organisation, path);
        };
    }

    private Answer inCollection(Call call, String organisation, String path) {
        if (!path.startsWith(COLLECTIONS)) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_RESOURCE);
        }
        int slash = path.indexOf('/', COLLECTIONS.length());
        UUID id = slash < 0 ? null : uuid(path.substring(COLLECTIONS.length(), slash));
        if (id != null) {
            departures.enter(id, call);
        }
        Feed feed = id == null ? null : feed(id, organisation);
        if (feed == null) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_COLLECTION);
        }
        String rest = path.substring(slash + 1);
        if (rest.isEmpty()) {
            return document(call, Resources.collection(feed));
        }
        if (feed.access() == Feed.Access.SUSPENDED) {
            throw new Failure(Failure.Code.FORBIDDEN, SUSPENDED);
        }
        if (rest.startsWith(LOG)) {
            return log(call, feed, rest.substring(LOG.length()));
        }
        Answer answer = ObjectResources.answer(call, feed, rest);
        if (answer == null) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_RESOURCE);
        }
        return answer;
    }

    /** Section 4.3. Nothing can be added yet, so no id is one of a status. */
    private static Answer status(Call call, String path) {
        int slash = path.indexOf('/', STATUS.length());
        if (slash < 0 || slash != path.length() - 1) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_RESOURCE);
        }
        Answer refusal = refusal(call, true);
        if (refusal != null) {
            return refusal;
        }
        throw new Failure(Failure.Code.NOT_FOUND, NO_STATUS);
    }

    /** The feed of that id if we give it to that organisation, else null: absent and foreign are one. */
    private @Nullable Feed feed(UUID id, String organisation) {
        ContractEntry contract = exchange.state().contract(id);
        return contract != null && isGivenTo(contract, organisation) ? exchange.feed(id) : null;
    }

    private List<Feed> feeds(String organisation) {
        List<Feed> feeds = new ArrayList<>();
        for (ContractEntry contract : exchange.state().contracts()) {
            if (isGivenTo(contract, organisation)) {
                feeds.add(exchange.feed(contract.contract().id()));
            }
        }
        return feeds;
    }

    private boolean isGivenTo(ContractEntry contract, String organisation) {
        return contract.contract().giver().equals(resources.self().did())
                && contract.contract().receiver().equals(organisation);
    }

    private Answer document(Call call, byte[] json) {
        Answer refusal = refusal(call, true);
        return refusal != null ? refusal : Answer.of(Statuses.OK, Media.TAXII, json);
    }

    private static Answer log(Call call, Feed feed, String rest) {
        Answer refusal = refusal(call, false);
        if (refusal != null) {
            return refusal;
        }
        if (rest.equals("checkpoint")) {
            return Answer.of(Statuses.OK, Media.TEXT, feed.checkpoint().getBytes(StandardCharsets.UTF_8));
        }
        BundlePath entries = bundle(rest, "tile/entries/");
        if (entries != null) {
            Answer answer = bytes(feed.entryBundle(entries.n(), entries.width()));
            return entries.width() == BundlePath.FULL ? answer.with("Cache-Control", IMMUTABLE) : answer;
        }
        BundlePath openings = bundle(rest, "openings/");
        if (openings != null) {
            return bytes(feed.openingBundle(openings.n(), openings.width()));
        }
        long number = number(rest, "opening/");
        return bytes(number < 0 ? null : feed.opening(number));
    }

    private static Answer bytes(byte @Nullable [] body) {
        if (body == null) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_LOG_RESOURCE);
        }
        return Answer.of(Statuses.OK, Media.BYTES, body);
    }

    /** The answer to a method or an Accept header that this address does not take, or null. */
    static @Nullable Answer refusal(Call call, boolean taxii) {
        if (!reads(call)) {
            return Resources.error(
                            Statuses.METHOD_NOT_ALLOWED, "This address can only be read.", Map.of("allowed", METHODS))
                    .with("Allow", METHODS);
        }
        return taxii && !Media.acceptsTaxii(call.header("Accept"))
                ? Resources.error(Statuses.NOT_ACCEPTABLE, ACCEPT, Map.of())
                : null;
    }

    /** Whether the call only reads. */
    static boolean reads(Call call) {
        return call.method().equals("GET") || call.method().equals("HEAD");
    }

    private static @Nullable BundlePath bundle(String rest, String prefix) {
        return rest.startsWith(prefix) ? BundlePath.parse(rest.substring(prefix.length())) : null;
    }

    /** The number after the prefix in its one spelling, or -1. */
    private static long number(String rest, String prefix) {
        String digits = rest.startsWith(prefix) ? rest.substring(prefix.length()) : "";
        return digits.matches("0|[1-9][0-9]{0,17}") ? Long.parseLong(digits) : -1;
    }

    /** The identifier in its one spelling, or null. */
    private static @Nullable UUID uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
