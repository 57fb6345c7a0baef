package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.entente.exchange.State.ContractEntry;
import org.entente.journal.Journal;
import org.entente.merkle.Checkpoint;
import org.entente.merkle.Frontier;
import org.entente.merkle.MerkleException;
import org.entente.merkle.SignedNote;

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

    /** The partner's signed note over the entries held; empty before the first. */
    public String checkpoint() {
        return head().checkpoint();
    }

    /** Whether an entry that is held and stands committed to these bytes of that object. */
    public boolean commits(String id, byte[] bytes) {
        String sha256 = HexFormat.of().formatHex(Opening.sha256(bytes));
        long number = tables.receivedBytes(contract.number(), id, sha256);
        ReceivedEntry entry = number == Event.NONE ? null : tables.receivedEntry(contract.number(), number);
        return entry != null && !entry.recalled();
    }

    private ReceivedHead head() {
        return tables.receivedHead(contract.number());
    }

    /**
     * What the bytes stored here say, computed from nothing else.
     *
     * @param size entries
     * @param root the root over the entries that the stored openings hash to, hexadecimal
     * @param signedRoot the root in the checkpoint that the partner signed, hexadecimal; empty before the first
     * @param objects object versions whose stored bytes hash to what their entry committed to
     * @param pending releases that stand and whose bytes have not arrived yet
     * @param recalled releases that the partner withdrew
     * @param openingsGone entries that count by their hash alone, since their opening is gone
     * @param damaged entries whose stored bytes no longer hash to what they should
     */
    public record Verification(
            long size,
            String root,
            String signedRoot,
            long objects,
            long pending,
            long recalled,
            long openingsGone,
            long damaged) {
        /** Whether everything that is stored is what the partner signed. */
        public boolean equal() {
            return root.equals(signedRoot) && damaged == 0;
        }
    }

    /** Reads every stored opening and object again and computes the root anew. */
    public Verification verify() {
        ReceivedHead head = head();
        Frontier frontier = Frontier.empty();
        // By id and version, whether the bytes of the newest entry are here: a restatement takes the earlier entry's
        // place.
        Map<String, Boolean> standing = new HashMap<>();
        long recalled = 0;
        long gone = 0;
        long damaged = 0;
        for (long number = 0; number < head.size(); number++) {
            ReceivedEntry entry = tables.receivedEntry(contract.number(), number);
            if (entry == null) {
                throw new IllegalStateException("a received feed lacks an entry");
            }
            byte[] stored = entry.opening() == null ? new byte[0] : journal.read(entry.opening());
            if (stored.length == 0 || stored[0] == 0) {
                gone++;
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
            if (opening.kind() != EntryKind.RELEASED && opening.kind() != EntryKind.RESTATED) {
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
        return new Verification(
                head.size(),
                HexFormat.of().formatHex(frontier.root()),
                signedRoot(head.checkpoint()),
                standing.values().stream().filter(here -> here).count(),
                standing.values().stream().filter(here -> !here).count(),
                recalled,
                gone,
                damaged);
    }

    private boolean matches(ReceivedEntry entry, Opening opening) {
        byte[] bytes = journal.read(tables.object(entry.ordinal()).payload());
        return HexFormat.of().formatHex(Opening.sha256(bytes)).equals(opening.sha256());
    }

    private static String signedRoot(String checkpoint) {
        if (checkpoint.isEmpty()) {
            return "";
        }
        try {
            String text = SignedNote.parse(checkpoint.getBytes(UTF_8)).text();
            return HexFormat.of().formatHex(Checkpoint.parse(text).root());
        } catch (MerkleException e) {
            throw new IllegalStateException("a stored checkpoint cannot be read", e);
        }
    }
}
