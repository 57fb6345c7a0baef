package org.entente.release;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entente.stix.StixId;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;

/** What newer versions do to older ones (release.md, rule 6). */
public final class Versions {
    private Versions() {}

    /**
     * One version of one id, with its decision under one contract.
     *
     * @param object the exchange's number for the object version
     * @param version its version, as text
     * @param creator its {@code created_by_ref}, or null
     * @param source where the copy came from
     * @param revoked whether it is a revocation
     * @param permitted whether it is permitted by itself
     * @param barsOlder whether it withdraws older versions, by {@link Decision#barsOlderVersions}
     */
    public record Version(
            long object,
            String version,
            @Nullable StixId creator,
            Source source,
            boolean revoked,
            boolean permitted,
            boolean barsOlder) {
        public Version {
            if (permitted && barsOlder) {
                throw new IllegalArgumentException("A permitted version bars nothing.");
            }
        }

        Origin origin() {
            return new Origin(creator, provenance(source));
        }

        boolean isNewerThan(Version other) {
            return StixTimestamp.compare(version, other.version) > 0;
        }
    }

    /** Where a copy came from alone, whatever the terms under which it came. */
    private static Source provenance(Source source) {
        return switch (source) {
            case Source.Own own -> own;
            case Source.Received(var organisation, var contract, var _) -> new Source.Received(organisation, contract);
        };
    }

    /** Creator and provenance: only within one of these do versions bar and revoke one another. */
    record Origin(@Nullable StixId creator, Source source) {}

    /**
     * The permitted versions that no newer version of the same creator and provenance bars, in the order given.
     * Revocations neither bar nor are barred: {@link Revocation} has its own rule, and a partner that has one keeps it.
     *
     * @param versions all versions of one id that the node holds
     */
    public static List<Version> standing(Collection<Version> versions) {
        Map<Origin, Version> newestBar = new HashMap<>();
        for (Version version : versions) {
            if (version.barsOlder && !version.revoked) {
                newestBar.merge(version.origin(), version, (one, other) -> other.isNewerThan(one) ? other : one);
            }
        }
        List<Version> standing = new ArrayList<>(versions.size());
        for (Version version : versions) {
            if (version.permitted && !isBarred(version, newestBar.get(version.origin()))) {
                standing.add(version);
            }
        }
        return standing;
    }

    private static boolean isBarred(Version version, @Nullable Version bar) {
        return bar != null && !version.revoked && bar.isNewerThan(version);
    }
}
