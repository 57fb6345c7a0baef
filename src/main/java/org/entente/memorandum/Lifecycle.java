package org.entente.memorandum;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
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
import org.entente.memorandum.Transition.Illegal;
import org.entente.memorandum.Transition.Moved;
import org.jspecify.annotations.Nullable;

/**
 * The states of one version of a memorandum and how events move it. A pure function of the text, the standing, the event
 * and the journal's time.
 *
 * <pre>
 *   DRAFT, OFFERED, AGREED ──signed──► SIGNED ──all signed and term begun──► IN_FORCE ◄──suspended / resumed──► SUSPENDED
 *     │                                  │ severed                              │ severed                          │ severed
 *     │                                  ▼                                      ▼                                  ▼
 *     │                               SEVERED                                SEVERED                            SEVERED
 *     ├──────────────────────────────────┴──────── term ended: EXPIRED ─────────┴──────────────────────────────────┤
 *     └──────────────────────────── a later version is in force: REPLACED ─────────────────────────────────────────┘
 * </pre>
 *
 * <p>That a text was offered and agreed in principle are marks: a draft may be signed without them. Signing after the term
 * began puts in force at the last signature; a memorandum whose term is over can no longer be signed. What a later version
 * takes over from the one whose place it takes says {@link #inPlaceOf}.
 */
public final class Lifecycle {
    private Lifecycle() {}

    /** The standing after the event at the given time, or why it cannot happen. */
    public static Transition apply(Memorandum memorandum, Standing standing, LifecycleEvent event, Instant at) {
        if (standing.isFinal()) {
            return new Illegal("final", "The memorandum is severed, expired or replaced, which is final.");
        }
        return switch (event) {
            case Offered() -> offered(standing);
            case Agreed() -> agreed(standing);
            case Signed(var party) -> signed(memorandum, standing, party, at);
            case TermBegan() -> termBegan(memorandum, standing, at);
            case TermEnded() -> termEnded(memorandum, standing, at);
            case Suspended() -> suspended(standing);
            case Resumed() -> resumed(standing);
            case ContractSuspended(var contract) -> contractSuspended(memorandum, standing, contract);
            case ContractResumed(var contract) -> contractResumed(standing, contract);
            case Severed() -> severed(standing);
            case Replaced() -> new Moved(standing.in(State.REPLACED));
        };
    }

    /**
     * The standing of a version that comes into force in the place of another: what was held stays held. So nobody ends a
     * suspension by amending.
     *
     * @param next the text that comes into force
     * @param standing its standing, in force
     * @param former the standing of the version whose place it takes
     */
    public static Standing inPlaceOf(Memorandum next, Standing standing, Standing former) {
        Set<UUID> held = new HashSet<>();
        next.contracts().stream()
                .map(Contract::id)
                .filter(former.suspended()::contains)
                .forEach(held::add);
        State state = former.state() == State.SUSPENDED ? State.SUSPENDED : standing.state();
        return new Standing(state, standing.signedBy(), held);
    }

    /**
     * The next instant at which {@link TermBegan} or {@link TermEnded} is due, or null if none is. An instant that has
     * come already is due at once.
     */
    public static @Nullable Instant nextDue(Memorandum memorandum, Standing standing) {
        return switch (standing.state()) {
            case DRAFT, OFFERED, AGREED, IN_FORCE, SUSPENDED ->
                memorandum.term().until();
            case SIGNED ->
                allSigned(memorandum, standing.signedBy())
                        ? memorandum.term().from()
                        : memorandum.term().until();
            case SEVERED, EXPIRED, REPLACED -> null;
        };
    }

    /** The event that is due at {@link #nextDue}; asked only when there is one. */
    public static LifecycleEvent dueEvent(Memorandum memorandum, Standing standing) {
        boolean waitsForTerm = standing.state() == State.SIGNED && allSigned(memorandum, standing.signedBy());
        return waitsForTerm ? new TermBegan() : new TermEnded();
    }

    private static Transition offered(Standing standing) {
        return switch (standing.state()) {
            case DRAFT -> new Moved(standing.in(State.OFFERED));
            case OFFERED, AGREED, SIGNED, IN_FORCE, SUSPENDED, SEVERED, EXPIRED, REPLACED ->
                new Illegal("offered-already", "Only a draft is offered.");
        };
    }

    private static Transition agreed(Standing standing) {
        return switch (standing.state()) {
            case DRAFT, OFFERED -> new Moved(standing.in(State.AGREED));
            case AGREED, SIGNED, IN_FORCE, SUSPENDED, SEVERED, EXPIRED, REPLACED ->
                new Illegal("agreed-already", "Only what nobody has signed is agreed in principle, and once.");
        };
    }

    private static Transition signed(Memorandum memorandum, Standing standing, String party, Instant at) {
        if (!memorandum.binds(party)) {
            return new Illegal("not-a-party", "Only a party can sign the memorandum.");
        }
        if (standing.signedBy().contains(party)) {
            return new Illegal("signed-already", "This party has signed the memorandum already.");
        }
        if (memorandum.term().isOverAt(at)) {
            return new Illegal("term-over", "The term of the memorandum is over.");
        }
        var signedBy = new TreeSet<>(standing.signedBy());
        signedBy.add(party);
        boolean begins = allSigned(memorandum, signedBy) && !memorandum.term().beginsAfter(at);
        return new Moved(new Standing(begins ? State.IN_FORCE : State.SIGNED, signedBy, standing.suspended()));
    }

    private static Transition termBegan(Memorandum memorandum, Standing standing, Instant at) {
        if (memorandum.term().beginsAfter(at)) {
            return new Illegal("term-not-begun", "The term of the memorandum has not begun.");
        }
        if (standing.inForce()) {
            return new Illegal("in-force-already", "The memorandum is in force already.");
        }
        if (standing.state() != State.SIGNED || !allSigned(memorandum, standing.signedBy())) {
            return new Illegal("not-signed", "Only a memorandum that all parties have signed comes into force.");
        }
        if (memorandum.term().isOverAt(at)) {
            return new Illegal("term-over", "The term of the memorandum is over.");
        }
        return in(standing, State.IN_FORCE);
    }

    private static Transition termEnded(Memorandum memorandum, Standing standing, Instant at) {
        if (!memorandum.term().isOverAt(at)) {
            return new Illegal("term-not-over", "The term of the memorandum is not over.");
        }
        return in(standing, State.EXPIRED);
    }

    private static Transition suspended(Standing standing) {
        return switch (standing.state()) {
            case IN_FORCE -> in(standing, State.SUSPENDED);
            case SUSPENDED -> new Illegal("suspended-already", "The memorandum is suspended already.");
            case DRAFT, OFFERED, AGREED, SIGNED, SEVERED, EXPIRED, REPLACED -> notInForce();
        };
    }

    private static Transition resumed(Standing standing) {
        return standing.state() == State.SUSPENDED
                ? in(standing, State.IN_FORCE)
                : new Illegal("not-suspended", "Only a suspended memorandum can be resumed.");
    }

    private static Transition contractSuspended(Memorandum memorandum, Standing standing, UUID contract) {
        if (!standing.inForce()) {
            return notInForce();
        }
        if (memorandum.contracts().stream().noneMatch(one -> one.id().equals(contract))) {
            return new Illegal("no-such-contract", "The memorandum has no such contract.");
        }
        if (standing.suspended().contains(contract)) {
            return new Illegal("suspended-already", "The contract is suspended already.");
        }
        Set<UUID> suspended = new HashSet<>(standing.suspended());
        suspended.add(contract);
        return new Moved(new Standing(standing.state(), standing.signedBy(), suspended));
    }

    private static Transition contractResumed(Standing standing, UUID contract) {
        if (!standing.suspended().contains(contract)) {
            return new Illegal("not-suspended", "Only a suspended contract can be resumed.");
        }
        Set<UUID> suspended = new HashSet<>(standing.suspended());
        suspended.remove(contract);
        return new Moved(new Standing(standing.state(), standing.signedBy(), suspended));
    }

    private static Transition severed(Standing standing) {
        return standing.signedBy().isEmpty()
                ? new Illegal("not-signed", "A draft binds nobody; there is nothing to sever.")
                : in(standing, State.SEVERED);
    }

    private static Illegal notInForce() {
        return new Illegal("not-in-force", "Only what is in force can be suspended.");
    }

    private static Moved in(Standing standing, State state) {
        return new Moved(standing.in(state));
    }

    /** Whether each party has signed. */
    private static boolean allSigned(Memorandum memorandum, Set<String> signedBy) {
        return memorandum.parties().stream().allMatch(party -> signedBy.contains(party.id()));
    }
}
