package org.entente.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Edition;
import org.entente.exchange.State.MemorandumEntry;
import org.entente.exchange.State.Status;
import org.entente.memorandum.Duties;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.LeftOperand;
import org.entente.memorandum.Lifecycle;
import org.entente.memorandum.LifecycleEvent;
import org.entente.memorandum.SignedConsent;
import org.entente.release.Source;
import org.entente.release.Windows;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a command leads to: reads the views, writes a {@link Draft}, gives the answer. A command that cannot be carried
 * out fails before its draft has any effect. Runs on the writer thread only.
 */
final class Decider {
    private final Organisation self;
    private final NodeKeys keys;
    private final FeedSecrets secrets;
    private final Destroying destroying;
    private final Following following;
    private final Concluding concluding;

    Decider(Organisation self, NodeKeys keys, FeedSecrets secrets, Chunk chunk) {
        this.self = self;
        this.keys = keys;
        this.secrets = secrets;
        this.destroying = new Destroying(self.did());
        this.following = new Following(self, secrets, chunk);
        this.concluding = new Concluding(self, keys, following, destroying);
    }

    /** Fills the draft and answers, or throws {@link Failure}. */
    Object decide(Command<?> command, List<Prepared> prepared, Draft draft) {
        draft.note(new Event.Taken(command.getClass().getSimpleName(), command.actor(), draft.micros()));
        Object answer = answer(command, prepared, draft);
        destroying.erase(draft);
        return answer;
    }

    private Object answer(Command<?> command, List<Prepared> prepared, Draft draft) {
        return switch (command) {
            case Command.ImportObjects c -> importObjects(c, prepared, draft);
            case Command.AddPartner c -> new Admitting(self, draft).addPartner(c);
            case Command.IssueToken c -> new Admitting(self, draft).issueToken(c);
            case Command.RegisterCertificate c -> new Admitting(self, draft).registerCertificate(c);
            case Command.RevokeToken c -> new Admitting(self, draft).revokeToken(c);
            case Command.AddMemorandum c -> concluding.addMemorandum(c.memorandum(), draft);
            case Command.SignMemorandum c -> concluding.signMemorandum(c, draft);
            case Command.MarkMemorandum c -> concluding.mark(c, draft);
            case Command.Suspend(var _, var memorandum, var contract) ->
                concluding.move(
                        memorandum,
                        contract == null
                                ? new LifecycleEvent.Suspended()
                                : new LifecycleEvent.ContractSuspended(contract),
                        draft);
            case Command.Resume(var _, var memorandum, var contract) ->
                concluding.move(
                        memorandum,
                        contract == null ? new LifecycleEvent.Resumed() : new LifecycleEvent.ContractResumed(contract),
                        draft);
            case Command.Sever(var _, var memorandum) ->
                concluding.move(memorandum, new LifecycleEvent.Severed(), draft);
            case Command.SetHouseRules c -> setHouseRules(c.rules(), draft);
            case Command.ReceiveLog c -> receiveLog(c, draft);
            case Command.ReceiveObjects c -> receiveObjects(c, draft);
            case Command.TakeNotice c -> takeNotice(c, draft);
            case Command.Approve c -> approve(c, draft);
            case Command.WithdrawApproval c -> withdrawApproval(c, draft);
            case Command.GiveConsent c -> new Consenting(self, draft).give(c, keys);
            case Command.WithdrawConsent c -> new Consenting(self, draft).withdraw(c, keys);
            case Command.TakeConsent c -> takeConsent(c.consent(), draft);
            case Command.TimePassed c -> timePassed(c, draft);
            case Command.SettleFeed c -> {
                following.settle(c.contract(), draft);
                yield new Command.Done();
            }
            case Command.AddCollection c -> Filing.declare(c, draft);
            case Command.RemoveObject c -> removeObject(c, draft);
            case Command.PostToCollection c -> postToCollection(c, prepared, draft);
            case Command.PostToInbox c -> posting(c.partner(), draft).toInbox(c);
            case Command.TakeFromInbox c -> takeFromInbox(c, draft);
            case Command.PreviewMemorandum c ->
                new Previewing(self, secrets, draft, following.passesOn(draft)).of(c.memorandum());
            case Command.PreviewHouseRules c ->
                new Previewing(self, secrets, draft, following.passesOn(draft)).of(c.rules());
        };
    }

    // Objects.

    private Command.Imported importObjects(Command.ImportObjects command, List<Prepared> prepared, Draft draft) {
        limit(command.objects());
        List<StixId> conflicts = new ArrayList<>();
        List<StixId> received = new ArrayList<>();
        List<StixId> attested = new ArrayList<>();
        List<Command.BrokenRule> broken = new ArrayList<>();
        Set<StixId> added = new LinkedHashSet<>();
        int count = 0;
        int unchanged = 0;
        draft.tables().fetch(prepared.stream().map(next -> next.object().id()).toList());
        for (Prepared next : prepared) {
            StixId id = next.object().id();
            switch (add(next, command.attested() ? command.actor() : null, draft, broken)) {
                case ADDED -> {
                    added.add(id);
                    count++;
                }
                case ATTESTED -> {
                    added.add(id);
                    attested.add(id);
                    count++;
                }
                case UNCHANGED -> unchanged++;
                case CONFLICT -> conflicts.add(id);
                case RECEIVED -> received.add(id);
            }
        }
        if (command.strict() && !broken.isEmpty()) {
            throw breaking(broken);
        }
        Map<UUID, Integer> released = new HashMap<>();
        Map<UUID, Integer> withdrawn = new HashMap<>();
        following.followAdded(added, draft).forEach((contract, counts) -> {
            if (counts.releases() > 0) {
                released.put(contract, counts.releases());
            }
            if (counts.withdrawals() > 0) {
                withdrawn.put(contract, counts.withdrawals());
            }
        });
        return new Command.Imported(
                count,
                unchanged,
                List.copyOf(conflicts),
                List.copyOf(received),
                List.copyOf(attested),
                Map.copyOf(released),
                Map.copyOf(withdrawn),
                List.copyOf(broken));
    }

    private static Failure breaking(List<Command.BrokenRule> broken) {
        Command.BrokenRule first = broken.getFirst();
        return new Failure(
                Failure.Code.INVALID,
                "A version breaks a rule of STIX 2.1 with an own version of the same object, so nothing was imported.",
                "breaking",
                Integer.toString(broken.size()),
                "object",
                first.id().value(),
                "version",
                first.version(),
                "rule",
                first.problem().rule() + " at " + first.problem().path(),
                "reason",
                first.problem().message());
    }

    private PostStatus postToCollection(Command.PostToCollection command, List<Prepared> prepared, Draft draft) {
        State.Collection collection = Filing.existing(command.collection(), draft);
        if (!collection.tags().equals(command.tags())) {
            throw new IllegalStateException("what was posted does not bear the collection's tags");
        }
        Posting posting = posting(command.poster(), draft);
        draft.tables().fetch(prepared.stream().map(next -> next.object().id()).toList());
        Set<StixId> added = new LinkedHashSet<>();
        PostStatus status = posting.toCollection(command, collection, prepared, added);
        following.followAdded(added, draft);
        return status;
    }

    private Posting posting(String poster, Draft draft) {
        return new Posting(draft, poster, secrets.ofPoster(poster));
    }

    private Command.Removed removeObject(Command.RemoveObject command, Draft draft) {
        State.Collection collection = Filing.existing(command.collection(), draft);
        boolean marking = Following.classifies(command.object(), draft);
        List<Long> removed = Filing.remove(collection, command, draft);
        for (ContractEntry contract : following.giving(draft)) {
            following.changed(contract, Set.of(command.object()), marking, draft);
        }
        return new Command.Removed(removed.size());
    }

    private Command.Taken takeFromInbox(Command.TakeFromInbox command, Draft draft) {
        if (draft.state().partner(command.partner()) == null) {
            throw Admitting.unknownPartner(command.partner());
        }
        return posting(command.partner(), draft).take(command);
    }

    /** What became of one object that our people or tools bring in. */
    enum Import {
        ADDED,
        ATTESTED,
        UNCHANGED,
        CONFLICT,
        RECEIVED
    }

    /**
     * Rule 3: own before received, the first own copy stands, and importing what a partner sent does not make it ours, save by the
     * word of a releaser.
     *
     * @param releaser who attests that it is ours too, or null
     */
    static Import add(Prepared prepared, @Nullable String releaser, Draft draft, List<Command.BrokenRule> broken) {
        StixObject object = prepared.object();
        IdentifierEntry.Version known = draft.identifier(object.id()).version(object.version());
        if (known != null && known.own() != Event.NONE) {
            boolean same = sameBytes(prepared, known.own(), draft)
                    && draft.facets(draft.copy(known.own()).number()).agrees(draft.facets(prepared));
            return same ? Import.UNCHANGED : Import.CONFLICT;
        }
        boolean received = known != null
                && known.received().stream()
                        .anyMatch(copy ->
                                sameBytes(prepared, copy.ordinal(), draft) && !wasHereBefore(copy.ordinal(), draft));
        if (received && releaser == null) {
            return Import.RECEIVED;
        }
        broken.addAll(new VersionCheck(draft, Event.NONE).broken(object));
        long ordinal = draft.add(prepared, Event.NONE, Event.NONE);
        draft.file(ordinal);
        if (received && releaser != null) {
            draft.note(new Event.Attested(ordinal, releaser, draft.micros()));
            return Import.ATTESTED;
        }
        return Import.ADDED;
    }

    /** What went from here and came back round is no partner's. */
    private static boolean wasHereBefore(long ordinal, Draft draft) {
        return draft.facets(draft.copy(ordinal).number()).source() instanceof Source.Received(var _, var _, var passing)
                && passing == Source.Passing.RETURNED;
    }

    private static boolean sameBytes(Prepared prepared, long ordinal, Draft draft) {
        return Arrays.equals(prepared.payload().sha256(), draft.sha256(ordinal));
    }

    static void limit(List<StixObject> objects) {
        long bytes = 0;
        for (StixObject object : objects) {
            bytes += object.bytes().length;
            // The version stands in openings, which are limited; STIX sets no limit on the digits of a timestamp.
            if (object.version().length() > Command.MAX_TEXT) {
                throw new Failure(
                        Failure.Code.LIMIT,
                        "The version of an object is a timestamp of too many digits.",
                        "object",
                        object.id().value(),
                        "max_characters",
                        Integer.toString(Command.MAX_TEXT));
            }
        }
        if (objects.size() > Command.MAX_OBJECTS || bytes > Command.MAX_OBJECT_BYTES) {
            throw new Failure(
                    Failure.Code.LIMIT,
                    "One command takes a limited number of objects and bytes; a larger file has to be split.",
                    "objects",
                    Integer.toString(objects.size()),
                    "max_objects",
                    Integer.toString(Command.MAX_OBJECTS),
                    "bytes",
                    Long.toString(bytes),
                    "max_bytes",
                    Long.toString(Command.MAX_OBJECT_BYTES));
        }
    }

    // House rules, approvals and consents.

    private Command.Done setHouseRules(HouseRules rules, Draft draft) {
        draft.control(new Event.HouseRulesSet(rules.canonical()));
        draft.ask(draft.state().asked(null, self.did()));
        following.giving(draft).forEach(contract -> following.redecided(contract, Set.of(), draft));
        return new Command.Done();
    }

    private Command.Done approve(Command.Approve command, Draft draft) {
        ContractEntry contract = Approving.asking(command.contract(), self.did(), draft);
        Approving.give(command, contract, following.forming(draft, contract), draft);
        following.changed(contract, Set.of(command.object()), draft);
        return new Command.Done();
    }

    private Command.Done withdrawApproval(Command.WithdrawApproval command, Draft draft) {
        ContractEntry contract = Approving.asking(command.contract(), self.did(), draft);
        Approving.withdraw(command, contract, draft);
        following.changed(contract, Set.of(command.object()), draft);
        return new Command.Done();
    }

    private Command.ConsentTaken takeConsent(SignedConsent signed, Draft draft) {
        List<UUID> resting = new Consenting(self, draft).take(signed);
        Set<StixId> ids = Set.of(signed.consent().object());
        following.giving(draft).stream()
                .filter(contract ->
                        contract.contract().receiver().equals(signed.consent().to()))
                .forEach(contract -> following.changed(contract, ids, draft));
        return new Command.ConsentTaken(resting);
    }

    // Time.

    private Command.Done timePassed(Command.TimePassed command, Draft draft) {
        boolean moved = termsPass(command, draft);
        moved |= windowsPass(command, draft);
        long completions = draft.tables().completionDue();
        // What is due at the very instant at which a feed moves otherwise follows in a command of its own.
        if (!moved && completions != Event.NONE && completions <= Micros.of(command.due())) {
            complete(draft);
        }
        return new Command.Done();
    }

    /** Moves the first memorandum for which the instant has come; another one has a command of its own. */
    private boolean termsPass(Command.TimePassed command, Draft draft) {
        for (MemorandumEntry entry : draft.state().memoranda()) {
            UUID id = entry.memorandum().id();
            // A version that takes over at the instant at which another ends does so before: its contracts go on.
            State.Coming coming = entry.coming();
            if (coming != null && !coming.at().isAfter(command.due())) {
                concluding.move(id, coming.version(), new LifecycleEvent.TermBegan(), draft);
                return true;
            }
            Edition current = Concluding.existing(id, draft).current();
            Instant due = Lifecycle.nextDue(current.memorandum(), current.standing());
            if (due != null && !due.isAfter(command.due())) {
                concluding.move(id, Lifecycle.dueEvent(current.memorandum(), current.standing()), draft);
                return true;
            }
        }
        return false;
    }

    /** Has the contracts follow of which an embargo or a release ends at this instant. */
    private boolean windowsPass(Command.TimePassed command, Draft draft) {
        boolean passed = false;
        long before = draft.tables().counters().micros();
        for (ContractEntry contract : following.giving(draft)) {
            Instant due = nextDue(contract, draft.tables(), before);
            // What moved already was decided at this very instant.
            if (due != null && !due.isAfter(command.due()) && !draft.moved(contract.number())) {
                following.move(contract, draft, LiveSet::windowsPassed);
                passed = true;
            }
        }
        return passed;
    }

    /** Restates what waited for this instant (release.md rule 12). */
    private void complete(Draft draft) {
        for (ContractEntry contract : following.giving(draft)) {
            following.move(contract, draft, LiveSet::completions);
        }
        draft.note(new Event.Completed());
    }

    /**
     * The next instant at which a term begins or ends, an embargo ends, a release ends by itself, or objects are restated; null
     * when none comes.
     */
    @Nullable
    Instant nextDue(Replay views, long nowMicros) {
        State state = views.state();
        long completions = views.tables().completionDue();
        Instant next = completions == Event.NONE ? null : Micros.instant(completions);
        for (ContractEntry contract : state.contracts()) {
            if (contract.status() != Status.CLOSED
                    && contract.contract().giver().equals(self.did())) {
                next = earlier(next, nextDue(contract, views.tables(), nowMicros));
            }
        }
        for (MemorandumEntry entry : state.memoranda()) {
            next = earlier(next, Lifecycle.nextDue(entry.memorandum(), entry.standing()));
            State.Coming coming = entry.coming();
            next = earlier(next, coming == null ? null : coming.at());
        }
        return next;
    }

    /** An embargo that is over by the journal's time has nothing more to say; what is retained is listed while it is live. */
    private static @Nullable Instant nextDue(ContractEntry contract, Tables tables, long nowMicros) {
        Duties duties = contract.grant().duties();
        Instant next = null;
        if (duties.embargoUntil() != null && Windows.isEmbargoed(duties, Micros.instant(nowMicros))) {
            next = duties.embargoUntil();
        }
        long first = duties.retainFor() == null ? Long.MAX_VALUE : tables.earliestRetained(contract.number());
        return first == Long.MAX_VALUE ? next : earlier(next, Windows.retentionEnd(duties, Micros.instant(first)));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.isBefore(one) ? other : one;
    }

    /** What constraints ask of objects in that state. */
    Set<LeftOperand> asked(State state) {
        return state.asked(null, self.did());
    }

    // What partners give.

    private ContractEntry received(UUID id, Draft draft) {
        ContractEntry contract = draft.state().receivedBy(self.did(), id);
        if (contract.status() != Status.OPEN) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "The contract is suspended or closed: nothing is taken in.",
                    "contract",
                    id.toString());
        }
        return contract;
    }

    private Command.Done receiveLog(Command.ReceiveLog command, Draft draft) {
        Receiving receiving = receiving(command.contract(), draft);
        Command.Done done = receiving.log(command);
        recalled(
                receiving.recalled(),
                destroying.endedBy(receiving.taken(), received(command.contract(), draft), draft),
                draft);
        return done;
    }

    /** A notice counts while the contract is suspended here too: what is recalled goes, whoever holds back what. */
    private Command.NoticeTaken takeNotice(Command.TakeNotice command, Draft draft) {
        ContractEntry contract = draft.state().receivedBy(self.did(), command.contract());
        if (contract.status() == Status.CLOSED) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "The contract is closed: nothing is taken in.",
                    "contract",
                    command.contract().toString());
        }
        Noticing noticing = new Noticing(draft, contract, partner(contract, draft));
        List<Long> numbers = noticing.take(command.note());
        List<Long> copies = noticing.copies(numbers);
        draft.recall(copies);
        recalled(copies, destroying.endedBy(numbers, contract, draft), draft);
        return new Command.NoticeTaken(copies.size());
    }

    /**
     * Has our feeds follow what a partner recalled, and what is due to be destroyed with it.
     *
     * @param copies of the entries that it recalled
     * @param ended copies whose title ended
     */
    private void recalled(List<Long> copies, Set<Long> ended, Draft draft) {
        draft.end(ended);
        Set<Long> recalled = new LinkedHashSet<>(copies);
        recalled.addAll(ended);
        if (following.passesOn(draft) && !recalled.isEmpty()) {
            Set<StixId> ids = new LinkedHashSet<>();
            recalled.forEach(ordinal -> ids.add(draft.id(ordinal)));
            following.giving(draft).forEach(contract -> following.changed(contract, ids, draft));
        }
        destroying.destroy(ended, draft);
    }

    private Command.ObjectsReceived receiveObjects(Command.ReceiveObjects command, Draft draft) {
        Receiving receiving = receiving(command.contract(), draft);
        Command.ObjectsReceived received = receiving.objects(command);
        Set<Long> replaced = destroying.replacedBy(receiving.added(), received(command.contract(), draft), draft);
        draft.end(replaced);
        if (following.passesOn(draft) && !receiving.added().isEmpty()) {
            following.giving(draft).forEach(contract -> following.changed(contract, receiving.added(), draft));
        }
        destroying.destroy(replaced, draft);
        return received;
    }

    private Receiving receiving(UUID id, Draft draft) {
        ContractEntry contract = received(id, draft);
        return new Receiving(draft, contract, partner(contract, draft));
    }

    private static State.Partner partner(ContractEntry contract, Draft draft) {
        State.Partner partner = draft.state().partner(contract.contract().giver());
        if (partner == null) {
            throw Admitting.unknownPartner(contract.contract().giver());
        }
        return partner;
    }
}
