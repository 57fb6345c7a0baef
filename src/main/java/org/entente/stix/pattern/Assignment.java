package org.entente.stix.pattern;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who takes which observations. Each demand asks for a number of observations out of those that it may take, and none is
 * taken twice; a new demand may push others to what else they may take, which finds a distribution whenever there is one.
 * An observed-data object that stands for several observations can be taken as often.
 */
final class Assignment {
    private final List<Observation> observations;
    private final long[] left;
    private final List<Demand> demands = new ArrayList<>();
    private final long maxSteps;
    private long steps;

    Assignment(List<Observation> observations, long maxSteps) {
        this.observations = observations;
        this.maxSteps = maxSteps;
        this.left = observations.stream().mapToLong(Observation::count).toArray();
    }

    private static final class Demand {
        final int[] fitting;
        final Window window;
        final Map<Integer, Long> taken = new HashMap<>();

        Demand(int[] fitting, Window window) {
            this.fitting = fitting;
            this.window = window;
        }

        long of(int observation) {
            return taken.getOrDefault(observation, 0L);
        }

        void change(int observation, long by) {
            taken.merge(observation, by, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    /** The number of demands that are met. */
    int size() {
        return demands.size();
    }

    /** Meets one more demand, for {@code number} of the fitting observations in the window; false where that cannot be. */
    boolean add(int[] fitting, Window window, long number) {
        Demand demand = new Demand(fitting, window);
        long missing = number;
        while (missing > 0) {
            BitSet visited = new BitSet();
            long got = place(demand, missing, visited, new ArrayList<>(List.of(demand)));
            if (got == 0) {
                release(demand);
                return false;
            }
            missing -= got;
        }
        demands.add(demand);
        return true;
    }

    /** Gives back what the demands took that were added last, until only so many are left. */
    void shrink(int size) {
        while (demands.size() > size) {
            release(demands.removeLast());
        }
    }

    private void release(Demand demand) {
        demand.taken.forEach((observation, number) -> left[observation] += number);
    }

    /** Places up to that many; the demands in the list are being moved already, the visited observations tried. */
    private long place(Demand demand, long number, BitSet visited, List<Demand> moving) {
        long missing = number;
        for (int observation : demand.fitting) {
            if (missing > 0 && left[observation] > 0 && open(demand, observation, visited)) {
                long here = Math.min(left[observation], missing);
                left[observation] -= here;
                demand.change(observation, here);
                missing -= here;
            }
        }
        for (int observation : demand.fitting) {
            if (missing > 0 && open(demand, observation, visited)) {
                visited.set(observation);
                missing -= displace(demand, observation, missing, visited, moving);
            }
        }
        return number - missing;
    }

    private long displace(Demand demand, int observation, long number, BitSet visited, List<Demand> moving) {
        long missing = number;
        for (Demand other : demands) {
            long most = Math.min(other.of(observation), missing);
            if (most > 0 && step() && !moving.contains(other)) {
                moving.add(other);
                long moved = place(other, most, visited, moving);
                if (moved > 0) {
                    other.change(observation, -moved);
                    demand.change(observation, moved);
                    missing -= moved;
                }
            }
        }
        return number - missing;
    }

    private boolean open(Demand demand, int observation, BitSet visited) {
        return step() && !visited.get(observation) && demand.window.allows(observations.get(observation));
    }

    /** Counts one step; false once there were too many. */
    boolean step() {
        return ++steps <= maxSteps;
    }

    boolean isExhausted() {
        return steps > maxSteps;
    }

    /** All observations that are taken. */
    List<Observation> taken() {
        BitSet all = new BitSet();
        demands.forEach(demand -> demand.taken.keySet().forEach(all::set));
        return all.stream().mapToObj(observations::get).toList();
    }
}
