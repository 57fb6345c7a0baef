package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.entente.exchange.Command.LogEntry;
import org.entente.memorandum.Consent;
import org.entente.memorandum.SignedConsent;
import org.entente.merkle.Checkpoint;
import org.entente.merkle.Frontier;
import org.entente.merkle.NoteSigner;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.jspecify.annotations.Nullable;

/**
 * A partner who gives to one node without a node of its own: it keeps a log for each contract, as its node would, and the node takes in
 * what is new. Nonces and tokens follow from what is given alone, so that two givers that give the same say the same.
 */
final class Giver {
    static final int TOKEN_DIGITS = 32;

    private final Node.Partner partner;
    private final Map<UUID, Log> logs = new HashMap<>();

    private static final class Log {
        private final String clause;
        private final List<LogEntry> entries = new ArrayList<>();
        private final Frontier frontier = Frontier.empty();
        private final Map<Reference.Key, Standing> standing = new LinkedHashMap<>();
        private final Map<Reference.Key, Integer> times = new HashMap<>();

        private Log(String clause) {
            this.clause = clause;
        }

        private long append(
                EntryKind kind,
                Reference.@Nullable Key key,
                @Nullable String sha256,
                List<String> lineage,
                long recalled,
                @Nullable String reason) {
            long number = entries.size();
            byte[] opening = new Opening(
                            hash(clause + number),
                            kind,
                            Micros.text(Micros.of(History.BEGIN) + number),
                            clause,
                            key == null ? null : key.id(),
                            key == null ? null : key.version(),
                            sha256,
                            lineage,
                            recalled,
                            reason)
                    .bytes();
            byte[] entry = Opening.sha256(opening);
            entries.add(new LogEntry(entry, opening));
            frontier.append(entry);
            return number;
        }
    }

    private record Standing(long entry, byte[] bytes) {}

    /**
     * One object, given in an entry of a feed.
     *
     * @param clause the grant of the feed
     * @param returned whether it bears a token that the node gave it
     * @param token of this hop
     */
    record Given(String clause, long entry, StixObject object, boolean returned, String token) {}

    /** A word of the giver's on passing on that the node took in. */
    record Word(Given about, String to, boolean given) {}

    private final List<Given> given = new ArrayList<>();
    private final Map<String, Set<Long>> recalled = new HashMap<>();
    private final List<Word> words = new ArrayList<>();
    private final Map<List<String>, Integer> said = new HashMap<>();
    private Consumer<Word> afterEach = _ -> {};

    /** All that was given so far. */
    List<Given> given() {
        return given;
    }

    /** All words on passing on that were taken in so far. */
    List<Word> words() {
        return words;
    }

    /** From now on, that is told each word as it was taken in. */
    void afterEach(Consumer<Word> listener) {
        afterEach = listener;
    }

    /** Whether it was recalled. */
    boolean isRecalled(String clause, long entry) {
        return recalled.getOrDefault(clause, Set.of()).contains(entry);
    }

    Giver(Node.Partner partner) {
        this.partner = partner;
    }

    /**
     * Gives objects under the contract; the node takes them in. One that stands there in these bytes is not given again, in others it is restated.
     *
     * @param before tokens of hops that the objects took before they came to the giver
     */
    void give(Node node, UUID contract, List<StixObject> objects, List<String> before) {
        Log log = log(node, contract);
        Map<Reference.Key, StixObject> last = new LinkedHashMap<>();
        objects.forEach(object -> last.put(new Reference.Key(object.id().value(), object.version()), object));
        List<StixObject> now = new ArrayList<>();
        last.forEach((key, object) -> {
            Standing known = log.standing.get(key);
            if (known == null || !Arrays.equals(known.bytes(), object.bytes())) {
                List<String> lineage = new ArrayList<>(before);
                int time = log.times.merge(key, 1, Integer::sum);
                lineage.add(hash(log.clause + key + time).substring(0, TOKEN_DIGITS));
                EntryKind kind = known == null ? EntryKind.RELEASED : EntryKind.RESTATED;
                String sha256 = HexFormat.of().formatHex(Opening.sha256(object.bytes()));
                long entry = log.append(kind, key, sha256, lineage, Opening.NO_ENTRY, null);
                log.standing.put(key, new Standing(entry, object.bytes()));
                given.add(new Given(log.clause, entry, object, !before.isEmpty(), lineage.getLast()));
                now.add(object);
            }
        });
        send(node, contract, log);
        node.exchange().handle(new Command.ReceiveObjects("test", contract, now, ""));
    }

    /** Recalls a version, or all. */
    void recall(Node node, UUID contract, StixId id, @Nullable String version) {
        Log log = log(node, contract);
        List<Long> gone = new ArrayList<>();
        log.standing.entrySet().removeIf(e -> {
            boolean goes = e.getKey().id().equals(id.value())
                    && (version == null || e.getKey().version().equals(version));
            if (goes) {
                gone.add(e.getValue().entry());
            }
            return goes;
        });
        gone.forEach(entry -> log.append(EntryKind.WITHDRAWN, null, null, List.of(), entry, Opening.RECALLED));
        recalled.computeIfAbsent(log.clause, _ -> new HashSet<>()).addAll(gone);
        send(node, contract, log);
    }

    /**
     * Says of about two thirds of what it gave on terms that ask for consent, recalled or not, that it may go to the organisation,
     * or no longer may. Which these are does not depend on what else was given.
     */
    void consent(Node node, String to, boolean may, int salt) {
        for (Given one : List.copyOf(given)) {
            StixObject object = one.object();
            String sha256 = HexFormat.of().formatHex(Opening.sha256(object.bytes()));
            if (History.asksForConsent(one.clause()) && (sha256.hashCode() + salt) % 3 != 0) {
                UUID contract = Objects.requireNonNull(History.contract(node, one.clause()));
                List<String> subject = List.of(one.clause(), object.id().value(), object.version(), to);
                Consent consent = new Consent(
                        contract,
                        partner.did(),
                        object.id(),
                        object.version(),
                        sha256,
                        to,
                        said.merge(subject, 1, Integer::sum),
                        may,
                        History.BEGIN);
                SignedConsent signed =
                        SignedConsent.sign(consent, partner.keys().getPrivate());
                if (History.quietly(() -> node.exchange().handle(new Command.TakeConsent("test", signed)))) {
                    Word word = new Word(one, to, may);
                    words.add(word);
                    afterEach.accept(word);
                }
            }
        }
    }

    private Log log(Node node, UUID contract) {
        return logs.computeIfAbsent(contract, _ -> {
            State.ContractEntry entry = node.entry(contract);
            Log log = new Log(entry.contract().grant());
            byte[] terms = Opening.sha256(entry.memorandum().memorandum().canonical());
            log.append(
                    EntryKind.TERMS_CHANGED, null, HexFormat.of().formatHex(terms), List.of(), Opening.NO_ENTRY, null);
            return log;
        });
    }

    private void send(Node node, UUID contract, Log log) {
        long held = node.exchange().received(contract).size();
        if (held == log.entries.size()) {
            return;
        }
        String url = "http://" + partner.did().substring("did:web:".length());
        String origin = LogOrigin.of(url, contract);
        String text = new Checkpoint(origin, log.frontier.size(), log.frontier.root()).text();
        String note =
                new String(new NoteSigner(origin, partner.keys()).sign(text).bytes(), UTF_8);
        List<LogEntry> more = List.copyOf(log.entries.subList((int) held, log.entries.size()));
        node.exchange().handle(new Command.ReceiveLog("test", contract, held, more, note));
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(Opening.sha256(text.getBytes(UTF_8)));
    }
}
