package org.entente.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.entente.journal.Payload;
import org.entente.memorandum.LeftOperand;
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
 * @param asked what the facets were asked for; where constraints ask for something else by the time of the decision, they are
 *     asked anew
 * @param key the encoded facets, by which equal classes are found
 * @param needs what it refers to and cannot go without
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, not shared.
record Prepared(
        StixObject object, Payload payload, Set<LeftOperand> asked, Facets facets, byte[] key, List<StixId> needs) {
    static Prepared of(StixObject object, Tags tags, Source source, Set<LeftOperand> asked) {
        return of(object, asked, Classified.of(object, tags, source, asked));
    }

    private static Prepared of(StixObject object, Set<LeftOperand> asked, Classified classified) {
        return new Prepared(
                object,
                Payload.of(object.bytes()),
                asked,
                classified.facets(),
                classified.key(),
                Closure.needs(object));
    }

    /** What a command brings in as our own; nothing where it brings no objects. */
    static List<Prepared> of(Command<?> command, Set<LeftOperand> asked) {
        if (command instanceof Command.ImportObjects(var _, var tags, var objects, var _, var _)) {
            return own(tags, objects, asked);
        }
        return command instanceof Command.PostToCollection post
                ? own(post.tags(), whole(post.objects()), asked)
                : List.of();
    }

    private static List<StixObject> whole(List<Command.Posted> posted) {
        List<StixObject> objects = new ArrayList<>(posted.size());
        for (Command.Posted one : posted) {
            if (one instanceof Command.Whole(var object)) {
                objects.add(object);
            }
        }
        return objects;
    }

    private static List<Prepared> own(Tags tags, List<StixObject> objects, Set<LeftOperand> asked) {
        Map<Marks, Classified> known = new HashMap<>();
        List<Prepared> prepared = new ArrayList<>(objects.size());
        for (StixObject object : objects) {
            Classified classified =
                    known.computeIfAbsent(Marks.of(object, asked), _ -> Classified.of(object, tags, Source.OWN, asked));
            prepared.add(of(object, asked, classified));
        }
        return prepared;
    }

    /** What of an object its facets depend on, tags apart: most objects of an import agree in it. */
    private record Marks(
            String type,
            List<String> labels,
            List<StixId> markings,
            List<StixId> granularMarkingRefs,
            SortedMap<LeftOperand, SortedSet<String>> said) {
        static Marks of(StixObject object, Set<LeftOperand> asked) {
            return new Marks(
                    object.type(),
                    object.labels(),
                    object.markings(),
                    object.granularMarkingRefs(),
                    Facets.said(object, asked));
        }
    }

    private record Classified(Facets facets, byte[] key) {
        static Classified of(StixObject object, Tags tags, Source source, Set<LeftOperand> asked) {
            Facets facets = Facets.of(object, tags, source, asked);
            return new Classified(facets, facets.encode());
        }
    }
}
