package org.entente.memorandum;

import static org.entente.memorandum.Samples.A;
import static org.entente.memorandum.Samples.B;
import static org.entente.memorandum.Samples.C;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.entente.memorandum.LifecycleEvent.Agreed;
import org.entente.memorandum.LifecycleEvent.ContractResumed;
import org.entente.memorandum.LifecycleEvent.ContractSuspended;
import org.entente.memorandum.LifecycleEvent.Offered;
import org.entente.memorandum.LifecycleEvent.Replaced;
import org.entente.memorandum.LifecycleEvent.Resumed;
import org.entente.memorandum.LifecycleEvent.Severed;
import org.entente.memorandum.LifecycleEvent.Signed;
import org.entente.memorandum.LifecycleEvent.Suspended;
import org.entente.memorandum.LifecycleEvent.TermBegan;
import org.entente.memorandum.LifecycleEvent.TermEnded;
import org.entente.memorandum.Standing.State;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private static final Memorandum TEXT = Samples.memorandum(Samples.full());
    private static final Instant BEFORE = Instant.parse("2025-06-01T00:00:00Z");
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant DURING = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2031-01-01T00:00:00Z");
    private static final UUID CONTRACT = TEXT.contracts().getFirst().id();
    private static final UUID OTHER = TEXT.contracts().getLast().id();

    @Test
    void signedBeforeTheTermComesIntoForceWhenItBegins() {
        Standing standing = moved(Standing.DRAFT, new Signed(A), BEFORE);
        assertEquals(State.SIGNED, standing.state());
        standing = moved(standing, new Signed(C), BEFORE);
        assertEquals(UNTIL, Lifecycle.nextDue(TEXT, standing), "Not all have signed: only the end is due.");
        standing = moved(standing, new Signed(B), BEFORE);
        assertEquals(State.SIGNED, standing.state());
        assertEquals(FROM, Lifecycle.nextDue(TEXT, standing));
        assertEquals(new TermBegan(), Lifecycle.dueEvent(TEXT, standing));
        assertEquals("term-not-begun", illegal(standing, new TermBegan(), FROM.minusNanos(1)));
        standing = moved(standing, new TermBegan(), FROM);
        assertEquals(State.IN_FORCE, standing.state());
        assertTrue(standing.inForce());
        assertEquals(UNTIL, Lifecycle.nextDue(TEXT, standing));
        assertEquals(new TermEnded(), Lifecycle.dueEvent(TEXT, standing));
        assertEquals("term-not-over", illegal(standing, new TermEnded(), UNTIL.minusNanos(1)));
        standing = moved(standing, new TermEnded(), UNTIL);
        assertEquals(State.EXPIRED, standing.state());
        assertNull(Lifecycle.nextDue(TEXT, standing));
    }

    @Test
    void signedDuringTheTermComesIntoForceAtOnce() {
        assertEquals(State.IN_FORCE, inForce().state());
    }

    @Test
    void onlyPartiesSignOnceAndInTime() {
        Standing byA = moved(Standing.DRAFT, new Signed(A), BEFORE);
        assertEquals("signed-already", illegal(byA, new Signed(A), BEFORE));
        assertEquals("not-a-party", illegal(byA, new Signed("did:web:d.example"), BEFORE));
        assertEquals("term-over", illegal(byA, new Signed(B), UNTIL));
        assertEquals("not-signed", illegal(byA, new TermBegan(), FROM));
    }

    @Test
    void rule1SuspendedCountsAsInForce() {
        Standing suspended = moved(inForce(), new Suspended(), DURING);
        assertTrue(suspended.inForce());
        assertTrue(suspended.suspends(CONTRACT));
        assertTrue(suspended.suspends(OTHER));
        assertFalse(moved(suspended, new Resumed(), DURING).suspends(CONTRACT));
    }

    @Test
    void oneContractIsSuspendedAndTheOtherGoesOn() {
        Standing held = moved(inForce(), new ContractSuspended(CONTRACT), DURING);
        assertEquals(State.IN_FORCE, held.state());
        assertTrue(held.suspends(CONTRACT));
        assertFalse(held.suspends(OTHER));
        assertEquals("suspended-already", illegal(held, new ContractSuspended(CONTRACT), DURING));
        assertEquals("no-such-contract", illegal(held, new ContractSuspended(new UUID(0, 0)), DURING));
        assertFalse(moved(held, new ContractResumed(CONTRACT), DURING).suspends(CONTRACT));
    }

    @Test
    void resumingTheWholeLeavesSingleContractsSuspended() {
        Standing held = moved(inForce(), new ContractSuspended(CONTRACT), DURING);
        Standing whole = moved(held, new Suspended(), DURING);
        Standing resumed = moved(whole, new Resumed(), DURING);
        assertTrue(resumed.suspends(CONTRACT));
        assertFalse(resumed.suspends(OTHER));
    }

    @Test
    void whatWasHeldStaysHeldUnderALaterVersion() {
        Standing held = moved(moved(inForce(), new ContractSuspended(CONTRACT), DURING), new Suspended(), DURING);
        Standing next = Lifecycle.inPlaceOf(TEXT, inForce(), held);
        assertEquals(State.SUSPENDED, next.state());
        assertEquals(held.suspended(), next.suspended());
        assertEquals(inForce(), Lifecycle.inPlaceOf(TEXT, inForce(), inForce()));
        Memorandum dropped = new Memorandum(
                TEXT.id(),
                2,
                TEXT.title(),
                null,
                TEXT.parties(),
                TEXT.term(),
                List.of(),
                null,
                TEXT.markings(),
                TopicTree.NONE,
                List.of());
        assertEquals(Set.of(), Lifecycle.inPlaceOf(dropped, inForce(), held).suspended());
    }

    @Test
    void onlyALaterVersionWithTheSamePartiesTakesTheirPlace() {
        var document = Samples.full();
        assertEquals(Memorandum.Unfit.NOT_LATER, Samples.memorandum(document).unfitAfter(TEXT));
        document.put("version", 3);
        assertNull(Samples.memorandum(document).unfitAfter(TEXT));
        document.put("id", "urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae8");
        assertEquals(Memorandum.Unfit.NOT_LATER, Samples.memorandum(document).unfitAfter(TEXT));
        document.put("id", "urn:uuid:" + TEXT.id());
        document.withArray("parties").addObject().put("id", "did:web:d.example").put("name", "D");
        assertEquals(
                Memorandum.Unfit.OTHER_PARTIES, Samples.memorandum(document).unfitAfter(TEXT));
    }

    /** Every state and every event: which move where, and which are refused by which rule. */
    @Test
    void theWholeTable() {
        Standing signed = moved(Standing.DRAFT, new Signed(A), BEFORE);
        Map<State, Standing> standings = new TreeMap<>(Map.of(
                State.DRAFT, Standing.DRAFT,
                State.OFFERED, moved(Standing.DRAFT, new Offered(), BEFORE),
                State.AGREED, moved(moved(Standing.DRAFT, new Offered(), BEFORE), new Agreed(), BEFORE),
                State.SIGNED, signed,
                State.IN_FORCE, inForce(),
                State.SUSPENDED, moved(inForce(), new Suspended(), DURING),
                State.SEVERED, moved(inForce(), new Severed(), DURING),
                State.EXPIRED, moved(inForce(), new TermEnded(), UNTIL),
                State.REPLACED, moved(inForce(), new Replaced(), DURING)));
        assertEquals(State.values().length, standings.size());
        List<LifecycleEvent> events = List.of(
                new Offered(),
                new Agreed(),
                new Signed(B),
                new TermBegan(),
                new TermEnded(),
                new Suspended(),
                new Resumed(),
                new ContractSuspended(CONTRACT),
                new ContractResumed(CONTRACT),
                new Severed(),
                new Replaced());
        List<String> table = new ArrayList<>();
        standings.forEach((state, standing) -> events.forEach(event -> {
            Instant at = event instanceof TermEnded ? UNTIL : DURING;
            table.add(state + " " + event.getClass().getSimpleName() + " "
                    + switch (Lifecycle.apply(TEXT, standing, event, at)) {
                        case Transition.Moved(var next) -> next.state();
                        case Transition.Illegal illegal -> illegal.rule();
                    });
        }));
        assertEquals(
                """
                DRAFT Offered OFFERED
                DRAFT Agreed AGREED
                DRAFT Signed SIGNED
                DRAFT TermBegan not-signed
                DRAFT TermEnded EXPIRED
                DRAFT Suspended not-in-force
                DRAFT Resumed not-suspended
                DRAFT ContractSuspended not-in-force
                DRAFT ContractResumed not-suspended
                DRAFT Severed not-signed
                DRAFT Replaced REPLACED
                OFFERED Offered offered-already
                OFFERED Agreed AGREED
                OFFERED Signed SIGNED
                OFFERED TermBegan not-signed
                OFFERED TermEnded EXPIRED
                OFFERED Suspended not-in-force
                OFFERED Resumed not-suspended
                OFFERED ContractSuspended not-in-force
                OFFERED ContractResumed not-suspended
                OFFERED Severed not-signed
                OFFERED Replaced REPLACED
                AGREED Offered offered-already
                AGREED Agreed agreed-already
                AGREED Signed SIGNED
                AGREED TermBegan not-signed
                AGREED TermEnded EXPIRED
                AGREED Suspended not-in-force
                AGREED Resumed not-suspended
                AGREED ContractSuspended not-in-force
                AGREED ContractResumed not-suspended
                AGREED Severed not-signed
                AGREED Replaced REPLACED
                SIGNED Offered offered-already
                SIGNED Agreed agreed-already
                SIGNED Signed SIGNED
                SIGNED TermBegan not-signed
                SIGNED TermEnded EXPIRED
                SIGNED Suspended not-in-force
                SIGNED Resumed not-suspended
                SIGNED ContractSuspended not-in-force
                SIGNED ContractResumed not-suspended
                SIGNED Severed SEVERED
                SIGNED Replaced REPLACED
                IN_FORCE Offered offered-already
                IN_FORCE Agreed agreed-already
                IN_FORCE Signed signed-already
                IN_FORCE TermBegan in-force-already
                IN_FORCE TermEnded EXPIRED
                IN_FORCE Suspended SUSPENDED
                IN_FORCE Resumed not-suspended
                IN_FORCE ContractSuspended IN_FORCE
                IN_FORCE ContractResumed not-suspended
                IN_FORCE Severed SEVERED
                IN_FORCE Replaced REPLACED
                SUSPENDED Offered offered-already
                SUSPENDED Agreed agreed-already
                SUSPENDED Signed signed-already
                SUSPENDED TermBegan in-force-already
                SUSPENDED TermEnded EXPIRED
                SUSPENDED Suspended suspended-already
                SUSPENDED Resumed IN_FORCE
                SUSPENDED ContractSuspended SUSPENDED
                SUSPENDED ContractResumed not-suspended
                SUSPENDED Severed SEVERED
                SUSPENDED Replaced REPLACED
                """ + finals("SEVERED", events) + finals("EXPIRED", events) + finals("REPLACED", events),
                String.join("\n", table) + "\n");
    }

    private static String finals(String state, List<LifecycleEvent> events) {
        StringBuilder lines = new StringBuilder();
        events.forEach(event -> lines.append(state + " " + event.getClass().getSimpleName() + " final\n"));
        return lines.toString();
    }

    private static Standing inForce() {
        Standing standing = moved(Standing.DRAFT, new Signed(A), BEFORE);
        standing = moved(standing, new Signed(B), BEFORE);
        return moved(standing, new Signed(C), DURING);
    }

    private static Standing moved(Standing standing, LifecycleEvent event, Instant at) {
        return switch (Lifecycle.apply(TEXT, standing, event, at)) {
            case Transition.Moved(var next) -> next;
            case Transition.Illegal illegal -> throw new AssertionError("illegal: " + illegal);
        };
    }

    private static String illegal(Standing standing, LifecycleEvent event, Instant at) {
        return switch (Lifecycle.apply(TEXT, standing, event, at)) {
            case Transition.Moved(var next) -> throw new AssertionError("moved to " + next);
            case Transition.Illegal illegal -> illegal.rule();
        };
    }
}
