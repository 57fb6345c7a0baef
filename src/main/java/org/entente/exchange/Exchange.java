package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Proof;
import org.entente.exchange.State.Token;
import org.entente.journal.Applier;
import org.entente.journal.Fsck;
import org.entente.journal.Journal;
import org.entente.journal.View;
import org.entente.merkle.NoteSigner;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of one node: takes commands, keeps them in the journal, answers from the views. Everything that happens to a
 * node's data happens through {@link #handle}; everything else here reads. Safe for many threads.
 */
public final class Exchange implements AutoCloseable {
    private final Organisation self;
    private final NodeKeys keys;
    private final InstantSource clock;
    private final Journal journal;
    private final Tables tables;
    private final FeedSecrets secrets;
    private final Map<UUID, NoteSigner> signers = new ConcurrentHashMap<>();
    private final Map<UUID, NoteSigner> noticeSigners = new ConcurrentHashMap<>();
    private final Writer writer;

    private Exchange(
            Organisation self, NodeKeys keys, InstantSource clock, Journal journal, Replay views, Workings workings) {
        this.self = self;
        this.keys = keys;
        this.clock = clock;
        this.journal = journal;
        this.tables = new Tables(journal.committed());
        this.secrets = new FeedSecrets(keys.secret());
        this.writer = new Writer(
                journal, views, new Decider(self, keys, secrets, workings.chunk()), clock, workings.settles());
    }

    /**
     * Opens the journal in the directory, made if it is not there, and brings the views up to date.
     *
     * @param clock where time comes in; the journal's own time never runs backwards whatever the clock does
     * @throws org.entente.journal.JournalException when another process has the directory, or what is in it is damaged
     */
    public static Exchange open(Path directory, Organisation self, NodeKeys keys, InstantSource clock) {
        return open(directory, self, keys, clock, Workings.REAL);
    }

    /** How the journal is opened. */
    interface JournalOpener {
        Journal open(Path directory, List<View> views, Applier applier);
    }

    /**
     * What the tests may put in the place of the real thing.
     *
     * @param chunk how much of what a command gives to feeds goes at once
     * @param settles whether feeds are given now what they are owed, before other commands need them to be
     */
    record Workings(JournalOpener opener, Chunk chunk, BooleanSupplier settles) {
        static final Workings REAL = new Workings(Journal::open, Chunk.MAX, () -> true);
    }

    static Exchange open(Path directory, Organisation self, NodeKeys keys, InstantSource clock, Workings workings) {
        Replay views = new Replay();
        Journal journal = workings.opener().open(directory, Keys.ALL, views);
        try {
            return new Exchange(self, keys, clock, journal, views, workings);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /**
     * Checks the journal of a directory that no node has open: every record, and that replaying them gives the same views.
     *
     * @param scratch an empty folder to replay into
     */
    public static Fsck.Report check(Path directory, Path scratch) {
        return Fsck.check(directory, Keys.ALL, new Replay(), scratch);
    }

    /** The organisation whose node this is. */
    public Organisation self() {
        return self;
    }

    /**
     * Carries out a command. When this returns, what it did is durable and every reader sees it.
     *
     * @throws Failure when it cannot be carried out; then it did nothing. {@code DURABILITY} alone leaves open whether it did
     */
    public <R> R handle(Command<R> command) {
        return writer.handle(command);
    }

    /** Who may do what, as of the last command. */
    public State state() {
        return writer.state();
    }

    /** Whose valid token this is, or null when it is unknown, revoked or expired. */
    public @Nullable Caller authenticate(String token) {
        return caller(Proof.TOKEN, Opening.sha256(token.getBytes(UTF_8)));
    }

    /**
     * Whom a caller proved to be, or null. What is unknown, revoked or expired proves nothing. A caller that brings a token is
     * whom the token says; a certificate beside it must not be another organisation's. The certificate alone counts only where
     * there is no token, sound or not, so that a wrong token is never mended.
     *
     * @param token the token that the caller brought, or null
     * @param certificateSha256 SHA-256 of the certificate whose key it proved to hold, or null
     */
    public @Nullable Caller authenticate(@Nullable String token, byte @Nullable [] certificateSha256) {
        Caller byCertificate = certificateSha256 == null ? null : caller(Proof.CERTIFICATE, certificateSha256);
        if (token == null) {
            return byCertificate;
        }
        Caller byToken = authenticate(token);
        boolean agree = byCertificate == null
                || (byToken != null && byToken.organisation().equals(byCertificate.organisation()));
        return agree ? byToken : null;
    }

    /** Looks at all of them, so that how long it takes says nothing of any. */
    private @Nullable Caller caller(Proof proof, byte[] hash) {
        Caller caller = null;
        for (Token known : state().tokens()) {
            boolean same = MessageDigest.isEqual(known.sha256(), hash);
            boolean valid =
                    known.proof() == proof && !known.revoked() && Micros.of(clock.instant()) < known.expiresMicros();
            caller = same && valid ? known.caller() : caller;
        }
        return caller;
    }

    /**
     * The feed of a contract under which we give.
     *
     * @throws Failure {@code NOT_FOUND} when there is none
     */
    public Feed feed(UUID contract) {
        return new Feed(
                state().givenBy(self.did(), contract),
                tables,
                journal,
                secrets.of(contract),
                signers.computeIfAbsent(contract, this::signer),
                noticeSigners.computeIfAbsent(contract, this::noticeSigner),
                Micros.of(clock.instant()));
    }

    private NoteSigner signer(UUID contract) {
        return new NoteSigner(LogOrigin.of(self.url(), contract), keys.keyPair());
    }

    private NoteSigner noticeSigner(UUID contract) {
        return new NoteSigner(LogOrigin.ofNotices(self.url(), contract), keys.keyPair());
    }

    /**
     * The feed of a contract under which we receive.
     *
     * @throws Failure {@code NOT_FOUND} when there is none
     */
    public Received received(UUID contract) {
        return new Received(state().receivedBy(self.did(), contract), tables, journal);
    }

    /**
     * A collection of our own, for reading.
     *
     * @throws Failure {@code NOT_FOUND} when there is none of that id
     */
    public OwnCollection collection(UUID id) {
        State.Collection collection = state().collection(id);
        if (collection == null) {
            throw new Failure(
                    Failure.Code.NOT_FOUND, "There is no collection of this id.", "collection", id.toString());
        }
        return new OwnCollection(collection, tables, journal, secrets.of(id));
    }

    /** What that partner posted here, for our own people, and whether it may post now. */
    public Inbox inbox(String partner) {
        return new Inbox(
                partner,
                secrets.ofPoster(partner).inbox(),
                state().inboxAt(partner, Micros.of(clock.instant())),
                tables,
                journal);
    }

    /** What became of that post of that poster, or null alike when it was somebody else's, is forgotten or never was. */
    public @Nullable PostStatus status(String poster, UUID id) {
        PostStatus.Of status = tables.status(id);
        return status != null && status.poster().equals(poster) ? status.status() : null;
    }

    /**
     * Why an object is released under a contract or is not.
     *
     * @param version the version to explain, or null for the newest
     */
    public Explanation explain(StixId object, @Nullable String version, UUID contract) {
        return account(feed(contract)).explain(object, version);
    }

    /**
     * The same as it would have been answered at a moment of the past, from the journal alone: every record up to that moment is
     * replayed into views of their own, which takes as long as there are records.
     *
     * @param asOf records of later journal time do not count
     * @throws Failure {@code NOT_FOUND} when there was no such contract or object version then
     */
    public Explanation explain(StixId object, @Nullable String version, UUID contract, Instant asOf) {
        long micros = Micros.of(asOf);
        return journal.past(Keys.ALL, new Replay(), record -> Replay.takenBy(record, micros), views -> {
            Tables then = new Tables(views);
            State state = then.state();
            ContractEntry entry = state.contract(contract);
            if (entry == null || !entry.contract().giver().equals(self.did())) {
                throw new Failure(
                        Failure.Code.NOT_FOUND,
                        "There was no such contract here then.",
                        "contract",
                        contract.toString(),
                        "as_of",
                        asOf.toString());
            }
            return account(then, entry, state, asOf).explain(object, version);
        });
    }

    /**
     * What of our own objects a contract releases and withholds, and by which clause, marking, rule or reference; or what came under
     * one that we receive under. With either, what the giver said of passing on and what was destroyed.
     */
    public List<AccountRow> account(UUID contract) {
        ContractEntry entry = state().contract(contract);
        if (entry != null && entry.contract().receiver().equals(self.did())) {
            Accounting rows = new Accounting(tables, journal, entry);
            rows.countReceived();
            rows.countConsents();
            return rows.rows();
        }
        return account(feed(contract)).rows();
    }

    private Account account(Feed feed) {
        return account(tables, feed.contract(), state(), Micros.instant(Micros.of(clock.instant())));
    }

    private Account account(Tables of, ContractEntry contract, State state, Instant now) {
        return new Account(
                of,
                journal,
                contract,
                state.houseRules(),
                FormDuty.of(state.contracts(), self.did()).getOrDefault(contract.number(), FormDuty.NONE),
                secrets.pseudonyms(contract.contract().receiver()),
                now);
    }

    /** What waits for releasers' approval under a contract that we give under, and what was approved so far. */
    public List<AwaitedApproval> awaitedApprovals(UUID contract) {
        return account(feed(contract)).awaited();
    }

    /** What the giver under the contract, we or a partner, said last of passing on, for each version and organisation. */
    public List<RecordedConsent> consents(UUID contract) {
        ContractEntry entry = state().contract(contract);
        if (entry == null) {
            throw new Failure(
                    Failure.Code.NOT_FOUND, "There is no such contract here.", "contract", contract.toString());
        }
        return tables.consents(entry.number(), entry.contract());
    }

    /** Counts for people. */
    public NodeStatus status() {
        Counters counters = tables.counters();
        long owed = tables.owing().values().stream().mapToLong(Owing::entries).sum();
        return new NodeStatus(counters.objects(), counters.classes(), counters.micros(), owed);
    }

    /** SHA-256 over each view, in hexadecimal: equal journals give equal views. */
    public Map<String, String> digests() {
        return journal.digests();
    }

    /**
     * Waits until the exchange can take no more commands because the disk failed or a bug was met, and says why. What is
     * durable stays readable until then; the process should end and be started again.
     */
    public Failure awaitFailure() throws InterruptedException {
        try {
            return writer.failed().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Finishes what is under way, refuses what comes later, and closes the journal. */
    @Override
    public void close() {
        writer.close();
        journal.close();
    }
}
