package org.entente.taxii;

import java.util.UUID;
import org.entente.exchange.Caller;
import org.entente.exchange.Feed;
import org.entente.exchange.Inbox;
import org.entente.exchange.ObjectSequence;
import org.entente.exchange.OwnCollection;
import org.entente.exchange.State;
import org.entente.exchange.State.Status;

/**
 * A collection as one caller meets it (TAXII 2.1 section 5.2). What a caller does not meet is no collection to it, and so there
 * is none of these.
 */
sealed interface VisibleCollection {
    UUID id();

    /** Another name that may stand in its place in every path, or the empty text. */
    default String alias() {
        return "";
    }

    String title();

    String description();

    boolean canRead();

    boolean canWrite();

    /** Something to read page by page. */
    sealed interface WithObjects extends VisibleCollection {
        ObjectSequence objects();
    }

    /** A feed that we give: its receiver reads it while the contract is open, and nobody writes it. */
    record OfFeed(Feed feed) implements WithObjects {
        @Override
        public UUID id() {
            return FeedNames.collection(feed.id());
        }

        @Override
        public String alias() {
            return feed.id().toString();
        }

        @Override
        public String title() {
            return feed.contract().grant().title();
        }

        @Override
        public String description() {
            return feed.contract().memorandum().memorandum().title();
        }

        @Override
        public boolean canRead() {
            return feed.access() == Feed.Access.OPEN;
        }

        @Override
        public boolean canWrite() {
            return false;
        }

        @Override
        public ObjectSequence objects() {
            return feed;
        }
    }

    /** A partner's inbox: the partner posts to it while a contract with it is open, and reads nothing of it. */
    record OfInbox(Inbox inbox) implements VisibleCollection {
        @Override
        public UUID id() {
            return inbox.id();
        }

        @Override
        public String title() {
            return "Inbox";
        }

        @Override
        public String description() {
            return "What you send us on your own behalf. It can be written and not be read.";
        }

        @Override
        public boolean canRead() {
            return false;
        }

        @Override
        public boolean canWrite() {
            return inbox.status() == Status.OPEN;
        }
    }

    /** A collection of our own, to one of our own tools. */
    record OfOwn(State.Collection collection, OwnCollection objects, Caller.Scope scope) implements WithObjects {
        @Override
        public UUID id() {
            return collection.id();
        }

        @Override
        public String title() {
            return collection.title();
        }

        @Override
        public String description() {
            return collection.description();
        }

        @Override
        public boolean canRead() {
            return scope.read();
        }

        @Override
        public boolean canWrite() {
            return scope.write();
        }
    }
}
