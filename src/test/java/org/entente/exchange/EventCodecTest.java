package org.entente.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.memorandum.Standing;
import org.entente.stix.MarkingKind;
import org.entente.stix.StixId;
import org.junit.jupiter.api.Test;

/** Every event is read back as it was written; a kind that is added and not listed here fails the test. */
final class EventCodecTest {
    private static final UUID SOME = new UUID(-1, 1);
    private static final UUID OTHER = new UUID(2, -2);
    private static final StixId MALWARE = new StixId(StixText.id("malware", 1));
    private static final byte[] HASH = Opening.sha256(new byte[0]);
    private static final Standing STANDING = new Standing(
            Standing.State.SUSPENDED, new TreeSet<>(List.of("did:web:a", "did:web:b")), Set.of(SOME, OTHER));

    private static final List<Event> EVENTS = List.of(
            new Event.Taken("ImportObjects", "uid:1000", -1),
            new Event.Attested(7, "uid:1000", 1_234_567),
            new Event.Taken("", "\u00e9\ud83d\ude00", Long.MAX_VALUE),
            new Event.PartnerAdded("did:web:a", "A", "http://a", new byte[] {1, 2, 3}),
            new Event.TokenIssued("id", "did:web:a", "label", HASH, Long.MAX_VALUE),
            new Event.TokenRevoked("id"),
            new Event.CertificateRegistered("id", "did:web:a", "label", HASH, 7),
            new Event.MemorandumAdded(new byte[] {'{', '}'}),
            new Event.MemorandumSigned(SOME, 1, "did:web:a", "e..s"),
            new Event.MemorandumMoved(SOME, 1, STANDING),
            new Event.MemorandumMoved(OTHER, 2, Standing.DRAFT),
            new Event.MemorandumAmended(SOME, 2, STANDING),
            new Event.DecisionsCleared(3),
            new Event.Approved(1, MALWARE, "v", "uid:1", HASH, 4),
            new Event.ApprovalWithdrawn(1, MALWARE, "", "uid:1"),
            new Event.Consented(
                    1,
                    MALWARE,
                    "v",
                    "did:web:c",
                    new KeptConsent(1L << 40, true, HASH, Instant.parse("2026-03-01T12:00:00Z"), "e..s", 4)),
            new Event.Consented(1, MALWARE, "", "", new KeptConsent(1, false, HASH, Instant.EPOCH, "", -4)),
            new Event.ContractOpened(Integer.MAX_VALUE, SOME, OTHER),
            new Event.HouseRulesSet(new byte[300]),
            new Event.ClassAdded(7, new byte[0]),
            new Event.Reclassed(5, 7),
            new Event.ClassDecided(1, 2, Outcome.REFUSED_AND_BARS_OLDER),
            new Event.ClassDecided(1, 2, Outcome.PERMITTED),
            new Event.ObjectAdded(1L << 40, MALWARE, "v", "identity", true, MarkingKind.OTHER, 3, 4, 5, 6),
            new Event.ObjectAdded(0, MALWARE, "", null, false, null, 0, Event.NONE, Event.NONE, 0),
            new Event.Waiting(1, 2, List.of(MALWARE, new StixId(StixText.id("tool", 2)))),
            new Event.Waiting(1, 2, List.of()),
            new Event.WaitingCleared(9),
            new Event.Released(1, 2, true, 3, 4, 5, 6, false, true, new byte[16]),
            new Event.Released(1, 2, true, 3, 4, 5, 6, false, false, new byte[16]),
            new Event.Refers(1, 2, List.of(new StixId("tool--00000000-0000-4000-8000-000000000001"))),
            new Event.Tracked(3),
            new Event.Incomplete(1, 2, 3),
            new Event.Completed(),
            new Event.Released(1, 2, false, 3, 4, 5, Event.NONE, true, false, new byte[0]),
            new Event.Withdrawn(1, 2, 3, 4, 5),
            new Event.Noted(1, 2, EntryKind.CLOSED, 3, 4),
            new Event.LogReceived(
                    1,
                    2,
                    List.of(
                            new Event.Arrived(HASH, 1, EntryKind.RELEASED.code(), MALWARE.value(), "00", Event.NONE),
                            new Event.Arrived(HASH, Event.NONE, Event.NONE, "", "", 5)),
                    "note\n"),
            new Event.LogReceived(1, 0, List.of(), ""),
            new Event.NoticeReceived(1, 2, 1L << 40, List.of(3L, 1L), "note\n"),
            new Event.NoticeReceived(1, 2, 3, List.of(), ""),
            new Event.Destroyed(1, List.of(2L, 1L << 40), 3),
            new Event.Erased(1, List.of(2L), List.of(2L, 3L)),
            new Event.Erased(1, List.of(), List.of()),
            new Event.Owed(
                    1,
                    2,
                    3,
                    List.of(
                            new PlannedEntry.Note(EntryKind.TERMS_CHANGED, HASH),
                            new PlannedEntry.Note(EntryKind.SUSPENDED, null),
                            new PlannedEntry.Withdrawal(4, Opening.RECALLED),
                            new PlannedEntry.Release(
                                    5, PlannedEntry.How.RELEASED, true, new PlannedEntry.Shape.AsItCame()),
                            new PlannedEntry.Release(
                                    1L << 40,
                                    PlannedEntry.How.RESTATED_LOSING,
                                    false,
                                    new PlannedEntry.Shape.Formed(HASH, List.of(MALWARE))),
                            new PlannedEntry.Release(
                                    6,
                                    PlannedEntry.How.RESTATED_COMPLETING,
                                    false,
                                    new PlannedEntry.Shape.StandIn(new byte[] {7})))),
            new Event.Settled(1, 2, 3),
            new Event.PulledTo(1, "2026-03-01T12:00:00.000000Z"),
            new Event.OwnTokenIssued(
                    "id",
                    "did:web:a",
                    "label",
                    HASH,
                    5,
                    List.of(new Caller.Scope(SOME, true, false), new Caller.Scope(OTHER, false, true))),
            new Event.CollectionAdded(3, SOME, "Title", "", null, List.of()),
            new Event.CollectionAdded(4, OTHER, "Title", "What it is", "amber+strict", List.of("x", "y")),
            new Event.Filed(1, 2, 3, 4),
            new Event.Removed(1, 2, 3),
            new Event.Posted("did:web:b", 1, SOME, 7, List.of(), null),
            new Event.Posted(
                    "did:web:a a tool",
                    PostStatus.KEPT,
                    SOME,
                    -7,
                    List.of(
                            new PostStatus.Detail(MALWARE.value(), "v", true, ""),
                            new PostStatus.Detail("x", "w", false, "Why.")),
                    OTHER),
            new Event.Delivered("did:web:b", new InboxHead(1, 3, 20000, 2, 3, 4), 5, List.of()),
            new Event.Delivered(
                    "did:web:b",
                    InboxHead.EMPTY,
                    5,
                    List.of(new Event.Letter(MALWARE, "", 0), new Event.Letter(MALWARE, "v", 1))),
            new Event.LetterTaken("did:web:b", 4, 5));

    @Test
    void eventsAreReadBackAsTheyWereWritten() {
        for (Event event : EVENTS) {
            byte[] bytes = EventCodec.encode(event);
            Event back = EventCodec.decode(bytes);
            assertEquals(text(event), text(back));
            assertArrayEquals(bytes, EventCodec.encode(back));
        }
    }

    @Test
    void everyKindIsCoveredAndHasATagOfItsOwn() {
        Set<Class<?>> covered = new HashSet<>();
        Set<Byte> tags = new HashSet<>();
        for (Event event : EVENTS) {
            if (covered.add(event.getClass())) {
                tags.add(EventCodec.encode(event)[0]);
            }
        }
        assertEquals(kinds(Event.class), covered);
        assertEquals(covered.size(), tags.size());
    }

    @Test
    void anUnknownTagIsABug() {
        assertThrows(IllegalStateException.class, () -> EventCodec.decode(new byte[] {99}));
    }

    private static Set<Class<?>> kinds(Class<?> sealed) {
        Set<Class<?>> kinds = new HashSet<>();
        for (Class<?> kind : sealed.getPermittedSubclasses()) {
            if (kind.isSealed()) {
                kinds.addAll(kinds(kind));
            } else {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** All components in words: arrays have no equality of their own. */
    private static String text(Object value) {
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        } else if (value instanceof List<?> list) {
            return list.stream().map(EventCodecTest::text).toList().toString();
        } else if (value instanceof Record record) {
            StringBuilder text = new StringBuilder(record.getClass().getName());
            for (var component : record.getClass().getRecordComponents()) {
                try {
                    component.getAccessor().setAccessible(true);
                    text.append(' ').append(text(component.getAccessor().invoke(record)));
                } catch (ReflectiveOperationException e) {
                    throw new LinkageError(e.getMessage(), e);
                }
            }
            return text.toString();
        }
        return String.valueOf(value);
    }
}
