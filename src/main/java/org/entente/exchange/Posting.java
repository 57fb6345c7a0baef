package org.entente.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.exchange.State.Status;
import org.entente.journal.Payload;
import org.entente.release.Source;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a post, to a collection of our own or to a partner's inbox, and what our people take from an inbox. */
final class Posting {
    private static final String OTHER_BYTES = "This version is here already, with other bytes; the first stands.";
    private static final String OTHER_TAGS =
            "This version is in the store already, filed elsewhere or with other tags; the first stands.";
    private static final String FROM_PARTNER =
            "A partner sent this version; it stays under the partner's terms and is not filed here.";
    private static final String LONG_VERSION = "The version is a timestamp of too many digits.";

    private static final long MICROS_PER_SECOND = 1_000_000L;

    private final Draft draft;
    private final String poster;
    private final FeedSecret secret;
    private final List<PostStatus.Detail> details = new ArrayList<>();

    /** @param secret the poster's */
    Posting(Draft draft, String poster, FeedSecret secret) {
        this.draft = draft;
        this.poster = poster;
        this.secret = secret;
    }

    /** @param added takes the ids of what is new in the store, which feeds are to follow */
    PostStatus toCollection(
            Command.PostToCollection command, State.Collection collection, List<Prepared> prepared, Set<StixId> added) {
        int next = 0;
        for (Command.Posted posted : command.objects()) {
            switch (posted) {
                case Command.Broken(var id, var message) -> failed(id, "", message);
                case Command.Whole _ -> {
                    Prepared one = prepared.get(next++);
                    toCollection(one, collection, added);
                }
            }
        }
        return status();
    }

    private void toCollection(Prepared one, State.Collection collection, Set<StixId> added) {
        StixObject object = one.object();
        if (object.version().length() > Command.MAX_TEXT) {
            failed(object.id().value(), "", LONG_VERSION);
            return;
        }
        List<Command.BrokenRule> broken = new ArrayList<>();
        switch (Decider.add(one, null, draft, broken)) {
            case ADDED, ATTESTED -> {
                added.add(object.id());
                succeeded(object, message(broken));
            }
            case UNCHANGED -> succeeded(object, "");
            case CONFLICT -> {
                if (isIn(collection, object)) {
                    // Section 5.5 of TAXII 2.1 knows a version by its id and time, however it is written.
                    succeeded(object, same(object) ? "" : OTHER_BYTES);
                } else {
                    failed(object.id().value(), object.version(), OTHER_TAGS);
                }
            }
            case RECEIVED -> failed(object.id().value(), object.version(), FROM_PARTNER);
        }
    }

    private IdentifierEntry.@Nullable Version known(StixObject object) {
        return draft.identifier(object.id()).version(object.version());
    }

    private boolean isIn(State.Collection collection, StixObject object) {
        IdentifierEntry.Version known = known(object);
        return known != null
                && collection
                        .title()
                        .equals(draft.facets(draft.copy(known.own()).number()).collection());
    }

    private boolean same(StixObject object) {
        IdentifierEntry.Version known = known(object);
        return known != null && Arrays.equals(draft.sha256(known.own()), Opening.sha256(object.bytes()));
    }

    PostStatus toInbox(Command.PostToInbox command) {
        mayPost();
        InboxHead head = draft.tables().inboxHead(poster).on(InboxHead.day(draft.micros()));
        long oldest = oldestKept(head);
        List<Event.Letter> letters = new ArrayList<>();
        Map<List<String>, byte[]> before = new HashMap<>();
        long bytes = 0;
        for (Command.Posted posted : command.objects()) {
            switch (posted) {
                case Command.Broken(var id, var message) -> failed(id, "", message);
                case Command.Whole(var object) -> {
                    if (toInbox(object, oldest, letters, before)) {
                        bytes += object.bytes().length;
                    }
                }
            }
        }
        InboxHead used = new InboxHead(
                oldest,
                head.next() + letters.size(),
                head.day(),
                head.posts() + 1,
                head.objects() + letters.size(),
                head.bytes() + bytes);
        if (used.posts() > Inbox.MAX_POSTS_A_DAY
                || used.objects() > Inbox.MAX_OBJECTS_A_DAY
                || used.bytes() > Inbox.MAX_BYTES_A_DAY) {
            throw new Failure(
                    Failure.Code.QUOTA,
                    "This organisation has posted as much as it may on one day.",
                    "retry_after_seconds",
                    Long.toString(InboxHead.secondsToNextDay(draft.micros())));
        }
        draft.note(new Event.Delivered(poster, used, draft.micros(), letters));
        return status();
    }

    /** A suspension may have come between the question who may post and this command. */
    private void mayPost() {
        Status inbox = draft.state().inboxAt(poster, draft.micros());
        if (inbox == Status.CLOSED) {
            throw new Failure(Failure.Code.NOT_FOUND, "There is no contract in force with this partner.");
        }
        if (inbox == Status.SUSPENDED) {
            throw new Failure(Failure.Code.FORBIDDEN, "The contract is suspended.");
        }
    }

    /** Whether the object is a new item. */
    private boolean toInbox(
            StixObject object, long oldest, List<Event.Letter> letters, Map<List<String>, byte[]> before) {
        StixId id = object.id();
        String version = object.version();
        if (version.length() > Command.MAX_TEXT) {
            failed(id.value(), "", LONG_VERSION);
            return false;
        }
        Payload payload = Payload.of(object.bytes());
        byte[] known = before.get(List.of(id.value(), version));
        long item = draft.tables().inboxVersion(poster, id, version);
        if (known == null && item >= oldest) {
            known = item(item).sha256();
        }
        if (known != null) {
            succeeded(object, Arrays.equals(known, payload.sha256()) ? "" : OTHER_BYTES);
            return false;
        }
        before.put(List.of(id.value(), version), payload.sha256());
        letters.add(new Event.Letter(id, version, draft.payload(payload)));
        succeeded(object, "");
        return true;
    }

    /** The oldest item that is not too old. */
    private long oldestKept(InboxHead head) {
        long since = draft.micros() - Inbox.KEPT.toSeconds() * MICROS_PER_SECOND;
        long oldest = head.first();
        while (oldest < head.next() && item(oldest).micros() < since) {
            oldest++;
        }
        return oldest;
    }

    private InboxItem item(long number) {
        InboxItem item = draft.tables().inboxItem(poster, number);
        if (item == null) {
            throw Inbox.noItem(number);
        }
        return item;
    }

    /**
     * A copy of an item keeps for ever whose it is: its contract is the inbox, its entry the item. No contract of a feed has such
     * a number, so that nothing is taken for an entry of a feed.
     */
    Command.Taken take(Command.TakeFromInbox command) {
        int under = State.sequence(partnerNumber());
        var source = new Source.Received(poster, secret.inbox());
        Set<Long> seen = new HashSet<>();
        int added = 0;
        for (long number : command.items()) {
            InboxItem item = item(number);
            if (item.taken() == Event.NONE && seen.add(number)) {
                StixObject object = LiveSet.parse(draft.read(item.payload()));
                long ordinal = draft.add(Prepared.of(object, Tags.NONE, source, draft.asked()), under, number);
                draft.note(new Event.LetterTaken(poster, number, ordinal));
                added++;
            }
        }
        return new Command.Taken(added, command.items().size() - added);
    }

    /** Partners are never removed nor reordered, so that a partner's place among them is its number. */
    private int partnerNumber() {
        List<State.Partner> partners = draft.state().partners();
        for (int i = 0; i < partners.size(); i++) {
            if (partners.get(i).did().equals(poster)) {
                return i;
            }
        }
        throw new IllegalStateException("what is no partner has no inbox");
    }

    /** What a version breaks with those before it is said and keeps it from nothing, as with an import. */
    private static String message(List<Command.BrokenRule> broken) {
        return broken.stream()
                .map(rule -> rule.problem().rule() + ": " + rule.problem().message())
                .collect(Collectors.joining(" "));
    }

    private void succeeded(StixObject object, String message) {
        details.add(new PostStatus.Detail(object.id().value(), version(object.version()), true, message));
    }

    private void failed(String id, String version, String message) {
        details.add(new PostStatus.Detail(id, version(version), false, message));
    }

    private String version(String version) {
        return version.isEmpty() ? Micros.text(draft.micros()) : version;
    }

    private PostStatus status() {
        long number = draft.tables().posts(poster);
        UUID forgotten = number < PostStatus.KEPT ? null : secret.status(number - PostStatus.KEPT);
        PostStatus status = new PostStatus(secret.status(number), draft.micros(), details);
        draft.note(new Event.Posted(poster, number, status.id(), status.micros(), status.details(), forgotten));
        return status;
    }
}
