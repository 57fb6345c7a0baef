package org.entente.exchange;

import java.util.List;
import org.entente.journal.Payload;
import org.entente.release.Closure;
import org.entente.release.Facets;
import org.entente.release.Source;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;

/**
 * An object with what follows from it alone. Whoever hands in objects prepares them, so that the one thread that decides
 * does only what needs the views.
 *
 * @param key the encoded facets, by which equal classes are found
 * @param needs what it refers to and cannot go without
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, not shared.
record Prepared(StixObject object, Payload payload, Facets facets, byte[] key, List<StixId> needs) {
    static Prepared of(StixObject object, Tags tags, Source source) {
        Facets facets = Facets.of(object, tags, source);
        return new Prepared(object, Payload.of(object.bytes()), facets, facets.encode(), Closure.needs(object));
    }

    /** What a command brings in as our own; nothing where it brings no objects. */
    static List<Prepared> of(Command<?> command) {
        return command instanceof Command.ImportObjects(var _, var tags, var objects)
                ? objects.stream().map(object -> of(object, tags, Source.OWN)).toList()
                : List.of();
    }
}
