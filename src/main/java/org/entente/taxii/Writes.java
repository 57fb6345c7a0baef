package org.entente.taxii;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.exchange.Caller;
import org.entente.exchange.Command;
import org.entente.exchange.Exchange;
import org.entente.exchange.Failure;
import org.entente.exchange.PostStatus;
import org.entente.http.Answer;
import org.entente.http.Call;
import org.entente.http.Reply;
import org.entente.http.Statuses;
import org.entente.http.Work;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * Requests that write: objects are added (TAXII 2.1 section 5.5) and an object is deleted (section 5.7). Whether the caller may
 * was asked before. Both wait for a commit, so they are work and no answer.
 */
final class Writes {
    /** The most bytes of what a partner posts at once: the {@code max_content_length} that it is told. */
    static final int MAX_PARTNER_BYTES = 16 << 20;

    /** The same for our own tools: as much as one command takes. */
    static final int MAX_OWN_BYTES = (int) Command.MAX_OBJECT_BYTES;

    /** The most objects of what a partner posts at once; 422 beyond. */
    static final int MAX_PARTNER_OBJECTS = 10_000;

    /** Posts of one caller that may be on their way at once; 429 beyond. */
    static final int MAX_AT_ONCE = 4;

    private static final String CONTENT_TYPE =
            "Objects are added as application/taxii+json;version=2.1 or as a bundle in application/stix+json;version=2.1.";
    private static final String CODED = "The body of a request is taken without a content coding only.";
    private static final String AT_ONCE = "Too many posts of this caller are on their way.";
    private static final String RETRY_AFTER = "Retry-After";

    private final Exchange exchange;
    private final Map<String, Integer> onTheirWay = new ConcurrentHashMap<>();

    Writes(Exchange exchange) {
        this.exchange = exchange;
    }

    /** The {@code max_content_length} of that caller. */
    static int maxBytes(Caller caller) {
        return caller.scopes().isEmpty() ? MAX_PARTNER_BYTES : MAX_OWN_BYTES;
    }

    /** Section 5.5. */
    Reply add(Call call, Caller caller, VisibleCollection collection) {
        String contentType = call.header("Content-Type");
        boolean bundle = Media.isStix(contentType);
        if (!bundle && !Media.isTaxii(contentType)) {
            return Resources.error(Statuses.UNSUPPORTED_MEDIA_TYPE, CONTENT_TYPE, Map.of())
                    .with("Accept-Post", Media.TAXII + ", " + Media.STIX);
        }
        if (isCoded(call.header("Content-Encoding"))) {
            return Resources.error(Statuses.UNSUPPORTED_MEDIA_TYPE, CODED, Map.of())
                    .with("Accept-Encoding", "identity");
        }
        if (!enter(call, caller.poster())) {
            return Resources.error(Statuses.TOO_MANY_REQUESTS, AT_ONCE, Map.of())
                    .with(RETRY_AFTER, "1");
        }
        return new Work(maxBytes(caller), body -> added(caller, collection, body, bundle));
    }

    private static boolean isCoded(@Nullable String contentEncoding) {
        return contentEncoding != null
                && !contentEncoding.isBlank()
                && !contentEncoding.strip().equalsIgnoreCase("identity");
    }

    private boolean enter(Call call, String poster) {
        int now = onTheirWay.merge(poster, 1, Integer::sum);
        call.atEnd(() -> onTheirWay.computeIfPresent(poster, (_, count) -> count == 1 ? null : count - 1));
        return now <= MAX_AT_ONCE;
    }

    private Answer added(Caller caller, VisibleCollection collection, byte[] body, boolean bundle) {
        int maxObjects = caller.scopes().isEmpty() ? MAX_PARTNER_OBJECTS : Command.MAX_OBJECTS;
        return switch (PostBody.read(body, bundle, maxObjects)) {
            case PostBody.Unacceptable(var sentence) ->
                Resources.error(Statuses.UNPROCESSABLE_CONTENT, sentence, Map.of());
            case PostBody.Objects objects -> added(caller, collection, objects);
        };
    }

    private Answer added(Caller caller, VisibleCollection collection, PostBody.Objects objects) {
        try {
            PostStatus status = exchange.handle(command(caller, collection, objects));
            return Answer.of(Statuses.ACCEPTED, Media.TAXII, Resources.status(status));
        } catch (Failure failure) {
            String retry = failure.fields().get("retry_after_seconds");
            if (failure.code() != Failure.Code.QUOTA || retry == null) {
                throw failure;
            }
            return Resources.error(Statuses.TOO_MANY_REQUESTS, String.valueOf(failure.getMessage()), Map.of())
                    .with(RETRY_AFTER, retry);
        }
    }

    private static Command<PostStatus> command(Caller caller, VisibleCollection collection, PostBody.Objects objects) {
        return switch (collection) {
            case VisibleCollection.OfInbox _ ->
                new Command.PostToInbox(caller.organisation(), caller.organisation(), objects.posted());
            case VisibleCollection.OfOwn(var own, var _, var _) ->
                new Command.PostToCollection(actor(caller), caller.poster(), own.id(), own.tags(), objects.posted());
            case VisibleCollection.OfFeed _ -> throw new IllegalStateException("a feed cannot be written");
        };
    }

    /** Who did it, for the record: the tool of ours that the token is for. */
    private static String actor(Caller caller) {
        return "token:" + caller.label();
    }

    /** Section 5.7: the versions that the query names, all where it names none. */
    Reply delete(Call call, Caller caller, VisibleCollection collection, @Nullable StixId object) {
        ObjectQuery query = ObjectQuery.ofDeletion(call.query(), object);
        if (query.nothing() || object == null) {
            throw new Failure(Failure.Code.NOT_FOUND, ObjectResources.NO_OBJECT);
        }
        return new Work(0, _ -> {
            exchange.handle(new Command.RemoveObject(
                    actor(caller), collection.id(), object, query.filter().versions()));
            return Answer.of(Statuses.OK, Media.TAXII, new byte[0]);
        });
    }
}
