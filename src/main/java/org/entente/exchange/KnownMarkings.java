package org.entente.exchange;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.entente.release.MarkingKinds;
import org.entente.stix.MarkingKind;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * What is known of marking definitions under one contract. A definition counts only where it may itself go: if a withheld one
 * told what a marking means, its arrival would show in what is released (release.md section 5). One that is marked by itself,
 * also by way of others, is not known.
 */
final class KnownMarkings implements MarkingKinds {
    private final Function<StixId, IdentifierEntry> identifiers;
    private final LongFunction<@Nullable MarkingKind> permittedKinds;
    private final Set<StixId> asked = new HashSet<>();

    /**
     * For one thread.
     *
     * @param permittedKinds the kind that an own copy defines, null when the contract refuses the copy
     */
    KnownMarkings(Function<StixId, IdentifierEntry> identifiers, LongFunction<@Nullable MarkingKind> permittedKinds) {
        this.identifiers = identifiers;
        this.permittedKinds = permittedKinds;
    }

    @Override
    public @Nullable MarkingKind of(StixId marking) {
        if (!asked.add(marking)) {
            return null;
        }
        try {
            return identifiers.apply(marking).markingKind(permittedKinds);
        } finally {
            asked.remove(marking);
        }
    }
}
