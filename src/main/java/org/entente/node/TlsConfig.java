package org.entente.node;

import java.util.Map;
import java.util.function.Function;

/**
 * What the configuration says of TLS. A path that is empty stands for none.
 *
 * @param certificate the server's certificate with its chain; with none the server speaks in the clear
 * @param key its private key
 * @param oldestVersion 1.2 or 1.3
 * @param clientCertificates whether clients are asked for a certificate
 * @param clientAuthorities who must vouch for it; with none any is taken, and counts if it is registered
 * @param pullCertificate what this node proves itself with to partners' servers
 * @param pullKey its private key
 */
record TlsConfig(
        String certificate,
        String key,
        String oldestVersion,
        boolean clientCertificates,
        String clientAuthorities,
        String pullCertificate,
        String pullKey) {
    static final TlsConfig NONE = new TlsConfig("", "", "1.3", false, "", "", "");

    static TlsConfig of(Function<ConfigKey, String> values) {
        return new TlsConfig(
                values.apply(ConfigKey.TLS_CERTIFICATE),
                values.apply(ConfigKey.TLS_KEY),
                values.apply(ConfigKey.TLS_OLDEST_VERSION),
                values.apply(ConfigKey.TLS_CLIENT_CERTIFICATES).equals("on"),
                values.apply(ConfigKey.TLS_CLIENT_AUTHORITIES),
                values.apply(ConfigKey.PULL_CERTIFICATE),
                values.apply(ConfigKey.PULL_KEY));
    }

    /** Adds, for each key that does not go with the others, what is wrong with it. */
    static void problems(Function<ConfigKey, String> values, Map<String, String> problems) {
        TlsConfig config = of(values);
        together(ConfigKey.TLS_CERTIFICATE, config.certificate, ConfigKey.TLS_KEY, config.key, problems);
        together(ConfigKey.PULL_CERTIFICATE, config.pullCertificate, ConfigKey.PULL_KEY, config.pullKey, problems);
        if (config.clientCertificates && config.certificate.isEmpty()) {
            problems.putIfAbsent(ConfigKey.TLS_CLIENT_CERTIFICATES.path(), "needs a tls.certificate");
        }
        if (!config.clientAuthorities.isEmpty() && !config.clientCertificates) {
            problems.putIfAbsent(ConfigKey.TLS_CLIENT_AUTHORITIES.path(), "needs tls.clientCertificates on");
        }
    }

    private static void together(
            ConfigKey certificate, String one, ConfigKey key, String other, Map<String, String> problems) {
        if (one.isEmpty() && !other.isEmpty()) {
            problems.putIfAbsent(certificate.path(), "must be given with " + key.path());
        }
        if (!one.isEmpty() && other.isEmpty()) {
            problems.putIfAbsent(key.path(), "must be given with " + certificate.path());
        }
    }
}
