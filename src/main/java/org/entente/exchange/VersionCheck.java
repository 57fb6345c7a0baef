package org.entente.exchange;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.entente.stix.StixObject;
import org.entente.stix.StixTimestamp;
import org.entente.stix.Succession;
import org.jspecify.annotations.Nullable;

/**
 * Holds a new version of an object against those that are here already, for the rules across versions (STIX 2.1 section
 * 3.6). Copies count only where they have the new one's provenance: so what a partner sends never touches what is said of
 * our own imports, nor of another partner's feed.
 *
 * <p>An object has mostly one version, and then this costs a look at an entry that is there anyway. Else the nearest
 * version on either side is compared in full, for which the bytes of one or two are scanned, and some earlier ones are asked
 * whether they are revocations.
 */
final class VersionCheck {
    /** How many earlier versions are looked at for a revocation, the nearest first. */
    static final int MAX_EARLIER = 16;

    private final Draft draft;

    /** The contract that the new copy is received under, or {@link Event#NONE} for an own one. */
    private final int contract;

    VersionCheck(Draft draft, int contract) {
        this.draft = draft;
        this.contract = contract;
    }

    /** The rules that the object breaks with versions that are known before it is added; mostly none. */
    List<Command.BrokenRule> broken(StixObject object) {
        List<Known> known = known(object);
        if (known.isEmpty()) {
            return List.of();
        }
        Succession.Version version = Succession.Version.of(object);
        Set<Command.BrokenRule> broken = new LinkedHashSet<>();
        int later = 0;
        while (later < known.size() && StixTimestamp.compare(known.get(later).version(), version.text()) > 0) {
            later++;
        }
        if (later > 0) {
            compare(object, version, known.get(later - 1), broken);
        }
        if (later < known.size()) {
            compare(object, version, known.get(later), broken);
        }
        for (int i = later + 1; i < Math.min(known.size(), later + MAX_EARLIER); i++) {
            Draft.Copy earlier = draft.copy(known.get(i).ordinal());
            if (earlier.revoked()) {
                // All else was compared with the nearest, so that it counts as equal here.
                var same = new Succession.Version(earlier.version(), null, version.createdBy(), true);
                add(object, version, same, broken);
                break;
            }
        }
        return List.copyOf(broken);
    }

    private record Known(String version, long ordinal) {}

    /** The other versions of the same provenance, the latest first. */
    private List<Known> known(StixObject object) {
        List<Known> known = new ArrayList<>(0);
        for (IdentifierEntry.Version v : draft.identifier(object.id()).versions()) {
            long ordinal = ordinal(v);
            if (ordinal != Event.NONE && !v.text().equals(object.version())) {
                known.add(new Known(v.text(), ordinal));
            }
        }
        if (known.size() > 1) {
            known.sort((one, other) -> StixTimestamp.compare(other.version(), one.version()));
        }
        return known;
    }

    private long ordinal(IdentifierEntry.Version version) {
        if (contract == Event.NONE) {
            return version.own();
        }
        return version.received().stream()
                .filter(copy -> copy.contract() == contract)
                .mapToLong(IdentifierEntry.Received::ordinal)
                .findFirst()
                .orElse(Event.NONE);
    }

    private void compare(StixObject object, Succession.Version version, Known known, Set<Command.BrokenRule> broken) {
        Draft.Copy copy = draft.copy(known.ordinal());
        add(
                object,
                version,
                new Succession.Version(copy.version(), created(known.ordinal()), copy.createdBy(), copy.revoked()),
                broken);
    }

    /** Null where the bytes are no longer there: what was destroyed is not known. */
    private @Nullable String created(long ordinal) {
        byte[] bytes = draft.bytes(ordinal);
        return Destroying.isGone(bytes) ? null : Succession.created(bytes);
    }

    private static void add(
            StixObject object, Succession.Version version, Succession.Version known, Set<Command.BrokenRule> broken) {
        Succession.broken(version, known)
                .forEach(problem -> broken.add(new Command.BrokenRule(object.id(), object.version(), problem)));
    }
}
