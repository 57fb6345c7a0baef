package org.entente.memorandum;

import java.util.UUID;

/** What can happen to a memorandum after it was drafted. */
public sealed interface LifecycleEvent {
    /** The text was put before the other parties, or came from one of them. */
    record Offered() implements LifecycleEvent {}

    /** The parties agree in principle; nobody is bound by it, and nothing waits for it. */
    record Agreed() implements LifecycleEvent {}

    /** A party's genuine signature is here. */
    record Signed(String party) implements LifecycleEvent {}

    /** The term's first instant has come. */
    record TermBegan() implements LifecycleEvent {}

    /** The term's end has come. */
    record TermEnded() implements LifecycleEvent {}

    /** The whole memorandum is held. */
    record Suspended() implements LifecycleEvent {}

    /** The whole memorandum goes on. */
    record Resumed() implements LifecycleEvent {}

    /** One contract is held. */
    record ContractSuspended(UUID contract) implements LifecycleEvent {}

    /** One contract goes on. */
    record ContractResumed(UUID contract) implements LifecycleEvent {}

    /** The memorandum is broken off for good. */
    record Severed() implements LifecycleEvent {}

    /** A later version of the memorandum came into force in its place. */
    record Replaced() implements LifecycleEvent {}
}
