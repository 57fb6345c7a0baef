package org.entente.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.entente.exchange.IdentifierEntry.Shown;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.exchange.PlannedEntry.How;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Status;
import org.entente.release.Closure;
import org.entente.release.Closure.Candidate;
import org.entente.release.Form;
import org.entente.release.Forms;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.jspecify.annotations.Nullable;

/**
 * Moves one feed to what the contract allows: the set Live of release.md section 1, rule 8, each object in its form (rule 4). Used
 * while a command is decided; what follows is planned in a {@link Change}.
 *
 * <p>What comes can complete those that wait for it, and what goes takes those with it that refer to it: both are found by index,
 * so that a change of objects costs what it reaches. A change of terms decides classes again and reaches the objects of those
 * that changed, and so does an embargo's end with those that are permitted; where forms may be others too, the whole store is
 * decided anew.
 *
 * <p>A suspended feed only loses (rule 14): what is shown stays while it may go in that very form and all that it refers to stays.
 */
final class LiveSet {
    /** How often objects are restated because what was trimmed from them is live now; on a fixed schedule (rule 12). */
    static final Duration COMPLETION_INTERVAL = Duration.ofMinutes(1);

    private static final long INTERVAL_MICROS = COMPLETION_INTERVAL.toMillis() * 1000;

    private final Draft draft;
    private final int contract;
    private final Change change;
    private final boolean mayRelease;
    private final Forming forming;
    private final boolean asTheyCame;
    private final Permitted permitted;
    private final Revoking revoking;

    /** One version of one id. */
    private record Key(StixId id, String version) {
        static Key of(Candidate candidate) {
            return new Key(candidate.id(), candidate.version());
        }
    }

    /** @param passesOn whether received copies are looked at */
    LiveSet(Draft draft, ContractEntry contract, Change change, boolean passesOn) {
        draft.requireSettled(contract.number());
        this.draft = draft;
        this.contract = contract.number();
        this.forming = change.forming();
        this.asTheyCame = forming.rules().asTheyCame();
        this.change = change;
        this.mayRelease = contract.status() == Status.OPEN;
        this.permitted = new Permitted(draft, contract, forming, passesOn);
        this.revoking = new Revoking(draft, contract, change, permitted);
    }

    /** Moves the feed after versions of these ids came or went. */
    void changed(Set<StixId> ids) {
        Set<StixId> touched = touched(ids);
        List<Candidate> leaving = new ArrayList<>();
        Map<Long, Candidate> candidates = new LinkedHashMap<>();
        Set<StixId> hopes = new HashSet<>();
        for (List<StixId> some : Pieces.of(touched)) {
            readAhead(some);
            some.forEach(id -> look(id, leaving, candidates, hopes));
        }
        if (!mayRelease) {
            recall(leaving, touched, new Indexed());
        } else if (!leaving.isEmpty() && !draft.tables().tracked(contract)) {
            anew(false);
        } else {
            move(leaving, candidates, hopes, touched);
        }
    }

    /** Has the store's entries of these ids at hand, and the forms of what may come. */
    private void readAhead(List<StixId> ids) {
        draft.fetch(ids);
        if (mayRelease && permitted.goesAtOnce()) {
            forming.make(ids.stream()
                    .flatMap(id -> draft.identifier(id).versions().stream())
                    .filter(version -> !asTheyCame || !version.liveIn(contract))
                    .flatMap(version -> permitted.copies(version).stream())
                    .filter(ordinal -> draft.outcome(contract, draft.number(ordinal)) == Outcome.PERMITTED)
                    .filter(ordinal -> !asTheyCame || draft.added(ordinal) == null)
                    .toList());
        }
    }

    /** Finds out which versions of the id leave, and which may come. */
    private void look(StixId id, List<Candidate> leaving, Map<Long, Candidate> candidates, Set<StixId> hopes) {
        IdentifierEntry entry = draft.identifier(id);
        Map<String, Long> standing = permitted.standing(entry);
        for (Version version : entry.versions()) {
            Shown shown = version.shownTo(contract);
            boolean live = shown != null && shown.meets();
            Long stands = standing.get(version.text());
            if (shown != null && live && !stays(version, shown, stands)) {
                leaving.add(leaving(id, version, shown));
                live = false;
            } else if (!live && stands != null) {
                hopes.add(id);
            }
            if (!live && stands != null) {
                candidates.put(stands, candidate(stands, id, version.text()));
            }
            if (shown != null && shown.live() && shown.standIn() && permitted.falls(version)) {
                withdraw(id, version, shown);
            }
        }
        awaitWhatItIsAbout(entry, standing);
    }

    /** Whether a live version stays as it is shown: by the copy that it shows, in a form that it may have. */
    private boolean stays(Version version, Shown shown, @Nullable Long stands) {
        return stands != null && permitted.shownCopy(version, shown) == stands && keepsForm(stands, shown);
    }

    /** The ids, and language content about them where what is cut of one is cut of the other (rule 4). */
    private Set<StixId> touched(Set<StixId> ids) {
        if (forming.rules().cutMarked() == null) {
            return ids;
        }
        Set<StixId> touched = new LinkedHashSet<>(ids);
        for (StixId id : ids) {
            List<Long> ordinals = new ArrayList<>(draft.tables().referringTo(contract, id));
            ordinals.addAll(draft.tables().waitingFor(contract, id));
            for (long ordinal : ordinals) {
                StixId other = draft.id(ordinal);
                if (other.isOfType("language-content")) {
                    touched.add(other);
                }
            }
        }
        return touched;
    }

    private void move(
            List<Candidate> leaving, Map<Long, Candidate> candidates, Set<StixId> hopes, Set<StixId> touched) {
        List<Candidate> gone = new ArrayList<>(leaving);
        for (Closure.Waiting fallen : Closure.removals(leaving, new Indexed())) {
            gone.add(fallen.candidate());
            candidates.putIfAbsent(fallen.candidate().object(), fallen.candidate());
        }
        Set<Long> waited = new HashSet<>();
        for (Candidate candidate : Closure.reached(hopes, this::waitingFor)) {
            waited.add(candidate.object());
            candidates.putIfAbsent(candidate.object(), candidate);
        }
        Map<StixId, Integer> lost = new HashMap<>();
        gone.forEach(candidate -> lost.merge(candidate.id(), 1, Integer::sum));
        Predicate<StixId> stays = id -> meeting(id) > lost.getOrDefault(id, 0);
        Closure.Result result = Closure.additions(List.copyOf(candidates.values()), stays);
        Set<Long> complete = new HashSet<>();
        Set<Key> going = new HashSet<>();
        Set<StixId> came = new HashSet<>();
        for (Candidate candidate : result.complete()) {
            complete.add(candidate.object());
            going.add(Key.of(candidate));
            came.add(candidate.id());
        }
        Predicate<StixId> after = id -> came.contains(id) || stays.test(id);
        Set<StixId> moved = new LinkedHashSet<>(touched);
        Set<Long> settled = new HashSet<>(complete);
        for (Candidate candidate : gone) {
            moved.add(candidate.id());
            settled.add(candidate.object());
            if (!going.contains(Key.of(candidate))) {
                withdraw(candidate);
            }
        }
        waited.addAll(waiting(result.complete()));
        for (Candidate candidate : result.complete()) {
            moved.add(candidate.id());
            show(candidate, after, waited.contains(candidate.object()));
        }
        result.waiting().forEach(this::await);
        if (forming.rules().trim() != null) {
            trim(lost.keySet(), after, settled, moved);
            complete(came, settled);
        }
        Set<Key> left = new HashSet<>();
        gone.forEach(candidate -> left.add(Key.of(candidate)));
        for (StixId id : moved) {
            IdentifierEntry entry = draft.identifier(id);
            revoking.follow(
                    entry,
                    complete,
                    other -> meets(entry, other.version()) && !left.contains(new Key(id, other.version())));
        }
    }

    /** Restates at once what stays and refers to what is lost. */
    private void trim(Set<StixId> lost, Predicate<StixId> after, Set<Long> settled, Set<StixId> moved) {
        for (StixId id : lost) {
            for (Candidate candidate : after.test(id) ? List.<Candidate>of() : referringTo(id)) {
                if (settled.add(candidate.object())) {
                    show(candidate, after, false);
                    moved.add(candidate.id());
                }
            }
        }
    }

    /** Has what stays and refers to what came restated when that is due. */
    private void complete(Set<StixId> came, Set<Long> settled) {
        for (StixId id : came) {
            for (Candidate candidate : meeting(id) > 0 ? List.<Candidate>of() : referringTo(id)) {
                if (settled.add(candidate.object())) {
                    incomplete(candidate.object());
                }
            }
        }
    }

    private void incomplete(long ordinal) {
        long due = (Math.floorDiv(draft.micros(), INTERVAL_MICROS) + 1) * INTERVAL_MICROS;
        draft.note(new Event.Incomplete(contract, ordinal, due));
    }

    /** Restates what was to wait for this instant. */
    void completions() {
        Set<StixId> moved = new LinkedHashSet<>();
        for (long ordinal : draft.tables().incomplete(contract)) {
            Candidate candidate = mayRelease ? member(ordinal) : null;
            if (candidate != null) {
                show(candidate, id -> meeting(id) > 0, false);
                moved.add(candidate.id());
            }
        }
        for (StixId id : moved) {
            IdentifierEntry entry = draft.identifier(id);
            revoking.follow(entry, Set.of(), other -> meets(entry, other.version()));
        }
    }

    /**
     * Moves the feed after something changed by which classes of objects are decided: each class is decided again, and those of
     * which the outcome is another one are looked at. What has its form by what marks it is decided anew as a whole.
     *
     * @param also ids of which versions came or went by the same command
     */
    void redecided(Set<StixId> also) {
        if (forming.rules().cutMarked() != null || !draft.tables().tracked(contract) || draft.hasReclassed()) {
            draft.decideAnew(contract);
            anew(false);
            return;
        }
        Set<Integer> others = new LinkedHashSet<>();
        for (int number = 0; number < draft.classes(); number++) {
            if (permitted.counts(number)) {
                Outcome before = draft.outcome(contract, number);
                Outcome now = permitted.decided(number);
                if (before != now) {
                    draft.decided(contract, number, now);
                    others.add(number);
                }
            }
        }
        Set<StixId> ids = new LinkedHashSet<>(also);
        ids.addAll(draft.members(others));
        ids.addAll(ended());
        ids.addAll(heldBackUntilNow());
        changed(ids);
    }

    /** Moves the feed at an instant at which its embargo ends, or the time of something that it shows. */
    void windowsPassed() {
        if (!draft.tables().tracked(contract) || draft.hasReclassed()) {
            anew(false);
            return;
        }
        Set<StixId> ids = new LinkedHashSet<>(ended());
        ids.addAll(heldBackUntilNow());
        changed(ids);
    }

    /** The ids of what is live and has had its time by now. */
    private Set<StixId> ended() {
        Set<StixId> ids = new LinkedHashSet<>();
        for (long entry : draft.tables().retained(contract, permitted::isRetentionOver)) {
            ids.add(draft.id(draft.shownCopy(contract, entry)));
        }
        return ids;
    }

    /** Where an embargo ends at this very instant, the ids of all that is permitted: nothing of it is live. */
    private Set<StixId> heldBackUntilNow() {
        Set<Integer> numbers = new LinkedHashSet<>();
        if (permitted.isFreedNow()) {
            for (int number = 0; number < draft.classes(); number++) {
                if (permitted.counts(number) && permitted.outcome(number) == Outcome.PERMITTED) {
                    numbers.add(number);
                }
            }
        }
        return draft.members(numbers);
    }

    /**
     * Decides the whole store anew: withdraws what is live and should not be, releases what should be and is not.
     *
     * @param formsChanged whether what is live may have another form now, even where objects go as they came
     */
    void anew(boolean formsChanged) {
        Map<StixId, IdentifierEntry> store = draft.identifiers();
        if (!mayRelease) {
            recallAnew(store);
            return;
        }
        List<Candidate> candidates = new ArrayList<>();
        draft.note(new Event.WaitingCleared(contract));
        store.forEach((id, entry) -> {
            Map<String, Long> standing = permitted.standing(entry);
            for (Version version : entry.versions()) {
                Long stands = standing.get(version.text());
                if (stands != null) {
                    candidates.add(candidate(stands, id, version.text()));
                }
            }
            awaitWhatItIsAbout(entry, standing);
        });
        Closure.Result result = Closure.additions(candidates, _ -> false);
        Set<Long> complete = new HashSet<>();
        Set<Key> going = new HashSet<>();
        Set<StixId> live = new HashSet<>();
        for (Candidate candidate : result.complete()) {
            complete.add(candidate.object());
            going.add(Key.of(candidate));
            live.add(candidate.id());
        }
        store.forEach((id, entry) -> {
            for (Version version : entry.versions()) {
                Shown shown = version.shownTo(contract);
                boolean leaves = shown != null
                        && shown.live()
                        && (!shown.standIn() || permitted.falls(version))
                        && !going.contains(new Key(id, version.text()));
                if (shown != null && leaves) {
                    withdraw(leaving(id, version, shown));
                }
            }
        });
        boolean tracked = draft.tables().tracked(contract);
        for (Candidate candidate : result.complete()) {
            boolean meets = isShown(candidate);
            if (!meets || formsChanged || !asTheyCame) {
                show(candidate, live::contains, false, !meets || formsChanged);
            }
            if (meets && !tracked) {
                refers(candidate);
            }
        }
        if (!tracked) {
            draft.note(new Event.Tracked(contract));
        }
        result.waiting()
                .forEach(waiting -> draft.note(
                        new Event.Waiting(contract, waiting.candidate().object(), waiting.missing())));
        store.values().forEach(entry -> revoking.follow(entry, complete, _ -> false));
    }

    // A suspended feed.

    private void recallAnew(Map<StixId, IdentifierEntry> store) {
        List<Candidate> leaving = new ArrayList<>();
        store.forEach((id, entry) -> {
            Map<String, Long> standing = permitted.standing(entry);
            for (Version version : entry.versions()) {
                Shown shown = version.shownTo(contract);
                if (shown != null && shown.meets()) {
                    if (!stays(version, shown, standing.get(version.text()))) {
                        leaving.add(leaving(id, version, shown));
                    }
                } else if (shown != null && shown.live() && permitted.falls(version)) {
                    withdraw(id, version, shown);
                }
            }
        });
        recall(leaving, store.keySet(), new Scanned(store));
    }

    private void recall(List<Candidate> leaving, Set<StixId> touched, Closure.LiveSet live) {
        List<Candidate> gone = new ArrayList<>(leaving);
        Closure.removals(leaving, live).forEach(fallen -> gone.add(fallen.candidate()));
        Set<Key> left = new HashSet<>();
        Set<StixId> moved = new LinkedHashSet<>(touched);
        for (Candidate candidate : gone) {
            withdraw(candidate);
            left.add(Key.of(candidate));
            moved.add(candidate.id());
        }
        for (StixId id : moved) {
            IdentifierEntry entry = draft.identifier(id);
            revoking.follow(
                    entry,
                    Set.of(),
                    other -> meets(entry, other.version()) && !left.contains(new Key(id, other.version())));
        }
    }

    /** Whether what is shown goes beyond nothing that may go: it may only be wanting what was trimmed or cut. */
    private boolean keepsForm(long ordinal, Shown shown) {
        if (asTheyCame && (mayRelease || draft.wentAsItCame(contract, shown.entry(), ordinal))) {
            return true;
        }
        byte[] form =
                asTheyCame ? draft.bytes(ordinal) : forming.of(ordinal) instanceof Form.Goes goes ? goes.bytes() : null;
        if (form == null) {
            return false;
        }
        byte[] now = draft.shown(contract, shown.entry());
        return isTrimmed(ordinal, now) || (!mayRelease && Forms.isPartOf(now, form));
    }

    /** Whether these bytes are the object's form after cuts, less some entries of lists that may be left out. */
    private boolean isTrimmed(long ordinal, byte[] shown) {
        if (asTheyCame || !(forming.of(ordinal) instanceof Form.Goes goes)) {
            return false;
        }
        Set<StixId> references = Set.copyOf(parse(shown).references());
        return Arrays.equals(goes.trimmed(references::contains), shown);
    }

    // What is live, before this command.

    /** The live objects by index, each with what it needs; in a suspended feed, with all that it shows. */
    private final class Indexed implements Closure.LiveSet {
        @Override
        public int versions(StixId id) {
            return meeting(id);
        }

        @Override
        public Iterable<Candidate> dependents(StixId id) {
            return referringTo(id);
        }
    }

    /** The live objects of a suspended feed, found by looking at all. */
    private final class Scanned implements Closure.LiveSet {
        private final Map<StixId, List<Candidate>> dependents = new HashMap<>();

        Scanned(Map<StixId, IdentifierEntry> store) {
            store.forEach((id, entry) -> {
                for (Version version : entry.versions()) {
                    Shown now = version.shownTo(contract);
                    long ordinal = now == null || !now.meets() ? Event.NONE : permitted.shownCopy(version, now);
                    if (ordinal != Event.NONE) {
                        Candidate candidate = shown(ordinal, id, version);
                        candidate
                                .needs()
                                .forEach(need -> dependents
                                        .computeIfAbsent(need, _ -> new ArrayList<>())
                                        .add(candidate));
                    }
                }
            });
        }

        @Override
        public int versions(StixId id) {
            return meeting(id);
        }

        @Override
        public Iterable<Candidate> dependents(StixId id) {
            return dependents.getOrDefault(id, List.of());
        }
    }

    private int meeting(StixId id) {
        return draft.identifier(id).meetingIn(contract);
    }

    private boolean meets(IdentifierEntry entry, String text) {
        Version version = entry.version(text);
        Shown shown = version == null ? null : version.shownTo(contract);
        return shown != null && shown.meets();
    }

    /** Whether the version is live by that very copy. */
    private boolean isShown(Candidate candidate) {
        Version version = draft.identifier(candidate.id()).version(candidate.version());
        Shown shown = version == null ? null : version.shownTo(contract);
        return version != null
                && shown != null
                && shown.meets()
                && permitted.shownCopy(version, shown) == candidate.object();
    }

    private List<Candidate> referringTo(StixId id) {
        List<Candidate> live = new ArrayList<>();
        for (long ordinal : draft.tables().referringTo(contract, id)) {
            Candidate candidate = member(ordinal);
            if (candidate != null) {
                live.add(candidate);
            }
        }
        return live;
    }

    /** The object, if it is live and its form is allowed still. */
    private @Nullable Candidate member(long ordinal) {
        StixId id = draft.id(ordinal);
        IdentifierEntry entry = draft.identifier(id);
        Version version = entry.version(draft.version(ordinal));
        Shown shown = version == null ? null : version.shownTo(contract);
        if (version == null
                || shown == null
                || !shown.meets()
                || permitted.shownCopy(version, shown) != ordinal
                || !forming.goes(ordinal)) {
            return null;
        }
        return mayRelease ? candidate(ordinal, id, version.text()) : shown(ordinal, id, version);
    }

    /** A live object of a suspended feed, with all that it shows. */
    private Candidate shown(long ordinal, StixId id, Version version) {
        Shown shown = version.shownTo(contract);
        if (shown == null) {
            throw new IllegalStateException("an object is live and was never shown");
        }
        List<StixId> needs = new ArrayList<>(Closure.needs(parse(draft.shown(contract, shown.entry()))));
        if (!asTheyCame && forming.of(ordinal) instanceof Form.Goes goes) {
            needs.removeAll(goes.kept());
        }
        return new Candidate(ordinal, id, version.text(), needs);
    }

    private Candidate leaving(StixId id, Version version, Shown shown) {
        long copy = permitted.shownCopy(version, shown);
        long ordinal = copy == Event.NONE ? draft.shownCopy(contract, shown.entry()) : copy;
        return new Candidate(ordinal, id, version.text(), List.of());
    }

    // What waits.

    /** The objects of these that wait. */
    private Set<Long> waiting(List<Candidate> candidates) {
        Set<Long> waiting = new HashSet<>();
        for (List<Candidate> some : Pieces.of(candidates)) {
            List<Long> stored = some.stream()
                    .map(Candidate::object)
                    .filter(ordinal -> draft.added(ordinal) == null)
                    .toList();
            waiting.addAll(draft.tables().waiting(contract, stored));
        }
        return waiting;
    }

    private Iterable<Candidate> waitingFor(StixId id) {
        List<Candidate> waiting = new ArrayList<>();
        if (draft.identifier(id).awaitedBy().contains(contract)) {
            for (long ordinal : draft.tables().waitingFor(contract, id)) {
                StixId other = draft.id(ordinal);
                IdentifierEntry entry = draft.identifier(other);
                String text = draft.version(ordinal);
                Long stands = permitted.standing(entry).get(text);
                if (stands != null && stands == ordinal && !meets(entry, text)) {
                    waiting.add(candidate(ordinal, other, text));
                }
            }
        }
        return waiting;
    }

    /** What it waited for before counts too: some of that may have come and gone. */
    private void await(Closure.Waiting waiting) {
        long ordinal = waiting.candidate().object();
        Set<StixId> missing = new LinkedHashSet<>(waiting.missing());
        if (draft.added(ordinal) == null) {
            List<StixId> known = draft.tables().waiting(contract, ordinal);
            if (known.containsAll(missing)) {
                return;
            }
            missing.addAll(known);
        }
        draft.note(new Event.Waiting(contract, ordinal, List.copyOf(missing)));
    }

    /** Language content of which nothing is left after cuts waits for what it is about to be cut less. */
    private void awaitWhatItIsAbout(IdentifierEntry entry, Map<String, Long> standing) {
        if (!mayRelease || forming.rules().cutMarked() == null) {
            return;
        }
        for (Version version : entry.versions()) {
            for (long copy : standing.containsKey(version.text()) ? List.<Long>of() : permitted.copies(version)) {
                boolean refused = draft.id(copy).isOfType("language-content") && !forming.goes(copy);
                StixId about = refused ? Forms.about(parse(draft.bytes(copy))) : null;
                if (about != null) {
                    draft.note(new Event.Waiting(contract, copy, List.of(about)));
                }
            }
        }
    }

    // What is shown.

    private void withdraw(Candidate candidate) {
        IdentifierEntry entry = draft.identifier(candidate.id());
        Version version = entry.version(candidate.version());
        Shown shown = version == null ? null : version.shownTo(contract);
        // A revocation may stay in another form, if there is an earlier version.
        boolean mayStay = version != null
                && !permitted.falls(version)
                && entry.versions().size() > 1
                && draft.copy(permitted.representative(version)).revoked();
        if (version != null && shown != null && !mayStay) {
            withdraw(candidate.id(), version, shown);
        }
    }

    private void withdraw(StixId id, Version version, Shown shown) {
        if (permitted.hasEnded(version)) {
            change.withdraw(id, version.text(), shown.entry(), Opening.RETENTION_ENDED);
        } else {
            change.withdraw(id, version.text(), shown.entry());
        }
    }

    private void show(Candidate candidate, Predicate<StixId> live, boolean waited) {
        show(candidate, live, waited, true);
    }

    /**
     * Shows the object in the form that it has now; nothing where it is shown like that already.
     *
     * @param atOnce false where a form that only wants what was trimmed is left to its time: deciding anew must not bring completions
     *     forward, since what made it necessary may be something that the partner must not notice (rule 12)
     */
    private void show(Candidate candidate, Predicate<StixId> live, boolean waited, boolean atOnce) {
        long ordinal = candidate.object();
        Version version = draft.identifier(candidate.id()).version(candidate.version());
        Shown shown = version == null ? null : version.shownTo(contract);
        byte[] form = asTheyCame ? null : form(ordinal, live);
        How how = how(ordinal, shown, form);
        if (!atOnce
                && shown != null
                && how == How.RESTATED_COMPLETING
                && isTrimmed(ordinal, draft.shown(contract, shown.entry()))) {
            incomplete(ordinal);
            return;
        }
        if (how == null && !isShown(candidate)) {
            // The same bytes by another copy, which came another way.
            how = How.RESTATED_COMPLETING;
        }
        if (how != null) {
            if (draft.identifier(candidate.id()).versions().size() > 1) {
                revoking.shows(ordinal, form == null ? draft.bytes(ordinal) : form);
            }
            List<StixId> without = form == null ? List.of() : trimmed(ordinal, live);
            change.show(how, ordinal, candidate.id(), candidate.version(), form, without, waited);
            refers(candidate);
        }
    }

    /** The object's bytes under its duties, or null where they are those that came in. */
    private byte @Nullable [] form(long ordinal, Predicate<StixId> live) {
        if (!(forming.of(ordinal) instanceof Form.Goes goes)) {
            throw new IllegalStateException("an object goes that has no form to go in");
        }
        byte[] form = goes.trimmed(live);
        return draft.isAsItCame(ordinal, form) ? null : form;
    }

    /** What lists of the object name no more while it is not live. */
    private List<StixId> trimmed(long ordinal, Predicate<StixId> live) {
        return forming.of(ordinal) instanceof Form.Goes goes
                ? goes.trimmable().stream().filter(live.negate()).toList()
                : List.of();
    }

    private @Nullable How how(long ordinal, @Nullable Shown shown, byte @Nullable [] form) {
        if (shown == null || !shown.live()) {
            return How.RELEASED;
        }
        if (shown.standIn()) {
            return How.RESTATED_COMPLETING;
        }
        byte[] now = form == null && draft.wentAsItCame(contract, shown.entry(), ordinal)
                ? null
                : draft.shown(contract, shown.entry());
        if (now == null || (form != null && Arrays.equals(now, form))) {
            return null;
        }
        boolean completes = Forms.isPartOf(now, form == null ? draft.bytes(ordinal) : form);
        return completes ? How.RESTATED_COMPLETING : How.RESTATED_LOSING;
    }

    private void refers(Candidate candidate) {
        List<StixId> references = candidate.needs();
        if (!asTheyCame && forming.of(candidate.object()) instanceof Form.Goes goes) {
            references = goes.references();
        }
        if (!references.isEmpty()) {
            draft.note(new Event.Refers(contract, candidate.object(), references));
        }
    }

    private Candidate candidate(long ordinal, StixId id, String version) {
        Draft.@Nullable Added added = asTheyCame ? draft.added(ordinal) : null;
        if (added != null) {
            return new Candidate(ordinal, id, version, added.prepared().needs());
        }
        if (!(forming.of(ordinal) instanceof Form.Goes goes)) {
            throw new IllegalStateException("an object may come that has no form to come in");
        }
        return new Candidate(ordinal, id, version, goes.needs(), goes.groups());
    }

    static StixObject parse(byte[] bytes) {
        return switch (StixReader.parseObject(bytes, Limits.NONE)) {
            case Parsed.Valid valid -> valid.object();
            case Parsed.Invalid _ -> throw new IllegalStateException("the store holds an object that cannot be read");
        };
    }
}
