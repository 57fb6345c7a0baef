package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.entente.exchange.State.ContractEntry;
import org.entente.journal.Journal;
import org.entente.merkle.Checkpoint;
import org.entente.merkle.Frontier;
import org.entente.merkle.MerkleException;
import org.entente.merkle.SignedNote;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** A feed that a partner gives us, as far as it has arrived here. Reading only; safe for many threads. */
public final class Received {
    private final ContractEntry contract;
    private final Tables tables;
    private final Journal journal;

    Received(ContractEntry contract, Tables tables, Journal journal) {
        this.contract = contract;
        this.tables = tables;
        this.journal = journal;
    }

    /** The contract that the feed carries out. */
    public ContractEntry contract() {
        return contract;
    }

    /** Number of entries held. */
    public long size() {
        return head().size();
    }

    /** The {@code added_after} from which to go on pulling objects; empty before the first pull. */
    public String addedAfter() {
        return head().addedAfter();
    }

    /**
     * The partner's signed note over the entries held; empty before the first. While a log that grew by more than one command
     * takes is on its way in, it is over fewer.
     */
    public String checkpoint() {
        return head().checkpoint();
    }

    /** The number of the first entry of which neither the log that is held nor a notice has told. */
    public long told() {
        return Math.max(size(), tables.noticedTo(contract.number()));
    }

    /** The partner's notices that were taken in, as it signed them, in the order of the entries that they are about. */
    public List<String> notices() {
        return tables.notices(contract.number());
    }

    /** Whether an entry that is held and stands committed to these bytes of that object. */
    public boolean commits(String id, byte[] bytes) {
        String sha256 = HexFormat.of().formatHex(Opening.sha256(bytes));
        long number = tables.receivedBytes(contract.number(), id, sha256);
        ReceivedEntry entry = number == Event.NONE ? null : tables.receivedEntry(contract.number(), number);
        return entry != null && !entry.recalled();
    }

    /**
     * What is still to come of the entries that are held.
     *
     * @param since when the first of them was added to the feed; empty when there is none
     * @param settled entries before this number need not be looked at again; the number of that first one, or the size
     */
    public record Pending(String since, long settled) {}

    /**
     * Looks for the first release that stands and whose bytes have not arrived, though a restatement that took its place may
     * have. Reads all entries from the number given on.
     */
    public Pending pending(long from) {
        long size = head().size();
        for (long number = from; number < size; number++) {
            ReceivedEntry entry = tables.receivedEntry(contract.number(), number);
            if (entry == null) {
                throw new IllegalStateException("a received feed lacks an entry");
            }
            Opening opening = entry.ordinal() == Event.NONE && !entry.recalled() ? opening(entry) : null;
            boolean releases = opening != null && opening.kind().releases();
            if (opening != null && releases && !isReplaced(opening, number)) {
                return new Pending(opening.time(), number);
            }
        }
        return new Pending("", size);
    }

    private @Nullable Opening opening(ReceivedEntry entry) {
        byte[] stored = entry.opening() == null ? new byte[0] : journal.read(entry.opening());
        return Destroying.isGone(stored) ? null : Opening.parse(stored);
    }

    /** Whether a copy is here of a later entry that released the same version. */
    private boolean isReplaced(Opening opening, long number) {
        StixId id = StixId.parse(String.valueOf(opening.id()));
        if (id == null) {
            return false;
        }
        return tables.identifier(id).versions().stream()
                .filter(version -> version.text().isEmpty() || version.text().equals(opening.version()))
                .flatMap(version -> version.received().stream())
                .filter(copy -> copy.contract() == contract.number())
                .anyMatch(copy -> tables.object(copy.ordinal()).receivedEntry() > number);
    }

    private ReceivedHead head() {
        return tables.receivedHead(contract.number());
    }

    /**
     * What the bytes stored here say, computed from nothing else.
     *
     * @param size entries
     * @param root the root over the entries that the stored openings hash to, hexadecimal; over as many as the checkpoint covers
     * @param signedRoot the root in the checkpoint that the partner signed, hexadecimal; empty before the first
     * @param objects object versions whose stored bytes hash to what their entry committed to
     * @param pending releases that stand and whose bytes have not arrived yet
     * @param recalled releases that the partner withdrew
     * @param destroyed copies that were here and were destroyed, with their openings
     * @param openingsGone entries that count by their hash alone, since their opening is gone
     * @param damaged entries whose stored bytes no longer hash to what they should
     * @param contradicted notices about entries that are held by now and say something else: the partner signed both
     */
    public record Verification(
            long size,
            String root,
            String signedRoot,
            long objects,
            long pending,
            long recalled,
            long destroyed,
            long openingsGone,
            long damaged,
            long contradicted) {
        /** Whether everything that is stored is what the partner signed. */
        public boolean equal() {
            return root.equals(signedRoot) && damaged == 0;
        }
    }

    /** Reads every stored opening and object again and computes the root anew. */
    public Verification verify() {
        ReceivedHead head = head();
        Frontier frontier = Frontier.empty();
        Checkpoint signed = signed(head.checkpoint());
        byte[] root = frontier.root();
        // By id and version, whether the bytes of the newest entry are here: a restatement takes the earlier entry's
        // place.
        Map<String, Boolean> standing = new HashMap<>();
        long recalled = 0;
        long destroyed = 0;
        long gone = 0;
        long damaged = 0;
        for (long number = 0; number < head.size(); number++) {
            if (signed != null && number == signed.size()) {
                root = frontier.root();
            }
            ReceivedEntry entry = tables.receivedEntry(contract.number(), number);
            if (entry == null) {
                throw new IllegalStateException("a received feed lacks an entry");
            }
            byte[] stored = entry.opening() == null ? new byte[0] : journal.read(entry.opening());
            if (Destroying.isGone(stored)) {
                gone++;
                if (entry.ordinal() != Event.NONE && tables.destroyed(entry.ordinal()) != null) {
                    destroyed++;
                } else if (entry.recalled()) {
                    recalled++;
                }
                frontier.append(entry.entry());
                continue;
            }
            byte[] hash = Opening.sha256(stored);
            frontier.append(hash);
            if (!Arrays.equals(hash, entry.entry())) {
                damaged++;
                continue;
            }
            Opening opening = Opening.parse(stored);
            if (!opening.kind().releases()) {
                continue;
            }
            String subject = opening.id() + " " + opening.version();
            if (entry.recalled()) {
                recalled++;
                standing.remove(subject);
            } else if (entry.ordinal() == Event.NONE || matches(entry, opening)) {
                standing.put(subject, entry.ordinal() != Event.NONE);
            } else {
                damaged++;
                standing.remove(subject);
            }
        }
        if (signed == null || signed.size() >= head.size()) {
            root = frontier.root();
        }
        return new Verification(
                head.size(),
                HexFormat.of().formatHex(root),
                signed == null ? "" : HexFormat.of().formatHex(signed.root()),
                standing.values().stream().filter(here -> here).count(),
                standing.values().stream().filter(here -> !here).count(),
                recalled,
                destroyed,
                gone,
                damaged,
                contradicted(head.size()));
    }

    private long contradicted(long size) {
        return notices().stream()
                .map(Notice::kept)
                .filter(notice -> notice.to() <= size && !recalls(notice).equals(notice.recalled()))
                .count();
    }

    /** What the log recalls by the entries that the notice is about. */
    private List<Long> recalls(Notice notice) {
        List<Long> recalled = new ArrayList<>();
        for (long number = notice.from(); number < notice.to(); number++) {
            ReceivedEntry entry = tables.receivedEntry(contract.number(), number);
            Opening opening = entry == null ? null : opening(entry);
            if (opening != null && opening.kind() == EntryKind.WITHDRAWN) {
                recalled.add(opening.entry());
            }
        }
        return recalled;
    }

    private boolean matches(ReceivedEntry entry, Opening opening) {
        byte[] bytes = journal.read(tables.object(entry.ordinal()).payload());
        return HexFormat.of().formatHex(Opening.sha256(bytes)).equals(opening.sha256());
    }

    private static @Nullable Checkpoint signed(String checkpoint) {
        if (checkpoint.isEmpty()) {
            return null;
        }
        try {
            return Checkpoint.parse(SignedNote.parse(checkpoint.getBytes(UTF_8)).text());
        } catch (MerkleException e) {
            throw new IllegalStateException("a stored checkpoint cannot be read", e);
        }
    }
}
