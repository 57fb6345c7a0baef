package org.entente.taxii;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port of an address (RFC 6454). What a server names within its own origin may be asked; an address
 * elsewhere would be one that the server chose for us.
 */
record Origin(String scheme, String host, int port) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** The origin of an absolute address with a host. */
    static Origin of(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        int port = address.getPort();
        if (port < 0) {
            port = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        }
        return new Origin(scheme, String.valueOf(address.getHost()).toLowerCase(Locale.ROOT), port);
    }

    /** What a reference means at an address; null where it is no http or https address with a host and without a user. */
    static @Nullable URI resolve(URI at, String reference) {
        if (reference.isEmpty()) {
            return null;
        }
        try {
            URI to = at.resolve(new URI(reference));
            String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
            boolean plain = to.getHost() != null
                    && to.getRawUserInfo() == null
                    && (scheme.equals("http") || scheme.equals("https"));
            return plain ? to : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
