package org.entente.http;

import java.util.function.Function;

/**
 * What has to wait: for the body of the request, for a commit, or for both. The body is read as it comes, without a thread that
 * waits for the client; then the rest is done on a virtual thread of its own, where waiting costs nobody anything.
 *
 * @param maxBodyBytes the most bytes that the body may have, 413 beyond; 0 where the body is not looked at
 * @param then makes the answer of the whole body; what it throws is treated as what {@link Site#answer} throws
 */
public record Work(int maxBodyBytes, Function<byte[], Answer> then) implements Reply {}
