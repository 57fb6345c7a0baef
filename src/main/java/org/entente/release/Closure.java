package org.entente.release;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;

/**
 * Which permitted objects go together (release.md, rules 5 and 8, without trimming): the greatest set in which every
 * object's needed references are met by ids in the set. An id is met if any version of it is in the set. Objects that
 * need each other in a circle go together.
 *
 * <p>The set is kept step by step. When objects leave, {@link #removals} says which others fall with them. When objects
 * come, {@link #reached} gathers the waiting objects that they might complete, and {@link #additions} says which of all
 * these go. Done in this order, with what fell among the candidates again if anything came, this gives the same set as
 * starting anew. Each takes time in proportion to the references of the objects that it looks at.
 */
public final class Closure {
    private Closure() {}

    /**
     * An object version that is permitted.
     *
     * @param object the exchange's number for the object version
     * @param id its id
     * @param version its version, as text
     * @param needs the ids it needs, without the predefined TLP markings; see {@link Closure#needs}
     */
    public record Candidate(long object, StixId id, String version, List<StixId> needs) {
        public Candidate {
            needs = List.copyOf(needs);
        }
    }

    /**
     * A candidate that cannot go.
     *
     * @param missing the ids it needs that are not met, in the order of its needs
     */
    public record Waiting(Candidate candidate, List<StixId> missing) {}

    /** The candidates that go and those that wait, each in the order in which they were given. */
    public record Result(List<Candidate> complete, List<Waiting> waiting) {}

    /**
     * The live objects of one contract as they were before a removal. Forms by rule 7 are no members of the closed set
     * and not among them.
     */
    public interface LiveSet {
        /** How many versions of this id are live. */
        int versions(StixId id);

        /** The live objects that need this id. */
        Iterable<Candidate> dependents(StixId id);
    }

    /**
     * What an object needs: all that it refers to, save itself, extension definitions and the predefined TLP markings.
     */
    public static List<StixId> needs(StixObject object) {
        List<StixId> needs = new ArrayList<>(object.references().size());
        for (StixId id : object.references()) {
            if (!Tlp.isPredefined(id) && !id.equals(object.id()) && !id.isOfType("extension-definition")) {
                needs.add(id);
            }
        }
        return List.copyOf(needs);
    }

    /**
     * The greatest set of candidates that can be live together, given what is live.
     *
     * @param candidates permitted objects that are not live; no two with the same number
     * @param live whether a version of this id is live
     */
    public static Result additions(List<Candidate> candidates, Predicate<StixId> live) {
        Map<StixId, Hope> hopes = new HashMap<>();
        for (Candidate candidate : candidates) {
            hopes.computeIfAbsent(candidate.id, _ -> new Hope()).versions++;
        }
        boolean[] waits = new boolean[candidates.size()];
        Deque<Integer> dropped = new ArrayDeque<>();
        for (int i = 0; i < waits.length; i++) {
            for (StixId need : candidates.get(i).needs) {
                if (live.test(need)) {
                    continue;
                }
                Hope hope = hopes.get(need);
                if (hope != null) {
                    hope.dependents.add(i);
                } else if (!waits[i]) {
                    waits[i] = true;
                    dropped.add(i);
                }
            }
        }
        while (!dropped.isEmpty()) {
            Hope hope = hopes.get(candidates.get(dropped.remove()).id);
            if (hope != null && --hope.versions == 0) {
                for (int dependent : hope.dependents) {
                    if (!waits[dependent]) {
                        waits[dependent] = true;
                        dropped.add(dependent);
                    }
                }
            }
        }
        return split(candidates, waits, id -> {
            Hope hope = hopes.get(id);
            return (hope != null && hope.versions > 0) || live.test(id);
        });
    }

    /** An id that candidates would bring. */
    private static final class Hope {
        /** How many of them have not been dropped. */
        private int versions;

        /** Candidates that need it and have nothing live to meet that need. */
        private final List<Integer> dependents = new ArrayList<>(0);
    }

    private static Result split(List<Candidate> candidates, boolean[] waits, Predicate<StixId> met) {
        List<Candidate> complete = new ArrayList<>();
        List<Waiting> waiting = new ArrayList<>();
        for (int i = 0; i < waits.length; i++) {
            Candidate candidate = candidates.get(i);
            if (waits[i]) {
                List<StixId> missing =
                        candidate.needs.stream().filter(need -> !met.test(need)).toList();
                waiting.add(new Waiting(candidate, missing));
            } else {
                complete.add(candidate);
            }
        }
        return new Result(List.copyOf(complete), List.copyOf(waiting));
    }

    /**
     * The live objects that fall because others leave, without these, in the order in which they fall.
     *
     * @param removed live objects that leave; no two with the same number
     * @param live what was live before
     */
    public static List<Waiting> removals(Collection<Candidate> removed, LiveSet live) {
        Set<Long> gone = new HashSet<>();
        Map<StixId, Integer> left = new HashMap<>();
        Deque<StixId> lost = new ArrayDeque<>();
        for (Candidate candidate : removed) {
            if (gone.add(candidate.object) && leaves(candidate.id, left, live)) {
                lost.add(candidate.id);
            }
        }
        List<Candidate> fallen = new ArrayList<>();
        while (!lost.isEmpty()) {
            for (Candidate dependent : live.dependents(lost.remove())) {
                if (gone.add(dependent.object)) {
                    fallen.add(dependent);
                    if (leaves(dependent.id, left, live)) {
                        lost.add(dependent.id);
                    }
                }
            }
        }
        return fallen.stream()
                .map(candidate -> new Waiting(candidate, unmet(candidate, left, live)))
                .toList();
    }

    /** Takes one version of the id away and says whether it was the last. */
    private static boolean leaves(StixId id, Map<StixId, Integer> left, LiveSet live) {
        return left.merge(id, live.versions(id) - 1, (before, _) -> before - 1) == 0;
    }

    private static List<StixId> unmet(Candidate candidate, Map<StixId, Integer> left, LiveSet live) {
        return candidate.needs.stream()
                .filter(need -> {
                    Integer versions = left.get(need);
                    return versions != null ? versions == 0 : live.versions(need) == 0;
                })
                .toList();
    }

    /**
     * The waiting objects that could be completed by new ids, directly or by way of one another: the candidates to
     * consider beside the new ones.
     *
     * @param ids the ids of new candidates
     * @param waitingFor the waiting objects that need an id
     */
    public static List<Candidate> reached(
            Collection<StixId> ids, Function<StixId, ? extends Iterable<Candidate>> waitingFor) {
        Set<StixId> seen = new HashSet<>(ids);
        Deque<StixId> next = new ArrayDeque<>(seen);
        Set<Long> found = new HashSet<>();
        List<Candidate> reached = new ArrayList<>();
        while (!next.isEmpty()) {
            for (Candidate candidate : waitingFor.apply(next.remove())) {
                if (found.add(candidate.object)) {
                    reached.add(candidate);
                    if (seen.add(candidate.id)) {
                        next.add(candidate.id);
                    }
                }
            }
        }
        return List.copyOf(reached);
    }
}
