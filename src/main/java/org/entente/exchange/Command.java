package org.entente.exchange;

import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.SignedMemorandum;
import org.entente.release.Tags;
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

    /** Adds objects that our people bring in. Tags are facets of these copies and never enter the bytes. */
    record ImportObjects(String actor, Tags tags, List<StixObject> objects) implements Command<Imported> {}

    /**
     * What became of an import.
     *
     * @param added new object versions
     * @param unchanged versions that were there already with the same bytes
     * @param conflicts ids of versions that were there with other bytes or other tags: the first stands
     * @param received ids of versions that a partner sent us with the same bytes: they stay under the partner's terms
     * @param released entries that each contract's feed gained
     * @param withdrawn entries that were recalled
     */
    record Imported(
            int added,
            int unchanged,
            List<StixId> conflicts,
            List<StixId> received,
            Map<UUID, Integer> released,
            Map<UUID, Integer> withdrawn) {}

    /**
     * Pins a partner's key. The same partner with another address may be given again; another key is a conflict.
     *
     * @param url where the partner's node answers: its TAXII discovery is {@code url/taxii2/}
     */
    record AddPartner(String actor, String did, String name, String url, PublicKey key) implements Command<Done> {}

    /** Lets an organisation read its feeds with a token; only the SHA-256 of the token is kept. */
    record IssueToken(
            String actor,
            String organisation,
            String label,
            byte[] sha256,
            @Nullable Instant expires) implements Command<TokenIssued> {}

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
     * Keeps a memorandum, or adds signatures to one that is kept. The parties' signatures are checked against our own and the
     * pinned keys; a signature by a party that is not pinned is a failure.
     */
    record AddMemorandum(String actor, SignedMemorandum memorandum) implements Command<Done> {}

    /** Signs for this organisation. With the last signature the memorandum is in force as soon as its term has begun. */
    record SignMemorandum(String actor, UUID memorandum) implements Command<Done> {}

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
     * @param from number of the first entry; must be the number of entries already held
     * @param entries with their openings, null where the partner no longer has one
     * @param checkpoint the partner's signed note
     */
    record ReceiveLog(String actor, UUID contract, long from, List<LogEntry> entries, String checkpoint)
            implements Command<Done> {}

    record LogEntry(byte[] entry, byte @Nullable [] opening) {}

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
     */
    record ObjectsReceived(int added, int unchanged) {}

    /** A due instant has come: a term begins or ends. The exchange submits it by itself. */
    record TimePassed(String actor, Instant due) implements Command<Done> {}
}
