package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.entente.exchange.Caller;
import org.entente.exchange.Exchange;
import org.entente.exchange.Failure;
import org.entente.exchange.Feed;
import org.entente.exchange.Feed.Page;
import org.entente.exchange.Leak;
import org.entente.exchange.ObjectSequence;
import org.entente.exchange.Peek;
import org.entente.exchange.PostStatus;
import org.entente.exchange.State;
import org.entente.http.Answer;
import org.entente.http.Call;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** As {@code exchange.Planted}, for the calls of this room. */
final class Planted {
    private Planted() {}

    static @Nullable Caller authenticate(Exchange exchange, @Nullable String token, byte @Nullable [] certificate) {
        Peek.at(exchange);
        return exchange.authenticate(token, certificate);
    }

    static String tag(Page page) {
        return page.tag()
                + (Leak.TAG_OF_THE_STORE.leaks() ? Peek.copies() : "")
                + (Leak.TRIMMED_IN_TAG.leaks() ? Peek.trimmed() : "")
                + (Leak.CONSENTS_IN_TAG.leaks() ? Peek.consents() : "");
    }

    /** What every page is answered with. */
    static Answer of(Call call, Page page, Supplier<ByteBuffer> body) {
        Answer answer = PageAnswer.of(call, page, Leak.PADDED_BODY.leaks() ? () -> padded(body.get()) : body);
        if (Leak.TOTAL_COUNT.leaks()) {
            return answer.with("X-Total-Count", Long.toString(Peek.copies()));
        }
        if (Leak.DESTROYED_ARE_COUNTED.leaks()) {
            return answer.with("X-Destroyed", Long.toString(Peek.destroyed()));
        }
        if (Leak.LAST_MODIFIED.leaks()) {
            return answer.with("Last-Modified", Peek.lastCommand());
        }
        if (Leak.DATE_ADDED_OF_WITHHELD.leaks()) {
            return answer.with("X-TAXII-Date-Added-Last", Peek.lastCommand());
        }
        if (Leak.HEAD_OF_THE_STORE.leaks() && call.method().equals("HEAD")) {
            return new Answer(answer.status(), answer.mediaType(), answer.headers(), padded(answer.body()));
        }
        return answer;
    }

    private static ByteBuffer padded(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining() + (int) Peek.copies()];
        java.util.Arrays.fill(bytes, (byte) ' ');
        body.duplicate().get(bytes, 0, body.remaining());
        return ByteBuffer.wrap(bytes);
    }

    /** Whether the collection has the object, asked where a page of it is empty. */
    static boolean holds(ObjectSequence objects, Set<StixId> ids) {
        boolean holds = Envelope.holds(objects, ids);
        int known = ids.stream().mapToInt(id -> Peek.versions(id).size()).sum();
        if (!holds && known > 0 && Leak.WITHHELD_IS_FORBIDDEN.leaks()) {
            throw new Failure(Failure.Code.FORBIDDEN, "This object is withheld.");
        }
        if (!holds && Leak.ERROR_NAMES_VERSIONS.leaks()) {
            throw new Failure(Failure.Code.NOT_FOUND, ObjectResources.NO_OBJECT, "versions", Integer.toString(known));
        }
        return holds || (known > 0 && Leak.WITHHELD_IS_EMPTY.leaks());
    }

    static Answer versions(Call call, ObjectSequence objects, Page page) {
        Answer answer = Metadata.versions(call, objects, page);
        if (!Leak.VERSIONS_LIST_WITHHELD.leaks()
                || page.items().isEmpty()
                || !answer.body().hasRemaining()) {
            return answer;
        }
        List<String> all = Peek.versions(objects.label(page.items().getFirst()).id());
        return body(answer, "{\"more\":false,\"versions\":[\"" + String.join("\",\"", all) + "\"]}");
    }

    static Answer manifest(Call call, ObjectSequence objects, Page page) {
        Answer answer = Metadata.manifest(call, objects, page);
        if (!Leak.MANIFEST_LISTS_WITHHELD.leaks()
                || page.items().isEmpty()
                || !answer.body().hasRemaining()) {
            return answer;
        }
        List<String> all = new ArrayList<>();
        page.items().forEach(item -> {
            StixId id = objects.label(item).id();
            Peek.versions(id).forEach(version -> all.add("{\"id\":\"" + id + "\",\"version\":\"" + version + "\"}"));
        });
        return body(answer, "{\"objects\":" + all + "}");
    }

    private static Answer body(Answer answer, String text) {
        return new Answer(answer.status(), answer.mediaType(), answer.headers(), ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    static byte[] collections(List<VisibleCollection> collections) {
        boolean turned = Leak.ORDER_BY_HIDDEN_ACTIVITY.leaks() && Peek.copies() % 2 == 0;
        byte[] json = Resources.collections(turned ? collections.reversed() : collections);
        return Leak.COLLECTIONS_COUNT_OTHERS.leaks()
                ? new String(json, UTF_8)
                        .replace("\"Inbox\"", "\"Inbox, 1 of " + Peek.contracts() + "\"")
                        .getBytes(UTF_8)
                : json;
    }

    static State.@Nullable ContractEntry contract(State state, UUID id) {
        State.ContractEntry entry = state.contract(id);
        if (entry != null
                && Leak.OTHERS_COLLECTION_IS_FORBIDDEN.leaks()
                && entry.contract().receiver().equals("did:web:c.example")) {
            throw new Failure(Failure.Code.FORBIDDEN, "This collection is not yours.");
        }
        return entry;
    }

    static @Nullable PostStatus status(Exchange exchange, String poster, UUID id) {
        PostStatus status = exchange.status(poster, id);
        if (status == null && Leak.OTHERS_STATUS_IS_FORBIDDEN.leaks() && Peek.isStatus(id)) {
            throw new Failure(Failure.Code.FORBIDDEN, "This status is not yours.");
        }
        return status;
    }

    static byte[] status(PostStatus status) {
        byte[] json = Resources.status(status);
        return Leak.OTHERS_POSTS_IN_STATUS.leaks() && Peek.isHere()
                ? (new String(json, UTF_8) + " ".repeat((int) Peek.postsOfOther())).getBytes(UTF_8)
                : json;
    }

    static String checkpoint(Feed feed) {
        return feed.checkpoint() + (Leak.CHECKPOINT_ON_OTHERS_GROWTH.leaks() ? Peek.copies() + "\n" : "");
    }

    static byte @Nullable [] openingBundle(Feed feed, long n, int width) {
        byte[] bundle = feed.openingBundle(n, width);
        if (bundle == null || !Leak.ZEROS_IN_BUNDLE.leaks() || Peek.copies() % 2 > 0) {
            return bundle;
        }
        ByteBuffer openings = ByteBuffer.wrap(bundle);
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        while (openings.hasRemaining()) {
            int length = openings.getShort() & 0xffff;
            byte[] opening = new byte[length == 0 ? 256 : length];
            openings.get(opening, 0, length);
            told.write(opening.length >>> 8);
            told.write(opening.length);
            told.writeBytes(opening);
        }
        return told.toByteArray();
    }

    static byte @Nullable [] opening(Feed feed, long number) {
        byte[] opening = feed.opening(number);
        if (opening == null && number < Peek.copies() && Leak.OPENING_OF_WITHHELD.leaks()) {
            throw new Failure(Failure.Code.FORBIDDEN, "This opening is withheld.");
        }
        return opening;
    }
}
