package org.entente.http;

import java.util.Map;

/** An edge's paths on a server. Called by many threads at once. */
public interface Site {
    /** Whether the site answers for that path, whatever the answer. */
    boolean owns(String path);

    /**
     * Answers a call, without waiting for anything but this machine's memory and disk: the thread serves other connections
     * too. Whatever waits for more is {@link Work}. An {@link org.entente.exchange.Failure} becomes {@link #error} with its status; any other exception
     * is a bug and becomes {@link #error} with 500 and nothing about the bug.
     */
    Reply answer(Call call);

    /**
     * What an error looks like on these paths.
     *
     * @param status the HTTP status
     * @param sentence a static sentence
     * @param fields what the sentence is about; never what the caller may not know
     */
    Answer error(int status, String sentence, Map<String, String> fields);
}
