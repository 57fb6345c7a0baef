package org.entente.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.entente.stix.StixId;

/** In which form an object goes under duties, after cuts and before trimming (release.md, rule 4). */
public sealed interface Form {
    /**
     * It can go, if what it needs goes.
     *
     * @param bytes the form; RFC 8785 unless objects go as they came
     * @param needs the ids without any of which it cannot go (rule 5)
     * @param groups of each, at least one id must go with it: what the standard lets no list be without
     * @param trimmable the ids that only entries of lists name that may be left out, in the order of their text
     * @param kept ids of {@code bytes} that are no references: the pseudonym of its source
     * @param changes what was done to it and by which clause, for people; empty where nothing was
     */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are the form; they are handed over, not shared.
    record Goes(
            byte[] bytes,
            List<StixId> needs,
            List<List<StixId>> groups,
            List<StixId> trimmable,
            Set<StixId> kept,
            List<String> changes)
            implements Form {
        public Goes {
            needs = List.copyOf(needs);
            groups = groups.stream().map(List::copyOf).toList();
            trimmable = List.copyOf(trimmable);
            kept = Set.copyOf(kept);
            changes = List.copyOf(changes);
        }

        /** The bytes without those entries of lists that refer to what is not live. */
        public byte[] trimmed(Predicate<StixId> live) {
            return trimmable.stream().allMatch(live) ? bytes : Trimming.of(bytes, trimmable, live);
        }

        /** Whether a list has fewer entries than it could have, for want of these ids. */
        public boolean lacks(Predicate<StixId> live) {
            return !trimmable.stream().allMatch(live);
        }

        /** All that it refers to, be it needed or not. */
        public List<StixId> references() {
            if (trimmable.isEmpty()) {
                return needs;
            }
            var all = new ArrayList<>(needs);
            all.addAll(trimmable);
            return List.copyOf(all);
        }
    }

    /**
     * It cannot go in any form that the duties allow.
     *
     * @param reason a sentence for our own people; it holds nothing of the object
     */
    record Refused(String reason) implements Form {}
}
