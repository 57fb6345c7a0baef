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
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.exchange.AccountRow.Outcome;
import org.entente.exchange.IdentifierEntry.Shown;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.exchange.State.ContractEntry;
import org.entente.journal.Journal;
import org.entente.memorandum.Duties;
import org.entente.memorandum.HouseRules;
import org.entente.release.Check;
import org.entente.release.Decision;
import org.entente.release.Facets;
import org.entente.release.Form;
import org.entente.release.Source;
import org.entente.release.Versions;
import org.entente.release.Windows;
import org.entente.stix.StixId;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for what one contract releases and what it withholds, from the views alone: explanations of single objects, and
 * counts over all of our own objects. For our own people only.
 */
final class Account implements Forming.Copies {
    private static final String DESTROYED = "destroyed: the title to what was received ended";

    private final Tables tables;
    private final Journal journal;
    private final ContractEntry contract;
    private final Forming forming;
    private final Instant now;
    /** Whether the feed has not yet all that was decided (release.md rule 13). */
    private final boolean owed;

    Account(
            Tables tables,
            Journal journal,
            ContractEntry contract,
            HouseRules rules,
            FormDuty duty,
            UnaryOperator<StixId> pseudonyms,
            Instant now) {
        this.now = now;
        this.tables = tables;
        this.journal = journal;
        this.contract = contract;
        this.owed = tables.owing().containsKey(contract.number());
        this.forming = new Forming(this, contract, rules, duty, pseudonyms);
    }

    @Override
    public IdentifierEntry identifier(StixId id) {
        return tables.identifier(id);
    }

    @Override
    public Draft.Copy copy(long ordinal) {
        return tables.object(ordinal).copy();
    }

    @Override
    public Facets facets(int number) {
        return tables.facets(number);
    }

    @Override
    public @Nullable Instant started(int number) {
        return tables.started(number);
    }

    @Override
    public byte[] bytes(long ordinal) {
        return journal.read(tables.object(ordinal).payload());
    }

    @Override
    public byte[] sha256(long ordinal) {
        return tables.object(ordinal).sha256();
    }

    @Override
    public boolean isRecalled(long ordinal) {
        Draft.Copy copy = copy(ordinal);
        return tables.isRecalled(copy.receivedUnder(), copy.receivedEntry());
    }

    /** Bytes may have been destroyed later than the moment that is accounted for. */
    @Override
    public boolean isHere(long ordinal) {
        return !isGone(ordinal);
    }

    @Override
    public @Nullable KeptConsent consent(int number, StixId id, String version, String to) {
        return tables.consent(number, id, version, to);
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
        long ordinal = explained(chosen);
        List<Explanation.Step> steps = new ArrayList<>();
        Long destroyed = tables.destroyed(ordinal);
        if (destroyed != null) {
            add(steps, "destroyed", false, "destroyed at " + Micros.text(destroyed) + ": the title to it ended");
        }
        for (Check ofClass : decide(tables.object(ordinal).number()).checks()) {
            boolean ofCopy = ofClass.kind() == Check.Kind.RECEIVED_UNDER;
            Check check = ofCopy ? forming.receivedUnder(ordinal) : ofClass;
            String clause = check.clause() + (ofCopy ? attested(ordinal) : "");
            add(steps, check.kind().name().toLowerCase(Locale.ROOT), check.holds(), clause);
        }
        addApproval(steps, id, chosen.text(), ordinal);
        addTime(steps, chosen);
        boolean barred = chosen.own() != Event.NONE && barred(entry, ordinal);
        add(steps, "newer_versions", !barred, barred ? "a newer version is barred" : "no newer version is barred");
        Shown shown = chosen.shownTo(contract.number());
        form(steps, ordinal, shown);
        List<StixId> missing = missing(ordinal);
        add(steps, "closure", missing.isEmpty(), missing.isEmpty() ? "all references are met" : "needs " + missing);
        boolean live = shown != null && shown.live();
        if (!live && owed && steps.stream().allMatch(Explanation.Step::holds)) {
            add(steps, "entries", false, "entries of an earlier command are on their way to the feed");
        }
        return new Explanation(
                id.value(),
                chosen.text(),
                contract.contract().id(),
                Micros.instant(tables.counters().micros()),
                live,
                shown == null ? Event.NONE : shown.entry(),
                shown == null ? null : HexFormat.of().formatHex(sha256(shown)),
                List.copyOf(steps));
    }

    /** Our own copy, else the one that is shown, else the one that would be; a destroyed one where there is no other. */
    private long explained(Version version) {
        if (version.own() != Event.NONE) {
            return version.own();
        }
        Shown shown = version.shownTo(contract.number());
        long live = shown == null || !shown.live()
                ? Event.NONE
                : tables.holding(contract.number(), shown.entry()).about((int) (shown.entry() % FeedBlock.WIDTH));
        List<Long> copies = version.received().stream()
                .map(IdentifierEntry.Received::ordinal)
                .toList();
        return Stream.concat(Stream.of(live, version.representative()), copies.stream())
                .filter(ordinal -> copies.contains(ordinal) && tables.destroyed(ordinal) == null)
                .findFirst()
                .orElse(version.representative());
    }

    /** The hash of the bytes that an entry of the feed released: it stays when these are destroyed. */
    private byte[] sha256(Shown shown) {
        byte[] bytes = released(shown);
        return Destroying.isGone(bytes)
                ? journal.sha256(tables.released(contract.number(), shown.entry()))
                : Opening.sha256(bytes);
    }

    /** Whether the copy's bytes were destroyed, be it later than the moment that is explained. */
    private boolean isGone(long ordinal) {
        return Destroying.isGone(bytes(ordinal));
    }

    /** The bytes that an entry of the feed released. */
    private byte[] released(Shown shown) {
        return journal.read(tables.released(contract.number(), shown.entry()));
    }

    /** Who answers for an own copy that a partner sent too, in words. */
    private String attested(long ordinal) {
        Event.Attested word = tables.attested(ordinal);
        return word == null ? "" : ", attested by " + word.actor() + " at " + Micros.text(word.micros());
    }

    private void addApproval(List<Explanation.Step> steps, StixId id, String version, long ordinal) {
        int needed = contract.grant().duties().approvals();
        if (needed == 0) {
            add(steps, "approval", true, "the grant asks for none");
            return;
        }
        List<Approval> approvals = tables.approvals(contract.number(), id, version);
        if (isGone(ordinal)) {
            add(steps, "approval", !approvals.isEmpty(), "by " + approvals.size() + "; the form was destroyed");
            return;
        }
        byte[] form = forming.sha256(ordinal, tables.object(ordinal).sha256());
        if (form == null) {
            add(steps, "approval", false, "there is no form to approve");
            return;
        }
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
                long ordinal = forming.approvable(version);
                if (ordinal == Event.NONE
                        || !decide(tables.object(ordinal).number()).permitted()
                        || !forming.receivedUnder(ordinal).holds()
                        || barred(entry, ordinal)) {
                    continue;
                }
                byte[] form = forming.sha256(ordinal, tables.object(ordinal).sha256());
                if (form == null) {
                    continue;
                }
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

    /** Which form the object has, by which clauses; and what the form that is live now is wanting for want of others. */
    private void form(List<Explanation.Step> steps, long ordinal, @Nullable Shown shown) {
        if (forming.rules().asTheyCame()) {
            add(steps, "form", true, "byte for byte");
            return;
        }
        if (isGone(ordinal)) {
            add(steps, "form", shown != null && shown.live(), "the bytes that it would be made of were destroyed");
            return;
        }
        switch (forming.of(ordinal)) {
            case Form.Refused(var reason) -> add(steps, "form", false, reason);
            case Form.Goes goes -> {
                List<String> changes = new ArrayList<>(goes.changes());
                if (shown != null && shown.meets() && !goes.trimmable().isEmpty()) {
                    addTrimmed(changes, goes, shown);
                }
                String canonical = "in RFC 8785: grant " + forming.rules().canonical();
                add(steps, "form", true, changes.isEmpty() ? canonical : String.join("; ", changes));
            }
        }
    }

    private void addTrimmed(List<String> changes, Form.Goes goes, Shown shown) {
        String grant = ": grant " + forming.rules().trim();
        byte[] bytes = released(shown);
        if (Destroying.isGone(bytes)) {
            changes.add("trimmed of what is not known, since that form was destroyed" + grant);
            return;
        }
        Set<StixId> references = Set.copyOf(LiveSet.parse(bytes).references());
        long left =
                goes.trimmable().stream().filter(id -> !references.contains(id)).count();
        if (left > 0) {
            changes.add("trimmed of what refers to " + left + " that do not go" + grant);
        }
    }

    private Decision decide(int number) {
        return forming.decide(number);
    }

    private boolean barred(IdentifierEntry entry, long ordinal) {
        List<Versions.Version> versions = new ArrayList<>();
        for (Version version : entry.versions()) {
            if (version.own() != Event.NONE) {
                Draft.Copy copy = copy(version.own());
                Decision decision = decide(copy.number());
                versions.add(new Versions.Version(
                        version.own(),
                        version.text(),
                        copy.createdBy(),
                        Source.OWN,
                        copy.revoked(),
                        decision.permitted() && forming.goes(version.own()),
                        decision.barsOlderVersions()));
            }
        }
        boolean permitted = versions.stream().anyMatch(v -> v.object() == ordinal && v.permitted());
        return permitted && Versions.standing(versions).stream().noneMatch(v -> v.object() == ordinal);
    }

    /** Whether every copy of the version came from partners and was destroyed. */
    private boolean isDestroyed(Version version) {
        return !version.received().isEmpty()
                && version.received().stream().allMatch(copy -> tables.destroyed(copy.ordinal()) != null);
    }

    /**
     * What our own objects come to, and how many received versions are destroyed; what we said of passing on, and what of the feed
     * is destroyed.
     */
    List<AccountRow> rows() {
        Accounting rows = new Accounting(tables, journal, contract);
        Map<Integer, Decision> decisions = new HashMap<>();
        tables.identifiers((id, entry) -> {
            for (Version version : entry.versions()) {
                if (version.liveIn(contract.number()) && version.own() != Event.NONE) {
                    rows.count(Outcome.RELEASED, "grant " + contract.contract().grant(), id.type());
                } else if (version.own() != Event.NONE) {
                    int number = tables.object(version.own()).number();
                    Decision decision = decisions.computeIfAbsent(number, this::decide);
                    rows.count(Outcome.WITHHELD, withheldBy(id, entry, version, decision), id.type());
                } else if (isDestroyed(version)) {
                    rows.count(Outcome.WITHHELD, DESTROYED, id.type());
                }
            }
        });
        rows.countConsents();
        rows.countErased();
        return rows.rows();
    }

    private String withheldBy(StixId id, IdentifierEntry entry, Version version, Decision decision) {
        Check failed = decision.decidedBy();
        if (failed != null) {
            return failed.clause();
        }
        if (entry.versions().size() > 1 && barred(entry, version.own())) {
            return "a newer version is barred";
        }
        if (!forming.rules().asTheyCame() && forming.of(version.own()) instanceof Form.Refused(var reason)) {
            return "form: " + reason;
        }
        List<Explanation.Step> held = new ArrayList<>();
        addApproval(held, id, version.text(), version.own());
        addTime(held, version);
        for (Explanation.Step step : held) {
            if (!step.holds()) {
                return step.check().equals("time") ? step.clause() : "approval is awaited";
            }
        }
        if (owed) {
            return "its entry is on its way to the feed, or refers to what is";
        }
        boolean waits = !missing(version.own()).isEmpty();
        return waits ? "closure: refers to what is not released" : "the contract is not open";
    }

    /** What the object still waits for: of what it lacked when it began to wait, some may have come since. */
    private List<StixId> missing(long ordinal) {
        return tables.waiting(contract.number(), ordinal).stream()
                .filter(id -> tables.identifier(id).versions().stream().noneMatch(this::liveAsItIs))
                .toList();
    }

    private boolean liveAsItIs(Version version) {
        Shown shown = version.shownTo(contract.number());
        return shown != null && shown.meets();
    }
}
