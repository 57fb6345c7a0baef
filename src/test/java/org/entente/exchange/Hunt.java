package org.entente.exchange;

import java.nio.file.Path;
import java.util.List;
import org.entente.exchange.Theorem.Difference;
import org.entente.exchange.Theorem.Second;
import org.entente.exchange.Theorem.Step;
import org.entente.journal.MemoryJournal;

/** Looks for planted leaks; what {@link Diverted} loads, so that its types are other ones than the test's. */
public final class Hunt implements AutoCloseable {
    private final Theorem theorem;

    public Hunt(Path folder) {
        theorem = new Theorem(folder, NodeKeys.create(folder.resolve("keys")), MemoryJournal::open, new Occurrences());
    }

    /**
     * Plants the leak of that name, and compares pairs until one differs, which with equal histories it must not. No name plants
     * none.
     *
     * @return what is wrong, or in how many pairs the leak was found, or the empty text where none is planted and none found
     */
    public String find(String leak, long seed, int pairs) {
        Leak.plant(leak.isEmpty() ? null : Leak.valueOf(leak));
        try {
            for (int i = 0; i < pairs; i++) {
                List<Step> plan = Theorem.plan(seed + i);
                Difference difference = theorem.run(plan, Second.WITHOUT);
                if (difference != null) {
                    Difference alone = theorem.run(plan, Second.SAME);
                    return alone == null
                            ? Integer.toString(i + 1)
                            : "seed " + (seed + i) + ": two equal histories differ, " + alone;
                }
            }
            return "";
        } finally {
            Leak.plant(null);
        }
    }

    @Override
    public void close() {
        theorem.close();
    }
}
