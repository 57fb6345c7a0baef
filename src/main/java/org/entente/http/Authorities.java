package org.entente.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Ways to judge the certificate of the other end of a TLS connection. */
final class Authorities {
    private Authorities() {}

    /**
     * Judges chains as RFC 5280 has it, with these as the only ones that are trusted; null takes those of the platform.
     */
    static X509ExtendedTrustManager of(@Nullable List<X509Certificate> trusted) throws GeneralSecurityException {
        KeyStore store = null;
        if (trusted != null) {
            store = KeyStore.getInstance("PKCS12");
            try {
                store.load(null, null);
            } catch (IOException e) {
                throw new IllegalStateException("a store in memory met an input or output error", e);
            }
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry(Integer.toString(i), trusted.get(i));
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    /**
     * Takes any certificate of a client: the handshake proves that the client holds its key, and whether it is somebody's is
     * looked up at each request, so that an unknown one gets the answer that none would get.
     */
    static X509ExtendedTrustManager anyClient() {
        return new AnyClient();
    }

    /**
     * Takes a server whose certificate is one of these, whatever name it goes by, as long as it is valid; and any that one of
     * them vouches for, under its name.
     */
    static X509ExtendedTrustManager pinned(List<X509Certificate> pins) throws GeneralSecurityException {
        return new Pinned(List.copyOf(pins), of(pins));
    }

    private static final class AnyClient extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is for clients only");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is for clients only");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this is for clients only");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static final class Pinned extends X509ExtendedTrustManager {
        private final List<X509Certificate> pins;
        private final X509ExtendedTrustManager others;

        Pinned(List<X509Certificate> pins, X509ExtendedTrustManager others) {
            this.pins = pins;
            this.others = others;
        }

        /** Equal certificates have equal bytes. */
        private boolean isPinned(X509Certificate[] chain) throws CertificateException {
            if (!pins.contains(chain[0])) {
                return false;
            }
            chain[0].checkValidity();
            return true;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            if (!isPinned(chain)) {
                others.checkServerTrusted(chain, authType, engine);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            if (!isPinned(chain)) {
                others.checkServerTrusted(chain, authType, socket);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            if (!isPinned(chain)) {
                others.checkServerTrusted(chain, authType);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is for servers only");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is for servers only");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this is for servers only");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return others.getAcceptedIssuers();
        }
    }
}
