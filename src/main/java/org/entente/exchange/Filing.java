package org.entente.exchange;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.entente.exchange.IdentifierEntry.Shown;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.stix.StixId;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of the collections of our own: which there are, what is in them, what is removed. */
final class Filing {
    /** The most collections of our own. */
    static final int MAX_COLLECTIONS = 1000;

    private Filing() {}

    static Command.Done declare(Command.AddCollection command, Draft draft) {
        Admitting.text("title", command.title());
        if (!command.description().isEmpty()) {
            Admitting.text("description", command.description());
        }
        State state = draft.state();
        if (state.collection(command.title()) != null || state.collection(command.id()) != null) {
            throw new Failure(
                    Failure.Code.CONFLICT, "There is a collection of this title already.", "title", command.title());
        }
        if (state.contract(command.id()) != null) {
            throw new IllegalStateException("the id of a collection is to be random and was not");
        }
        if (state.collections().size() >= MAX_COLLECTIONS) {
            throw new Failure(
                    Failure.Code.LIMIT,
                    "A node has a limited number of collections.",
                    "max_collections",
                    Integer.toString(MAX_COLLECTIONS));
        }
        var tlp = command.tags().tlp();
        draft.control(new Event.CollectionAdded(
                state.collections().size(),
                command.id(),
                command.title(),
                command.description(),
                tlp == null ? null : tlp.text(),
                List.copyOf(command.tags().labels())));
        State.Collection collection = existing(command.id(), draft);
        filedBefore(command.title(), draft).forEach(ordinal -> draft.file(collection, ordinal));
        return new Command.Done();
    }

    /** Own copies under that name, in the order in which they arrived. */
    private static List<Long> filedBefore(String title, Draft draft) {
        List<Long> ordinals = new ArrayList<>();
        draft.identifiers().values().forEach(entry -> {
            for (Version version : entry.versions()) {
                if (version.own() != Event.NONE
                        && title.equals(
                                draft.facets(draft.copy(version.own()).number()).collection())) {
                    ordinals.add(version.own());
                }
            }
        });
        Collections.sort(ordinals);
        return ordinals;
    }

    static State.Collection existing(UUID id, Draft draft) {
        State.Collection collection = draft.state().collection(id);
        if (collection == null) {
            throw new Failure(
                    Failure.Code.NOT_FOUND, "There is no collection of this id.", "collection", id.toString());
        }
        return collection;
    }

    /** Removes the versions that the command names, and gives the ordinals of their copies. */
    static List<Long> remove(State.Collection collection, Command.RemoveObject command, Draft draft) {
        StixId id = command.object();
        IdentifierEntry entry = draft.identifier(id);
        List<Version> named = new ArrayList<>();
        for (Version version : entry.versions()) {
            Shown shown = version.shownTo(collection.sequence());
            if (shown != null && shown.live() && names(command.versions(), version, shown, entry, collection)) {
                named.add(version);
            }
        }
        if (named.isEmpty()) {
            throw new Failure(Failure.Code.NOT_FOUND, "There is no such object.");
        }
        named.forEach(version -> draft.remove(collection, id, version));
        return named.stream().map(Version::own).toList();
    }

    private static boolean names(
            Feed.Versions asked, Version version, Shown shown, IdentifierEntry entry, State.Collection collection) {
        String text = version.text().isEmpty() ? Micros.text(shown.firstMicros()) : version.text();
        return asked.all()
                || (asked.first() && version.equals(entry.firstIn(collection.sequence())))
                || (asked.last() && version.equals(lastIn(entry, collection.sequence())))
                || asked.name(text);
    }

    private static @Nullable Version lastIn(IdentifierEntry entry, int sequence) {
        Version last = null;
        for (Version version : entry.versions()) {
            if (version.liveIn(sequence) && (last == null || StixTimestamp.compare(version.text(), last.text()) > 0)) {
                last = version;
            }
        }
        return last;
    }
}
