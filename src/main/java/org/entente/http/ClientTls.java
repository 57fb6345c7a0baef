package org.entente.http;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.entente.exchange.Failure;
import org.jspecify.annotations.Nullable;

/**
 * How a client of another's server speaks TLS: which servers it takes for genuine, and what it proves itself with if asked.
 *
 * <p>Version 1.3 or 1.2, and HTTP/2 where the server offers it (RFC 7301). A server is genuine when one of the authorities that
 * the platform trusts vouches for its certificate under the name that was asked for; or, where certificates are pinned, when
 * its certificate is one of them, or one of them vouches for it under that name.
 */
public final class ClientTls {
    /** Trusts whom the platform trusts, and shows no certificate. */
    public static final ClientTls PLATFORM = new ClientTls(null, false);

    private final @Nullable SSLContext context;
    private final boolean showsCertificate;

    private ClientTls(@Nullable SSLContext context, boolean showsCertificate) {
        this.context = context;
        this.showsCertificate = showsCertificate;
    }

    /**
     * A client for one server.
     *
     * @param pinned certificates that stand in the place of the platform's authorities; empty for the latter
     * @param identity what it proves itself with, or null
     * @throws Failure {@code INVALID} when they cannot be used
     */
    public static ClientTls of(List<X509Certificate> pinned, @Nullable Identity identity) {
        if (pinned.isEmpty() && identity == null) {
            return PLATFORM;
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity == null ? null : identity.managers(),
                    new TrustManager[] {pinned.isEmpty() ? Authorities.of(null) : Authorities.pinned(pinned)},
                    null);
            return new ClientTls(context, identity != null);
        } catch (GeneralSecurityException e) {
            throw new Failure(Failure.Code.INVALID, "The certificates cannot be used for TLS.", e);
        }
    }

    /** The context for connections, or null for the platform's own. */
    public @Nullable SSLContext context() {
        return context;
    }

    /** Whether a server that asks for a certificate gets one. */
    public boolean showsCertificate() {
        return showsCertificate;
    }
}
