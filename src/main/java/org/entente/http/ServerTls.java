package org.entente.http;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.entente.exchange.Failure;

/**
 * How a server speaks TLS. Version 1.3 (RFC 8446); version 1.2 only where it is allowed, and then with forward secrecy and
 * authenticated encryption alone (RFC 9325). Nothing is renegotiated.
 *
 * @param identity what the server proves itself with
 * @param allowsTls12 whether clients that know no TLS 1.3 are served
 * @param clients what clients are asked for
 */
public record ServerTls(Identity identity, boolean allowsTls12, Clients clients) {
    private static final String TLS_1_2 = "TLSv1.2";
    private static final String TLS_1_3 = "TLSv1.3";

    private static final String[] SUITES = {
        "TLS_(AES|CHACHA20)_.*", "TLS_ECDHE_.*_WITH_AES_(128|256)_GCM_.*", "TLS_ECDHE_.*_WITH_CHACHA20_.*"
    };

    /** What clients are asked for in the handshake. None of them must have a certificate. */
    public sealed interface Clients {
        /** No certificate: who calls is told by tokens alone. */
        record NotAsked() implements Clients {}

        /** A certificate of any kind, since those that count are registered one by one. */
        record Any() implements Clients {}

        /** A certificate that one of these vouches for (RFC 5280); the handshake fails with any other. */
        record VouchedFor(List<X509Certificate> authorities) implements Clients {
            public VouchedFor {
                authorities = List.copyOf(authorities);
            }
        }
    }

    SslContextFactory.Server factory() {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setIncludeProtocols(allowsTls12 ? new String[] {TLS_1_3, TLS_1_2} : new String[] {TLS_1_3});
        factory.setIncludeCipherSuites(SUITES);
        factory.setRenegotiationAllowed(false);
        factory.setWantClientAuth(!(clients instanceof Clients.NotAsked));
        factory.setSslContext(context());
        return factory;
    }

    /** A new context, so that no session of an earlier one is resumed. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity.managers(), new TrustManager[] {judge()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new Failure(Failure.Code.INVALID, "The certificates cannot be used for TLS.", e);
        }
    }

    private X509ExtendedTrustManager judge() throws GeneralSecurityException {
        return switch (clients) {
            // Nobody is asked, so nobody is judged.
            case Clients.NotAsked() -> Authorities.of(List.of(identity.certificate()));
            case Clients.Any() -> Authorities.anyClient();
            case Clients.VouchedFor(var authorities) -> Authorities.of(authorities);
        };
    }
}
