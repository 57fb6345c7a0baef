package org.entente.exchange;

import java.util.List;
import java.util.UUID;
import org.entente.memorandum.Standing;
import org.entente.stix.MarkingKind;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * What happened, as the journal keeps it. A record of the journal holds one {@link Taken} and then the events that the
 * command led to, in order. An event is a fact that was decided: replay applies it and asks nothing.
 *
 * <p>Numbers stand for things to keep records small: an object's ordinal, a class's and a contract's number count up from
 * zero in the order in which they were added. A payload index points into the payloads of the same record. Instants are
 * microseconds since 1970, UTC.
 */
sealed interface Event {
    /** No payload, no ordinal, not a received copy. */
    int NONE = -1;

    /** Events that shape who may do what; {@link State} is a fold over them. */
    sealed interface Control extends Event {}

    /** The first event of every record: which command was taken, from whom, at which journal time. */
    record Taken(String command, String actor, long micros) implements Event {}

    record PartnerAdded(String did, String name, String url, byte[] publicKey) implements Control {}

    record TokenIssued(String id, String organisation, String label, byte[] hash, long expiresMicros)
            implements Control {}

    record CertificateRegistered(String id, String organisation, String label, byte[] hash, long expiresMicros)
            implements Control {}

    record TokenRevoked(String id) implements Control {}

    /** A token of our own organisation, for a tool that reads and writes our own collections. */
    record OwnTokenIssued(
            String id, String organisation, String label, byte[] hash, long expiresMicros, List<Caller.Scope> scopes)
            implements Control {}

    /**
     * A collection of our own.
     *
     * @param tlp default tag of what is posted to it, or null
     * @param labels default tags of what is posted to it
     */
    record CollectionAdded(
            int number,
            UUID id,
            String title,
            String description,
            @Nullable String tlp,
            List<String> labels) implements Control {}

    /** The canonical bytes of a memorandum, or of a later version of one, that this node keeps from now on, in state draft. */
    record MemorandumAdded(byte[] canonical) implements Control {}

    record MemorandumSigned(UUID memorandum, int version, String party, String jws) implements Control {}

    /** Where that version of the memorandum stands from now on, as {@link org.entente.memorandum.Lifecycle} moved it. */
    record MemorandumMoved(UUID memorandum, int version, Standing standing) implements Control {}

    /** That version, standing so, takes the place of the one before it; contracts that it still grants go on under it. */
    record MemorandumAmended(UUID memorandum, int version, Standing standing) implements Control {}

    /** A contract came into force; it is one of the memorandum's, between us and a partner. */
    record ContractOpened(int contract, UUID id, UUID memorandum) implements Control {}

    record HouseRulesSet(byte[] document) implements Control {}

    record ClassAdded(int number, byte[] facets) implements Event {}

    /** Nothing that was decided under the contract stands any more: its terms, the house rules or a marking changed. */
    record DecisionsCleared(int contract) implements Event {}

    /** The outcome for all objects of a class under a contract, until decided anew. */
    record ClassDecided(int contract, int number, Outcome outcome) implements Event {}

    record ObjectAdded(
            long ordinal,
            StixId id,
            String version,
            @Nullable String createdBy,
            boolean revoked,
            @Nullable MarkingKind markingKind,
            int number,
            int receivedUnder,
            long receivedEntry,
            int payload)
            implements Event {}

    /** A releaser answers for it that the own copy, which a partner sent with the same bytes, is from sources of our own too. */
    record Attested(long ordinal, String actor, long micros) implements Event {}

    /** A copy is of another class from now on, because constraints ask for more than its class could say. */
    record Reclassed(long ordinal, int number) implements Event {}

    /** An own copy is in a collection of ours from now on, as its entry of that number. */
    record Filed(int collection, long number, long ordinal, long micros) implements Event {}

    /** That entry of a collection of ours, and the own copy that it showed, are gone: the copy permits nothing any more. */
    record Removed(int collection, long number, long ordinal) implements Event {}

    /**
     * A post was answered.
     *
     * @param poster whose post it was, as {@link Caller#poster()}
     * @param number counts the poster's posts
     * @param forgotten an older status of the same poster that is forgotten with it, or null
     */
    record Posted(
            String poster,
            long number,
            UUID status,
            long micros,
            List<PostStatus.Detail> details,
            @Nullable UUID forgotten)
            implements Event {}

    /**
     * A partner's post is in its inbox.
     *
     * @param head where the inbox stands from now on; items before its first are forgotten
     */
    record Delivered(String partner, InboxHead head, long micros, List<Letter> letters) implements Event {}

    /** One object of a post, with the payload that holds its bytes. */
    record Letter(StixId id, String version, int payload) {}

    /** Our people took an item of an inbox in as the received copy of that ordinal. */
    record LetterTaken(String partner, long item, long ordinal) implements Event {}

    /** A releaser's word on one version under one contract; it takes the place of the same releaser's word before. */
    record Approved(int contract, StixId id, String version, String actor, byte[] sha256, long micros)
            implements Event {}

    /** That releaser's word on the version no longer counts. */
    record ApprovalWithdrawn(int contract, StixId id, String version, String actor) implements Event {}

    /**
     * A giver's word on passing a version on to an organisation, ours where we give under the contract and a partner's where we
     * receive; it takes the place of the word before.
     */
    record Consented(int contract, StixId id, String version, String to, KeptConsent word) implements Event {}

    /** The object is permitted but needs ids that are not live. */
    record Waiting(int contract, long ordinal, List<StixId> missing) implements Event {}

    /** Nothing waits under this contract any more: what waits is decided anew. */
    record WaitingCleared(int contract) implements Event {}

    /**
     * An entry that makes an object version available, or gives it another form.
     *
     * @param form payload index of a form made for this feed (release.md, rules 4 and 7), or {@link #NONE} when the object
     *     goes byte for byte
     * @param waited whether the object waited under this contract
     * @param standIn whether the form is that of an earlier version (rule 7): it meets no reference to the object
     * @param lineage the token that this entry gave the object, by which a copy that comes back is known; empty in records of
     *     before
     */
    record Released(
            int contract,
            long number,
            boolean restated,
            long ordinal,
            long micros,
            int opening,
            int form,
            boolean waited,
            boolean standIn,
            byte[] lineage)
            implements Event {}

    /** To what a live object refers in its form before trimming: who falls, or is trimmed, when one of these is lost. */
    record Refers(int contract, long ordinal, List<StixId> ids) implements Event {}

    /** From now on {@link Refers} tells of every object that is live under this contract. */
    record Tracked(int contract) implements Event {}

    /** What was trimmed from a live object is live now: the object is restated when that instant has come. */
    record Incomplete(int contract, long ordinal, long dueMicros) implements Event {}

    /** The instant has come: no object is {@link Incomplete} any more. */
    record Completed() implements Event {}

    /**
     * The next entries of a feed, decided and not in it yet: they follow in a record of their own. What they withdraw, or give a
     * form that shows less, is not live any more.
     *
     * @param chunk counts the feed's chunks
     * @param micros journal time of the command that decided them, which is theirs
     */
    record Owed(int contract, long chunk, long micros, List<PlannedEntry> entries) implements Event {}

    /** The record gives the feed the entries of that chunk, so many. */
    record Settled(int contract, long chunk, int entries) implements Event {}

    record Withdrawn(int contract, long number, long recalled, long micros, int opening) implements Event {}

    /** An entry about the feed itself: terms changed, suspended, resumed, closed. */
    record Noted(int contract, long number, EntryKind kind, long micros, int opening) implements Event {}

    /**
     * Entries of a partner's feed, from number {@code from} on, checked against the partner's signed checkpoint.
     *
     * @param checkpoint the signed note over them and all before; empty where more entries that it covers follow, with which
     *     it comes
     */
    record LogReceived(int contract, long from, List<Arrived> entries, String checkpoint) implements Event {}

    /**
     * One entry as it arrived.
     *
     * @param entry the 32 bytes
     * @param opening payload index of its opening, or {@link #NONE} where it is gone; then nothing else is known
     * @param kind code of {@link EntryKind}, or {@link #NONE}
     * @param id of the object that it released, else empty
     * @param sha256 of the bytes that it released, or of the terms that it names, hexadecimal, else empty
     * @param recalled the number of the entry that it withdrew, or {@link #NONE}
     */
    record Arrived(byte[] entry, int opening, int kind, String id, String sha256, long recalled) {}

    /**
     * A partner's notice about entries of its feed that we could not read, checked.
     *
     * @param from the first of those entries
     * @param to the one after the last
     * @param recalled numbers of the entries that they recalled
     * @param note the signed note
     */
    record NoticeReceived(int contract, long from, long to, List<Long> recalled, String note) implements Event {}

    /**
     * Copies that came under a contract are destroyed, with the openings of their entries: the record names these payloads, and
     * the journal zeroes them (release.md rule 21).
     *
     * @param ordinals of the copies, rising
     */
    record Destroyed(int contract, List<Long> ordinals, long micros) implements Event {}

    /**
     * What showed objects in a feed of ours is destroyed likewise: forms that were made for it, and openings.
     *
     * @param forms numbers of the entries whose forms are destroyed, rising
     * @param openings numbers of the entries whose openings are, rising
     */
    record Erased(int contract, List<Long> forms, List<Long> openings) implements Event {}

    /** Up to where the objects of a partner's feed were pulled: the TAXII {@code added_after} to go on from. */
    record PulledTo(int contract, String addedAfter) implements Event {}
}
