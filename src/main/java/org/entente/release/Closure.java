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
 * Which permitted objects go together (release.md, rules 5 and 8): the greatest set in which every
 * object's needed references are met by ids in the set, and of each group that it may not be without at least one. An id is met if
 * any version of it is in the set. Objects that
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
     * @param groups of each it needs one id at least; see {@link Form.Goes}
     */
    public record Candidate(long object, StixId id, String version, List<StixId> needs, List<List<StixId>> groups) {
        public Candidate {
            needs = List.copyOf(needs);
            groups = List.copyOf(groups);
        }

        /** One whose needs are single ids. */
        public Candidate(long object, StixId id, String version, List<StixId> needs) {
            this(object, id, version, needs, List.of());
        }

        /** The ids that are not met, in the order of its needs; of a group that is not met, all. */
        private List<StixId> missing(Predicate<StixId> met) {
            List<StixId> missing = new ArrayList<>();
            for (StixId need : needs) {
                if (!met.test(need)) {
                    missing.add(need);
                }
            }
            for (List<StixId> group : groups) {
                if (group.stream().noneMatch(met)) {
                    group.stream().filter(id -> !missing.contains(id)).forEach(missing::add);
                }
            }
            return List.copyOf(missing);
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
            if (!waits[i] && !joinGroups(i, candidates.get(i), hopes, live)) {
                waits[i] = true;
                dropped.add(i);
            }
        }
        while (!dropped.isEmpty()) {
            Hope hope = hopes.get(candidates.get(dropped.remove()).id);
            if (hope != null && --hope.versions == 0) {
                hope.choices.forEach(Choice::lost);
                hope.choices.stream()
                        .filter(choice -> choice.left == 0)
                        .forEach(choice -> hope.dependents.add(choice.candidate));
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

    /** Has the candidate told when hopes for its groups end; false where there is none for one of them. */
    private static boolean joinGroups(int index, Candidate candidate, Map<StixId, Hope> hopes, Predicate<StixId> live) {
        for (List<StixId> group : candidate.groups) {
            if (group.stream().anyMatch(live)) {
                continue;
            }
            Choice choice = new Choice(index);
            for (StixId id : group) {
                Hope hope = hopes.get(id);
                if (hope != null) {
                    hope.choices.add(choice);
                    choice.left++;
                }
            }
            if (choice.left == 0) {
                return false;
            }
        }
        return true;
    }

    /** A group of a candidate, and how many hopes are left for it. */
    private static final class Choice {
        private final int candidate;
        private int left;

        private Choice(int candidate) {
            this.candidate = candidate;
        }

        private void lost() {
            left--;
        }
    }

    /** An id that candidates would bring. */
    private static final class Hope {
        /** How many of them have not been dropped. */
        private int versions;

        /** Candidates that need it and have nothing live to meet that need. */
        private final List<Integer> dependents = new ArrayList<>(0);

        /** Groups of candidates that it would meet. */
        private final List<Choice> choices = new ArrayList<>(0);
    }

    private static Result split(List<Candidate> candidates, boolean[] waits, Predicate<StixId> met) {
        List<Candidate> complete = new ArrayList<>();
        List<Waiting> waiting = new ArrayList<>();
        for (int i = 0; i < waits.length; i++) {
            Candidate candidate = candidates.get(i);
            if (waits[i]) {
                waiting.add(new Waiting(candidate, candidate.missing(met)));
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
        Predicate<StixId> met = id -> left.getOrDefault(id, 1) > 0 && live.versions(id) > 0;
        while (!lost.isEmpty()) {
            for (Candidate dependent : live.dependents(lost.remove())) {
                if (!gone.contains(dependent.object) && !dependent.missing(met).isEmpty()) {
                    gone.add(dependent.object);
                    fallen.add(dependent);
                    if (leaves(dependent.id, left, live)) {
                        lost.add(dependent.id);
                    }
                }
            }
        }
        return fallen.stream()
                .map(candidate -> new Waiting(candidate, candidate.missing(met)))
                .toList();
    }

    /** Takes one version of the id away and says whether it was the last. */
    private static boolean leaves(StixId id, Map<StixId, Integer> left, LiveSet live) {
        return left.merge(id, live.versions(id) - 1, (before, _) -> before - 1) == 0;
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
