package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.entente.exchange.Command;
import org.entente.exchange.Command.LogEntry;
import org.entente.exchange.Command.ObjectsReceived;
import org.entente.exchange.Command.ReceiveLog;
import org.entente.exchange.Command.ReceiveObjects;
import org.entente.exchange.Command.TakeNotice;
import org.entente.exchange.Exchange;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.entente.exchange.LogAhead;
import org.entente.exchange.Micros;
import org.entente.exchange.NodeKeys;
import org.entente.exchange.Notice;
import org.entente.exchange.Received;
import org.entente.exchange.State;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Partner;
import org.entente.exchange.State.Status;
import org.entente.http.ClientTls;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.jspecify.annotations.Nullable;

/**
 * Pulls what a partner releases under a contract: first its log, which the exchange checks against the root that the partner
 * signed, then the objects, each of which the log must have committed to. Every step is one command that is durable before the
 * next, so a pull that was cut anywhere goes on where it was when it is called again.
 *
 * <p>While the contract is suspended, there or here, nothing is read but the partner's notices: what it recalled meanwhile counts
 * as recalled here (release.md rule 14).
 *
 * <p>Safe for many threads; pulls under one contract follow each other.
 */
public final class Puller {
    /** How often a page may run ahead of the log that was read before it, as it does while the partner releases. */
    private static final int MAX_ATTEMPTS = 10;

    /** The most notices that one pull reads; as each is kept, the next pull goes on where this one ended. */
    private static final int MAX_NOTICES = 1000;

    private final Exchange exchange;
    private final NodeKeys keys;
    private final String actor;
    private final Function<String, ClientTls> tls;
    private final Patience patience;

    /** The most entries that one command takes here, and the power of two at whose multiples the steps of more end. */
    private final int mostEntries;

    private final int stepHeight;
    private final ConcurrentHashMap<UUID, ReentrantLock> locks = new ConcurrentHashMap<>();

    /**
     * Entries before this number have arrived with their bytes, or were asked for once more in vain: what a partner holds back
     * is not asked for at each pull, but once after each start.
     */
    private final ConcurrentHashMap<UUID, Long> settled = new ConcurrentHashMap<>();

    /**
     * A puller for that exchange.
     *
     * @param keys where the tokens that partners gave us are
     * @param actor who asks, for the record of the commands
     */
    public Puller(Exchange exchange, NodeKeys keys, String actor) {
        this(exchange, keys, actor, _ -> ClientTls.PLATFORM);
    }

    /**
     * A puller for that exchange.
     *
     * @param keys where the tokens that partners gave us are
     * @param actor who asks, for the record of the commands
     * @param tls how to speak TLS with the server of the partner of that DID
     */
    public Puller(Exchange exchange, NodeKeys keys, String actor, Function<String, ClientTls> tls) {
        this(exchange, keys, actor, tls, Patience.ofThisMachine(), Command.MAX_ENTRIES, LogAhead.STEP_HEIGHT);
    }

    Puller(
            Exchange exchange,
            NodeKeys keys,
            String actor,
            Function<String, ClientTls> tls,
            Patience patience,
            int mostEntries,
            int stepHeight) {
        this.exchange = exchange;
        this.keys = keys;
        this.actor = actor;
        this.tls = tls;
        this.patience = patience;
        this.mostEntries = mostEntries;
        this.stepHeight = stepHeight;
    }

    /**
     * Pulls until the partner has no more, or says that the contract is suspended and what it recalled since.
     *
     * @throws Failure {@code NOT_FOUND} when we do not receive under that contract, {@code UNAUTHORISED} when we have no
     *     token or the partner does not accept it, {@code FORBIDDEN} when the partner refuses, {@code UNAVAILABLE} when it
     *     cannot be reached or breaks off, {@code MISMATCH} or {@code INVALID} when what it sent is not what it signed, is
     *     malformed or exceeds a limit ({@code LIMIT}). What was checked before that is kept, nothing of what failed is.
     */
    public PullReport pull(UUID contract) {
        State state = exchange.state();
        ContractEntry entry = state.contract(contract);
        if (entry == null || !entry.contract().receiver().equals(exchange.self().did())) {
            throw failure(Code.NOT_FOUND, "There is no such contract under which we receive.", contract);
        }
        Partner partner = state.partner(entry.contract().giver());
        if (partner == null) {
            throw failure(Code.CONFLICT, "The giver of the contract is not a partner of this node.", contract);
        }
        String token = keys.partnerToken(partner.did());
        ClientTls secure = tls.apply(partner.did());
        if (token == null && !(secure.showsCertificate() && TaxiiClient.isSecure(partner.url()))) {
            throw failure(Code.UNAUTHORISED, "There is no token yet to read from this partner with.", contract);
        }
        Credentials credentials = token == null ? new Credentials.None() : new Credentials.Bearer(token);
        ReentrantLock lock = locks.computeIfAbsent(contract, _ -> new ReentrantLock());
        lock.lock();
        // The log is hashes, which do not compress, and objects are a page at a time; so no coding is asked for.
        try (TaxiiClient client = new TaxiiClient(partner.url(), credentials, false, secure, patience)) {
            Pull pull = new Pull(entry, partner, client);
            return entry.status() == Status.SUSPENDED ? pull.notices() : pull.run();
        } finally {
            lock.unlock();
        }
    }

    /** How long the server that made a pull fail asked to be left alone; zero where it did not. */
    public static Duration askedToWait(Failure failure) {
        return Duration.ofSeconds(Long.parseLong(failure.fields().getOrDefault(Patience.RETRY_AFTER, "0")));
    }

    private static Failure failure(Code code, String sentence, UUID contract) {
        return new Failure(code, sentence, "contract", contract.toString());
    }

    /** One pull under way. */
    private final class Pull {
        private final UUID contract;
        private final ContractEntry entry;
        private final Partner partner;
        private final TaxiiClient client;
        private final PartnerLog log;
        private final String objectsPath;
        private final Received received;
        private long entries;
        private int pages;
        private int added;
        private int unchanged;
        private int broken;
        private boolean suspended;
        private int recalled;

        Pull(ContractEntry entry, Partner partner, TaxiiClient client) {
            UUID contract = entry.contract().id();
            String collection = TaxiiSite.COLLECTIONS + contract + "/";
            this.contract = contract;
            this.entry = entry;
            this.partner = partner;
            this.client = client;
            this.log = new PartnerLog(client, collection + TaxiiSite.LOG);
            this.objectsPath = collection + TaxiiSite.OBJECTS;
            this.received = exchange.received(contract);
        }

        PullReport run() {
            try {
                readAll();
            } catch (Failure refused) {
                // Of a suspended contract there are notices; else it was something else that the partner refused.
                suspended = refused.code() == Code.FORBIDDEN && readNotices();
                if (!suspended) {
                    throw refused;
                }
            }
            return report();
        }

        /** Reads what the partner recalled, where we ourselves hold the contract suspended. */
        PullReport notices() {
            suspended = true;
            readNotices();
            return report();
        }

        private PullReport report() {
            return new PullReport(
                    contract, entries, pages, added, unchanged, received.size(), broken, suspended, recalled);
        }

        /** Takes in what the partner's notices tell that is not known; whether there are any. */
        private boolean readNotices() {
            long from = received.told();
            for (int read = 0; read < MAX_NOTICES; read++) {
                String note = note(from);
                if (note == null) {
                    return read > 0;
                }
                Notice notice = Notice.verified(note, entry, partner);
                if (notice.from() != from) {
                    throw failure(Code.MISMATCH, "The partner's notice is not about what was asked.", contract);
                }
                if (!notice.isIdle()) {
                    recalled += exchange.handle(new TakeNotice(actor, contract, note))
                            .recalled();
                }
                if (notice.isComplete()) {
                    return true;
                }
                from = notice.to();
            }
            return true;
        }

        private @Nullable String note(long from) {
            try {
                String path = TaxiiSite.NOTICES + contract + "?" + TaxiiSite.FROM + "=" + from;
                return new String(client.get(path, Media.TEXT, Notice.MAX_BYTES).body(), UTF_8);
            } catch (Failure failure) {
                if (failure.code() == Code.NOT_FOUND) {
                    return null;
                }
                throw failure;
            }
        }

        private void readAll() {
            readLog();
            readAllObjects(received.addedAfter());
            String missed = missed();
            if (!missed.isEmpty()) {
                // The partner's times led past it, or what stands between us held it back: once more, from there.
                readAllObjects(missed);
                settled.put(contract, received.size());
            }
        }

        private void readAllObjects(String addedAfter) {
            int attempts = 1;
            while (!readObjects(attempts == 1 ? addedAfter : received.addedAfter())) {
                // The partner released something after we had read its log; so there must be more of it.
                if (!readLog() || ++attempts > MAX_ATTEMPTS) {
                    throw failure(
                            Code.MISMATCH, "The partner sent an object that its log does not commit to.", contract);
                }
            }
        }

        /** From where on to read again for the bytes of releases that stand and have not arrived; empty when all have. */
        private String missed() {
            Received.Pending pending = received.pending(settled.getOrDefault(contract, 0L));
            settled.put(contract, pending.settled());
            return pending.since().isEmpty() ? "" : Micros.text(Micros.parse(pending.since()) - 1);
        }

        /** Takes in the log up to the partner's present checkpoint; whether it had grown. */
        private boolean readLog() {
            String checkpoint = log.checkpoint();
            long held = received.size();
            long size = PartnerLog.sizeOf(checkpoint);
            if (size < held) {
                throw failure(Code.MISMATCH, "The partner's log is shorter than one that it signed before.", contract);
            }
            if (size == held && checkpoint.equals(received.checkpoint())) {
                return false;
            }
            PartnerLog.checkGrowth(held, size);
            long from = size - held > mostEntries ? readSteps(held, size, checkpoint) : held;
            // An equal size goes to the exchange too: the same size with another root is a fork.
            take(from, size, checkpoint, List.of());
            return size > held;
        }

        /** Takes in all steps of a log that grew much but the last one, and gives where that begins. */
        private long readSteps(long held, long size, String checkpoint) {
            long step = 1L << stepHeight;
            long end = (held / step + 1) * step;
            LogAhead ahead = log.ahead(stepHeight, end, size);
            long from = held;
            for (; size - from > mostEntries; end += step) {
                take(from, end, checkpoint, ahead.beyond(end));
                from = end;
            }
            return from;
        }

        private void take(long from, long to, String checkpoint, List<byte[]> beyond) {
            List<LogEntry> more = log.entries(from, to);
            exchange.handle(new ReceiveLog(actor, contract, from, more, checkpoint, beyond));
            entries += more.size();
        }

        /** Takes in pages until there are no more, or one holds what the log does not: then false. */
        private boolean readObjects(String addedAfter) {
            Pages walk = Pages.ofObjects(client, objectsPath, Match.allAfter(addedAfter));
            while (walk.more()) {
                Pages.Page page = walk.page();
                List<StixObject> objects = objects(page.items());
                if (!objects.stream().allMatch(o -> received.commits(o.id().value(), o.bytes()))) {
                    return false;
                }
                pages++;
                if (page.reached() != null || !objects.isEmpty()) {
                    String reached = page.reached() == null ? "" : page.reached();
                    ObjectsReceived result = exchange.handle(new ReceiveObjects(actor, contract, objects, reached));
                    added += result.added();
                    unchanged += result.unchanged();
                    broken += result.broken().size();
                }
            }
            return true;
        }

        private List<StixObject> objects(List<byte[]> page) {
            List<StixObject> objects = new ArrayList<>(page.size());
            for (byte[] item : page) {
                switch (StixReader.parseObject(item, Limits.DEFAULT)) {
                    case Parsed.Valid valid -> objects.add(valid.object());
                    case Parsed.Invalid invalid ->
                        throw new Failure(
                                Code.INVALID,
                                "The partner sent an object that is not valid STIX 2.1.",
                                "contract",
                                contract.toString(),
                                "rule",
                                invalid.problems().getFirst().rule(),
                                "path",
                                invalid.problems().getFirst().path());
                }
            }
            return objects;
        }
    }
}
