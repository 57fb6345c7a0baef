package org.entente.exchange;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.exchange.Event.ApprovalWithdrawn;
import org.entente.exchange.Event.Approved;
import org.entente.exchange.Event.Arrived;
import org.entente.exchange.Event.Attested;
import org.entente.exchange.Event.CertificateRegistered;
import org.entente.exchange.Event.ClassAdded;
import org.entente.exchange.Event.ClassDecided;
import org.entente.exchange.Event.CollectionAdded;
import org.entente.exchange.Event.Completed;
import org.entente.exchange.Event.Consented;
import org.entente.exchange.Event.ContractOpened;
import org.entente.exchange.Event.DecisionsCleared;
import org.entente.exchange.Event.Delivered;
import org.entente.exchange.Event.Destroyed;
import org.entente.exchange.Event.Erased;
import org.entente.exchange.Event.Filed;
import org.entente.exchange.Event.HouseRulesSet;
import org.entente.exchange.Event.Incomplete;
import org.entente.exchange.Event.LetterTaken;
import org.entente.exchange.Event.LogReceived;
import org.entente.exchange.Event.MemorandumAdded;
import org.entente.exchange.Event.MemorandumAmended;
import org.entente.exchange.Event.MemorandumMoved;
import org.entente.exchange.Event.MemorandumSigned;
import org.entente.exchange.Event.Noted;
import org.entente.exchange.Event.NoticeReceived;
import org.entente.exchange.Event.ObjectAdded;
import org.entente.exchange.Event.Owed;
import org.entente.exchange.Event.OwnTokenIssued;
import org.entente.exchange.Event.PartnerAdded;
import org.entente.exchange.Event.Posted;
import org.entente.exchange.Event.PulledTo;
import org.entente.exchange.Event.Reclassed;
import org.entente.exchange.Event.Refers;
import org.entente.exchange.Event.Released;
import org.entente.exchange.Event.Removed;
import org.entente.exchange.Event.Settled;
import org.entente.exchange.Event.Taken;
import org.entente.exchange.Event.TokenIssued;
import org.entente.exchange.Event.TokenRevoked;
import org.entente.exchange.Event.Tracked;
import org.entente.exchange.Event.Waiting;
import org.entente.exchange.Event.WaitingCleared;
import org.entente.exchange.Event.Withdrawn;
import org.entente.memorandum.Standing;
import org.entente.stix.MarkingKind;
import org.entente.stix.StixId;

/**
 * The bytes of events in the journal: one tag byte, then the fields in the order of the record. A tag is never given a
 * second meaning and fields are never reordered; a changed event gets a new tag.
 */
final class EventCodec {
    private static final int HASH_BYTES = 32;

    private EventCodec() {}

    static byte[] encode(Event event) {
        return switch (event) {
            case Taken(var command, var actor, var micros) ->
                new Out(64).u8(1).text(command).text(actor).i64(micros).done();
            case PartnerAdded(var did, var name, var url, var key) ->
                new Out(256).u8(2).text(did).text(name).text(url).blob(key).done();
            case TokenIssued(var id, var organisation, var label, var hash, var expires) ->
                new Out(256)
                        .u8(3)
                        .text(id)
                        .text(organisation)
                        .text(label)
                        .blob(hash)
                        .i64(expires)
                        .done();
            case TokenRevoked(var id) -> new Out(64).u8(4).text(id).done();
            case CertificateRegistered(var id, var organisation, var label, var hash, var expires) ->
                new Out(256)
                        .u8(40)
                        .text(id)
                        .text(organisation)
                        .text(label)
                        .blob(hash)
                        .i64(expires)
                        .done();
            case MemorandumAdded(var canonical) ->
                new Out(canonical.length + 5).u8(5).blob(canonical).done();
            case MemorandumSigned(var memorandum, var version, var party, var jws) ->
                uuid(new Out(512).u8(61), memorandum)
                        .i32(version)
                        .text(party)
                        .text(jws)
                        .done();
            case MemorandumMoved(var memorandum, var version, var standing) ->
                standing(uuid(new Out(256).u8(62), memorandum).i32(version), standing)
                        .done();
            case MemorandumAmended(var memorandum, var version, var standing) ->
                standing(uuid(new Out(256).u8(63), memorandum).i32(version), standing)
                        .done();
            case ContractOpened(var contract, var id, var memorandum) ->
                uuid(uuid(new Out(64).u8(8).i32(contract), id), memorandum).done();
            case HouseRulesSet(var document) ->
                new Out(document.length + 5).u8(12).blob(document).done();
            case ClassAdded(var number, var facets) ->
                new Out(facets.length + 9).u8(13).i32(number).blob(facets).done();
            case Owed(var contract, var chunk, var micros, var entries) ->
                new Out(64)
                        .u8(82)
                        .i32(contract)
                        .i64(chunk)
                        .i64(micros)
                        .blob(PlannedEntry.encode(entries))
                        .done();
            case Settled(var contract, var chunk, var entries) ->
                new Out(17).u8(83).i32(contract).i64(chunk).i32(entries).done();
            case DecisionsCleared(var contract) ->
                new Out(5).u8(60).i32(contract).done();
            case ClassDecided(var contract, var number, var outcome) ->
                new Out(10).u8(14).i32(contract).i32(number).u8(outcome.code()).done();
            case ObjectAdded added -> encode(added);
            case Approved(var contract, var id, var version, var actor, var sha256, var micros) ->
                new Out(256)
                        .u8(64)
                        .i32(contract)
                        .text(id.value())
                        .text(version)
                        .text(actor)
                        .raw(sha256)
                        .i64(micros)
                        .done();
            case Attested(var ordinal, var actor, var micros) ->
                new Out(64).u8(67).i64(ordinal).text(actor).i64(micros).done();
            case ApprovalWithdrawn(var contract, var id, var version, var actor) ->
                new Out(192)
                        .u8(65)
                        .i32(contract)
                        .text(id.value())
                        .text(version)
                        .text(actor)
                        .done();
            case Consented(var contract, var id, var version, var to, var word) ->
                word.in(new Out(512)
                                .u8(72)
                                .i32(contract)
                                .text(id.value())
                                .text(version)
                                .text(to))
                        .done();
            case Waiting(var contract, var ordinal, var missing) ->
                ids(new Out(64 + 64 * missing.size()).u8(16).i32(contract).i64(ordinal), missing)
                        .done();
            case WaitingCleared(var contract) -> new Out(5).u8(17).i32(contract).done();
            case Released released -> encode(released);
            case Refers(var contract, var ordinal, var ids) ->
                ids(new Out(64 + 64 * ids.size()).u8(51).i32(contract).i64(ordinal), ids)
                        .done();
            case Tracked(var contract) -> new Out(5).u8(52).i32(contract).done();
            case Incomplete(var contract, var ordinal, var due) ->
                new Out(21).u8(53).i32(contract).i64(ordinal).i64(due).done();
            case Completed() -> new Out(1).u8(54).done();
            case Withdrawn(var contract, var number, var recalled, var micros, var opening) ->
                new Out(33)
                        .u8(19)
                        .i32(contract)
                        .i64(number)
                        .i64(recalled)
                        .i64(micros)
                        .i32(opening)
                        .done();
            case Noted(var contract, var number, var kind, var micros, var opening) ->
                new Out(26)
                        .u8(20)
                        .i32(contract)
                        .i64(number)
                        .u8(kind.code())
                        .i64(micros)
                        .i32(opening)
                        .done();
            case LogReceived received -> encode(received);
            case NoticeReceived(var contract, var from, var to, var recalled, var note) ->
                numbers(
                                new Out(64 + 8 * recalled.size() + note.length())
                                        .u8(90)
                                        .i32(contract)
                                        .i64(from)
                                        .i64(to),
                                recalled)
                        .text(note)
                        .done();
            case PulledTo(var contract, var addedAfter) ->
                new Out(48).u8(22).i32(contract).text(addedAfter).done();
            case Destroyed(var contract, var ordinals, var micros) ->
                numbers(new Out(32 + 8 * ordinals.size()).u8(80).i32(contract), ordinals)
                        .i64(micros)
                        .done();
            case Erased(var contract, var forms, var openings) -> {
                Out out = new Out(32 + 8 * (forms.size() + openings.size()))
                        .u8(81)
                        .i32(contract);
                yield numbers(numbers(out, forms), openings).done();
            }
            case OwnTokenIssued token -> encode(token);
            case CollectionAdded collection -> encode(collection);
            case Reclassed(var ordinal, var number) ->
                new Out(13).u8(55).i64(ordinal).i32(number).done();
            case Filed(var collection, var number, var ordinal, var micros) ->
                new Out(29)
                        .u8(25)
                        .i32(collection)
                        .i64(number)
                        .i64(ordinal)
                        .i64(micros)
                        .done();
            case Removed(var collection, var number, var ordinal) ->
                new Out(21).u8(26).i32(collection).i64(number).i64(ordinal).done();
            case Posted posted -> encode(posted);
            case Delivered delivered -> encode(delivered);
            case LetterTaken(var partner, var item, var ordinal) ->
                new Out(64).u8(29).text(partner).i64(item).i64(ordinal).done();
        };
    }

    private static byte[] encode(ObjectAdded event) {
        MarkingKind kind = event.markingKind();
        return new Out(224)
                .u8(15)
                .i64(event.ordinal())
                .text(event.id().value())
                .text(event.version())
                .optional(event.createdBy())
                .u8(event.revoked() ? 1 : 0)
                .optional(kind == null ? null : kind.name())
                .i32(event.number())
                .i32(event.receivedUnder())
                .i64(event.receivedEntry())
                .i32(event.payload())
                .done();
    }

    private static byte[] encode(OwnTokenIssued event) {
        Out out = new Out(256)
                .u8(23)
                .text(event.id())
                .text(event.organisation())
                .text(event.label())
                .blob(event.hash())
                .i64(event.expiresMicros())
                .i32(event.scopes().size());
        for (Caller.Scope scope : event.scopes()) {
            uuid(out, scope.collection()).u8(scope.read() ? 1 : 0).u8(scope.write() ? 1 : 0);
        }
        return out.done();
    }

    private static byte[] encode(CollectionAdded event) {
        Out out = uuid(new Out(256).u8(24).i32(event.number()), event.id())
                .text(event.title())
                .text(event.description())
                .optional(event.tlp())
                .i32(event.labels().size());
        event.labels().forEach(out::text);
        return out.done();
    }

    private static byte[] encode(Posted event) {
        Out out = new Out(128 + 128 * event.details().size()).u8(27).i64(event.number());
        uuid(out, event.status())
                .raw(new PostStatus(event.status(), event.micros(), event.details()).encode(event.poster()));
        UUID forgotten = event.forgotten();
        return forgotten == null ? out.u8(0).done() : uuid(out.u8(1), forgotten).done();
    }

    private static byte[] encode(Delivered event) {
        Out out = new Out(128 + 96 * event.letters().size())
                .u8(28)
                .text(event.partner())
                .raw(event.head().encode())
                .i64(event.micros())
                .i32(event.letters().size());
        for (Event.Letter letter : event.letters()) {
            out.text(letter.id().value()).text(letter.version()).i32(letter.payload());
        }
        return out.done();
    }

    private static byte[] encode(Released event) {
        return new Out(64)
                .u8(66)
                .i32(event.contract())
                .i64(event.number())
                .u8(event.restated() ? 1 : 0)
                .i64(event.ordinal())
                .i64(event.micros())
                .i32(event.opening())
                .i32(event.form())
                .u8(event.waited() ? 1 : 0)
                .u8(event.standIn() ? 1 : 0)
                .blob(event.lineage())
                .done();
    }

    private static byte[] encode(LogReceived event) {
        Out out = new Out(64 + event.checkpoint().length() + event.entries().size() * 160)
                .u8(21)
                .i32(event.contract())
                .i64(event.from())
                .i32(event.entries().size());
        for (Arrived arrived : event.entries()) {
            out.raw(arrived.entry())
                    .i32(arrived.opening())
                    .i32(arrived.kind())
                    .text(arrived.id())
                    .text(arrived.sha256())
                    .i64(arrived.recalled());
        }
        return out.text(event.checkpoint()).done();
    }

    static Event decode(byte[] bytes) {
        In in = new In(bytes);
        int tag = in.u8();
        return switch (tag) {
            case 1 -> new Taken(in.text(), in.text(), in.i64());
            case 2 -> new PartnerAdded(in.text(), in.text(), in.text(), in.blob());
            case 3 -> new TokenIssued(in.text(), in.text(), in.text(), in.blob(), in.i64());
            case 4 -> new TokenRevoked(in.text());
            case 5 -> new MemorandumAdded(in.blob());
            // Before memoranda could be amended each was its first version.
            case 6 -> new MemorandumSigned(uuid(in), 1, in.text(), in.text());
            case 7 -> new MemorandumMoved(uuid(in), 1, standing(in));
            case 8 -> new ContractOpened(in.i32(), uuid(in), uuid(in));
            case 12 -> new HouseRulesSet(in.blob());
            case 13 -> new ClassAdded(in.i32(), in.blob());
            case 14 -> new ClassDecided(in.i32(), in.i32(), Outcome.of(in.u8()));
            case 15 ->
                new ObjectAdded(
                        in.i64(),
                        new StixId(in.text()),
                        in.text(),
                        in.optional(),
                        in.bool(),
                        ObjectEntry.markingKind(in.optional()),
                        in.i32(),
                        in.i32(),
                        in.i64(),
                        in.i32());
            case 16 -> new Waiting(in.i32(), in.i64(), ids(in));
            case 17 -> new WaitingCleared(in.i32());
            case 18 -> released(in, false);
            case 19 -> new Withdrawn(in.i32(), in.i64(), in.i64(), in.i64(), in.i32());
            case 20 -> new Noted(in.i32(), in.i64(), EntryKind.of(in.u8()), in.i64(), in.i32());
            case 21 -> logReceived(in);
            case 22 -> new PulledTo(in.i32(), in.text());
            case 23 -> ownTokenIssued(in);
            case 24 -> new CollectionAdded(in.i32(), uuid(in), in.text(), in.text(), in.optional(), texts(in));
            case 25 -> new Filed(in.i32(), in.i64(), in.i64(), in.i64());
            case 26 -> new Removed(in.i32(), in.i64(), in.i64());
            case 27 -> posted(in);
            case 28 -> delivered(in);
            case 29 -> new LetterTaken(in.text(), in.i64(), in.i64());
            case 40 -> new CertificateRegistered(in.text(), in.text(), in.text(), in.blob(), in.i64());
            case 51 -> new Refers(in.i32(), in.i64(), ids(in));
            case 52 -> new Tracked(in.i32());
            case 53 -> new Incomplete(in.i32(), in.i64(), in.i64());
            case 54 -> new Completed();
            case 55 -> new Reclassed(in.i64(), in.i32());
            case 66 -> released(in, true);
            case 60 -> new DecisionsCleared(in.i32());
            case 61 -> new MemorandumSigned(uuid(in), in.i32(), in.text(), in.text());
            case 62 -> new MemorandumMoved(uuid(in), in.i32(), standing(in));
            case 64 ->
                new Approved(in.i32(), new StixId(in.text()), in.text(), in.text(), in.raw(HASH_BYTES), in.i64());
            case 67 -> new Attested(in.i64(), in.text(), in.i64());
            case 65 -> new ApprovalWithdrawn(in.i32(), new StixId(in.text()), in.text(), in.text());
            case 80 -> new Destroyed(in.i32(), numbers(in), in.i64());
            case 81 -> new Erased(in.i32(), numbers(in), numbers(in));
            case 82 -> new Owed(in.i32(), in.i64(), in.i64(), PlannedEntry.decode(in.blob()));
            case 83 -> new Settled(in.i32(), in.i64(), in.i32());
            case 90 -> new NoticeReceived(in.i32(), in.i64(), in.i64(), numbers(in), in.text());
            case 63 -> new MemorandumAmended(uuid(in), in.i32(), standing(in));
            case 72 -> new Consented(in.i32(), new StixId(in.text()), in.text(), in.text(), KeptConsent.decode(in));
            default -> throw new IllegalStateException("the journal holds an event of an unknown kind: " + tag);
        };
    }

    /** Before there were duties that change forms, every form stood in for a revocation; and there were no tokens to keep. */
    private static Released released(In in, boolean withLineage) {
        int contract = in.i32();
        long number = in.i64();
        boolean restated = in.bool();
        long ordinal = in.i64();
        long micros = in.i64();
        int opening = in.i32();
        int form = in.i32();
        boolean waited = in.bool();
        boolean standIn = withLineage ? in.bool() : form != Event.NONE;
        byte[] lineage = withLineage ? in.blob() : new byte[0];
        return new Released(contract, number, restated, ordinal, micros, opening, form, waited, standIn, lineage);
    }

    private static LogReceived logReceived(In in) {
        int contract = in.i32();
        long from = in.i64();
        int count = in.i32();
        List<Arrived> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new Arrived(in.raw(HASH_BYTES), in.i32(), in.i32(), in.text(), in.text(), in.i64()));
        }
        return new LogReceived(contract, from, entries, in.text());
    }

    private static OwnTokenIssued ownTokenIssued(In in) {
        String id = in.text();
        String organisation = in.text();
        String label = in.text();
        byte[] hash = in.blob();
        long expires = in.i64();
        List<Caller.Scope> scopes = new ArrayList<>();
        for (int n = in.i32(); n > 0; n--) {
            scopes.add(new Caller.Scope(uuid(in), in.bool(), in.bool()));
        }
        return new OwnTokenIssued(id, organisation, label, hash, expires, scopes);
    }

    private static Posted posted(In in) {
        long number = in.i64();
        UUID id = uuid(in);
        PostStatus.Of of = PostStatus.decode(id, in);
        UUID forgotten = in.bool() ? uuid(in) : null;
        return new Posted(
                of.poster(), number, id, of.status().micros(), of.status().details(), forgotten);
    }

    private static Delivered delivered(In in) {
        String partner = in.text();
        InboxHead head = InboxHead.decode(in);
        long micros = in.i64();
        List<Event.Letter> letters = new ArrayList<>();
        for (int n = in.i32(); n > 0; n--) {
            letters.add(new Event.Letter(new StixId(in.text()), in.text(), in.i32()));
        }
        return new Delivered(partner, head, micros, letters);
    }

    private static List<String> texts(In in) {
        List<String> texts = new ArrayList<>();
        for (int n = in.i32(); n > 0; n--) {
            texts.add(in.text());
        }
        return texts;
    }

    private static Out uuid(Out out, UUID id) {
        return out.i64(id.getMostSignificantBits()).i64(id.getLeastSignificantBits());
    }

    private static UUID uuid(In in) {
        return new UUID(in.i64(), in.i64());
    }

    private static Out standing(Out out, Standing standing) {
        out.text(standing.state().name()).i32(standing.signedBy().size());
        standing.signedBy().forEach(out::text);
        out.i32(standing.suspended().size());
        standing.suspended().stream().sorted().forEach(id -> uuid(out, id));
        return out;
    }

    private static Standing standing(In in) {
        Standing.State state = Standing.State.valueOf(in.text());
        SortedSet<String> signedBy = new TreeSet<>();
        for (int n = in.i32(); n > 0; n--) {
            signedBy.add(in.text());
        }
        Set<UUID> suspended = new HashSet<>();
        for (int n = in.i32(); n > 0; n--) {
            suspended.add(uuid(in));
        }
        return new Standing(state, signedBy, suspended);
    }

    private static Out ids(Out out, List<StixId> ids) {
        out.i32(ids.size());
        for (StixId id : ids) {
            out.text(id.value());
        }
        return out;
    }

    private static List<StixId> ids(In in) {
        int count = in.i32();
        List<StixId> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(new StixId(in.text()));
        }
        return ids;
    }

    private static Out numbers(Out out, List<Long> numbers) {
        out.i32(numbers.size());
        numbers.forEach(out::i64);
        return out;
    }

    private static List<Long> numbers(In in) {
        int count = in.i32();
        List<Long> numbers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            numbers.add(in.i64());
        }
        return numbers;
    }
}
