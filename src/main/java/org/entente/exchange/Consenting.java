package org.entente.exchange;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.entente.exchange.IdentifierEntry.Shown;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.exchange.State.ContractEntry;
import org.entente.memorandum.Consent;
import org.entente.memorandum.Duties;
import org.entente.memorandum.Fault;
import org.entente.memorandum.Grant;
import org.entente.memorandum.Reading;
import org.entente.memorandum.SignedConsent;
import org.entente.release.Decide;
import org.entente.release.Source;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of givers' words on passing on (release.md, rule 3): ours about what we released, and partners' about
 * what we received. Each is about one version, in one form, under one contract, and one organisation.
 */
final class Consenting {
    private final Organisation self;
    private final Draft draft;

    Consenting(Organisation self, Draft draft) {
        this.self = self;
        this.draft = draft;
    }

    // At the giver.

    /** Gives consent, in a signed document. */
    SignedConsent give(Command.GiveConsent command, NodeKeys keys) {
        ContractEntry contract = draft.state().givenBy(self.did(), command.contract());
        String to = command.to();
        if (to.equals(self.did()) || to.equals(contract.contract().receiver())) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "Passing on is to a third organisation, neither the giver nor the receiver.",
                    "organisation",
                    to);
        }
        if (!everAsked(contract)) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "No version of the grant asks for consent to passing on.",
                    "contract",
                    command.contract().toString());
        }
        Version version = draft.identifier(command.object()).version(command.version());
        Shown shown = version == null ? null : version.shownTo(contract.number());
        if (shown == null || !shown.live()) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "The contract shows no such object version.",
                    "object",
                    command.object().value(),
                    "version",
                    command.version());
        }
        byte[] sha256 = Opening.sha256(draft.shown(contract.number(), shown.entry()));
        KeptConsent before = draft.consent(contract.number(), command.object(), command.version(), to);
        if (before != null && before.allows(sha256)) {
            throw new Failure(Failure.Code.CONFLICT, "Consent to this is given already.", "organisation", to);
        }
        upstream(draft.shownCopy(contract.number(), shown.entry()), to);
        return say(contract, command.object(), command.version(), sha256, to, true, before, keys);
    }

    /** Takes a consent back, in a signed document. */
    SignedConsent withdraw(Command.WithdrawConsent command, NodeKeys keys) {
        ContractEntry contract = draft.state().givenBy(self.did(), command.contract());
        KeptConsent before = draft.consent(contract.number(), command.object(), command.version(), command.to());
        if (before == null || !before.given()) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "There is no such consent to take back.",
                    "object",
                    command.object().value(),
                    "organisation",
                    command.to());
        }
        return say(contract, command.object(), command.version(), before.sha256(), command.to(), false, before, keys);
    }

    /** Copies keep the terms under which they went, so consent can be given where an earlier version of the grant asks for it. */
    private boolean everAsked(ContractEntry contract) {
        State.MemorandumEntry entry =
                draft.state().memorandum(contract.contract().memorandum());
        return entry != null
                && entry.editions().stream()
                        .map(edition ->
                                edition.memorandum().grant(contract.contract().grant()))
                        .anyMatch(Consenting::asks);
    }

    private static boolean asks(@Nullable Grant grant) {
        return grant != null && grant.duties().passingOn() == Duties.Onward.WITH_CONSENT;
    }

    /** What was itself received on such terms goes no further than its own giver consented to. */
    private void upstream(long ordinal, String to) {
        Source source = draft.facets(draft.copy(ordinal).number()).source();
        if (isAwaited(draft, ordinal, source, to)) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "The object was received on terms that ask for consent, and its giver has not consented to this.",
                    "organisation",
                    to);
        }
    }

    private SignedConsent say(
            ContractEntry contract,
            StixId object,
            String version,
            byte[] sha256,
            String to,
            boolean given,
            @Nullable KeptConsent before,
            NodeKeys keys) {
        Instant time = Micros.instant(draft.micros()).truncatedTo(ChronoUnit.SECONDS);
        Consent consent = new Consent(
                contract.contract().id(),
                self.did(),
                object,
                version,
                HexFormat.of().formatHex(sha256),
                to,
                before == null ? 1 : before.number() + 1,
                given,
                time);
        // What could not be read by the one that it is for is not signed.
        if (Consent.read(consent.canonical()) instanceof Reading.Refused<Consent>(var faults)) {
            Fault fault = faults.getFirst();
            throw new Failure(
                    Failure.Code.INVALID,
                    "The consent would be no valid one.",
                    "path",
                    fault.path(),
                    "reason",
                    fault.message());
        }
        SignedConsent signed = SignedConsent.sign(consent, keys.keyPair().getPrivate());
        draft.consent(contract.number(), consent, kept(signed));
        return signed;
    }

    private KeptConsent kept(SignedConsent signed) {
        Consent consent = signed.consent();
        return new KeptConsent(
                consent.number(),
                consent.given(),
                HexFormat.of().parseHex(consent.sha256()),
                consent.time(),
                signed.jws(),
                draft.micros());
    }

    // At the holder.

    /**
     * Takes in a giver's word about what we received.
     *
     * @return contracts under which we gave a consent of our own that now rests on nothing
     */
    List<UUID> take(SignedConsent signed) {
        Consent consent = signed.consent();
        ContractEntry contract = draft.state().receivedBy(self.did(), consent.contract());
        genuine(signed, contract);
        askedFor(consent, contract.number());
        KeptConsent before = draft.consent(contract.number(), consent.object(), consent.version(), consent.to());
        if (before != null && before.number() >= consent.number()) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "This word of the giver's, or a later one, is on record already.",
                    "number",
                    Long.toString(consent.number()),
                    "on_record",
                    Long.toString(before.number()));
        }
        draft.consent(contract.number(), consent, kept(signed));
        return consent.given() ? List.of() : restingOn(consent);
    }

    private void genuine(SignedConsent signed, ContractEntry contract) {
        String giver = contract.contract().giver();
        State.Partner partner = draft.state().partner(giver);
        boolean genuine = partner != null && signed.consent().giver().equals(giver) && signed.verifies(partner.key());
        if (!genuine) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "The consent is not signed by the organisation that gives under the contract.",
                    "giver",
                    giver);
        }
    }

    /** A copy is here that came under the contract in these bytes, on terms that ask for consent. */
    private void askedFor(Consent consent, int contract) {
        byte[] sha256 = HexFormat.of().parseHex(consent.sha256());
        Version version = draft.identifier(consent.object()).version(consent.version());
        List<IdentifierEntry.Received> copies = version == null
                ? List.of()
                : version.received().stream()
                        .filter(copy ->
                                copy.contract() == contract && Arrays.equals(draft.sha256(copy.ordinal()), sha256))
                        .toList();
        if (copies.isEmpty()) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "No such object version came under the contract in these bytes.",
                    "object",
                    consent.object().value(),
                    "version",
                    consent.version(),
                    "sha256",
                    consent.sha256());
        }
        if (copies.stream().noneMatch(copy -> Decide.asksForConsent(source(copy.ordinal())))) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "The terms under which the object came do not ask for consent.",
                    "object",
                    consent.object().value());
        }
    }

    private Source source(long ordinal) {
        return draft.facets(draft.copy(ordinal).number()).source();
    }

    private List<UUID> restingOn(Consent consent) {
        List<UUID> resting = new ArrayList<>();
        Version version = draft.identifier(consent.object()).version(consent.version());
        for (ContractEntry contract : draft.state().contracts()) {
            KeptConsent ours = draft.consent(contract.number(), consent.object(), consent.version(), consent.to());
            Shown shown = version == null ? null : version.shownTo(contract.number());
            if (contract.contract().giver().equals(self.did())
                    && ours != null
                    && ours.given()
                    && shown != null
                    && isOfContract(draft.shownCopy(contract.number(), shown.entry()), consent.contract())) {
                resting.add(contract.contract().id());
            }
        }
        return List.copyOf(resting);
    }

    private boolean isOfContract(long ordinal, UUID contract) {
        return source(ordinal) instanceof Source.Received(var _, var under, var _) && under.equals(contract);
    }

    // Deciding.

    /** Whether the copy waits for its giver's consent to go to that organisation. */
    static boolean isAwaited(Forming.Copies copies, long ordinal, Source source, String to) {
        if (!Decide.asksForConsent(source)) {
            return false;
        }
        KeptConsent kept = kept(copies, ordinal, to);
        return kept == null || !kept.allows(copies.sha256(ordinal));
    }

    /** What the giver said last of passing the copy on to that organisation. */
    static Decide.Consent said(Forming.Copies copies, long ordinal, Source source, String to) {
        KeptConsent kept = kept(copies, ordinal, to);
        if (kept == null || !(source instanceof Source.Received(var giver, var _, var _))) {
            return new Decide.Consent.None();
        }
        String word = " by " + giver + " for " + to + " at " + kept.time() + ", number " + kept.number();
        if (!kept.given()) {
            return new Decide.Consent.Refused("it was withdrawn" + word);
        }
        return kept.allows(copies.sha256(ordinal))
                ? new Decide.Consent.Given("it was given" + word)
                : new Decide.Consent.Refused("it was given to other bytes" + word);
    }

    private static @Nullable KeptConsent kept(Forming.Copies copies, long ordinal, String to) {
        Draft.Copy copy = copies.copy(ordinal);
        return copies.consent(copy.receivedUnder(), copy.id(), copy.version(), to);
    }
}
