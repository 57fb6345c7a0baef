package org.entente.release;

import java.util.Collection;
import java.util.Comparator;
import org.entente.release.Versions.Version;
import org.entente.stix.StixTimestamp;

/** How a revocation goes (release.md, rule 7). */
public sealed interface Revocation {
    /** Byte for byte, like any version. */
    record AsItIs() implements Revocation {}

    /** As this earlier version's form, with the revocation's {@code modified} and {@code revoked: true}. */
    record AsEarlier(Version earlier) implements Revocation {}

    /** Not at all: the partner has nothing that could be revoked. */
    record Nothing() implements Revocation {}

    /**
     * The form in which a revocation goes. It is asked anew whenever a live version of the id changes: where the
     * earlier version is withdrawn, the revocation in its form is no longer live either.
     *
     * @param revocation the version with {@code revoked: true}
     * @param closed whether it is among the complete ones of {@link Closure}, which it can only be if it is permitted
     * @param live the live versions of the same id, without this one; the newest of those before it by the same creator
     *     and provenance gives the form, and earlier revocations do not
     */
    static Revocation of(Version revocation, boolean closed, Collection<Version> live) {
        if (!revocation.revoked()) {
            throw new IllegalArgumentException("Only a revocation goes as one.");
        }
        if (revocation.permitted() && closed) {
            return new AsItIs();
        }
        return live.stream()
                .filter(version -> !version.revoked()
                        && version.origin().equals(revocation.origin())
                        && revocation.isNewerThan(version))
                .max(Comparator.comparing(Version::version, StixTimestamp::compare))
                .<Revocation>map(AsEarlier::new)
                .orElseGet(Nothing::new);
    }
}
