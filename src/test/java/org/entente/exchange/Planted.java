package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.entente.exchange.Feed.Filter;
import org.entente.exchange.Feed.Page;
import org.entente.release.Closure;
import org.entente.release.Decision;
import org.entente.release.Form;
import org.entente.release.Source;
import org.entente.stix.RevocationForm;
import org.entente.stix.StixId;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Where {@link Diverted} leads calls of this room: each method stands in the place of the method of its name that its first
 * parameter has, or of the static one. It does what that does unless a leak of its is planted.
 */
final class Planted {
    /** Of each node's writer. */
    private static final ThreadLocal<AtomicLong> STREAM = ThreadLocal.withInitial(AtomicLong::new);

    /** The sources that the writer met. */
    private static final ThreadLocal<Map<String, Integer>> SOURCES = ThreadLocal.withInitial(HashMap::new);

    private Planted() {}

    static String nonce(FeedSecret secret, long number) {
        return secret.nonce(Leak.NONCE_OF_A_SHARED_STREAM.leaks() ? STREAM.get().getAndIncrement() : number);
    }

    static String lineage(FeedSecret secret, long number) {
        return secret.lineage(
                Leak.LINEAGE_OF_A_SHARED_STREAM.leaks() ? STREAM.get().getAndIncrement() : number);
    }

    static UUID status(FeedSecret secret, long number) {
        return secret.status(
                Leak.STATUS_OF_A_SHARED_COUNTER.leaks() ? STREAM.get().getAndIncrement() : number);
    }

    static IdentifierEntry identifier(Draft draft, StixId id) {
        Peek.at(draft.tables());
        return draft.identifier(id);
    }

    static long takeEntry(Draft draft, int contract, long commandMicros) {
        Peek.at(draft.tables());
        long micros = draft.takeEntry(contract, commandMicros);
        return Leak.TIME_OF_THE_STORE.leaks() ? micros + Peek.copies() : micros;
    }

    static Change.Counts write(Change change) {
        long copies = Peek.isHere() ? Peek.copies() : 0;
        if (Leak.ENTRY_FOR_EACH_IMPORT.leaks() && STREAM.get().getAndSet(copies) < copies) {
            change.resumed();
        }
        long consents = Leak.ENTRY_FOR_EACH_CONSENT.leaks() && Peek.isHere() ? Peek.consents() : 0;
        if (Leak.ENTRY_FOR_EACH_CONSENT.leaks() && STREAM.get().getAndSet(consents) < consents) {
            change.resumed();
        }
        return change.write();
    }

    /** What ends under the duty to delete. */
    static void erase(Destroying destroying, Draft draft) {
        destroying.erase(draft);
        if (Leak.DESTROYED_WITH_ANOTHERS.leaks()) {
            for (Event event : draft.events()) {
                if (event instanceof Event.Withdrawn(var contract, var _, var recalled, var _, var _)
                        && !isToB(draft, contract)) {
                    destroyOpenings(draft, recalled);
                }
            }
        }
    }

    /** The copies whose title ends. */
    static void destroy(Destroying destroying, Set<Long> ordinals, Draft draft) {
        destroying.destroy(ordinals, draft);
        if (Leak.DESTROYED_FOR_HIDDEN.leaks() && !ordinals.isEmpty()) {
            for (State.ContractEntry contract : draft.state().contracts()) {
                LongStream.range(1, draft.tables().feedHead(contract.number()).size())
                        .forEach(number -> destroyOpenings(draft, number));
            }
        }
    }

    private static boolean isToB(Draft draft, int contract) {
        return draft.state().contract(contract).contract().receiver().equals(History.B.did());
    }

    /** Of that number, in each feed to B. */
    private static void destroyOpenings(Draft draft, long number) {
        for (State.ContractEntry contract : draft.state().contracts()) {
            long size = draft.tables().feedHead(contract.number()).size();
            if (isToB(draft, contract.number()) && number < size) {
                FeedBlock block = draft.tables().holding(contract.number(), number);
                int slot = (int) (number % FeedBlock.WIDTH);
                if (!Destroying.isGone(draft.read(block.opening(slot)))) {
                    draft.destroy(block.opening(slot));
                }
            }
        }
    }

    static boolean isAwaited(Forming.Copies copies, long ordinal, Source source, String to) {
        boolean awaited = Consenting.isAwaited(copies, ordinal, source, to);
        return awaited
                && !(Leak.CONSENT_TO_ANOTHER_COUNTS.leaks()
                        && !Consenting.isAwaited(copies, ordinal, source, History.C.did()));
    }

    /** What a feed does when versions of these ids came or went. */
    static Change.Counts changed(Following following, State.ContractEntry contract, Set<StixId> ids, Draft draft) {
        Change.Counts counts = following.changed(contract, ids, draft);
        boolean consents = draft.events().stream().anyMatch(event -> event instanceof Event.Consented);
        if (Leak.CONSENT_TO_ANOTHER_COUNTS.leaks() && consents && !isToB(draft, contract.number())) {
            following.giving(draft).stream()
                    .filter(other -> isToB(draft, other.number()))
                    .forEach(other -> following.changed(other, ids, draft));
        }
        boolean quiet = counts.releases() + counts.withdrawals() == 0 && contract.status() == State.Status.OPEN;
        if (Leak.RESTATED_FOR_WITHHELD.leaks() && quiet) {
            Change change = following.change(draft, contract);
            Set<StixId> about = new TreeSet<>();
            for (StixId id : ids) {
                draft.identifier(id).versions().stream()
                        .filter(version -> draft.added(version.own()) != null)
                        .forEach(version -> about.addAll(
                                LiveSet.parse(draft.bytes(version.own())).references()));
            }
            about.forEach(id -> restate(id, contract.number(), change, draft));
            change.write();
        }
        return counts;
    }

    private static void restate(StixId id, int contract, Change change, Draft draft) {
        for (IdentifierEntry.Version version : draft.identifier(id).versions()) {
            IdentifierEntry.Shown shown = version.shownTo(contract);
            if (shown != null && shown.meets()) {
                long copy = draft.shownCopy(contract, shown.entry());
                byte[] form = draft.shown(contract, shown.entry());
                change.show(PlannedEntry.How.RESTATED_COMPLETING, copy, id, version.text(), form, List.of(), false);
            }
        }
    }

    static byte[] bytes(Opening opening) {
        // What E gives is no feed of ours.
        boolean ours = History.GRANTS.contains(opening.clause()) && opening.reason() != null;
        boolean tells = Leak.REASON_TELLS.leaks() && ours && Peek.isHere() && Peek.copies() % 2 == 0;
        Opening told = new Opening(
                opening.nonce(),
                opening.kind(),
                opening.time(),
                opening.clause(),
                opening.id(),
                opening.version(),
                opening.sha256(),
                opening.lineage(),
                opening.entry(),
                "memorandum ended");
        return tells ? told.bytes() : opening.bytes();
    }

    static boolean barsOlderVersions(Decision decision) {
        return (Leak.REFUSED_VERSION_WITHDRAWS.leaks() && !decision.permitted()) || decision.barsOlderVersions();
    }

    static Closure.Result additions(List<Closure.Candidate> candidates, Predicate<StixId> live) {
        Predicate<StixId> known = id -> !Peek.versions(id).isEmpty();
        return Closure.additions(candidates, Leak.REFERENCE_MET_BY_WITHHELD.leaks() ? live.or(known) : live);
    }

    static byte[] of(byte[] earlier, String modified) {
        byte[] form = RevocationForm.of(earlier, modified);
        if (!Leak.REVOCATION_IS_NUMBERED.leaks()) {
            return form;
        }
        String text = new String(form, UTF_8);
        return (text.substring(0, text.length() - 1) + ",\"x_number\":" + Peek.copies() + "}").getBytes(UTF_8);
    }

    static long inboxVersion(TableWriter tables, String partner, StixId id, String version) {
        Peek.at(tables);
        boolean refused =
                (Leak.POST_MEETS_THE_STORE.leaks() && !Peek.versions(id).isEmpty())
                        || (Leak.POST_MEETS_OTHERS_POSTS.leaks()
                                && tables.inboxVersion(History.C.did(), id, version) != Event.NONE);
        if (refused) {
            throw new Failure(Failure.Code.CONFLICT, "This object is known.");
        }
        return tables.inboxVersion(partner, id, version);
    }

    static InboxHead inboxHead(TableWriter tables, String partner) {
        InboxHead head = tables.inboxHead(partner);
        boolean full = Leak.QUOTA_COUNTS_OTHERS.leaks()
                && tables.inboxHead(History.C.did()).posts() > 0;
        return full
                ? new InboxHead(
                        head.first(), head.next(), head.day(), Inbox.MAX_POSTS_A_DAY, head.objects(), head.bytes())
                : head;
    }

    static byte[] seal(FeedSecret secret, long number, String filter) {
        byte[] seal = secret.seal(number, filter);
        if (Leak.CURSOR_SEALED_BY_THE_STORE.leaks()) {
            ByteBuffer.wrap(seal).putLong(Peek.store().counters().objects());
        }
        return seal;
    }

    /** The form in which an object goes, less what is not live. */
    static byte[] trimmed(Form.Goes goes, Predicate<StixId> live) {
        Predicate<StixId> known = id -> !Peek.versions(id).isEmpty();
        byte[] form = goes.trimmed(Leak.TRIM_KEEPS_WITHHELD.leaks() ? live.or(known) : live);
        String text = new String(form, UTF_8);
        if (Leak.TRIMMED_ARE_COUNTED.leaks()) {
            long withheld =
                    goes.trimmable().stream().filter(live.negate().and(known)).count();
            return (text.substring(0, text.length() - 1) + ",\"x_zzz\":" + withheld + "}").getBytes(UTF_8);
        }
        boolean whole = Leak.CANONICAL_ONLY_WHERE_TRIMMED.leaks()
                && !goes.trimmable().isEmpty()
                && goes.trimmable().stream().allMatch(known);
        return whole ? text.replaceFirst(",", ", ").getBytes(UTF_8) : form;
    }

    static UnaryOperator<StixId> pseudonyms(FeedSecrets secrets, String organisation) {
        UnaryOperator<StixId> real = secrets.pseudonyms(organisation);
        if (Leak.PSEUDONYM_OF_A_SHARED_COUNTER.leaks()) {
            return source -> real.apply(new StixId(StixText.id("identity", met(organisation + source))));
        }
        return Leak.PSEUDONYM_ONLY_FOR_KNOWN_SOURCES.leaks()
                ? source -> Peek.versions(source).isEmpty() ? source : real.apply(source)
                : real;
    }

    private static int met(String source) {
        return SOURCES.get().computeIfAbsent(source, _ -> SOURCES.get().size());
    }

    static void note(Draft draft, Event event) {
        if (Leak.COMPLETION_BY_THE_STORE.leaks()
                && event instanceof Event.Incomplete(var contract, var ordinal, var due)) {
            draft.note(new Event.Incomplete(contract, ordinal, due + Peek.copies()));
        } else {
            draft.note(event);
        }
    }

    static void anew(LiveSet live, boolean formsChanged) {
        live.anew(formsChanged || Leak.COMPLETED_BY_ANOTHER_DECISION.leaks());
    }

    static long count(List<Approval> approvals, byte[] form) {
        long count = Approval.count(approvals, form);
        return Leak.APPROVED_BY_WITHHELD.leaks() ? count + Peek.copies() % 2 : count;
    }

    /** Each page of a feed. */
    static Page page(Sequence sequence, Filter filter, @Nullable String next, int limit) {
        Peek.at(sequence);
        long copies = Peek.copies();
        if (Leak.MATCH_ON_WITHHELD.leaks()
                && filter.ids().stream().anyMatch(id -> !Peek.versions(id).isEmpty())
                && sequence.page(filter, next, limit).items().isEmpty()) {
            throw new Failure(Failure.Code.FORBIDDEN, "An object of the filter is withheld.");
        }
        String from = Leak.CURSOR_COUNTS_WITHHELD.leaks() && next != null && next.length() > 4
                ? next.substring(0, next.length() - 4)
                : next;
        int most = Leak.LIMIT_BEFORE_FILTERING.leaks() ? (int) Math.max(1, limit - copies % 3) : limit;
        Page page = sequence.page(Leak.ADDED_AFTER_ARRIVALS.leaks() ? later(filter, copies) : filter, from, most);
        if (page.next() != null && Leak.CURSOR_COUNTS_WITHHELD.leaks()) {
            return new Page(page.items(), page.next() + "%04d".formatted(copies), page.reachedMicros());
        }
        boolean more = Leak.MORE_BEFORE_FILTERING.leaks()
                && page.next() == null
                && page.items().stream()
                        .anyMatch(
                                item -> Peek.versions(sequence.label(item).id()).size() > 1);
        return more ? new Page(page.items(), "AAAA", page.reachedMicros()) : page;
    }

    private static Filter later(Filter filter, long copies) {
        return filter.addedAfterMicros() == Long.MIN_VALUE
                ? filter
                : new Filter(filter.addedAfterMicros() + copies % 8, filter.ids(), filter.types(), filter.versions());
    }

    static boolean latest(FeedBlock block, int slot) {
        boolean latest = block.latest(slot);
        if (!latest || !Leak.LAST_OF_THE_STORE.leaks()) {
            return latest;
        }
        ObjectEntry object = Peek.store().object(block.about(slot));
        return Peek.versions(object.id()).stream()
                .noneMatch(other -> StixTimestamp.compare(other, object.version()) > 0);
    }

    static IdentifierEntry.@Nullable Version firstIn(IdentifierEntry entry, int number) {
        if (!Leak.FIRST_OF_THE_STORE.leaks()) {
            return entry.firstIn(number);
        }
        List<IdentifierEntry.Version> all = new ArrayList<>(entry.versions());
        all.sort((one, other) -> StixTimestamp.compare(one.text(), other.text()));
        return all.isEmpty() ? null : all.getFirst();
    }
}
