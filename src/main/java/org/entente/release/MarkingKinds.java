package org.entente.release;

import org.entente.stix.MarkingKind;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** What the node knows of marking definitions. */
public interface MarkingKinds {
    /**
     * The kind of a marking definition in the node's own store, or null where the store has no own copy. Copies that
     * partners posted must not count: a partner could otherwise declare a marking of ours harmless.
     */
    @Nullable
    MarkingKind of(StixId marking);
}
