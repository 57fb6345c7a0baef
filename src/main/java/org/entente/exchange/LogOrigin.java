package org.entente.exchange;

import java.util.UUID;

/** The origin of a feed's log: the scheme-less address under which it is served, and the name of the key that signs it. */
final class LogOrigin {
    private LogOrigin() {}

    static String of(String url, UUID contract) {
        int scheme = url.indexOf("://");
        return (scheme < 0 ? url : url.substring(scheme + 3)) + "/api/collections/" + contract + "/log";
    }
}
