package org.entente.exchange;

import java.util.UUID;

/** The origin of a feed's log: the scheme-less address under which it is served, and the name of the key that signs it. */
final class LogOrigin {
    private LogOrigin() {}

    static String of(String url, UUID contract) {
        return withoutScheme(url) + "/api/collections/" + contract + "/log";
    }

    /** The origin of the notices about that log: another one, so that no notice passes for a checkpoint. */
    static String ofNotices(String url, UUID contract) {
        return withoutScheme(url) + "/api/notices/" + contract;
    }

    private static String withoutScheme(String url) {
        int scheme = url.indexOf("://");
        return scheme < 0 ? url : url.substring(scheme + 3);
    }
}
