package org.entente.memorandum;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries faults from the depth of a document to {@link #reading}, which turns it into a result; it never leaves the
 * room.
 */
final class Refusal extends RuntimeException {
    private final transient List<Fault> faults;

    Refusal(List<Fault> faults) {
        super("The document is refused.", null, false, false);
        this.faults = List.copyOf(faults);
    }

    Refusal(Fault fault) {
        this(List.of(fault));
    }

    /** Runs a reader that refuses by throwing. */
    static <T> Reading<T> reading(Supplier<T> reader) {
        try {
            return new Reading.Accepted<>(reader.get());
        } catch (Refusal refusal) {
            return new Reading.Refused<>(refusal.faults);
        }
    }

    /** Goes on after a refused part, so that one reading names the faults of all parts. */
    static final class Collector {
        private final List<Fault> faults = new ArrayList<>();

        /** The part, or null after noting why it was refused. */
        <T extends @Nullable Object> @Nullable T attempt(Supplier<T> part) {
            try {
                return part.get();
            } catch (Refusal refusal) {
                faults.addAll(refusal.faults);
                return null;
            }
        }

        /** Refuses the whole if a part was refused. */
        void finish() {
            if (!faults.isEmpty()) {
                throw new Refusal(faults);
            }
        }
    }
}
