package org.entente.exchange;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.entente.exchange.Event.Control;
import org.entente.memorandum.Contract;
import org.entente.memorandum.Grant;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.LeftOperand;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.PartySignature;
import org.entente.memorandum.Reading;
import org.entente.memorandum.SignedMemorandum;
import org.entente.memorandum.Standing;
import org.entente.release.Facets;
import org.entente.release.Tags;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: partners, tokens, memoranda, contracts, house rules and collections of our own, at one moment. Immutable; a fold over the control
 * events of the journal.
 */
public record State(
        List<Partner> partners,
        List<Token> tokens,
        List<MemorandumEntry> memoranda,
        List<ContractEntry> contracts,
        HouseRules houseRules,
        List<Collection> collections) {
    static final State EMPTY = new State(List.of(), List.of(), List.of(), List.of(), HouseRules.NONE, List.of());

    /** The most versions of one memorandum. */
    static final int MAX_EDITIONS = 1000;

    /** A partner organisation whose key is pinned. */
    public record Partner(String did, String name, String url, PublicKey key) {}

    /** By what an organisation proves that it is itself. */
    public enum Proof {
        /** A secret text that it sends with each request. */
        TOKEN,
        /** The private key of a TLS client certificate. */
        CERTIFICATE
    }

    /**
     * A token or a certificate that lets an organisation in. Only its hash is known here.
     *
     * @param expiresMicros when it ends, {@link Long#MAX_VALUE} for never
     * @param proof which of the two; the hash of the one is never taken for that of the other
     * @param scopes which of our own collections it may read and write; empty for a partner's
     */
    public record Token(
            String id,
            String organisation,
            String label,
            byte[] sha256,
            long expiresMicros,
            boolean revoked,
            Proof proof,
            List<Caller.Scope> scopes) {
        /** Who calls with it. */
        Caller caller() {
            return new Caller(organisation, label, scopes);
        }
    }

    /**
     * A collection of our own, which our own people and tools read and write.
     *
     * @param number small number of the collection on this node
     * @param title also the name under which copies are filed in it, and by which grants know it
     * @param tags what is said of each copy that is posted to it, its name among them
     */
    public record Collection(int number, UUID id, String title, String description, Tags tags) {
        int sequence() {
            return State.sequence(number);
        }
    }

    /** One version of a memorandum with the signatures that are here, and where it stands. */
    public record Edition(Memorandum memorandum, List<PartySignature> signatures, Standing standing) {
        /** Its version. */
        public int version() {
            return memorandum.version();
        }

        /** The file in which it travels. */
        public SignedMemorandum signed() {
            return new SignedMemorandum(memorandum, signatures);
        }
    }

    /**
     * A memorandum in all its versions.
     *
     * @param current the version in force; before any is, or after the last was, the one that came nearest to it
     * @param proposed later versions, which may take its place, in the order of their versions
     * @param replaced earlier versions that were kept as current, oldest first
     */
    public record MemorandumEntry(Edition current, List<Edition> proposed, List<Edition> replaced) {
        /** A memorandum of one version. */
        public MemorandumEntry(Memorandum memorandum, List<PartySignature> signatures, Standing standing) {
            this(new Edition(memorandum, signatures, standing), List.of(), List.of());
        }

        /** The text in force, or the nearest to it. */
        public Memorandum memorandum() {
            return current.memorandum();
        }

        /** Where the text in force stands. */
        public Standing standing() {
            return current.standing();
        }

        /** The file in which the text in force travels. */
        public SignedMemorandum signed() {
            return current.signed();
        }

        /** Every version, in order. */
        public List<Edition> editions() {
            List<Edition> all = new ArrayList<>(replaced);
            all.add(current);
            all.addAll(proposed);
            all.sort(Comparator.comparingInt(Edition::version));
            return List.copyOf(all);
        }

        /** That version, or {@link Command#NEWEST}; null if it is not kept. */
        public @Nullable Edition edition(int version) {
            List<Edition> all = editions();
            if (version == Command.NEWEST) {
                return all.getLast();
            }
            return all.stream()
                    .filter(one -> one.version() == version)
                    .findFirst()
                    .orElse(null);
        }

        /**
         * Why that text cannot take the place of the current one, as a rule and a sentence; null if it can. A grant that a
         * version dropped has closed its feeds for good, so none brings it back.
         */
        @Nullable
        Unfit unfit(Memorandum next) {
            if (current.standing().isFinal()) {
                return new Unfit("final", "The memorandum is severed or expired, which is final.");
            }
            Memorandum.Unfit unfit = next.unfitAfter(current.memorandum());
            if (unfit != null) {
                return new Unfit(unfit.rule(), unfit.message());
            }
            Set<UUID> open = ids(current.memorandum());
            Set<UUID> dropped = new HashSet<>();
            replaced.forEach(before -> dropped.addAll(ids(before.memorandum())));
            dropped.removeAll(open);
            dropped.retainAll(ids(next));
            return dropped.isEmpty()
                    ? null
                    : new Unfit(
                            "dropped-grant",
                            "An earlier version dropped a grant of this identifier, which closed its feed for good.");
        }

        /** When a later version that all have signed comes into force, with its version; null if none waits for its term. */
        @Nullable
        Coming coming() {
            Coming first = null;
            for (Edition edition : proposed) {
                Instant from = edition.memorandum().term().from();
                boolean waits = edition.standing().state() == Standing.State.SIGNED
                        && edition.signed().complete()
                        && unfit(edition.memorandum()) == null;
                if (waits && (first == null || !from.isAfter(first.at()))) {
                    first = new Coming(from, edition.version());
                }
            }
            return first;
        }

        private static Set<UUID> ids(Memorandum memorandum) {
            Set<UUID> ids = new HashSet<>();
            memorandum.contracts().forEach(contract -> ids.add(contract.id()));
            return ids;
        }

        /** With that edition in the place of the one of its version, or added to those that are proposed. */
        MemorandumEntry with(Edition now) {
            if (now.version() == current.version()) {
                return new MemorandumEntry(now, proposed, replaced);
            }
            List<Edition> later = new ArrayList<>(proposed);
            later.removeIf(one -> one.version() == now.version());
            later.add(now);
            later.sort(Comparator.comparingInt(Edition::version));
            return new MemorandumEntry(current, List.copyOf(later), replaced);
        }

        /** After a later version took the current one's place; what was proposed before it can no longer do so. */
        MemorandumEntry amended(Edition now) {
            List<Edition> before = new ArrayList<>(replaced);
            before.add(replaced(current));
            List<Edition> later = new ArrayList<>();
            for (Edition one : proposed) {
                if (one.version() < now.version()) {
                    before.add(replaced(one));
                } else if (one.version() > now.version()) {
                    later.add(one);
                }
            }
            return new MemorandumEntry(now, List.copyOf(later), List.copyOf(before));
        }

        static Edition replaced(Edition one) {
            return new Edition(
                    one.memorandum(), one.signatures(), one.standing().in(Standing.State.REPLACED));
        }
    }

    /** Why a text cannot take the place of the current one: a short fixed name and one fixed sentence. */
    record Unfit(String rule, String message) {}

    /** That version comes into force at that instant. */
    record Coming(Instant at, int version) {}

    /** How far a contract is open. */
    public enum Status {
        /** What it allows flows. */
        OPEN,
        /** Held: by itself or with its memorandum. */
        SUSPENDED,
        /** Ended: its memorandum is severed or expired, or a later version dropped its grant. */
        CLOSED
    }

    /**
     * A contract between us and a partner that came into force.
     *
     * @param number small number of the contract on this node
     * @param contract the terms in short, of the version that it stands under
     * @param memorandum that version of the memorandum
     * @param grant the clause that the contract puts in force
     */
    public record ContractEntry(int number, Contract contract, Edition memorandum, Grant grant) {
        /** A contract of that version of the memorandum, which has its grant. */
        public ContractEntry(int number, Contract contract, Edition memorandum) {
            this(number, contract, memorandum, clause(contract, memorandum));
        }

        private static Grant clause(Contract contract, Edition memorandum) {
            Grant grant = memorandum.memorandum().grant(contract.grant());
            if (grant == null) {
                throw new IllegalStateException("a contract names a grant that its memorandum lacks");
            }
            return grant;
        }

        /** How far it is open, as the journal has it; an end that the clock has passed shows in {@link Feed#access}. */
        public Status status() {
            Standing standing = memorandum.standing();
            return standing.isFinal()
                    ? Status.CLOSED
                    : standing.suspends(contract.id()) ? Status.SUSPENDED : Status.OPEN;
        }

        /** The same, where an end that the clock has passed counts even before the journal says so. */
        Status statusAt(long micros) {
            boolean over = memorandum.memorandum().term().isOverAt(Micros.instant(micros));
            return over ? Status.CLOSED : status();
        }
    }

    /** The partner of that DID, or null. */
    public @Nullable Partner partner(String did) {
        for (Partner partner : partners) {
            if (partner.did().equals(did)) {
                return partner;
            }
        }
        return null;
    }

    /** The memorandum of that id, or null. */
    public @Nullable MemorandumEntry memorandum(UUID id) {
        for (MemorandumEntry entry : memoranda) {
            if (entry.memorandum().id().equals(id)) {
                return entry;
            }
        }
        return null;
    }

    /** The contract of that id, or null. */
    public @Nullable ContractEntry contract(UUID id) {
        for (ContractEntry entry : contracts) {
            if (entry.contract().id().equals(id)) {
                return entry;
            }
        }
        return null;
    }

    /** Under which number a collection's entries are kept among those of feeds: it counts down where contracts count up. */
    static int sequence(int collection) {
        return Event.NONE - 1 - collection;
    }

    /** The collection of our own of that id, or null. */
    public @Nullable Collection collection(UUID id) {
        for (Collection collection : collections) {
            if (collection.id().equals(id)) {
                return collection;
            }
        }
        return null;
    }

    /** The collection of our own of that title, or null. */
    public @Nullable Collection collection(String title) {
        for (Collection collection : collections) {
            if (collection.title().equals(title)) {
                return collection;
            }
        }
        return null;
    }

    /**
     * How far the inbox of that partner is open: as far as that contract with it that is open furthest. Without one, and once
     * all have ended, it is closed, which is no inbox at all.
     */
    Status inboxAt(String partner, long micros) {
        Status inbox = Status.CLOSED;
        for (ContractEntry entry : contracts) {
            Contract contract = entry.contract();
            if (contract.giver().equals(partner) || contract.receiver().equals(partner)) {
                Status one = entry.statusAt(micros);
                inbox = one.compareTo(inbox) < 0 ? one : inbox;
            }
        }
        return inbox;
    }

    /** The contract of that number on this node; it must exist. */
    ContractEntry contract(int number) {
        return contracts.get(number);
    }

    /** The contract of that id that the organisation gives under; fails with {@code NOT_FOUND} where there is none. */
    ContractEntry givenBy(String giver, UUID id) {
        ContractEntry entry = contract(id);
        if (entry == null || !entry.contract().giver().equals(giver)) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "There is no contract of this id that we give under.",
                    "contract",
                    id.toString());
        }
        return entry;
    }

    /** The contract of that id that the organisation receives under; fails with {@code NOT_FOUND} where there is none. */
    ContractEntry receivedBy(String receiver, UUID id) {
        ContractEntry entry = contract(id);
        if (entry == null || !entry.contract().receiver().equals(receiver)) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "There is no contract of this id that we receive under.",
                    "contract",
                    id.toString());
        }
        return entry;
    }

    /**
     * What the constraints ask that we decide by: those of grants that we give or ever gave under, which explanations still
     * evaluate, and our house rules.
     *
     * @param opening a memorandum whose contracts come into force now, or null
     */
    Set<LeftOperand> asked(@Nullable Memorandum opening, String self) {
        Set<LeftOperand> asked = EnumSet.noneOf(LeftOperand.class);
        asked.addAll(houseRules.operands());
        for (ContractEntry entry : contracts) {
            if (entry.contract().giver().equals(self)) {
                asked.addAll(entry.grant().constraint().operands());
            }
        }
        if (opening != null) {
            opening.grants().stream()
                    .filter(grant -> grant.from().equals(self))
                    .forEach(grant -> asked.addAll(grant.constraint().operands()));
        }
        asked.removeIf(operand -> !Facets.isSaid(operand));
        return Collections.unmodifiableSet(asked);
    }

    /** The state after one more event. */
    State with(Control event) {
        return switch (event) {
            case Event.PartnerAdded(var did, var name, var url, var key) ->
                partners(put(partners, Partner::did, new Partner(did, name, url, publicKey(key))));
            case Event.TokenIssued(var id, var organisation, var label, var hash, var expires) ->
                token(new Token(id, organisation, label, hash, expires, false, Proof.TOKEN, List.of()));
            case Event.OwnTokenIssued(var id, var organisation, var label, var hash, var expires, var scopes) ->
                token(new Token(id, organisation, label, hash, expires, false, Proof.TOKEN, List.copyOf(scopes)));
            case Event.CertificateRegistered(var id, var organisation, var label, var hash, var expires) ->
                token(new Token(id, organisation, label, hash, expires, false, Proof.CERTIFICATE, List.of()));
            case Event.TokenRevoked(var id) ->
                tokens(tokens.stream()
                        .map(t -> t.id().equals(id) ? revoked(t) : t)
                        .toList());
            case Event.MemorandumAdded(var canonical) -> {
                Edition draft = new Edition(readMemorandum(canonical), List.of(), Standing.DRAFT);
                MemorandumEntry entry = memorandum(draft.memorandum().id());
                yield memorandum(entry == null ? new MemorandumEntry(draft, List.of(), List.of()) : entry.with(draft));
            }
            case Event.MemorandumSigned(var id, var version, var party, var jws) -> {
                Edition edition = existing(id, version);
                List<PartySignature> signatures = new ArrayList<>(edition.signatures());
                signatures.add(new PartySignature(party, jws));
                yield memorandum(existing(id)
                        .with(new Edition(edition.memorandum(), List.copyOf(signatures), edition.standing())));
            }
            case Event.MemorandumMoved(var id, var version, var standing) -> {
                Edition edition = existing(id, version);
                yield memorandum(existing(id).with(new Edition(edition.memorandum(), edition.signatures(), standing)));
            }
            case Event.MemorandumAmended(var id, var version, var standing) -> {
                Edition edition = existing(id, version);
                yield amended(existing(id), new Edition(edition.memorandum(), edition.signatures(), standing));
            }
            case Event.ContractOpened(var number, var id, var memorandum) -> opened(number, id, existing(memorandum));
            case Event.HouseRulesSet(var document) ->
                new State(partners, tokens, memoranda, contracts, readHouseRules(document), collections);
            case Event.CollectionAdded added -> collected(added);
        };
    }

    private State partners(List<Partner> now) {
        return new State(now, tokens, memoranda, contracts, houseRules, collections);
    }

    private State token(Token now) {
        return tokens(put(tokens, Token::id, now));
    }

    private State tokens(List<Token> now) {
        return new State(partners, now, memoranda, contracts, houseRules, collections);
    }

    /** Puts the memorandum in the place of its former self, in its contracts too. */
    private State memorandum(MemorandumEntry now) {
        return memorandum(
                now,
                entry -> entry.contract().version() == now.memorandum().version()
                        ? new ContractEntry(entry.number(), entry.contract(), now.current())
                        : entry);
    }

    private State memorandum(MemorandumEntry now, UnaryOperator<ContractEntry> itsContracts) {
        UUID id = now.memorandum().id();
        return new State(
                partners,
                tokens,
                put(memoranda, m -> m.memorandum().id(), now),
                contracts.stream()
                        .map(c -> c.contract().memorandum().equals(id) ? itsContracts.apply(c) : c)
                        .toList(),
                houseRules,
                collections);
    }

    /** Contracts that the new version still grants go on under its terms; the others end with the version they came from. */
    private State amended(MemorandumEntry before, Edition now) {
        Map<UUID, Contract> granted = new HashMap<>();
        now.memorandum().contracts().forEach(contract -> granted.put(contract.id(), contract));
        Edition former = MemorandumEntry.replaced(before.current());
        return memorandum(before.amended(now), entry -> {
            if (entry.contract().version() != former.version()) {
                return entry;
            }
            Contract goesOn = granted.get(entry.contract().id());
            return goesOn == null
                    ? new ContractEntry(entry.number(), entry.contract(), former)
                    : new ContractEntry(entry.number(), goesOn, now);
        });
    }

    private State collected(Event.CollectionAdded event) {
        Tlp tlp = event.tlp() == null ? null : Tlp.parse(event.tlp());
        List<Collection> now = new ArrayList<>(collections);
        if (event.number() != now.size()) {
            throw new IllegalStateException("collection numbers are not consecutive");
        }
        now.add(new Collection(
                event.number(),
                event.id(),
                event.title(),
                event.description(),
                new Tags(tlp, new TreeSet<>(event.labels()), event.title())));
        return new State(partners, tokens, memoranda, contracts, houseRules, List.copyOf(now));
    }

    private State opened(int number, UUID id, MemorandumEntry entry) {
        Contract contract = entry.memorandum().contracts().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a contract was opened that its memorandum lacks"));
        List<ContractEntry> now = new ArrayList<>(contracts);
        if (number != now.size()) {
            throw new IllegalStateException("contract numbers are not consecutive");
        }
        now.add(new ContractEntry(number, contract, entry.current()));
        return new State(partners, tokens, memoranda, List.copyOf(now), houseRules, collections);
    }

    private Edition existing(UUID id, int version) {
        Edition edition = existing(id).edition(version);
        if (edition == null) {
            throw new IllegalStateException("an event names a version that was never added");
        }
        return edition;
    }

    private MemorandumEntry existing(UUID id) {
        MemorandumEntry entry = memorandum(id);
        if (entry == null) {
            throw new IllegalStateException("an event names a memorandum that was never added");
        }
        return entry;
    }

    private static Token revoked(Token t) {
        return new Token(
                t.id(), t.organisation(), t.label(), t.sha256(), t.expiresMicros(), true, t.proof(), t.scopes());
    }

    private static <K, T> List<T> put(List<T> list, Function<T, K> key, T value) {
        Map<K, T> map = new LinkedHashMap<>();
        list.forEach(item -> map.put(key.apply(item), item));
        map.put(key.apply(value), value);
        return List.copyOf(map.values());
    }

    static Memorandum readMemorandum(byte[] canonical) {
        return switch (Memorandum.read(canonical)) {
            case Reading.Accepted<Memorandum>(var memorandum) -> memorandum;
            case Reading.Refused<Memorandum> _ ->
                throw new IllegalStateException("the journal holds a memorandum that cannot be read");
        };
    }

    static HouseRules readHouseRules(byte[] document) {
        return switch (HouseRules.read(document)) {
            case Reading.Accepted<HouseRules>(var rules) -> rules;
            case Reading.Refused<HouseRules> _ ->
                throw new IllegalStateException("the journal holds house rules that cannot be read");
        };
    }

    static PublicKey publicKey(byte[] x509) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the journal holds a key that cannot be read", e);
        }
    }
}
