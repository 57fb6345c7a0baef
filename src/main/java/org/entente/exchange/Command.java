package org.entente.exchange;

import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.SignedConsent;
import org.entente.memorandum.SignedMemorandum;
import org.entente.release.Tags;
import org.entente.stix.Problem;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of an exchange: each command is one record of the journal, or a {@link Failure} and nothing. The answer
 * comes after what it says is durable.
 *
 * @param <R> the answer
 */
public sealed interface Command<R> {
    /** The most log entries of one command. */
    int MAX_ENTRIES = 100_000;

    /** The most objects of one command (release.md rule 11). */
    int MAX_OBJECTS = 100_000;

    /** The most bytes of one command's objects (release.md rule 11). */
    long MAX_OBJECT_BYTES = 64L << 20;

    /** The longest name, label or address that a command takes, in characters. */
    int MAX_TEXT = 300;

    /** Who asks, for the record: {@code uid:1000} for a person on this machine, a DID for a partner's node. */
    String actor();

    /** Nothing to say but that it is done. */
    record Done() {}

    /**
     * Adds objects that our people bring in. Tags are facets of these copies and never enter the bytes.
     *
     * @param strict whether versions that break a rule with own versions of the same object ({@link BrokenRule}) are a
     *     failure {@code INVALID} of the whole command, or are taken in and reported
     * @param attested whether the actor answers for it that we know all of it from sources of our own too: then what a partner
     *     sent with the same bytes becomes ours (release.md rule 3)
     */
    record ImportObjects(String actor, Tags tags, List<StixObject> objects, boolean strict, boolean attested)
            implements Command<Imported> {
        /** An import that is not strict, and which nobody attests. */
        public ImportObjects(String actor, Tags tags, List<StixObject> objects) {
            this(actor, tags, objects, false, false);
        }
    }

    /**
     * What became of an import.
     *
     * @param added new object versions
     * @param unchanged versions that were there already with the same bytes
     * @param conflicts ids of versions that were there with other bytes or other tags: the first stands
     * @param received ids of versions that a partner sent us with the same bytes: they stay under the partner's terms
     * @param attested ids of versions that a partner sent us with the same bytes and that are ours now too, as attested
     * @param released entries that each contract's feed gained
     * @param withdrawn entries that were recalled
     * @param broken rules across versions that new ones break with own versions that are here
     */
    record Imported(
            int added,
            int unchanged,
            List<StixId> conflicts,
            List<StixId> received,
            List<StixId> attested,
            Map<UUID, Integer> released,
            Map<UUID, Integer> withdrawn,
            List<BrokenRule> broken) {}

    /** A version that breaks a rule together with another one of its object (STIX 2.1 section 3.6). */
    record BrokenRule(StixId id, String version, Problem problem) {}

    /**
     * Pins a partner's key. The same partner with another address may be given again; another key is a conflict.
     *
     * @param url where the partner's node answers: its TAXII discovery is {@code url/taxii2/}
     */
    record AddPartner(String actor, String did, String name, String url, PublicKey key) implements Command<Done> {}

    /**
     * Lets an organisation in with a token; only the SHA-256 of the token is kept. A partner's reads its feeds and posts to its
     * inbox; one of our own organisation does with our own collections what its scopes say.
     *
     * @param scopes none for a partner, at least one for our own organisation
     */
    record IssueToken(
            String actor,
            String organisation,
            String label,
            byte[] sha256,
            @Nullable Instant expires,
            List<Caller.Scope> scopes)
            implements Command<TokenIssued> {
        /** A partner's. */
        public IssueToken(String actor, String organisation, String label, byte[] sha256, @Nullable Instant expires) {
            this(actor, organisation, label, sha256, expires, List.of());
        }
    }

    record TokenIssued(String id) {}

    /**
     * Lets an organisation read its feeds by a TLS client certificate, in the place of a token. It is revoked like one.
     *
     * @param sha256 of the certificate's bytes
     * @param expires when the certificate ends
     */
    record RegisterCertificate(String actor, String organisation, String label, byte[] sha256, Instant expires)
            implements Command<TokenIssued> {}

    /** Ends a token or the registration of a certificate at once. */
    record RevokeToken(String actor, String id) implements Command<Done> {}

    /**
     * Declares a collection of our own. Own copies that were filed under its title before are in it from now on.
     *
     * @param id of nobody else's making, so a random one
     * @param description for people; may be empty
     * @param tags what is said of each copy that is posted to it; their collection is not looked at
     */
    record AddCollection(String actor, UUID id, String title, String description, Tags tags) implements Command<Done> {}

    /** What was posted at one place: an object, or what is wrong with it. */
    sealed interface Posted {}

    record Whole(StixObject object) implements Posted {}

    /**
     * What is no valid object.
     *
     * @param id as posted where it was readable
     * @param message the rule that it breaks, and where
     */
    record Broken(String id, String message) implements Posted {}

    /**
     * Adds what one of our own tools posts to a collection of our own, as {@link ImportObjects} does, and keeps what became of
     * each object. What is broken stays out by itself.
     *
     * @param poster as {@link Caller#poster()}
     * @param tags the collection's
     */
    record PostToCollection(String actor, String poster, UUID collection, Tags tags, List<Posted> objects)
            implements Command<PostStatus> {}

    /**
     * Keeps what a partner posts to its inbox, and what became of each object. Nothing but the post and the partner's own
     * earlier posts decides (release.md rule 18). {@code QUOTA} when the partner has used up its day, {@code FORBIDDEN} while
     * all contracts with it are suspended, {@code NOT_FOUND} when there is none in force.
     */
    record PostToInbox(String actor, String partner, List<Posted> objects) implements Command<PostStatus> {}

    /**
     * Removes an object from a collection of our own (TAXII 2.1 section 5.7). The copies permit nothing any more; what feeds
     * showed of them is withdrawn at once.
     *
     * @param versions which versions; {@code NOT_FOUND} when the collection shows none of them
     */
    record RemoveObject(String actor, UUID collection, StixId object, Feed.Versions versions)
            implements Command<Removed> {}

    /**
     * What a removal did.
     *
     * @param versions how many versions are gone
     */
    record Removed(int versions) {}

    /** Takes items of a partner's inbox in as received from it. Received copies permit nothing yet (release.md rule 3). */
    record TakeFromInbox(String actor, String partner, List<Long> items) implements Command<Taken> {}

    /**
     * What became of the items.
     *
     * @param added copies that are new here
     * @param unchanged items that were taken before
     */
    record Taken(int added, int unchanged) {}

    /**
     * Keeps a memorandum or a later version of one, or adds signatures to what is kept. The parties' signatures are checked
     * against our own and the pinned keys; a signature by a party that is not pinned is a failure. A later version has the same
     * parties and brings back no grant that a version before it dropped.
     */
    record AddMemorandum(String actor, SignedMemorandum memorandum) implements Command<Done> {}

    /** Stands for the newest version of a memorandum that is kept. */
    int NEWEST = 0;

    /**
     * Signs for this organisation. With the last signature the memorandum is in force as soon as its term has begun; a later
     * version then takes the place of the one before it, and releases and withdrawals follow at once.
     *
     * @param version which one, or {@link #NEWEST}
     */
    record SignMemorandum(String actor, UUID memorandum, int version) implements Command<Done> {
        /** Signs the newest version. */
        public SignMemorandum(String actor, UUID memorandum) {
            this(actor, memorandum, NEWEST);
        }
    }

    /**
     * Marks the newest version of a memorandum: it was offered to the other parties, or they agree in principle. A mark binds
     * nobody and a draft can be signed without it.
     */
    record MarkMemorandum(String actor, UUID memorandum, Mark mark) implements Command<Done> {}

    /** How far talks about a text have come before anybody signs it. */
    enum Mark {
        OFFERED,
        AGREED
    }

    /** Suspends all contracts of a memorandum, or the one named. When it is answered no further page leaves. */
    record Suspend(String actor, UUID memorandum, @Nullable UUID contract) implements Command<Done> {}

    /** Resumes what was suspended; what waited is decided again. */
    record Resume(String actor, UUID memorandum, @Nullable UUID contract) implements Command<Done> {}

    /** Ends a memorandum for good. */
    record Sever(String actor, UUID memorandum) implements Command<Done> {}

    /** Puts house rules in the place of those before. Releases and withdrawals follow at once. */
    record SetHouseRules(String actor, HouseRules rules) implements Command<Done> {}

    /**
     * Takes in entries of a partner's feed after checking them: each opening hashes to its entry, and all entries together
     * give the root that the partner signed. {@code MISMATCH} otherwise.
     *
     * <p>A log that grew by more than one command takes comes in steps. Each is checked in full: what comes after it counts
     * by the roots of subtrees, and with those it must give the signed root as well.
     *
     * @param from number of the first entry; must be the number of entries already held
     * @param entries with their openings, null where the partner no longer has one
     * @param checkpoint the partner's signed note, over these entries or over more
     * @param beyond of the entries between these and the checkpoint's size, the roots of the largest perfect subtrees from left
     *     to right, as {@link LogAhead} gives them; empty when these reach it
     */
    record ReceiveLog(
            String actor, UUID contract, long from, List<LogEntry> entries, String checkpoint, List<byte[]> beyond)
            implements Command<Done> {
        /** Entries up to the checkpoint's size. */
        public ReceiveLog(String actor, UUID contract, long from, List<LogEntry> entries, String checkpoint) {
            this(actor, contract, from, entries, checkpoint, List.of());
        }
    }

    record LogEntry(byte[] entry, byte @Nullable [] opening) {}

    /**
     * Takes in a partner's notice about entries of its feed that cannot be read while it is suspended: the copies that it recalls
     * count as recalled at once, whether or not we hold the contract suspended too. It has to be signed with the partner's pinned
     * key and be about releases ({@code MISMATCH} otherwise), and to begin where {@link Received#told} ends ({@code CONFLICT}).
     * One that was taken in already changes nothing.
     *
     * @param note the partner's signed note, a {@link Notice}
     */
    record TakeNotice(String actor, UUID contract, String note) implements Command<NoticeTaken> {}

    /**
     * What became of a notice.
     *
     * @param recalled copies that count as recalled from now on
     */
    record NoticeTaken(int recalled) {}

    /**
     * Takes in objects of a partner's feed. Each must be exactly the bytes that an entry already received committed to;
     * {@code MISMATCH} otherwise, and nothing is taken.
     *
     * @param addedAfter the {@code X-TAXII-Date-Added-Last} of the page, where the next pull goes on
     */
    record ReceiveObjects(String actor, UUID contract, List<StixObject> objects, String addedAfter)
            implements Command<ObjectsReceived> {}

    /**
     * What became of the objects of a page.
     *
     * @param added copies that are new here
     * @param unchanged copies that were here already
     * @param broken rules across versions that new copies break with others of the same feed: they are kept all the same,
     *     as evidence of what the partner sent
     */
    record ObjectsReceived(int added, int unchanged, List<BrokenRule> broken) {}

    /**
     * A releaser, who is the actor, approves a version under a contract whose grant asks for it. What enough releasers approved
     * goes at once, if nothing else holds it back.
     *
     * @param version as in STIX: {@code modified}, else {@code created}, else empty
     * @param sha256 of the form that the releaser looked at, or null for the one that there is; another one is a {@code CONFLICT}
     */
    record Approve(String actor, UUID contract, StixId object, String version, byte @Nullable [] sha256)
            implements Command<Done> {}

    /** A releaser takes the approval of a version back; if too few are left, what went is withdrawn at once. */
    record WithdrawApproval(String actor, UUID contract, StixId object, String version) implements Command<Done> {}

    /**
     * Consents to the receiver of a contract passing on a version that it shows, in the bytes that it shows, to a third
     * organisation. Where the version was itself received on such terms, its giver has to have consented to the same. The answer
     * is the signed document, for the receiver.
     *
     * @param version as in STIX: {@code modified}, else {@code created}, else empty
     * @param to the organisation that it may go to
     */
    record GiveConsent(String actor, UUID contract, StixId object, String version, String to)
            implements Command<SignedConsent> {}

    /** Takes a consent of ours back. The answer is the signed document, for the receiver, whose node withdraws what went. */
    record WithdrawConsent(String actor, UUID contract, StixId object, String version, String to)
            implements Command<SignedConsent> {}

    /**
     * Takes in a partner's word on passing on what it gave us. It is signed with the partner's pinned key, about bytes that came
     * under the contract, and later than the word that is on record; releases and withdrawals follow at once.
     */
    record TakeConsent(String actor, SignedConsent consent) implements Command<ConsentTaken> {}

    /**
     * What a consent that was withdrawn leaves behind.
     *
     * @param resting contracts under which we consented to the same ourselves, which our people have to take back
     */
    record ConsentTaken(List<UUID> resting) {}

    /** A due instant has come: a term begins or ends, an embargo or a retention ends. The exchange submits it by itself. */
    record TimePassed(String actor, Instant due) implements Command<Done> {}

    /**
     * Gives a feed the next entries that it is owed; the exchange itself does so, between other commands (release.md rule 13).
     *
     * @param contract number of the contract
     */
    record SettleFeed(String actor, int contract) implements Command<Done> {}

    /** A command that only asks: what it decides is thrown away, and the journal does not grow. */
    sealed interface Question<R> extends Command<R> {}

    /** What partners would see if the memorandum were in force, whether it is here or not. */
    record PreviewMemorandum(String actor, Memorandum memorandum) implements Question<Preview> {}

    /** What partners would see under the contracts that are open if these were the house rules. */
    record PreviewHouseRules(String actor, HouseRules rules) implements Question<Preview> {}
}
