package org.entente.release;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether objects of one class may go under one contract, with the result of every check.
 *
 * @param checks all checks that are of a class, one of each kind, in the order of {@link Check.Kind}; those of single objects
 *     follow where they are explained
 */
public record Decision(List<Check> checks) {
    private static final List<Check.Kind> KINDS =
            Arrays.stream(Check.Kind.values()).filter(Check.Kind::isOfClass).toList();

    public Decision {
        checks = List.copyOf(checks);
        boolean complete = checks.size() == KINDS.size();
        for (int i = 0; complete && i < checks.size(); i++) {
            complete = checks.get(i).kind() == KINDS.get(i);
        }
        if (!complete) {
            throw new IllegalArgumentException("A decision has each check once, in order.");
        }
    }

    /** The check of this kind. */
    public Check check(Check.Kind kind) {
        for (Check check : checks) {
            if (check.kind() == kind) {
                return check;
            }
        }
        throw new IllegalStateException("A decision has each check.");
    }

    /** Whether every check holds. */
    public boolean permitted() {
        return decidedBy() == null;
    }

    /** The first check that failed, or null if the class is permitted. */
    public @Nullable Check decidedBy() {
        for (Check check : checks) {
            if (!check.holds()) {
                return check;
            }
        }
        return null;
    }

    /** Whether a version so decided withdraws the older ones (release.md, rule 6); {@link Versions} applies it. */
    public boolean barsOlderVersions() {
        return checks.stream().anyMatch(check -> !check.holds() && check.barsOlder());
    }
}
