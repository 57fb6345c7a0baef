package org.entente.taxii;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.entente.exchange.Caller;
import org.entente.exchange.Exchange;
import org.entente.exchange.Failure;
import org.entente.exchange.Feed;
import org.entente.exchange.Inbox;
import org.entente.exchange.Organisation;
import org.entente.exchange.PostStatus;
import org.entente.exchange.State;
import org.entente.exchange.State.ContractEntry;
import org.entente.http.Answer;
import org.entente.http.Call;
import org.entente.http.Query;
import org.entente.http.Reply;
import org.entente.http.Site;
import org.entente.http.Statuses;
import org.jspecify.annotations.Nullable;

/**
 * The TAXII 2.1 server. Each feed that this node gives is a collection, to its receiver and to nobody else, with the feed's log
 * beside the objects; beside its feeds a partner has an inbox, which it writes and does not read. Our own tools read and write
 * the collections of our own that their token names. Every call carries a token, or comes over a TLS connection whose client
 * certificate is registered. A path that lacks its trailing slash (section 3.1) is an unknown one.
 *
 * <pre>
 * /taxii2/                                      discovery (section 4.1)
 * /api/                                         the API root (4.2)
 * /api/notices/ID                               what a suspended feed recalled (C2SP signed-note)
 * /api/collections/                             the collections that the token may know of (5.1)
 * /api/collections/ID/                          one collection (5.2)
 * /api/status/ID/                               the status of a request to add objects (4.3)
 * /api/collections/ID/manifest/                 what is said of the objects (5.3)
 * /api/collections/ID/objects/                  objects, to read (5.4) and to add (5.5)
 * /api/collections/ID/objects/OBJECT/           one object, to read (5.6) and to delete (5.7)
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
    static final String NOTICES = API_ROOT + "notices/";
    static final String OBJECTS = "objects/";
    static final String LOG = "log/";

    /** The parameter of a notice: the entry from which on it tells. */
    static final String FROM = "from";

    private static final String IMMUTABLE = "private, max-age=31536000, immutable";

    private static final String NO_COLLECTION = "There is no such collection.";
    private static final String NO_STATUS = "There is no such status.";
    private static final String NO_RESOURCE = "There is no such resource.";
    private static final String NO_LOG_RESOURCE = "The log has no such resource.";
    private static final String SUSPENDED = "The contract is suspended.";

    private static final String ACCEPT = "This address answers in application/taxii+json;version=2.1 only.";
    static final String METHODS = "GET, HEAD";

    private final Exchange exchange;
    private final Resources resources;
    private final ObjectResources objects;
    private final Departures departures = new Departures();

    /** A server for the feeds of that exchange, which is that organisation's. */
    public TaxiiSite(Exchange exchange, Organisation self) {
        this.exchange = exchange;
        this.resources = new Resources(self);
        this.objects = new ObjectResources(new Writes(exchange));
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
    public Reply answer(Call call) {
        String token = call.bringsToken() ? call.token() : null;
        Caller caller = exchange.authenticate(token, call.certificateSha256());
        if (caller == null) {
            throw new Failure(Failure.Code.UNAUTHORISED, Call.UNAUTHORISED);
        }
        call.calledBy(caller.poster());
        String path = call.path();
        return switch (path) {
            case DISCOVERY -> document(call, resources.discovery());
            case API_ROOT -> document(call, resources.apiRoot(Writes.maxBytes(caller)));
            case COLLECTIONS -> document(call, Resources.collections(collections(caller)));
            default -> elsewhere(call, caller, path);
        };
    }

    private Reply elsewhere(Call call, Caller caller, String path) {
        if (path.startsWith(STATUS)) {
            return status(call, caller, path);
        }
        return path.startsWith(NOTICES) ? notice(call, caller, path) : inCollection(call, caller, path);
    }

    /**
     * What a feed that is suspended recalled, to its receiver (release.md rule 14). It lies outside the collection, of which every
     * path is closed then, and is there only then: to anybody else, and at any other time, it is an unknown path.
     */
    private Answer notice(Call call, Caller caller, String path) {
        UUID id = uuid(path.substring(NOTICES.length()));
        VisibleCollection collection = id == null ? null : collection(id, caller);
        if (!(collection instanceof VisibleCollection.OfFeed(var feed)) || feed.access() != Feed.Access.SUSPENDED) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_RESOURCE);
        }
        Answer refusal = refusal(call, false);
        if (refusal != null) {
            return refusal;
        }
        String notice = feed.notice(from(call.query()));
        if (notice == null) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_RESOURCE);
        }
        return Answer.of(Statuses.OK, Media.TEXT, notice.getBytes(StandardCharsets.UTF_8));
    }

    /** From which entry on recalls are asked for; of other parameters nobody knows here. */
    private static long from(Query query) {
        List<String> values = query.parameters().stream()
                .filter(parameter -> parameter.name().equals(FROM))
                .map(Query.Parameter::value)
                .toList();
        if (values.isEmpty()) {
            return Feed.SINCE_SUSPENDED;
        }
        long from = values.size() == 1 ? number(values.getFirst()) : -1;
        if (from < 0) {
            throw new Failure(Failure.Code.INVALID, "The number of an entry is needed, once.", "parameter", FROM);
        }
        return from;
    }

    private Reply inCollection(Call call, Caller caller, String path) {
        if (!path.startsWith(COLLECTIONS)) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_RESOURCE);
        }
        int slash = path.indexOf('/', COLLECTIONS.length());
        UUID id = slash < 0 ? null : uuid(path.substring(COLLECTIONS.length(), slash));
        if (id != null) {
            departures.enter(FeedNames.contract(id), call);
        }
        VisibleCollection collection = id == null ? null : collection(id, caller);
        if (collection == null) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_COLLECTION);
        }
        String rest = path.substring(slash + 1);
        if (rest.isEmpty()) {
            return document(call, Resources.collection(collection));
        }
        if (isSuspended(collection)) {
            // Where a collection can be neither read nor written, a deletion finds nothing (section 5.7).
            throw call.method().equals("DELETE")
                    ? new Failure(Failure.Code.NOT_FOUND, ObjectResources.NO_OBJECT)
                    : new Failure(Failure.Code.FORBIDDEN, SUSPENDED);
        }
        if (collection instanceof VisibleCollection.OfFeed(var feed) && rest.startsWith(LOG)) {
            return log(call, feed, rest.substring(LOG.length()));
        }
        Reply reply = objects.reply(call, caller, collection, rest);
        if (reply == null) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_RESOURCE);
        }
        return reply;
    }

    private static boolean isSuspended(VisibleCollection collection) {
        return switch (collection) {
            case VisibleCollection.OfFeed(var feed) -> feed.access() == Feed.Access.SUSPENDED;
            case VisibleCollection.OfInbox(var inbox) -> inbox.status() == State.Status.SUSPENDED;
            case VisibleCollection.OfOwn _ -> false;
        };
    }

    /** Section 4.3. The status of somebody else's post, a forgotten one and none are one. */
    private Answer status(Call call, Caller caller, String path) {
        int slash = path.indexOf('/', STATUS.length());
        if (slash < 0 || slash != path.length() - 1) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_RESOURCE);
        }
        Answer refusal = refusal(call, true);
        if (refusal != null) {
            return refusal;
        }
        UUID id = uuid(path.substring(STATUS.length(), slash));
        PostStatus status = id == null ? null : exchange.status(caller.poster(), id);
        if (status == null) {
            throw new Failure(Failure.Code.NOT_FOUND, NO_STATUS);
        }
        return document(call, Resources.status(status));
    }

    /** The collection of that id if that caller may know of it, else null: absent and foreign are one. */
    private @Nullable VisibleCollection collection(UUID id, Caller caller) {
        if (isOurs(caller)) {
            Caller.Scope scope = caller.scope(id);
            return scope == null ? null : own(scope);
        }
        UUID feed = FeedNames.contract(id);
        ContractEntry contract = exchange.state().contract(feed);
        if (contract != null) {
            return isGivenTo(contract, caller.organisation())
                    ? new VisibleCollection.OfFeed(exchange.feed(feed))
                    : null;
        }
        Inbox inbox = exchange.inbox(caller.organisation());
        return id.equals(inbox.id()) && inbox.status() != State.Status.CLOSED
                ? new VisibleCollection.OfInbox(inbox)
                : null;
    }

    private List<VisibleCollection> collections(Caller caller) {
        if (isOurs(caller)) {
            return caller.scopes().stream().map(this::own).toList();
        }
        List<VisibleCollection> collections = new ArrayList<>();
        Inbox inbox = exchange.inbox(caller.organisation());
        if (inbox.status() != State.Status.CLOSED) {
            collections.add(new VisibleCollection.OfInbox(inbox));
        }
        for (ContractEntry contract : exchange.state().contracts()) {
            if (isGivenTo(contract, caller.organisation())) {
                collections.add(new VisibleCollection.OfFeed(
                        exchange.feed(contract.contract().id())));
            }
        }
        return collections;
    }

    private boolean isOurs(Caller caller) {
        return caller.organisation().equals(resources.self().did());
    }

    /** A token names only collections that there are, and none goes away. */
    private VisibleCollection own(Caller.Scope scope) {
        State.Collection collection = exchange.state().collection(scope.collection());
        if (collection == null) {
            throw new IllegalStateException("a token names a collection that was never declared");
        }
        return new VisibleCollection.OfOwn(collection, exchange.collection(collection.id()), scope);
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
        return taxii && !Media.acceptsTaxii(call.header("Accept")) ? notAcceptable() : null;
    }

    static Answer notAcceptable() {
        return Resources.error(Statuses.NOT_ACCEPTABLE, ACCEPT, Map.of());
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
        return rest.startsWith(prefix) ? number(rest.substring(prefix.length())) : -1;
    }

    private static long number(String digits) {
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
