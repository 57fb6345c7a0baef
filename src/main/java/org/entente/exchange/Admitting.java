package org.entente.exchange;

import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.entente.merkle.NoteKey;
import org.jspecify.annotations.Nullable;

/** Decides who is a partner, and which tokens and certificates open the doors. */
final class Admitting {
    private final Organisation self;
    private final Draft draft;

    Admitting(Organisation self, Draft draft) {
        this.self = self;
        this.draft = draft;
    }

    Command.Done addPartner(Command.AddPartner command) {
        text("did", command.did());
        text("name", command.name());
        text("url", command.url());
        if (command.did().equals(self.did())) {
            throw new Failure(
                    Failure.Code.CONFLICT, "An organisation is no partner of itself.", "partner", command.did());
        }
        try {
            // The key and the address make the name and the key that check the partner's checkpoints.
            NoteKey.of(LogOrigin.of(command.url(), new UUID(0, 0)), command.key());
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "A partner has an Ed25519 key and an address without spaces and plus signs.",
                    e,
                    "partner",
                    command.did());
        }
        State.Partner known = draft.state().partner(command.did());
        if (known != null && !known.key().equals(command.key())) {
            throw new Failure(
                    Failure.Code.CONFLICT,
                    "Another key is pinned for this partner; a new key is not taken on trust.",
                    "partner",
                    command.did(),
                    "pinned",
                    NodeKeys.fingerprint(known.key()));
        }
        draft.control(new Event.PartnerAdded(
                command.did(), command.name(), command.url(), command.key().getEncoded()));
        return new Command.Done();
    }

    Command.TokenIssued issueToken(Command.IssueToken command) {
        boolean own = command.organisation().equals(self.did());
        scopes(own, command.scopes());
        String id = newTokenId(command.organisation(), own, command.label(), command.sha256());
        long expires = expiry(command.expires());
        draft.control(
                own
                        ? new Event.OwnTokenIssued(
                                id, self.did(), command.label(), command.sha256(), expires, command.scopes())
                        : new Event.TokenIssued(
                                id, command.organisation(), command.label(), command.sha256(), expires));
        return new Command.TokenIssued(id);
    }

    Command.TokenIssued registerCertificate(Command.RegisterCertificate command) {
        String id = newTokenId(command.organisation(), false, command.label(), command.sha256());
        draft.control(new Event.CertificateRegistered(
                id, command.organisation(), command.label(), command.sha256(), expiry(command.expires())));
        return new Command.TokenIssued(id);
    }

    /** The id of a token or certificate of that hash, after checks on what is said of it. */
    private String newTokenId(String organisation, boolean own, String label, byte[] sha256) {
        if (!label.isEmpty()) {
            text("label", label);
        }
        if (!own && draft.state().partner(organisation) == null) {
            throw unknownPartner(organisation);
        }
        if (sha256.length != FeedBlock.ENTRY_BYTES) {
            throw new Failure(Failure.Code.INVALID, "The SHA-256 of a token or certificate has 32 bytes.");
        }
        String id = HexFormat.of().formatHex(sha256, 0, 8);
        if (draft.state().tokens().stream().anyMatch(token -> token.id().equals(id))) {
            throw new Failure(Failure.Code.CONFLICT, "There is a token of this id already.", "token", id);
        }
        return id;
    }

    /** A token of our own without scopes would be taken for a partner's, and one with a scope twice would say two things. */
    private void scopes(boolean own, List<Caller.Scope> scopes) {
        if (own == scopes.isEmpty()) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "A token of the own organisation names its collections; a partner's names none.");
        }
        Set<UUID> named = new HashSet<>();
        for (Caller.Scope scope : scopes) {
            Filing.existing(scope.collection(), draft);
            if (!named.add(scope.collection()) || !(scope.read() || scope.write())) {
                throw new Failure(
                        Failure.Code.INVALID,
                        "A token names each collection once, to read it, to write it, or both.",
                        "collection",
                        scope.collection().toString());
            }
        }
    }

    private static long expiry(@Nullable Instant expires) {
        try {
            return expires == null ? Long.MAX_VALUE : Micros.of(expires);
        } catch (ArithmeticException e) {
            throw new Failure(Failure.Code.INVALID, "The instant at which the token expires is too far away.", e);
        }
    }

    Command.Done revokeToken(Command.RevokeToken command) {
        if (draft.state().tokens().stream().noneMatch(token -> token.id().equals(command.id()))) {
            throw new Failure(Failure.Code.NOT_FOUND, "There is no token of this id.", "token", command.id());
        }
        draft.control(new Event.TokenRevoked(command.id()));
        return new Command.Done();
    }

    static Failure unknownPartner(String did) {
        return new Failure(Failure.Code.NOT_FOUND, "There is no partner of this id.", "partner", did);
    }

    static void text(String field, String value) {
        if (value.isBlank() || value.length() > Command.MAX_TEXT) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "The text is empty or too long.",
                    "field",
                    field,
                    "max_characters",
                    Integer.toString(Command.MAX_TEXT));
        }
    }
}
