package org.entente.exchange;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.entente.exchange.IdentifierEntry.Shown;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.exchange.PlannedEntry.How;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Status;
import org.entente.release.Revocation;
import org.entente.release.Versions;
import org.entente.stix.CanonicalJson;
import org.entente.stix.RevocationForm;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** Revocations in one feed: as they are, or as the form of an earlier version that is live (release.md rule 7). */
final class Revoking {
    private final Draft draft;
    private final int contract;
    private final Change change;
    private final Permitted permitted;
    private final boolean mayRelease;
    private final boolean asTheyCame;

    /** In which bytes this command shows an object anew of which there are several versions. */
    private final Map<Long, byte[]> fresh = new HashMap<>();

    Revoking(Draft draft, ContractEntry contract, Change change, Permitted permitted) {
        this.draft = draft;
        this.contract = contract.number();
        this.change = change;
        this.permitted = permitted;
        this.mayRelease = contract.status() == Status.OPEN;
        this.asTheyCame = change.forming().rules().asTheyCame();
    }

    /** This command shows the object in these bytes from now on. */
    void shows(long ordinal, byte[] bytes) {
        fresh.put(ordinal, bytes);
    }

    /**
     * Rule 7: a revocation that does not go like any version goes as the form of an earlier live version, and falls when
     * there is none any more.
     *
     * @param complete objects that the closure just found to go
     * @param stays whether a version that is live now stays so
     */
    void follow(IdentifierEntry entry, Set<Long> complete, Predicate<Versions.Version> stays) {
        if (entry.versions().size() < 2) {
            return;
        }
        List<Versions.Version> all = permitted.versions(entry);
        for (Versions.Version revocation : all) {
            if (!revocation.revoked()) {
                continue;
            }
            Version version = entry.version(revocation.version());
            Shown shown = version == null ? null : version.shownTo(contract);
            Shown live = shown != null && shown.live() ? shown : null;
            if (permitted.hasEnded(version)) {
                continue;
            }
            boolean goesAsItIs = complete.contains(revocation.object())
                    || (live != null && !live.standIn() && stays.test(revocation));
            if (goesAsItIs) {
                continue;
            }
            List<Versions.Version> others = all.stream()
                    .filter(other -> other.object() != revocation.object()
                            && (complete.contains(other.object()) || stays.test(other))
                            && hasModified(other))
                    .toList();
            switch (Revocation.of(revocation, false, others)) {
                case Revocation.AsItIs() -> {}
                case Revocation.AsEarlier(var earlier) -> revokeAs(earlier, revocation, others, live);
                case Revocation.Nothing() -> {
                    if (live != null) {
                        change.withdraw(draft.id(revocation.object()), revocation.version(), live.entry());
                    }
                }
            }
        }
    }

    /**
     * Gives the revocation the form of the earlier version. A form that is live already stays only if it is that one: made of a
     * version that has since been withdrawn, it would go on showing what that one said and referred to.
     */
    private void revokeAs(
            Versions.Version earlier,
            Versions.Version revocation,
            List<Versions.Version> others,
            @Nullable Shown live) {
        StixId id = draft.id(revocation.object());
        byte[] form = form(earlier, revocation);
        if (live == null) {
            if (mayRelease) {
                change.standIn(How.RELEASED, revocation.object(), id, revocation.version(), form);
            }
            return;
        }
        byte[] shown = draft.shown(contract, live.entry());
        boolean loses = !isFormOf(others, revocation, shown);
        if (!mayRelease) {
            // Rule 14: nothing is restated, so a form stays while it shows nothing beyond what is live.
            if (loses) {
                change.withdraw(id, revocation.version(), live.entry());
            }
        } else if (!Arrays.equals(shown, form)) {
            How how = loses ? How.RESTATED_LOSING : How.RESTATED_COMPLETING;
            change.standIn(how, revocation.object(), id, revocation.version(), form);
        }
    }

    private boolean isFormOf(List<Versions.Version> others, Versions.Version revocation, byte[] shown) {
        return others.stream().anyMatch(other -> Arrays.equals(shown, form(other, revocation)));
    }

    /** The form of the earlier version as it is live after this command, revoked. */
    private byte[] form(Versions.Version earlier, Versions.Version revocation) {
        byte[] form = RevocationForm.of(bytesOf(earlier), revocation.version());
        return asTheyCame ? form : CanonicalJson.of(form);
    }

    private byte[] bytesOf(Versions.Version shown) {
        byte[] now = fresh.get(shown.object());
        if (now != null) {
            return now;
        }
        Version version = draft.identifier(draft.id(shown.object())).version(shown.version());
        Shown entry = version == null ? null : version.shownTo(contract);
        return asTheyCame || entry == null ? draft.bytes(shown.object()) : draft.shown(contract, entry.entry());
    }

    /** Objects without {@code modified}, such as markings and observables, have no form of a revocation. */
    private boolean hasModified(Versions.Version version) {
        return LiveSet.parse(draft.bytes(version.object())).modified() != null;
    }
}
