package org.entente.taxii;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.entente.exchange.Command.LogEntry;
import org.entente.exchange.Command.ObjectsReceived;
import org.entente.exchange.Command.ReceiveLog;
import org.entente.exchange.Command.ReceiveObjects;
import org.entente.exchange.Exchange;
import org.entente.exchange.Failure;
import org.entente.exchange.Failure.Code;
import org.entente.exchange.NodeKeys;
import org.entente.exchange.Received;
import org.entente.exchange.State;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Partner;
import org.entente.http.ClientTls;
import org.entente.stix.Parsed;
import org.entente.stix.StixObject;

/**
 * Pulls what a partner releases under a contract: first its log, which the exchange checks against the root that the partner
 * signed, then the objects, each of which the log must have committed to. Every step is one command that is durable before the
 * next, so a pull that was cut anywhere goes on where it was when it is called again.
 *
 * <p>Safe for many threads; pulls under one contract follow each other.
 */
public final class Puller {
    /** How often a page may run ahead of the log that was read before it, as it does while the partner releases. */
    private static final int MAX_ATTEMPTS = 10;

    private final Exchange exchange;
    private final NodeKeys keys;
    private final String actor;
    private final Function<String, ClientTls> tls;
    private final ConcurrentHashMap<UUID, ReentrantLock> locks = new ConcurrentHashMap<>();

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
        this.exchange = exchange;
        this.keys = keys;
        this.actor = actor;
        this.tls = tls;
    }

    /**
     * Pulls until the partner has no more.
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
        ReentrantLock lock = locks.computeIfAbsent(contract, _ -> new ReentrantLock());
        lock.lock();
        try (TaxiiClient client = new TaxiiClient(partner.url(), token, secure)) {
            return new Pull(contract, client).run();
        } finally {
            lock.unlock();
        }
    }

    private static Failure failure(Code code, String sentence, UUID contract) {
        return new Failure(code, sentence, "contract", contract.toString());
    }

    /** One pull under way. */
    private final class Pull {
        private final UUID contract;
        private final TaxiiClient client;
        private final PartnerLog log;
        private final String objectsPath;
        private final Received received;
        private long entries;
        private int pages;
        private int added;
        private int unchanged;

        Pull(UUID contract, TaxiiClient client) {
            String collection = TaxiiSite.COLLECTIONS + contract + "/";
            this.contract = contract;
            this.client = client;
            this.log = new PartnerLog(client, collection + TaxiiSite.LOG);
            this.objectsPath = collection + TaxiiSite.OBJECTS;
            this.received = exchange.received(contract);
        }

        PullReport run() {
            readLog();
            int attempts = 1;
            while (!readObjects()) {
                // The partner released something after we had read its log; so there must be more of it.
                if (!readLog() || ++attempts > MAX_ATTEMPTS) {
                    throw failure(
                            Code.MISMATCH, "The partner sent an object that its log does not commit to.", contract);
                }
            }
            return new PullReport(contract, entries, pages, added, unchanged, received.size());
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
            // An equal size goes to the exchange too: the same size with another root is a fork.
            List<LogEntry> more = log.entries(held, size);
            exchange.handle(new ReceiveLog(actor, contract, held, more, checkpoint));
            entries += more.size();
            return !more.isEmpty();
        }

        /** Takes in pages until there are no more, or one holds what the log does not: then false. */
        private boolean readObjects() {
            Pages walk = new Pages(client, objectsPath, received.addedAfter());
            while (walk.more()) {
                Pages.Page page = walk.page();
                List<StixObject> objects = objects(page.objects());
                if (!objects.stream().allMatch(o -> received.commits(o.id().value(), o.bytes()))) {
                    return false;
                }
                pages++;
                if (page.addedLast() != null) {
                    ObjectsReceived result =
                            exchange.handle(new ReceiveObjects(actor, contract, objects, page.addedLast()));
                    added += result.added();
                    unchanged += result.unchanged();
                }
            }
            return true;
        }

        private List<StixObject> objects(List<Parsed> page) {
            List<StixObject> objects = new ArrayList<>(page.size());
            for (Parsed parsed : page) {
                switch (parsed) {
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
