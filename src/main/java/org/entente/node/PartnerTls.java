package org.entente.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.entente.exchange.NodeKeys;
import org.entente.exchange.State.Partner;
import org.entente.http.ClientTls;
import org.entente.http.Identity;
import org.entente.http.Pem;
import org.jspecify.annotations.Nullable;

/** How to speak TLS with each partner's server; asked anew for each pull, so that what changed counts at once. */
final class PartnerTls {
    private final NodeKeys keys;
    private final TlsFiles files;

    PartnerTls(NodeKeys keys, TlsFiles files) {
        this.keys = keys;
        this.files = files;
    }

    /** With the certificates that are kept for that partner, if any, and our own if it is configured. */
    ClientTls of(String did) {
        String pem = keys.partnerCertificates(did);
        List<X509Certificate> pinned = pem == null ? List.of() : Pem.certificates(pem.getBytes(US_ASCII));
        Identity own = files.pullIdentity();
        return ClientTls.of(pinned, own);
    }

    /** Whether there is a token or, over TLS, a certificate of ours to prove ourselves to that partner with. */
    boolean mayAsk(@Nullable Partner partner) {
        return partner != null
                && (keys.partnerToken(partner.did()) != null
                        || (files.hasPullIdentity()
                                && partner.url().toLowerCase(Locale.ROOT).startsWith("https:")));
    }
}
