package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.entente.exchange.State.ContractEntry;
import org.entente.memorandum.Grant;
import org.entente.merkle.Checkpoint;
import org.entente.merkle.Frontier;
import org.entente.merkle.MerkleException;
import org.entente.merkle.NoteKey;
import org.entente.merkle.SignedNote;
import org.entente.release.Source;
import org.entente.release.Tags;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what a partner's node sent under one contract. Nothing is believed: openings must hash to their entries, entries to
 * the root that the partner signed, objects to what an opening committed to.
 */
final class Receiving {
    private final Draft draft;
    private final ContractEntry contract;
    /** An object that took more hops goes no further: its tokens would outgrow an opening. */
    static final int MAX_HOPS = 64;

    private final State.Partner partner;
    private final FeedTerms terms;
    private Event.@Nullable LogReceived taken;
    private final List<Long> recalled = new ArrayList<>();
    private final Set<StixId> addedIds = new HashSet<>();

    Receiving(Draft draft, ContractEntry contract, State.Partner partner) {
        this.draft = draft;
        this.contract = contract;
        this.partner = partner;
        this.terms = new FeedTerms(draft, contract);
    }

    Command.Done log(Command.ReceiveLog command) {
        ReceivedHead head = draft.tables().receivedHead(contract.number());
        if (command.from() != head.size()) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "Entries must follow those that are held.",
                    "from",
                    Long.toString(command.from()),
                    "held",
                    Long.toString(head.size()));
        }
        if (command.entries().size() > Command.MAX_ENTRIES) {
            throw new Failure(
                    Failure.Code.LIMIT,
                    "One command takes a limited number of entries.",
                    "max_entries",
                    Integer.toString(Command.MAX_ENTRIES));
        }
        Frontier frontier = FeedHead.tree(head.frontier());
        Set<Long> recalled = new HashSet<>();
        List<Event.Arrived> arrived = new ArrayList<>(command.entries().size());
        long number = command.from();
        for (Command.LogEntry entry : command.entries()) {
            Event.Arrived next = arrived(entry, number++);
            arrived.add(next);
            if (next.recalled() != Event.NONE) {
                recalled.add(next.recalled());
            }
            frontier.append(entry.entry());
        }
        check(command.checkpoint(), frontier, command.beyond());
        String covers = command.beyond().isEmpty() ? command.checkpoint() : "";
        taken = new Event.LogReceived(contract.number(), command.from(), arrived, covers);
        draft.note(taken);
        recall(recalled);
        return new Command.Done();
    }

    /** What the partner recalls permits nothing here any more; what was passed on of it is to be withdrawn. */
    private void recall(Set<Long> entries) {
        for (long number : entries) {
            ReceivedEntry entry = draft.tables().receivedEntry(contract.number(), number);
            if (entry != null && entry.ordinal() != Event.NONE) {
                recalled.add(entry.ordinal());
            }
        }
        draft.recall(recalled);
    }

    /** What the log brought; asked once it was taken. */
    Event.LogReceived taken() {
        if (taken == null) {
            throw new IllegalStateException("no log was taken in");
        }
        return taken;
    }

    /** The copies that are here of entries that the log recalled. */
    List<Long> recalled() {
        return List.copyOf(recalled);
    }

    /** The ids of objects that were added. */
    Set<StixId> added() {
        return Set.copyOf(addedIds);
    }

    /** What may become of the object of that entry here, by the terms under which the feed stood when it was released. */
    private Source.Passing passing(long number, ReceivedEntry entry) {
        if (entry.opening() == null) {
            return Source.Passing.FORBIDDEN;
        }
        List<String> lineage = Opening.parse(draft.read(entry.opening())).lineage();
        if (lineage.stream().anyMatch(draft.tables()::isMinted)) {
            return Source.Passing.RETURNED;
        }
        Grant grant = terms.grant(number);
        if (grant == null || lineage.size() >= MAX_HOPS) {
            return Source.Passing.FORBIDDEN;
        }
        return switch (grant.duties().passingOn()) {
            case NEVER -> Source.Passing.FORBIDDEN;
            case WITH_CONSENT -> Source.Passing.WITH_CONSENT;
            case ALLOWED -> Source.Passing.ALLOWED;
        };
    }

    private Event.Arrived arrived(Command.LogEntry entry, long number) {
        if (entry.entry().length != FeedBlock.ENTRY_BYTES) {
            throw mismatch("A feed entry has 32 bytes.", number);
        }
        byte[] bytes = entry.opening();
        if (bytes == null) {
            return new Event.Arrived(entry.entry(), Event.NONE, Event.NONE, "", "", Event.NONE);
        }
        if (!Arrays.equals(Opening.sha256(bytes), entry.entry())) {
            throw mismatch("The opening does not hash to its entry.", number);
        }
        Opening opening = Opening.parse(bytes);
        String id = opening.id();
        String sha256 = opening.sha256();
        boolean releases = opening.kind().releases();
        if (releases && (id == null || sha256 == null || opening.version() == null)) {
            throw mismatch("The opening of a release names id, version and sha256.", number);
        }
        boolean namesTerms = opening.kind() == EntryKind.TERMS_CHANGED;
        if (namesTerms && terms.edition(sha256) == null) {
            throw mismatch(
                    "The feed names terms that are not kept here; take in the partner's version of the memorandum.",
                    number);
        }
        boolean withdraws = opening.kind() == EntryKind.WITHDRAWN;
        if (withdraws && (opening.entry() < 0 || opening.entry() >= number)) {
            throw mismatch("A withdrawal recalls an earlier entry.", number);
        }
        return new Event.Arrived(
                entry.entry(),
                draft.payload(bytes),
                opening.kind().code(),
                releases && id != null ? id : "",
                (releases || namesTerms) && sha256 != null ? sha256 : "",
                withdraws ? opening.entry() : Event.NONE);
    }

    /** The note must be the partner's, over exactly the entries that we hold with these and those beyond. */
    private void check(String note, Frontier held, List<byte[]> beyond) {
        String origin = LogOrigin.of(partner.url(), contract.contract().id());
        Frontier frontier = held.copy();
        try {
            SignedNote signed = SignedNote.parse(note.getBytes(UTF_8));
            switch (signed.verify(List.of(NoteKey.of(origin, partner.key())))) {
                case SignedNote.Verdict.Signed _ -> {}
                case SignedNote.Verdict.Forged _ ->
                    throw mismatch("The checkpoint bears a false signature.", frontier.size());
                case SignedNote.Verdict.Unknown _ ->
                    throw mismatch("The checkpoint is not signed by the partner's pinned key.", frontier.size());
            }
            Checkpoint checkpoint = Checkpoint.parse(signed.text());
            if (!checkpoint.origin().equals(origin)) {
                throw mismatch("The checkpoint is of another log.", frontier.size());
            }
            append(frontier, beyond, checkpoint.size());
            if (checkpoint.size() != frontier.size() || !Arrays.equals(checkpoint.root(), frontier.root())) {
                throw mismatch(
                        "The root computed from the entries is not the one that the partner signed.", frontier.size());
            }
        } catch (MerkleException e) {
            throw new Failure(
                    Failure.Code.MISMATCH,
                    "The checkpoint is not a signed note over a tree.",
                    e,
                    "contract",
                    contract.contract().id().toString());
        }
    }

    /** Each subtree is as large as its place allows, so their number and sizes are no choice of the sender's. */
    private void append(Frontier frontier, List<byte[]> beyond, long size) {
        for (byte[] root : beyond) {
            if (frontier.size() >= size || root.length != FeedBlock.ENTRY_BYTES) {
                throw mismatch("What follows the entries does not fit the checkpoint's size.", frontier.size());
            }
            frontier.appendSubtree(Frontier.heightBetween(frontier.size(), size), root);
        }
    }

    Command.ObjectsReceived objects(Command.ReceiveObjects command) {
        Decider.limit(command.objects());
        Set<Long> taken = new HashSet<>();
        List<Command.BrokenRule> broken = new ArrayList<>();
        VersionCheck versions = new VersionCheck(draft, contract.number());
        int added = 0;
        for (StixObject object : command.objects()) {
            String sha256 = HexFormat.of().formatHex(Opening.sha256(object.bytes()));
            long number =
                    draft.tables().receivedBytes(contract.number(), object.id().value(), sha256);
            ReceivedEntry entry = number == Event.NONE ? null : draft.tables().receivedEntry(contract.number(), number);
            if (entry == null || entry.recalled()) {
                throw new Failure(
                        Failure.Code.MISMATCH,
                        "No entry of the partner's feed that stands commits to exactly these bytes.",
                        "object",
                        object.id().value(),
                        "version",
                        object.version(),
                        "sha256",
                        sha256);
            }
            if (entry.ordinal() == Event.NONE && taken.add(number)) {
                broken.addAll(versions.broken(object));
                var source =
                        new Source.Received(partner.did(), contract.contract().id(), passing(number, entry));
                draft.add(Prepared.of(object, Tags.NONE, source, draft.asked()), contract.number(), number);
                addedIds.add(object.id());
                added++;
            }
        }
        if (!command.addedAfter().isEmpty()) {
            draft.note(new Event.PulledTo(contract.number(), Micros.text(Micros.parse(command.addedAfter()))));
        }
        return new Command.ObjectsReceived(added, command.objects().size() - added, List.copyOf(broken));
    }

    private Failure mismatch(String sentence, long number) {
        return new Failure(
                Failure.Code.MISMATCH,
                sentence,
                "contract",
                contract.contract().id().toString(),
                "entry",
                Long.toString(number));
    }
}
