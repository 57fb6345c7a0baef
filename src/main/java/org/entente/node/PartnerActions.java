package org.entente.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.entente.exchange.Caller;
import org.entente.exchange.Command;
import org.entente.exchange.Failure;
import org.entente.exchange.Micros;
import org.entente.exchange.NodeKeys;
import org.entente.exchange.State.Partner;
import org.entente.exchange.State.Token;
import org.entente.http.Identity;
import org.entente.http.Pem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Actions on partners, and on the tokens with which they and our own tools come in here and we read there. */
final class PartnerActions {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** What RFC 6750 allows in a header, and no more than fits one. */
    private static final Pattern BEARER_TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{16,4096}=*");

    private final Parts node;

    PartnerActions(Parts node) {
        this.node = node;
    }

    /** Pins the key of the card in the body, if its fingerprint is the one that was heard over another way. */
    ObjectNode add(Call call) {
        call.takes("fingerprint");
        Card card = Card.read(call.body());
        if (!card.fingerprint().equals(call.text("fingerprint"))) {
            throw new Failure(
                    Failure.Code.MISMATCH,
                    "The key on the card has another fingerprint than the one given: do not use this card.",
                    "card",
                    card.fingerprint());
        }
        var organisation = card.organisation();
        node.handle(new Command.AddPartner(
                call.actor(), organisation.did(), organisation.name(), organisation.url(), card.key()));
        return json(organisation.did(), organisation.name(), organisation.url(), card.fingerprint());
    }

    ObjectNode list(Call call) {
        call.takes();
        ObjectNode result = Json.object();
        ArrayNode partners = result.putArray("partners");
        for (Partner partner : node.exchange().state().partners()) {
            partners.add(json(partner.did(), partner.name(), partner.url(), NodeKeys.fingerprint(partner.key()))
                    .put("tokenKept", node.keys().partnerToken(partner.did()) != null)
                    .put("certificateKept", node.keys().partnerCertificates(partner.did()) != null));
        }
        return result;
    }

    private static ObjectNode json(String did, String name, String url, String fingerprint) {
        return Json.object().put("did", did).put("name", name).put("url", url).put("fingerprint", fingerprint);
    }

    /** Keeps the token in the body, which that partner gave us. */
    ObjectNode keepToken(Call call) {
        call.takes("partner");
        String did = known(call.text("partner"));
        String token = token(call.body());
        node.keys().keepPartnerToken(did, token);
        node.pulling().wake();
        return Json.object().put("partner", did);
    }

    /** Keeps the certificates in the body, by which that partner's server is known; none goes back to the platform's. */
    ObjectNode keepCertificates(Call call) {
        call.takes("partner");
        String did = known(call.text("partner"));
        if (call.body().length == 0) {
            node.keys().keepPartnerCertificates(did, null);
        } else {
            // Written anew, so that nothing but certificates is kept.
            StringBuilder pem = new StringBuilder();
            Pem.certificates(call.body()).forEach(certificate -> pem.append(Pem.text(certificate)));
            node.keys().keepPartnerCertificates(did, pem.toString());
        }
        node.pulling().wake();
        return Json.object().put("partner", did);
    }

    /** The token that a body holds; a line's end after it does no harm. */
    static String token(byte[] body) {
        String token = new String(body, UTF_8).strip();
        if (!BEARER_TOKEN.matcher(token).matches()) {
            throw new Failure(Failure.Code.INVALID, "This is not a bearer token (RFC 6750) of 16 to 4096 characters.");
        }
        return token;
    }

    /** Issues a token of which only the hash is told, so that the token itself never leaves the caller. */
    ObjectNode newToken(Call call) {
        call.takes("partner", "sha256", "label", "expires", "read", "write");
        String sha256 = call.text("sha256");
        if (!SHA256.matcher(sha256).matches()) {
            throw new Failure(Failure.Code.INVALID, "A SHA-256 is 64 hexadecimal digits in lower case.");
        }
        String label = call.optionalText("label");
        String partner = call.optionalText("partner");
        List<Caller.Scope> scopes = scopes(call);
        if (partner == null && label == null) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "A token of the own organisation needs a label: it says in the record which tool did what.",
                    "argument",
                    "label");
        }
        var issued = node.handle(new Command.IssueToken(
                call.actor(),
                partner == null ? node.self() : known(partner),
                label == null ? "reading" : label,
                HexFormat.of().parseHex(sha256),
                expires(call.optionalText("expires")),
                scopes));
        return Json.object().put("id", issued.id());
    }

    /** Each collection once, however it is named. */
    private List<Caller.Scope> scopes(Call call) {
        Set<UUID> read = ids(call.texts("read"));
        Set<UUID> write = ids(call.texts("write"));
        Set<UUID> all = new LinkedHashSet<>(read);
        all.addAll(write);
        return all.stream()
                .map(id -> new Caller.Scope(id, read.contains(id), write.contains(id)))
                .toList();
    }

    private Set<UUID> ids(List<String> collections) {
        Set<UUID> ids = new LinkedHashSet<>();
        collections.forEach(name -> ids.add(CollectionActions.known(node, name).id()));
        return ids;
    }

    /** Lets a partner in with the client certificate in the body. */
    ObjectNode newCertificate(Call call) {
        call.takes("partner", "label");
        X509Certificate certificate = Pem.certificates(call.body()).getFirst();
        Identity.requireStrength(certificate);
        requireValidity(certificate);
        String label = call.optionalText("label");
        var issued = node.handle(new Command.RegisterCertificate(
                call.actor(),
                known(call.text("partner")),
                label == null ? "reading" : label,
                Identity.sha256(certificate),
                certificate.getNotAfter().toInstant()));
        return Json.object()
                .put("id", issued.id())
                .put("sha256", HexFormat.of().formatHex(Identity.sha256(certificate)))
                .put("expires", Micros.text(Micros.of(certificate.getNotAfter().toInstant())));
    }

    private static void requireValidity(X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateException e) {
            throw new Failure(Failure.Code.INVALID, "The certificate has expired, or is not valid yet.", e);
        }
    }

    private static @Nullable Instant expires(@Nullable String text) {
        return text == null ? null : Micros.instant(Micros.parse(text));
    }

    ObjectNode listTokens(Call call) {
        call.takes();
        ObjectNode result = Json.object();
        ArrayNode tokens = result.putArray("tokens");
        long now = Micros.of(Instant.now());
        for (Token token : node.exchange().state().tokens()) {
            boolean ends = token.expiresMicros() != Long.MAX_VALUE;
            tokens.addObject()
                    .put("id", token.id())
                    .put("partner", token.organisation())
                    .put("proof", token.proof().name().toLowerCase(Locale.ROOT))
                    .put("label", token.label())
                    .put("may", may(token))
                    .put("expires", ends ? Micros.text(token.expiresMicros()) : null)
                    .put("state", token.revoked() ? "revoked" : token.expiresMicros() <= now ? "expired" : "valid");
        }
        return result;
    }

    /** For instance {@code read Sightings, read and write Indicators}; empty for a partner's. */
    private String may(Token token) {
        List<String> may = new ArrayList<>();
        for (Caller.Scope scope : token.scopes()) {
            String what = scope.read() && scope.write() ? "read and write" : scope.read() ? "read" : "write";
            may.add(what + " "
                    + CollectionActions.known(node, scope.collection().toString())
                            .title());
        }
        return String.join(", ", may);
    }

    ObjectNode revokeToken(Call call) {
        call.takes("id");
        node.handle(new Command.RevokeToken(call.actor(), call.text("id")));
        return Json.object().put("id", call.text("id"));
    }

    private String known(String did) {
        if (node.exchange().state().partner(did) == null) {
            throw new Failure(Failure.Code.NOT_FOUND, "There is no partner with this identifier.", "partner", did);
        }
        return did;
    }
}
