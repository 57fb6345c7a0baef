package org.entente.exchange;

import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Edition;
import org.entente.exchange.State.MemorandumEntry;
import org.entente.exchange.State.Status;
import org.entente.memorandum.Contract;
import org.entente.memorandum.Duties;
import org.entente.memorandum.Fault;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.LeftOperand;
import org.entente.memorandum.Lifecycle;
import org.entente.memorandum.LifecycleEvent;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.PartySignature;
import org.entente.memorandum.SignedConsent;
import org.entente.memorandum.SignedMemorandum;
import org.entente.memorandum.Standing;
import org.entente.memorandum.Transition;
import org.entente.release.Source;
import org.entente.release.Windows;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;
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
    private @Nullable State dutiesOf;
    private Map<Integer, FormDuty> duties = Map.of();
    private @Nullable State passesOnOf;
    private boolean passesOn;

    Decider(Organisation self, NodeKeys keys, FeedSecrets secrets) {
        this.self = self;
        this.keys = keys;
        this.secrets = secrets;
        this.destroying = new Destroying(self.did());
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
            case Command.AddMemorandum c -> addMemorandum(c.memorandum(), draft);
            case Command.SignMemorandum c -> signMemorandum(c, draft);
            case Command.MarkMemorandum c -> mark(c, draft);
            case Command.Suspend(var _, var memorandum, var contract) ->
                move(
                        memorandum,
                        contract == null
                                ? new LifecycleEvent.Suspended()
                                : new LifecycleEvent.ContractSuspended(contract),
                        draft);
            case Command.Resume(var _, var memorandum, var contract) ->
                move(
                        memorandum,
                        contract == null ? new LifecycleEvent.Resumed() : new LifecycleEvent.ContractResumed(contract),
                        draft);
            case Command.Sever(var _, var memorandum) -> move(memorandum, new LifecycleEvent.Severed(), draft);
            case Command.SetHouseRules c -> setHouseRules(c.rules(), draft);
            case Command.ReceiveLog c -> receiveLog(c, draft);
            case Command.ReceiveObjects c -> receiveObjects(c, draft);
            case Command.Approve c -> approve(c, draft);
            case Command.WithdrawApproval c -> withdrawApproval(c, draft);
            case Command.GiveConsent c -> new Consenting(self, draft).give(c, keys);
            case Command.WithdrawConsent c -> new Consenting(self, draft).withdraw(c, keys);
            case Command.TakeConsent c -> takeConsent(c.consent(), draft);
            case Command.TimePassed c -> timePassed(c, draft);
            case Command.AddCollection c -> Filing.declare(c, draft);
            case Command.RemoveObject c -> removeObject(c, draft);
            case Command.PostToCollection c -> postToCollection(c, prepared, draft);
            case Command.PostToInbox c -> posting(c.partner(), draft).toInbox(c);
            case Command.TakeFromInbox c -> takeFromInbox(c, draft);
            case Command.PreviewMemorandum c ->
                new Previewing(self, secrets, draft, passesOn(draft)).of(c.memorandum());
            case Command.PreviewHouseRules c -> new Previewing(self, secrets, draft, passesOn(draft)).of(c.rules());
        };
    }

    // Objects.

    private Command.Imported importObjects(Command.ImportObjects command, List<Prepared> prepared, Draft draft) {
        limit(command.objects());
        List<StixId> conflicts = new ArrayList<>();
        List<StixId> received = new ArrayList<>();
        List<Command.BrokenRule> broken = new ArrayList<>();
        Set<StixId> added = new LinkedHashSet<>();
        int count = 0;
        int unchanged = 0;
        draft.tables().fetch(prepared.stream().map(next -> next.object().id()).toList());
        for (Prepared next : prepared) {
            StixId id = next.object().id();
            switch (add(next, draft, broken)) {
                case ADDED -> {
                    added.add(id);
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
        followAdded(added, draft).forEach((contract, counts) -> {
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
                Map.copyOf(released),
                Map.copyOf(withdrawn),
                List.copyOf(broken));
    }

    /** Makes the feeds follow own objects of these ids that were added. */
    private Map<UUID, Change.Counts> followAdded(Set<StixId> added, Draft draft) {
        Map<UUID, Change.Counts> counts = new LinkedHashMap<>();
        boolean markingsChanged = added.stream().anyMatch(id -> classifies(id, draft));
        Reach reach = new Reach(added, draft);
        for (ContractEntry contract : giving(draft)) {
            // What is cut of one object may decide the form of another.
            boolean cuts = duty(contract, draft).rules().cutMarked() != null;
            if (markingsChanged || cuts || reach.covers(contract.number())) {
                counts.put(contract.contract().id(), changed(contract, added, markingsChanged, draft));
            }
        }
        return counts;
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
        followAdded(added, draft);
        return status;
    }

    private Posting posting(String poster, Draft draft) {
        return new Posting(draft, poster, secrets.ofPoster(poster));
    }

    private Command.Removed removeObject(Command.RemoveObject command, Draft draft) {
        State.Collection collection = Filing.existing(command.collection(), draft);
        boolean marking = classifies(command.object(), draft);
        List<Long> removed = Filing.remove(collection, command, draft);
        for (ContractEntry contract : giving(draft)) {
            changed(contract, Set.of(command.object()), marking, draft);
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
        UNCHANGED,
        CONFLICT,
        RECEIVED
    }

    /** Rule 3: own before received, the first own copy stands, and importing what a partner sent does not make it ours. */
    static Import add(Prepared prepared, Draft draft, List<Command.BrokenRule> broken) {
        StixObject object = prepared.object();
        IdentifierEntry.Version known = draft.identifier(object.id()).version(object.version());
        if (known != null && known.own() != Event.NONE) {
            boolean same = sameBytes(prepared, known.own(), draft)
                    && draft.facets(draft.copy(known.own()).number()).agrees(draft.facets(prepared));
            return same ? Import.UNCHANGED : Import.CONFLICT;
        }
        if (known != null) {
            for (IdentifierEntry.Received copy : known.received()) {
                if (sameBytes(prepared, copy.ordinal(), draft) && !wasHereBefore(copy.ordinal(), draft)) {
                    return Import.RECEIVED;
                }
            }
        }
        broken.addAll(new VersionCheck(draft, Event.NONE).broken(object));
        draft.file(draft.add(prepared, Event.NONE, Event.NONE));
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

    /** Whether a new definition changes what is known of a marking that objects of the store carry already. */
    private static boolean classifies(StixId id, Draft draft) {
        if (!id.isOfType("marking-definition") || Tlp.isPredefined(id)) {
            return false;
        }
        int classes = draft.tables().counters().classes();
        for (int number = 0; number < classes; number++) {
            if (draft.facets(number).markings().contains(id)) {
                return true;
            }
        }
        return false;
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

    // Memoranda.

    private Command.Done addMemorandum(SignedMemorandum signed, Draft draft) {
        Memorandum memorandum = signed.memorandum();
        if (!memorandum.binds(self.did())) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "This organisation is not a party to the memorandum.",
                    "organisation",
                    self.did());
        }
        MemorandumEntry known = draft.state().memorandum(memorandum.id());
        Edition edition = known == null ? null : known.edition(memorandum.version());
        if (edition == null) {
            fitting(known, memorandum);
        } else if (!Arrays.equals(edition.memorandum().canonical(), memorandum.canonical())) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "Another text is kept under this memorandum's id and version.",
                    "memorandum",
                    memorandum.id().toString());
        }
        for (Fault fault : signed.verify(party -> key(party, draft))) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "A signature of the memorandum cannot be accepted.",
                    "path",
                    fault.path(),
                    "rule",
                    fault.rule(),
                    "reason",
                    fault.message());
        }
        if (edition == null) {
            draft.control(new Event.MemorandumAdded(memorandum.canonical()));
        }
        for (PartySignature signature : signed.signatures()) {
            if (existing(memorandum.id(), memorandum.version(), draft).signed().signatureOf(signature.party())
                    == null) {
                sign(memorandum, signature, draft);
            }
        }
        return new Command.Done();
    }

    /** A text that is new here is the first version, or a later one that can take the place of the current one. */
    private static void fitting(@Nullable MemorandumEntry known, Memorandum memorandum) {
        if (known == null) {
            if (memorandum.version() != 1) {
                throw new Failure(
                        Failure.Code.CONFLICT,
                        "A later version comes after the first, which is not here: take that in before.",
                        "memorandum",
                        memorandum.id().toString());
            }
            return;
        }
        if (known.editions().size() >= State.MAX_EDITIONS) {
            throw new Failure(
                    Failure.Code.LIMIT,
                    "A memorandum has a limited number of versions; conclude a new one that cites it.",
                    "max_versions",
                    Integer.toString(State.MAX_EDITIONS));
        }
        refuse(known.unfit(memorandum), memorandum.id());
    }

    private static void refuse(State.@Nullable Unfit unfit, UUID memorandum) {
        if (unfit != null) {
            throw new Failure(
                    Failure.Code.CONFLICT, unfit.message(), "memorandum", memorandum.toString(), "rule", unfit.rule());
        }
    }

    private @Nullable PublicKey key(String party, Draft draft) {
        if (party.equals(self.did())) {
            return keys.publicKey();
        }
        State.Partner partner = draft.state().partner(party);
        return partner == null ? null : partner.key();
    }

    private Command.Done signMemorandum(Command.SignMemorandum command, Draft draft) {
        Edition edition = existing(command.memorandum(), command.version(), draft);
        if (edition.signed().signatureOf(self.did()) != null) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "This organisation has signed the memorandum already.",
                    "memorandum",
                    command.memorandum().toString());
        }
        PartySignature signature =
                edition.signed().sign(self.did(), keys.keyPair().getPrivate()).signatureOf(self.did());
        if (signature == null) {
            throw new IllegalStateException("a signature was made and is not there");
        }
        sign(edition.memorandum(), signature, draft);
        return new Command.Done();
    }

    private void sign(Memorandum memorandum, PartySignature signature, Draft draft) {
        draft.control(
                new Event.MemorandumSigned(memorandum.id(), memorandum.version(), signature.party(), signature.jws()));
        move(memorandum.id(), memorandum.version(), new LifecycleEvent.Signed(signature.party()), draft);
    }

    private Command.Done mark(Command.MarkMemorandum command, Draft draft) {
        LifecycleEvent event = switch (command.mark()) {
            case OFFERED -> new LifecycleEvent.Offered();
            case AGREED -> new LifecycleEvent.Agreed();
        };
        int newest = existing(command.memorandum(), Command.NEWEST, draft).version();
        return move(command.memorandum(), newest, event, draft);
    }

    private Command.Done move(UUID id, LifecycleEvent event, Draft draft) {
        return move(id, existing(id, draft).current().version(), event, draft);
    }

    /** Moves a version of a memorandum, and its contracts' feeds where it is the current one or becomes it. */
    private Command.Done move(UUID id, int version, LifecycleEvent event, Draft draft) {
        MemorandumEntry entry = existing(id, draft);
        Edition edition = existing(id, version, draft);
        Standing moved = moved(edition, event, draft);
        if (entry.proposed().contains(edition)) {
            refuse(entry.unfit(edition.memorandum()), id);
            if (moved.inForce()) {
                amend(entry, edition, moved, draft);
                return new Command.Done();
            }
        }
        Map<UUID, ContractEntry> before = contracts(id, draft);
        Map<Integer, FormDuty> duties = duties(draft.state());
        draft.control(new Event.MemorandumMoved(id, version, moved));
        Set<Long> ended = destroying.closed(before, draft);
        draft.recall(ended);
        MemorandumEntry now = existing(id, draft);
        if (now.standing().inForce() && before.isEmpty()) {
            begin(open(now, draft), Opening.sha256(now.memorandum().canonical()), draft);
        }
        before.forEach((contract, was) -> follow(contract, was.status(), draft));
        followDuties(id, duties, draft);
        destroy(ended, draft);
        return new Command.Done();
    }

    /** Has copies destroyed of which the contract is closed, once nothing shows them any more. */
    private void destroy(Set<Long> ended, Draft draft) {
        if (passesOn(draft) && !ended.isEmpty()) {
            giving(draft).stream()
                    .filter(contract -> !draft.moved(contract.number()))
                    .forEach(contract -> anew(contract, false, draft));
        }
        destroying.destroy(ended, draft);
    }

    /** Has the contracts of other memoranda follow what duties there are now. */
    private void followDuties(UUID moved, Map<Integer, FormDuty> before, Draft draft) {
        giving(draft).stream()
                .filter(contract -> !contract.contract().memorandum().equals(moved))
                .forEach(contract -> followDuty(contract, before, draft));
    }

    /** Rule 9: the duties of one contract give objects their form under the others with the same receiver too. */
    private void followDuty(ContractEntry contract, Map<Integer, FormDuty> before, Draft draft) {
        FormDuty was = before.getOrDefault(contract.number(), FormDuty.NONE);
        if (!was.isSame(duty(contract, draft))) {
            draft.decideAnew(contract.number());
            anew(contract, true, draft);
        }
    }

    private static Standing moved(Edition edition, LifecycleEvent event, Draft draft) {
        return switch (Lifecycle.apply(
                edition.memorandum(), edition.standing(), event, Micros.instant(draft.micros()))) {
            case Transition.Illegal(var rule, var message) ->
                throw new Failure(
                        Failure.Code.CONFLICT,
                        message,
                        "memorandum",
                        edition.memorandum().id().toString(),
                        "rule",
                        rule);
            case Transition.Moved(var standing) -> standing;
        };
    }

    /** Puts the later version in the place of the current one: contracts go on under new terms, end, or open. */
    private void amend(MemorandumEntry entry, Edition next, Standing moved, Draft draft) {
        UUID id = next.memorandum().id();
        Map<UUID, ContractEntry> before = contracts(id, draft);
        Map<Integer, FormDuty> duties = duties(draft.state());
        Standing standing = Lifecycle.inPlaceOf(next.memorandum(), moved, entry.standing());
        draft.control(new Event.MemorandumAmended(id, next.version(), standing));
        Set<Long> ended = destroying.closed(before, draft);
        draft.recall(ended);
        Set<StixId> gone = new LinkedHashSet<>();
        ended.forEach(ordinal -> gone.add(draft.id(ordinal)));
        byte[] terms = Opening.sha256(next.memorandum().canonical());
        // Whatever is decided depends on the duties of all contracts with a receiver, so that all open before.
        List<Integer> opened = open(existing(id, draft), draft);
        before.forEach((contract, was) -> {
            ContractEntry now = draft.state().contract(contract);
            if (now != null && now.contract().version() == next.version()) {
                FormDuty formed = duties.getOrDefault(now.number(), FormDuty.NONE);
                boolean same = formed.isSame(duty(now, draft))
                        && was.grant().duties().equals(now.grant().duties());
                changeTerms(now, terms, same ? gone : null, draft);
            } else {
                follow(contract, was.status(), draft);
            }
        });
        begin(opened, terms, draft);
        followDuties(id, duties, draft);
        destroy(ended, draft);
    }

    /** @param gone ids of copies that went by the same command; null where the duties are others, so that all is decided anew */
    private void changeTerms(ContractEntry contract, byte[] terms, @Nullable Set<StixId> gone, Draft draft) {
        if (contract.contract().giver().equals(self.did())) {
            Change change = change(draft, contract);
            change.termsChanged(terms);
            change.withdrawsFor(Opening.TERMS_CHANGED);
            LiveSet live = liveSet(draft, contract, change);
            if (gone == null) {
                draft.decideAnew(contract.number());
                live.anew(true);
            } else {
                live.redecided(gone);
            }
            change.write();
        }
    }

    private static Map<UUID, ContractEntry> contracts(UUID memorandum, Draft draft) {
        Map<UUID, ContractEntry> contracts = new LinkedHashMap<>();
        for (ContractEntry contract : draft.state().contracts()) {
            if (contract.contract().memorandum().equals(memorandum)) {
                contracts.put(contract.contract().id(), contract);
            }
        }
        return contracts;
    }

    /** Opens the contracts that we give or receive under and that are not open yet, and gives the numbers of the former. */
    private List<Integer> open(MemorandumEntry entry, Draft draft) {
        draft.ask(draft.state().asked(entry.memorandum(), self.did()));
        List<Integer> given = new ArrayList<>();
        for (Contract contract : entry.memorandum().contracts()) {
            boolean gives = contract.giver().equals(self.did());
            boolean ours = gives || contract.receiver().equals(self.did());
            if (ours && draft.state().contract(contract.id()) == null) {
                int number = draft.state().contracts().size();
                draft.control(new Event.ContractOpened(
                        number, contract.id(), entry.memorandum().id()));
                if (gives) {
                    given.add(number);
                }
            }
        }
        return given;
    }

    /** A feed begins with the hash of its terms. */
    private void begin(List<Integer> given, byte[] terms, Draft draft) {
        for (int number : given) {
            ContractEntry opened = draft.state().contract(number);
            Change change = change(draft, opened);
            change.termsChanged(terms);
            liveSet(draft, opened, change).anew(false);
            if (opened.status() == Status.SUSPENDED) {
                change.suspended();
            }
            change.write();
        }
    }

    /** Makes a feed follow its contract's new status. */
    private void follow(UUID id, Status before, Draft draft) {
        ContractEntry contract = draft.state().contract(id);
        if (contract == null
                || contract.status() == before
                || !contract.contract().giver().equals(self.did())) {
            return;
        }
        Change change = change(draft, contract);
        switch (contract.status()) {
            case OPEN -> {
                change.resumed();
                // What was decided while others stood by may have been decided under other duties.
                draft.decideAnew(contract.number());
                liveSet(draft, contract, change).anew(true);
            }
            case SUSPENDED -> change.suspended();
            case CLOSED -> change.closed();
        }
        change.write();
    }

    private Command.Done setHouseRules(HouseRules rules, Draft draft) {
        draft.control(new Event.HouseRulesSet(rules.canonical()));
        draft.ask(draft.state().asked(null, self.did()));
        giving(draft).forEach(contract -> redecided(contract, Set.of(), draft));
        return new Command.Done();
    }

    // Approval.

    private Command.Done approve(Command.Approve command, Draft draft) {
        ContractEntry contract = Approving.asking(command.contract(), self.did(), draft);
        Approving.give(command, contract, forming(draft, contract), draft);
        changed(contract, Set.of(command.object()), draft);
        return new Command.Done();
    }

    private Command.Done withdrawApproval(Command.WithdrawApproval command, Draft draft) {
        ContractEntry contract = Approving.asking(command.contract(), self.did(), draft);
        Approving.withdraw(command, contract, draft);
        changed(contract, Set.of(command.object()), draft);
        return new Command.Done();
    }

    private Command.ConsentTaken takeConsent(SignedConsent signed, Draft draft) {
        List<UUID> resting = new Consenting(self, draft).take(signed);
        Set<StixId> ids = Set.of(signed.consent().object());
        giving(draft).stream()
                .filter(contract ->
                        contract.contract().receiver().equals(signed.consent().to()))
                .forEach(contract -> changed(contract, ids, draft));
        return new Command.ConsentTaken(resting);
    }

    /**
     * Has the feed follow versions of these ids that came or went.
     *
     * @param marking whether what is known of a marking that objects carry changed with them, so that classes are decided again
     */
    private Change.Counts changed(ContractEntry contract, Set<StixId> ids, boolean marking, Draft draft) {
        return marking ? redecided(contract, ids, draft) : changed(contract, ids, draft);
    }

    private Change.Counts redecided(ContractEntry contract, Set<StixId> also, Draft draft) {
        Change change = change(draft, contract);
        liveSet(draft, contract, change).redecided(also);
        return change.write();
    }

    private Change.Counts changed(ContractEntry contract, Set<StixId> ids, Draft draft) {
        Change change = change(draft, contract);
        liveSet(draft, contract, change).changed(ids);
        return change.write();
    }

    private Change.Counts anew(ContractEntry contract, boolean formsChanged, Draft draft) {
        Change change = change(draft, contract);
        liveSet(draft, contract, change).anew(formsChanged);
        return change.write();
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
                move(id, coming.version(), new LifecycleEvent.TermBegan(), draft);
                return true;
            }
            Edition current = existing(id, draft).current();
            Instant due = Lifecycle.nextDue(current.memorandum(), current.standing());
            if (due != null && !due.isAfter(command.due())) {
                move(id, Lifecycle.dueEvent(current.memorandum(), current.standing()), draft);
                return true;
            }
        }
        return false;
    }

    /** Has the contracts follow of which an embargo or a release ends at this instant. */
    private boolean windowsPass(Command.TimePassed command, Draft draft) {
        boolean passed = false;
        long before = draft.tables().counters().micros();
        for (ContractEntry contract : giving(draft)) {
            Instant due = nextDue(contract, draft.tables(), before);
            // What moved already was decided at this very instant.
            if (due != null && !due.isAfter(command.due()) && !draft.moved(contract.number())) {
                anew(contract, false, draft);
                passed = true;
            }
        }
        return passed;
    }

    /** Restates what waited for this instant (release.md rule 12). */
    private void complete(Draft draft) {
        for (ContractEntry contract : giving(draft)) {
            Change change = change(draft, contract);
            liveSet(draft, contract, change).completions();
            change.write();
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

    // Small things.

    /** What constraints ask of objects in that state. */
    Set<LeftOperand> asked(State state) {
        return state.asked(null, self.did());
    }

    /** The contracts under which we give and that are not closed. */
    private List<ContractEntry> giving(Draft draft) {
        return draft.state().contracts().stream()
                .filter(contract -> contract.status() != Status.CLOSED
                        && contract.contract().giver().equals(self.did()))
                .toList();
    }

    private Change change(Draft draft, ContractEntry contract) {
        return new Change(draft, contract, secrets.of(contract.contract().id()));
    }

    private LiveSet liveSet(Draft draft, ContractEntry contract, Change change) {
        draft.follow(contract.number());
        return new LiveSet(draft, contract, forming(draft, contract), change, passesOn(draft));
    }

    private Forming forming(Draft draft, ContractEntry contract) {
        return new Forming(
                draft,
                contract,
                draft.state().houseRules(),
                duty(contract, draft),
                secrets.pseudonyms(contract.contract().receiver()));
    }

    private FormDuty duty(ContractEntry contract, Draft draft) {
        return duties(draft.state()).getOrDefault(contract.number(), FormDuty.NONE);
    }

    /** Kept for as long as the state stays the same, which it does over most commands. */
    @SuppressWarnings("ReferenceEquality") // A state that is equal and another costs time and nothing else.
    private Map<Integer, FormDuty> duties(State state) {
        if (dutiesOf != state) {
            duties = FormDuty.of(state.contracts(), self.did());
            dutiesOf = state;
        }
        return duties;
    }

    private ContractEntry received(UUID id, Draft draft) {
        ContractEntry contract = draft.state().contract(id);
        if (contract == null || !contract.contract().receiver().equals(self.did())) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "There is no contract of this id that we receive under.",
                    "contract",
                    id.toString());
        }
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
        Set<Long> ended = destroying.endedBy(receiving.taken(), received(command.contract(), draft), draft);
        draft.recall(ended);
        Set<Long> recalled = new LinkedHashSet<>(receiving.recalled());
        recalled.addAll(ended);
        if (passesOn(draft) && !recalled.isEmpty()) {
            Set<StixId> ids = new LinkedHashSet<>();
            recalled.forEach(ordinal -> ids.add(draft.id(ordinal)));
            giving(draft).forEach(contract -> changed(contract, ids, draft));
        }
        destroying.destroy(ended, draft);
        return done;
    }

    private Command.ObjectsReceived receiveObjects(Command.ReceiveObjects command, Draft draft) {
        Receiving receiving = receiving(command.contract(), draft);
        Command.ObjectsReceived received = receiving.objects(command);
        Set<Long> replaced = destroying.replacedBy(receiving.added(), received(command.contract(), draft), draft);
        draft.recall(replaced);
        if (passesOn(draft) && !receiving.added().isEmpty()) {
            giving(draft).forEach(contract -> changed(contract, receiving.added(), draft));
        }
        destroying.destroy(replaced, draft);
        return received;
    }

    /** Whether any terms that were ever kept here allow passing on; without them received copies are not looked at. */
    @SuppressWarnings("ReferenceEquality") // A state is never changed, only replaced.
    private boolean passesOn(Draft draft) {
        State state = draft.state();
        if (state != passesOnOf) {
            passesOn = state.memoranda().stream()
                    .flatMap(entry -> entry.editions().stream())
                    .flatMap(edition -> edition.memorandum().grants().stream())
                    .anyMatch(grant -> grant.duties().passingOn() != Duties.Onward.NEVER);
            passesOnOf = state;
        }
        return passesOn;
    }

    private Receiving receiving(UUID id, Draft draft) {
        ContractEntry contract = received(id, draft);
        State.Partner partner = draft.state().partner(contract.contract().giver());
        if (partner == null) {
            throw Admitting.unknownPartner(contract.contract().giver());
        }
        return new Receiving(draft, contract, partner);
    }

    private static MemorandumEntry existing(UUID id, Draft draft) {
        MemorandumEntry entry = draft.state().memorandum(id);
        if (entry == null) {
            throw new Failure(
                    Failure.Code.NOT_FOUND, "There is no memorandum of this id.", "memorandum", id.toString());
        }
        return entry;
    }

    private static Edition existing(UUID id, int version, Draft draft) {
        Edition edition = existing(id, draft).edition(version);
        if (edition == null) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "There is no such version of the memorandum.",
                    "memorandum",
                    id.toString(),
                    "version",
                    Integer.toString(version));
        }
        return edition;
    }


}
