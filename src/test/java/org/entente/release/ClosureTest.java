package org.entente.release;

import static org.entente.release.Given.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.release.Closure.Candidate;
import org.entente.release.Closure.Result;
import org.entente.release.Closure.Waiting;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.junit.jupiter.api.Test;

class ClosureTest {
    private static final StixId A = id("tool", 1);
    private static final StixId B = id("malware", 2);
    private static final StixId R = id("relationship", 3);
    private static final StixId X = id("identity", 4);

    @Test
    void rule5AnObjectWaitsForWhatItRefersTo() {
        Candidate relationship = candidate(1, R, A, B, X);
        Result alone = Closure.additions(List.of(relationship), Set.of(A)::contains);
        assertEquals(List.of(), alone.complete());
        assertEquals(List.of(new Waiting(relationship, List.of(B, X))), alone.waiting());
        Result together =
                Closure.additions(List.of(relationship, candidate(2, B), candidate(3, X)), Set.of(A)::contains);
        assertEquals(3, together.complete().size());
    }

    @Test
    void rule5CirclesGoTogetherOrNotAtAll() {
        List<Candidate> circle = List.of(candidate(1, A, B), candidate(2, B, R), candidate(3, R, A));
        assertEquals(circle, Closure.additions(circle, _ -> false).complete());
        List<Candidate> broken = List.of(candidate(1, A, B), candidate(2, B, R), candidate(3, R, A, X));
        assertEquals(List.of(), Closure.additions(broken, _ -> false).complete());
        assertEquals(
                List.of(List.of(B), List.of(R), List.of(A, X)),
                Closure.additions(broken, _ -> false).waiting().stream()
                        .map(Waiting::missing)
                        .toList());
    }

    @Test
    void rule5AnyVersionMeetsAReference() {
        Candidate user = candidate(1, R, A);
        Candidate broken = candidate(2, A, X);
        Candidate sound = candidate(3, A);
        assertEquals(
                List.of(user, sound),
                Closure.additions(List.of(user, broken, sound), _ -> false).complete());
        assertEquals(
                List.of(), Closure.additions(List.of(user, broken), _ -> false).complete());
    }

    @Test
    void rule5ThePredefinedTlpAndExtensionDefinitionsAreNeverNeeded() {
        StixId statement = new StixId(Given.STATEMENT);
        StixObject object = new StixObject(
                new byte[0],
                A,
                "tool",
                null,
                null,
                false,
                X,
                List.of(id("extension-definition", 9), X, statement, new StixId(Given.TLP_RED)),
                List.of(),
                false,
                List.of(),
                null,
                List.of(),
                null,
                null);
        assertEquals(List.of(X, statement), Closure.needs(object));
    }

    @Test
    void rule8RemovalsCascadeToWhatNeedsThem() {
        Candidate a = candidate(1, A);
        Candidate b = candidate(2, B, A);
        Candidate r = candidate(3, R, B);
        Candidate x = candidate(4, X);
        Live live = new Live(List.of(a, b, r, x));
        assertEquals(
                List.of(new Waiting(b, List.of(A)), new Waiting(r, List.of(B))), Closure.removals(List.of(a), live));
        assertEquals(List.of(), Closure.removals(List.of(x), live));
    }

    @Test
    void rule8AnOlderVersionKeepsWhatNeedsTheId() {
        Candidate older = candidate(1, A);
        Candidate newer = candidate(2, A);
        Candidate user = candidate(3, R, A);
        Live live = new Live(List.of(older, newer, user));
        assertEquals(List.of(), Closure.removals(List.of(newer), live));
        assertEquals(List.of(new Waiting(user, List.of(A))), Closure.removals(List.of(newer, older), live));
    }

    @Test
    void waitingObjectsAreReachedByWayOfOneAnother() {
        Candidate b = candidate(2, B, A);
        Candidate r = candidate(3, R, B, X);
        Candidate x = candidate(4, X, R);
        Candidate other = candidate(5, id("tool", 8), id("tool", 9));
        Live waiting = new Live(List.of(b, r, x, other));
        assertEquals(List.of(b, r, x), Closure.reached(List.of(A), waiting::dependents));
    }

    /** Would not end in the lifetime of a build if a loop were quadratic. */
    @Test
    void longChainsAndLargeCirclesAreTakenInOnePass() {
        int count = 100_000;
        List<Candidate> chain = new ArrayList<>();
        List<Candidate> circle = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chain.add(candidate(i, id("tool", i), id("tool", i + 1)));
            circle.add(candidate(i, id("tool", i), id("tool", (i + 1) % count), id("tool", (i + 7) % count)));
        }
        assertEquals(count, Closure.additions(chain, _ -> false).waiting().size());
        assertEquals(
                count,
                Closure.additions(chain, id("tool", count)::equals).complete().size());
        assertEquals(count, Closure.additions(circle, _ -> false).complete().size());
        List<Waiting> fallen = Closure.removals(List.of(circle.getFirst()), new Live(circle));
        assertEquals(count - 1, fallen.size());
        assertTrue(Closure.removals(List.of(chain.getFirst()), new Live(chain)).isEmpty());
    }

    static Candidate candidate(long object, StixId id, StixId... needs) {
        return new Candidate(object, id, "", List.of(needs));
    }

    /** A live set held in maps. */
    static final class Live implements Closure.LiveSet {
        private final Map<StixId, Integer> versions = new HashMap<>();
        private final Map<StixId, List<Candidate>> dependents = new HashMap<>();

        Live(List<Candidate> live) {
            for (Candidate candidate : live) {
                versions.merge(candidate.id(), 1, Integer::sum);
                for (StixId need : candidate.needs()) {
                    dependents.computeIfAbsent(need, _ -> new ArrayList<>()).add(candidate);
                }
                for (List<StixId> group : candidate.groups()) {
                    group.forEach(id -> dependents
                            .computeIfAbsent(id, _ -> new ArrayList<>())
                            .add(candidate));
                }
            }
        }

        @Override
        public int versions(StixId id) {
            return versions.getOrDefault(id, 0);
        }

        @Override
        public List<Candidate> dependents(StixId id) {
            return dependents.getOrDefault(id, List.of());
        }
    }
}
