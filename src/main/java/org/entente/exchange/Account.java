package org.entente.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.entente.exchange.IdentifierEntry.Shown;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.exchange.State.ContractEntry;
import org.entente.journal.PayloadRef;
import org.entente.memorandum.HouseRules;
import org.entente.release.Check;
import org.entente.release.Decide;
import org.entente.release.Decision;
import org.entente.release.MarkingKinds;
import org.entente.release.Source;
import org.entente.release.Terms;
import org.entente.release.Versions;
import org.entente.stix.MarkingKind;
import org.entente.stix.StixId;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for what one contract releases and what it withholds, from the views alone: explanations of single objects, and
 * counts over all of our own objects. For our own people only.
 */
final class Account {
    private final Tables tables;
    private final Function<PayloadRef, byte[]> payloads;
    private final ContractEntry contract;
    private final Terms terms;
    private final MarkingKinds markings;

    /** @param payloads reads a payload of the journal */
    Account(Tables tables, Function<PayloadRef, byte[]> payloads, ContractEntry contract, HouseRules rules) {
        this.tables = tables;
        this.payloads = payloads;
        this.contract = contract;
        Terms timeless = LiveSet.terms(contract, rules);
        Instant started = tables.started(contract.number());
        this.terms = started == null ? timeless : timeless.startingAt(started);
        this.markings = marking -> tables.identifier(marking).markingKind(this::permittedKind);
    }

    Explanation explain(StixId id, @Nullable String version) {
        IdentifierEntry entry = tables.identifier(id);
        // A version that was removed has no copy any more.
        Version chosen = entry.versions().stream()
                .filter(v -> v.own() != Event.NONE || !v.received().isEmpty())
                .filter(v -> version == null || v.text().equals(version))
                .max(Comparator.comparing(Version::text, StixTimestamp::compare))
                .orElse(null);
        if (chosen == null) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "There is no such object version in the store.",
                    "object",
                    id.value(),
                    "version",
                    version == null ? "any" : version);
        }
        long ordinal = chosen.own() != Event.NONE
                ? chosen.own()
                : chosen.received().getFirst().ordinal();
        List<Explanation.Step> steps = new ArrayList<>();
        for (Check check : decide(tables.object(ordinal).number()).checks()) {
            add(steps, check.kind().name().toLowerCase(Locale.ROOT), check.holds(), check.clause());
        }
        boolean barred = chosen.own() != Event.NONE && barred(entry, ordinal);
        add(steps, "newer_versions", !barred, barred ? "a newer version is barred" : "no newer version is barred");
        List<StixId> missing = missing(ordinal);
        add(steps, "closure", missing.isEmpty(), missing.isEmpty() ? "all references are met" : "needs " + missing);
        Shown shown = chosen.shownTo(contract.number());
        return new Explanation(
                id.value(),
                chosen.text(),
                contract.contract().id(),
                Micros.instant(tables.counters().micros()),
                shown != null && shown.live(),
                shown == null ? Event.NONE : shown.entry(),
                shown == null ? null : HexFormat.of().formatHex(Opening.sha256(bytes(shown.entry()))),
                List.copyOf(steps));
    }

    /** The bytes that an entry of the feed released. */
    private byte[] bytes(long entry) {
        FeedBlock block = tables.feedRecords(contract.number(), entry / FeedBlock.WIDTH);
        if (block == null) {
            throw new IllegalStateException("a feed lacks a block of its entries");
        }
        return payloads.apply(block.payload((int) (entry % FeedBlock.WIDTH)));
    }

    private static void add(List<Explanation.Step> steps, String check, boolean holds, String clause) {
        boolean first = steps.stream().allMatch(Explanation.Step::holds);
        steps.add(new Explanation.Step(check, holds, clause, first && !holds));
    }

    private Decision decide(int number) {
        return Decide.decide(terms, tables.facets(number), markings);
    }

    private @Nullable MarkingKind permittedKind(long ordinal) {
        ObjectEntry object = tables.object(ordinal);
        return Decide.permitsByItself(terms, tables.facets(object.number())) ? object.markingKind() : null;
    }

    private boolean barred(IdentifierEntry entry, long ordinal) {
        List<Versions.Version> versions = new ArrayList<>();
        for (Version version : entry.versions()) {
            if (version.own() != Event.NONE) {
                ObjectEntry object = tables.object(version.own());
                Decision decision = decide(object.number());
                String createdBy = object.createdBy();
                versions.add(new Versions.Version(
                        version.own(),
                        version.text(),
                        createdBy == null ? null : new StixId(createdBy),
                        Source.OWN,
                        object.revoked(),
                        decision.permitted(),
                        decision.barsOlderVersions()));
            }
        }
        boolean permitted = versions.stream().anyMatch(v -> v.object() == ordinal && v.permitted());
        return permitted && Versions.standing(versions).stream().noneMatch(v -> v.object() == ordinal);
    }

    /** One line of the account. */
    private record Line(boolean released, String decidedBy, String type) {}

    List<AccountRow> rows() {
        Map<Line, Long> counts = new HashMap<>();
        Map<Integer, Decision> decisions = new HashMap<>();
        tables.identifiers((id, entry) -> {
            for (Version version : entry.versions()) {
                if (version.own() != Event.NONE) {
                    int number = tables.object(version.own()).number();
                    Decision decision = decisions.computeIfAbsent(number, this::decide);
                    counts.merge(line(id, entry, version, decision), 1L, Long::sum);
                }
            }
        });
        return counts.entrySet().stream()
                .map(e -> new AccountRow(
                        e.getKey().released(),
                        e.getKey().decidedBy(),
                        e.getKey().type(),
                        e.getValue()))
                .sorted(Comparator.comparing(AccountRow::released)
                        .reversed()
                        .thenComparing(AccountRow::decidedBy)
                        .thenComparing(AccountRow::type))
                .toList();
    }

    private Line line(StixId id, IdentifierEntry entry, Version version, Decision decision) {
        if (version.liveIn(contract.number())) {
            return new Line(true, "grant " + contract.contract().grant(), id.type());
        }
        Check failed = decision.decidedBy();
        if (failed != null) {
            return new Line(false, failed.clause(), id.type());
        }
        if (entry.versions().size() > 1 && barred(entry, version.own())) {
            return new Line(false, "a newer version is barred", id.type());
        }
        boolean waits = !missing(version.own()).isEmpty();
        String why = waits ? "closure: refers to what is not released" : "the contract is not open";
        return new Line(false, why, id.type());
    }

    /** What the object still waits for: of what it lacked when it began to wait, some may have come since. */
    private List<StixId> missing(long ordinal) {
        return tables.waiting(contract.number(), ordinal).stream()
                .filter(id -> tables.identifier(id).versions().stream().noneMatch(this::liveAsItIs))
                .toList();
    }

    private boolean liveAsItIs(Version version) {
        Shown shown = version.shownTo(contract.number());
        return shown != null && shown.live() && !shown.formed();
    }
}
