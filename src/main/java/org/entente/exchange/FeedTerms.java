package org.entente.exchange;

import java.util.HexFormat;
import org.entente.exchange.State.ContractEntry;
import org.entente.memorandum.Grant;
import org.jspecify.annotations.Nullable;

/** Under which terms the entries of a partner's feed stand: what came under them keeps them for ever (release.md rule 3). */
record FeedTerms(Draft draft, ContractEntry contract) {
    /** The version of the memorandum of that SHA-256, in force or not, or null. */
    State.@Nullable Edition edition(@Nullable String sha256) {
        State.MemorandumEntry entry =
                draft.state().memorandum(contract.contract().memorandum());
        if (entry == null || sha256 == null) {
            return null;
        }
        for (State.Edition edition : entry.editions()) {
            byte[] terms = Opening.sha256(edition.memorandum().canonical());
            if (HexFormat.of().formatHex(terms).equals(sha256)) {
                return edition;
            }
        }
        return null;
    }

    /** The grant as it read when the entry of that number was released, or null where that is not known. */
    @Nullable
    Grant grant(long number) {
        State.Edition edition = edition(draft.tables().receivedTerms(contract.number(), number));
        return edition == null
                ? null
                : edition.memorandum().grant(contract.contract().grant());
    }
}
