package org.entente.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.entente.exchange.IdentifierEntry.Shown;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.exchange.State.ContractEntry;
import org.entente.memorandum.Duties;
import org.entente.memorandum.HouseRules;
import org.entente.release.Check;
import org.entente.release.Decide;
import org.entente.release.Decision;
import org.entente.release.MarkingKinds;
import org.entente.release.Source;
import org.entente.release.Terms;
import org.entente.release.Versions;
import org.entente.release.Windows;
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
    private final ContractEntry contract;
    private final Terms terms;
    private final MarkingKinds markings;
    private final Instant now;

    Account(Tables tables, ContractEntry contract, HouseRules rules, Instant now) {
        this.now = now;
        this.tables = tables;
        this.contract = contract;
        this.terms = LiveSet.terms(contract, rules);
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
        addApproval(steps, id, chosen.text(), ordinal);
        addTime(steps, chosen);
        boolean barred = chosen.own() != Event.NONE && barred(entry, ordinal);
        add(steps, "newer_versions", !barred, barred ? "a newer version is barred" : "no newer version is barred");
        List<StixId> missing = missing(ordinal);
        add(steps, "closure", missing.isEmpty(), missing.isEmpty() ? "all references are met" : "needs " + missing);
        Shown shown = chosen.shownTo(contract.number());
        return new Explanation(
                id.value(),
                chosen.text(),
                contract.contract().id(),
                shown != null && shown.live(),
                shown == null ? Event.NONE : shown.entry(),
                List.copyOf(steps));
    }

    private void addApproval(List<Explanation.Step> steps, StixId id, String version, long ordinal) {
        int needed = contract.grant().duties().approvals();
        if (needed == 0) {
            add(steps, "approval", true, "the grant asks for none");
            return;
        }
        byte[] form = tables.object(ordinal).sha256();
        List<Approval> approvals = tables.approvals(contract.number(), id, version);
        boolean holds = Approval.count(approvals, form) >= needed;
        String given = approvals.stream()
                .map(one -> (Arrays.equals(one.sha256(), form) ? "" : "in another form ") + "by " + one.actor() + " at "
                        + Micros.text(one.micros()))
                .collect(Collectors.joining(", "));
        String clause = "grant " + contract.contract().grant() + " asks for " + needed + "; approved "
                + (given.isEmpty() ? "by nobody" : given);
        add(steps, "approval", holds, clause);
    }

    private void addTime(List<Explanation.Step> steps, Version version) {
        Duties duties = contract.grant().duties();
        Shown shown = version.shownTo(contract.number());
        if (Windows.isEmbargoed(duties, now)) {
            add(steps, "time", false, "under embargo until " + duties.embargoUntil());
        } else if (shown != null && isRetentionOver(duties, shown)) {
            Instant end = Windows.retentionEnd(duties, Micros.instant(shown.firstMicros()));
            add(steps, "time", false, "its retention ended at " + end);
        } else {
            add(steps, "time", true, duties.holdBack() ? "no embargo and no end holds it back" : "no duty of time");
        }
    }

    private boolean isRetentionOver(Duties duties, Shown shown) {
        return Windows.isRetentionOver(duties, Micros.instant(shown.firstMicros()), now);
    }

    /** What is permitted and not barred, and lacks approval. */
    List<AwaitedApproval> awaited() {
        int needed = contract.grant().duties().approvals();
        List<AwaitedApproval> awaited = new ArrayList<>();
        if (needed == 0 || contract.status() == State.Status.CLOSED) {
            return awaited;
        }
        tables.identifiers((id, entry) -> {
            for (Version version : entry.versions()) {
                long ordinal = version.representative();
                if (ordinal == Event.NONE
                        || !decide(tables.object(ordinal).number()).permitted()
                        || barred(entry, ordinal)) {
                    continue;
                }
                byte[] form = tables.object(ordinal).sha256();
                List<Approval> given = tables.approvals(contract.number(), id, version.text()).stream()
                        .filter(one -> Arrays.equals(one.sha256(), form))
                        .toList();
                if (Approval.count(given, form) < needed) {
                    awaited.add(new AwaitedApproval(
                            id.value(), version.text(), HexFormat.of().formatHex(form), given, needed));
                }
            }
        });
        awaited.sort(Comparator.comparing(AwaitedApproval::id).thenComparing(AwaitedApproval::version));
        return List.copyOf(awaited);
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
        List<Explanation.Step> held = new ArrayList<>();
        addApproval(held, id, version.text(), version.own());
        addTime(held, version);
        for (Explanation.Step step : held) {
            if (!step.holds()) {
                return new Line(false, step.check().equals("time") ? step.clause() : "approval is awaited", id.type());
            }
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
