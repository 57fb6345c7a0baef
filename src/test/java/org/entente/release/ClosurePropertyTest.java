package org.entente.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.entente.release.Closure.Candidate;
import org.entente.release.Closure.Waiting;
import org.entente.stix.StixId;
import org.junit.jupiter.api.Test;

/**
 * The live set kept step by step is the one that starting anew gives, on graphs with circles and several versions of an
 * id.
 */
class ClosurePropertyTest {
    private static final int SCALE = Integer.getInteger("entente.test.scale", 1);
    private static final int HISTORIES = 2_000;
    private static final int STEPS = 12;

    @Test
    void rules5And8StepByStepAgreesWithStartingAnew() {
        long completed = 0;
        long fell = 0;
        for (long seed = 0; seed < (long) HISTORIES * SCALE; seed++) {
            Random random = new Random(seed);
            List<Candidate> all = graph(random);
            Set<Candidate> permitted = new HashSet<>();
            Set<Candidate> live = new HashSet<>();
            for (int step = 0; step < STEPS; step++) {
                Set<Candidate> next = change(permitted, all, random);
                List<Candidate> leaving =
                        live.stream().filter(one -> !next.contains(one)).toList();
                List<Candidate> coming =
                        next.stream().filter(one -> !permitted.contains(one)).toList();
                permitted.clear();
                permitted.addAll(next);

                List<Candidate> fallen = Closure.removals(leaving, new ClosureTest.Live(List.copyOf(live))).stream()
                        .map(Waiting::candidate)
                        .toList();
                live.removeAll(leaving);
                live.removeAll(fallen);
                fell += fallen.size();

                List<Candidate> completing = additions(coming, permitted, live, seed);
                live.addAll(completing);
                completed += completing.size();
                assertEquals(objects(anew(permitted)), objects(live), "seed " + seed + ", step " + step);
            }
        }
        assertTrue(completed > HISTORIES && fell > HISTORIES, "Too little happened to say anything.");
    }

    /** Considers only the new ones and the waiting ones that they reach, and checks what each waits for. */
    private static List<Candidate> additions(
            List<Candidate> coming, Set<Candidate> permitted, Set<Candidate> live, long seed) {
        Set<StixId> liveIds = live.stream().map(Candidate::id).collect(Collectors.toSet());
        List<Candidate> waiting = permitted.stream()
                .filter(one -> !live.contains(one) && !coming.contains(one))
                .toList();
        List<StixId> newIds = coming.stream().map(Candidate::id).toList();
        Set<Candidate> candidates = new HashSet<>(coming);
        candidates.addAll(Closure.reached(newIds, new ClosureTest.Live(waiting)::dependents));
        Closure.Result result = Closure.additions(List.copyOf(candidates), liveIds::contains);
        assertEquals(
                candidates.size(), result.complete().size() + result.waiting().size(), "seed " + seed);
        result.complete().forEach(one -> liveIds.add(one.id()));
        for (Waiting one : result.waiting()) {
            Set<StixId> unmet = new LinkedHashSet<>(one.candidate().needs());
            one.candidate().groups().stream()
                    .filter(group -> Collections.disjoint(group, liveIds))
                    .forEach(unmet::addAll);
            unmet.removeAll(liveIds);
            assertEquals(List.copyOf(unmet), one.missing(), "seed " + seed);
            assertTrue(!unmet.isEmpty(), "seed " + seed);
        }
        return result.complete();
    }

    private static List<Candidate> graph(Random random) {
        int ids = 2 + random.nextInt(12);
        List<Candidate> all = new ArrayList<>();
        for (int i = 0; i < ids; i++) {
            for (int version = random.nextInt(3); version >= 0; version--) {
                List<StixId> needs = new ArrayList<>();
                for (int need = random.nextInt(4); need > 0; need--) {
                    // One id in about a dozen is of nothing that ever comes.
                    needs.add(Given.id("tool", random.nextInt(random.nextInt(12) == 0 ? ids + 1 : ids)));
                }
                all.add(new Candidate(
                        all.size(),
                        Given.id("tool", i),
                        "",
                        needs.stream().distinct().toList(),
                        groups(random, ids)));
            }
        }
        return all;
    }

    private static List<List<StixId>> groups(Random random, int ids) {
        List<List<StixId>> groups = new ArrayList<>();
        for (int group = random.nextInt(6) - 3; group > 0; group--) {
            groups.add(IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(_ -> Given.id("tool", random.nextInt(ids + 1)))
                    .distinct()
                    .toList());
        }
        return groups;
    }

    private static Set<Candidate> change(Set<Candidate> permitted, List<Candidate> all, Random random) {
        Set<Candidate> next = new HashSet<>(permitted);
        for (int i = 1 + random.nextInt(all.size()); i > 0; i--) {
            Candidate one = all.get(random.nextInt(all.size()));
            if (random.nextInt(3) > 0) {
                next.add(one);
            } else {
                next.remove(one);
            }
        }
        return next;
    }

    /** The greatest closed subset, by throwing out until nothing changes. */
    private static List<Candidate> anew(Set<Candidate> permitted) {
        List<Candidate> closed = new ArrayList<>(permitted);
        boolean changed = true;
        while (changed) {
            Set<StixId> ids = closed.stream().map(Candidate::id).collect(Collectors.toSet());
            changed = closed.removeIf(one -> !ids.containsAll(one.needs())
                    || one.groups().stream().anyMatch(group -> Collections.disjoint(group, ids)));
        }
        return closed;
    }

    private static List<Long> objects(Collection<Candidate> candidates) {
        return candidates.stream().map(Candidate::object).sorted().toList();
    }
}
